"""One line of the exchange format: what is taken, and what is said of a line that is not."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from forum.importers.authors import author_email, author_name
from forum.importers.lines import BadLine, parse
from forum.topics.models import Kind, State

POST = {"id": "p1", "author": "Jeanne", "created_at": "2019-06-24T09:21:00+02:00", "body": "Bonjour."}
LINE = {
    "id": "t1",
    "forum": "contrats",
    "title": "Un sujet",
    "author": "Jeanne",
    "created_at": "2019-06-24T09:21:00+02:00",
    "tags": ["contrat"],
    "posts": [POST],
}


def line(**changes: Any) -> bytes:
    return json.dumps({name: value for name, value in {**LINE, **changes}.items() if value is not ...}).encode()


def with_post(**changes: Any) -> bytes:
    return line(posts=[{name: value for name, value in {**POST, **changes}.items() if value is not ...}])


def test_a_plain_line() -> None:
    topic = parse(line())
    assert (topic.id, topic.forum, topic.title, topic.author, topic.tags) == (
        "t1",
        "contrats",
        "Un sujet",
        "Jeanne",
        ("contrat",),
    )
    assert topic.created_at == datetime(2019, 6, 24, 7, 21, tzinfo=UTC)
    assert (topic.kind, topic.state, topic.pinned, topic.private) == (Kind.DISCUSSION, State.VISIBLE, False, False)
    assert topic.posts[0].body == "Bonjour."


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (b"{", "not JSON"),
        (b"\xff\xfe\xff", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b'"words"', "not a JSON object"),
        (line(id=...), "“id” is missing"),
        (line(id=12), "“id” should be text"),
        (line(id=" "), "“id” is empty"),
        (line(id="x" * 101), "“id” has more than 100"),
        (line(title=...), "“title” is missing"),
        (line(title=" \x00"), "“title” is empty"),
        (line(author="…"), "“author” holds no name"),
        (line(forum=None), "“forum” is missing"),
        (line(created_at="hier"), "“created_at” should look like"),
        (line(created_at="2019-06-24T09:21:00"), "“created_at” should look like"),
        (line(created_at="0001-01-01T00:00:00+14:00"), "“created_at” is out of this world"),
        (line(created_at="1066-10-14T09:00:00Z"), "before 1970"),
        (line(created_at="2999-01-01T00:00:00Z"), "after today"),
        (line(posts=...), "“posts” should be a list"),
        (line(posts=[]), "“posts” should be a list"),
        (line(posts={"0": POST}), "“posts” should be a list"),
        (line(posts=["Bonjour."]), "should be an object"),
        (line(posts=[POST, POST]), "the same “id”"),
        (with_post(body=...), "“body” is missing"),
        (with_post(body="\n\x00 "), "an empty “body”"),
        (with_post(author=["x"]), "“author” should be text"),
        (line(tags="contrat"), "“tags” should be a list"),
        (line(tags=[1]), "“tags” should be a list"),
        (line(tags=["x"]), "the tag “x”"),
        (line(tags=["x" * 61]), "2 to 60"),
        (line(tags=["!!"]), "the tag “!!”"),
        (line(kind="sermon"), "“kind” is one of"),
        (line(state=["visible"]), "“state” is one of"),
        (line(views=-1), "“views”"),
        (line(views=True), "“views”"),
        (line(views=2**40), "“views”"),
        (line(source="http://x"), "“source” should be an object"),
        (line(source={"name": "x", "url": "javascript:alert(1)"}), "should begin with https"),
        (line(source={"name": "x", "url": "https://x.fr", "date": "juin"}), "should look like 2019-06-24"),
    ],
)
def test_what_is_wrong_is_said(text: bytes, complaint: str) -> None:
    with pytest.raises(BadLine, match=complaint):
        parse(text)


def test_a_long_title_is_cut_and_says_so() -> None:
    title = parse(line(title="mot " * 60)).title
    assert len(title) <= 150
    assert title.endswith("…")


def test_posts_without_an_id_get_one_from_their_topic() -> None:
    topic = parse(line(posts=[{**POST, "id": "p9"}, {name: POST[name] for name in POST if name != "id"}]))
    assert [post.id for post in topic.posts] == ["p9", "t1#2"]


def test_what_no_database_takes_is_cleaned() -> None:
    topic = parse(with_post(body="a\x00b \ud800c\r\nd"))
    assert topic.posts[0].body == "ab c\nd"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Jean  Paul", "Jean Paul"),
        ("jean/paul", "jean paul"),
        ("<b>Luc</b>", "b Luc b"),
        ("a" * 60, "a" * 40),
        ("Al", "Al"),
        ("admin", "admin"),
        ("'Zoé'", "Zoé"),
        ("--", ""),
        ("ﷺ" * 10, ""),
    ],
)
def test_names_of_authors(name: str, shown: str) -> None:
    assert author_name(name) == shown


def test_the_same_name_has_the_same_address() -> None:
    assert author_email("Zoé Martin") == author_email("zoe  martin")
    assert author_email("Zoé").endswith("@import.invalid")
