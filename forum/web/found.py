"""What a search found, as its page shows it."""

from dataclasses import dataclass, replace
from datetime import datetime

from markupsafe import Markup

from forum import paths
from forum.markup import stored
from forum.search import highlight
from forum.search.parsing import typed
from forum.search.queries import Found
from forum.search.query import Query
from forum.topics.rows import shown_title
from forum.topics.views import TagLink


@dataclass(frozen=True)
class Result:
    """A topic found, by its best post."""

    title: str
    url: str
    topic_url: str
    excerpt: Markup
    author: str
    author_url: str
    written_at: datetime
    position: int
    kind: str
    replies: int
    locked: bool
    in_file: bool
    accepted: bool
    tags: tuple[TagLink, ...]
    forum_name: str
    forum_url: str
    others: int
    others_url: str


def results_of(found: Found, query: Query) -> list[Result]:
    """The rows of a page, each with an excerpt where the words of the question stand."""
    within = replace(query, forums=(), forums_none=())  # a topic stands in one forum
    return [
        Result(
            title=shown_title(row.title),
            url=paths.post(row.post_id) if row.position > 1 else paths.topic(row.topic_id, row.slug),
            topic_url=paths.topic(row.topic_id, row.slug),
            excerpt=stored(highlight.as_html(highlight.excerpt(row.text, found.words, found.phrases))),
            author=row.author,
            author_url=paths.user(row.author),
            written_at=row.created_at,
            position=row.position,
            kind=row.kind,
            replies=row.replies,
            locked=row.locked,
            in_file=row.hit.in_file,
            accepted=row.accepted,
            tags=row.tags,
            forum_name=row.forum_name,
            forum_url=paths.forum(row.forum_slug),
            others=row.hit.others,
            others_url=paths.search(typed(replace(within, topic=row.topic_id))),
        )
        for row in found.rows
    ]
