"""The names of codes as people write them: in full, abbreviated, without accents, with a slip of the finger."""

import re
from functools import lru_cache

from forum.legal.folding import Folded
from forum.legal.texts import TextName

CIVIL = "code-civil"
PENAL = "code-penal"
CIVIL_PROCEDURE = "code-de-procedure-civile"
PENAL_PROCEDURE = "code-de-procedure-penale"
INTELLECTUAL = "code-de-la-propriete-intellectuelle"
COMMERCE = "code-de-commerce"
CONSUMERS = "code-de-la-consommation"
POSTS = "code-des-postes-et-des-communications-electroniques"
ENFORCEMENT = "code-des-procedures-civiles-d-execution"
ADMINISTRATIVE = "code-de-justice-administrative"
LABOUR = "code-du-travail"
SECURITY = "code-de-la-securite-interieure"
PUBLIC_RELATIONS = "code-des-relations-entre-le-public-et-l-administration"
MONEY = "code-monetaire-et-financier"
COURTS = "code-de-l-organisation-judiciaire"
HERITAGE = "code-du-patrimoine"
HEALTH = "code-de-la-sante-publique"
TAXES = "code-general-des-impots"
SOCIAL = "code-de-la-securite-sociale"

# The words that carry each name, in their order; what links them (de, la, et…) is left out.
_NAMES: dict[tuple[str, ...], str] = {
    ("civil",): CIVIL,
    ("penal",): PENAL,
    ("procedure", "civil"): CIVIL_PROCEDURE,
    ("civil", "procedure"): CIVIL_PROCEDURE,
    ("procedure", "penal"): PENAL_PROCEDURE,
    ("propriete", "intellectuelle"): INTELLECTUAL,
    ("commerce",): COMMERCE,
    ("consommation",): CONSUMERS,
    ("postes",): POSTS,
    ("postes", "electroniques"): POSTS,
    ("postes", "communications"): POSTS,
    ("postes", "communications", "electroniques"): POSTS,
    ("procedure", "civil", "execution"): ENFORCEMENT,
    ("procedure", "execution"): ENFORCEMENT,
    ("justice", "administrative"): ADMINISTRATIVE,
    ("travail",): LABOUR,
    ("securite", "interieure"): SECURITY,
    ("securite", "sociale"): SOCIAL,
    ("relations", "public", "administration"): PUBLIC_RELATIONS,
    ("relations", "administration", "public"): PUBLIC_RELATIONS,
    ("monetaire", "financier"): MONEY,
    ("organisation", "judiciaire"): COURTS,
    ("patrimoine",): HERITAGE,
    ("sante", "public"): HEALTH,
    ("general", "impots"): TAXES,
}
_PREFIXES = {names[:length] for names in _NAMES for length in range(1, len(names) + 1)}
_SHORT_WORDS = {
    "civ": "civil", "civile": "civil", "civiles": "civil", "civils": "civil", "cvil": "civil",
    "pen": "penal", "penale": "penal", "penales": "penal", "penaux": "penal",
    "proc": "procedure", "procedures": "procedure", "pr": "procedure", "prop": "propriete", "propr": "propriete",
    "ppte": "propriete", "intell": "intellectuelle", "intel": "intellectuelle", "intellectuel": "intellectuelle",
    "com": "commerce", "comm": "commerce", "conso": "consommation", "consom": "consommation",
    "consommateur": "consommation", "consommateurs": "consommation", "poste": "postes",
    "telecommunications": "communications", "telecommunication": "communications", "telecoms": "communications",
    "com'": "communications", "elec": "electroniques", "electronique": "electroniques", "exec": "execution",
    "administratif": "administrative", "admin": "administrative", "adm": "administrative", "trav": "travail",
    "secu": "securite", "int": "interieure", "sec": "securite", "publique": "public", "publics": "public",
    "mon": "monetaire", "fin": "financier",
    "financiere": "financier", "orga": "organisation", "judic": "judiciaire", "gal": "general", "impot": "impots",
}  # fmt: skip
_WORDS = {word for names in _NAMES for word in names}
# Codes that we hold no facts of: naming one says that the articles beside it are not those of the last code.
_OTHERS = {
    "route", "urbanisme", "environnement", "electoral", "rural", "forestier", "education", "energie", "construction",
    "defense", "douanes", "sport", "tourisme", "transports", "assurances", "mutualite", "minier", "action",
    "aviation", "famille", "commande", "collectivites", "artisanat", "cinema", "deontologie", "voirie", "domaine",
}  # fmt: skip

