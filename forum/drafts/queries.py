"""A member's own drafts."""

import json
import re
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.drafts.models import Draft
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import visible_forums
from forum.topics.models import Post, Topic
from forum.topics.policy import visible_posts, visible_topics
from forum.topics.rows import shown_title

_WORDS = 160
_AT = sa.select(Draft.fields, Draft.saved_at).where(
    Draft.user_id == sa.bindparam("actor_id"), Draft.path == sa.bindparam("at")
)


@dataclass(frozen=True)
class Kept:
    """A draft: where it was typed, what, and when it was last kept. `place` is what it answers, or its own title."""

    path: str
    fields: dict[str, str]
    saved_at: datetime
    place: str = ""

    @property
    def beginning(self) -> str:
        """Its first words."""
        text = " ".join(self.fields.get("body", "").split())
        return text if len(text) <= _WORDS else f"{text[:_WORDS].rsplit(' ', 1)[0]}…"


def draft_at(actor: User, path: str) -> Kept | None:
    """What the member typed at an address and did not publish. One statement."""
    rows = db.records(_AT, {"actor_id": actor.id, "at": path})
    return Kept(path, json.loads(rows[0].fields), rows[0].saved_at) if rows else None


def drafts_of(actor: User) -> list[Kept]:
    """All of them, the newest first, each with the name of the topic or forum that it was written for."""
    rows = db.session.execute(
        sa.select(Draft.path, Draft.fields, Draft.saved_at)
        .where(Draft.user_id == actor.id)
        .order_by(Draft.saved_at.desc(), Draft.path)
    ).all()
    topics = _titles(actor, [int(found[1]) for path, _, _ in rows if (found := re.match(r"/t/(\d+)/", path))])
    edited = _edited(actor, [int(found[1]) for path, _, _ in rows if (found := re.match(r"/p/(\d+)/", path))])
    forums = _names(actor, [found[1] for path, _, _ in rows if (found := re.match(r"/f/([^/]+)/", path))])
    return [
        Kept(path, json.loads(fields), at, {**topics, **edited, **forums}.get(path, "")) for path, fields, at in rows
    ]


def _titles(actor: User, ids: list[int]) -> dict[str, str]:
    # security: a topic that the writer may no longer read keeps its title to itself
    rows = db.session.execute(sa.select(Topic.id, Topic.title).where(Topic.id.in_(ids), visible_topics(actor)))
    return {f"/t/{topic_id}/{form}": shown_title(title) for topic_id, title in rows for form in ("reply", "experience")}


def _edited(actor: User, ids: list[int]) -> dict[str, str]:
    rows = sa.select(Post.id, Topic.title).join(Topic, Topic.id == Post.topic_id).where(Post.id.in_(ids))
    found = db.session.execute(rows.where(visible_posts(actor)))
    return {f"/p/{post_id}/{form}": shown_title(title) for post_id, title in found for form in ("edit", "improve")}


def _names(actor: User, slugs: list[str]) -> dict[str, str]:
    rows = db.session.execute(sa.select(Forum.slug, Forum.name).where(Forum.slug.in_(slugs), visible_forums(actor)))
    return {f"/f/{slug}/new": name for slug, name in rows}
