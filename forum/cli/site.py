"""Commands that set the site up and run it."""

import click
from flask import current_app
from flask.cli import with_appcontext

from forum import schema, worker
from forum.accounts.first import first_link
from forum.accounts.passkeys import take_away_factors
from forum.accounts.passwords import checked_password
from forum.accounts.queries import user_identified
from forum.accounts.registration import make_administrator
from forum.accounts.secondfactor import has_second_factor
from forum.cli.console import config, progress, renderer
from forum.db import db
from forum.demo import world
from forum.demo.plan import LONG, SHORT, Size
from forum.firstrun import make_ready, prepare
from forum.seeding import BadContent, seed
from forum.serve import serve as serve_site
from forum.web.login import hashed


@click.command()
@with_appcontext
def migrate() -> None:
    """Bring the database up to date."""
    schema.upgrade(db.engine)


@click.command()
@with_appcontext
def serve() -> None:
    """Migrate, seed an empty forum, and serve it with its worker."""
    prepare(renderer(), config())
    click.echo(f"\n  {config().base_url}\n")
    if link := first_link(config()):
        click.echo(f"  Premier compte d’administration / first administrator (once): {link}\n")
    db.session.remove()  # a snapshot left open would keep the write-ahead log growing as long as the site is served
    serve_site(current_app._get_current_object(), config())  # type: ignore[attr-defined]  # a proxy's own door


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Drain the outbox and do what is due, until stopped."""
    worker.main(current_app._get_current_object(), config())  # type: ignore[attr-defined]  # a proxy's own door


@click.command()
@click.argument("name")
@click.argument("email")
@click.password_option(prompt="Mot de passe / password")
@with_appcontext
def admin(name: str, email: str, password: str) -> None:
    """Make an administrator; the password is asked for."""
    checked = checked_password(password, least=config().password_length, about=(name, email))
    password_hash = hashed(checked)
    with db.write():
        user = make_administrator(name, email, password_hash)
        click.echo(f"{user.name} <{user.email}>")


@click.command("take-factors")
@click.argument("identity")
@with_appcontext
def take_factors(identity: str) -> None:
    """Take somebody's second factor away, by name or address: for who administers alone and lost it."""
    with db.write():
        user = user_identified(identity)
        if user is None or not has_second_factor(user):
            raise click.ClickException("No account of that name or address has a second factor.")
        take_away_factors(user)
        click.echo(f"{user.name} <{user.email}>")


@click.command("seed")
@with_appcontext
def seed_content() -> None:
    """Load what is new in seed_content/; what is there stays as it is."""
    make_ready()
    try:
        click.echo(seed(renderer(), config()))
    except BadContent as error:
        raise click.ClickException(str(error)) from None


@click.command("demo-data")
@click.option("--topics", default=5_000, show_default=True)
@click.option("--posts", default=100_000, show_default=True)
@click.option("--users", default=500, show_default=True)
@click.option("--seed", default=1, show_default=True, help="The same number makes the same world.")
@click.option("--force", is_flag=True, help="Add another world beside the one that is there.")
@with_appcontext
def demo_data(topics: int, posts: int, users: int, seed: int, force: bool) -> None:
    """Fill the forum with a large made-up world."""
    prepare(renderer(), config())
    with progress(posts, "post") as bar:
        try:
            made = world.make(Size(topics, posts, users, seed), again=force, advance=bar.update)
        except (world.AlreadyThere, world.TooSmall) as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Made: {topics} topics, {posts} posts, {users} users.")
    for count, topic_id in ((SHORT, made.short_topic), (LONG, made.long_topic)):
        if topic_id is not None:
            click.echo(f"Topic of {count} posts: {topic_id}")
