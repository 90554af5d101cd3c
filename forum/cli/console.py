"""What all commands share: where the application's parts are, a progress bar, and errors told in one line."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from tqdm import tqdm

from forum import schema
from forum.config import Config
from forum.db import db
from forum.errors import ForumError
from forum.markup import RenderPool
from forum.markup.limits import UNHURRIED_WALL_SECONDS


class Console(AppGroup):
    """A group whose commands end with one line, not a traceback, on what can be expected to go wrong."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise  # the reader of a pipe has seen enough: click knows what to do
        except (ForumError, OSError) as error:
            raise click.ClickException(str(error)) from None
        except SQLAlchemyError as error:
            cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
            raise click.ClickException(f"The database says: {str(cause).strip().splitlines()[0]}") from None


def config() -> Config:
    return current_app.extensions["forum"]


def renderer() -> RenderPool:
    return current_app.extensions["renderer"]


@contextmanager
def unhurried_renderer() -> Iterator[RenderPool]:
    """For many texts: a busy machine makes none of them too complex."""
    with RenderPool(config().render_processes, wall_seconds=UNHURRIED_WALL_SECONDS) as pool:
        yield pool


def require_tables() -> None:
    """Raises ClickException on a database that was never migrated, or not lately."""
    if not schema.is_current(db.engine):
        raise click.ClickException("The database is not up to date. First run: flask --app wsgi forum migrate")


@contextmanager
def progress(total: int, unit: str) -> Iterator["tqdm[NoReturn]"]:
    """A bar on standard error, where that is a terminal."""
    with tqdm(total=total, unit=unit, unit_scale=True, disable=None, leave=False) as bar:
        yield bar
