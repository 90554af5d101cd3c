"""Pictures for the tests: honest ones, and bombs made by hand."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageCms, PngImagePlugin

SECRET = b"48.8566-CANARI"  # stands in every kind of metadata; must come out of none


def encoded(image: Image.Image, name: str, **options: Any) -> bytes:
    file = BytesIO()
    image.save(file, name, **options)
    return file.getvalue()


def opened(data: bytes) -> Image.Image:
    image = Image.open(BytesIO(data))
    image.load()
    return image


def picture(width: int = 40, height: int = 30, mode: str = "RGB") -> Image.Image:
    """Red above, blue below: which way is up can be told."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (0, 0, width, height // 2))
    return image.convert(mode)


def photograph(width: int, height: int) -> Image.Image:
    """Noise soft enough to weigh about what a photograph weighs."""
    noise = Image.effect_noise((width // 5, height // 5), 60).resize((width, height))
    return Image.merge("RGB", (noise, noise.transpose(Image.Transpose.ROTATE_180), noise))


def animation(name: str, frames: int = 3, size: tuple[int, int] = (40, 30), **options: Any) -> bytes:
    """Frames that differ, 70 ms each, for ever."""
    pictures = [Image.new("RGB", size, (number * 60 % 256, 40, 200)) for number in range(frames)]
    return encoded(pictures[0], name, save_all=True, append_images=pictures[1:], duration=70, loop=0, **options)


def with_metadata(name: str) -> bytes:
    """A picture that says where, with what and by whom it was taken, in every way its format knows."""
    exif = Image.Exif()
    exif[0x010F] = SECRET.decode()
    exif.get_ifd(0x8825)[0x001D] = SECRET.decode()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + SECRET + b"</x:xmpmeta>"
    if name == "PNG":
        text = PngImagePlugin.PngInfo()
        text.add_text("Comment", SECRET.decode())
        text.add_itxt("XML:com.adobe.xmp", xmp.decode())
        return encoded(picture(), name, exif=exif, pnginfo=text, dpi=(300, 300))
    if name == "GIF":
        return encoded(picture(), name, comment=SECRET)
    if name == "WEBP":
        return encoded(picture(), name, exif=exif, xmp=xmp)
    return encoded(picture(), name, exif=exif, xmp=xmp, comment=SECRET, dpi=(300, 300))


def turned(orientation: int, name: str = "JPEG") -> bytes:
    """A picture whose EXIF says how to turn it."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(picture(), name, exif=exif, quality=95)


def red_is_blue_profile() -> bytes:
    """A colour profile in which the first channel means blue and the last one red."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return swapped.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))


def png_bomb(width: int, height: int) -> bytes:
    """One colour, so many pixels: a file of some hundred kB at most."""
    rows = zlib.compressobj(9)
    row = b"\0" * (width * 3 + 1)
    pixels = b"".join(rows.compress(row) for _ in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def png_claiming(width: int, height: int) -> bytes:
    """A header that claims a size, and no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def png_text_bomb() -> bytes:
    """A compressed remark of 200 MB."""
    squeeze = zlib.compressobj(9)
    remark = b"".join(squeeze.compress(b"\0" * 1_000_000) for _ in range(200)) + squeeze.flush()
    honest = encoded(picture(), "PNG")
    return honest[:33] + _chunk(b"zTXt", b"Comment\0\0" + remark) + honest[33:]


def gif_frames(frames: int, width: int, height: int) -> bytes:
    """Frames of one pixel on a large screen: 23 bytes each, decoded to width × height."""
    screen = b"GIF89a" + struct.pack("<HH", width, height) + b"\xf0\0\0" + b"\0\0\0\xff\xff\xff"
    frame = b"\x21\xf9\x04\0\0\0\0\0," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return screen + frame * frames + b";"


def gif_growing(width: int, height: int) -> bytes:
    """A screen of one pixel, and a second frame that is far larger."""
    screen = b"GIF89a" + struct.pack("<HH", 1, 1) + b"\xf0\0\0" + b"\0\0\0\xff\xff\xff"
    small = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    large = b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + b"\x02\x02\x44\x01\0"
    return screen + small + large + b";"


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
