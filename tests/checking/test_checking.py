"""`check`: each thing that can fall out of step is found, and what can be counted anew is."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import checking, clock
from forum.accounts.models import User
from forum.attachments.models import Attachment
from forum.bookmarks.actions import keep
from forum.db import db
from forum.messages.models import Conversation
from forum.outbox.models import OutboxRow
from forum.taxonomy.models import Forum, ForumGrant
from forum.topics.models import Post, Topic
from forum.uploads.models import Upload
from tests.factories import Factory
from tests.messages.writing import Writing

DIGEST = "ab" * 32


@pytest.fixture
def board(factory: Factory) -> Factory:
    """A forum with two topics, whose people have the counts of what they wrote."""
    jeanne, karim = factory.user("Jeanne", posts=0), factory.user("Karim", posts=0)
    forum, writing = factory.forum(), Writing(factory)
    for title in ("Premier sujet", "Second sujet"):
        topic = factory.topic(forum, jeanne, title)
        factory.reply(topic, karim)
        factory.reply(topic, jeanne)
    kept = (User, jeanne), (Post, factory.first_post(topic)), (Topic, topic)
    factory.write(lambda: keep(*(db.session.get_one(*each) for each in kept)))
    factory.drain()  # Jeanne is told of a reply … and Karim of one
    writing.start(jeanne, karim)
    factory.drain()
    return factory


def found_in(app: Flask) -> list[str]:
    with app.app_context():
        return [str(finding) for finding in checking.findings(app.extensions["forum"])]


def set_all(table: type, **values: object) -> Callable[[], object]:
    return lambda: db.session.execute(sa.update(table).values(**values))


def test_a_forum_in_use_agrees(app: Flask, board: Factory) -> None:
    assert found_in(app) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (set_all(Topic, reply_count=7), "reply_count is 7, should be 2"),
        (set_all(Topic, post_total=9), "post_total is 9, should be 3"),
        (set_all(Topic, last_post_id=None), "last_post_id is None"),
        (set_all(Topic, last_poster_id=None), "last_poster_id is None"),
        (set_all(Topic, last_posted_at=clock.now() - timedelta(days=9)), "last_posted_at is"),
        (set_all(Forum, topic_count=5), "topic_count is 5, should be 2"),
        (set_all(Forum, post_count=0), "post_count is 0, should be 6"),
        (set_all(Topic, told=2), "told is 2, should be 0"),
        (set_all(Post, tells=True), "tells is True, should be False"),
        (set_all(Forum, last_topic_id=None), "last post at is None"),
        (set_all(User, post_count=40), "post_count is 40, should be 4"),
        (set_all(User, bookmarks=3), "bookmarks is 3, should be 1"),
        (set_all(User, unread_notices=3), "unread_notices is 3, should be 1"),
        (set_all(User, unread_messages=3), "unread_messages is 3, should be 1"),
        (set_all(User, passkey_count=3), "passkey_count is 3, should be 0"),
        (lambda: db.session.execute(sa.delete(Post).where(Post.position == 2)), "numbered up to 3"),
    ],
)
def test_what_fell_out_of_step_is_found_and_repaired(
    app: Flask, board: Factory, harm: Callable[[], object], words: str
) -> None:
    board.write(harm)
    assert words in "\n".join(found_in(app))
    with app.app_context():
        checking.repair()
    assert found_in(app) == []


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        (set_all(Conversation, last_message_id=99), "last_message_id is 99, should be"),
        (set_all(Topic, accepted_post_id=1), "its accepted answer 1 is not one of its replies"),
    ],
)
def test_what_refers_to_another_thing_is_found(
    app: Flask, board: Factory, harm: Callable[[], object], words: str
) -> None:
    board.write(harm)
    assert words in "\n".join(found_in(app))


def test_a_message_that_the_worker_has_yet_to_count_is_no_finding(app: Flask, board: Factory) -> None:
    Writing(board).start(board.user("Léa", posts=0), board.user("Malo", posts=0))
    assert found_in(app) == []
    board.drain()
    assert found_in(app) == []


def test_a_forum_without_rights_is_found(app: Flask, board: Factory) -> None:
    board.write(lambda: db.session.execute(sa.delete(ForumGrant)))
    assert any("no right is set on droit-du-numerique" in line for line in found_in(app))


@pytest.mark.parametrize(
    ("age", "given_up", "words"),
    [
        (timedelta(minutes=1), False, ""),
        (timedelta(hours=3), False, "does the worker run"),
        (timedelta(), True, "given up"),
    ],
)
def test_the_outbox(app: Flask, board: Factory, age: timedelta, given_up: bool, words: str) -> None:
    moment = clock.now() - age
    row = OutboxRow(event="x", handler="y", payload={}, created_at=moment, run_at=moment, given_up=given_up)
    row.done_at = moment if given_up else None
    board.write(lambda: db.session.add(row))
    lines = found_in(app)
    assert [words in line for line in lines] == ([True] if words else [])


def test_files_and_rows_that_miss_one_another(app: Flask, board: Factory) -> None:
    def harm() -> None:
        upload = Upload(digest=DIGEST, mime="image/png", size=1, created_at=clock.now())
        db.session.add(upload)
        db.session.flush()
        owner = db.session.scalars(sa.select(User.id).limit(1)).one()
        lost = Attachment(key="k" * 32, owner_id=owner, digest=DIGEST, post_id=999, filename="a.png")
        lost.created_at = clock.now()
        db.session.add(lost)
        db.session.execute(sa.update(User).where(User.id == owner).values(avatar_key="cd" * 32))

    board.write(harm)
    lines = "\n".join(found_in(app))
    for words in (f"the file {DIGEST} is not in", "its post 999 is not there", "the portrait is not among the uploads"):
        assert words in lines


def test_old_files_that_no_row_names(app: Flask, board: Factory) -> None:
    uploads: Path = app.extensions["forum"].uploads_dir
    old, new = uploads / "ab" / DIGEST, uploads / "cd" / ("cd" * 32)
    for path in (old, new):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    os.utime(old, (0, 0))
    try:
        assert found_in(app) == [f"file: no row names {old}"]
    finally:
        old.unlink()
        new.unlink()
