"""What a list of numbers leaves out: « 323-1 et 2 » is 323-1 and 323-2, « L. 111-1, 221-5 » L111-1 and L221-5."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.legal.facts import Facts
from forum.legal.numbers import ArticleList, Item
from forum.legal.texts import Nature, nature_of


@dataclass(frozen=True, slots=True)
class Numeral:
    """A full number or range of a known text."""

    start: int
    end: int
    number: str
    former: bool
    following: bool
    locator: str


def numerals(
    articles: ArticleList, slugs: Sequence[str], facts: Facts, must_know: bool
) -> tuple[str, list[Numeral]] | None:
    """The text the numbers belong to and the numbers in full; None when none of the texts can have them.

    `must_know`: every number has to be known to exist (where the facts can tell), because no clear word says so.
    """
    for slug in slugs:
        reading = _Reading(slug, facts)
        found = reading.numerals(articles)
        if len(slugs) > 1 and not reading.all_known:
            continue
        if must_know and not reading.first_is_possible:
            continue
        return slug, found
    return None


class _Reading:
    """One list read as articles of one text."""

    def __init__(self, slug: str, facts: Facts) -> None:
        self._slug = slug
        self._facts = facts
        self._is_code = slug in facts.codes
        self._nature = nature_of(slug)
        self._before: tuple[str, str] | None = None
        self.all_known = True
        self.first_is_possible = True

    def numerals(self, articles: ArticleList) -> list[Numeral]:
        """All numbers; « art. 5, 3, d) » of a directive is one, with its paragraph."""
        found: list[Numeral] = []
        for item in articles.items:
            numeral = self._numeral(item)
            if found and not self._is_code and not articles.is_plural and self._is_paragraph(found[-1], item):
                last = found.pop()
                locator = " ".join(part for part in (last.locator, item.number, *item.locators) if part)
                numeral = Numeral(last.start, item.end, last.number, last.former, item.following, locator)
            found.append(numeral)
        return found

    @staticmethod
    def _is_paragraph(last: Numeral, item: Item) -> bool:
        """A smaller number right after a comma."""
        smaller = item.number.isdigit() and last.number.isdigit() and int(item.number) < int(last.number)
        return smaller and item.until is None and item.start - last.end <= 2

    def _numeral(self, item: Item) -> Numeral:
        number, minor = self._full(item)
        locators = [locator for locator in (minor, *item.locators) if locator]
        if item.until is not None:
            until, _ = self._full(item.until)
            locators += item.until.locators
            number = f"{number}..{until}" if until != number else number
        elif range_end := self._written_as_range(item):
            number, locators = f"{number}..{range_end}", locators[1:]
        return Numeral(item.start, item.end, number, item.former, item.following, " ".join(locators))

    def _written_as_range(self, item: Item) -> str | None:
        """« 15-22 du RGPD »: acts whose articles have no hyphen."""
        first, hyphen, second = item.number.partition("-")
        if not self._splits_hyphens or not hyphen or not second.isdigit() or not first.isdigit():
            return None
        return second if int(second) > int(first) else None

    @property
    def _splits_hyphens(self) -> bool:
        european = self._nature in (Nature.REGULATION, Nature.DIRECTIVE)
        return european or self._slug in ("cedh", "charte-ue", "ddhc-1789", "tfue")

    def _full(self, item: Item) -> tuple[str, str]:
        """The number in full, and what of it is rather a paragraph."""
        number, minor = item.number, item.minor.lstrip(".")
        if self._splits_hyphens:
            number, hyphen, paragraph = number.partition("-")
            return number, minor or (paragraph if hyphen else "")
        if not self._is_code:
            number = self._completed(item.prefix, number, item.is_tail)
            self._before = (item.prefix, number)
            return f"{item.prefix}{number}", minor
        prefix, number = self._of_code(item, number)
        first = self._before is None
        self._before = (prefix, number)
        self._check(f"{prefix}{number}", first)
        return f"{prefix}{number}", minor

    def _check(self, number: str, first: bool) -> None:
        known = self._facts.knows(self._slug, number)
        self.all_known = self.all_known and bool(known)
        if first:
            self.first_is_possible = known is not False

    def _of_code(self, item: Item, number: str) -> tuple[str, str]:
        if item.minor and not self._exists(item.prefix, number):
            joined = number + item.minor.replace(".", "-")
            number = joined if self._exists(item.prefix, joined) else number
        if item.prefix:
            return item.prefix, number
        before_prefix = self._before[0] if self._before else ""
        elided = self._completed(before_prefix, number, item.is_tail)
        if elided != number:
            return before_prefix, elided
        if self._before and before_prefix and not self._exists("", number):
            return before_prefix, number
        return self._missing_prefix(number), number

    def _missing_prefix(self, number: str) -> str:
        """« article 335-2 du CPI » means L335-2: the letter is found where only one kind of number exists."""
        if self._exists("", number):
            return ""
        return next((prefix for prefix in ("L", "R", "D") if self._exists(prefix, number)), "")

    def _completed(self, prefix: str, number: str, is_tail: bool) -> str:
        """The number with what the list leaves out put back."""
        if self._before is None or self._before[0] != prefix:
            return number
        stem, hyphen, rest = self._before[1].partition("-")
        if is_tail:
            base = self._before[1].rsplit("-", number.count("-"))[0] if hyphen else stem
            return f"{base}{number}"
        if not hyphen or (prefix == "" and self._is_code and self._is_other_article(number)):
            return number
        return self._spliced(stem, rest, number)

    def _is_other_article(self, number: str) -> bool:
        """A live article of that number, which the list rather means; « 16-1 et 2 » counts on."""
        last = self._before[1].rpartition("-")[2] if self._before else ""
        counts_on = number.isdigit() and last.isdigit() and int(number) == int(last) + 1
        return self._facts.is_live(self._slug, number) and not (counts_on and self._continues(number))

    def _continues(self, number: str) -> bool:
        stem = self._before[1].rpartition("-")[0] if self._before else ""
        return self._facts.is_live(self._slug, f"{stem}-{number}")

    def _spliced(self, stem: str, rest: str, number: str) -> str:
        parts = [stem, *rest.split("-")]
        head = number.partition("-")[0]
        if not head.isdigit():
            return number
        if number.isdigit():
            return self._counted_on(parts, number)
        # « L. 122-6 et 6-1 »: the second number begins with a part of the first.
        for index in range(len(parts) - 1, 0, -1):
            if parts[index] == head:
                return "-".join([*parts[:index], number])
        return number

    def _counted_on(self, parts: list[str], number: str) -> str:
        last = parts[-1]
        if self._is_code:
            candidate = "-".join([*parts[:-1], number])
            shorter = "-".join([*parts[:1], number])
            if len(parts) > 2 and not self._facts.knows(
                self._slug, f"{self._before[0] if self._before else ''}{candidate}"
            ):
                candidate = shorter
            return candidate
        grows = last.isdigit() and int(number) > int(last) and parts[0].isdigit() and int(number) < int(parts[0])
        return "-".join([*parts[:-1], number]) if grows else number

    def _exists(self, prefix: str, number: str) -> bool:
        return bool(self._facts.knows(self._slug, f"{prefix}{number}"))
