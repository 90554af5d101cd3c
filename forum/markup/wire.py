"""How parent and render child speak: JSON texts, each after its length in four bytes."""

import json
import struct
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from forum.legal.cited import pack as pack_citations
from forum.legal.cited import unpack as unpack_citations
from forum.markup.document import AttachmentRef, RenderContext, Rendered, TooComplex
from forum.markup.limits import Kind, Rule

HEADER = struct.Struct(">I")
READY: dict[str, Any] = {"ready": True}

Message = dict[str, Any]
"""A message as JSON reads it; only this module knows its keys."""


def pack(message: Message) -> bytes:
    """The bytes of one message."""
    body = json.dumps(message).encode("ascii")
    return HEADER.pack(len(body)) + body


def unpack(read: Callable[[int], bytes]) -> Message | None:
    """The next message, `read` giving exactly as many bytes as asked for; None at the end of the stream."""
    header = read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    (length,) = HEADER.unpack(header)
    body = read(length)
    return json.loads(body) if len(body) == length else None


def request(text: str, kind: Kind, context: RenderContext) -> Message:
    """What the child needs for one rendering."""
    return {
        "text": text,
        "kind": kind,
        "language": context.language,
        "base_url": context.base_url,
        "post_anchor": context.post_anchor,
        "known_names": dict(context.known_names),
        "attachments": {key: asdict(file) for key, file in context.attachments.items()},
        "written_on": context.written_on.isoformat() if context.written_on else None,
    }


def read_request(message: Message) -> tuple[str, Kind, RenderContext]:
    """The other end of `request`."""
    files = {key: AttachmentRef(**file) for key, file in message.pop("attachments").items()}
    text, kind, day = message.pop("text"), Kind(message.pop("kind")), message.pop("written_on")
    written_on = date.fromisoformat(day) if day else None
    return text, kind, RenderContext(**message, attachments=files, written_on=written_on)


def result(rendered: Rendered) -> Message:
    """A rendering on its way back."""
    return {"rendered": {**asdict(replace(rendered, citations=())), "citations": pack_citations(rendered.citations)}}


def refusal(refused: TooComplex) -> Message:
    """A refusal on its way back."""
    return {"rule": refused.rule, "params": refused.params}


def read_result(message: Message) -> Rendered:
    """The other end of `result` and `refusal`. Raises the TooComplex that the child met."""
    if "rule" in message:
        raise TooComplex(Rule(message["rule"]), message["params"])
    fields = message["rendered"]
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    return Rendered(**{**fields, **lists, "citations": unpack_citations(fields["citations"])})
