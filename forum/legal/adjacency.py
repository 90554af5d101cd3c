"""What may stand between numbers and the text they belong to, and when numbers alone are articles of a text."""

import re

from forum.legal.facts import Facts
from forum.legal.folding import Folded
from forum.legal.numbers import ASIDE as NOTE
from forum.legal.numbers import ArticleList, Item
from forum.legal.surroundings import speaks_of_law, stands_alone
from forum.legal.texts import Nature, TextName

LINK = re.compile(
    r"(?P<comma> ?[,:(\"-]{0,2} ?)(?P<of>(?:(?:du|de la|de l'|de l|des|dela|de|d'|dudit|de ladite|au|dans le"
    r"|dans la|dans l'|in|of) ?))?"
    r"(?P<words>(?:(?:la|le|notre|celebre|fameuse?|fameux|dite?|fichu|present|nouveau|nouvelle|tres|cher"
    r"|texte du|texte de la|propre|sacro-sainte?) ){0,2})\"? ?"
)
_KIND = r"(?P<{}>code|loi|ordonnance|decret|reglement|directive|texte)\b"
SAME = re.compile(
    r" ?[,(]? ?(?:(?:(?:du|de la|de l'|au|a la|de) )?(?:meme|susdite?)|dudit|de ladite|de ce|de cet"
    r"|de cette)(?: meme)? ?"
    rf"(?:{_KIND.format('kind')}(?! (?:de|du|des|d'|n°|civil|penal|sur|promo|postal|source|barres|wifi|pin)\b))"
    r"(?: precitee?)?"
    rf"| (?:du |de la |de l'){_KIND.format('alone')}(?: precitee?| susvisee?| cite plus haut)?(?= ?[,.;:)!?]|$)"
)
CODE_FIRST = re.compile(
    r"(?: ?\([^()\d]{2,40}\))? ?[,:;(\[\"-]{0,2} ?(?:(?:et |ou )?(?:en|dans|a|par|via|voir|cf\.?|v\.|notamment"
    r"|surtout|selon|en particulier|plus precisement|c'est|vise|sous) )?"
    r"(?:son |ses |leur |l'|les |le |aux? |des? |du |de l')?\(?"
)
_TAKES_OTHER = re.compile(
    r" ?,? ?(?:du|de la|de l'|des|de|d'|de mon|de ma|de nos|de notre|de vos|de votre|de son|de leur|de leurs"
    r"|(?P<about>dans|sur))\b ?"
    r"(?!(?:\d|article|art\b|alinea|al\b|facon|maniere|sorte|fait|plus|toute|ce que|meme"
    r"|(?:ce|cet|cette|mon|ma|son|sa|votre|notre|leur) (?:cas|affaire|situation|litige)))[a-z]"
)
# « l’article 20 sur la portabilité », not « l’article 20 sur le blog »
_ABOUT_LAW = re.compile(
    r" sur (?:le |la |les |l')(?!blogs?\b|sites?\b|forums?\b|pages?\b|journal|net\b|web\b|wiki|sujet|ordinateur"
    r"|telephone)[a-z]"
)
_OTHER_PAPER = re.compile(
    r"\b(?:cg[uvsa]|contrats?|bail|charte|statuts|conditions generales|reglement interieur|convention collective"
    r"|devis|mentions legales|reglement de copropriete|clauses?(?! (?:penale|abusive|leonine|compromissoire|resolutoire"
    r"|attributive))|accord)\b"
)
_ANEW = re.compile(r";|\bart")
_YEAR = re.compile(r"(?:19[5-9]\d|20[0-4]\d)$")
_UNITS = re.compile(
    r"(?<![a-z])(?:pages?|p\.|chapitres?|titres?|livres?|sections?|alineas?|al\.?|versions?|considerants?|annexes?|§"
    r"|euros?|tome|edition|depuis|en|vers|les|no?\.?|n°|numero|partie|plus de|lot de|stock de|environ|moins de"
    r"|art\. ?\d+) ?$"
)
BARE = re.compile(r"(?<![\w./,'¤$-])(?:(?:l ?\.? ?o|[lrd])(?:\.|\b|(?=\d)) ?\*?\.? ?-?)?\d|(?<=['(])(?:[lrd]\. ?)?\d")
ASIDE = re.compile(NOTE + r"| ?\(?(?:nouveaux?|nouvelle redaction|actuels?)\b\)?")
AND = re.compile(r" ?(?:(?:\(|,)? ?(?:et|ou|puis|ainsi que) (?:le |les |l')?|\( ?(?=\d[\d-]{2,8} (?:anc|nouv)))")
# « CPC 145 clics », « 808 CPC neufs »: so many things.
_THINGS = re.compile(r" (?!(?:dans|sous|sans|nous|vous|mais|puis|alors|apres|depuis|vers|aux)\b)[a-z]{3,}(?:s|x)\b")
# « mon Amstrad CPC 464 », « la CPC 700 »: initials of an object.
_OWNED = re.compile(
    r"\b(?:une|la|cette|un|mon|ma|ton|ta|son|sa|mes|tes|ses|vos|nos|ces|vieux|vieil|ordinateurs?|micro|modeles?"
    r"|series?|types?"
    r"|machines?|appareils?|lecteurs?|cartes?|processeurs?|pieces?|references?|ref\.?) ?$"
)
_BRAND = re.compile(r"(?<![^\W\d_])(?:[A-Z][^\W\d_]*[^\W\d_A-Z][^\W\d_]*) $")
_STARTS_SENTENCE = re.compile(r"(?:^|[.!?:;\n(«\"-] ?)$")
_SENTENCE_END = re.compile(r"[.!?](?: |$)|\n")
_CLAUSE_END = re.compile(r"\.|,? (?:et|mais|donc|or|alors) (?:j'|je|tu|il|elle|on|nous|vous|ils|elles)\b")
_REACH = 1500
_LONGEST_ACT = 150


