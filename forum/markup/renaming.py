"""Putting another name in the place of a member's, in a text and in its rendering: quotes, mentions, links. Pure.

Prose is left alone: « merci Claire » may speak of any Claire.
"""

import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote

from forum import paths

Same = Callable[[str], bool]

_QUOTE = re.compile(
    r"^(?P<lead>[ >!]*>[ ]?\[)(?P<name>(?:\\.|[^\[\]\\]){1,60})(?=\]\(/(?:p|messages/m)/\d)", re.MULTILINE
)
_MENTION = re.compile(r"(?<![\w@/.+-])@(?:\[(?P<spaced>[^\[\]\n]{1,60})\]|(?P<plain>[^\W_](?:[\w.-]{0,58}\w)?)(?!\w))")
_PROFILE = re.compile(r"(?<=/u/)(?P<name>[\w.%~-]{1,240})")
_LABEL = re.compile(r"""(?P<lead>data-author=["'])(?P<name>[^"']{1,400})(?=["'])""")
_CITE = re.compile(r"(?P<lead><cite>\s*<a [^>]{0,400}>)(?P<name>[^<]{1,400})(?=</a>)")
_CALLED = re.compile(r"<a (?=[^>]{0,200}class=.mention.)[^>]{0,400}>@(?P<name>[^<]{1,400})</a>")


def renamed_text(text: str, same: Same, name: str) -> str:
    """The Markdown, with `name` wherever a name that is `same` is quoted, called or linked to."""
    text = _QUOTE.sub(lambda found: _led(found, _unescaped(found["name"]), same, name), text)
    text = _MENTION.sub(lambda found: name if same(found["spaced"] or found["plain"]) else found.group(), text)
    return _PROFILE.sub(lambda found: _address(found["name"], same, name), text)


def renamed_html(html: str, same: Same, name: str) -> str:
    """The rendering, changed likewise; a mention becomes plain words."""
    shown = escape(name)
    for pattern in (_LABEL, _CITE):
        html = pattern.sub(lambda found: _led(found, unescape(found["name"]), same, shown), html)
    html = _CALLED.sub(lambda found: shown if same(unescape(found["name"])) else found.group(), html)
    return _PROFILE.sub(lambda found: _address(found["name"], same, name), html)


def renamed_words(words: str, old: str, name: str) -> str:
    """Plain words of a rendering, where a mention has no brackets any more, and may be cut off at the end."""
    words = words.replace(f"@{old}", name)
    at = words.rfind("@")
    cut = words[at:].rstrip("… ") if at >= 0 else ""
    return words[:at] + "…" if len(cut) > 1 and f"@{old}".startswith(cut) else words


def _led(found: re.Match[str], called: str, same: Same, name: str) -> str:
    return f"{found['lead']}{name}" if same(called) else found.group()


def _address(quoted: str, same: Same, name: str) -> str:
    return paths.user(name).removeprefix("/u/") if same(unquote(quoted)) else quoted


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)
