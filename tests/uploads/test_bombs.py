"""Files made to exhaust or to fool a decoder end in a refusal that says what to do, soon and cheaply."""

import resource
import time
from collections.abc import Callable

import pytest

from forum.errors import Invalid
from forum.uploads.checks import check
from forum.uploads.imaging import process_image
from forum.uploads.jobs import Limits, Purpose
from forum.uploads.kinds import Kind
from tests.uploads import pictures
from tests.uploads.files import EPS, HTML, SVG, TIFF
from tests.uploads.pictures import encoded, picture

PNG = encoded(picture(), "PNG")
JPEG = encoded(picture(), "JPEG")
WEBP = encoded(picture(), "WEBP")
GIF = encoded(picture(), "GIF")

BOMBS = [
    ("54 million pixels", lambda: pictures.png_bomb(9000, 6000), Kind.PNG, "millions de pixels"),
    ("just too many", lambda: pictures.png_bomb(5001, 5000), Kind.PNG, "millions de pixels"),
    ("a claim of 2^31", lambda: pictures.png_claiming(2**31 - 1, 2**31 - 1), Kind.PNG, "millions de pixels"),
    ("a screen of 65535", lambda: pictures.gif_frames(1, 65535, 65535), Kind.GIF, "millions de pixels"),
    ("a frame that grows", lambda: pictures.gif_growing(60000, 60000), Kind.GIF, "millions de pixels"),
    ("8000 frames", lambda: pictures.gif_frames(8000, 3000, 3000), Kind.GIF, "plus de 100 images"),
    ("5 MB of frames", lambda: pictures.gif_frames(200_000, 9, 9), Kind.GIF, "plus de 100 images"),
    ("100 large frames", lambda: pictures.gif_frames(100, 3000, 3000), Kind.GIF, "trop grande"),
    ("a remark of 200 MB", pictures.png_text_bomb, Kind.PNG, "abîmée"),
]
FALSE = [
    ("no pixels", pictures.png_claiming(40, 30), Kind.PNG),
    ("no width", pictures.png_claiming(0, 30), Kind.PNG),
    ("mark alone", b"\x89PNG\r\n\x1a\n", Kind.PNG),
    ("torn PNG", PNG[:-40], Kind.PNG),
    ("torn JPEG", JPEG[:300], Kind.JPEG),
    ("torn WebP", WEBP[:-20], Kind.WEBP),
    ("torn GIF", GIF[:30], Kind.GIF),
    ("TIFF named JPEG", TIFF, Kind.JPEG),
    ("EPS named JPEG", EPS, Kind.JPEG),
    ("TIFF behind a JPEG mark", b"\xff\xd8\xff" + TIFF, Kind.JPEG),
    ("page behind a GIF mark", b"GIF89a/*" + HTML, Kind.GIF),
    ("page behind a PNG mark", b"\x89PNG\r\n\x1a\n" + HTML, Kind.PNG),
    ("SVG", SVG, Kind.PNG),
    ("PNG said to be JPEG", PNG, Kind.JPEG),
]


@pytest.mark.parametrize(("make", "kind", "advice"), [row[1:] for row in BOMBS], ids=[row[0] for row in BOMBS])
def test_a_bomb_is_refused_soon(make: Callable[[], bytes], kind: Kind, advice: str) -> None:
    data = make()
    assert check(data, f"bombe.{kind.extensions[0]}", max_bytes=6_000_000) is kind
    started = time.monotonic()
    with pytest.raises(Invalid, match=advice):
        process_image(data, kind, Purpose.ATTACHMENT)
    assert time.monotonic() - started < 5  # 0.1 s on a free machine, 0.6 s for the 5 MB of frames


@pytest.mark.parametrize(("data", "kind"), [row[1:] for row in FALSE], ids=[row[0] for row in FALSE])
@pytest.mark.parametrize("purpose", list(Purpose))
def test_what_is_no_whole_image_is_refused(data: bytes, kind: Kind, purpose: Purpose) -> None:
    with pytest.raises(Invalid, match=r"abîmée|millions"):
        process_image(data, kind, purpose)


@pytest.mark.parametrize("tail", [HTML, b"PK\x03\x04" + b"zip" * 50, b"<?php system($_GET[0]); ?>"])
@pytest.mark.parametrize(("data", "kind"), [(PNG, Kind.PNG), (JPEG, Kind.JPEG), (GIF, Kind.GIF)])
def test_nothing_hidden_behind_a_picture_is_kept(data: bytes, kind: Kind, tail: bytes) -> None:
    safe = process_image(data + tail, kind, Purpose.ATTACHMENT).full
    assert tail not in safe.data


def test_an_avatar_takes_only_the_first_frame_of_a_long_animation() -> None:
    done = process_image(pictures.gif_frames(8000, 3000, 3000), Kind.GIF, Purpose.AVATAR)
    assert (done.full.width, done.full.height) == (256, 256)


@pytest.mark.parametrize(
    "limits",
    [
        Limits(seconds=1, frames=10**6, animation_pixels=10**12, memory=4 << 30),
        Limits(memory=300 << 20, frames=10**6, animation_pixels=10**12),
        Limits(output=20),
    ],
    ids=["time", "memory", "output"],
)
def test_the_kernel_ends_what_a_rule_forgot(limits: Limits) -> None:
    before = resource.getrlimit(resource.RLIMIT_AS)
    started = time.monotonic()
    with pytest.raises(Invalid, match="abîmée"):
        process_image(pictures.gif_frames(8000, 3000, 3000), Kind.GIF, Purpose.ATTACHMENT, limits=limits)
    assert time.monotonic() - started < limits.seconds + 2
    assert resource.getrlimit(resource.RLIMIT_AS) == before
