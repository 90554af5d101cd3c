"""Headers on every answer, and where a write may come from."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, request, session
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import BadRequest
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import paths
from forum.config import Config
from forum.errors import Refused
from forum.words import message

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'; trusted-types parvis"
)
_HEADERS = (
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
)
_HSTS = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

csrf = CSRFProtect()

V = TypeVar("V", bound=Callable[..., Any])


def join(app: Flask, config: Config) -> None:
    headers = {header[0].lower(): header for header in ((*_HEADERS, _HSTS) if config.https else _HEADERS)}
    csrf.init_app(app)
    app.config["WTF_CSRF_CHECK_DEFAULT"] = False  # asked below, after the origin, with our own words
    own = urlsplit(config.base_url)
    allowed = {own.netloc}
    if own.hostname == "localhost":
        allowed.add(f"127.0.0.1:{own.port}" if own.port else "127.0.0.1")

    def check() -> None:
        _refuse_odd_bytes()
        if request.method not in _SAFE and not _comes_from_mail():
            _check_origin(allowed)
            _make_room(config)
            csrf.protect()
            g.from_our_form = True

    def protect(response: Response) -> Response:
        present = response.headers
        named = {name.lower() for name, _ in present}
        present.extend([header for name, header in headers.items() if name not in named])
        if getattr(session, "user", None) is not None and "Cache-Control" not in present:
            present["Cache-Control"] = "private, no-store"
        return response

    app.before_request(check)
    app.after_request(protect)
    if config.trusted_proxies:
        hops = config.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=0)  # type: ignore[method-assign]


def takes_files(view: V) -> V:
    """A view whose forms may bring files, and so be large, when a member sends them."""
    view.takes_files = True  # type: ignore[attr-defined]  # read back in `_make_room`
    return view


def from_mail_programs(view: V) -> V:
    """A view whose address carries its proof and which a mail program sends to from anywhere (RFC 8058)."""
    view.from_mail_programs = True  # type: ignore[attr-defined]  # read back in `_comes_from_mail`
    return view


def form_key() -> str:
    """A fresh key for a form that must make one thing only, however often it is sent."""
    return secrets.token_urlsafe(18)


def address() -> str:
    """The sender's address, IPv6 cut to its /64: what limits count by."""
    raw = request.remote_addr or ""
    return ":".join(raw.split(":")[:4]) if raw.count(":") > 3 else raw


def origin() -> str:
    """The sender's address and port, as the trace of a contribution keeps them. The port is unknown behind a proxy."""
    sender, port = request.remote_addr or "", request.environ.get("REMOTE_PORT")
    if not sender or port is None or current_app.extensions["forum"].trusted_proxies:
        return sender
    return f"[{sender}]:{port}" if ":" in sender else f"{sender}:{port}"


def local_target(target: str | None, default: str) -> str:
    """Where a `next=` may lead: a path of this site, else the default."""
    # security: an open redirect sends a freshly signed-in member to a copy of the site
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(char) < 33 or char == "\\" for char in target) or urlsplit(target).netloc:
        return default
    return target


def _check_origin(allowed: set[str]) -> None:
    # security: the second wall beside the form token, and the only one for forms without a session
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if origin == "null" and site == "same-origin":
        origin = None  # our pages with a token in their address send no referrer, and so no origin either
    host = _host_of(origin) if origin is not None else request.host
    if site not in {None, "same-origin", "none"} or host not in {*allowed, request.host}:
        raise Refused(message("Cette demande vient d’un autre site : revenez sur la page et envoyez-la d’ici."))


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


def _comes_from_mail() -> bool:
    return bool(getattr(current_app.view_functions.get(request.endpoint or ""), "from_mail_programs", False))


def _make_room(config: Config) -> None:
    # security: nobody's megabytes are read but a member's, and only where files are expected
    view = current_app.view_functions.get(request.endpoint or "")
    if not getattr(view, "takes_files", False) or request.mimetype != "multipart/form-data":
        return
    if getattr(session, "user", None) is not None:
        request.max_content_length = config.upload_form_bytes


def _refuse_odd_bytes() -> None:
    # no database holds a zero byte; what is searched is anything at all, and loses it there
    environ, path = request.environ, request.path
    is_odd = "%00" in environ.get("QUERY_STRING", "") and path != paths.SEARCH
    if is_odd or "\0" in path:
        raise BadRequest
    if not environ.get("PATH_INFO"):
        raise BadRequest  # security: the router would answer with a redirect made from the Host header
    g.origin_checked = True


__all__ = [
    "CSRFError",
    "address",
    "csrf",
    "form_key",
    "from_mail_programs",
    "join",
    "local_target",
    "origin",
    "takes_files",
]
