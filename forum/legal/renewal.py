"""Newer tables for a site, and what they change: codes to look at again, texts that moved.

They are kept in the site's own folder, never among those of the program: these belong to its version, and who serves
may often not write them. A folder of tables is made whole before the file that names the one in use is replaced, so
that whoever reads has the old ones or the new ones.
"""

import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path

from forum.legal.build import Unreadable, build
from forum.legal.changes import changes, moves_of
from forum.legal.facts import CURRENT, FORMAT, Facts, described_on, packaged, tables_of

_PENDING = "pending"
_PREFIX = "tables-"
# Below this share of the articles or renumberings known before, a file was cut rather than the law.
_LEAST_KEPT = 0.8


@dataclass(frozen=True)
class Renewal:
    """What newer tables brought. `slugs`: the codes whose numbers, dates or moves are not what they were; `changes`:
    what moved, as lines.

    Among both what an earlier renewal changed and whose posts were not all looked at again.
    """

    rows: dict[str, int]
    slugs: tuple[str, ...]
    changes: tuple[str, ...]


def renew(source: Path, home: Path, *, may_shrink: bool = False) -> Renewal:
    """Build the tables of `source`, compare them with those in use, then have the site of `home` use them.

    Raises OSError of a table that is missing and of a folder that cannot be written, Unreadable of tables that are
    broken, older than those in use, or (unless `may_shrink`) much smaller. Then those in use stay.
    """
    made = home / f"{_PREFIX}{secrets.token_hex(4)}"
    made.mkdir(parents=True)
    try:
        rows = build(source, made)
        old, new = Facts(tables_of(home)), _whole(made)
        renewal = _compared(old, new, rows, home)
        _refuse_older(made, tables_of(home))
        if not may_shrink:
            _refuse_losses(old, new)
        if renewal.slugs:
            _write(home / _PENDING, "\n".join((" ".join(renewal.slugs), *renewal.changes)))
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _put_in_place(home, made.name)
    return renewal


def done(home: Path) -> None:
    """All posts were looked at again."""
    (home / _PENDING).unlink(missing_ok=True)


def _whole(made: Path) -> Facts:
    facts = Facts(made)
    try:
        facts.read_all()
    except (ValueError, IndexError) as error:
        raise Unreadable(f"a row cannot be understood: {error}") from error
    return facts


def _refuse_older(made: Path, in_use: Path) -> None:
    day, known = described_on(made), described_on(in_use)
    if day < known:
        raise Unreadable(f"they describe the law of {day}, those in use that of {known}")


def _refuse_losses(old: Facts, new: Facts) -> None:
    for what, before, after in (
        ("articles", _count(old), _count(new)),
        ("renumberings", len(moves_of(old)), len(moves_of(new))),
    ):
        if after < before * _LEAST_KEPT:
            raise Unreadable(f"they have {after} {what}, those in use {before} (--smaller, if they are right)")


def _count(facts: Facts) -> int:
    return sum(len(facts.lines(slug)) for slug in facts.codes)


def _put_in_place(home: Path, name: str) -> None:
    """Name the new folder as the one in use. The one before it stays, for processes that have not read all of it."""
    try:
        before = (home / CURRENT).read_text("utf-8").split()[0]
    except (OSError, IndexError):
        before = ""
    _write(home / CURRENT, f"{name} {FORMAT}")
    packaged.cache_clear()
    for folder in home.glob(f"{_PREFIX}*"):
        if folder.name not in (name, before):
            shutil.rmtree(folder, ignore_errors=True)


def _write(path: Path, text: str) -> None:
    fresh = path.with_name(f"{path.name}.new")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def _left(home: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes whose posts were not all looked at again, and what moved in them, as lines."""
    try:
        slugs, *changed = (home / _PENDING).read_text("utf-8").splitlines() or [""]
    except FileNotFoundError:
        return (), ()
    return tuple(slugs.split()), tuple(changed)


def _compared(old: Facts, new: Facts, rows: dict[str, int], home: Path) -> Renewal:
    left, told = _left(home)
    moved = {move.code for move in moves_of(old) ^ moves_of(new)}
    slugs = {slug for slug in new.codes if old.codes.get(slug) != new.codes[slug] or old.lines(slug) != new.lines(slug)}
    return Renewal(rows, tuple(sorted({*slugs, *moved, *left})), tuple(dict.fromkeys((*told, *changes(old, new)))))
