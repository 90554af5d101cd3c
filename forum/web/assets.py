"""Static files: one joined style sheet, compressed once, kept for a year by browsers because addresses carry a hash."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, abort, request, send_from_directory
from werkzeug.security import safe_join

pages = Blueprint("assets", __name__)

_FOLDER = Path(__file__).parents[2] / "static"
_YEAR = 31_536_000
_TEXT = {".css", ".js", ".svg", ".json"}
_IMPORT = re.compile(r'@import url\("([^"]+)"\);\n?')
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
_TITLE_FONT = "vendor/source-serif-4/source-serif-4-latin-wght-normal.woff2"


@dataclass(frozen=True)
class Asset:
    """A text file as it is sent."""

    body: bytes
    zipped: bytes
    mime: str
    digest: str


@pages.get("/static/<path:name>")
def static(name: str) -> Response:
    """A file of `static/`. Without the hash of its content in the address, browsers must ask again each time."""
    path = safe_join(str(_FOLDER), name)
    if path is None or not _is_file(path):
        abort(404)
    if Path(path).suffix not in _TEXT:
        return _kept(send_from_directory(_FOLDER, name))
    asset = read(str(_FOLDER), name, Path(path).stat().st_mtime_ns)
    wants_zipped = "gzip" in request.headers.get("Accept-Encoding", "")
    response = Response(asset.zipped if wants_zipped else asset.body, mimetype=asset.mime)
    if wants_zipped:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Vary"] = "Accept-Encoding"
    response.set_etag(asset.digest + ("z" if wants_zipped else ""))
    response.make_conditional(request)
    return _kept(response)


@cache
def has_title_font() -> bool:
    """Whether the set-up could fetch the title face; without it titles use Georgia. Asked once per process."""
    return (_FOLDER / _TITLE_FONT).is_file()


@cache
def address(name: str) -> str:
    """The address of a static file, with a hash of what is sent so that browsers may keep it for a year."""
    path = _FOLDER / name
    if not path.is_file():
        return f"/static/{name}"
    if path.suffix in _TEXT:
        digest = read(str(_FOLDER), name, path.stat().st_mtime_ns).digest
    else:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:10]}"


@cache
def read(folder: str, name: str, changed: int) -> Asset:
    """A text file, its imports joined in (style sheets) and compressed; once per file and change (in ns)."""
    path = Path(folder, name)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".css":
        text = _COMMENT.sub("", _IMPORT.sub(lambda found: (path.parent / found[1]).read_text(encoding="utf-8"), text))
    body = text.encode()
    mime = guess_type(name)[0] or "text/plain"
    return Asset(body, gzip.compress(body, 9, mtime=0), mime, hashlib.sha256(body).hexdigest())


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:
        return False  # a name longer than any file's


def _kept(response: Response) -> Response:
    if "v" in request.args:
        response.headers["Cache-Control"] = f"public, max-age={_YEAR}, immutable"
    else:
        response.headers["Cache-Control"] = "public, no-cache"
    return response
