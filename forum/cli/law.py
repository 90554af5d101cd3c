"""Commands that keep what is known of the law, and what posts say of it, up to date."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from forum.cli.console import config, progress, require_tables, unhurried_renderer
from forum.legal.renewal import renew
from forum.messages import rerendering as messages
from forum.topics import rerendering as posts

_SHOWN = 40


@click.group("law")
def law() -> None:
    """What is known of the law."""


@law.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def update(directory: Path) -> None:
    """Newer tables (same shape as those the packaged ones were made of); then the texts that cite what changed."""
    require_tables()
    try:
        renewal = renew(directory)
    except (FileNotFoundError, KeyError) as error:
        raise click.ClickException(f"A table or a column is missing, nothing was changed: {error}") from None
    click.echo("Tables: " + ", ".join(f"{name} {count}" for name, count in renewal.rows.items()))
    for sign, moves in (("+", renewal.new_moves), ("-", renewal.lost_moves)):
        for move in moves[:_SHOWN]:
            click.echo(f"{sign} {move.code}: {move.old} -> {move.new} since {move.on}")
        if len(moves) > _SHOWN:
            click.echo(f"{sign} and {len(moves) - _SHOWN} more")
    if not renewal.slugs:
        click.echo("Nothing moved.")
        return
    click.echo(f"Changed: {', '.join(renewal.slugs)}")
    _rerender(posts.citing_texts(renewal.slugs), messages.citing_texts(renewal.slugs))
    click.echo("Restart the server, so that its pages of the law read the new tables.")


@click.command()
@click.option("--all", "everything", is_flag=True, help="All of them, not only those of an older renderer.")
@with_appcontext
def rerender(everything: bool) -> None:
    """Render stored posts and private messages anew, in batches; it may be stopped and started again."""
    require_tables()
    if everything:
        _rerender(posts.ALL, messages.ALL)
    else:
        _rerender(posts.OUTDATED, messages.OUTDATED)


def _rerender(of_posts: posts.Wanted, of_messages: posts.Wanted) -> None:
    with unhurried_renderer() as renderer:
        for source, wanted, unit in ((posts, of_posts, "post"), (messages, of_messages, "private message")):
            total = source.count(wanted)
            with progress(total, unit) as bar:
                changed = source.rerender(renderer, config(), wanted, bar.update)
            click.echo(f"Rendered: {total} {unit}s; changed: {changed}.")
