"""Official addresses, in the forms that Légifrance, EUR-Lex and the courts are known to answer to; none is invented."""

import re
from datetime import date
from urllib.parse import quote

from forum.legal.days import display_day
from forum.legal.facts import Facts, packaged

LEGIFRANCE = "https://www.legifrance.gouv.fr"
EUR_LEX = "https://eur-lex.europa.eu/legal-content/FR/TXT"
_EU_NUMBER = re.compile(r"-(\d+)-(\d+)$")
_ROLLS = ("ca-", "tgi-", "tj-", "tcom-", "cph-", "ti-", "tc-", "tae-")


def official_url(key: str, day: date | None = None, facts: Facts | None = None) -> str | None:
    """The official page of a reference; None where no address can be built from what is known.

    `day` is the signature of an act or the day of a decision; the Conseil d'État and acts outside the table need it.
    """
    facts = facts or packaged()
    text, _, part = key.partition("/")
    if text in facts.codes:
        return _article(facts, text, part)
    if text.startswith(("loi-", "ordonnance-", "decret-")):
        return _act(facts, text, day)
    if text.startswith(("reglement-ue-", "directive-")):
        return _eu_act(text, part)
    return _ruling(text, part, day)


def _article(facts: Facts, code: str, number: str) -> str:
    if not number or ".." in number:
        return f"{LEGIFRANCE}/codes/texte_lc/{facts.codes[code].legitext}"
    found = facts.legiarti(code, number)
    if found:
        return f"{LEGIFRANCE}/codes/article_lc/{found}"
    query = f"tab_selection=code&searchField=NUM_ARTICLE&query={quote(number)}&searchType=ALL"
    return f"{LEGIFRANCE}/search/code?{query}"


def _act(facts: Facts, slug: str, day: date | None) -> str:
    act = facts.acts.get(slug)
    if act and act.jorftext:
        return f"{LEGIFRANCE}/loda/id/{act.jorftext}"
    kind, _, number = slug.partition("-")
    signed_on = act.signed_on if act else day
    if _is_day(number):
        return _anywhere(f"{kind} du {display_day(date.fromisoformat(number))}")
    # Addresses by number and day were seen to answer for acts since 2002 only; the others are looked for.
    if signed_on is None or signed_on.year < 2002:
        return _anywhere(f"{kind} {number}")
    return f"{LEGIFRANCE}/eli/{kind}/{signed_on.year}/{signed_on.month}/{signed_on.day}/{number}/jo/texte"


def _anywhere(query: str) -> str:
    return f"{LEGIFRANCE}/search/all?tab_selection=all&searchField=ALL&query={quote(query)}"


def _eu_act(slug: str, article: str) -> str | None:
    celex = celex_number(slug)
    if celex is None:
        return None
    first = article.partition("..")[0]
    anchor = f"HTML/?uri=CELEX:{celex}#art_{first}" if first.isdigit() else f"?uri=CELEX:{celex}"
    return f"{EUR_LEX}/{anchor}"


def year_of(slug: str) -> int | None:
    """The year in the number of an act, French or of the Union; None where it cannot be told, or there is no number."""
    kind, _, number = slug.partition("-")
    if kind in ("loi", "ordonnance", "decret"):
        year = None if _is_day(number) else number.partition("-")[0]
        return int(year if len(year) == 4 else f"19{year}") if year and year.isdecimal() else None
    celex = celex_number(slug) if slug.startswith(("reglement-ue-", "directive-")) else None
    return int(celex[1:5]) if celex else None


def celex_number(slug: str) -> str | None:
    """The CELEX number of a regulation or directive; None where the year cannot be told."""
    found = _EU_NUMBER.search(slug)
    if found is None:
        return None
    first, second = found.groups()
    if slug.startswith("directive"):
        year, number, kind = _year_of(first), second, "L"
    else:
        kind, by_rank = "R", _is_ranked(first, second)
        if by_rank is None:
            return None
        year, number = (_year_of(second), first) if by_rank else (_year_of(first), second)
    return f"3{year}{kind}{int(number):04}" if year else None


def _year_of(digits: str) -> str | None:
    """« 93 » is 1993; acts bear their whole year since 1999."""
    return f"19{digits}" if len(digits) == 2 and digits >= "52" else digits if len(digits) == 4 else None


def _is_ranked(first: str, second: str) -> bool | None:
    """Whether a regulation bears its rank before its year, as all did until 2014; None where both can be."""
    ranked = (len(second) == 2 and second >= "52") or (len(second) == 4 and "1999" <= second < "2015")
    dated = len(first) == 4 and "2015" <= first < "2100"
    return None if ranked and dated and len(second) == 4 else ranked


def _ruling(court: str, number: str, day: date | None) -> str | None:
    if not number:
        return None
    if court == "cass":
        return _case_law(f"{number[:5]}.{number[5:]}") if number[:2].isdigit() else None
    if court == "ce":
        return f"https://www.conseil-etat.fr/fr/arianeweb/CE/decision/{day.isoformat()}/{number}" if day else None
    if court == "cons-const":
        return _constitutional(number, day)
    if court == "cjue":
        return f"https://curia.europa.eu/juris/liste.jsf?num={'/'.join(number.upper().rsplit('-', 1))}"
    if court == "cnil":
        return f"{LEGIFRANCE}/search/cnil?query={quote(number.upper())}"
    if court == "ecli":
        if number.startswith("ECLI:EU:"):  # the form that EUR-Lex gives for links to last
            return f"{EUR_LEX}/?uri=ecli:{number}"
        return _case_law(number) if number.startswith("ECLI:FR:") else None
    return _case_law(_roll(number)) if court.startswith(_ROLLS) and not _is_day(number) else None


def _case_law(query: str) -> str:
    return f"{LEGIFRANCE}/search/juri?tab_selection=juri&searchField=ALL&query={quote(query, safe=':')}&searchType=ALL"


def _constitutional(number: str, day: date | None) -> str:
    year, rank, kind = number.split("-")
    decided = day.year if day else int(year if len(year) == 4 else f"19{year}")
    return f"https://www.conseil-constitutionnel.fr/decision/{decided}/{year}{rank}{kind.upper()}.htm"


def _roll(number: str) -> str:
    """« 08-05858 » as the court writes it: 08/05858."""
    return "/".join(number.split("-", 1)) if number.count("-") == 1 and number[2:3] == "-" else number


def _is_day(number: str) -> bool:
    return len(number) == 10 and number[4] == number[7] == "-"
