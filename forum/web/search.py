"""Searching: the page, the help of its language, suggestions while one types, and what browsers are told of it."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from forum import clock, paths
from forum.config import Config
from forum.errors import Gone, Missing
from forum.savedsearches.queries import is_saved
from forum.search import journal, queries
from forum.search.analysis import fold
from forum.search.backend import EngineDown
from forum.search.parsing import LONGEST, parse, topic_address, typed
from forum.search.query import Order, Query
from forum.taxonomy.queries import forums_to_ask_in
from forum.topics.models import TITLE_LENGTH, Kind
from forum.topics.policy import accepts_kind
from forum.topics.queries import topic_for
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.forms.writing import KIND_NAMES
from forum.web.found import results_of
from forum.web.language import _, said
from forum.web.limits import hit
from forum.web.login import actor
from forum.web.narrowing import narrowing
from forum.web.pager import page_number, pager
from forum.web.suggested import engine, near_text, suggested
from forum.web.tally import tally
from forum.web.trail import trail
from forum.web.understood import articles_of, filters_of, words_of

pages = Blueprint("search", __name__)

_PER_PAGE = 20
_DEEPEST = 50
_FIELDS = ("auteur", "droit", "after", "before", "forum", "tag", "topic")


@pages.get(paths.SEARCH)
def results() -> str | BaseResponse:
    """What a query finds; without one, the form.

    Not held for other visitors: the index follows the database a moment later, and no generation says so.
    """
    text = _typed()
    if (number := topic_address(text, current_app.extensions["forum"].base_url)) is not None and (
        topic := _topic(number)
    ) is not None:
        return topic
    query = parse(text, clock.now().date())
    if query.is_empty:
        return render_template("search/results.html", **_frame(text, query), answer=None)
    _count()
    return _answered(text, query)


@pages.get(paths.SEARCH_HELP)
def help_page() -> str:
    """The language of the search box, with examples to press."""
    same_for_all_visitors()
    crumbs = trail((_("Recherche"), paths.SEARCH), (_("Aide de la recherche"), paths.SEARCH_HELP))
    return render_template("search/help.html", crumbs=crumbs)


@pages.get(paths.SEARCH_SUGGESTIONS)
def suggestions() -> Response:
    """What is there by the name typed so far."""
    hit("suggest")
    return _offered([each._asdict() for each in suggested(_typed())])


@pages.get(paths.SEARCH_SIMILAR)
def similar() -> Response:
    """Topics about what a title that is being written is about."""
    hit("suggest")
    return _offered([{"title": title, "url": url} for title, url in near_text(request.args.get("text", ""))])


@pages.get(paths.ASK)
def ask() -> str:
    """Which forum to ask a question in, its title known."""
    title = " ".join(request.args.get("title", "").split())[:TITLE_LENGTH]
    forums = forums_to_ask_in(actor())
    return render_template(
        "search/ask.html",
        title=title,
        forums=[
            (each.name, each.description, paths.new_topic(each.slug, form=Kind.QUESTION, title=title))
            for each in forums
            if accepts_kind(each.kinds, Kind.QUESTION)
        ],
        similar=near_text(title),
        crumbs=trail((_("Recherche"), paths.SEARCH), (_("Poser une question"), paths.ASK)),
    )


def _offered(found: list[dict[str, str]]) -> Response:
    answer = jsonify(found)
    answer.headers["Cache-Control"] = "private, max-age=30"
    return answer


@pages.get(paths.SEARCH_DESCRIPTION)
def description() -> Response:
    """What lets a browser search here."""
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    body = render_template("feeds/opensearch.xml", base=config.base_url)
    return Response(body, content_type="application/opensearchdescription+xml; charset=utf-8")


def _answered(text: str, query: Query) -> str:
    page = page_number(deepest=_DEEPEST)
    try:
        start, is_wide = (page - 1) * _PER_PAGE, query.topic is None
        found = queries.find(engine(), query, actor(), offset=start, limit=_PER_PAGE, facets=is_wide)
    except EngineDown:
        return render_template("search/results.html", **_frame(text, query), answer=None, away=True)
    if page == 1:
        tally().searched(journal.words_of(query, text), found.total)
    return render_template(
        "search/results.html",
        **_frame(text, query),
        answer=found,
        results=results_of(found, query),
        facets=narrowing(found),  # of one topic there are none
        pager=pager(page, min(found.total, _DEEPEST * _PER_PAGE), False, _PER_PAGE, lambda at: _address(text, at)),
        saved=_is_saved(text),
        **_ways_on(query, found),
    )


def _typed() -> str:
    """What was typed, and after it the fields of the form beside the results, as filters."""
    fields = {name: " ".join(request.args.get(name, "").replace('"', " ").split())[:80] for name in _FIELDS}
    filters = [f'{name}:"{value}"' if " " in value else f"{name}:{value}" for name, value in fields.items() if value]
    order = request.args.get("order", "")
    if order in set(Order) and order != Order.RELEVANCE:
        filters.append(f"order:{order}")
    return " ".join([request.args.get("q", "")[:LONGEST].strip(), *filters]).replace("\0", " ").strip()


def _count() -> None:
    """Count a search against its limits: by visitor's address or member, and of all visitors together."""
    reader = actor()
    if reader is None:
        hit("search")
        hit("search-all", "visitors")
    else:
        hit("search-member", f"member {reader.id}")


