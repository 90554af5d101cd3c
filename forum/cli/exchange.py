"""Commands that take topics in and give them out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import click
from flask.cli import with_appcontext

from forum.cli.console import config, progress, renderer, require_tables, unhurried_renderer
from forum.firstrun import prepare
from forum.importers import export, jsonl

_BAD_SHOWN = 50
_PRIVATE_MODE = 0o600


@click.group("import")
def take_in() -> None:
    """Take in what was written elsewhere."""


@click.group("export")
def give_out() -> None:
    """Give out what was written here."""


@take_in.command("jsonl")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@with_appcontext
def take_in_jsonl(file: Path) -> None:
    """JSON Lines, one topic a line; FILE may be gzipped (.gz). Twice takes nothing in twice."""
    prepare(renderer(), config())
    with progress(file.stat().st_size, "B") as bar, unhurried_renderer() as patient:
        report = jsonl.import_file(file, patient, config(), bar.update)
    for number, reason in report.bad[:_BAD_SHOWN]:
        click.echo(f"line {number}: {reason}", err=True)
    if len(report.bad) > _BAD_SHOWN:
        click.echo(f"and {len(report.bad) - _BAD_SHOWN} more lines", err=True)
    click.echo(
        f"Taken in: {report.topics} topics, {report.posts} posts; made: {report.authors} authors, "
        f"{report.forums} forums, {report.tags} tags; here already: {report.known} topics; "
        f"lines left out: {len(report.bad)}."
    )
    if report.bad and not report.topics and not report.known:
        sys.exit(1)


@give_out.command("jsonl")
@click.argument("file", type=click.Path(dir_okay=False, writable=True, allow_dash=True, path_type=Path))
@click.option("--public", is_flag=True, help="Only what a visitor can read.")
@with_appcontext
def give_out_jsonl(file: Path, public: bool) -> None:
    """JSON Lines, one topic a line, private and hidden ones too without --public. FILE “-” is standard output."""
    require_tables()
    with _opened(file) as out, progress(export.count(public=public), "topic") as bar:
        export.export(out, config().base_url, public=public, advance=bar.update)


@contextmanager
def _opened(path: Path) -> Iterator[IO[str]]:
    """The file to write, which takes its name only when it is whole."""
    if str(path) == "-":
        yield sys.stdout
        return
    draft = path.with_name(f"{path.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(_PRIVATE_MODE)  # security: an export may hold what only some may read
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as file:
            yield file
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
