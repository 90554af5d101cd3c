"""Makes people, forums, topics and posts for tests, through the site's own actions; returns ids."""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

from forum import clock
from forum.accounts.models import ADMINISTRATORS, EVERYONE, MEMBERS, MODERATORS, Group, User
from forum.accounts.names import email_key, name_key
from forum.db import db
from forum.experiences import actions as experiences
from forum.experiences.models import Outcome, Provider
from forum.experiences.record import Record
from forum.markup import RENDERER_VERSION, RenderContext, render
from forum.outbox import drain
from forum.taxonomy import actions as taxonomy
from forum.taxonomy.actions import PUBLIC, ForumDraft, Grant
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.actions import Sent, Text, TopicDraft
from forum.topics.models import Post, Topic
from tests.browsing import Browser

T = TypeVar("T")
PRIVATE = (Grant(group_id=MODERATORS, post=True, reply=True, moderate=True),)
READ_ONLY = (Grant(group_id=EVERYONE), Grant(group_id=MEMBERS), Grant(group_id=MODERATORS, moderate=True))


def text(body: str) -> Text:
    """A text as the edge hands it over: rendered."""
    done = render(body, context=RenderContext(written_on=clock.day_of_law()))
    return Text(
        body=body,
        html=done.html,
        plain=done.plain,
        version=RENDERER_VERSION,
        links=done.links,
        cited=done.citations,
    )


class Factory:
    """Bound to one application."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._count = 0

    def write(self, act: Callable[[], T]) -> T:
        """Run something in a write transaction and return what it returns."""
        with self.app.app_context(), db.write():
            return act()

    def read(self, act: Callable[[], T]) -> T:
        with self.app.app_context():
            return act()

    def drain(self) -> None:
        """Let the worker's work be done now."""
        with self.app.app_context():
            drain()

    def user(self, name: str = "", *, groups: tuple[int, ...] = (), posts: int = 5, **columns: Any) -> int:
        """A confirmed member (with a few posts to their name, so that nothing of theirs waits for approval)."""
        self._count += 1
        name = name or f"membre{self._count}"
        email = columns.pop("email", f"{name_key(name)}@example.org")

        def make() -> int:
            user = User(name=name, name_key=name_key(name), email=email, email_key=email_key(email))
            user.fs_uniquifier = secrets.token_hex(16)
            user.created_at = user.all_read_at = user.confirmed_at = clock.now()
            user.post_count = posts
            user.roles = [db.session.get_one(Group, each) for each in groups]
            for column, value in columns.items():
                setattr(user, column, value)
            db.session.add(user)
            db.session.flush()
            return user.id

        return self.write(make)

    def admin(self, name: str = "ada") -> int:
        return self.user(name, groups=(ADMINISTRATORS,))

    def moderator(self, name: str = "modeste") -> int:
        """A member of the moderators' group, which public forums grant."""
        return self.user(name, groups=(MODERATORS,))

    def browser(self, user_id: int | None = None) -> Browser:
        """A browser signed in as this person."""
        return Browser(self.app, user_id)

    def forum(self, name: str = "Droit du numérique", grants: tuple[Grant, ...] = PUBLIC, **draft: Any) -> int:
        return self.write(lambda: taxonomy.create_forum(ForumDraft(name=name, **draft), grants).id)

    def private_forum(self, name: str = "Salle des modérateurs") -> int:
        return self.forum(name, PRIVATE)

    def topic(
        self, forum_id: int, author_id: int, title: str = "Un sujet", body: str = "Un texte.", **draft: Any
    ) -> int:
        def make() -> int:
            author, forum = db.session.get_one(User, author_id), db.session.get_one(Forum, forum_id)
            return topics.open_topic(author, forum, TopicDraft(title=title, **draft), text(body), Sent()).topic_id

        return self.write(make)

    def reply(self, topic_id: int, author_id: int, body: str = "Une réponse.", **sent: Any) -> int:
        def make() -> int:
            author, topic = db.session.get_one(User, author_id), db.session.get_one(Topic, topic_id)
            return topics.reply(author, topic, text(body), Sent(**sent)).id

        return self.write(make)

    def tells(self, post_id: int, outcome: Outcome = Outcome.SOLVED, **record: Any) -> int:
        """Have a post tell an experience; returns its id."""
        told = Record(record.pop("provider", Provider.AGENCY), outcome, **record)
        self.write(lambda: experiences.tell(db.session.get_one(Post, post_id), told))
        return post_id

    def first_post(self, topic_id: int) -> int:
        return self.read(lambda: db.session.query(Post.id).filter_by(topic_id=topic_id, position=1).scalar())

    def get(self, model: type[T], key: Any) -> T:
        """A fresh, detached copy of a row."""

        def load() -> T:
            row = db.session.get_one(model, key)
            db.session.expunge(row)
            return row

        return self.read(load)
