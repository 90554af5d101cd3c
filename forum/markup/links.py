"""Links: those the writer made, and the addresses typed into the text.

A link out of the site says so to search engines and passes nothing to the page it opens; a link into the site becomes
relative; an address that is neither is dropped and its words stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from forum.markup.document import RenderContext
from forum.markup.limits import WORD_CHARACTERS
from forum.markup.passes import Findings
from forum.markup.pieces import Piece, Tag, Text, placed

EXTERNAL_REL = "nofollow ugc noopener noreferrer"

_TYPED = re.compile(rf"(?<![\w/])https?://[^\s<>\"«»“”\\]{{1,{WORD_CHARACTERS}}}", re.IGNORECASE)
_TRAILING = ".,;:!?'’…*_~"
_CLOSING = {")": "(", "]": "["}
_FOOTNOTE = ("footnote-ref", "footnote-backref")


@dataclass(frozen=True, slots=True)
class _Target:
    href: str
    external: bool

    def tag(self) -> Tag:
        rel = (("rel", EXTERNAL_REL),) if self.external else ()
        return Tag("a", (("href", self.href), *rel))


def resolve_links(pieces: list[Piece], context: RenderContext, findings: Findings) -> list[Piece]:
    """Rewrite the writer's links and count those that leave the site."""
    out: list[Piece] = []
    kept: list[bool] = []
    for piece in pieces:
        if not isinstance(piece, Tag) or piece.name != "a":
            out.append(piece)
        elif piece.closing:
            if kept and kept.pop():
                out.append(piece)
        else:
            tag = _resolved(piece, context, findings)
            kept.append(tag is not None)
            out += [tag] if tag else []
    return out


def _resolved(link: Tag, context: RenderContext, findings: Findings) -> Tag | None:
    if link.get("class") in _FOOTNOTE:
        return link
    target = _target(link.get("href"), context)
    if target is None:
        return None
    findings.links += target.external
    return target.tag()


def link_addresses(pieces: list[Piece], context: RenderContext, findings: Findings) -> list[Piece]:
    """Make links of the addresses typed into the text."""
    out: list[Piece] = []
    for piece, place in placed(pieces):
        if isinstance(piece, Text) and "://" in piece.value and not place.inside("a", "code", "summary"):
            out += _with_links(piece.value, context, findings)
        else:
            out.append(piece)
    return out


def _with_links(text: str, context: RenderContext, findings: Findings) -> Iterator[Piece]:
    done = 0
    for match in _TYPED.finditer(text):
        address = _without_punctuation(match.group())
        target = _target(address, context)
        if target is None:
            continue
        findings.links += target.external
        if match.start() > done:
            yield Text(text[done : match.start()])
        yield from (target.tag(), Text(address, frozen=True), Tag("a", closing=True))
        done = match.start() + len(address)
    if done < len(text):
        yield Text(text[done:])


def _without_punctuation(address: str) -> str:
    """Leave the end of the sentence, and a parenthesis that was opened before the address, out of it."""
    balance = {closing: address.count(closing) - address.count(opening) for closing, opening in _CLOSING.items()}
    while address[-1] in _TRAILING or balance.get(address[-1], 0) > 0:
        if address[-1] in balance:
            balance[address[-1]] -= 1
        address = address[:-1]
    return address


def _target(href: str, context: RenderContext) -> _Target | None:
    if href.startswith("attachment:"):
        file = context.attachments.get(href.removeprefix("attachment:"))
        return _target(file.url, context) if file else None
    if href.startswith(("#", "mailto:")):
        return _Target(href, external=False)
    if href.startswith("/"):
        return _local(href)
    if not href.lower().startswith(("http://", "https://")) or not _has_plain_host(href):
        return None
    scheme, _, rest = href.partition(":")
    href = f"{scheme.lower()}:{rest}"
    base = context.base_url.rstrip("/")
    if base and (href == base or href.startswith((f"{base}/", f"{base}?", f"{base}#"))):
        return _local(href[len(base) :])
    return _Target(href, external=True)


def _local(path: str) -> _Target:
    # security: neither `//elsewhere` nor `https://site//elsewhere` may come out as `//elsewhere`.
    return _Target("/" + path.lstrip("/"), external=False)


def _has_plain_host(href: str) -> bool:
    try:
        parts = urlsplit(href)
        parts.port  # noqa: B018 -- reading it is what checks it
    except ValueError:
        return False
    # security: `https://bank.example@evil.example` reads as the first and opens the second.
    return bool(parts.hostname) and "@" not in parts.netloc
