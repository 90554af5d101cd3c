"""The whole way of a text: gate, parser, sanitiser, passes over its words, last checks.

Pure: the same text, kind and context always give the same result. It runs in whatever process calls it; text from
members goes through `pool`, which can stop a rendering that takes too long.
"""

import re
from dataclasses import replace
from html import escape

from forum.markup import limits
from forum.markup.cleaning import clean_text
from forum.markup.document import RenderContext, Rendered, TooComplex
from forum.markup.fences import Fence, lift_fences
from forum.markup.gate import check_size, check_structure
from forum.markup.law import link_law
from forum.markup.layout import lay_out
from forum.markup.limits import PROFILES, Feature, Kind, Profile, Rule
from forum.markup.links import link_addresses, resolve_links
from forum.markup.marks import FENCE, undouble, unmask
from forum.markup.masking import mask_look_alikes
from forum.markup.mentions import link_mentions
from forum.markup.parser import to_html
from forum.markup.passes import Findings, Pass
from forum.markup.pieces import Piece, Tag, placed, read, write
from forum.markup.plain import own_words
from forum.markup.sanitizer import sanitize
from forum.markup.typography import set_type

_LINKS: tuple[Pass, ...] = (resolve_links, link_addresses, link_mentions)

_OPENING_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_VOID = frozenset({"br", "hr", "img"})
_MARK = re.compile(rf"{FENCE}(\d+){FENCE}")


def render(text: str, kind: Kind = Kind.POST, *, context: RenderContext | None = None) -> Rendered:
    """Return safe HTML for what a member wrote. Raises TooComplex; never anything else for any text."""
    context = context or RenderContext()
    profile = PROFILES[kind]
    text = clean_text(text)
    if profile.inline:
        text = " ".join(text.split("\n"))
    check_size(text, profile)
    try:
        html = _parsed(text, kind, profile, context)
    except RecursionError:
        raise TooComplex(Rule.NESTING) from None
    _check_output(html, len(text))
    return _finished(read(sanitize(html)), len(text), profile, context)


def _parsed(text: str, kind: Kind, profile: Profile, context: RenderContext) -> str:
    fences: tuple[Fence, ...] = ()
    if Feature.CODE_BLOCKS in profile.features:
        text, fences = lift_fences(text)
    masked = mask_look_alikes(text)
    check_structure(masked.text, masked.counts, profile)
    source = lay_out(masked.text) if profile.features else masked.text
    return unmask(_with_stray_code(to_html(source, fences, kind, context), fences))


def _with_stray_code(html: str, fences: tuple[Fence, ...]) -> str:
    """Show the code of a fence that stood where no block can, instead of its mark."""
    return _MARK.sub(lambda mark: f"<code>{escape(fences[int(mark[1])].code)}</code>", html)


def _check_output(html: str, source_length: int) -> None:
    # Before the sanitiser, which costs up to 60 µs a tag: amplification is refused, not worked through.
    _check_length(html, source_length)
    tags = depth = deepest = 0
    for match in _OPENING_TAG.finditer(html):
        tags += not match[1]
        if match[2] not in _VOID:
            depth += -1 if match[1] else 1
            deepest = max(deepest, depth)
    if tags > limits.OUTPUT_TAGS:
        raise TooComplex(Rule.TAGS, {"limit": limits.OUTPUT_TAGS, "found": tags})
    if deepest > limits.OUTPUT_DEPTH:
        raise TooComplex(Rule.NESTING, {"limit": limits.OUTPUT_DEPTH, "found": deepest})


def _check_length(html: str, source_length: int) -> None:
    limit = limits.OUTPUT_FACTOR * source_length + limits.OUTPUT_ALLOWANCE
    if len(html) > limit:
        raise TooComplex(Rule.OUTPUT, {"limit": limit, "found": len(html)})


def _finished(pieces: list[Piece], source_length: int, profile: Profile, context: RenderContext) -> Rendered:
    findings = Findings()
    law: tuple[Pass, ...] = (link_law,) if Feature.LAW in profile.features else ()
    for apply in (*_LINKS, *law, _undouble, set_type):  # typography sees the text last
        pieces = apply(pieces, context, findings)
    if findings.links > profile.links:
        raise TooComplex(Rule.LINKS, {"limit": profile.links, "found": findings.links})
    _note_references(pieces, findings)
    if profile.inline:
        pieces = [piece for piece in pieces if not (isinstance(piece, Tag) and piece.name == "p")]
    html = write(pieces).strip("\n")
    _check_length(html, source_length)
    return Rendered(
        html=html,
        plain=own_words(pieces),
        mentions=tuple(findings.mentions),
        links=findings.links,
        images=tuple(findings.images),
        quotes=tuple(findings.quotes),
        citations=findings.citations,
    )


def _undouble(pieces: list[Piece], _context: RenderContext, _findings: Findings) -> list[Piece]:
    shown: list[Piece] = []
    for piece, place in placed(pieces):
        if isinstance(piece, Tag):
            attributes = tuple((name, undouble(value)) for name, value in piece.attributes)
            shown.append(replace(piece, attributes=attributes))
        else:
            shown.append(replace(piece, value=undouble(piece.value, as_typed=place.inside("code"))))
    return shown


def _note_references(pieces: list[Piece], findings: Findings) -> None:
    for piece in pieces:
        if isinstance(piece, Tag) and piece.name == "img":
            findings.images[piece.get("data-attachment")] = None
        elif isinstance(piece, Tag) and piece.get("data-post"):
            findings.quotes[int(piece.get("data-post"))] = None
