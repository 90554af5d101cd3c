"""Whether the words around a number or a name say that it is somebody else's: « règlement 2016/679 du club de foot ».

A number of a law is a number of many papers, and « DSA » the diploma of many schools. What the paper belongs to follows
it: the State and the Union are few and known, the bodies that write rules besides them are without end.
"""

import re
from functools import cache

from forum.legal.folding import BLANK, Folded
from forum.legal.surroundings import is_near, speaks_of_law, stands_alone

# Who makes law, what a law is for, and the words after « de » that name no owner at all.
_OF_THE_STATE = (
    r"(?:la |le |l'|les )?(?:parlement|(?:commission|communautes?|union)(?: europ| ?,| ?\.| ?$|\b(?= et | a | qui ))"
    r"|conseil(?= (?:europ|de l'(?:union|ue)|des (?:ministres|communautes)|du \d|d'etat)| ?[,.;)]| et | ?$)"
    r"|u(?:nion|e)\b|pe\b|ce\b|cee\b|europe|bruxelles|etat\b(?!-)|france\b|republique|gouvernement|legislateur"
    r"|premier ministre"
    r"|minist(?:re|ere)\b|garde des sceaux|president de la republique|cnil\b|formation restreinte|secteur (?:financ"
    r"|num)|code\b|droit\b"
    r"|finance(?:s|ment)\b|jo\b|journal officiel"
    # « de mon côté », « d'ailleurs »: nobody's
    r"|(?:mon|notre|votre|son|leur) (?:cote|point de vue|avis)\b|facon|maniere|plus\b|moins\b|tout|fait\b|coup\b"
    r"|ce\b|cet"
    r"|celui|celle|ceux|meme|reste\b|part\b|nouveau|point de vue|ordre public|ailleurs|apres|abord|accord|office|avance"
    r"|autre|une? (?:part|cote)|bonne foi|memoire|plein droit|avant|base\b|quoi|application"
    r"|(?:19|20)\d\d|1?\d{1,2} |1er|janv|fevr|mars|avril|mai\b|juin|juill|aout|sept|octo|nove|dece)"
)
_OWNER = re.compile(
    rf",? (?:(?:du |de la |de l'|des |de |d')(?!{_OF_THE_STATE})"
    rf"|\(?(?:adopte|vote|pris|signe|edicte|affiche|redige|ecrit|etabli|emis|envoye|distribue|remis)e?s?"
    rf" (?:par|dans|au|aux|a la|a l'|chez) (?!{_OF_THE_STATE}))(?P<word>[a-z]+)"
)
# « de modernisation », « d'encadrer »: what a law does.
_PURPOSE = re.compile(
    r"(?:[a-z]{3,}(?:tion|sion|ment|ite|ance|ence|isme|age|er|ir)|faire|dire|mettre|rendre|lutte|reforme|refonte|mise)s?$"
)
_MINE = re.compile(r"\b(?:mon|ma|mes|ton|ta|tes|notre|nos|votre|vos) $")
_POSSESSED = re.compile(
    r"(?: \([^()\n\0]{2,30}\))? (?:de |d')(?:mon|ma|mes|ton|ta|tes|notre|nos|votre|vos|son|sa|ses|leurs?)"
    r" (?!(?:cote|point de vue|avis|part|fait|point)\b)[a-z]"
)
_BODIES = (
    r"(?:club|coprop|syndic|ecole|college|lycee|universite|mairie|commune\b|direction|entreprise|societe|boite|federation"
    r"|ligue|association|asso\b|groupe|concours|jeu\b|camping|immeuble|residence|gymnase|piscine|cantine|bureau|chorale"
    r"|comite|cse\b)"
)
_HEADS = r"(?:maire\b|prefet|directeur|president|docteur|medecin|juge|tribunal)"
_BODY = re.compile(rf" ?[(-] ?(?:du |de la |de l'|le |la |l')?{_BODIES}")
_PAID = re.compile(
    r"\b(?:virements?|cheques?|carte bancaire|cb|especes|factures?|encaisse|paye[es]*|payer|paiements?|prelevement"
    r"|acompte"
    r"|solde|euros?|reliquat|recu)\b|¤"
)
_PRESCRIBED = re.compile(
    r"\b(?:medecins?|docteur|dr\b|pharmac|ophtalmo|opticien|lunettes|medicaments?|generaliste|cardiologue|dentiste"
    r"|dermato"
    r"|mutuelle|hopital|clinique|patiente?|traitement medical|antibio)"
)
_DRAFT = re.compile(r"\b(?:projets?|propositions?|avant-projet|brouillon) de $")
_NEAR = 40


