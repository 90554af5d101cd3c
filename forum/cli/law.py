"""Commands that keep what is known of the law, and what posts say of it, up to date."""

from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext

from forum.accounts import rerendering as members
from forum.cli.console import config, progress, require_tables, unhurried_renderer
from forum.legal.build import Unreadable
from forum.legal.renewal import Renewal, done, renew
from forum.messages import rerendering as messages
from forum.moderation.administration import rerendering as site
from forum.topics import carrying as topics
from forum.topics import rerendering as posts


@click.group("law")
def law() -> None:
    """What is known of the law."""


@law.command()
@click.argument("directory", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--smaller", is_flag=True, help="Take tables that have far fewer rows than those in use.")
@with_appcontext
def update(directory: Path, smaller: bool) -> None:
    """Newer tables (same shape as those the packaged ones were made of); then the texts that cite what changed.

    They are kept in FORUM_DATA_DIR/law. Whatever is wrong with them, those in use stay; what was interrupted goes on
    when the command is given again.
    """
    require_tables()
    home = config().law_dir
    try:
        renewal = renew(directory, home, may_shrink=smaller)
    except Unreadable as error:
        raise click.ClickException(f"Nothing was changed. The tables of {directory}: {error}") from None
    except OSError as error:
        raise click.ClickException(f"Nothing was changed. {error.strerror}: {error.filename}") from None
    _tell(renewal)
    if not renewal.slugs:
        click.echo("Nothing moved.")
        return
    click.echo(f"Changed: {', '.join(renewal.slugs)}")
    of_posts, of_messages = posts.citing_texts(renewal.slugs), messages.citing_texts(renewal.slugs)
    of_topics = topics.carrying_texts(renewal.slugs)
    _rerender((posts, of_posts), (topics, of_topics), (messages, of_messages), (site, site.WRITTEN))
    done(home)
    click.echo(
        "Restart the server: until then it shows and renders by the former tables what is asked of it and written"
        " (rerender --all puts right what was written)."
    )


def _tell(renewal: Renewal) -> None:
    click.echo("Tables: " + ", ".join(f"{name} {count}" for name, count in renewal.rows.items()))
    for change in renewal.changes:
        click.echo(change)


@click.command()
@click.option("--all", "everything", is_flag=True, help="All of them, not only those of an older renderer.")
@with_appcontext
def rerender(everything: bool) -> None:
    """Render posts, private messages, profiles, the footer's pages and the banner anew; may be stopped and resumed.

    What topics carry of the law by choice is followed to where it is today.
    """
    require_tables()
    of_posts, of_messages = (posts.ALL, messages.ALL) if everything else (posts.OUTDATED, messages.OUTDATED)
    carried = (topics, topics.CHOSEN)
    _rerender((posts, of_posts), carried, (messages, of_messages), (members, members.WRITTEN), (site, site.WRITTEN))


def _rerender(*sources: tuple[Any, posts.Wanted]) -> None:
    with unhurried_renderer() as renderer:
        for source, wanted in sources:
            total, unit = source.count(wanted), _UNITS[source]
            with progress(total, unit) as bar:
                changed = source.rerender(renderer, config(), wanted, bar.update)
            click.echo(f"Rendered: {total} {unit}s; changed: {changed}.")


_UNITS = {posts: "post", topics: "tagged topic", messages: "private message", members: "profile", site: "site text"}
