"""The pages of the law: all texts cited, one text, one reference, their feeds, and the search for a reference."""

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum import paths
from forum.citations import known, queries
from forum.citations.shown import link
from forum.config import Config
from forum.errors import Missing
from forum.legal import find_citations, full_title, official_url, short_name
from forum.legal.cited import Cited
from forum.legal.keys import canonical
from forum.topics import lists
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.language import _
from forum.web.login import actor
from forum.web.pager import page_number, pager
from forum.web.trail import trail
from forum.words import message

pages = Blueprint("law", __name__)

_LONGEST_QUESTION = 200
_NEIGHBOURS = 4


@pages.get("/droit")
def index() -> str:
    """The texts cited here, with counts; with `q`, the references that it may mean."""
    same_for_all_visitors()
    asked = _asked()
    return render_template(
        "citations/index.html",
        texts=[] if asked else queries.texts_cited(actor()),
        asked=asked,
        found=[link(Cited(key)) for key in _meant(asked)],
        crumbs=trail((_("Droit"), paths.LAW)),
    )


@pages.get("/droit.json")
def search() -> Response:
    """The references that `q` may mean, for the picker: from the facts alone, the same for everybody."""
    same_for_all_visitors()
    return jsonify(
        [
            {"key": key, "short": short_name(key), "title": full_title(key), "url": paths.law(key)}
            for key in _meant(_asked())
        ]
    )


@pages.get("/droit/<path:key>")
def reference(key: str) -> str | AnyResponse:
    """A text or a reference. Other ways to write it lead here."""
    same_for_all_visitors()
    meant = _known(key)
    if meant != key:
        return redirect(paths.law(meant), 301)
    config, page = _config(), page_number(deepest=_config().last_offset_page)
    per_page = config.topics_per_page
    found = lists.citing(key, actor(), page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    return render_template(
        "citations/reference.html",
        key=key,
        title=full_title(key),
        short=short_name(key),
        official_url=official_url(key),
        known=known.known_of(key),
        topics=found.rows,
        topic_count=found.total,
        forums=queries.forums_citing(key, actor()) if found.total else [],
        pager=pager(page, found.total, found.more, per_page, lambda number: paths.law(key, page=number)),
        feed_url=paths.law_feed(key),
        **_around(key),
    )


@pages.get("/feeds/droit/<path:key>")
def feed(key: str) -> Response:
    """The newest public posts that cite it, as Atom."""
    same_for_all_visitors()
    meant = canonical(key)
    if meant != key or not (known.exists(key) or queries.is_cited(key, None)):
        raise _missing(key)
    body = render_template(
        "feeds/law.xml",
        base=_config().base_url,
        title=full_title(key),
        path=paths.law(key),
        feed_path=paths.law_feed(key),
        entries=queries.newest_public(key),
    )
    return Response(body, content_type="application/atom+xml; charset=utf-8")


def _known(key: str) -> str:
    """The canonical key, when the reader may know that it is cited, or the facts know of it. Raises Missing."""
    meant = canonical(key)
    # security: what only hidden topics cite is as unknown as what nobody cites
    if meant is None or not (known.exists(meant) or queries.is_cited(meant, actor())):
        raise _missing(key)
    return meant


def _missing(key: str) -> Missing:
    return Missing(
        message(
            "Personne ne cite « %(key)s » ici, et nos données ne connaissent pas ce texte : vérifiez le numéro, ou"
            " partez de la page Droit.",
            key=key[:80],
        )
    )


def _around(key: str) -> dict[str, Any]:
    """The way back, and what is cited beside it (of an article) or in it (of a text)."""
    text, _slash, number = key.partition("/")
    cited = queries.articles_cited(text, actor())
    way = [(_("Droit"), paths.LAW)]
    if cited or known.exists(text):
        way.append((short_name(text), paths.law(text)))
    if not number:
        within = [each for each in cited if each.key != text]
        return {"crumbs": trail(*way), "articles": within, "neighbours": []}
    return {"crumbs": trail(*way, (short_name(key), paths.law(key))), "articles": [], "neighbours": _beside(key, cited)}


def _beside(key: str, cited: list[queries.LawCount]) -> list[queries.LawCount]:
    """The nearest references of the same text that are cited here, in order."""
    others = [each for each in cited if "/" in each.key]
    at = next((place for place, each in enumerate(others) if each.key == key), 0)
    near = others[max(0, at - _NEIGHBOURS) : at + _NEIGHBOURS + 1]
    return [each for each in near if each.key != key]


def _asked() -> str:
    return " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]


def _meant(asked: str) -> list[str]:
    """What is written out in full, else what a bare number may be."""
    if not asked:
        return []
    return list(dict.fromkeys(each.key for each in find_citations(asked))) or known.candidates(asked)


def _config() -> Config:
    config: Config = current_app.extensions["forum"]
    return config
