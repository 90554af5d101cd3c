"""Every role on every state: the policy's functions, its SQL conditions and the verbs on a page say the same."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import EVERYONE, MEMBERS, MODERATORS, User
from forum.accounts.policy import Actor
from forum.db import db
from forum.taxonomy.actions import Grant, set_grants
from forum.taxonomy.models import Forum
from forum.topics import actions, policy
from forum.topics.actions import TopicDraft
from forum.topics.models import Kind, Post, State, Topic
from forum.topics.policy import visible_posts, visible_topics
from forum.topics.queries import topic_page
from forum.topics.views import PostRow
from forum.verdict import Verdict
from tests.factories import PRIVATE, READ_ONLY, Factory, text

TEXT = text("Un texte.")
FORUMS = ("public", "private", "read only")


@dataclass
class World:
    """People by role, and topics of every state in forums of every kind: ids only."""

    roles: dict[str, int | None]
    topics: list[int]


@pytest.fixture
def world(factory: Factory) -> World:
    author = factory.user("autrice")
    roles = {
        "visitor": None,
        "author": author,
        "member": factory.user("membre"),
        "moderator": factory.moderator(),
        "suspended": factory.user("suspendue", suspended_until=clock.now() + timedelta(days=1)),
        "local moderator": factory.user("locale"),
        "administrator": factory.admin(),
        "moderator who lacks the factor": factory.moderator("sans-facteur"),
        "administrator who lacks the factor": factory.admin("admin-sans-facteur"),
    }
    local = Grant(user_id=roles["local moderator"], moderate=True)
    public = (Grant(group_id=EVERYONE), Grant(group_id=MEMBERS, post=True, reply=True))
    staff = Grant(group_id=MODERATORS, post=True, reply=True, moderate=True)
    grants = {"public": (*public, staff, local), "private": PRIVATE, "read only": READ_ONLY}
    forums = [factory.forum(name, grants=grants[name]) for name in FORUMS]
    states = list(product(forums, State, (False, True), State))
    return World(roles, factory.write(lambda: [_topic(author, *each) for each in states]))


def _topic(author_id: int, forum_id: int, state: State, locked: bool, post_state: State) -> int:
    """A topic of three posts: the author's, another's, and the author's again, edited once, in `post_state`."""
    staff = db.session.scalars(sa.select(User).where(User.name == "ada")).one()
    forum = db.session.get_one(Forum, forum_id)
    topic = db.session.get_one(Topic, actions.open_topic(staff, forum, TopicDraft("Un sujet"), TEXT).topic_id)
    actions.reply(staff, topic, TEXT)
    last = actions.reply(staff, topic, TEXT)
    topic.state, topic.locked, topic.author_id = state, locked, author_id
    last.state, last.revision, last.author_id = post_state, 2, author_id
    first = sa.update(Post).where(Post.topic_id == topic.id, Post.position == 1)
    db.session.execute(first.values(author_id=author_id))
    return topic.id


def actor_of(user_id: int | None) -> Actor:
    if user_id is None:
        return None
    user = db.session.get_one(User, user_id)
    user.lacks_factor = user.name.endswith("sans-facteur")  # as their session says
    return user


def cases(world: World) -> Iterator[tuple[str, Actor, Topic]]:
    for role, user_id in world.roles.items():
        for topic_id in world.topics:
            yield role, actor_of(user_id), db.session.get_one(Topic, topic_id)


