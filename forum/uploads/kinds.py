"""The kinds of files the forum takes, and how one is told from its first bytes. Pure."""

from enum import Enum


class Kind(Enum):
    """A kind of file: its media type, and the extensions it may carry (the first is the usual one)."""

    PNG = ("image/png", ("png",))
    JPEG = ("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
    WEBP = ("image/webp", ("webp",))
    GIF = ("image/gif", ("gif",))
    PDF = ("application/pdf", ("pdf",))
    TEXT = ("text/plain", ("txt", "text", "log", "md"))

    def __init__(self, mime: str, extensions: tuple[str, ...]) -> None:
        self.mime = mime
        self.extensions = extensions

    @property
    def is_image(self) -> bool:
        return self.mime.startswith("image/")


ACCEPT = ",".join(f".{extension}" for kind in Kind for extension in kind.extensions)  # for `<input type=file>`

_BY_EXTENSION = {extension: kind for kind in Kind for extension in kind.extensions}
_BY_MIME = {kind.mime: kind for kind in Kind}


def kind_of_extension(extension: str) -> Kind | None:
    """The kind that files of this extension (lower case, without its dot) announce."""
    return _BY_EXTENSION.get(extension)


def kind_of_mime(mime: str) -> Kind | None:
    return _BY_MIME.get(mime)


def kind_of_bytes(data: bytes) -> Kind:
    """What the first bytes say; text is whatever carries no known mark, so it needs another look."""
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind.WEBP
    for mark, kind in _MARKS:
        if data.startswith(mark):
            return kind
    return Kind.TEXT


_MARKS = (
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"GIF87a", Kind.GIF),
    (b"GIF89a", Kind.GIF),
    (b"%PDF-", Kind.PDF),
)