def _topic(number: int) -> BaseResponse | None:
    try:
        found = topic_for(number, actor())
    except (Missing, Gone):
        return None
    return redirect(paths.topic(found.id, found.slug))


def _frame(text: str, query: Query) -> dict[str, Any]:
    return {
        "typed": text,
        "query": query,
        "filters": filters_of(query),
        "words": words_of(query),
        "unordered": typed(replace(query, order=Order.RELEVANCE)),
        "refined": typed(replace(query, order=Order.RELEVANCE)) != typed(Query(terms=query.terms)),
        "orders": [
            (Order.RELEVANCE.value, _("Pertinence")),
            (Order.LATEST.value, _("Plus récents")),
            (Order.OLDEST.value, _("Plus anciens")),
            (Order.VIEWS.value, _("Plus vus")),
            (Order.LIKES.value, _("Plus utiles")),
        ],
        "kind_names": {kind.value: said(name) for kind, name in KIND_NAMES.items()},
        "crumbs": trail((_("Recherche"), paths.SEARCH)),
    }


def _is_saved(text: str) -> bool:
    reader = actor()
    return reader is not None and is_saved(reader, text)


def _ways_on(query: Query, found: queries.Found) -> dict[str, Any]:
    """Other spellings, queries that ask for less, and what is near."""
    meant = {fold(word): known for word, known in found.corrected}
    terms = tuple(replace(term, text=meant.get(fold(term.text), term.text)) for term in query.terms)
    corrected = " ".join(term.text for term in terms if not term.excluded)
    wider = Query(terms=query.terms)
    loose = replace(query, terms=tuple(replace(term, phrase=False) for term in query.terms))
    return {
        "corrected": (corrected, _address(typed(replace(query, terms=terms)))) if meant else None,
        "without_filters": _address(typed(wider)) if query.terms and typed(wider) != typed(query) else None,
        "without_phrases": _address(typed(loose)) if loose != query else None,
        "narrow": lambda more: _address(f"{typed(query)} {more}".strip()),
        "articles": articles_of(query),
        "similar": [] if found.rows else near_text(_asked(query)),
        "ask_url": paths.ask(_asked(query)[:TITLE_LENGTH].capitalize()),
    }


def _asked(query: Query) -> str:
    """The words of a query."""
    return " ".join(term.text for term in query.terms if not term.excluded)


def _address(text: str, page: int = 1) -> str:
    return paths.search(text, page=page)
