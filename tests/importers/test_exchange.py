"""Topics in and out: what is kept, what is not taken twice, what stays private, and a round trip."""

import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from forum.accounts.models import User
from forum.accounts.queries import user_named
from forum.checking import findings
from forum.db import db
from forum.importers import reading
from forum.importers.export import export
from forum.importers.jsonl import ImportReport, import_file
from forum.taxonomy.models import Forum, ForumGrant
from forum.topics.models import Mention, Post, State, Topic
from tests.browsing import Browser
from tests.factories import Factory

AT = "2019-06-24T09:21:00+02:00"


def post(number: str, author: str = "Jeanne", at: str = AT, body: str = "Bonjour.", **more: Any) -> dict[str, Any]:
    return {"id": number, "author": author, "created_at": at, "body": body, **more}


def topic(number: str, *posts: dict[str, Any], forum: str = "contrats", **more: Any) -> dict[str, Any]:
    line = {"id": number, "forum": forum, "title": f"Sujet {number}", "author": posts[0]["author"], "created_at": AT}
    return {**line, "tags": [], "posts": list(posts), **more}


@pytest.fixture
def bring(app: Flask, tmp_path: Path) -> Callable[..., ImportReport]:
    """Import these lines (values, or text as it is)."""

    def run(*lines: dict[str, Any] | str) -> ImportReport:
        file = tmp_path / "lines.jsonl"
        file.write_text("".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines), "utf-8")
        return imported(app, file)

    return run


def imported(app: Flask, file: Path) -> ImportReport:
    with app.app_context():
        return import_file(file, app.extensions["renderer"], app.extensions["forum"])


def exported(app: Flask, *, public: bool) -> list[dict[str, Any]]:
    out = io.StringIO()
    with app.app_context():
        export(out, app.extensions["forum"].base_url, public=public)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_dates_authors_and_words_are_kept(app: Flask, bring: Callable[..., ImportReport]) -> None:
    later = "2020-01-02T10:00:00Z"
    report = bring(
        topic("t1", post("p1", body="Une *question*."), post("p2", "Karim", later, "Une réponse."), tags=["bail"])
    )
    assert (report.topics, report.posts, report.authors, report.forums, report.tags) == (1, 2, 2, 1, 1)
    with app.app_context():
        row = db.session.scalars(sa.select(Topic)).one()
        posts = db.session.scalars(sa.select(Post).order_by(Post.position)).all()
        assert row.last_posted_at.isoformat() == "2020-01-02T10:00:00+00:00"
        assert (row.reply_count, row.slug) == (1, "sujet-t1")
        assert [each.html for each in posts] == ["<p>Une <em>question</em>.</p>", "<p>Une réponse.</p>"]
        assert user_named("karim").post_count == 1
        assert db.session.scalars(sa.select(Forum.name)).one() == "Contrats"


def test_unknown_authors_get_accounts_nobody_can_open(app: Flask, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1")))
    with app.app_context():
        user = user_named("Jeanne")
        assert user.password is None
        assert user.email.endswith("@import.invalid")
        assert user.created_at.isoformat() == "2019-06-24T07:21:00+00:00"


def test_twice_takes_nothing_twice(app: Flask, bring: Callable[..., ImportReport]) -> None:
    lines = [topic(f"t{number}", post(f"p{number}"), post(f"q{number}")) for number in range(5)]
    bring(*lines)
    report = bring(*lines)
    assert (report.topics, report.posts, report.authors, report.known) == (0, 0, 0, 5)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Post)) == 10


