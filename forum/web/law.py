"""The pages of the law: all texts cited, one text, one reference, their feeds, and the search for a reference."""

from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from forum import paths
from forum.answers.resting import resting_on
from forum.citations import known, queries
from forum.citations.families import FAMILY_NAMES, Family, family_of
from forum.citations.former import former_notes
from forum.citations.shown import link
from forum.config import Config
from forum.errors import Missing
from forum.experiences import queries as experiences
from forum.experiences.resting import told_on
from forum.legal import full_title, official_url, short_name
from forum.legal.absence import is_absent
from forum.legal.cited import Cited
from forum.legal.keys import canonical, typed
from forum.legal.names import may_have
from forum.legal.rulings import is_ruling
from forum.legal.wording import worded
from forum.topics import lists
from forum.topics.watching import level_of
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.language import _, said
from forum.web.login import actor
from forum.web.pager import page_number, pager
from forum.web.trail import trail
from forum.words import message

pages = Blueprint("law", __name__)

_LONGEST_QUESTION = 200
_NEIGHBOURS = 4  # on each side
_ANSWERS = 5
_EXPERIENCES = 5
_ARTICLES_SHOWN = 60  # of a text, the most cited; the others have their own list
_ARTICLES_PER_PAGE = 200


@pages.get("/droit")
def index() -> str | AnyResponse:
    """The texts cited here, with counts, of one family or all; `q` leads to what it means, or offers some."""
    same_for_all_visitors()
    if asked := _asked():
        return _found(asked)
    family, page = _family(), page_number()
    texts, per_page = queries.texts_cited(actor(), family), _config().rows_per_page
    return render_template(
        "citations/index.html",
        texts=queries.named(_page_of(texts, page, per_page)),
        families=_families(family),
        canonical=paths.law(family=family, page=page),
        pager=pager(page, len(texts), False, per_page, lambda number: paths.law(family=family, page=number)),
        crumbs=trail((_("Droit"), paths.LAW)),
    )


def _found(asked: str) -> str | AnyResponse:
    """The page of the one reference that was meant; else those that may be, and official links to what has no page."""
    meant = _meant(asked)
    cited = queries.cited_among(meant, actor()) if meant else set()
    standing = [key for key in meant if key in cited or known.exists(key)]
    if len(meant) == len(standing) == 1:
        return redirect(paths.law(standing[0]))
    elsewhere = [link(Cited(key)) for key in meant if key not in standing and not known.exists(key.partition("/")[0])]
    return render_template(
        "citations/index.html",
        asked=asked,
        found=[link(Cited(key)) for key in standing],
        elsewhere=[each for each in elsewhere if each.official_url],
        crumbs=trail((_("Droit"), paths.LAW)),
    )


@pages.get("/droit.json")
def search() -> Response:
    """The references that `q` may mean, for the picker: from the facts alone, the same for everybody.

    `words`: what is put into a text for one of them. `absent`: that no article bears the number, to be
    told, not offered.
    """
    same_for_all_visitors()
    return jsonify(
        [
            {
                "key": key,
                "short": short_name(key),
                "title": full_title(key),
                "words": worded(key),
                "url": paths.law(key),
                "absent": is_absent(key),
            }
            for key in _meant(_asked())
        ]
    )


@pages.get("/droit/<path:key>")
def reference(key: str) -> str | AnyResponse | tuple[str, int]:
    """A text or a reference. Other ways to write it lead here."""
    same_for_all_visitors()
    meant = canonical(key)
    # security: what only hidden topics cite is as unknown as what nobody cites
    if meant is None or not (known.exists(meant) or queries.is_cited(meant, actor())):
        return _unknown(key, meant), 404
    if meant != key:
        return redirect(paths.law(meant), 301)
    if "articles" in request.args and "/" not in key:
        return _articles(key)
    said_day = queries.day_said(key, actor()) if (of_court := _is_of_court(key)) and "/" in key else None
    return render_template(
        "citations/reference.html",
        key=key,
        title=full_title(key),
        short=short_name(key),
        is_ruling=of_court,
        official_url=official_url(key, said_day),
        known=known.known_of(key, said_day),
        feed_url=paths.law_feed(key),
        follows=level_of(reader, "law", key) if (reader := actor()) else None,
        **_cited_in(key),
        **_around(key),
    )


def _articles(text: str) -> str:
    """Everything cited of a text, in the order of numbers."""
    page, per_page = page_number("articles"), _ARTICLES_PER_PAGE
    cited = queries.articles_cited(text, actor())
    return render_template(
        "citations/articles.html",
        title=full_title(text),
        articles=queries.named(_page_of(cited, page, per_page)),
        total=len(cited),
        pager=pager(page, len(cited), False, per_page, lambda number: paths.law(text, articles=number)),
        crumbs=trail(
            (_("Droit"), paths.LAW),
            (short_name(text), paths.law(text)),
            (_("Tout ce qui est cité"), paths.law(text, articles=page)),
        ),
    )


