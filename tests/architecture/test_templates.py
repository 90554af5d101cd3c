"""Templates decide how, never what; and nothing in them needs the Content-Security-Policy to be weakened."""

import re

import pytest
from flask import Flask

from tests.architecture.source_tree import TEMPLATES, template_files

# The one component that prints HTML made by `forum.markup`, or by the page cache of one already printed.
PRINTS_HTML = "components/html.html"
# Not pages: they have no title of their own.
NO_PAGES = ("components/", "mail/", "feeds/")

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
UNSAFE = re.compile(r"\|\s*safe\b|\{%-?\s*autoescape\b|\bMarkup\(")
INLINE = re.compile(
    r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"'{]|<style\b|javascript:"
    r"|<script\b(?![^>]*\bsrc=)(?![^>]*application/ld\+json)",
    re.IGNORECASE,
)
TITLE = re.compile(r"\{%-?\s*block\s+title\b")
EXTENDS = re.compile(r"\{%-?\s*extends\s+\"([^\"]+)\"")


def templates() -> dict[str, str]:
    """The text of each template by its name, without template comments."""
    return {
        path.relative_to(TEMPLATES).as_posix(): COMMENT.sub("", path.read_text("utf-8")) for path in template_files()
    }


def is_page(name: str) -> bool:
    """A template that a view renders: neither a component nor a `_partial`, a mail or a feed."""
    own_name = name.rpartition("/")[2]
    return name != "base.html" and not name.startswith(NO_PAGES) and not own_name.startswith("_")


def test_every_template_compiles(app: Flask) -> None:
    """With the site's own filters and globals: an unknown filter is found here, not by a reader."""
    for name in templates():
        app.jinja_env.get_template(name)


def test_html_is_printed_in_one_component_only() -> None:
    assert {name for name, text in templates().items() if UNSAFE.search(text)} <= {PRINTS_HTML}


def test_no_inline_style_or_script() -> None:
    found = {name: match.group() for name, text in templates().items() if (match := INLINE.search(text))}
    assert found == {}


def test_every_page_has_its_title() -> None:
    pages = {name: text for name, text in templates().items() if is_page(name)}
    assert pages
    assert [name for name in pages if not _is_titled(name)] == []


def _is_titled(name: str) -> bool:
    """Whether a page, or the frame of its family that it extends, fills the title of the base."""
    text = templates()[name]
    frame = EXTENDS.search(text)
    if name == "base.html" or frame is None:
        return False
    return TITLE.search(text) is not None or _is_titled(frame[1])


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<p style="color: red">', True),
        ('<button onclick="go()">', True),
        ("<a href='javascript:go()'>", True),
        ("<script>go()</script>", True),
        ("<style>p { color: red }</style>", True),
        ('<script type="module" src="/static/js/site.js"></script>', False),
        ('<script type="application/ld+json">{}</script>', False),
        ('<link rel="stylesheet" href="x.css">', False),
        ('<a data-behaviour="menu" href="/once=1">', False),
    ],
)
def test_inline_code_is_recognised(html: str, found: bool) -> None:
    assert bool(INLINE.search(html)) is found


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("{{ post.html|safe }}", True),
        ("{{ post.html | safe }}", True),
        ("{% autoescape false %}", True),
        ("{{ post.html|safely }}", False),
        ("{{ 'a safe place' }}", False),
    ],
)
def test_printed_html_is_recognised(template: str, found: bool) -> None:
    assert bool(UNSAFE.search(template)) is found
