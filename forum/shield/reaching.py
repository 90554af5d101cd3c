"""Ways to reach somebody: addresses and telephone numbers."""

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

from forum.shield.finding import Finding, Sort
from forum.shield.spelled import spelled_emails, stands_for_nobody

_GAP = "[ .\u00a0\u202f/-]"
_EMAIL = re.compile(
    r"(?<![\w.%+-])[\w%+-][\w.%+-]{0,63}(?:@|%40)(?=[\w-])((?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}[^\W\d_]{2,24})(?![\w-]|\.\w)"
)
_LINK = re.compile(r"\[[^\[\]\n]{0,200}\]\((?:mailto|tel):$")
_LINK_END = re.compile(r"[^()\s]{0,200}\)")
_LINK_REACH = 220  # characters from « [ » to the address
# Numbers typed as they are dialled. The same mark between all pairs, or a date and an hour would make one.
_DIALLED = re.compile(
    rf"(?:(?<![\w/.=+&?#-])|(?<=t[ée]l\.))"
    rf"(?:(?:0|\(0\))[1-79](?P<gap>{_GAP}{{0,2}})\d\d(?:(?P=gap)\d\d){{3}}|0[1-79]{_GAP}?\d{{8}}"
    rf"|0[1-79]\d\d(?P<after>{_GAP})\d\d(?:(?P=after)\d\d){{2}})(?![\w/]|{_GAP}\d\d(?!\d))",
    re.IGNORECASE,
)
_COUNTRY = r"(?:\+ ?|00)[1-9]\d{0,2}"
_TRUNK = r"[(\[]0[)\]]"  # dialled within the country alone
_INTERNATIONAL = re.compile(
    rf"(?<![\w/.=&?#-])(?:\({_COUNTRY}\)|{_COUNTRY})"
    rf"(?:{_GAP}?{_TRUNK})?(?:{_GAP}{{0,2}}(?:\d|\(\d{{1,4}}\))){{6,12}}(?![\w/])"
)
# Overseas departments have country codes of their own, and dial like the mainland.
_REGIONS = ("FR", "RE", "GP", "MQ", "GF", "YT")


def emails(text: str) -> Iterator[Finding]:
    yield from spelled_emails(text)
    for match in _EMAIL.finditer(text):
        if not stands_for_nobody(match[1]):
            start, end = _with_its_link(text, *match.span())
            yield Finding(Sort.EMAIL, start, end, match.group(), match.group().lower().replace("%40", "@"))


def phones(text: str) -> Iterator[Finding]:
    for match in _DIALLED.finditer(text):
        yield from _phone(text, match, _REGIONS)
    for match in _INTERNATIONAL.finditer(text):
        yield from _phone(text, match, ("ZZ",))


def _phone(text: str, match: re.Match[str], regions: tuple[str, ...]) -> Iterator[Finding]:
    for region in regions:
        number = _parsed(match.group(), region)
        if number is not None and phonenumbers.is_valid_number(number):
            key = phonenumbers.format_number(number, PhoneNumberFormat.E164)
            yield Finding(Sort.PHONE, *_with_its_link(text, *match.span()), match.group(), key)
            return


def _parsed(text: str, region: str) -> PhoneNumber | None:
    try:
        if region != "ZZ":
            return phonenumbers.parse(text, region)
        return phonenumbers.parse("+" + re.sub(r"\D", "", re.sub(_TRUNK, "", text)).removeprefix("00"))
    except NumberParseException:
        return None


def _with_its_link(text: str, start: int, end: int) -> tuple[int, int]:
    """The span; of a whole `[words](mailto:…)` or `<…>` where it is the target, of which nothing could be kept."""
    opened = _LINK.search(text, max(0, start - _LINK_REACH), start)
    closed = _LINK_END.match(text, end) if opened else None
    if opened and closed:
        return opened.start(), closed.end()
    if text[start - 1 : start] == "<" and text[end : end + 1] == ">":
        return start - 1, end + 1
    return start, end
