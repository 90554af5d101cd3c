"""Pages of the footer, and what robots read: robots.txt, sitemap.xml."""

from datetime import datetime

from flask import Blueprint, Response, current_app, render_template

from forum import paths
from forum.citations.queries import public_keys
from forum.config import Config
from forum.errors import Missing
from forum.settings.queries import footer_page
from forum.topics.sitemap import PER_FILE, public_addresses, sitemap_count
from forum.verdict import HIDDEN
from forum.web.cachecontrol import same_for_all_visitors
from forum.web.language import present
from forum.web.trail import trail

pages = Blueprint("sitepages", __name__)

_CLOSED_TO_ROBOTS = (
    "/login",
    "/register",
    "/admin",
    "/moderation",
    "/preview",
    "/lists/",
    "/p/",
    "/search",
    "/messages",
)


@pages.get("/pages/<slug>")
def footer(slug: str) -> str:
    """One of mentions légales, charte, confidentialité, contact and their like."""
    same_for_all_visitors()
    page = footer_page(slug, present())
    if page is None:
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    return render_template("pages/page.html", page=page, crumbs=trail((page.title, paths.page(slug))))


@pages.get("/robots.txt")
def robots() -> Response:
    config: Config = current_app.extensions["forum"]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _CLOSED_TO_ROBOTS)]
    return _text("\n".join([*lines, f"Sitemap: {config.base_url}/sitemap.xml", ""]), "text/plain")


@pages.get("/sitemap.xml")
def sitemap() -> Response:
    """The index of the sitemaps, each of at most 10,000 addresses."""
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    numbers = range(1, sitemap_count() + 1)
    return _text(render_template("feeds/sitemap_index.xml", base=config.base_url, numbers=numbers), "application/xml")


@pages.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    same_for_all_visitors()
    config: Config = current_app.extensions["forum"]
    if not 1 <= number <= sitemap_count():
        assert HIDDEN.reason is not None
        raise Missing(HIDDEN.reason)
    rows: list[tuple[str, datetime | None]] = [(paths.BOARD, None)] if number == 1 else []
    rows += public_addresses(number)
    if number == 1:
        rows += [(paths.law(key), None) for key in public_keys(PER_FILE)]
    return _text(render_template("feeds/sitemap.xml", base=config.base_url, rows=rows), "application/xml")


def _text(body: str, mime: str) -> Response:
    return Response(body, content_type=f"{mime}; charset=utf-8")
