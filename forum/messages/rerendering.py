"""Rendering private messages anew, as posts are. In batches, each its own transaction; nobody reads them meanwhile."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
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
from forum.topics.rerendering import BATCH, Wanted, texts_of

OUTDATED: Wanted = PrivateMessage.renderer_version < RENDERER_VERSION
ALL: Wanted = sa.true()


def citing_texts(slugs: Sequence[str]) -> Wanted:
    """Messages that link to anything of these codes, acts or courts: what they cite is stored nowhere else."""
    return sa.or_(*(PrivateMessage.html.contains(f'"{paths.law(slug)}', autoescape=True) for slug in slugs))


def count(wanted: Wanted) -> int:
    return db.session.scalar(sa.select(sa.func.count(PrivateMessage.id)).where(wanted)) or 0


def rerender(renderer: RenderPool, config: Config, wanted: Wanted, advance: Callable[[int], object]) -> int:
    """Render the wanted messages; how many of them changed. Opens its own transactions; can be interrupted."""
    changed = 0
    with ThreadPoolExecutor(config.render_processes) as threads:
        for batch in _batches(wanted):
            files = for_messages([each.id for each in batch])
            texts = texts_of(batch, files, renderer, config, threads)
            with db.write():
                changed += sum(_store(row, text) for row, text in zip(batch, texts, strict=True))
            advance(len(batch))
    return changed


def _batches(wanted: Wanted) -> Iterator[Sequence[Any]]:
    columns = (PrivateMessage.id, PrivateMessage.body, PrivateMessage.html, PrivateMessage.words, Conversation.subject)
    statement = (
        sa.select(*columns, PrivateMessage.at.label("created_at"))
        .join(Conversation, Conversation.id == PrivateMessage.conversation_id)
        .where(wanted)
        .order_by(PrivateMessage.id)
        .limit(BATCH)
    )
    last = 0
    while batch := db.session.execute(statement.where(PrivateMessage.id > last)).all():
        yield batch
        last = batch[-1].id


def _store(row: Any, text: Text) -> bool:
    """Whether the message reads differently now. One whose writer was deleted meanwhile stays as that left it."""
    same = sa.update(PrivateMessage).where(PrivateMessage.id == row.id, PrivateMessage.body == row.body)
    new = {"html": text.html, "renderer_version": text.version}
    done = db.session.execute(same.values(**new, words=sought_again(row.words, row.subject, text.html)))
    return bool(done.rowcount) and row.html != text.html  # type: ignore[attr-defined]  # a cursor's, of an update
