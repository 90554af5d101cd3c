"""What is offered while one types: in the search box, and beside the title of a new topic."""

from typing import NamedTuple

from flask import current_app

from forum import paths
from forum.accounts.queries import names_beginning
from forum.citations.meant import meant
from forum.legal import full_title
from forum.search import queries, related
from forum.search.backend import EngineDown, SearchBackend
from forum.search.query import Query
from forum.topics.rows import shown_title
from forum.topics.tagged import tags_beginning
from forum.web.language import _
from forum.web.login import actor

_LONGEST = 80
_TAGS = _PEOPLE = 2
_TEXT = 2000


class Suggestion(NamedTuple):
    """Something that is there by that name."""

    kind: str
    title: str
    url: str


def engine() -> SearchBackend:
    return current_app.extensions["search"]


def suggested(text: str) -> list[Suggestion]:
    """Topics, tags, people and references for what is typed so far, as far as the reader may know of them."""
    text = text[:_LONGEST].strip()
    if not text:
        return []
    return [*_topics(text), *_tags(text), *_people(text), *_law(text)]


def near_text(text: str) -> list[tuple[str, str]]:
    """Title and address of the topics about what a text is about, that the reader may see."""
    if not text.strip():
        return []
    ids = related.related(text[:_TEXT], actor(), engine())
    titles = related.titles_of(ids)
    return [(shown_title(titles[each][0]), paths.topic(each, titles[each][1])) for each in ids if each in titles]


def _topics(text: str) -> list[Suggestion]:
    try:
        hits = engine().suggest(text, queries.scope_of(Query(), actor()))
    except EngineDown:
        return []
    rows = queries.rows_of(hits, actor())
    return [Suggestion(_("Sujet"), shown_title(row.title), paths.topic(row.topic_id, row.slug)) for row in rows]


def _tags(text: str) -> list[Suggestion]:
    found = tags_beginning(actor(), text, _TAGS)
    return [Suggestion(_("Étiquette"), name, paths.tag(slug)) for name, slug in found]


def _people(text: str) -> list[Suggestion]:
    found = names_beginning(text.removeprefix("@"), _PEOPLE)
    return [Suggestion(_("Membre"), name, paths.user(name)) for name in found]


def _law(text: str) -> list[Suggestion]:
    return [Suggestion(_("Droit"), full_title(key), paths.law(key)) for key in meant(text, actor())]
