"""Every verb of staff against every role, through the pages' own addresses; and selections with foreign things in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.moderation import reports
from forum.moderation.models import LogEntry, Reason
from forum.topics.models import Post, State, Topic
from tests.browsing import Page
from tests.factories import Factory
from tests.moderation.world import World, make_world

Data = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """A topic of three posts, the things beside it that acts need, and the forum's own moderator."""

    forum: int
    topic: int
    first: int
    reply: int
    other: int
    report: int


def topics_act(verb: str, **more: str) -> Callable[[World, Target], tuple[str, Data]]:
    def make(world: World, at: Target) -> tuple[str, Data]:
        filled = {name: value.format(other=at.other, forum=at.forum) for name, value in more.items()}
        return "/moderation/topics", {"verb": verb, "topic": [at.topic], **filled}

    return make


def posts_act(verb: str, **more: str) -> Callable[[World, Target], tuple[str, Data]]:
    def make(world: World, at: Target) -> tuple[str, Data]:
        filled = {name: value.format(forum=at.forum) for name, value in more.items()}
        return "/moderation/posts", {"verb": verb, "post": [at.reply], **filled}

    return make


VERBS: dict[str, Callable[[World, Target], tuple[str, Data]]] = {
    "pin": topics_act("pin"),
    "unpin": topics_act("unpin"),
    "lock": topics_act("lock"),
    "unlock": topics_act("unlock"),
    "hide topic": topics_act("hide", reason="Doublon"),
    "restore topic": topics_act("restore"),
    "approve topic": topics_act("approve"),
    "move": topics_act("move", forum="{forum}"),
    "merge": topics_act("merge", into="{other}"),
    "hide post": posts_act("hide", reason="Hors sujet"),
    "restore post": posts_act("restore"),
    "approve post": posts_act("approve"),
    "split": posts_act("split", title="Un sujet à part", forum="{forum}"),
    "restore one post": lambda world, at: (f"/p/{at.reply}/restore", {}),
    "approve one post": lambda world, at: (f"/p/{at.reply}/approve", {}),
}
ROLES = ("visitor", "bob", "alice", "mod_there", "mod_here", "mod_closed", "admin")
HERE = {"bob": 403, "alice": 403, "mod_there": 403, "mod_closed": 403}
CLOSED = {"bob": 404, "alice": 404, "mod_there": 404, "mod_here": 404}


@pytest.fixture
def world(factory: Factory) -> World:
    return make_world(factory)


def target(factory: Factory, world: World, forum: int, author: int) -> Target:
    topic = factory.topic(forum, author)
    reply = factory.reply(topic, author)
    factory.reply(topic, author)
    other = factory.topic(forum, author, "Un autre sujet")
    first = factory.first_post(topic)

    def report() -> int:
        admin, post = db.session.get_one(User, world.admin), db.session.get_one(Post, reply)
        return reports.report(admin, post, db.session.get_one(Topic, topic), Reason.SPAM, "", per_day=100).id

    return Target(forum, topic, first, reply, other, factory.write(report))


def send(factory: Factory, world: World, role: str, path: str, data: Data) -> Page:
    who = None if role == "visitor" else getattr(world, role)
    return factory.browser(who).post(path, data, follow=False)


def asks_to_sign_in(answer: Page) -> bool:
    """By sending to the page, or by keeping what was sent and leading there."""
    if answer.status == 303:
        return answer.location.startswith("/login")
    return answer.status == 403 and any(
        link.startswith("/login") for link in [*answer.links(), answer.forms()[0].action]
    )


def picture(factory: Factory) -> list[Any]:
    """What acts change, as one value."""

    def look() -> list[Any]:
        topics = sa.select(Topic.id, Topic.state, Topic.pinned, Topic.locked, Topic.forum_id, Topic.post_total)
        posts = sa.select(Post.id, Post.topic_id, Post.position, Post.state)
        logged = sa.select(sa.func.count()).select_from(LogEntry)
        return [
            *map(tuple, db.session.execute(topics)),
            *map(tuple, db.session.execute(posts)),
            db.session.scalar(logged),
        ]

    return factory.read(look)


