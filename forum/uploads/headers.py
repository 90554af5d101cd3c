"""The headers under which a member's file is given out. Pure.

Attachment by RFC 6266 for all but raster images, which our own encoder wrote; nothing may run as ours.
"""

import unicodedata
from urllib.parse import quote

from forum.uploads.kinds import Kind, kind_of_mime

_YEAR = 365 * 24 * 3600
_UNKNOWN = "application/octet-stream"
_ATTR_CHAR = "!#$&+-.^_`|~"  # RFC 8187, what stands unencoded beside letters and digits


def file_headers(mime: str, filename: str) -> dict[str, str]:
    """`filename` as shown to readers. An unknown `mime` is given out as plain bytes to save."""
    kind = kind_of_mime(mime)
    disposition = "inline" if kind is not None and kind.is_image else "attachment"
    return {
        "Content-Type": _content_type(kind),
        "Content-Disposition": f"{disposition}; {_name_parameters(filename)}",
        "X-Content-Type-Options": "nosniff",
        # security: should a browser show it as a page after all, that page is nobody's and loads nothing
        "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": f"private, max-age={_YEAR}, immutable",
    }


def _content_type(kind: Kind | None) -> str:
    if kind is None:
        return _UNKNOWN
    return f"{kind.mime}; charset=utf-8" if kind is Kind.TEXT else kind.mime


def _name_parameters(filename: str) -> str:
    filename = "".join(char for char in filename if char.isprintable())
    plain = unicodedata.normalize("NFKD", filename).encode("ascii", "ignore").decode()
    plain = "".join(char for char in plain if char not in '"\\%')
    return f"filename=\"{plain.strip() or 'file'}\"; filename*=UTF-8''{quote(filename, safe=_ATTR_CHAR)}"
