"""Members: the list, and the page of one."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from forum import paths
from forum.accounts import queries as people
from forum.accounts.models import User
from forum.accounts.policy import may_edit_profile
from forum.accounts.queries import RankTable, rank_table
from forum.config import Config
from forum.experts import queries as experts
from forum.experts.policy import is_recognised
from forum.messages.policy import offers_to_hear
from forum.moderation.policy import may_note
from forum.topics import rows
from forum.topics.profile import latest_of
from forum.topics.queries import status_of
from forum.topics.views import AuthorView
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.jinja import snapshot
from forum.web.language import _
from forum.web.login import actor, moderates
from forum.web.messages import limits
from forum.web.pager import page_number, pager
from forum.web.trail import trail

pages = Blueprint("members", __name__)


@pages.get("/members")
def index() -> str:
    """The members, by name, number of posts or date."""
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    page, per_page, sort = page_number(deepest=config.last_offset_page), config.rows_per_page, _sort()
    found, total = people.member_page(page=page, per_page=per_page, sort=sort)
    ranks = rank_table(snapshot().generation)
    asked = None if sort == "name" else sort
    titles = {"name": _("Nom"), "posts": _("Messages"), "joined": _("Date d’inscription")}

    def url(number: int) -> str:
        return paths.with_query(paths.MEMBERS, sort=asked, page=number if number > 1 else None)

    return render_template(
        "members/index.html",
        members=[author_view(user, ranks) for user in found],
        member_count=total,
        sorts=[
            (title, paths.with_query(paths.MEMBERS, sort=None if name == "name" else name), name == sort)
            for name, title in titles.items()
        ],
        pager=pager(page, total, False, per_page, url),
        crumbs=trail((_("Membres"), paths.MEMBERS)),
    )


@pages.get("/u/<name>")
def profile(name: str) -> str | Response:
    """A member's page: who they are, and their latest posts."""
    user = people.user_named(name)
    if user.name != name:
        return redirect(paths.user(user.name), 301)
    same_for_all_visitors()
    if user.stands_in:
        here = trail((user.name, paths.user(user.name)))
        return render_template("members/pseudonym.html", name=user.name, crumbs=here)
    latest, writes = latest_of(user, actor()), offers_to_hear(user, actor(), limits())
    return render_template(
        "members/profile.html",
        member=author_view(user, rank_table(snapshot().generation)),
        card=experts.cards_of([user.id]).get(user.id) if is_recognised(user) else None,
        facts=_facts(user),
        about_html=user.bio_html,
        recent=latest.replies,
        opened=latest.topics,
        links=_links(user, writes),
        writes=writes,
        notes=None,
        crumbs=trail((_("Membres"), paths.MEMBERS), (user.name, paths.user(user.name))),
    )


def author_view(user: User, ranks: RankTable) -> AuthorView:
    """A member as lists and their own page show them."""
    return AuthorView(
        name=user.name,
        url=paths.user(user.name),
        avatar_url=paths.avatar(user.avatar_key) if user.avatar_key else None,
        initial=rows.initial(user.name),
        hue=rows.hue(user.name),
        rank=ranks.title(user.rank_id, user.post_count),
        post_count=user.post_count,
        registered_at=user.created_at,
        status=status_of(user),
        signature_html=user.signature_html or None,
        signature_line=user.signature_line,
        signature_note=user.signature_note,
        is_ghost=user.erased,
    )


def _facts(user: User) -> list[tuple[str, str]]:
    facts = [(_("Lieu :"), user.place), (_("Site :"), user.website), (_("Ailleurs :"), user.origin_note)]
    return [(label, value) for label, value in facts if value]


def _links(user: User, writes: bool) -> list[tuple[str, str]]:
    """What this reader may do about this member. `writes`: also write to them."""
    reader = actor()
    if reader is not None and reader.id == user.id:
        own = [(_("Modifier mon profil"), paths.SETTINGS)] if may_edit_profile(reader, user) else []
        return [*own, (_("Sujets suivis"), paths.FOLLOWED), (_("Vos données"), paths.SETTINGS_PRIVACY)]
    links = [(_("Écrire en privé"), paths.write_to(user.name))] if writes else []
    if reader is None:
        return links
    if not user.erased:
        links.append((_("Bloquer ou ignorer"), paths.set_aside(user.name)))
    return [*links, *([(_("Dossier"), paths.member_file(user.name))] if moderates() and may_note(reader, user) else [])]


def _sort() -> str:
    sort = request.args.get("sort", "name")
    return sort if sort in {"name", "posts", "joined"} else "name"