@pytest.mark.parametrize("place", ["here", "closed"])
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_for_every_role(factory: Factory, world: World, verb: str, place: str) -> None:
    refused = HERE if place == "here" else CLOSED
    author = world.alice if place == "here" else world.mod_closed
    at = target(factory, world, getattr(world, place), author)
    before = picture(factory)
    for role in ROLES:
        answer = send(factory, world, role, *VERBS[verb](world, at)) if role in {*refused, "visitor"} else None
        if answer is not None and role == "visitor":
            assert asks_to_sign_in(answer)
        elif answer is not None:
            assert answer.status == refused[role], role
    assert picture(factory) == before
    for role in ("mod_here" if place == "here" else "mod_closed", "admin"):
        fresh = target(factory, world, getattr(world, place), author)
        answer = send(factory, world, role, *VERBS[verb](world, fresh))
        assert answer.status == 303, role
        assert not answer.location.startswith("/login")


@pytest.mark.parametrize("do", ["handle", "dismiss"])
def test_reports_are_closed_by_the_forum_s_own_moderators(factory: Factory, world: World, do: str) -> None:
    at = target(factory, world, world.here, world.alice)
    expected = {"bob": 404, "alice": 404, "mod_there": 404, "mod_closed": 404, "mod_here": 303}
    for role, status in expected.items():
        assert send(factory, world, role, f"/moderation/reports/{at.report}", {"do": do}).status == status, role


@pytest.mark.parametrize("path", ["/moderation", "/moderation/held", "/moderation/log", "/u/bob/staff"])
def test_the_desk_is_for_who_moderates_some_forum(factory: Factory, world: World, path: str) -> None:
    expected = {
        "visitor": 303,
        "bob": 403,
        "alice": 403,
        "mod_there": 200,
        "mod_here": 200,
        "mod_closed": 200,
        "admin": 200,
    }
    for role, status in expected.items():
        who = None if role == "visitor" else getattr(world, role)
        assert factory.browser(who).get(path, follow=False).status == status, role


@pytest.mark.parametrize(
    ("foreign", "status"),
    [("there", 403), ("closed", 404), ("nowhere", 404), ("no number", 404)],
)
@pytest.mark.parametrize("verb", ["pin", "hide topic", "hide post", "split"])
def test_one_foreign_thing_refuses_the_whole_selection(
    factory: Factory, world: World, verb: str, foreign: str, status: int
) -> None:
    mine = target(factory, world, world.here, world.alice)
    path, data = VERBS[verb](world, mine)
    others: dict[str, Any] = {"nowhere": 999_999, "no number": "1 OR 1=1"}
    name = "post" if "post" in data else "topic"
    if foreign in {"there", "closed"}:
        forum, author = (world.there, world.bob) if foreign == "there" else (world.closed, world.mod_closed)
        elsewhere = target(factory, world, forum, author)
        others[foreign] = elsewhere.reply if name == "post" else elsewhere.topic
    before = picture(factory)
    data[name] = [*data[name], others[foreign]]
    assert send(factory, world, "mod_here", path, data).status == status
    assert picture(factory) == before


def test_a_moderator_cannot_move_into_a_forum_they_do_not_see(factory: Factory, world: World) -> None:
    at = target(factory, world, world.here, world.alice)
    data = {"verb": "move", "topic": [at.topic], "forum": str(world.closed), "asked": "1"}
    assert send(factory, world, "mod_here", "/moderation/topics", data).status == 422
    assert factory.get(Topic, at.topic).forum_id == world.here


def test_what_asks_says_nothing_of_what_one_may_not_see(factory: Factory, world: World) -> None:
    at = target(factory, world, world.closed, world.mod_closed)
    here = target(factory, world, world.here, world.alice)
    for path in (f"/moderation/topics?verb=move&topic={at.topic}", f"/moderation/posts?verb=hide&post={at.reply}"):
        assert factory.browser(world.mod_here).get(path).status == 404
        assert factory.browser(world.mod_closed).get(path).status == 200
    merged = factory.browser(world.mod_here).post(
        "/moderation/topics", {"verb": "merge", "topic": [here.topic], "into": str(at.topic), "asked": "1"}
    )
    assert merged.status == 422
    assert factory.get(Topic, here.topic).state == State.VISIBLE
