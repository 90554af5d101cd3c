"""Honest pictures come out upright, bare and whole."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageCms

from forum.errors import TooOften
from forum.uploads import imaging
from forum.uploads.imaging import process_image
from forum.uploads.jobs import Crop, Purpose
from forum.uploads.kinds import Kind
from tests.uploads.pictures import (
    SECRET,
    animation,
    encoded,
    opened,
    photograph,
    picture,
    red_is_blue_profile,
    turned,
    with_metadata,
)

IMAGES = (Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF)
MODES = [
    (Kind.PNG, "1"),
    (Kind.PNG, "L"),
    (Kind.PNG, "LA"),
    (Kind.PNG, "P"),
    (Kind.PNG, "RGBA"),
    (Kind.PNG, "I;16"),
    (Kind.JPEG, "L"),
    (Kind.JPEG, "CMYK"),
    (Kind.WEBP, "RGBA"),
    (Kind.GIF, "L"),
    (Kind.GIF, "P"),
]


@pytest.mark.parametrize("kind", IMAGES)
def test_the_format_is_kept_and_all_metadata_goes(kind: Kind) -> None:
    source = with_metadata(kind.name)
    assert SECRET in source
    safe = process_image(source, kind, Purpose.ATTACHMENT).full
    image = opened(safe.data)
    assert (image.format, safe.mime) == (kind.name, kind.mime)
    assert (safe.width, safe.height) == image.size == (40, 30)
    assert SECRET not in safe.data
    assert not image.getexif()
    assert {"exif", "xmp", "comment", "icc_profile", "Comment", "XML:com.adobe.xmp"}.isdisjoint(image.info)


@pytest.mark.parametrize(("kind", "mode"), MODES)
def test_every_mode_of_a_format_passes(kind: Kind, mode: str) -> None:
    source = Image.new(mode, (900, 700), 200) if mode == "I;16" else picture(900, 700, mode)
    done = process_image(encoded(source, kind.name), kind, Purpose.ATTACHMENT)
    assert opened(done.full.data).size == (900, 700)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_turned_photograph_is_set_upright(orientation: int) -> None:
    safe = process_image(turned(orientation), Kind.JPEG, Purpose.ATTACHMENT).full
    image = opened(safe.data).convert("RGB")
    red = {1: (20, 2), 2: (20, 2), 3: (20, 27), 4: (20, 27), 5: (2, 20), 6: (27, 20), 7: (27, 20), 8: (2, 20)}
    assert image.size == ((40, 30) if orientation < 5 else (30, 40))
    pixel = image.getpixel(red[orientation])
    assert isinstance(pixel, tuple)
    assert pixel[0] > 200
    assert pixel[2] < 60


def test_a_torn_exif_block_does_not_spoil_a_photograph() -> None:
    source = encoded(picture(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\xff\xff\xff\xfftorn")
    assert process_image(source, Kind.JPEG, Purpose.ATTACHMENT).full.width == 40


def test_colours_of_another_profile_are_moved_to_srgb() -> None:
    for mode in ("RGB", "RGBA"):
        source = encoded(picture(mode=mode), "PNG", icc_profile=red_is_blue_profile())
        image = opened(process_image(source, Kind.PNG, Purpose.ATTACHMENT).full.data)
        assert "icc_profile" not in image.info
        red, _, blue = image.convert("RGB").split()
        assert red.getpixel((1, 1)) < 10
        assert blue.getpixel((1, 1)) > 245


@pytest.mark.parametrize(
    "profile", [b"no profile at all", ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()]
)
def test_a_profile_that_does_not_fit_is_left_aside(profile: bytes) -> None:
    source = encoded(picture(), "PNG", icc_profile=profile)
    image = opened(process_image(source, Kind.PNG, Purpose.ATTACHMENT).full.data)
    assert image.getpixel((1, 1)) == (255, 0, 0)


@pytest.mark.parametrize("kind", [Kind.PNG, Kind.WEBP, Kind.GIF])
def test_transparency_stays(kind: Kind) -> None:
    source = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    source.paste((0, 128, 0, 255), (0, 0, 20, 30))
    safe = process_image(encoded(source, kind.name), kind, Purpose.ATTACHMENT).full
    alpha = opened(safe.data).convert("RGBA").getchannel("A")
    assert (alpha.getpixel((5, 5)), alpha.getpixel((35, 5))) == (255, 0)


@pytest.mark.parametrize("kind", [Kind.GIF, Kind.WEBP])
def test_an_animation_keeps_its_frames_and_its_pace(kind: Kind) -> None:
    safe = process_image(animation(kind.name, frames=5), kind, Purpose.ATTACHMENT).full
    image = opened(safe.data)
    assert (image.n_frames, image.info["loop"]) == (5, 0)
    for number in range(5):
        image.seek(number)
        image.load()
        assert image.info["duration"] == 70


def test_a_frame_that_is_never_shown_as_moving_is_dropped() -> None:
    animated_png = animation("PNG")
    assert opened(animated_png).n_frames == 3
    assert b"acTL" not in process_image(animated_png, Kind.PNG, Purpose.ATTACHMENT).full.data


def test_a_telephone_photograph_with_a_second_picture_passes() -> None:
    two = encoded(picture(), "MPO", save_all=True, append_images=[picture(mode="L")])
    assert opened(two).format == "MPO"
    safe = process_image(two, Kind.JPEG, Purpose.ATTACHMENT).full
    assert opened(safe.data).format == "JPEG"


@pytest.mark.parametrize(
    ("size", "thumbnail"),
    [((1600, 1200), (640, 480)), ((700, 70), (640, 64)), ((300, 6000), (64, 1280)), ((640, 480), None)],
)
def test_large_images_get_a_thumbnail(size: tuple[int, int], thumbnail: tuple[int, int] | None) -> None:
    small = process_image(encoded(picture(*size), "PNG"), Kind.PNG, Purpose.ATTACHMENT).thumbnail
    assert (small and (small.width, small.height)) == thumbnail
    if small:
        assert (small.mime, opened(small.data).format) == ("image/webp", "WEBP")


def test_a_heavy_image_of_small_size_gets_a_thumbnail_too() -> None:
    done = process_image(encoded(photograph(640, 480), "PNG"), Kind.PNG, Purpose.ATTACHMENT)
    assert done.thumbnail is not None
    assert len(done.thumbnail.data) < len(done.full.data)


@pytest.mark.parametrize("kind", IMAGES)
@pytest.mark.parametrize(("size", "side"), [((900, 600), 256), ((100, 400), 100)])
def test_an_avatar_is_a_small_square(kind: Kind, size: tuple[int, int], side: int) -> None:
    done = process_image(encoded(picture(*size), kind.name), kind, Purpose.AVATAR)
    assert done.thumbnail is None
    assert (done.full.mime, done.full.width, done.full.height) == ("image/webp", side, side)
    assert opened(done.full.data).size == (side, side)


@pytest.mark.slow
@pytest.mark.parametrize("kind", IMAGES)
def test_a_picture_of_25_million_pixels_passes(kind: Kind) -> None:
    source = photograph(5000, 5000)
    options = {"WEBP": {"quality": 30, "method": 0}, "JPEG": {"quality": 50}, "PNG": {"compress_level": 1}}
    data = encoded(source.quantize(16) if kind is Kind.GIF else source, kind.name, **options.get(kind.name, {}))
    done = process_image(data, kind, Purpose.ATTACHMENT)
    assert (done.full.width, done.full.height) == (5000, 5000)
    assert done.thumbnail is not None


def test_several_at_once_wait_for_their_turn() -> None:
    data = encoded(picture(), "PNG")
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda _: process_image(data, Kind.PNG, Purpose.ATTACHMENT).full.width, range(3)))
    assert done == [40, 40, 40]


def test_a_crowd_is_sent_away_at_once_and_places_come_free_again() -> None:
    data = encoded(picture(), "PNG")
    for _ in range(4):
        assert imaging._places.acquire(blocking=False)
    try:
        with pytest.raises(TooOften):
            process_image(data, Kind.PNG, Purpose.ATTACHMENT)
    finally:
        imaging._places.release(4)
    assert process_image(data, Kind.PNG, Purpose.ATTACHMENT).full.width == 40


@pytest.mark.parametrize(
    ("crop", "colour"),
    [
        (Crop(), (0, 255, 0)),
        (Crop(x=0), (255, 0, 0)),
        (Crop(x=1), (0, 0, 255)),
        (Crop(x=0.5, zoom=4), (0, 255, 0)),
        (Crop(x=-7, y=9, zoom=0), (255, 0, 0)),
        (Crop(x=7, zoom=1e9), (0, 0, 255)),
    ],
)
@pytest.mark.parametrize("upright", [True, False])
def test_a_portrait_is_the_square_that_was_chosen(crop: Crop, colour: tuple[int, int, int], upright: bool) -> None:
    """Three fields of colour side by side, or one above the other."""
    source = Image.new("RGB", (900, 300))
    for number, each in enumerate(((255, 0, 0), (0, 255, 0), (0, 0, 255))):
        source.paste(each, (300 * number, 0, 300 * (number + 1), 300))
    if not upright:
        source, crop = source.transpose(Image.Transpose.ROTATE_270), Crop(crop.y, crop.x, crop.zoom)
    image = opened(process_image(encoded(source, "PNG"), Kind.PNG, Purpose.AVATAR, crop=crop).full.data)
    assert image.width == image.height <= 256
    pixel = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    assert isinstance(pixel, tuple)
    assert max(abs(found - wanted) for found, wanted in zip(pixel, colour, strict=True)) < 12


def test_a_large_photograph_keeps_its_sharpness_when_cropped_near() -> None:
    source = encoded(picture(4000, 3000), "JPEG")
    image = opened(process_image(source, Kind.JPEG, Purpose.AVATAR, crop=Crop(zoom=4)).full.data)
    assert image.size == (256, 256)
