"""What HTML may come out: the elements and attributes that the renderer itself writes, and nothing else.

Bleach is the second wall: raw HTML never gets through the parser as HTML. Each value is checked, not only each
name, since Bleach's own protocol check lets `tel:0899…` and `//elsewhere` through.
"""

import re
import threading
from collections.abc import Callable
from html import unescape

from bleach.sanitizer import Cleaner

TAGS = frozenset(
    {"a", "blockquote", "br", "cite", "code", "del", "details", "div", "em", "figcaption", "figure"}
    | {"h2", "h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "strong", "summary", "sup"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)
PROTOCOLS = frozenset({"http", "https", "mailto", "attachment"})

# security: browsers drop tabs and newlines inside an address and read `\` as `/`, so none of them may stand in one.
_ADDRESS = r"[^\s\x00-\x1f\\<>\"]*"
_HREF = re.compile(
    rf"(?:https?://|mailto:|/(?!/)|\#|attachment:(?=[A-Za-z0-9_-]{{1,64}}\Z)){_ADDRESS}\Z", re.IGNORECASE
)
_LOCAL = re.compile(rf"/(?!/){_ADDRESS}\Z")
_ID = re.compile(r"u-[a-z0-9-]{1,80}\Z")
_NUMBER = re.compile(r"\d{1,12}\Z")
_ANY = re.compile(r".*\Z", re.DOTALL)


def _one_of(*values: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(values)})\Z")


# security: a class from the site's own CSS could dress a post as a button or a notice, so each is named here.
VALUES: dict[tuple[str, str], re.Pattern[str]] = {
    ("a", "href"): _HREF,
    ("a", "class"): _one_of("footnote-ref", "footnote-backref"),
    ("blockquote", "class"): _one_of("quote"),
    ("blockquote", "cite"): re.compile(r"(?:/p|/messages/m)/\d{1,12}\Z"),
    ("blockquote", "data-author"): _ANY,
    ("blockquote", "data-post"): _NUMBER,
    ("code", "class"): re.compile(r"language-[a-z0-9+#._-]{1,30}\Z"),
    ("details", "class"): _one_of("spoiler"),
    ("div", "class"): _one_of("note", "table", "footnote"),
    ("div", "tabindex"): _one_of("0"),
    ("img", "src"): _LOCAL,
    ("img", "alt"): _ANY,
    ("img", "width"): _NUMBER,
    ("img", "height"): _NUMBER,
    ("img", "data-attachment"): re.compile(r"[A-Za-z0-9_-]{1,64}\Z"),
    ("li", "class"): _one_of("task", "task done"),
    ("li", "id"): _ID,
    ("ol", "start"): _NUMBER,
    ("sup", "id"): _ID,
    ("td", "class"): _one_of("center", "right"),
    ("th", "class"): _one_of("center", "right"),
}


def is_allowed(tag: str, name: str, value: str) -> bool:
    """Whether this attribute may stand on this element with this value."""
    pattern = VALUES.get((tag, name))
    # security: Bleach hands values over with their entities, and a browser will read `/&#47;elsewhere` decoded.
    return pattern is not None and pattern.match(unescape(value)) is not None


class _Cleaners(threading.local):
    """Bleach's cleaner keeps a parser's state, so each thread has its own."""

    def __init__(self) -> None:
        cleaner = Cleaner(tags=TAGS, attributes=is_allowed, protocols=PROTOCOLS, strip=True, strip_comments=True)
        self.clean: Callable[[str], str] = cleaner.clean


_cleaners = _Cleaners()


def sanitize(html: str) -> str:
    """Return `html` with everything taken out that this module does not name."""
    return _cleaners.clean(html)
