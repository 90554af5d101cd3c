"""How safe images are written: the format kept, thumbnails and avatars as WebP. Part of the image child."""

from io import BytesIO
from typing import Any

from PIL import Image, ImageOps

from forum.uploads.jobs import Crop, Part

AVATAR_SIDE = 256
THUMBNAIL_BOX = (640, 1280)  # as wide as a post, and not endlessly tall
_SMALL_ENOUGH = 64 * 1024  # bytes; an image that fits the box and weighs less is its own thumbnail
_LARGE = 8_000_000  # pixels beyond which a faster, slightly less tight encoding is chosen

_MODES = {
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"),
    "JPEG": ("L", "RGB"),
    "WEBP": ("RGB", "RGBA"),
    "GIF": ("1", "L", "P", "RGB", "RGBA"),
}

Encoded = tuple[Part, bytes]


def as_image(frames: list[Image.Image], name: str, *, loop: int | None) -> Encoded:
    first, *others = [_in_mode(frame, name) for frame in frames]
    options: dict[str, Any] = {}
    if others:
        durations = [int(frame.info.get("duration") or 100) for frame in frames]
        options = {"save_all": True, "append_images": others, "duration": durations}
        if loop is not None:
            options["loop"] = loop
        if any(frame.has_transparency_data for frame in frames):
            options["disposal"] = 2  # or a transparent frame would show the one before it
    return _encoded(first, name, **_quality(name, sum(frame.width * frame.height for frame in frames)), **options)


def as_thumbnail(image: Image.Image, full: Part) -> Encoded | None:
    """A smaller picture of the first frame, or None when the image itself will do."""
    if _fits(image) and full.size <= _SMALL_ENOUGH:
        return None
    return _encoded(ImageOps.contain(_in_colour(image), _box(image)), "WEBP", quality=80)


def as_avatar(image: Image.Image, crop: Crop) -> Encoded:
    """The square that was chosen."""
    box = crop.box(*image.size)
    side = max(1, min(AVATAR_SIDE, round(box[2] - box[0])))
    small = _in_colour(image).resize((side, side), Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
    return _encoded(small, "WEBP", quality=85)


def _fits(image: Image.Image) -> bool:
    return image.width <= THUMBNAIL_BOX[0] and image.height <= THUMBNAIL_BOX[1]


def _box(image: Image.Image) -> tuple[int, int]:
    return min(image.width, THUMBNAIL_BOX[0]), min(image.height, THUMBNAIL_BOX[1])


def _quality(name: str, pixels: int) -> dict[str, Any]:
    large = pixels > _LARGE
    if name == "JPEG":
        return {"quality": 88, "progressive": True}
    if name == "WEBP":
        return {"quality": 88, "method": 1 if large else 4}
    return {"compress_level": 1 if large else 6} if name == "PNG" else {}


def _in_mode(image: Image.Image, name: str) -> Image.Image:
    if image.mode in _MODES[name]:
        return image
    return image.convert("RGB") if name == "JPEG" else _in_colour(image)


def _in_colour(image: Image.Image) -> Image.Image:
    """RGB, or RGBA where something is transparent."""
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _encoded(image: Image.Image, name: str, **options: Any) -> Encoded:
    file = BytesIO()
    image.save(file, name, **options)
    data = file.getvalue()
    return Part(Image.MIME[name], image.width, image.height, len(data)), data
