"""What is known of the texts: codes, articles and their dates, renumberings, acts. Numbers and dates only, no text.

Source: DILA, LEGI and JORF bases (Licence Ouverte 2.0), reduced by `build.py`; `data/SOURCE.md` says from what.
Tables are read on first use, each code's articles when that code is first asked for.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path

PACKAGED = Path(__file__).parent / "data"
FORMAT = "2"
"""Of the compact tables: those that a site was given in another one are not read."""
CURRENT = "current"
"""In the folder of the tables that a site was given: the name of the folder in use, and its format."""


class Reach(StrEnum):
    """How far the facts of a code go."""

    COMPLETE = "complete"
    HOLE = "hole"  # current, with years in which changes are not dated
    STOPPED = "stopped"  # the later states were not to be had
    NUMBERS = "numbers"  # which articles exist today, no history
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Code:
    """A code. `as_of` is the day its facts describe, `hole` the years in which changes bear no date."""

    slug: str
    legitext: str
    title: str
    short: str
    reach: Reach
    as_of: date | None
    hole: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Act:
    """A law, ordinance or decree of the table; `jorftext` is empty where its identifier is not known."""

    slug: str
    jorftext: str
    signed_on: date
    title: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Article:
    """An article's life. `reused_on`: days the number began to name another text.

    `gone` is true of a number that no longer exists, also where the day (`gone_on`) is not known. `reused_within` and
    `gone_within`: the years in which it did, where no more is known.
    """

    number: str
    first_seen: date | None
    version_from: date | None
    gone: bool
    gone_on: date | None
    reused_on: tuple[date, ...]
    reused_within: tuple[tuple[date, date], ...]
    gone_within: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Move:
    """The text of article `old` is found under `new` since `on`."""

    code: str
    old: str
    on: date
    new: str


class Facts:
    """The tables of one directory."""

    def __init__(self, directory: Path = PACKAGED) -> None:
        self._directory = directory
        self._articles: dict[str, dict[str, str]] = {}
        self._ids: dict[str, dict[str, str]] = {}
        self._last: dict[str, int] = {}

    @cached_property
    def codes(self) -> dict[str, Code]:
        """By slug."""
        return {fields[0]: _code(fields) for fields in self._rows("codes.tsv")}

    @cached_property
    def acts(self) -> dict[str, Act]:
        """By slug."""
        return {fields[0]: _act(fields) for fields in self._rows("acts.tsv")}

    @cached_property
    def acts_by_day(self) -> dict[tuple[str, date], str]:
        """Nature (« loi ») and day of signature -> slug, where one act only of the table bears them."""
        found: dict[tuple[str, date], list[str]] = defaultdict(list)
        for act in self.acts.values():
            found[act.slug.split("-", 1)[0], act.signed_on].append(act.slug)
        return {key: slugs[0] for key, slugs in found.items() if len(slugs) == 1}

    @cached_property
    def moves(self) -> dict[tuple[str, str], list[Move]]:
        """Code and old number -> where its texts went, oldest first. Only what may be shown to a reader."""
        found: dict[tuple[str, str], list[Move]] = defaultdict(list)
        for code, old, day, new in self._rows("moves.tsv"):
            found[code, old].append(Move(code, old, date.fromisoformat(day), new))
        return {key: sorted(moves, key=lambda move: move.on) for key, moves in found.items()}

    @cached_property
    def origins(self) -> dict[tuple[str, str], list[Move]]:
        """The same moves by code and new number: where an article comes from."""
        found: dict[tuple[str, str], list[Move]] = defaultdict(list)
        for moves in self.moves.values():
            for move in moves:
                found[move.code, move.new].append(move)
        return dict(found)

    def knows(self, code: str, number: str) -> bool | None:
        """Whether the number exists or ever existed there; None where the facts do not say, as of what is no code."""
        if number in self._numbers(code):
            return True
        return None if code not in self.codes or self.codes[code].reach in (Reach.STOPPED, Reach.NONE) else False

    def is_live(self, code: str, number: str) -> bool:
        """Whether the number is known to exist today (or at the last day the facts describe)."""
        line = self._numbers(code).get(number)
        return line is not None and not _is_over(line)

    def last_number(self, code: str) -> int:
        """The highest number without letters or dashes that the code has or had; 0 where it has none."""
        if code not in self._last:
            self._last[code] = max((int(each) for each in self._numbers(code) if each.isdecimal()), default=0)
        return self._last[code]

    def article(self, code: str, number: str) -> Article | None:
        """The life of an article; None of a number the facts have never seen."""
        line = self._numbers(code).get(number) if code in self.codes else None
        return None if line is None else _life(number, line)

    def legiarti(self, code: str, number: str) -> str | None:
        """The official identifier of the version in force, where it was to be had."""
        if not self._ids:
            self._ids = self._sections("ids.tsv")
        found = self._ids.get(code, {}).get(number)
        return None if found is None else f"LEGIARTI{found}"

    def read_all(self) -> None:
        """Read every row of every table. Raises OSError, ValueError or IndexError of what cannot be read."""
        _ = self.acts, self.moves
        for slug in self.codes:
            for number in self._numbers(slug):
                self.article(slug, number)
                self.legiarti(slug, number)

    def lines(self, code: str) -> dict[str, str]:
        """What the table holds of a code, number by number, to compare one table with another."""
        return self._numbers(code)

    def _numbers(self, code: str) -> dict[str, str]:
        if not self._articles:
            self._articles = self._sections("articles.tsv")
        return self._articles.get(code, {})

    def _sections(self, name: str) -> dict[str, dict[str, str]]:
        """Slug -> number -> the rest of its line."""
        found = {}
        for section in (self._directory / name).read_text("utf-8").split("# ")[1:]:
            slug, _, lines = section.partition("\n")
            found[slug] = {line[0]: line[2] for line in (row.partition("\t") for row in lines.splitlines())}
        return found

    def _rows(self, name: str) -> list[list[str]]:
        lines = (self._directory / name).read_text("utf-8").splitlines()
        return [line.split("\t") for line in lines if not line.startswith("#")]


@cache
def packaged() -> Facts:
    """The facts that come with the program, or the newer ones that this site was given; read once per process."""
    return Facts(tables_of(_site.home))


def use(home: Path | None) -> None:
    """Say where the tables are kept that this site was given."""
    _site.home = home
    packaged.cache_clear()


def home() -> Path | None:
    """Where they are kept."""
    return _site.home


def tables_of(home: Path | None) -> Path:
    """The tables to read: those that a site was given, unless they are unreadable or the program came with later ones.

    The day that tables describe decides; of the same day, those that the site was given are read.
    """
    if home is None:
        return PACKAGED
    try:
        name, shape = (home / CURRENT).read_text("utf-8").split()
        given = home / name
        is_newer = shape == FORMAT and described_on(given) >= described_on(PACKAGED)
    except (OSError, ValueError):
        return PACKAGED
    return given if is_newer else PACKAGED


def described_on(directory: Path) -> date:
    """The latest day that the tables of a directory describe."""
    return max(code.as_of for code in Facts(directory).codes.values() if code.as_of)


@dataclass
class _Site:
    """What this process was told of its site."""

    home: Path | None = None


_site = _Site()


def _code(fields: list[str]) -> Code:
    slug, legitext, title, short, reach, as_of, hole = fields
    return Code(
        slug,
        legitext,
        title.replace("'", "’"),
        short,
        Reach(reach),
        date.fromisoformat(as_of) if as_of else None,
        _interval(hole),
    )


def _act(fields: list[str]) -> Act:
    slug, jorftext, day, title, aliases = fields
    return Act(
        slug,
        jorftext,
        date.fromisoformat(day),
        title,
        tuple(alias for alias in aliases.split(";") if alias),
    )


def _is_over(line: str) -> bool:
    """Whether the line has an end, without reading its days: lists of numbers ask for each of them."""
    fields = line.split("\t", 3)
    return len(fields) > 2 and bool(fields[2])


def _life(number: str, line: str) -> Article:
    """`line` holds first seen, version from, end and reuses, its empty end cut off."""
    first, version, end, reuses = (*line.split("\t"), "", "", "", "")[:4]
    return Article(
        number,
        _exact(first),
        _exact(version),
        bool(end),
        _exact(end),
        tuple(day for day in map(_exact, reuses.split(";")) if day),
        tuple(span for span in map(_interval, reuses.split(";")) if span),
        _interval(end),
    )


def _exact(day: str) -> date | None:
    """A day; None for an interval, a doubt or nothing."""
    return date.fromisoformat(day) if len(day) == 10 else None


def _interval(days: str) -> tuple[date, date] | None:
    """« 2012-01-23..2026-03-28 »; None for anything else."""
    start, _, end = days.partition("..")
    return (date.fromisoformat(start), date.fromisoformat(end)) if end else None
