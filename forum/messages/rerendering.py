"""Rendering private messages anew, as posts are. In batches, each its own transaction; nobody reads them meanwhile."""

from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa

from forum import paths
from forum.attachments.queries import for_messages
from forum.config import Config
from forum.db import db
from forum.markup import RENDERER_VERSION, RenderPool
from forum.messages.models import Conversation, PrivateMessage
from forum.messages.words import sought_again
from forum.topics.actions import Text
from forum.topics.rerendering import BATCH, Wanted, rendered_anew

OUTDATED: Wanted = PrivateMessage.renderer_version < RENDERER_VERSION
ALL: Wanted = sa.true()


def citing_texts(slugs: Sequence[str]) -> Wanted:
    """Messages that link to anything of these codes, acts or courts: what they cite is stored nowhere else."""
    return sa.or_(*(PrivateMessage.html.contains(f'"{paths.law(slug)}', autoescape=True) for slug in slugs))


def count(wanted: Wanted) -> int:
    return db.session.scalar(sa.select(sa.func.count(PrivateMessage.id)).where(wanted)) or 0


def rerender(renderer: RenderPool, config: Config, wanted: Wanted, advance: Callable[[int], object]) -> int:
    """Render the wanted messages; how many of them changed. Opens its own transactions; can be interrupted."""
    columns = (PrivateMessage.id, PrivateMessage.body, PrivateMessage.html, PrivateMessage.words, Conversation.subject)
    statement = (
        sa.select(*columns, PrivateMessage.at.label("created_at"))
        .join(Conversation, Conversation.id == PrivateMessage.conversation_id)
        .where(wanted)
    )
    batches = db.batches(statement, PrivateMessage.id, BATCH)
    return rendered_anew(batches, for_messages, _store, renderer, config, advance)


def _store(batch: Sequence[Any], texts: Sequence[Text]) -> int:
    """Inside a write."""
    return sum(_stored(row, text) for row, text in zip(batch, texts, strict=True))


def _stored(row: Any, text: Text) -> bool:
    """Whether the message reads differently now. One whose writer was deleted meanwhile stays as that left it."""
    same = sa.update(PrivateMessage).where(PrivateMessage.id == row.id, PrivateMessage.body == row.body)
    new = {"html": text.html, "renderer_version": text.version}
    done = db.session.execute(same.values(**new, words=sought_again(row.words, row.subject, text.html)))
    return bool(done.rowcount) and row.html != text.html  # type: ignore[attr-defined]  # a cursor's, of an update
