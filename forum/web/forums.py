"""A forum's page."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.citations.former import former_notes
from forum.citations.known import exists
from forum.config import Config
from forum.db import db
from forum.errors import Missing
from forum.legal import full_title, title_within
from forum.legal.keys import canonical
from forum.taxonomy import queries as taxonomy
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, may_open_topic, rights_on
from forum.topics import board, lists
from forum.topics.models import Kind, State
from forum.topics.policy import accepts_kind
from forum.topics.queries import Crumb
from forum.topics.reading import mark_forum_read
from forum.verdict import HIDDEN
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import notice, snapshot
from forum.web.language import _, present, said
from forum.web.login import actor, member
from forum.web.pager import Pager, page_number, pager
from forum.web.staffverbs import bulk_of_topics
from forum.web.trail import Tab, as_crumbs, trail
from forum.words import message

pages = Blueprint("forums", __name__)

KINDS_OF_LISTS = {
    Kind.QUESTION: message("Questions"),
    Kind.GUIDE: message("Guides"),
    Kind.EXPERIENCE: message("Expériences vécues"),
    Kind.DISCUSSION: message("Discussions"),
    Kind.ANNOUNCEMENT: message("Annonces"),
}


@pages.get("/f/<slug>")
def forum(slug: str) -> str:
    """A forum: its subforums, then its topics, pinned ones first."""
    same_for_all_visitors()
    reader = actor()
    seen = taxonomy.visible(reader)
    here = _among(seen, slug)
    # a visitor may only see, and the forum is among those seen
    rights = rights_on(reader, here.id) if reader is not None else frozenset({Right.SEE})
    verdict = may_open_topic(reader, here, rights)
    return render_template(
        "forums/forum.html",
        forum=here,
        subforums=board.subforums(here, reader) if any(each.parent_id == here.id for each in seen) else (),
        moderators=[(name, paths.user(name)) for name in taxonomy.moderator_names(here.id, snapshot().generation)],
        may_post=bool(verdict),
        shut=verdict.reason,
        new_topic_url=paths.new_topic(here.slug),
        mark_read_url=f"/f/{here.slug}/read" if reader is not None else None,
        crumbs=trail((here.name, paths.forum(here.slug)), through=_above(seen, here)),
        **_topics(here, moderates=Right.MODERATE in rights),
    )


@pages.post("/f/<slug>/read")
def read_forum(slug: str) -> Response:
    """Mark a forum as read."""
    with db.write():
        here = taxonomy.forum_by_slug(slug, member())
        mark_forum_read(member(), here)
    notice("done", _("Le forum « %(name)s » est marqué comme lu.", name=here.name))
    return redirect(paths.forum(slug), 303)


def _topics(here: Forum, *, moderates: bool) -> dict[str, Any]:
    """The page of topics asked for, with its pager and the other orders."""
    config: Config = current_app.extensions["forum"]
    page, per_page = page_number(deepest=config.last_offset_page), config.topics_per_page
    view = lists.View(_sort(), _state(moderates), _after(), _law(), _kind())
    found = lists.in_forum(here, actor(), view, page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    return {
        "topics": found.rows,
        "topic_count": here.topic_count if found.total is None else found.total,
        "pager": _pager(here, view, found, page, per_page),
        "sorts": _sorts(here, view, moderates=moderates),
        "kinds": _kinds(here, view),
        "notes": former_notes(view.law, [row.id for row in found.rows]) if view.law else None,
        "law_filter": _law_filter(here, view, is_cited=bool(found.rows)),
        "law_url": paths.forum_law(here.slug),
        "nothing": _nothing(view),
        "moderates": moderates,
        "bulk": bulk_of_topics(member()) if moderates else None,
    }


def _law_filter(here: Forum, view: lists.View, *, is_cited: bool) -> tuple[str, str, str] | None:
    """Name and page of the reference, and the list without it.

    What nobody cites here and the facts do not know has no page; what names no text is not said again.
    """
    key = view.law or ""
    title = full_title(key)
    if title == key:
        return (_("un texte inconnu"), "", _address(here, replace(view, law=None))) if key else None
    name = title_within(key) if present() == "fr" else title
    page = paths.law(key) if is_cited or exists(key) else ""
    return name, page, _address(here, replace(view, law=None))


def _nothing(view: lists.View) -> str | None:
    """What an empty list says, where the forum may well have topics: nothing is like this. None of the whole forum."""
    if view != lists.View(kind=view.kind):
        return _("Aucun sujet ne correspond à ce choix.")
    return _("Aucun sujet de ce genre ici.") if view.kind is not None else None


def _pager(here: Forum, view: lists.View, found: lists.TopicList, page: int, per_page: int) -> Pager:
    """Numbers as far as they go, then "older" by key."""
    config: Config = current_app.extensions["forum"]

    def url(number: int | None, after: int | None = None) -> str:
        return _address(here, view, after=after, page=number if number is not None and number > 1 else None)

    numbered = pager(page, found.total, found.more, per_page, url)
    deepest = config.last_offset_page
    older = url(None, found.rows[-1].id) if found.more and (view.after or page == deepest) else None
    shown = deepest + 1 if view.after else page
    return replace(numbered, page=shown, page_count=min(numbered.page_count, deepest), older_url=older)


def _sorts(here: Forum, view: lists.View, *, moderates: bool) -> list[Tab]:
    titles = {
        lists.Sort.LAST: _("Dernier message"),
        lists.Sort.CREATED: _("Date de création"),
        lists.Sort.REPLIES: _("Réponses"),
        lists.Sort.UNANSWERED: _("Sans réponse"),
    }
    shown, visible = view.state is State.VISIBLE, replace(view, state=State.VISIBLE)
    tabs = [
        (title, _address(here, replace(visible, sort=sort)), shown and sort is view.sort)
        for sort, title in titles.items()
    ]
    if moderates:
        hidden = ((State.PENDING, _("En attente")), (State.DELETED, _("Masqués")))
        tabs += [
            (title, _address(here, lists.View(state=each, law=view.law)), each is view.state) for each, title in hidden
        ]
    return tabs


def _kinds(here: Forum, view: lists.View) -> list[Tab]:
    """The kinds by which the list may be narrowed; nothing where the forum accepts but one."""
    accepted = [kind for kind in KINDS_OF_LISTS if accepts_kind(here.kinds, kind)]
    if here.kind == "category" or len(accepted) < 2:
        return []
    visible = replace(view, state=State.VISIBLE)

    def tab(title: str, kind: Kind | None) -> Tab:
        return title, _address(here, replace(visible, kind=kind)), kind is view.kind

    return [tab(_("Tous les genres"), None), *(tab(said(KINDS_OF_LISTS[kind]), kind) for kind in accepted)]


def _address(here: Forum, view: lists.View, *, after: int | None = None, page: int | None = None) -> str:
    """The list seen so, from its first page unless one is given."""
    sort = None if view.sort is lists.Sort.LAST else view.sort.value
    state = None if view.state is State.VISIBLE else view.state.value
    return paths.with_query(
        paths.forum(here.slug), sort=sort, state=state, kind=view.kind, law=view.law, after=after, page=page
    )


def _among(forums: list[Forum], slug: str) -> Forum:
    found = next((each for each in forums if each.slug == slug), None)
    if found is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return found


def _above(forums: list[Forum], here: Forum) -> list[Crumb]:
    line = taxonomy.lineage(forums, here)[:-1]
    return as_crumbs(line)


def _sort() -> lists.Sort:
    raw = request.args.get("sort", "last")
    return lists.Sort(raw) if raw in set(lists.Sort) else lists.Sort.LAST


def _after() -> int | None:
    raw = request.args.get("after", "")
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None


def _law() -> str | None:
    """The reference by which the topics are filtered."""
    asked = request.args.get("law", "")
    return canonical(asked) if asked else None


def _kind() -> Kind | None:
    raw = request.args.get("kind", "")
    return Kind(raw) if raw in set(Kind) else None


def _state(moderates: bool) -> State:
    raw = request.args.get("state", "visible")
    return State(raw) if moderates and raw in set(State) else State.VISIBLE
