"""Names of members called in a text: `@name`, or `@[name with spaces]`."""

import re
from collections.abc import Iterator

from forum import paths
from forum.markup.cleaning import clean_text
from forum.markup.document import RenderContext
from forum.markup.fences import lift_fences
from forum.markup.limits import MENTIONS, PROFILES, Kind
from forum.markup.passes import Findings
from forum.markup.pieces import Piece, Tag, Text, placed

_MENTION = re.compile(r"(?<![\w@/.+-])@(?:\[([^\[\]\n]{1,60})\]|([^\W_][\w.-]{0,59})(?!\w))")
_CANDIDATES = 50
_TRAILING = ".-_"


def mention_candidates(text: str) -> tuple[str, ...]:
    """Names that `text` may mention, casefolded, without looking any of them up.

    Look them up, then pass those that exist as `RenderContext.known_names`: one rendering is then enough.
    """
    text, _ = lift_fences(clean_text(text[: 2 * PROFILES[Kind.POST].characters]))
    names: dict[str, None] = {}
    for match in _MENTION.finditer(text):
        names[_name(match).casefold()] = None
        if len(names) == _CANDIDATES:
            break
    return tuple(names)


def link_mentions(pieces: list[Piece], context: RenderContext, findings: Findings) -> list[Piece]:
    """Link the known names; those outside quotes count as called."""
    if not context.known_names:
        return pieces
    out: list[Piece] = []
    linked: dict[str, None] = {}
    for piece, place in placed(pieces):
        if not isinstance(piece, Text) or "@" not in piece.value or place.inside("a", "code", "summary"):
            out.append(piece)
            continue
        called = findings.mentions if not place.inside("blockquote") else {}
        out += _with_mentions(piece.value, context, linked, called)
    return out


def _with_mentions(
    text: str, context: RenderContext, linked: dict[str, None], called: dict[str, None]
) -> Iterator[Piece]:
    done = 0
    for match in _MENTION.finditer(text):
        name = context.known_names.get(_name(match).casefold())
        if name is None or (name not in linked and len(linked) == MENTIONS):
            continue
        linked[name] = called[name] = None
        if match.start() > done:
            yield Text(text[done : match.start()])
        yield Tag("a", (("class", "mention"), ("href", paths.user(name))))
        yield from (Text(f"@{name}", frozen=True), Tag("a", closing=True))
        done = match.end() if match[1] else match.start() + 1 + len(_name(match))
    if done < len(text):
        yield Text(text[done:])


def _name(match: re.Match[str]) -> str:
    return " ".join(match[1].split()) if match[1] else match[2].rstrip(_TRAILING)
