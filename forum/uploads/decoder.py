"""The child that decodes one image and encodes it anew. Run as a program, under limits it sets on itself.

The job comes as JSON in the first argument, the image on standard input; a header line and the encoded images
go to standard output. An image it cannot decode ends it with a traceback: the parent sees that it failed.
"""

import resource
import struct
import sys
import warnings
from contextlib import suppress
from io import BytesIO

from PIL import Image, ImageCms

from forum.uploads.encoding import AVATAR_SIDE, as_avatar, as_image, as_thumbnail
from forum.uploads.jobs import NEAREST, Header, Job, Limits, Part, Purpose, Refusal

_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class _Refused(Exception):
    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal)
        self.refusal = refusal


def main() -> None:
    job = Job.from_json(sys.argv[1])
    _bound(job.limits)
    try:
        encoded = _safe_images(sys.stdin.buffer.read(), job)
    except _Refused as refused:
        _answer(Header(refused.refusal), [])
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        _answer(Header(Refusal.PIXELS), [])
    else:
        _answer(Header(parts=tuple(part for part, _ in encoded)), [data for _, data in encoded])


def _bound(limits: Limits) -> None:
    # security: the kernel ends what exceeds these, whatever a decoder believes about the image
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits.output, limits.output))
    with suppress(ValueError, OSError):  # macOS knows no limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    # security: Pillow asks this number again for each frame and for what a header says late
    Image.MAX_IMAGE_PIXELS = limits.pixels
    warnings.simplefilter("error", Image.DecompressionBombWarning)


def _safe_images(data: bytes, job: Job) -> list[tuple[Part, bytes]]:
    # security: one decoder only; Pillow would otherwise try PostScript, TIFF and sixty more
    with Image.open(BytesIO(data), formats=(job.format,)) as image:
        if image.width * image.height > job.limits.pixels:
            raise _Refused(Refusal.PIXELS)
        if job.purpose is Purpose.AVATAR:
            wanted = round(AVATAR_SIDE * 2 * NEAREST)  # a JPEG need not be decoded much larger than it is shown
            image.draft("RGB", (wanted, wanted))
            return [as_avatar(_plain(image), job.crop)]
        frames = _frames(image, job)
        encoded = as_image(frames, job.format, loop=image.info.get("loop"))
        thumbnail = as_thumbnail(frames[0], encoded[0])
    return [encoded, thumbnail] if thumbnail else [encoded]


def _frames(image: Image.Image, job: Job) -> list[Image.Image]:
    count = getattr(image, "n_frames", 1) if job.format in {"GIF", "WEBP"} else 1
    if count > job.limits.frames:
        raise _Refused(Refusal.FRAMES)
    if count == 1:
        return [_plain(image)]
    if image.width * image.height * count > job.limits.animation_pixels:
        raise _Refused(Refusal.ANIMATION)
    frames = []
    for number in range(count):
        image.seek(number)
        image.load()  # only now is the frame's duration known to the WebP decoder
        frames.append(_bare(image.copy(), keep=("transparency", "duration")))
    return frames


def _plain(image: Image.Image) -> Image.Image:
    """The first frame, upright, in sRGB, without metadata."""
    image.load()
    upright = _upright(image)
    return _bare(_in_srgb(upright), keep=("transparency",))


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except (OSError, SyntaxError, TypeError, ValueError, KeyError, struct.error):
        return image  # a torn EXIF block does not spoil a good picture
    return image.transpose(turn) if turn is not None else image


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours of another profile (Display P3 of telephones, CMYK of print) moved to sRGB: profiles go."""
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in {"RGB", "RGBA", "CMYK"}:
        return image
    with suppress(ImageCms.PyCMSError, OSError):  # a profile that cannot be read is left aside
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" not in ImageCms.getProfileDescription(source):
            mode = "RGBA" if image.mode == "RGBA" else "RGB"
            moved = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
            return moved or image
    return image


def _bare(image: Image.Image, *, keep: tuple[str, ...]) -> Image.Image:
    # security: EXIF (position, camera, owner), XMP, comments and profiles all live in `info`
    image.info = {name: value for name, value in image.info.items() if name in keep}
    return image


def _answer(header: Header, parts: list[bytes]) -> None:
    out = sys.stdout.buffer
    out.write(header.to_json().encode() + b"\n")
    for part in parts:
        out.write(part)
    out.flush()


if __name__ == "__main__":
    main()
