"""From database rows to the views of `forum.topics.views`. Pure arithmetic and addresses; no statement here."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from forum import paths
from forum.accounts.blocks import hears
from forum.accounts.policy import Actor
from forum.markup import stored, typeset
from forum.topics.models import State
from forum.topics.views import AttachmentView, AuthorView, LastPost, PostRow, TagLink, TopicRow
from forum.words import Message, message

_PSEUDONYM = message("Pseudonyme choisi pour ce sujet")


def page_of(position: int, per_page: int) -> int:
    return max(1, (position + per_page - 1) // per_page)


@lru_cache(maxsize=8192)
def shown_title(title: str) -> str:
    """A title with the spaces and quotes of French typography, so that « : » never begins a line."""
    return typeset(title)


@lru_cache(maxsize=8192)
def hue(name: str) -> int:
    """One of 36 colours (0 to 35, ten degrees apart) that a name keeps, for avatars that nobody uploaded."""
    value = 7
    for char in name:
        value = (value * 31 + ord(char)) % 3600
    return value % 36


@lru_cache(maxsize=8192)
def initial(name: str) -> str:
    return next((char.upper() for char in name if char.isalnum()), "·")


def author_view(row: Any, rank: str, status: Message | None, reader: Actor) -> AuthorView:
    """From a row of `hot.posts_statement`. A pseudonym is a name and nothing more.

    One does not write to oneself, nor to an account nobody reads, nor to who chose not to hear the reader.
    """
    is_read = not (row.mine or row.erased or row.unclaimed or row.stands_in)
    hears_reader = is_read and hears(row.messages_from, reader, blocked=row.blocked)
    if row.stands_in:
        rank, status = "", _PSEUDONYM
    return AuthorView(
        name=row.author_name,
        url=paths.user(row.author_name),
        avatar_url=paths.avatar(row.avatar_key) if row.avatar_key else None,
        initial=initial(row.author_name),
        hue=hue(row.author_name),
        rank=rank,
        post_count=row.author_posts,
        registered_at=row.registered_at,
        status=status,
        signature_html=stored(row.signature_html) if row.signature_html else None,
        signature_line=row.signature_line,
        signature_note=row.signature_note,
        is_ghost=row.erased or row.stands_in,
        private_url=paths.write_to(row.author_name) if hears_reader else "",
    )


def post_row(
    row: Any,
    author: AuthorView,
    files: tuple[AttachmentView, ...],
    may: frozenset[str],
    *,
    first_unread: bool,
    expert: str,
    signs: str,
) -> PostRow:
    """From a row of `hot.posts_statement`, with the files that the text itself does not show."""
    state, law, tells, edited_at = row.state, row.law, row.tells, row.edited_at
    laden = bool(files or law or tells or edited_at or row.plain_fallback)
    # in the order of its fields: a page makes twenty, and naming them took as long again
    return PostRow(
        row.id, row.position, paths.post(row.id), paths.of_post(row.id, "report"), stored(row.html), row.excerpt,
        author, row.author_id, row.created_at,
        edited_at, row.editor_name, row.edit_reason, row.edit_count,
        state, row.deleter_name, row.deleted_reason, row.deleted_at, row.plain_fallback,
        files, may, not may <= USUAL_VERBS, first_unread, expert, signs, law, row.score,
        row.verified_at is not None or row.proposed_at is not None, bool(row.ignored), tells, bool(row.mine),
        laden or row.position == 1 or state != State.VISIBLE,
    )  # fmt: skip


def opened(posts: Sequence[PostRow]) -> Iterable[tuple[PostRow, PostRow]]:
    """Each post as one and as its fields, which the loop of `topics/_posts.html` takes by name."""
    return zip(posts, posts, strict=True)


def topic_row(row: Any, tags: tuple[TagLink, ...], *, per_page: int, unread: bool, mine: bool) -> TopicRow:
    """From a row of `lists.LISTED`."""
    pages = page_of(row.post_total, per_page)
    return TopicRow(
        id=row.id,
        title=shown_title(row.title),
        url=paths.topic(row.id, row.slug),
        author=row.author_name,
        author_url=paths.user(row.author_name),
        created_at=row.created_at,
        reply_count=row.reply_count,
        view_count=row.view_count,
        last_at=row.last_posted_at,
        last_author=row.last_name or row.author_name,
        last_author_url=paths.user(row.last_name or row.author_name),
        last_url=paths.post(row.last_post_id) if row.last_post_id else paths.topic(row.id, row.slug, page=pages),
        pinned=row.pinned,
        locked=row.locked,
        unread=unread,
        mine=mine,
        state=row.state,
        kind=row.kind,
        tags=tags,
        unread_url=paths.topic_unread(row.id, row.slug),
        page_count=pages,
        forum_name=row.forum_name,
        forum_url=paths.forum(row.forum_slug),
        answered=bool(row.answered),
    )


def last_post(row: Any) -> LastPost | None:
    """From a row with last_* columns of a forum's newest topic."""
    if row.last_post_id is None:
        return None
    return LastPost(
        title=shown_title(row.last_title),
        url=paths.post(row.last_post_id),
        author=row.last_name,
        author_url=paths.user(row.last_name),
        at=row.last_posted_at,
    )


def verbs_of_visitors(*, replies: bool) -> frozenset[str]:
    """What a visitor may do with any post of a topic: each leads to signing in, then on to the very form."""
    return USUAL_VERBS if replies else _TO_REPORT


def verbs(
    row: Any, *, writes: bool, moderates: bool, unmasks: bool, replies: bool, locked: bool, is_last: bool
) -> frozenset[str]:
    """What a member may do with a post on its page: the same rules as `policy`, without a statement per post."""
    mine, alive, visible = bool(row.mine), row.state != State.DELETED, row.state == State.VISIBLE
    if visible and not (mine or moderates):
        return USUAL_VERBS if replies else _TO_REPORT
    own_and_open = mine and alive and not locked
    answers = (
        ("reply", replies and visible),
        ("report", visible),
        ("edit", writes and (moderates or own_and_open)),
        ("delete", writes and own_and_open and is_last),
        ("hide", moderates and alive),
        ("restore", moderates and not alive),
        ("approve", moderates and row.state == State.PENDING),
        ("history", row.edit_count and (mine or moderates)),
        ("select", moderates),
        ("unmask", unmasks and row.stands_in),
    )
    return frozenset(verb for verb, allowed in answers if allowed)


USUAL_VERBS = frozenset({"reply", "report"})
_TO_REPORT = frozenset({"report"})