def is_of_another_body(folded: Folded, start: int, end: int, kind: str, *, is_dated: bool) -> bool:
    """Whether the act numbered at `start` is not the State's or the Union's; `kind` begins its written kind.

    A number and its day are an act's, unless a body is named that does not make law.
    """
    text = folded.text
    before = text[max(0, start - _NEAR) : start]
    mine = _MINE.search(before)
    if mine and not (kind == "loi" and mine.group().startswith(("notre", "votre", "nos", "vos"))):
        return True
    if _DRAFT.search(before) or _BODY.match(text, end):
        return True
    if (_owned_by_body(folded, end) or is_possessed(folded, end)) if is_dated else is_owned(folded, end):
        return True
    near = before + text[end : end + _NEAR]
    return bool((kind == "reg" and _PAID.search(near)) or (kind == "ord" and _PRESCRIBED.search(near)))


def is_owned(folded: Folded, end: int) -> bool:
    """Whether what ends at `end` is said to belong to, or to come from, others than those who make law."""
    owner = _OWNER.match(folded.text, end)
    if owner is None or "dès" in folded.cased[owner.start() : owner.start("word")]:
        return False
    is_bare = re.match(r",? (?:de (?!la |l')|d')", owner.group()) is not None
    is_named = folded.cased[owner.start("word")].isupper()
    return not (is_bare and not is_named and _PURPOSE.match(owner["word"]))


def _owned_by_body(folded: Folded, end: int) -> bool:
    owner = _OWNER.match(folded.text, end)
    return (
        owner is not None
        and re.match(f"{_BODIES}|{_HEADS}", folded.text[owner.start("word") : owner.end() + 1]) is not None
    )


def is_possessed(folded: Folded, end: int) -> bool:
    """« … de mon chat »."""
    return _POSSESSED.match(folded.text, end) is not None


# Names that are many other things too: a diploma, a direct access to memory, an airport, a girl's name, a hotel.
_SHARED = re.compile(
    r"(?:dsa|dma|lil|dora|sren|p2b|nis ?2|rome ii?|bruxelles (?:i|1) bis|sapin (?:2|ii)|dsp ?2|(?:data|ai|ia) act"
    r"|eidas 2)$"
)
_DETERMINER = re.compile(
    r"\b(?:une?|mon|ma|mes|ton|ta|tes|son|sa|ses|notre|nos|votre|vos|leurs?|chaque|quelle?|aucune?|des|ces|diplome"
    r"|brevet"
    r"|formation|monsieur|madame|mme|m\.|hotel|vol|aeroport|groupe|serveurs?|moteur|machine) $"
)
_OTHER_WORLDS = re.compile(
    r"\b(?:aeroports?|vols?\b|avions?|terminal\b|escale|iata|diplomes?|brevet|bts\b|scolaires?|lycees?|ecoles?"
    r"|hotels?|match"
    r"|stade|robot|chien|chienne|chatte?\b|dessin anime|dvd|ldap|rap\b|rappeur|album|chanson|chanteu|concert"
    r"|guirlande|boules)"
)
# Where initials are the name of a wire or of a team, whatever act they are short for elsewhere.
_OF_NO_LAW = re.compile(
    r"\b(?:broches?|pins?\b|lcd\b|gpio|uart\b|i2c\b|brochage|afficheur|clans?\b|guildes?|nom de (?:notre|mon|l'equipe)"
    r"|equipe de (?:foot|basket|hand|rugby)|raid\b|minecraft)"
)
_OWN_SET = re.compile(r"\b(?:le|la|du|au|mon|ton) $")
_BRACKETED = re.compile(r" ?[(=:] ?(?P<words>[a-z][a-z' -]{5,80})")
_LINKING = frozenset(("de", "des", "du", "la", "le", "les", "l", "d", "et", "a", "au", "aux", "en", "of", "the", "sur"))
_IN_EUROPE = re.compile(
    r"\b(?:plateformes?|contenus?|signalements?|signaler|moderation|hebergeurs?|europe|ue\b|code (?:civil|penal"
    r"|monetaire|de)|union\b|commission\b|lcen"
    r"|arcom|gatekeepers?|controleurs? d'acces|meta\b|google|apple|tiktok|amazon|oblig|exig|interdi[ts]|s'appli"
    r"|amendes?|en vigueur|transpos|conformite|annexe|considerant|banqu|paiement|authentif|signature|cyber|resilience"
    r"|donnees|numerique|intelligence|ia\b|chatbot|haut risque|competen[ct]|corruption|lanceurs? d'alerte|marches?\b"
    r"|moteurs? de recherche|boutiques?|modifiee?s?\b|interoperab|texte|reglement|impose(?! par)|prestataires?"
    r"|pouvoirs?|algorithm"
    r"|deepfake|ages?\b|mineurs\b|porno|verification|bruxelles|enquete|facebook|instagram|youtube|twitter|microsoft"
    r"|reseaux sociaux|sous peine|navigateurs?|app store|iphone|android"
    r"|sur la base d)"
)
_TITLE = re.compile(r",? (?:sur|relati(?:f|ve)|concernant|etablissant|portant|dite?) ")
_COURT = re.compile(
    r"\b(?:ue\b|europe|commission europ|cj[uc]e|tribuna|juges?\b|juri[ds]|droits?\b|avocat|lois?\b|decret|directive"
    r"|code (?:civil|penal|monetaire|de)|rgpd"
    r"|cnil"
    r"|art(?:icle|\.)?s? \d)"
)
# « d’après le DSA », « la LIL de 1978 »
_INVOKED = re.compile(
    r"\b(?:selon|d'apres|vu|au sens|au titre|en vertu|conform[a-z]*|respect[a-z]*|viol[a-z]*|appli(?:qu|cat)[a-z]*"
    r"|invoqu[a-z]*) (?:le |la |l'|du |de la |de l'|au |a la )$"
)
_DATED = re.compile(r" (?:de |du [^.;\n\0]{0,12})?(?:1978|20[12]\d)\b")
_KIN = ("dsa", "dma", "rgpd", "gdpr", "dora", "nis 2", "nis2", "eidas", "data act", "ai act", "loi sren")


