"""Settings and generation, read once per generation and process."""

from dataclasses import dataclass, fields
from typing import Any

import sqlalchemy as sa

from forum.db import db
from forum.settings.generations import PerGeneration
from forum.settings.models import FooterPage, Generation, Setting
from forum.settings.site import Registration, SiteSettings


@dataclass(frozen=True)
class FooterLink:
    """A footer page as every page names it."""

    slug: str
    language: str
    title: str


@dataclass(frozen=True)
class Snapshot:
    """What nearly every page needs and hardly ever changes, as of one generation."""

    generation: int
    settings: SiteSettings
    footer: tuple[FooterLink, ...]


_NUMBER = sa.select(Generation.number)


def generation() -> int:
    """The site's present generation. One statement."""
    found = db.records(_NUMBER)
    return int(found[0].number) if found else 0


def snapshot(number: int | None = None) -> Snapshot:
    """The snapshot of this generation: no statement when this process has it, two when not."""
    number = generation() if number is None else number
    settings, footer = _SITE.of(number)
    return Snapshot(number, settings, footer)


def stored_settings() -> SiteSettings:
    """The settings as the database has them now: what a change starts from."""
    return _read_settings()


def footer_page(slug: str, language: str) -> FooterPage | None:
    """The page in that language, else in any."""
    pages = db.session.scalars(sa.select(FooterPage).where(FooterPage.slug == slug)).all()
    return next((page for page in pages if page.language == language), pages[0] if pages else None)


def footer_pages() -> list[FooterPage]:
    return list(db.session.scalars(sa.select(FooterPage).order_by(FooterPage.position, FooterPage.language)))


def _read_settings() -> SiteSettings:
    stored: dict[str, Any] = dict(db.session.execute(sa.select(Setting.name, Setting.value)).all())
    known = {field.name for field in fields(SiteSettings)}
    values = {name: value for name, value in stored.items() if name in known}
    if "registration" in values:
        values["registration"] = Registration(values["registration"])
    return SiteSettings(**values)


def _read_footer() -> tuple[FooterLink, ...]:
    rows = db.session.execute(
        sa.select(FooterPage.slug, FooterPage.language, FooterPage.title).order_by(FooterPage.position)
    )
    return tuple(FooterLink(*row) for row in rows)


_SITE = PerGeneration(lambda: (_read_settings(), _read_footer()))
