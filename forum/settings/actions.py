"""Changes of settings and of the generation. Who may is asked by `forum.moderation`, where staff acts are logged."""

from dataclasses import fields

import sqlalchemy as sa

from forum import clock
from forum.db import db
from forum.settings.models import FooterPage, Generation, Setting
from forum.settings.site import SiteSettings


def move_generation() -> None:
    """Tell every cache, in every process, that pages changed. Runs last in each write transaction."""
    moved = db.rows(sa.update(Generation).values(number=Generation.number + 1))
    if not moved.rowcount:
        db.session.execute(sa.insert(Generation).values(id=1, number=1))


def store_settings(settings: SiteSettings) -> None:
    """Keep the rows that differ from the defaults."""
    defaults = SiteSettings()
    for field in fields(SiteSettings):
        value = getattr(settings, field.name)
        row = db.session.get(Setting, field.name)
        if value == getattr(defaults, field.name):
            if row is not None:
                db.session.delete(row)
        elif row is None:
            db.session.add(Setting(name=field.name, value=value))
        else:
            row.value = value
    db.session.flush()


def store_footer_page(*, slug: str, language: str, title: str, body: str, html: str, position: int) -> FooterPage:
    """Create or replace a footer page; `html` is the rendered `body`."""
    page = db.session.scalar(sa.select(FooterPage).where(FooterPage.slug == slug, FooterPage.language == language))
    if page is None:
        page = FooterPage(slug=slug, language=language)
        db.session.add(page)
    page.title, page.body, page.html, page.position = title, body, html, position
    page.updated_at = clock.now()
    db.session.flush()
    return page


def delete_footer_page(slug: str, language: str | None = None) -> bool:
    """Remove a page, in every language when none is named; whether there was one."""
    gone = sa.delete(FooterPage).where(FooterPage.slug == slug)
    if language is not None:
        gone = gone.where(FooterPage.language == language)
    return bool(db.session.scalars(gone.returning(FooterPage.id)).all())
