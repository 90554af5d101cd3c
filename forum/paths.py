"""Every address of the site, as pure functions, so that slices, mails, feeds and templates agree without Flask's router.

All return paths that begin with `/`; the edge puts `FORUM_BASE_URL` before them where an absolute address is needed.
"""

import re
import unicodedata
from urllib.parse import quote, urlencode

BOARD = "/"
LOGIN = "/login"
REGISTER = "/register"
LOGOUT = "/logout"
PREVIEW = "/preview"
UPLOAD = "/attachments"
TAGS = "/tags"
MEMBERS = "/members"
MODERATION = "/moderation"
ADMIN = "/admin"

_SLUG_LENGTH = 80
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "Œ": "oe", "Æ": "ae", "’": " ", "'": " "})


def slugify(text: str) -> str:
    """ASCII words joined by hyphens, at most 80 characters, never empty ("sujet" stands in)."""
    ascii_text = unicodedata.normalize("NFKD", text.translate(_LIGATURES)).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", ascii_text.lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) + 1 > _SLUG_LENGTH:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or (words[0][:_SLUG_LENGTH] if words else "sujet")


def with_query(path: str, **query: object) -> str:
    """`path` with the parameters that are not None, in the order given."""
    pairs = [(key, value) for key, value in query.items() if value is not None]
    return f"{path}?{urlencode(pairs)}" if pairs else path


def forum(slug: str, *, page: int = 1, sort: str | None = None) -> str:
    return with_query(f"/f/{slug}", sort=sort, page=page if page > 1 else None)


def topic(topic_id: int, slug: str, *, page: int = 1) -> str:
    return with_query(f"/t/{topic_id}/{slug}", page=page if page > 1 else None)


def topic_unread(topic_id: int, slug: str) -> str:
    """The first post one has not read; for members only."""
    return f"/t/{topic_id}/{slug}/unread"


def post(post_id: int) -> str:
    """The permalink of a post: redirects to its page and `#p<id>`."""
    return f"/p/{post_id}"


def post_on_page(topic_id: int, slug: str, page: int, post_id: int) -> str:
    return f"{topic(topic_id, slug, page=page)}#p{post_id}"


def reply(topic_id: int, *, quote_post: int | None = None) -> str:
    return with_query(f"/t/{topic_id}/reply", quote=quote_post)


def new_topic(forum_slug: str) -> str:
    return f"/f/{forum_slug}/new"


def edit_post(post_id: int) -> str:
    return f"/p/{post_id}/edit"


def delete_post(post_id: int) -> str:
    """Where an author takes back a post that nothing follows."""
    return f"/p/{post_id}/delete"


def post_quote(post_id: int) -> str:
    """The post as a quote, in Markdown."""
    return f"/p/{post_id}/quote"


def post_history(post_id: int) -> str:
    return f"/p/{post_id}/history"


def report_post(post_id: int) -> str:
    return f"/p/{post_id}/report"


def user(name: str) -> str:
    return f"/u/{quote(name, safe='')}"


def tag(slug: str, *, page: int = 1) -> str:
    return with_query(f"/tag/{slug}", page=page if page > 1 else None)


def attachment(key: str, filename: str | None = None) -> str:
    return f"/attachments/{key}/{quote(filename, safe='')}" if filename else f"/attachments/{key}"


def thumbnail(key: str) -> str:
    return f"/attachments/{key}/thumb"


def avatar(key: str) -> str:
    return f"/avatars/{key}"


def page(slug: str) -> str:
    """A page of the footer (mentions légales, charte …)."""
    return f"/pages/{slug}"


def topic_list(name: str, *, page: int = 1) -> str:
    """One of the everyday lists: unread, new, unanswered, active, mine."""
    return with_query(f"/lists/{name}", page=page if page > 1 else None)


def with_next(path: str, target: str) -> str:
    """`path`, told where to come back to."""
    return with_query(path, next=target)