def is_another_name(folded: Folded, start: int, end: int, name: str) -> bool:
    """Whether the common name of an act stands for something else: « le DSA de mon fils », « mon DSA »."""
    text = folded.text
    before = text[max(0, start - 24) : start]
    near = text[max(0, start - _NEAR) : start] + BLANK + text[end : end + _NEAR]
    if " " not in name and _OF_NO_LAW.search(near):
        return True
    expansion = _BRACKETED.match(text, end)
    if expansion is not None and _spells(expansion["words"], name):
        return True
    if not _SHARED.match(name):
        is_law = name.startswith("loi")  # « a vidé la loi Avia de sa substance »
        return not is_law and is_possessed(folded, end) and _OWN_SET.search(before) is not None
    is_other = _DETERMINER.search(before) or _OTHER_WORLDS.search(near)
    return bool(is_other) or is_possessed(folded, end) or is_owned(folded, end)


def has_witness(folded: Folded, start: int, end: int, name: str) -> bool:
    """Whether a name that is shared with other things has words of the law or of the Union near it, or no words."""
    if not _SHARED.match(name) or speaks_of_law_or_union(folded, start, end):
        return True
    if _INVOKED.search(folded.text, max(0, start - 30), start) or _DATED.match(folded.text, end):
        return True
    return is_near(folded, _kin_of(name), start, end)


@cache
def _kin_of(name: str) -> re.Pattern[str]:
    """The other acts of the Union that are spoken of together with this one."""
    return re.compile(rf"\b(?:{'|'.join(kin for kin in _KIN if kin != name)})\b")


def speaks_of_union(folded: Folded, start: int, end: int, kind: str) -> bool:
    """Whether a number that we know no act of stands among words that only an act of the Union has around it.

    A regulation without its title needs words of the law: much else is called « règlement »; `kind` begins its kind.
    """
    if is_near(folded, _COURT, start, end) or stands_alone(folded, start, end):
        return True
    is_titled = kind == "dir" or _TITLE.match(folded.text, end) is not None
    return is_titled and is_near(folded, _IN_EUROPE, start, end)


def speaks_of_law_or_union(folded: Folded, start: int, end: int) -> bool:
    """Whether words of the law, or of what the Union makes rules for, stand near; or no words at all."""
    return is_near(folded, _IN_EUROPE, start, end) or speaks_of_law(folded, start, end)


def _spells(words: str, name: str) -> bool:
    """« (directeur des systèmes applicatifs) » spells DSA; the act's own words are other ones."""
    initials = "".join(word[0] for word in re.findall(r"[a-z]+", words) if word not in _LINKING)
    own = re.match(r"digital|(?:loi|reglement)\b|network|informatique", words)
    return own is None and initials.startswith(name.replace(" ", "")[:3])
