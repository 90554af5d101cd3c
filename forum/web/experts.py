"""Experts as readers find them: the directory, a contact to keep, the questions that wait for one."""

from flask import Blueprint, Response, current_app, render_template, request

from forum import paths
from forum.config import Config
from forum.experts import directory, queries
from forum.experts.cards import Card
from forum.experts.directory import Order, Wish
from forum.experts.policy import is_recognised
from forum.experts.vcard import vcard
from forum.experts.words import CHECKED, LANGUAGES, PROFESSIONS
from forum.topics import lists
from forum.verdict import HIDDEN, require
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.dates import day
from forum.web.language import _, said
from forum.web.login import actor, member
from forum.web.pager import page_number, pager
from forum.web.trail import topic_lists, trail
from forum.words import Message

pages = Blueprint("experts", __name__)


@pages.get(paths.EXPERTS)
def index() -> str:
    """Experts, by field, town, language and profession."""
    same_for_all_visitors()
    config, wish = _config(), _wish()
    page, per_page = page_number(deepest=config.last_offset_page), config.topics_per_page
    found, total = directory.found(wish, page=page, per_page=per_page)
    return render_template(
        "experts/index.html",
        experts=found,
        expert_count=total,
        wish=wish,
        offer=directory.offer(),
        professions={key: said(words) for key, words in PROFESSIONS.items()},
        languages={code: said(words) for code, words in LANGUAGES.items()},
        pager=pager(page, total, False, per_page, lambda number: _url(wish, number)),
        crumbs=trail((_("Experts"), paths.EXPERTS)),
    )


@pages.get("/u/<name>.vcf")
def contact(name: str) -> Response:
    """The contact that somebody shows, as a vCard."""
    same_for_all_visitors()
    found, card = queries.contact_of(name, _config().base_url)
    answer = Response(vcard(found), content_type="text/vcard; charset=utf-8")
    account = card.account if card is not None else name
    plain = "".join(char for char in account if char.isascii() and char.isalnum()) or "contact"
    answer.headers["Content-Disposition"] = f'attachment; filename="{plain}.vcf"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@pages.get(paths.EXPERT_QUESTIONS)
def questions() -> str:
    """Questions in the reader's fields that no expert has answered."""
    reader, config = member(), _config()
    if not is_recognised(reader):
        require(HIDDEN)
    page, per_page = page_number(deepest=config.last_offset_page), config.topics_per_page
    wanted = directory.unanswered_in_fields(reader)
    found = lists.chosen(wanted, reader, page=page, per_page=per_page, posts_per_page=config.posts_per_page)
    heading = _("Questions de mes domaines sans réponse d’expert")

    def url(number: int) -> str:
        return paths.with_query(paths.EXPERT_QUESTIONS, page=number if number > 1 else None)

    return render_template(
        "topics/list.html",
        heading=heading,
        empty_text=_("Aucune question de vos domaines n’attend d’expert."),
        tabs=topic_lists(reader, "experts"),
        topics=found.rows,
        pager=pager(page, None, found.more, per_page, url),
        mark_read_url=None,
        crumbs=trail((heading, paths.EXPERT_QUESTIONS)),
    )


@pages.app_template_global()
def checked_words(card: Card) -> Message | str:
    """What was checked of an expert, and when."""
    if card.checked_on is None or card.checked not in CHECKED:
        return ""
    return Message(CHECKED[card.checked].text, {"date": day(card.checked_on)})


@pages.app_template_global()
def private_url(name: str, post_id: int | None = None) -> str:
    """Where one writes to somebody in private, perhaps about a post; empty for oneself."""
    reader = actor()
    return "" if reader is not None and reader.name == name else paths.write_to(name, about=post_id)


def _wish() -> Wish:
    asked = {name: request.args.get(name, "").strip()[:80] for name in ("field", "town", "language", "profession")}
    order = Order.NAME if request.args.get("sort") == Order.NAME else Order.ACTIVITY
    return Wish(**asked, order=order)


def _url(wish: Wish, number: int) -> str:
    return paths.with_query(
        paths.EXPERTS,
        field=wish.field or None,
        town=wish.town or None,
        language=wish.language or None,
        profession=wish.profession or None,
        sort=None if wish.order is Order.ACTIVITY else wish.order.value,
        page=number if number > 1 else None,
    )


def _config() -> Config:
    return current_app.extensions["forum"]
