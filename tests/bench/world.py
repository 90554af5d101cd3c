"""The made-up world that is measured: made by the site's own command, with what there is to look at in it."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from forum import paths, schema
from forum.accounts.models import User
from forum.app import create_app
from forum.config import Config
from forum.db import db
from forum.demo.plan import SHORT, Size
from forum.settings.models import Setting
from forum.taxonomy.models import Forum
from forum.topics.models import Topic
from tests.bench.processes import clean_environment
from tests.browsing import Browser

FULL = Size(topics=5_000, posts=100_000, users=500, seed=1)
QUICK = Size(topics=400, posts=8_000, users=50, seed=1)
_DEEP = 50


@dataclass(frozen=True)
class World:
    """Where to look, and as whom. `app` is the site in this process, without its page cache."""

    app: Flask
    folder: Path
    size: Size
    forum: str
    forum_deep: int
    short: str
    long: str
    long_last: int
    cookie: str

    def settings(self, **more: str) -> dict[str, str]:
        return {**_settings(self.folder), **more}


@contextmanager
def made(size: Size, kept_in: Path | None) -> Iterator[World]:
    """A world of this size, in a folder that is kept, or in a temporary one."""
    with tempfile.TemporaryDirectory(prefix="bench-") as passing:
        folder = kept_in or Path(passing)
        app = create_app(_config(folder))
        try:
            if not _is_there(app):
                _command(folder, "demo-data", *_arguments(size))
            yield _look(app, folder, size)
        finally:
            app.extensions["renderer"].close()
            with app.app_context():
                db.session.remove()
                db.engine.dispose()


def _settings(folder: Path) -> dict[str, str]:
    return {"FORUM_DATA_DIR": str(folder), "FORUM_RATE_LIMITS": "off"}


def _config(folder: Path) -> Config:
    return Config.from_environment(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'forum.db'}",
        mail_url=f"folder:{folder / 'mail'}",
        base_url="http://localhost:8000",
        rate_limits="off",
        page_cache_entries=0,
    )


def _command(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "forum", *arguments]
    subprocess.run(command, env=clean_environment(_settings(folder)), check=True, stdout=sys.stderr)


def _arguments(size: Size) -> list[str]:
    counts = {"--topics": size.topics, "--posts": size.posts, "--users": size.users, "--seed": size.seed}
    return [word for name, count in counts.items() for word in (name, str(count))]


def _is_there(app: Flask) -> bool:
    with app.app_context():
        if not schema.is_current(db.engine):
            schema.upgrade(db.engine)
        return db.session.get(Setting, "demo") is not None


def _look(app: Flask, folder: Path, size: Size) -> World:
    config: Config = app.extensions["forum"]
    with app.app_context():
        forum = db.session.scalars(sa.select(Forum).order_by(Forum.topic_count.desc())).first()
        long = db.session.scalars(sa.select(Topic).order_by(Topic.post_total.desc())).first()
        nearest = sa.func.abs(Topic.post_total - SHORT), Topic.id
        short = db.session.scalars(sa.select(Topic).where(~Topic.locked).order_by(*nearest)).first()
        # an ordinary member: neither staff nor the author of the topics looked at
        reader = db.session.scalars(sa.select(User).where(User.email.endswith("@demo.invalid"))).all()[-1]
        assert forum is not None
        assert long is not None
        assert short is not None
        pages = -(-forum.topic_count // config.topics_per_page)
        places = (paths.forum(forum.slug), min(_DEEP, pages), paths.topic(short.id, short.slug))
        last = -(-long.post_total // config.posts_per_page)
        deep = paths.topic(long.id, long.slug)
        reader_id = reader.id
    session = Browser(app, reader_id).client.get_cookie("sid")
    assert session is not None
    return World(app, folder, size, *places, long=deep, long_last=last, cookie=f"sid={session.value}")
