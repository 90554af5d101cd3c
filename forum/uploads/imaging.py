"""Images made safe: decoded and encoded anew in a child process with limits, one at a time.

Nothing of the sender's bytes is kept, so neither metadata nor anything hidden behind the picture survives.
"""

import tempfile
import threading
from dataclasses import dataclass
from typing import IO

from forum.errors import Invalid, TooOften
from forum.uploads.checks import FIELD
from forum.uploads.confined import runs_well
from forum.uploads.jobs import Crop, Header, Job, Limits, Part, Purpose, Refusal
from forum.uploads.kinds import Kind, kind_of_bytes, kind_of_mime
from forum.words import Message, message

_WAITING = 4  # images that may wait or run at once: each holds a thread of the server
_WAIT_SECONDS = 30
_PATIENCE = 2

_turn = threading.Lock()
_places = threading.BoundedSemaphore(_WAITING)


@dataclass(frozen=True)
class SafeImage:
    """An image that our own encoder wrote. Width and height in pixels."""

    data: bytes
    mime: str
    width: int
    height: int


@dataclass(frozen=True)
class SafeImages:
    """The image, and its thumbnail unless it is small enough to be its own."""

    full: SafeImage
    thumbnail: SafeImage | None


def process_image(
    data: bytes, kind: Kind, purpose: Purpose, *, limits: Limits | None = None, crop: Crop | None = None
) -> SafeImages:
    """The safe images of `data`, which `check` found to be of this kind. `crop`: of a portrait. Ten CPU seconds.

    Raises Invalid when it cannot be decoded within the limits, TooOften when too many others wait.
    """
    limits = limits or Limits()
    job = Job(kind.name, purpose, limits, crop or Crop())
    if not _places.acquire(blocking=False):
        raise _busy()
    try:
        if not _turn.acquire(timeout=_WAIT_SECONDS):
            raise _busy()
        try:
            return _decoded(data, job)
        finally:
            _turn.release()
    finally:
        _places.release()


def _decoded(data: bytes, job: Job) -> SafeImages:
    # Files rather than pipes: no thread to feed them, and the kernel bounds what the child may write.
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as result:
        source.write(data)
        source.seek(0)
        _run_child(job, source, result)
        result.seek(0)
        header = _header(result)
        if header.refusal is not None:
            raise Invalid(_refusal(header.refusal, job.limits), FIELD)
        images = [_image(result, part) for part in header.parts]
    if not 1 <= len(images) <= 2:
        raise _broken()
    return SafeImages(images[0], images[1] if len(images) == 2 else None)


def _run_child(job: Job, source: IO[bytes], result: IO[bytes]) -> None:
    seconds = job.limits.seconds * _PATIENCE  # the CPU seconds are the child’s own limit
    if not runs_well("forum.uploads.decoder", job.to_json(), source, result, seconds=seconds):
        raise _broken()


def _header(result: IO[bytes]) -> Header:
    try:
        return Header.from_json(result.readline(4096).decode())
    except (ValueError, TypeError, KeyError):
        raise _broken() from None


def _image(result: IO[bytes], part: Part) -> SafeImage:
    data = result.read(part.size)
    # security: a decoder taken over by an image may answer anything; only an image leaves here
    kind = kind_of_mime(part.mime)
    if kind is None or not kind.is_image or kind_of_bytes(data) is not kind or len(data) != part.size:
        raise _broken()
    return SafeImage(data, part.mime, part.width, part.height)


def _broken() -> Invalid:
    return Invalid(
        message(
            "Cette image est abîmée, incomplète ou trop complexe : ouvrez-la dans un logiciel d’images, "
            "enregistrez-la en PNG ou en JPEG, puis réessayez."
        ),
        FIELD,
    )


def _busy() -> TooOften:
    return TooOften(message("Beaucoup d’images arrivent en ce moment : réessayez dans une minute."), 60)


def _refusal(refusal: Refusal, limits: Limits) -> Message:
    if refusal is Refusal.PIXELS:
        return message(
            "Cette image compte plus de %(millions)s millions de pixels : réduisez ses dimensions.",
            millions=limits.pixels // 1_000_000,
        )
    if refusal is Refusal.FRAMES:
        return message(
            "Cette animation compte plus de %(frames)s images : raccourcissez-la, ou envoyez une image fixe.",
            frames=limits.frames,
        )
    return message("Cette animation est trop grande : réduisez ses dimensions ou sa durée, ou envoyez une image fixe.")