def test_posts_added_since_come_behind(app: Flask, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1"), post("p2")))
    assert bring(topic("t1", post("p1"), post("p2"), post("p3", body="La suite."))).posts == 1
    with app.app_context():
        last = db.session.scalars(sa.select(Post).where(Post.position == 3)).one()
        assert last.body == "La suite."
        assert db.session.scalars(sa.select(Topic.reply_count)).one() == 2


def test_bad_lines_are_named_and_the_others_come_in(bring: Callable[..., ImportReport]) -> None:
    report = bring(topic("t1", post("p1")), "{", "", topic("t2", post("p2", at="hier")), topic("t3", post("p3")))
    assert [number for number, _ in report.bad] == [2, 4]
    assert report.topics == 2


def test_the_same_topic_twice_in_one_file_comes_once(bring: Callable[..., ImportReport]) -> None:
    report = bring(topic("t1", post("p1")), topic("t1", post("p1")), topic("t2", post("p1")))
    assert (report.topics, report.posts) == (1, 1)
    assert [number for number, _ in report.bad] == [2, 3]


def test_what_is_too_complex_comes_as_it_was_typed(app: Flask, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1", body="[" * 5000)))
    with app.app_context():
        row = db.session.scalars(sa.select(Post)).one()
        assert row.plain_fallback
        assert row.html == f"<p>{'[' * 5000}</p>"


def test_hostile_text_is_made_safe(app: Flask, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1", "<script>", body="<img src=x onerror=alert(1)>[x](javascript:alert(1))")))
    with app.app_context():
        html = db.session.scalars(sa.select(Post.html)).one()
        assert "<img" not in html
        assert "href" not in html
        assert db.session.scalars(sa.select(User.name)).one() == "script"


def test_a_member_who_is_named_is_linked_and_not_notified(app: Flask, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1"), post("p2", "Karim", body="Merci @jeanne.")))
    with app.app_context():
        assert 'href="/u/Jeanne"' in db.session.scalars(sa.select(Post.html).where(Post.position == 2)).one()
        assert len(db.session.scalars(sa.select(Mention)).all()) == 1
        assert db.session.scalar(sa.text("SELECT count(*) FROM outbox")) == 0


def test_a_topic_does_not_stand_in_a_category(factory: Factory, bring: Callable[..., ImportReport]) -> None:
    factory.forum("Rubrique", kind="category", slug="rubrique")
    report = bring(topic("t1", post("p1"), forum="rubrique"))
    assert (report.topics, report.authors) == (0, 0)
    assert "category" in report.bad[0][1]


def test_forums_keep_a_plain_address(bring: Callable[..., ImportReport]) -> None:
    assert "small letters" in bring(topic("t1", post("p1"), forum="Droit & co")).bad[0][1]


def test_private_topics_make_a_private_forum(app: Flask, visitor: Browser, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1"), private=True))
    with app.app_context():
        topic_id = db.session.scalars(sa.select(Topic.id)).one()
    assert visitor.get(f"/t/{topic_id}/sujet-t1").status == 404


def test_private_topics_are_not_put_into_a_public_forum(factory: Factory, bring: Callable[..., ImportReport]) -> None:
    factory.forum("Contrats", slug="contrats")
    report = bring(topic("t1", post("p1"), private=True), topic("t2", post("p2")))
    assert report.topics == 1
    assert "private" in report.bad[0][1]


def test_hidden_posts_stay_hidden(app: Flask, visitor: Browser, bring: Callable[..., ImportReport]) -> None:
    bring(topic("t1", post("p1"), post("p2", body="Caché.", state="deleted")))
    with app.app_context():
        row = db.session.scalars(sa.select(Topic)).one()
        assert (row.reply_count, row.post_total) == (0, 2)
        address = f"/t/{row.id}/{row.slug}"
    assert "Caché." not in visitor.get(address).text


def test_counters_are_right_at_the_end(app: Flask, bring: Callable[..., ImportReport]) -> None:
    authors = ["Jeanne", "Karim", "Zoé"]
    bring(
        *(
            topic(f"t{number}", *(post(f"p{number}-{each}", authors[each % 3]) for each in range(1 + number % 4)))
            for number in range(12)
        )
    )
    with app.app_context():
        assert [str(found) for found in findings(app.extensions["forum"])] == []


def test_a_gzipped_file(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl.gz"
    file.write_bytes(gzip.compress(json.dumps(topic("t1", post("p1"))).encode()))
    assert imported(app, file).topics == 1
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(OSError, match="damaged"):
        imported(app, file)


def test_an_absurdly_long_line_is_skipped(tmp_path: Path) -> None:
    file = tmp_path / "lines.jsonl"
    with file.open("wb") as out:
        out.write(b"a" * (2 * reading.LINE_BYTES + 5) + b"\nshort\n")
    read: list[int] = []
    assert list(reading.numbered_lines(file, read.append)) == [(1, None), (2, b"short\n")]


@pytest.fixture
def world(factory: Factory) -> dict[str, int]:
    """A public and a private forum, with something hidden in the first."""
    jeanne, mona = factory.user("Jeanne"), factory.moderator("Mona")
    public, private = factory.forum("Contrats", slug="contrats"), factory.private_forum("Coulisses")
    seen = factory.topic(public, jeanne, "Un sujet ouvert", "Une *question*.")
    factory.reply(seen, mona, "Une réponse.")
    hidden = factory.reply(seen, jeanne, "Un secret.")
    secret = factory.topic(private, mona, "Un sujet réservé", "Entre nous.")

    def hide() -> None:
        db.session.get_one(Post, hidden).state = State.DELETED

    factory.write(hide)
    return {"seen": seen, "secret": secret}


def test_a_public_export_holds_what_a_visitor_reads(app: Flask, world: dict[str, int]) -> None:
    (line,) = exported(app, public=True)
    assert line["id"] == f"http://localhost/t/{world['seen']}"
    assert [each["body"] for each in line["posts"]] == ["Une *question*.", "Une réponse."]
    assert "private" not in line


def test_a_full_export_says_what_is_private_or_hidden(app: Flask, world: dict[str, int]) -> None:
    seen, secret = exported(app, public=False)
    assert [each.get("state") for each in seen["posts"]] == [None, None, "deleted"]
    assert secret["private"] is True


def test_an_export_taken_in_where_it_was_made_changes_nothing(
    app: Flask, world: dict[str, int], bring: Callable[..., ImportReport]
) -> None:
    report = bring(*exported(app, public=False))
    assert (report.topics, report.posts, report.known) == (0, 0, 2)


def test_a_round_trip_to_an_empty_forum(
    app: Flask, factory: Factory, world: dict[str, int], bring: Callable[..., ImportReport]
) -> None:
    before = exported(app, public=False)
    factory.write(empty)
    assert bring(*before).bad == []
    assert exported(app, public=False) == before
    with app.app_context():
        coulisses = sa.select(ForumGrant.group_id).join(Forum).where(Forum.slug == "coulisses")
        assert db.session.scalars(coulisses).all() == [3]


def empty() -> None:
    for table in ("mentions", "topic_tags", "posts", "topics", "forum_grants", "forums", "group_members", "users"):
        db.session.execute(db.Model.metadata.tables[table].delete())
