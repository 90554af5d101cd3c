"""What the seed made, once and for all: a renamed forum is not made anew, nor a tag that staff removed."""

from collections.abc import Callable, Iterable

from forum.db import db
from forum.settings.models import Setting

_NAME = "seeded"

Made = dict[str, dict[str, int]]


class Ledger:
    """For each kind of thing, the row that each slug of the seed became. Read and kept inside one write."""

    def __init__(self) -> None:
        row = db.session.get(Setting, _NAME)
        stored = row.value if row is not None else {}
        self._made: Made = {kind: dict(ids) for kind, ids in stored.items()} if isinstance(stored, dict) else {}

    def once(self, kind: str, slug: str, make: Callable[[], int]) -> None:
        """Have the thing made, unless it ever was; `make` returns its id."""
        made = self._made.setdefault(kind, {})
        if slug not in made:
            made[slug] = make()

    def id_of(self, kind: str, slug: str) -> int:
        """The id of a thing that was made; its row may have been removed since."""
        return self._made[kind][slug]

    def ids_of(self, kind: str, slugs: Iterable[str]) -> list[int]:
        return [self.id_of(kind, slug) for slug in slugs]

    def keep(self) -> None:
        """Store it with what this write made."""
        row = db.session.get(Setting, _NAME)
        if row is None:
            db.session.add(Setting(name=_NAME, value=self._made))
        elif row.value != self._made:
            row.value = self._made
        db.session.flush()