_CODE_WORD = re.compile(r"(?:codes?|c\.(?= ?d[eu]))(?: ?\. ?| |(?=[cp][ie][vn]))?")
_LINKS = re.compile(r"(?:(?:de |du |des |la |le |les |l'|d'|l |d |et |& |entre |aux? |dela |francais |[. ])){0,4}")
_WORD = re.compile(r"[a-z]{2,20}'?(?![a-z])")
_GLUED = re.compile(r"(?P<word>civile?|penal|travail|commerce|consommation)(?=art|\d)")

_INITIALS = {
    "cpc": CIVIL_PROCEDURE, "ncpc": CIVIL_PROCEDURE, "cpp": PENAL_PROCEDURE, "cpi": INTELLECTUAL,
    "cja": ADMINISTRATIVE, "csi": SECURITY, "crpa": PUBLIC_RELATIONS, "cmf": MONEY, "cciv": CIVIL, "ccom": COMMERCE,
    "cconso": CONSUMERS, "cpcex": ENFORCEMENT,
}  # fmt: skip
_WEAK_INITIALS = {
    "cc": CIVIL,
    "ccv": CIVIL,
    "cp": PENAL,
    "coj": COURTS,
    "csp": HEALTH,
    "cgi": TAXES,
    "css": SOCIAL,
    "ct": LABOUR,
}
_SHORT_FORMS = [
    (ENFORCEMENT, r"cpc ?exec?\b\.?|c\.? ?pr(?:oc)?\.? ?(?:civ\.? ?)?(?:d'?)? ?exec?\b\.?|c\.? ?p\.? ?c\.? ?exec\b"),
    (POSTS, r"c\.? ?p ?(?:et|&) ?ce\b\.?|p ?& ?ce\b|c\. ?postes?\b(?: et (?:com|communications?) electr?\.?)?"),
    (CIVIL_PROCEDURE, r"n?c\.? ?pr(?:oc)?\b\.? ?civ\b\.?|n?c\.p\.c\b\.?"),
    (PENAL_PROCEDURE, r"c\.? ?pr(?:oc)?\b\.? ?pen\b\.?|c\.p\.p\b\.?"),
    (INTELLECTUAL, r"c\.? ?pr(?:op)?r?i?\b\.? ?int(?:ell?)?\b\.?|c\.p\.i\b\.?"),
    (SECURITY, r"c\.? ?sec(?:ur)?\b\.? ?int\b\.?"),
    (SOCIAL, r"c\.? ?sec(?:u|ur)?\b\.? ?soc\b\.?"),
    (ADMINISTRATIVE, r"c\.j\.a\b\.?|c\.? ?just\b\.? ?adm\b\.?"),
    (MONEY, r"c\.? ?mon(?:et)?\b\.? ?(?:et )?fin(?:anc)?\b\.?"),
    (COURTS, r"c\.? ?org\b\.? ?jud\b\.?"),
    (CIVIL, r"c(?:\. ?| )civ(?:il)?\b\.?"),
    (PENAL, r"c(?:\. ?| )pen(?:al)?\b\.?"),
    (CONSUMERS, r"c(?:\. ?| )cons(?:o|om)?\b\.?"),
    (COMMERCE, r"c(?:\. ?| )com(?:m)?\b\.?(?![a-z])"),
    (LABOUR, r"c(?:\. ?| )trav(?:ail)?\b\.?"),
    (HERITAGE, r"c(?:\. ?| )patr(?:im)?\b\.?"),
    (HEALTH, r"c(?:\. ?| )sant\w*\.? pub\w*\.?"),
]  # fmt: skip
_SHORT = re.compile(r"(?<![a-z])(?:" + "|".join(f"(?P<f{i}>{form})" for i, (_, form) in enumerate(_SHORT_FORMS)) + ")")
_INITIAL = re.compile(
    r"(?<![a-z.])(?:cpce|"
    + "|".join(sorted((*_INITIALS, *_WEAK_INITIALS), key=len, reverse=True))
    + r")(?![a-z0-9]|\.[a-z])"
)
# Words that name a code only after a number that exists there: « L. 121-1 conso ».
_LAST_WORD = re.compile(r"(?P<word>conso(?:m|mmation)?|com(?:m|merce)?|trav(?:ail)?|penal|civil)\b\.?")
# « au C. com. de Belle Épine, boutique L. 121-4 »: a place to shop
_SHOPPING = re.compile(r" (?:de |du |des |d')(?!l'|la |1804|1807|\d|art|ailleurs|office)[a-z]{3}")
_FORMER = re.compile(r"(?:ancien(?:ne)?|anc\.?|nouveau|nouv\.?) ?")


