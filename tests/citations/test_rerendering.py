"""Rendering stored posts anew: only what changed, and nothing of what a writer did meanwhile."""

from datetime import UTC, datetime

import sqlalchemy as sa
from flask import Flask

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics import rerendering
from forum.topics.models import Post, PostCitation, Topic
from tests.factories import Factory, text

OLD = datetime(2014, 5, 1, 12, tzinfo=UTC)


def _posts(factory: Factory, *bodies: str) -> list[int]:
    author, forum = factory.user(), factory.forum()

    def make(body: str) -> int:
        with clock.set_to(OLD):
            draft = topics.TopicDraft("Un sujet de droit")
            return topics.open_topic(
                db.session.get_one(User, author), db.session.get_one(Forum, forum), draft, text(body)
            ).id

    return [factory.write(lambda body=body: make(body)) for body in bodies]  # type: ignore[misc]


def _forget(app: Flask) -> None:
    """As if an older renderer had known nothing of the law."""
    with app.app_context(), db.write():
        db.session.execute(sa.update(Post).values(renderer_version=1, html="", law="", law_moved=False))
        db.session.execute(sa.update(Topic).values(law=""))
        db.session.execute(sa.delete(PostCitation))


def _run(app: Flask, wanted: rerendering.Wanted = rerendering.OUTDATED) -> int:
    seen: list[int] = []
    with app.app_context():
        found = rerendering.rerender(app.extensions["renderer"], app.extensions["forum"], wanted, seen.append)
        assert rerendering.count(rerendering.OUTDATED) == 0
    return found


def test_old_posts_learn_of_the_law(app: Flask, factory: Factory) -> None:
    cites, plain = _posts(factory, "article 1382 du code civil", "rien")
    _forget(app)
    assert _run(app) == 2
    assert _run(app) == 0
    with app.app_context():
        post = db.session.get_one(Post, cites)
        assert "/droit/code-civil/1382" in post.html
        assert post.law_moved
        assert db.session.get_one(Topic, post.topic_id).law == post.law != ""
        rows = db.session.execute(sa.select(PostCitation.key, PostCitation.former).order_by(PostCitation.key))
        assert [tuple(row) for row in rows] == [("code-civil/1240", "1382"), ("code-civil/1382", "")]
        assert not db.session.get_one(Post, plain).law
    assert _run(app, rerendering.citing_texts(["code-civil"])) == 0
