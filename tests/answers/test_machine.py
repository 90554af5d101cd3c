"""A thousand random acts on questions: every counter stays what `check` counts anew (replies, votes, experiences,
resources, bookmarks, what is unread …), an answer stays a reply of its own question."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from forum import checking
from forum.accounts.models import MODERATORS, User
from forum.answers import actions as answers
from forum.bookmarks import actions as bookmarks
from forum.checking import counts, people
from forum.db import db
from forum.errors import Conflict, Invalid, Missing, Refused
from forum.experiences import actions as experiences
from forum.experiences.models import Outcome, Provider
from forum.experiences.record import Record
from forum.messages import actions as messages
from forum.messages import reading
from forum.messages.models import Participant
from forum.messages.policy import Limits as MessageLimits
from forum.moderation import actions as staff
from forum.moderation import duplicates, surgery
from forum.moderation.queries import Chosen
from forum.notifications import inbox
from forum.resources import actions as resources
from forum.resources.actions import Facts, Limits
from forum.resources.models import Genre, Resource, Side
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.actions import Sent
from forum.topics.models import Kind, Post, State, Topic
from forum.votes import actions as votes
from tests.factories import Factory, text

_REFUSALS = (Refused, Invalid, Conflict, Missing)
_FREE = MessageLimits(newcomer_posts=0, people=10, newcomer_people=5, links=2)
_some = st.integers(0, 1000)


class Acts(RuleBasedStateMachine):
    """Each act is tried whatever the state: policies refuse what may not be."""

    factory: Factory

    def __init__(self) -> None:
        super().__init__()
        make = self.factory
        self.forum = make.forum(f"Forum {make._count}")
        self.elsewhere = make.forum(f"Ailleurs {make._count}")
        moderator = make.user(f"modeste{make._count}", groups=(MODERATORS,), posts=0)
        self.people = [make.user(posts=0), make.user(posts=0), moderator]
        topics = [make.topic(self.forum, self.people[n % 2], f"Sujet {n}", kind=Kind.QUESTION) for n in range(3)]
        for number in range(9):
            make.reply(topics[number % 3], self.people[number % 2], f"Réponse {number}")

    def attempt(self, act: Callable[[User, Post, Topic], Any], who: int, which: int) -> None:
        def run() -> None:
            posts = sa.select(Post.id).join(Topic, Topic.id == Post.topic_id).where(self.ours())
            ids = list(db.session.scalars(posts.order_by(Post.id)))
            post = db.session.get_one(Post, ids[which % len(ids)])
            user = db.session.get_one(User, self.people[who % len(self.people)])
            act(user, post, db.session.get_one(Topic, post.topic_id))

        with suppress(*_REFUSALS):
            self.factory.write(run)

    @rule(who=_some, which=_some)
    def vote(self, who: int, which: int) -> None:
        self.attempt(lambda user, post, topic: votes.cast(user, post, topic, per_hour=10_000), who, which)

    @rule(who=_some, which=_some)
    def unvote(self, who: int, which: int) -> None:
        self.attempt(votes.withdraw, who, which)

    @rule(who=_some, which=_some)
    def accept(self, who: int, which: int) -> None:
        self.attempt(answers.accept, who, which)

    @rule(who=_some, which=_some)
    def unaccept(self, who: int, which: int) -> None:
        self.attempt(answers.unaccept, who, which)

    @rule(which=_some)
    def hide(self, which: int) -> None:
        self.attempt(lambda user, post, topic: staff.hide(user, [Chosen(post, topic)], "Hors sujet"), 2, which)

    @rule(which=_some)
    def restore(self, which: int) -> None:
        self.attempt(lambda user, post, topic: staff.restore(user, [Chosen(post, topic)]), 2, which)

    @rule(which=_some)
    def split(self, which: int) -> None:
        def act(user: User, post: Post, topic: Topic) -> None:
            new = surgery.NewTopic("Un autre sujet", db.session.get_one(Forum, self.forum))
            surgery.split(user, topic, [Chosen(post, topic)], new)

        self.attempt(act, 2, which)

    @rule(which=_some, other=_some)
    def merge(self, which: int, other: int) -> None:
        self.attempt(lambda user, post, topic: surgery.merge(user, topic, [self.topic(other)]), 2, which)

    @rule(which=_some, other=_some)
    def mark(self, which: int, other: int) -> None:
        self.attempt(lambda user, post, topic: duplicates.mark(user, [topic], self.topic(other)), 2, which)

    @rule(which=_some, outcome=st.sampled_from(Outcome))
    def tell(self, which: int, outcome: Outcome) -> None:
        record = Record(Provider.AGENCY, outcome)
        self.attempt(lambda user, post, topic: experiences.tell(post, record), 0, which)

    @rule(which=_some)
    def untell(self, which: int) -> None:
        self.attempt(lambda user, post, topic: experiences.withdraw(post), 0, which)

    @rule(who=_some, which=_some)
    def keep(self, who: int, which: int) -> None:
        self.attempt(bookmarks.keep, who, which)

    @rule(who=_some, which=_some)
    def let_go(self, who: int, which: int) -> None:
        self.attempt(lambda user, post, topic: bookmarks.let_go(user, post.id), who, which)

    @rule(who=_some, which=_some, page=st.integers(1, 4))
    def list_a_page(self, who: int, which: int, page: int) -> None:
        facts = Facts(title=f"Page {page}", url=f"https://exemple.fr/{page}", genre=Genre.ARTICLE, side=Side.BOTH)
        limits = Limits(per_day=10_000, per_topic=100)
        self.attempt(lambda user, post, topic: resources.propose(user, topic, facts, limits), who, which)

    @rule(who=_some, which=_some, shows=st.booleans())
    def decide_on_a_page(self, who: int, which: int, shows: bool) -> None:
        def act(user: User, post: Post, topic: Topic) -> None:
            resource = db.session.scalars(sa.select(Resource).where(Resource.topic_id == topic.id).limit(1)).first()
            if resource is not None:
                (resources.show if shows else resources.remove)(user, resource, topic)

        self.attempt(act, who, which)

    @rule(who=_some, whom=_some)
    def write_to(self, who: int, whom: int) -> None:
        def act(user: User, post: Post, topic: Topic) -> None:
            other = db.session.get_one(User, self.people[whom % len(self.people)])
            messages.start(user, [other], "Un objet", text("Bonjour."), _FREE)

        self.attempt(act, who, 0)

    @rule(who=_some, which=_some, leaves=st.booleans())
    def read_or_leave(self, who: int, which: int, leaves: bool) -> None:
        def act(user: User, post: Post, topic: Topic) -> None:
            mine = sa.select(Participant).where(Participant.user_id == user.id).order_by(Participant.conversation_id)
            places = list(db.session.scalars(mine))
            if places and leaves:
                messages.leave(user, places[which % len(places)].conversation_id)
            elif places:
                reading.mark_read(user.id, places[which % len(places)].conversation_id, 10**6)

        self.attempt(act, who, 0)

    @rule(who=_some)
    def see_notices(self, who: int) -> None:
        self.attempt(lambda user, post, topic: inbox.see(user.id), who, 0)

    @rule()
    def work(self) -> None:
        self.factory.drain()

    @rule(which=_some)
    def take_back(self, which: int) -> None:
        self.attempt(topics.delete_own, which, which)

    @rule(who=_some, which=_some)
    def reply_under_a_pseudonym(self, who: int, which: int) -> None:
        masked = Sent(pseudonym=True)
        self.attempt(lambda user, post, topic: topics.reply(user, topic, text("Encore."), masked), who, which)

    @rule(which=_some, back=st.booleans())
    def move(self, which: int, back: bool) -> None:
        target = self.forum if back else self.elsewhere

        def act(user: User, post: Post, topic: Topic) -> None:
            surgery.move(user, [topic], db.session.get_one(Forum, target))

        self.attempt(act, 2, which)

    def ours(self) -> sa.ColumnElement[bool]:
        return Topic.forum_id.in_((self.forum, self.elsewhere))

    def topic(self, which: int) -> Topic:
        ids = list(db.session.scalars(sa.select(Topic.id).where(self.ours()).order_by(Topic.id)))
        return db.session.get_one(Topic, ids[which % len(ids)])

    def teardown(self) -> None:
        """All of `check`, once the worker has done what waited."""
        self.factory.drain()
        config = self.factory.app.extensions["forum"]
        assert self.factory.read(lambda: list(checking.findings(config))) == []

    @invariant()
    def holds(self) -> None:
        def look() -> None:
            told = (counts.topics, counts.scores, counts.experiences, counts.resources, counts.answers, people.counts)
            assert [finding for each in told for finding in each()] == []
            canonical = sa.orm.aliased(Topic)
            led = sa.select(Topic.id, canonical.duplicate_of_id, canonical.merged_into_id).join(
                canonical, canonical.id == Topic.duplicate_of_id
            )
            twice = sa.or_(canonical.duplicate_of_id.is_not(None), canonical.merged_into_id.is_not(None))
            assert db.session.execute(led.where(twice, Topic.state == State.VISIBLE)).all() == []

        self.factory.read(look)


@pytest.mark.slow
def test_a_thousand_random_acts(sqlite_app: Flask) -> None:
    machine = type("Acts", (Acts,), {"factory": Factory(sqlite_app)})
    thorough = settings(
        max_examples=20, stateful_step_count=50, deadline=None, suppress_health_check=list(HealthCheck), database=None
    )
    run_state_machine_as_test(machine, settings=thorough)
