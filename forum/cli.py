"""`flask forum …`: each command a few lines over a function elsewhere."""

import click
from flask import current_app
from flask.cli import AppGroup

from forum import schema, worker
from forum.config import Config
from forum.db import db
from forum.firstrun import first_link, prepare
from forum.serve import serve as serve_site

forum = AppGroup("forum", help="Everything the forum can be asked from a console.")


def _config() -> Config:
    return current_app.extensions["forum"]  # type: ignore[no-any-return]  # put there by create_app


@forum.command()
def migrate() -> None:
    """Bring the database up to date."""
    schema.upgrade(db.engine)


@forum.command()
def serve() -> None:
    """Migrate, seed an empty forum, and serve it with its worker."""
    config = _config()
    prepare(current_app.extensions["renderer"], config)
    click.echo(f"\n  {config.base_url}\n")
    if link := first_link(config):
        click.echo(f"  Premier compte d’administration / first administrator (once): {link}\n")
    serve_site(current_app._get_current_object(), config)  # type: ignore[attr-defined]  # a proxy's own door


@forum.command("worker")
def run_worker() -> None:
    """Drain the outbox and do what is due, until stopped."""
    worker.main(current_app._get_current_object(), _config())  # type: ignore[attr-defined]  # a proxy's own door