def takes_other(folded: Folded, articles: ArticleList, *, is_named: bool = False) -> bool:
    """« article 8 des CGU »: the article of something else.

    `is_named`: a text stands right before, so that « sur le référé » and « dans sa rédaction » say what it is about.
    """
    found = _TAKES_OTHER.match(folded.text, articles.end)
    return found is not None and not (is_named and found["about"])


def is_plausible(folded: Folded, facts: Facts, articles: ArticleList, name: TextName, is_linked: bool = False) -> bool:
    """Whether numbers without the word « article », right before or after `name`, are articles of that text.

    `is_linked`: « du » or its like stands between.
    """
    if _UNITS.search(folded.text, max(0, articles.start - 16), articles.start):
        return False
    first = articles.items[0]
    if name.nature is not Nature.CODE:
        # « RGPD 6.1.f », not « RGPD 2 ».
        is_told = articles.end <= name.start or bool(first.locators) or stands_alone(folded, name.start, articles.end)
        return not first.prefix and len(first.number) <= 3 and is_told
    if first.prefix or "-" in first.number:
        return True
    if not is_linked and (name.is_weak or _THINGS.match(folded.text, max(articles.end, name.end))):
        return False
    return any(facts.knows(slug, first.number) is not False for slug in name.slugs)


def names_a_thing(folded: Folded, name: TextName, articles: ArticleList) -> bool:
    """Whether initials right before numbers are those of something else: « mon Amstrad CPC 464 », « main.cpp 145 »."""
    if " " in (initials := folded.text[name.start : name.end]) or "." in initials or name.nature is not Nature.CODE:
        return False
    first = articles.items[0]
    if not name.is_weak and first.prefix:
        return False
    if not speaks_of_law(folded, name.start, articles.end):
        return True
    if not name.is_weak and "-" in first.number:
        return False
    begin = max(0, name.start - 24)
    if _OWNED.search(folded.text, begin, name.start):
        return True
    brand = _BRAND.search(folded.cased, begin, name.start)
    return brand is not None and _STARTS_SENTENCE.search(folded.cased, max(0, brand.start() - 2), brand.start()) is None


def speaks_of_other_paper(words: str) -> bool:
    """Whether `words` name a contract, a lease or another paper that has articles of its own."""
    return _OTHER_PAPER.search(words) is not None


def is_of_code(articles: ArticleList) -> bool:
    """A number that no law or EU act reaches: « l’article 1231-5 »."""
    return exceeds_acts(articles.items[0])


def exceeds_acts(item: Item) -> bool:
    """Whether no law or EU act has so high a number."""
    return bool(item.prefix) or int(item.number.partition("-")[0]) > _LONGEST_ACT


def is_shortened(item: Item, first: Item) -> bool:
    """Whether a number may be the end of another: the « 2 » of « 323-1 et 2 », the « 6-1 » of « L. 122-6 et 6-1 »."""
    return not item.prefix and len(item.number.partition("-")[0]) <= 2 and "-" in first.number


def cuts(folded: Folded, articles: ArticleList) -> list[int]:
    """Where a list may pass from the text before it to the one after it, the likeliest place first.

    That is where « article » is said again or a semicolon stands; else, after a singular, at the last number.
    """
    items = articles.items
    places = [at for at in range(len(items) - 1, 0, -1) if not items[at].is_tail]
    told = [at for at in places if _ANEW.search(folded.text, items[at - 1].end, items[at].end)]
    return told or ([] if articles.is_plural else places[:1])


def looks_like_year(articles: ArticleList) -> bool:
    """« code civil 2016 » is an edition."""
    return articles.is_plain and _YEAR.match(articles.items[0].number) is not None


def can_carry(folded: Folded, articles: ArticleList, name: TextName, since: int) -> bool:
    """Whether numbers without a text can belong to the last one named; `since`: where the last reference ended."""
    is_about = _ABOUT_LAW.match(folded.text, articles.end) is not None
    if takes_other(folded, articles, is_named=is_about) or articles.start - since > _REACH:
        return False
    between = folded.text[max(since, articles.start - 300) : articles.start]
    after = _CLAUSE_END.split(folded.text[articles.end : articles.end + 60], maxsplit=1)[0]
    if "\n" in between or speaks_of_other_paper(between + after):
        return False
    first = articles.items[0]
    if name.nature is not Nature.CODE or (len(first.number) < 3 and not first.prefix):
        return articles.has_word and not _SENTENCE_END.search(between) and len(between) < 120
    return articles.has_word or first.former or "-" in first.number
