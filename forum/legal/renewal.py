"""Newer tables in the place of the present ones, and what they change: codes to look at again, texts that moved."""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from forum.legal.build import build
from forum.legal.facts import PACKAGED, Facts, Move, packaged


@dataclass(frozen=True)
class Renewal:
    """What newer tables brought. `slugs`: the codes whose numbers, dates or moves are not what they were."""

    rows: dict[str, int]
    slugs: tuple[str, ...]
    new_moves: tuple[Move, ...]
    lost_moves: tuple[Move, ...]


def renew(source: Path, target: Path = PACKAGED) -> Renewal:
    """Build the tables of `source`, compare, then put them in the place of those of `target`.

    Raises FileNotFoundError or KeyError, before anything is changed, when a table or a column is missing.
    """
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        rows = build(source, made)
        renewal = _compared(Facts(target), Facts(made), rows)
        for name in rows:
            shutil.copyfile(made / name, target / f"{name}.new")
        for name in rows:
            (target / f"{name}.new").replace(target / name)
    packaged.cache_clear()
    return renewal


def _compared(old: Facts, new: Facts, rows: dict[str, int]) -> Renewal:
    before, after = _moves(old), _moves(new)
    moved = {move.code for move in before ^ after}
    slugs = {slug for slug in new.codes if old.codes.get(slug) != new.codes[slug] or old.lines(slug) != new.lines(slug)}
    order = lambda move: (move.code, move.on, move.old)  # noqa: E731
    return Renewal(
        rows,
        tuple(sorted(slugs | moved)),
        tuple(sorted(after - before, key=order)),
        tuple(sorted(before - after, key=order)),
    )


def _moves(facts: Facts) -> set[Move]:
    return {move for moves in facts.moves.values() for move in moves}
