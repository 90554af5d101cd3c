"""Whole pages for visitors, at the WSGI edge: one address and language, one page, until anything is written.

An entry holds the site's generation from before it was rendered; every write that a page may show moves the
generation in its own transaction, so an entry is served only while nothing changed. Views counted meanwhile may be
`page_cache_seconds` late. Requests that carry a session, and answers that set a cookie or are not 200, pass by.
"""

import gzip
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine
from werkzeug.http import is_resource_modified, unquote_etag

from forum.config import Config
from forum.db import db
from forum.settings.models import Generation
from forum.web.tally import Tally

_COOKIES = ("sid=", "form=", "notice=")
_LARGEST = 400_000
_LONGEST_ADDRESS = (
    2_000  # a page repeats its address a few times: long ones would fill the memory, and nobody shares them
)
_NUMBER = sa.select(Generation.number)

VIEWED = "parvis.viewed"  # a view puts the topic's id here, so that a page from the cache counts as a view too
CACHEABLE = "parvis.cacheable"  # a view sets it: this answer is the same for every visitor


@dataclass
class _Entry:
    generation: int
    until: float
    status: str
    headers: list[tuple[str, str]]
    body: bytes
    topic_id: int | None
    zipped: bytes | None = None  # made at the first hit: a page asked for once is not worth it


class PageCache:
    """The middleware."""

    def __init__(self, application: Any, engine: Engine, tally: Tally, config: Config) -> None:
        self.application, self.engine, self.tally, self.config = application, engine, tally, config
        self.number = str(_NUMBER.compile(engine))
        self.entries: OrderedDict[tuple[str, str, str], _Entry] = OrderedDict()
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or _has_session(environ.get("HTTP_COOKIE", "")):
            return self.application(environ, start_response)
        key = (environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", ""))
        if sum(map(len, key)) > _LONGEST_ADDRESS:
            return self.application(environ, start_response)
        number = self._generation()
        entry = self.entries.get(key)
        if entry is not None and entry.generation == number and entry.until > time.monotonic():
            return self._serve(entry, environ, start_response)
        environ["parvis.generation"] = number
        return self._render(key, number, environ, start_response)

    def _serve(self, entry: _Entry, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if entry.topic_id is not None:
            self.tally.viewed(entry.topic_id)
        if "HTTP_IF_NONE_MATCH" in environ and (tag := _tag_unchanged(entry, environ)):
            start_response("304 Not Modified", [("ETag", tag), ("Vary", "Accept-Encoding")])
            return []
        headers, body = entry.headers, entry.body
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            entry.zipped = body = entry.zipped or gzip.compress(entry.body, 6, mtime=0)
            headers = [each for each in headers if each[0].lower() != "content-length"]
            headers += [("Content-Encoding", "gzip"), ("Content-Length", str(len(body)))]
        start_response(entry.status, [*headers, ("Vary", "Accept-Encoding")])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _render(
        self, key: tuple[str, str, str], number: int, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        answer: list[Any] = []

        def remember(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            answer[:] = [status, headers]
            return start_response(status, headers, *rest)

        chunks = self.application(environ, remember)
        if not environ.get(CACHEABLE) or environ["REQUEST_METHOD"] != "GET" or not _may_keep(answer):
            return chunks
        try:
            body = b"".join(chunks)
        finally:
            if hasattr(chunks, "close"):
                chunks.close()
        if len(body) <= _LARGEST:
            until = time.monotonic() + self.config.page_cache_seconds
            self._keep(key, _Entry(number, until, answer[0], answer[1], body, environ.get(VIEWED)))
        return [body]

    def _keep(self, key: tuple[str, str, str], entry: _Entry) -> None:
        with self.lock:
            self.entries[key] = entry
            self.entries.move_to_end(key)
            while len(self.entries) > self.config.page_cache_entries:
                self.entries.popitem(last=False)

    def _generation(self) -> int:
        # past SQLAlchemy's statements and results, which cost more than all the rest of a hit
        connection = self.engine.raw_connection()
        try:
            cursor = connection.cursor()
            cursor.execute(self.number)
            row = cursor.fetchone()
            cursor.close()
            return int(row[0]) if row else 0
        finally:
            connection.close()


def join(app: Flask, config: Config) -> None:
    if config.page_cache_entries:
        with app.app_context():
            app.wsgi_app = PageCache(app.wsgi_app, db.engine, app.extensions["tally"], config)  # type: ignore[method-assign]


def _has_session(cookies: str) -> bool:
    return bool(cookies) and any(name in cookies for name in _COOKIES)


def _tag_unchanged(entry: _Entry, environ: dict[str, Any]) -> str | None:
    """The tag of the answer, where it bears one and the asker has that answer already."""
    tag = next((value for name, value in entry.headers if name.lower() == "etag"), None)
    return None if tag is None or is_resource_modified(environ, etag=unquote_etag(tag)[0]) else tag


def _may_keep(answer: list[Any]) -> bool:
    if not answer or not answer[0].startswith("200"):
        return False
    return not any(name.lower() == "set-cookie" for name, _ in answer[1])