def label(role: str, topic: Topic, *rest: object) -> str:
    forum = FORUMS[(topic.id - 1) // 18 % 3]
    return f"{role} on a {topic.state} {'locked ' if topic.locked else ''}topic of forum {forum}: {rest}"


def test_seeing_a_topic_is_one_rule(factory: Factory, world: World) -> None:
    def wrong() -> list[str]:
        found = []
        for role, actor, topic in cases(world):
            seen = db.session.scalar(sa.select(Topic.id).where(Topic.id == topic.id, visible_topics(actor)))
            if bool(policy.may_see_topic(actor, topic)) != (seen is not None):
                found.append(label(role, topic))
        return found

    assert factory.read(wrong) == []


def test_seeing_a_post_is_one_rule(factory: Factory, world: World) -> None:
    def wrong() -> list[str]:
        found = []
        for role, actor, topic in cases(world):
            statement = sa.select(Post.id).join(Topic, Topic.id == Post.topic_id).where(visible_posts(actor))
            seen = set(db.session.scalars(statement.where(Post.topic_id == topic.id)))
            found += [
                label(role, topic, post.position, post.state)
                for post in db.session.query(Post).filter_by(topic_id=topic.id)
                if bool(policy.may_see_post(actor, post, topic)) != (post.id in seen)
            ]
        return found

    assert factory.read(wrong) == []


def test_verbs_on_the_page_are_the_policys(factory: Factory, world: World) -> None:
    def wrong() -> list[str]:
        found = []
        for role, actor, topic in cases(world):
            if policy.may_see_topic(actor, topic):
                for row in topic_page(topic.id, 1, actor, per_page=20).posts:
                    post = db.session.get_one(Post, row.id)
                    found += [label(role, topic, post.state, verb) for verb in disagreements(row, actor, post, topic)]
        return found

    assert factory.read(wrong) == []


def disagreements(row: PostRow, actor: Actor, post: Post, topic: Topic) -> list[str]:
    moderates = policy.may_moderate_topic(actor, topic)
    deleted, pending = post.state == State.DELETED, post.state == State.PENDING
    expected: dict[str, bool] = {
        "reply": bool(policy.may_reply(actor or anybody(), topic)) and post.state == State.VISIBLE,
        "edit": bool(policy.may_edit(actor, post, topic)),
        "delete": bool(policy.may_delete_own(actor, post, topic)),
        "history": bool(policy.may_see_history(actor, post, topic)) and post.revision > 1,
        "report": leads_on(policy.may_report(actor, post, topic)) and post.state == State.VISIBLE,
        "hide": bool(moderates) and not deleted,
        "restore": bool(moderates) and deleted,
        "approve": bool(moderates) and pending,
        "select": bool(moderates),
    }
    return [verb for verb, allowed in expected.items() if (verb in row.may) != allowed]


def anybody() -> User:
    """The member that a visitor is on signing in, as far as one knows."""
    return db.session.scalars(sa.select(User).where(User.name == "membre")).one()


def leads_on(verdict: Verdict) -> bool:
    """A visitor is shown the verb when signing in may be enough."""
    return bool(verdict) or verdict.login


@pytest.mark.parametrize(
    "columns",
    [{"approved": False}, {"confirmed_at": None}, {"suspended_until": clock.now() + timedelta(days=1)}],
    ids=lambda columns: next(iter(columns)),
)
def test_who_may_not_write_may_do_nothing(factory: Factory, columns: dict[str, object]) -> None:
    author = factory.user("autrice")
    topic_id = factory.topic(factory.forum(), author)
    factory.write(lambda: [setattr(db.session.get_one(User, author), name, each) for name, each in columns.items()])

    def verdicts() -> list[bool]:
        actor, topic = db.session.get_one(User, author), db.session.get_one(Topic, topic_id)
        post = db.session.query(Post).filter_by(topic_id=topic_id).one()
        asked = (policy.may_edit(actor, post, topic), policy.may_delete_own(actor, post, topic))
        return [bool(each) for each in (policy.may_reply(actor, topic), *asked)]

    assert factory.read(verdicts) == [False, False, False]


@pytest.mark.parametrize(("minutes", "age", "allowed"), [(0, 9999, True), (10, 9, True), (10, 11, False)])
def test_the_time_to_edit(factory: Factory, minutes: int, age: int, allowed: bool) -> None:
    author = factory.user()
    with clock.set_to(clock.now() - timedelta(minutes=age)):
        topic_id = factory.topic(factory.forum(), author)

    def verdict() -> bool:
        post = db.session.query(Post).filter_by(topic_id=topic_id).one()
        topic = db.session.get_one(Topic, topic_id)
        return bool(policy.may_edit(db.session.get_one(User, author), post, topic, minutes=minutes))

    assert factory.read(verdict) is allowed


def test_moderators_make_what_speaks_for_the_forum() -> None:
    assert Kind.GUIDE not in policy.kinds_open_to(moderates=False)
    assert {Kind.GUIDE, Kind.ANNOUNCEMENT} < set(policy.kinds_open_to(moderates=True))


def test_rights_taken_away_close_the_forum_at_once(factory: Factory) -> None:
    member = factory.user()
    forum_id = factory.forum()
    topic_id = factory.topic(forum_id, member)

    def sees() -> bool:
        return bool(policy.may_see_topic(db.session.get_one(User, member), db.session.get_one(Topic, topic_id)))

    assert factory.read(sees)
    factory.write(lambda: set_grants(db.session.get_one(Forum, forum_id), PRIVATE))
    assert not factory.read(sees)
