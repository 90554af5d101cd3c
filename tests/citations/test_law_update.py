"""`flask forum law update DIR`: newer tables, and the posts that cite what they changed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from flask import Flask

from forum import clock
from forum.citations.shown import LawLink, links
from forum.cli import law
from forum.db import db
from forum.legal import facts
from forum.legal.renewal import renew
from forum.topics.models import Post, Topic, TopicLaw
from tests.factories import Factory
from tests.legal.test_build import TABLES

OLD = datetime(2014, 5, 1, 12, tzinfo=UTC)
ARTICLE = "code-civil\t9\tVIGUEUR\t2026-04-03\t1970-01-02\t2026-03-01\t\t2026-03-01\t2026-03-01>20(1.0)\n"
MOVE = "code-civil\t9\t2026-03-01\t20\t1.0\tnumber reused\tdate+text\ttext identity\n"


@pytest.fixture(autouse=True)
def _as_before(app: Flask) -> Iterator[None]:
    """The site has no tables of its own, before and after."""
    place, home = facts.home(), app.extensions["forum"].law_dir
    shutil.rmtree(home, ignore_errors=True)
    facts.use(home)  # another app of this run may have said its own
    yield
    shutil.rmtree(home, ignore_errors=True)
    facts.use(place)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Tables in which article 9 of the code civil moved."""
    source = tmp_path / "newer"
    source.mkdir()
    changed = {"articles.tsv": ARTICLE, "concordance.tsv": MOVE}
    for name, lines in TABLES.items():
        (source / name).write_text(lines + changed.get(name, ""), "utf-8")
    return source


def _update(app: Flask, source: Path, *options: str) -> Result:
    return app.test_cli_runner().invoke(args=["forum", "law", "update", str(source), *options])


def _cites_nine(app: Flask, factory: Factory) -> int:
    with clock.set_to(OLD):
        post = factory.reply(
            factory.topic(factory.forum(), factory.user()), factory.user(), "L’article 9 du code civil."
        )
    assert not _moved(app, post)
    return post


def _moved(app: Flask, post_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(Post, post_id).law_moved


def test_posts_learn_what_moved(app: Flask, factory: Factory, source: Path) -> None:
    post = _cites_nine(app, factory)
    refused = _update(app, source)
    assert refused.exit_code == 1
    assert "Nothing was changed" in refused.output
    assert f"The tables of {source}: they have" in refused.output
    assert "--smaller" in refused.output
    told = _update(app, source, "--smaller")
    assert "+ code-civil: 9 -> 20 since 2026-03-01" in told.output
    assert "Restart the server" in told.output
    assert _moved(app, post)
    assert "Nothing moved." in _update(app, source).output


def _carries_nine(factory: Factory) -> int:
    with clock.set_to(OLD):
        return factory.topic(factory.forum(), factory.user(), law=("code-civil/9",))


def _carried(app: Flask, topic_id: int) -> tuple[list[tuple[str, str]], tuple[LawLink, ...]]:
    """The pages on which a topic is, by its own number or an older one; its chips."""
    with app.app_context():
        mine = sa.select(TopicLaw.key, TopicLaw.former).where(TopicLaw.topic_id == topic_id).order_by(TopicLaw.key)
        rows = [(key, former) for key, former in db.session.execute(mine)]
        return rows, links(db.session.get_one(Topic, topic_id).law)


def test_what_topics_carry_by_choice_is_followed(app: Flask, factory: Factory, source: Path) -> None:
    topic = _carries_nine(factory)
    rows, (chip,) = _carried(app, topic)
    assert (rows, chip.now) == ([("code-civil/9", "")], "")
    assert "Rendered: 1 tagged topics; changed: 1." in _update(app, source, "--smaller").output
    rows, (chip,) = _carried(app, topic)
    assert rows == [("code-civil/20", "9"), ("code-civil/9", "")]
    assert (chip.key, chip.now, chip.moved) == ("code-civil/9", "20", True)


def test_what_topics_carry_by_choice_is_put_right_by_rerendering(app: Flask, factory: Factory, source: Path) -> None:
    topic = _carries_nine(factory)
    renew(source, app.extensions["forum"].law_dir, may_shrink=True)
    told = app.test_cli_runner().invoke(args=["forum", "rerender", "--all"])
    assert "Rendered: 1 tagged topics; changed: 1." in told.output
    assert _carried(app, topic)[0] == [("code-civil/20", "9"), ("code-civil/9", "")]
    again = app.test_cli_runner().invoke(args=["forum", "rerender", "--all"])
    assert "Rendered: 1 tagged topics; changed: 0." in again.output


def test_what_was_interrupted_goes_on(
    app: Flask, factory: Factory, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = _cites_nine(app, factory)

    def interrupted(*_sources: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(law, "_rerender", interrupted)
        assert _update(app, source, "--smaller").exit_code != 0
    assert not _moved(app, post)
    told = _update(app, source).output
    assert "Changed: " in told
    assert "+ code-civil: 9 -> 20 since 2026-03-01" in told
    assert _moved(app, post)


def test_a_folder_that_cannot_be_written_is_told(app: Flask, source: Path) -> None:
    in_the_way = app.extensions["forum"].law_dir
    in_the_way.write_text("a file", "utf-8")
    told = _update(app, source, "--smaller")
    in_the_way.unlink()
    assert told.exit_code == 1
    assert "Nothing was changed. Not a directory" in told.output
    assert "Traceback" not in told.output


def test_a_directory_without_the_tables_is_told(app: Flask, tmp_path: Path) -> None:
    told = _update(app, tmp_path)
    assert told.exit_code == 1
    assert "Nothing was changed. No such file or directory" in told.output
