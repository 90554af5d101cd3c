"""How a reference is called: « C. civ., art. 1240 », « Article 1240 du code civil »."""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

from forum.legal.courts import seat_names
from forum.legal.days import MONTHS, display_day
from forum.legal.facts import Facts, packaged
from forum.legal.links import celex_number

_ACTS = {"loi": "loi", "ordonnance": "ordonnance", "decret": "décret"}
# Where the common name begins otherwise than the table has it.
_COMMON_NAMES = {"loi-78-17": "loi Informatique et libertés"}
# « loi de 1881 » says less than the title.
_YEAR_ALONE = re.compile(r" de \d{4}$")
_DAY_AND_MONTH = re.compile(r"(?<=[\dr]) (?=(?:" + "|".join(MONTHS) + r") \d{4})")
_LATIN = re.compile(r"-(bis|ter|quater|quinquies|sexies|septies|octies|nonies|decies)([A-Z])?")
# Short name, full name, number of the last article.
_TREATIES = {
    "cedh": ("CEDH", "de la Convention européenne des droits de l’homme", 59),
    "charte-ue": ("Charte UE", "de la Charte des droits fondamentaux de l’Union européenne", 54),
    "ddhc-1789": ("DDHC", "de la Déclaration des droits de l’homme et du citoyen de 1789", 17),
    "constitution-1958": ("Constitution", "de la Constitution du 4 octobre 1958", 89),
    "tfue": ("TFUE", "du Traité sur le fonctionnement de l’Union européenne", 358),
}
# Short and full names of courts that sit in a town.
_COURTS = {
    "ca": ("CA", "Cour d’appel de"),
    "caa": ("CAA", "Cour administrative d’appel de"),
    "tgi": ("TGI", "Tribunal de grande instance de"),
    "tj": ("TJ", "Tribunal judiciaire de"),
    "tcom": ("T. com.", "Tribunal de commerce de"),
    "tae": ("TAE", "Tribunal des activités économiques de"),
    "ti": ("TI", "Tribunal d’instance de"),
    "ta": ("TA", "Tribunal administratif de"),
    "tc": ("T. corr.", "Tribunal correctionnel de"),
    "cph": ("CPH", "Conseil de prud’hommes de"),
}
_BENCHES = {
    "cass": ("Cass.", "Cour de cassation"),
    "ce": ("CE", "Conseil d’État"),
    "cons-const": ("Cons. const.", "Conseil constitutionnel"),
    "cjue": ("CJUE", "Cour de justice de l’Union européenne"),
    "cnil": ("CNIL", "Commission nationale de l’informatique et des libertés"),
    "ecli": ("ECLI", "Décisions citées par leur numéro européen"),
}
_CHAMBERS = {
    "civ": ("Civ.", "chambre civile"),
    "civ-1": ("Civ. 1re", "première chambre civile"),
    "civ-2": ("Civ. 2e", "deuxième chambre civile"),
    "civ-3": ("Civ. 3e", "troisième chambre civile"),
    "com": ("Com.", "chambre commerciale"),
    "crim": ("Crim.", "chambre criminelle"),
    "soc": ("Soc.", "chambre sociale"),
    "ass-plen": ("Ass. plén.", "assemblée plénière"),
    "ch-mixte": ("Ch. mixte", "chambre mixte"),
}


def short_name(key: str, facts: Facts | None = None) -> str:
    """The short name of a reference, for lists and chips; the key itself where it is of no kind we know."""
    facts = facts or packaged()
    text, _, part = key.partition("/")
    if text in facts.codes:
        return _joined(facts.codes[text].short, part)
    act = _short_act(text, facts)
    return bound(_joined(act, part) if act else _ruling(text, part, short=True) or key)


def full_title(key: str, facts: Facts | None = None) -> str:
    """The full name of a reference; the key itself where it is of no kind we know."""
    facts = facts or packaged()
    text, _, part = key.partition("/")
    of_text = _of_text(text, facts)
    if of_text is None:
        return bound(_ruling(text, part, short=False) or key)
    if part:
        return f"{_articles(part)} {of_text}"
    whole = re.sub(r"^(?:du |de la |de l’)", "", of_text)
    return whole[0].upper() + whole[1:]


