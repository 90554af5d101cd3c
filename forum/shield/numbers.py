"""Numbers that prove themselves by a sum: bank accounts, payment cards, social security."""

import re
from collections.abc import Iterator

from stdnum import iban, luhn
from stdnum.fr import nir

from forum.shield.finding import Finding, Sort

_GAP = "[ \u00a0\u202f.-]"
_IBAN = re.compile(rf"(?<![A-Za-z0-9])[A-Z]{{2}}\d{{2}}(?:{_GAP}?[A-Z0-9]){{11,30}}")
_CARD = re.compile(rf"(?<![\w/.,-])\d(?:{_GAP}?\d){{12,18}}(?![\w/])")
# What a number of a card begins with, by its length: a SIRET has fourteen digits and the same sum.
_ISSUERS = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|(?:5[1-5]|2[2-7])\d{14}|3[47]\d{13}|6(?:011|4[4-9]\d|5\d\d)\d{12}|(?:5[06-8]|6[37])\d{14,17}"
)
_SOCIAL = re.compile(
    rf"(?<![\w/.,-])[12]{_GAP}?\d\d{_GAP}?\d\d{_GAP}?\d[\dAB]{_GAP}?\d{{3}}{_GAP}?\d{{3}}{_GAP}?\d\d(?![\w/])"
)
_NOT_OF_IT = re.compile(r"[^A-Z0-9]")


def ibans(text: str) -> Iterator[Finding]:
    for match in _IBAN.finditer(text):
        if (end := _sound_end(text, *match.span())) is not None:
            yield _finding(Sort.IBAN, text, match.start(), end)


def cards(text: str) -> Iterator[Finding]:
    for match in _CARD.finditer(text):
        digits = _bare(match.group())
        if _ISSUERS.fullmatch(digits) and luhn.is_valid(digits):
            yield _finding(Sort.CARD, text, *match.span())


def social(text: str) -> Iterator[Finding]:
    for match in _SOCIAL.finditer(text):
        if nir.is_valid(_bare(match.group())):
            yield _finding(Sort.SOCIAL, text, *match.span())


def _sound_end(text: str, start: int, end: int) -> int | None:
    """Where the account's number ends: words in capitals may follow it as if they were a group of it."""
    for at in range(end, start + 14, -1):
        if not text[at : at + 1].isalnum() and text[at - 1].isalnum():
            written = _bare(text[start:at])
            if _adds_up(written) and iban.is_valid(written, check_country=False):
                return at
    return None


def _adds_up(written: str) -> bool:
    """The sum alone: the library's other questions cost ten times as much, and this one settles nearly all."""
    return int("".join(str(int(each, 36)) for each in written[4:] + written[:4])) % 97 == 1


def _finding(sort: Sort, text: str, start: int, end: int) -> Finding:
    return Finding(sort, start, end, text[start:end], _bare(text[start:end]))


def _bare(text: str) -> str:
    return _NOT_OF_IT.sub("", text)
