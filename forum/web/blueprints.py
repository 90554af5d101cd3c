"""Every page family of the site, in one list."""

from forum.web import board, forums, health, members, sitepages, tags, topics

ALL = (
    board.pages,
    forums.pages,
    topics.pages,
    tags.pages,
    members.pages,
    sitepages.pages,
    health.pages,
)