def title_within(key: str, facts: Facts | None = None) -> str:
    """The full name as it stands inside a French sentence: « l’article 1240 du code civil », « la loi n° … »."""
    facts = facts or packaged()
    text, _, part = key.partition("/")
    of_text = _of_text(text, facts)
    if of_text is None:
        return full_title(key, facts)
    if part:
        return f"{'les articles' if '..' in part else 'l’article'} {display_number(part)} {of_text}"
    return re.sub(r"^du |^de (?=l)", lambda found: "le " if found[0] == "du " else "", of_text)


def is_known(slug: str, facts: Facts | None = None) -> bool:
    """Whether a text is among those we know by name: a code, an act of the table, a treaty, an EU act with a name."""
    facts = facts or packaged()
    return slug in facts.codes or slug in facts.acts or slug in _TREATIES or slug in _european()


def may_have(slug: str, number: str) -> bool:
    """Whether a treaty or an act of the Union may have an article of that number; yes where its last is not known."""
    last = _TREATIES[slug][2] if slug in _TREATIES else _european()[slug][2] if slug in _european() else 0
    first = re.match(r"\d+", number)
    return not last or first is None or 1 <= int(first[0][:6]) <= last


def known_texts(facts: Facts | None = None) -> list[str]:
    """All of these."""
    facts = facts or packaged()
    return [*facts.codes, *facts.acts, *_TREATIES, *_european()]


def display_number(number: str) -> str:
    """« L121-1 » as it is printed: L. 121-1; « 1er »; a range « 15 à 22 »."""
    if ".." in number:
        return " à ".join(map(display_number, number.split("..")))
    if number == "1":
        return "1er"
    number = re.sub(r"^(LO|[LRDA])(?=\d)", r"\1. ", number)
    return _LATIN.sub(lambda found: f" {found[1]}" + (f" {found[2]}" if found[2] else ""), number)


def bound(name: str) -> str:
    """The name with « n° » on the line of its number, and a day on that of its month."""
    return _DAY_AND_MONTH.sub("\u00a0", name.replace("n° ", "n°\u00a0"))


def act_name(slug: str, day: date | None = None) -> str:
    """« ordonnance n° 2016-131 du 10 février 2016 »; without a number, « loi du 29 juillet 1881 »."""
    kind, _, number = slug.partition("-")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", number):
        return bound(f"{_ACTS[kind]} du {display_day(date.fromisoformat(number))}")
    return bound(f"{_ACTS[kind]} n° {number}" + (f" du {display_day(day)}" if day else ""))


def article_of(title: str) -> str:
    """« de la loi n° … », « du règlement … »: the name of an act after « article 6 »."""
    title = title[0].lower() + title[1:]
    if title.startswith("ordonnance"):
        return f"de l’{title}"
    return f"{'de la' if title.startswith(('loi', 'directive')) else 'du'} {title}"


def _joined(text: str, number: str) -> str:
    return f"{text}, art. {display_number(number)}" if number else text


def _articles(number: str) -> str:
    return f"{'Articles' if '..' in number else 'Article'} {display_number(number)}"


def _short_act(slug: str, facts: Facts) -> str | None:
    if slug in _TREATIES:
        return _TREATIES[slug][0]
    if slug in _european():
        return _european()[slug][0]
    if slug.startswith(("loi-", "ordonnance-", "decret-")):
        name = _common_name(slug, facts) or act_name(slug)
        return name[0].upper() + name[1:]
    return _unknown_european(slug)


def _common_name(slug: str, facts: Facts) -> str:
    """« LCEN », « loi Godfrain »; empty of an act that has none."""
    act = facts.acts.get(slug)
    return _COMMON_NAMES.get(slug) or (act.aliases[0] if act and act.aliases else "")


def _of_text(slug: str, facts: Facts) -> str | None:
    if slug in facts.codes:
        return f"du {facts.codes[slug].title[0].lower()}{facts.codes[slug].title[1:]}"
    if slug in _TREATIES:
        return _TREATIES[slug][1]
    if slug.startswith(("loi-", "ordonnance-", "decret-")):
        return bound(article_of(_act_in_full(slug, facts)))
    european = _european()[slug][1] if slug in _european() else _unknown_european(slug)
    return bound(article_of(european)) if european else None


