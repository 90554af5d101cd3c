"""A reader of pages without JavaScript: follows links, fills in the very forms that pages show, and sends them."""

import gzip
import hashlib
import secrets
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from forum import clock
from forum.accounts.models import LoginSession, User
from forum.db import db
from forum.web.login import AGAIN_AT

_COOKIE = "sid"


class Form:
    """A form as the page has it: its fields with their values, ready to be changed and sent."""

    def __init__(self, browser: "Browser", page: "Page", element: ET.Element) -> None:
        self.browser = browser
        self.action = element.get("action") or page.path
        self.method = (element.get("method") or "get").lower()
        self.fields: dict[str, Any] = {}
        self.buttons: list[tuple[str, str]] = []
        for field in element.iter():
            self._read(field)

    def _read(self, field: ET.Element) -> None:
        name, tag = field.get("name"), field.tag
        if not name or field.get("disabled") is not None:
            return
        kind = (field.get("type") or "text").lower()
        if tag == "textarea":
            self.fields[name] = "".join(field.itertext()).removeprefix("\n")
        elif tag == "select":
            options = list(field.iter("option"))
            chosen = next(
                (each for each in options if each.get("selected") is not None), options[0] if options else None
            )
            self.fields[name] = "" if chosen is None else chosen.get("value", chosen.text or "")
        elif tag == "button" or (tag == "input" and kind == "submit"):
            self.buttons.append((name, field.get("value", "")))
        elif tag == "input" and (kind not in {"checkbox", "radio", "file"} or field.get("checked") is not None):
            self._add(name, field.get("value", "on" if kind == "checkbox" else ""))

    def _add(self, name: str, value: str) -> None:
        """A name that stands twice in a form is sent twice."""
        before = self.fields.get(name)
        self.fields[name] = value if before is None else [*(before if isinstance(before, list) else [before]), value]

    def submit(self, *, button: tuple[str, str] | None = None, follow: bool = True, **values: Any) -> "Page":
        """Send the form with these values. `button` is the one pressed, where it has a name."""
        data = {**self.fields, **values, **(dict([button]) if button else {})}
        return self.browser.send(self.method, self.action, data, follow=follow)


class Page:
    """An answer, with its document read the way a browser reads it."""

    def __init__(self, browser: "Browser", response: TestResponse) -> None:
        self.browser, self.response = browser, response
        self.status, self.headers = response.status_code, response.headers
        self.path = response.request.path
        body = response.get_data()
        _close(response)
        zipped = response.headers.get("Content-Encoding") == "gzip"
        self.text = (gzip.decompress(body) if zipped else body).decode("utf-8", "replace")
        self._document: ET.Element | None = None

    @property
    def document(self) -> ET.Element:
        if self._document is None:
            self._document = html5lib.parse(self.text, namespaceHTMLElements=False)
        return self._document

    @property
    def location(self) -> str:
        """Where the answer leads, as a path of this site."""
        return self.headers.get("Location", "").removeprefix("http://localhost")

    def words(self) -> str:
        """All that is read on the page, white space folded."""
        body = self.document.find("body")
        return " ".join("".join(body.itertext() if body is not None else []).split())

    def forms(self) -> list[Form]:
        return [Form(self.browser, self, element) for element in self.document.iter("form")]

    def form(self, action: str) -> Form:
        """The first form whose action contains this."""
        found = [form for form in self.forms() if action in form.action]
        assert found, f"no form with {action!r} on {self.path}: {[form.action for form in self.forms()]}"
        return found[0]

    def links(self) -> list[str]:
        return [each.get("href", "") for each in self.document.iter("a")]

    def find(self, tag: str, **attributes: str) -> list[ET.Element]:
        """Elements of a tag whose attributes have these values (`class_` holds the class among others)."""
        wanted_class = attributes.pop("class_", None)
        return [
            each
            for each in self.document.iter(tag)
            if all(each.get(name) == value for name, value in attributes.items())
            and (wanted_class is None or wanted_class in (each.get("class") or "").split())
        ]


class Browser:
    """One person's browser, with its cookies."""

    def __init__(self, app: Flask, user_id: int | None = None) -> None:
        self.app, self.client = app, app.test_client()
        if user_id is not None:
            self.client.set_cookie(_COOKIE, _session_for(app, user_id))

    def get(self, path: str, *, follow: bool = True, **kwargs: Any) -> Page:
        return Page(self, self.client.get(path, follow_redirects=follow, **kwargs))

    def send(self, method: str, path: str, data: dict[str, Any] | None = None, *, follow: bool = True) -> Page:
        if method == "get":
            return Page(self, self.client.get(path, query_string=data, follow_redirects=follow))
        return Page(self, self.client.post(path, data=data or {}, follow_redirects=follow))

    def post(self, path: str, data: dict[str, Any] | None = None, *, follow: bool = True) -> Page:
        """Send fields without having seen a form: with this browser's own token, as a script on a page would."""
        return self.send("post", path, {"csrf_token": self.token(), **(data or {})}, follow=follow)

    def token(self) -> str:
        """A form token of this browser's session."""
        for path in ("/", "/login"):
            for field in self.get(path).find("input", name="csrf_token"):
                return field.get("value", "")
        return ""

    def cookies(self) -> list[str]:
        return [cookie.key for cookie in self.client._cookies.values()]


def _close(response: TestResponse) -> None:
    """A file that was sent or received is open until then."""
    for each in (*response.history, response):
        each.close()
        each.request.environ["wsgi.input"].close()


def _session_for(app: Flask, user_id: int) -> str:
    """A member's session, made as signing in makes it."""
    token, moment = secrets.token_urlsafe(32), clock.now()
    with app.app_context(), db.write(quiet=True):
        user = db.session.get_one(User, user_id)
        data = {"_user_id": user.fs_uniquifier, "_fresh": True, "csrf_token": secrets.token_hex(20)}
        data[AGAIN_AT] = clock.of_the_machine().timestamp()
        row = LoginSession(id_hash=hashlib.sha256(token.encode()).hexdigest(), user_id=user_id, data=data)
        row.created_at = row.last_seen_at = moment
        row.expires_at = moment + timedelta(hours=12)
        db.session.add(row)
    return token
