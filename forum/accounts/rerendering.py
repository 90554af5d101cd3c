"""Rendering biographies and signatures anew: they are few and short, so all of them each time."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.queries import names_known
from forum.config import Config
from forum.db import db
from forum.markup import Kind, RenderContext, RenderPool, mention_candidates

WRITTEN: sa.ColumnElement[bool] = sa.or_(User.bio != "", User.signature != "")
_BATCH = 500


def count(wanted: sa.ColumnElement[bool]) -> int:
    return db.session.scalar(sa.select(sa.func.count(User.id)).where(wanted)) or 0


def rerender(
    renderer: RenderPool, config: Config, wanted: sa.ColumnElement[bool], advance: Callable[[int], object]
) -> int:
    """Render them; how many members' changed. Opens its own transactions; can be interrupted."""
    columns = (User.id, User.bio, User.bio_html, User.signature, User.signature_html)
    changed = 0
    for batch in db.batches(sa.select(*columns).where(wanted), User.id, _BATCH):
        anew = _rendered(batch, renderer, config)
        with db.write():
            changed += sum(_store(row, *texts) for row, texts in zip(batch, anew, strict=True))
        advance(len(batch))
    return changed


def _rendered(batch: Sequence[Any], renderer: RenderPool, config: Config) -> list[tuple[str, str]]:
    called = names_known({name for row in batch for name in mention_candidates(f"{row.bio}\n{row.signature}")})
    names = {typed: name for typed, (_, name) in called.items()}
    context = RenderContext(language=config.language, base_url=config.base_url, known_names=names)

    def html(text: str, kind: Kind) -> str:
        return renderer.render_or_plain(text, kind, context).html if text.strip() else ""

    return [(html(row.bio, Kind.BIO), html(row.signature, Kind.SIGNATURE)) for row in batch]


def _store(row: Any, bio: str, signature: str) -> bool:
    """Whether either reads differently now. What its writer changed meanwhile stays as they left it."""
    if (bio, signature) == (row.bio_html, row.signature_html):
        return False
    same = sa.update(User).where(User.id == row.id, User.bio == row.bio, User.signature == row.signature)
    done = db.session.execute(same.values(bio_html=bio, signature_html=signature))
    return bool(done.rowcount)  # type: ignore[attr-defined]  # a cursor's, of an update