@pages.get("/feeds/droit/<path:key>")
def feed(key: str) -> AnyResponse:
    """The newest public posts that cite it, as Atom. Other ways to write it lead here."""
    same_for_all_visitors()
    meant = canonical(key)
    if meant is None or not (known.exists(meant) or queries.is_cited(meant, None)):
        raise _missing(key)
    if meant != key:
        return redirect(paths.law_feed(meant), 301)
    body = render_template(
        "feeds/law.xml",
        base=_config().base_url,
        title=full_title(key),
        path=paths.law(key),
        feed_path=paths.law_feed(key),
        entries=queries.newest_public(key),
    )
    answer = Response(body, content_type="application/atom+xml; charset=utf-8")
    # Weak: the same feed goes out compressed or not.
    answer.set_etag(sha256(answer.get_data()).hexdigest()[:32], weak=True)
    return answer.make_conditional(request)


def _is_of_court(key: str) -> bool:
    return family_of(key.partition("/")[0]) is Family.RULINGS


def _unknown(typed_key: str, key: str | None) -> str:
    """What to do next, for whoever asks for a text that nobody cites and no table knows; its official page, if any."""
    text, _slash, number = (key or "").partition("/")
    has_text = known.exists(text)  # of others, but for decisions, not even the form of their numbers is known
    told = key if key and (has_text or is_ruling(key)) else None
    return render_template(
        "citations/unknown.html",
        asked=short_name(told) if told else typed_key[:80],
        title=full_title(told) if told else "",
        official_url=official_url(told if may_have(text, number) else text) if told else None,
        text=(paths.law(text), full_title(text)) if has_text and number else None,
        login_url=paths.with_next(paths.LOGIN, request.path) if actor() is None else None,
        crumbs=trail((_("Droit"), paths.LAW)),
    )


def _missing(key: str) -> Missing:
    return Missing(
        message(
            "Personne ne cite « %(key)s » ici, et nos données ne connaissent pas ce texte : vérifiez le numéro, ou"
            " partez de la page Droit.",
            key=key[:80],
        )
    )


def _cited_in(key: str) -> dict[str, Any]:
    """The topics that cite it, where they are, the experiences and answers that rest on it."""
    config, page, reader = _config(), page_number(deepest=_config().last_offset_page), actor()
    per_page = config.topics_per_page
    found = lists.citing(key, reader, page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    forums = queries.forums_citing(key, reader) if found.total else []
    return {
        "topics": found.rows,
        "notes": former_notes(key, [row.id for row in found.rows]),
        "topic_count": found.total,
        "figures": experiences.on_law(key) if found.total else None,
        "experiences": told_on(key, reader, most=_EXPERIENCES) if forums else [],
        "former_count": sum(each.former_count for each in forums),
        "forums": forums,
        "answers": resting_on(key, reader, months=config.answer_months, most=_ANSWERS) if forums else [],
        "pager": pager(page, found.total, found.more, per_page, lambda number: paths.law(key, page=number)),
    }


def _around(key: str) -> dict[str, Any]:
    """The way back, and what is cited beside it (of an article) or in it (of a text)."""
    text, _slash, number = key.partition("/")
    cited = queries.articles_cited(text, actor())
    way = [(_("Droit"), paths.LAW)]
    if cited or known.exists(text):
        way.append((short_name(text), paths.law(text)))
    if not number:
        shown = queries.named(queries.most_cited(cited, _ARTICLES_SHOWN))
        more = paths.law(text, articles=1) if len(cited) > len(shown) else None
        return {"crumbs": trail(*way), "articles": shown, "article_count": len(cited), "more_url": more}
    near = queries.named(queries.beside(key, cited, _NEIGHBOURS))
    return {"crumbs": trail(*way, (short_name(key), paths.law(key))), "neighbours": near}


def _family() -> Family | None:
    raw = request.args.get("family", "")
    return Family(raw) if raw in set(Family) else None


def _families(chosen: Family | None) -> list[tuple[str, str, bool]]:
    """The lists of texts, as tabs."""
    each = ((said(name), paths.law(family=family), family is chosen) for family, name in FAMILY_NAMES.items())
    return [(_("Tous"), paths.LAW, chosen is None), *each]


def _page_of(counts: queries.Counts, page: int, per_page: int) -> queries.Counts:
    return counts[(page - 1) * per_page : page * per_page]


def _asked() -> str:
    return " ".join(request.args.get("q", "").split())[:_LONGEST_QUESTION]


def _meant(asked: str) -> list[str]:
    """What is written out or called by its name, else what a bare number may be."""
    if not asked:
        return []
    return typed(asked) or known.candidates(asked)


def _config() -> Config:
    config: Config = current_app.extensions["forum"]
    return config
