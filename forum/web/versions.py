"""Two texts side by side: what an edit changed, what two editors wrote at once. The rows of a readable comparison."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.markup.diff import Change, DiffRow, diff_lines
from forum.topics.history import Version

_AROUND = 2  # unchanged lines shown before and after a change


@dataclass(frozen=True)
class ShownVersion:
    """A version and what changed in it; without rows it is the first."""

    version: Version
    rows: list[DiffRow | None] | None
    new_title: str | None


@dataclass(frozen=True)
class Conflicting:
    """The text that somebody else saved meanwhile, and what leads from it to the writer's own."""

    editor: str
    body: str
    title: str | None
    rows: list[DiffRow | None]


def shown(version: Version) -> ShownVersion:
    """A version with what leads to it from the one before."""
    before = version.before
    if before is None or version.withheld:
        return ShownVersion(version, None, None)
    new_title = version.title if version.title != before.title else None
    return ShownVersion(version, changed_rows(before.body, version.body), new_title)


def changed_rows(old: str, new: str) -> list[DiffRow | None]:
    """The rows that changed with a little around them; None stands for what is left out."""
    return list(_around_changes(diff_lines(old, new)))


def _around_changes(rows: Sequence[DiffRow]) -> Iterator[DiffRow | None]:
    changed = [at for at, row in enumerate(rows) if row.kind is not Change.SAME]
    near = {at for change in changed for at in range(change - _AROUND, change + _AROUND + 1)}
    last = -1
    for at in sorted(each for each in near if 0 <= each < len(rows)):
        if at > last + 1:
            yield None
        yield rows[at]
        last = at
    if changed and last < len(rows) - 1:
        yield None
