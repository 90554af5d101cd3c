"""Commands that look after what is stored."""

import sys

import click
from flask.cli import with_appcontext

from forum import checking
from forum.cli.console import config, require_tables

_SHOWN = 200


@click.command()
@click.option("--repair", is_flag=True, help="Renumber posts and count everything anew, then look again.")
@with_appcontext
def check(repair: bool) -> None:
    """Compare counters, positions, rights, files and the outbox with what they stand for; 1 when something differs."""
    require_tables()
    if repair:
        checking.repair()
    found = list(checking.findings(config()))
    for finding in found[:_SHOWN]:
        click.echo(finding)
    if not found:
        click.echo("Everything agrees.")
        return
    click.echo(f"{len(found)} findings." if len(found) <= _SHOWN else f"{len(found)} findings, {_SHOWN} shown.")
    sys.exit(1)
