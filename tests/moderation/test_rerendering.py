"""The pages of the footer and the banner, rendered anew like posts."""

from dataclasses import replace

import sqlalchemy as sa
from flask import Flask

from forum.cli.law import rerender as command
from forum.db import db
from forum.moderation.administration import rerendering
from forum.seeding import seed
from forum.settings.actions import store_settings
from forum.settings.models import FooterPage
from forum.settings.queries import footer_page, footer_pages, stored_settings
from tests.factories import Factory


def run(app: Flask) -> int:
    with app.app_context():
        given = (app.extensions["renderer"], app.extensions["forum"], rerendering.WRITTEN)
        return rerendering.rerender(*given, lambda done: None)


def test_what_an_older_renderer_left_is_rendered_anew_and_once(app: Flask, factory: Factory) -> None:
    with app.app_context():
        seed(app.extensions["renderer"], app.extensions["forum"])
    assert run(app) == 0
    factory.write(lambda: db.session.execute(sa.update(FooterPage).values(html="<p>Vieux.</p>")))
    banner = "L’article 1382 du **code civil**."
    factory.write(lambda: store_settings(replace(stored_settings(), banner=banner, banner_html="<p>Vieux.</p>")))
    before = {page.id: page.updated_at for page in factory.read(footer_pages)}
    assert run(app) == len(before) + 1
    assert run(app) == 0
    page = factory.read(lambda: footer_page("charte", "fr"))
    assert page is not None
    assert "Vieux" not in page.html
    assert {page.id: page.updated_at for page in factory.read(footer_pages)} == before
    assert "<strong>" in factory.read(stored_settings).banner_html


def test_the_command_counts_them(app: Flask, factory: Factory) -> None:
    factory.write(lambda: store_settings(replace(stored_settings(), banner="Bonjour.", banner_html="")))
    answer = app.test_cli_runner().invoke(command)
    assert "Rendered: 1 site texts; changed: 1." in answer.output
