"""Rendering stored posts anew: after a new renderer, or when the law has moved. In batches, each its own transaction.

The texts are rendered outside any write; a post edited meanwhile is left as its writer left it. Others written and
stored like posts go through `rendered_anew` too.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import sqlalchemy as sa

from forum import clock
from forum.accounts.queries import names_known
from forum.attachments.queries import AttachedFile, for_posts
from forum.config import Config
from forum.db import db
from forum.legal.cited import pack, tells
from forum.markup import RENDERER_VERSION, Kind, RenderContext, RenderPool, excerpt, mention_candidates
from forum.topics.actions import EXCERPT_LENGTH, Text
from forum.topics.citing import citation_rows, renew_topic_law
from forum.topics.models import Post, PostCitation, Topic
from forum.topics.texts import names_of, reference_to, stored_text

BATCH = 500

Wanted = sa.ColumnElement[bool]
Files = Mapping[int, Sequence[AttachedFile]]

OUTDATED: Wanted = Post.renderer_version < RENDERER_VERSION
ALL: Wanted = sa.true()


def citing_texts(slugs: Sequence[str]) -> Wanted:
    """Posts that cite anything of these codes, acts or courts."""
    return Post.id.in_(sa.select(PostCitation.post_id).where(PostCitation.text.in_(slugs)))


def count(wanted: Wanted) -> int:
    return db.session.scalar(sa.select(sa.func.count(Post.id)).where(wanted)) or 0


def rerender(renderer: RenderPool, config: Config, wanted: Wanted, advance: Callable[[int], object]) -> int:
    """Render the wanted posts; how many of them changed. Opens its own transactions; can be interrupted at any time."""
    columns = (Post.id, Post.topic_id, Post.position, Post.body, Post.html, Post.law, Post.created_at, Post.revision)
    batches = db.batches(sa.select(*columns).where(wanted), Post.id, BATCH)
    return rendered_anew(batches, for_posts, _store, renderer, config, advance)


def rendered_anew(
    batches: Iterable[Sequence[Any]],
    files_of: Callable[[Sequence[int]], Files],
    store: Callable[[Sequence[Any], Sequence[Text]], int],
    renderer: RenderPool,
    config: Config,
    advance: Callable[[int], object],
) -> int:
    """Render rows with an `id`, a `body` and the moment of writing as `created_at`; how many `store` says changed."""
    changed = 0
    with ThreadPoolExecutor(config.render_processes) as threads:
        for batch in batches:
            texts = _texts_of(batch, files_of([row.id for row in batch]), renderer, config, threads)
            with db.write():
                changed += store(batch, texts)
            advance(len(batch))
    return changed


def _texts_of(
    rows: Sequence[Any], files: Files, renderer: RenderPool, config: Config, threads: ThreadPoolExecutor
) -> list[Text]:
    called = names_known({name for row in rows if "@" in row.body for name in mention_candidates(row.body)})
    names = names_of(called)

    def render(row: Any) -> Text:
        context = RenderContext(
            language=config.language,
            base_url=config.base_url,
            known_names=names,
            attachments={file.key: reference_to(file) for file in files.get(row.id, ())},
            written_on=clock.day_of_law(row.created_at),
        )
        return stored_text(row.body, renderer.render_or_plain(row.body, Kind.POST, context), called)

    return list(threads.map(render, rows))


def _store(batch: Sequence[Any], texts: Sequence[Text]) -> int:
    """Inside a write."""
    revisions = sa.select(Post.id, Post.revision).where(Post.id.in_([post.id for post in batch]))
    now = {row.id: row.revision for row in db.session.execute(revisions)}
    kept = [pair for pair in zip(batch, texts, strict=True) if now.get(pair[0].id) == pair[0].revision]
    if not kept:
        return 0
    db.session.connection().execute(_UPDATE, [_row(post, text) for post, text in kept])
    cites = [(post, text) for post, text in kept if post.law or text.cited]
    db.session.execute(sa.delete(PostCitation).where(PostCitation.post_id.in_([post.id for post, _ in cites])))
    rows = [row for post, text in cites for row in citation_rows(post.id, text.cited)]
    if rows:
        db.session.execute(sa.insert(PostCitation), rows)
    db.session.expire_all()
    for post, _ in cites:
        if post.position == 1:
            renew_topic_law(db.session.get_one(Topic, post.topic_id))
    return sum(post.html != text.html or post.law != pack(text.cited) for post, text in kept)


_UPDATE = (
    sa.update(Post)
    .where(Post.id == sa.bindparam("post_id"))
    .values(
        {
            name: sa.bindparam(f"new_{name}")
            for name in ("html", "excerpt", "renderer_version", "plain_fallback", "law", "law_moved")
        }
    )
)


def _row(post: Any, text: Text) -> dict[str, Any]:
    return {
        "post_id": post.id,
        "new_html": text.html,
        "new_excerpt": excerpt(text.plain, EXCERPT_LENGTH),
        "new_renderer_version": text.version,
        "new_plain_fallback": text.plain_fallback,
        "new_law": pack(text.cited),
        "new_law_moved": tells(text.cited),
    }
