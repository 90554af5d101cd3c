"""What the page of a guide's versions offers: to open the guide to others, to put a version back."""

from dataclasses import dataclass

from flask import current_app

from forum.accounts.policy import Actor
from forum.config import Config
from forum.guides.policy import Trust, may_contribute, may_open
from forum.topics.models import Kind, Post, Topic
from forum.topics.policy import may_edit


@dataclass(frozen=True)
class GuideTools:
    """For one reader."""

    post_id: int
    present: int  # the number of the version that shows
    is_open: bool
    opens: bool
    restores: bool


def tools_of(post: Post, topic: Topic, reader: Actor) -> GuideTools:
    """Nothing but for guides, and nothing for visitors."""
    is_guide = topic.kind == Kind.GUIDE and post.position == 1 and reader is not None
    opens = is_guide and bool(may_open(reader, post, topic))
    restores = is_guide and bool(may_edit(reader, post, topic) or may_contribute(reader, post, topic, trust()))
    return GuideTools(post.id, post.revision, topic.wiki, opens, restores)


def trust() -> Trust:
    config: Config = current_app.extensions["forum"]
    return Trust(config.wiki_posts, config.wiki_days)
