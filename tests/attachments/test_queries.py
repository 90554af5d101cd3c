"""Reading attachments: in one statement for a page of posts, in order, without a guess at keys."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import User
from forum.attachments import actions, queries
from forum.attachments.queries import AttachedFile
from forum.db import db
from forum.uploads.intake import receive
from tests.factories import Factory
from tests.uploads.pictures import encoded, picture


@pytest.fixture
def posted(app: Flask, factory: Factory, tmp_path: Path) -> dict[int, list[str]]:
    """Three posts with two files each: an image with a thumbnail and a text."""
    image = receive(encoded(picture(1600, 1200), "PNG"), "x.png", root=tmp_path, max_bytes=10**7)
    text = receive(b"texte", "x.txt", root=tmp_path, max_bytes=10**7)
    owner, keys = factory.user(), {}
    with app.app_context(), db.write():
        actor = db.session.get_one(User, owner)
        for post_id in (1, 2, 3):
            made = [actions.attach(actor, file, "x", alt="un schéma").key for file in (image, text)]
            keys[post_id] = made[::-1]
            actions.bind(actor, keys[post_id], post_id)
    return keys


@contextmanager
def statements() -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)


def test_a_page_of_posts_costs_one_statement(app: Flask, posted: dict[int, list[str]]) -> None:
    with app.app_context(), statements() as seen:
        found = queries.for_posts([1, 3, 99])
    assert {post_id: [file.key for file in files] for post_id, files in found.items()} == {
        1: posted[1],
        3: posted[3],
    }
    assert len(seen) == 1
    with app.app_context(), statements() as seen:
        assert queries.for_posts([]) == {}
    assert seen == []


def test_a_file_is_read_with_its_measures(app: Flask, posted: dict[int, list[str]]) -> None:
    with app.app_context():
        text, image = queries.for_posts([2])[2]
    assert (image.filename, image.alt, image.mime, image.is_image) == ("x.png", "un schéma", "image/png", True)
    assert (image.width, image.height, image.has_thumb) == (1600, 1200, True)
    assert (image.thumb_width, image.thumb_height) == (640, 480)
    assert (text.position, image.position) == (1, 2)
    assert (text.filename, text.size, text.width, text.has_thumb) == ("x.txt", 5, None, False)


@pytest.mark.parametrize("key", ["", "0" * 32, "x" * 5000, "a\0b", "../etc/passwd", "é" * 32, "%"])
def test_no_other_key_finds_anything(app: Flask, posted: dict[int, list[str]], key: str) -> None:
    with app.app_context():
        assert queries.by_key(key) is None


def test_chosen_gives_what_may_stand_in_the_post_in_the_order_asked(
    app: Flask, factory: Factory, posted: dict[int, list[str]], tmp_path: Path
) -> None:
    bob = factory.user()
    text = receive(b"autre", "x.txt", root=tmp_path, max_bytes=10**7)
    with app.app_context(), db.write():
        own = actions.attach(db.session.get_one(User, bob), text, "x").key
    asked = [posted[2][0], own, posted[1][1], posted[1][0], own, "0" * 32, "\0"]

    def chosen(actor_id: int | None, post_id: int | None) -> list[str]:
        with app.app_context():
            actor = None if actor_id is None else db.session.get_one(User, actor_id)
            return [file.key for file in queries.chosen(actor, asked, post_id)]

    assert chosen(bob, None) == [own]
    assert chosen(bob, 1) == [own, posted[1][1], posted[1][0]]
    assert chosen(None, 1) == []


def test_digests_in_use_are_those_of_all_attachments(app: Flask, posted: dict[int, list[str]]) -> None:
    with app.app_context():
        found = set(db.session.scalars(queries.used_digests()))
        assert found == {file.digest for file in queries.for_posts([1])[1]}


@pytest.mark.parametrize(
    ("html", "placed"),
    [
        ('<img src="/attachments/KEY/thumb" alt="">', True),
        ('<a href="/attachments/KEY/note.txt">note</a>', True),
        ("<code>/attachments/KEY/thumb</code>", False),
        ("<p>Rien.</p>", False),
    ],
)
def test_a_file_placed_in_the_text_is_told(app: Flask, posted: dict[int, list[str]], html: str, placed: bool) -> None:
    with app.app_context():
        file: AttachedFile = queries.for_posts([1])[1][0]
    assert file.placed_in(html.replace("KEY", file.key)) is placed
