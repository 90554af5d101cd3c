"""Rendering the pages of the footer and the banner anew: they are few, so all of them each time."""

from collections.abc import Callable
from dataclasses import replace

import sqlalchemy as sa

from forum.config import Config
from forum.db import db
from forum.markup import Kind, RenderContext, RenderPool
from forum.settings import actions as settings
from forum.settings.models import FooterPage
from forum.settings.queries import stored_settings
from forum.topics.texts import called_in, names_of

WRITTEN: sa.ColumnElement[bool] = FooterPage.body != ""


def count(wanted: sa.ColumnElement[bool]) -> int:
    pages = db.session.scalar(sa.select(sa.func.count(FooterPage.id)).where(wanted)) or 0
    return pages + bool(stored_settings().banner)


def rerender(
    renderer: RenderPool, config: Config, wanted: sa.ColumnElement[bool], advance: Callable[[int], object]
) -> int:
    """Render them; how many changed. Opens its own transactions; can be interrupted."""

    def html(text: str, kind: Kind, language: str) -> str:
        known = names_of(called_in(text))
        context = RenderContext(language=language, base_url=config.base_url, known_names=known)
        return renderer.render_or_plain(text, kind, context).html

    changed = 0
    for page in db.session.execute(sa.select(FooterPage.id, FooterPage.body, FooterPage.language).where(wanted)).all():
        changed += _store_page(page.id, page.body, html(page.body, Kind.POST, page.language))
        advance(1)
    if banner := stored_settings().banner:
        changed += _store_banner(banner, html(banner, Kind.BIO, config.language))
        advance(1)
    return changed


def _store_page(page_id: int, body: str, html: str) -> bool:
    """Whether the page reads differently now. What was written meanwhile stays."""
    same = sa.update(FooterPage).where(FooterPage.id == page_id, FooterPage.body == body, FooterPage.html != html)
    with db.write():
        return bool(db.rows(same.values(html=html)).rowcount)


def _store_banner(banner: str, html: str) -> bool:
    with db.write():
        present = stored_settings()
        differs = present.banner == banner and present.banner_html != html
        if differs:
            settings.store_settings(replace(present, banner_html=html))
        return differs