def code_at(folded: Folded, position: int) -> TextName | None:
    """The code named at `position`, by its name, its short form or its initials."""
    quality = _FORMER.match(folded.text, position)
    begin = quality.end() if quality else position
    found = _full_name(folded.text, begin) or _short_form(folded.text, begin) or _initials(folded.text, begin)
    if found is None or quality is None:
        return found
    former = quality.group().startswith("anc")
    return TextName(position, found.end, found.slugs, found.is_weak, former=former)


def word_of_code_at(folded: Folded, position: int) -> TextName | None:
    """The code that one word right after its article means: « D. 211-2 conso »."""
    found = _LAST_WORD.match(folded.text, position)
    slug = _NAMES.get((_meant(found["word"]) or "",)) if found else None
    return TextName(position, found.end(), (slug,)) if found and slug else None


def _full_name(text: str, position: int) -> TextName | None:
    start = _CODE_WORD.match(text, position)
    if start is None:
        return None
    names: tuple[str, ...] = ()
    best: TextName | None = None
    end = start.end()
    for _ in range(4):
        if names and text[end : end + 1] not in (" ", ".", "'"):
            break
        links = _LINKS.match(text, end)
        end = links.end() if links else end
        word = _GLUED.match(text, end) or _WORD.match(text, end)
        if word is None:
            break
        written = word.group("word") if word.re is _GLUED else word.group()
        if not names and written in _OTHERS:
            return TextName(position, word.end(), ())
        names = (*names, _meant(written) or "")
        if names not in _PREFIXES:
            break
        end = word.end()
        if names in _NAMES:
            best = TextName(position, end, (_NAMES[names],), is_weak=written in ("com", "poste"))
    return _with_point(text, best)


def _with_point(text: str, name: TextName | None) -> TextName | None:
    """An abbreviated last word takes its point along: « code civ. », « code conso. » before more text."""
    if name and text[name.end - 3 : name.end] in ("civ", "pen", "com") and text[name.end : name.end + 1] == ".":
        return TextName(name.start, name.end + 1, name.slugs, name.is_weak)
    return name


def _short_form(text: str, position: int) -> TextName | None:
    found = _SHORT.match(text, position)
    if found is None:
        return None
    slug = _SHORT_FORMS[int((found.lastgroup or "f0")[1:])][0]
    if slug == COMMERCE and _SHOPPING.match(text, found.end()):
        return None
    return TextName(position, found.end(), (slug,))


def _initials(text: str, position: int) -> TextName | None:
    found = _INITIAL.match(text, position)
    if found is None:
        return None
    if found.group() == "cpce":
        return TextName(position, found.end(), (POSTS, ENFORCEMENT))
    is_weak = found.group() in _WEAK_INITIALS
    slug = (_WEAK_INITIALS if is_weak else _INITIALS)[found.group()]
    return TextName(position, found.end(), (slug,), is_weak)


@lru_cache(maxsize=2000)
def _meant(written: str) -> str | None:
    """The word of a code's name that somebody meant; None for any other word."""
    if written in _WORDS:
        return written
    if written in _SHORT_WORDS:
        return _SHORT_WORDS[written]
    if len(written) < 4:
        return None
    for word in (*_WORDS, "intellectuel"):
        allowed = 2 if len(word) > 8 else 1
        near = len(word) > 4 and word[0] == written[0] and abs(len(word) - len(written)) <= allowed
        if near and _distance(written, word) <= allowed:
            return _SHORT_WORDS.get(word, word)
    singular = written.rstrip("es")
    return _meant(singular) if len(singular) < len(written) and len(singular) > 3 else None


def _distance(written: str, word: str) -> int:
    """Slips (letters added, lost, changed, swapped) between two words."""
    two_back: list[int] = []
    last = list(range(len(word) + 1))
    for i, letter in enumerate(written, 1):
        row = [i]
        for j, other in enumerate(word, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == word[j - 2] and written[i - 2] == other:
                cost = min(cost, two_back[j - 2] + 1)
            row.append(cost)
        two_back, last = last, row
    return last[-1]
