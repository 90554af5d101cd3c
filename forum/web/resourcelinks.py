"""Links in the text of a post that holds a topic's list: those that answer no more are marked as the page is made."""

import html
import re
from collections.abc import Mapping, Sequence

from flask import get_template_attribute
from markupsafe import Markup

from forum.markup import stored
from forum.resources.addresses import folded_typed
from forum.resources.queries import ResourceParts, ResourceRow
from forum.topics.views import PostRow

_LINK = re.compile(r'<a [^>]*?href="(https?://[^"]*)"[^>]*>.*?</a>', re.DOTALL)


def with_dead_links(posts: Sequence[PostRow], parts: ResourceParts | None) -> Sequence[PostRow]:
    """The posts of a page, with a mark beside each dead link where a list is held by its text."""
    if parts is None or not parts.dead_in_text:
        return posts
    return [
        post._replace(html=_marked(post.html, parts.dead_in_text)) if post.id == parts.holder_id else post
        for post in posts
    ]


def _marked(text: str, dead: Mapping[str, ResourceRow]) -> str:
    mark = get_template_attribute("resources/_one.html", "dead")

    def with_mark(link: re.Match[str]) -> str:
        row = dead.get(folded_typed(html.unescape(link[1])))
        return f"{link[0]} {Markup(mark(row))}" if row is not None else link[0]  # noqa: S704  # our own template's

    return stored(_LINK.sub(with_mark, text))