def _act_in_full(slug: str, facts: Facts) -> str:
    """Its title and, after it, the name that people know it by. Of some only the number and the day are known."""
    act = facts.acts.get(slug)
    title = (act.title if act else "") or act_name(slug, act.signed_on if act else None)
    name = _common_name(slug, facts)
    says_it = name.lower().removeprefix("loi ") in title.lower() or _YEAR_ALONE.search(name)
    return title if says_it else f"{title} ({name})"


@cache
def _european() -> dict[str, tuple[str, str, int]]:
    """Slug -> short name, full name and the number of the last article (0: not known) of the EU acts with a name."""
    lines = (Path(__file__).parent / "data" / "eu.tsv").read_text("utf-8").splitlines()[1:]
    rows = ([*line.split("\t"), ""][:4] for line in lines)
    return {slug: (short, title, int(last or 0)) for slug, short, title, last in rows}


def _unknown_european(slug: str) -> str | None:
    found = re.fullmatch(r"(reglement-ue|directive)-(\d+)-(\d+)", slug)
    if found is None:
        return None
    number, celex = f"{found[2]}/{found[3]}", celex_number(slug)
    if found[1] == "directive":
        return f"Directive {number}"
    # Which community made an older one (CEE, CE, Euratom…) does not follow from its number.
    return f"Règlement n° {number}" if celex is None or celex[1:5] < "2010" else f"Règlement (UE) {number}"


def _court(slug: str, short: bool) -> str | None:
    """A court by itself, without a decision."""
    if slug in _BENCHES:
        return _BENCHES[slug][0 if short else 1]
    kind, _, town = slug.partition("-")
    if kind not in _COURTS or not town:
        return None
    place = seat_names().get(town) or town.replace("-", " ").title()
    return f"{_COURTS[kind][0]} {place}" if short else _of_place(_COURTS[kind][1], place)


def _ruling(court: str, number: str, short: bool) -> str | None:
    if not number:
        return _court(court, short)
    plain: dict[str, Callable[[], str]] = {
        "cass": lambda: _cassation(number, short),
        "ce": lambda: f"{'CE' if short else 'Conseil d’État'}, n° {number}",
        "cons-const": lambda: (
            f"{'Cons. const.' if short else 'Conseil constitutionnel, décision'} n° {_constitutional(number)}"
        ),
        "cjue": lambda: (
            f"{'CJUE' if short else 'Cour de justice de l’Union européenne'}, {'/'.join(number.upper().rsplit('-', 1))}"
        ),
        "cnil": lambda: (
            f"CNIL, {'délib.' if short else 'délibération'} {number.upper() if number[0].isalpha() else f'n° {number}'}"
        ),
        "ecli": lambda: number,
    }
    if court in plain:
        return plain[court]()
    kind, _, town = court.partition("-")
    if kind not in _COURTS or not town:
        return None
    place = seat_names().get(town) or town.replace("-", " ").title()
    which = _day_or(number, "n° " + ("/".join(number.split("-", 1)) if number[2:3] == "-" else number))
    return f"{_COURTS[kind][0]} {place}, {which}" if short else f"{_of_place(_COURTS[kind][1], place)}, {which}"


def _cassation(number: str, short: bool) -> str:
    chamber, _, day = number.rpartition("/")
    court = "Cass." if short else "Cour de cassation,"
    if not chamber:
        return f"{court} {'' if short else 'pourvoi '}n° {number[:5]}.{number[5:]}"
    return f"{court} {_CHAMBERS[chamber][0 if short else 1]}, {_day_or(day, day)}"


def _constitutional(number: str) -> str:
    year, rank, kind = number.split("-")
    return f"{year}-{rank} {kind.upper()}"


def _day_or(text: str, otherwise: str) -> str:
    return display_day(date.fromisoformat(text)) if re.fullmatch(r"\d{4}-\d\d-\d\d", text) else otherwise


def _of_place(court: str, place: str) -> str:
    if place.startswith("Le "):
        return f"{court.removesuffix(' de')} du {place[3:]}"
    return f"{court.removesuffix('e')}’{place}" if place[0] in "AEÉÈIOU" else f"{court} {place}"
