"""Every page family of the site, in one list."""

from forum.web import (
    assets,
    attachments,
    board,
    compose,
    forums,
    health,
    members,
    posts,
    preview,
    sitepages,
    tags,
    topics,
)

ALL = (
    assets.pages,
    board.pages,
    forums.pages,
    topics.pages,
    compose.pages,
    posts.pages,
    preview.pages,
    attachments.pages,
    tags.pages,
    members.pages,
    sitepages.pages,
    health.pages,
)
