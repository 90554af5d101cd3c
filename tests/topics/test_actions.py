"""Opening, replying, editing, taking back: what is written, counted, announced and refused, on both databases."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import clock, outbox
from forum.accounts.models import User
from forum.db import db
from forum.errors import Conflict, Invalid, Refused
from forum.outbox import Event, OutboxRow
from forum.taxonomy.actions import create_tag
from forum.taxonomy.models import Forum, Tag
from forum.topics import actions
from forum.topics.actions import Edit, Sent, TopicDraft
from forum.topics.models import Contribution, Kind, Mention, Post, PostRevision, State, Submission, Topic
from forum.topics.tagged import tags_of
from tests.factories import Factory, text
from tests.topics.racing import THREADS, at_once

Told = tuple[str, dict[str, object]]


@pytest.fixture
def forum_id(factory: Factory) -> int:
    return factory.forum()


@pytest.fixture
def author(factory: Factory) -> int:
    return factory.user("autrice")


@pytest.fixture
def topic_id(factory: Factory, forum_id: int, author: int) -> int:
    return factory.topic(forum_id, author)


@pytest.fixture
def told(app: Flask) -> Iterator[list[Told]]:
    """What happens while the test runs, as the outbox tells it."""
    heard: list[Told] = []
    for event in Event:
        outbox.register(event, "test-ear", lambda event=event, **payload: heard.append((event, payload)))
    yield heard
    for event in Event:
        outbox.handlers_of(event).pop("test-ear")


def open_topic(
    author: int, forum_id: int, draft: TopicDraft, body: str = "Un texte.", sent: Sent | None = None
) -> Post:
    user, forum = db.session.get_one(User, author), db.session.get_one(Forum, forum_id)
    return actions.open_topic(user, forum, draft, text(body), sent)


def reply(author: int, topic_id: int, body: str = "Une réponse.", sent: Sent | None = None) -> Post:
    return actions.reply(db.session.get_one(User, author), db.session.get_one(Topic, topic_id), text(body), sent)


def edit(author: int, post_id: int, body: str, change: Edit, sent: Sent | None = None) -> None:
    post = db.session.get_one(Post, post_id)
    topic = db.session.get_one(Topic, post.topic_id)
    actions.edit(db.session.get_one(User, author), post, topic, text(body), change, sent)


# --- opening and replying


def test_a_topic_and_its_first_post(factory: Factory, forum_id: int, author: int) -> None:
    def make() -> int:
        tags = (create_tag("accès"), create_tag("RGPD"))
        draft = TopicDraft("  Un   titre à l’aise ", Kind.QUESTION, tags)
        return open_topic(author, forum_id, draft, "Un **texte**.", Sent(address="192.0.2.1")).id

    post = factory.get(Post, factory.write(make))
    topic = factory.get(Topic, post.topic_id)
    assert (topic.title, topic.slug) == ("Un titre à l’aise", "un-titre-a-l-aise")
    assert (topic.kind, topic.state) == ("question", "visible")
    assert (topic.post_total, topic.reply_count, topic.last_post_id, topic.was_public) == (1, 0, post.id, True)
    assert (post.position, post.body, post.revision) == (1, "Un **texte**.", 1)
    assert "<strong>texte</strong>" in post.html
    assert [tag.name for tag in factory.read(lambda: tags_of(topic))] == ["accès", "RGPD"]
    trace = factory.read(lambda: db.session.query(Contribution).one())
    assert (trace.post_id, trace.user_id, trace.act, trace.address) == (post.id, author, "write", "192.0.2.1")


@pytest.mark.parametrize("title", ["", "abcd", "x" * 151, "?!… ——"])
def test_a_title_says_something(factory: Factory, forum_id: int, author: int, title: str) -> None:
    with pytest.raises(Invalid) as refused:
        factory.write(lambda: open_topic(author, forum_id, TopicDraft(title)))
    assert refused.value.field == "title"
    assert factory.read(lambda: db.session.query(Topic).count()) == 0


def test_counters_follow(factory: Factory, forum_id: int, topic_id: int) -> None:
    member = factory.user("membre", posts=0)
    first, second = (factory.write(lambda: reply(member, topic_id).id) for _ in range(2))
    topic, forum = factory.get(Topic, topic_id), factory.get(Forum, forum_id)
    assert (topic.post_total, topic.reply_count, topic.last_post_id, topic.last_poster_id) == (3, 2, second, member)
    assert (forum.topic_count, forum.post_count, forum.last_topic_id) == (1, 3, topic_id)
    assert factory.get(User, member).post_count == 2
    assert [factory.get(Post, each).position for each in (first, second)] == [2, 3]


def test_posts_of_a_private_forum_do_not_count_for_their_author(factory: Factory) -> None:
    admin = factory.admin()
    before = factory.get(User, admin).post_count
    factory.topic(factory.private_forum(), admin)
    assert factory.get(User, admin).post_count == before


def test_mentions_are_stored_and_replaced(factory: Factory, topic_id: int, author: int) -> None:
    called, other = factory.user("appelée"), factory.user("autre")

    def mention(ids: tuple[int, ...]) -> int:
        user, topic = db.session.get_one(User, author), db.session.get_one(Topic, topic_id)
        return actions.reply(user, topic, replace(text("@quelqu’un"), mentioned=ids), Sent()).id

    post_id = factory.write(lambda: mention((called, called, other)))
    names = factory.read(lambda: sorted(db.session.scalars(sa.select(Mention.user_id))))
    assert names == sorted([called, other])
    factory.write(lambda: edit(author, post_id, "Personne.", Edit(1)))
    assert factory.read(lambda: db.session.query(Mention).count()) == 0


def test_others_are_told(factory: Factory, forum_id: int, author: int, told: list[Told]) -> None:
    topic_id = factory.topic(forum_id, author)
    reply_id = factory.reply(topic_id, author)
    factory.write(lambda: edit(author, reply_id, "Mieux.", Edit(1)))
    factory.drain()
    first = factory.first_post(topic_id)
    assert [event for event, _ in told] == [Event.TOPIC_CREATED, Event.POST_CREATED, Event.POST_EDITED]
    assert [payload["post_id"] for _, payload in told] == [first, reply_id, reply_id]


def test_a_refused_act_tells_nobody(factory: Factory, topic_id: int) -> None:
    stranger = factory.user("étrangère", suspended_until=clock.now() + timedelta(days=1))
    factory.drain()
    with pytest.raises(Refused):
        factory.write(lambda: reply(stranger, topic_id))
    assert factory.read(lambda: db.session.query(OutboxRow).filter(OutboxRow.done_at.is_(None)).count()) == 0


# --- a newcomer's links


@pytest.mark.parametrize(
    ("posts", "groups", "body", "state"),
    [
        (0, (), "Voyez https://example.org/", State.PENDING),
        (0, (), "Sans lien.", State.VISIBLE),
        (1, (), "Voyez https://example.org/", State.VISIBLE),
        (0, (4,), "Voyez https://example.org/", State.VISIBLE),
    ],
)
def test_a_first_post_with_links_waits(
    factory: Factory, topic_id: int, posts: int, groups: tuple[int, ...], body: str, state: State
) -> None:
    newcomer = factory.user("nouvelle", posts=posts, groups=groups)
    post_id = factory.write(lambda: reply(newcomer, topic_id, body, Sent(newcomer_posts=1)).id)
    assert factory.get(Post, post_id).state == state
    assert factory.get(Topic, topic_id).reply_count == (1 if state is State.VISIBLE else 0)


def test_a_held_topic_was_never_public(factory: Factory, forum_id: int) -> None:
    newcomer = factory.user("nouvelle", posts=0)
    body, sent = "Voyez https://example.org/", Sent(newcomer_posts=1)
    topic_id = factory.write(lambda: open_topic(newcomer, forum_id, TopicDraft("Un lien utile"), body, sent).topic_id)
    topic, forum = factory.get(Topic, topic_id), factory.get(Forum, forum_id)
    assert (topic.state, topic.was_public, forum.topic_count) == (State.PENDING, False, 0)


# --- one form, one post


def test_a_key_makes_one_post(factory: Factory, topic_id: int, author: int) -> None:
    first, again = (factory.write(lambda: reply(author, topic_id, sent=Sent(key="k1")).id) for _ in range(2))
    other = factory.write(lambda: reply(author, topic_id, sent=Sent(key="k2")).id)
    assert first == again != other


def test_a_key_is_its_owners(factory: Factory, topic_id: int, author: int) -> None:
    mine = factory.write(lambda: reply(author, topic_id, sent=Sent(key="k1")).id)
    other = factory.user()
    assert factory.write(lambda: reply(other, topic_id, sent=Sent(key="k1")).id) != mine


def test_a_double_click_makes_one_post(factory: Factory, topic_id: int, author: int) -> None:
    made = at_once(lambda number: factory.write(lambda: reply(author, topic_id, sent=Sent(key="double")).id))
    assert len(set(made)) == 1
    assert isinstance(made[0], int)
    assert factory.read(lambda: db.session.query(Submission).count()) == 1
    assert factory.get(Topic, topic_id).post_total == 2


def test_posts_written_at_once_stand_in_one_line(factory: Factory, topic_id: int) -> None:
    people = [factory.user() for _ in range(THREADS)]
    made = at_once(lambda number: factory.write(lambda: reply(people[number], topic_id).position))
    assert sorted(made) == list(range(2, THREADS + 2))
    topic = factory.get(Topic, topic_id)
    assert (topic.post_total, topic.reply_count) == (THREADS + 1, THREADS)


# --- what came meanwhile


def test_what_others_posted_meanwhile_stops_a_reply_once(factory: Factory, topic_id: int, author: int) -> None:
    factory.reply(topic_id, author, "La mienne, d’un autre onglet.")
    factory.write(lambda: reply(author, topic_id, sent=Sent(seen=1)))
    other = factory.user()
    factory.reply(topic_id, other)
    with pytest.raises(Conflict, match="Un message est arrivé"):
        factory.write(lambda: reply(author, topic_id, sent=Sent(seen=3)))
    factory.reply(topic_id, other)
    with pytest.raises(Conflict, match="2 messages sont arrivés"):
        factory.write(lambda: reply(author, topic_id, sent=Sent(seen=3)))
    factory.write(lambda: reply(author, topic_id, sent=Sent(seen=5)))


def test_what_one_cannot_read_stops_nothing(factory: Factory, topic_id: int, author: int) -> None:
    hidden = factory.reply(topic_id, factory.user())
    factory.write(lambda: setattr(db.session.get_one(Post, hidden), "state", State.DELETED))
    factory.write(lambda: reply(author, topic_id, sent=Sent(seen=1)))


# --- editing


def test_an_edit_keeps_what_stood_before(factory: Factory, topic_id: int, author: int) -> None:
    post_id = factory.first_post(topic_id)
    moderator = factory.moderator()
    factory.write(lambda: edit(author, post_id, "Deux.", Edit(1, "faute", title="Nouveau titre", kind=Kind.QUESTION)))
    factory.write(lambda: edit(moderator, post_id, "Trois.", Edit(2, "ton")))
    post, topic = factory.get(Post, post_id), factory.get(Topic, topic_id)
    assert (post.body, post.revision, post.edited_by_id, post.edit_reason) == ("Trois.", 3, moderator, "ton")
    assert (topic.title, topic.slug, topic.kind) == ("Nouveau titre", "nouveau-titre", "question")
    kept = factory.read(lambda: db.session.query(PostRevision).order_by(PostRevision.number).all())
    assert [(each.number, each.body, each.title, each.author_id, each.reason) for each in kept] == [
        (1, "Un texte.", "Un sujet", author, ""),
        (2, "Deux.", "Nouveau titre", author, "faute"),
    ]


def test_a_reply_has_no_title_to_edit(factory: Factory, topic_id: int, author: int) -> None:
    post_id = factory.reply(topic_id, author)
    factory.write(lambda: edit(author, post_id, "Deux.", Edit(1, title="Autre titre", kind=Kind.GUIDE, tags=())))
    assert (factory.get(Topic, topic_id).title, factory.get(Topic, topic_id).kind) == ("Un sujet", "discussion")


def test_tags_alone_are_an_edit(factory: Factory, topic_id: int, author: int) -> None:
    post_id = factory.first_post(topic_id)
    tag = factory.write(lambda: create_tag("accès").id)
    factory.write(lambda: edit(author, post_id, "Un texte.", Edit(1, tags=(db.session.get_one(Tag, tag),))))
    assert factory.get(Post, post_id).revision == 2
    factory.write(lambda: edit(author, post_id, "Un texte.", Edit(2, tags=(db.session.get_one(Tag, tag),))))
    assert factory.get(Post, post_id).revision == 2


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_an_edit_of_another_revision_is_a_conflict(factory: Factory, topic_id: int, author: int, seen: int) -> None:
    post_id = factory.first_post(topic_id)
    factory.write(lambda: edit(author, post_id, "Deux.", Edit(1)))
    with pytest.raises(Conflict):
        factory.write(lambda: edit(author, post_id, "Perdu ?", Edit(seen)))
    assert factory.get(Post, post_id).body == "Deux."


def test_of_edits_at_once_one_wins_and_the_others_know(factory: Factory, topic_id: int, author: int) -> None:
    post_id = factory.first_post(topic_id)
    done = at_once(lambda number: factory.write(lambda: edit(author, post_id, f"Texte {number}.", Edit(1))))
    assert sorted(str(type(each).__name__) for each in done) == ["Conflict"] * (THREADS - 1) + ["NoneType"]
    assert factory.get(Post, post_id).revision == 2


# --- taking back


def test_a_post_taken_back_is_no_longer_counted(factory: Factory, forum_id: int, topic_id: int) -> None:
    member = factory.user("membre", posts=0)
    post_id = factory.reply(topic_id, member)
    factory.write(lambda: actions.delete_own(*loaded(member, post_id)))
    topic, forum = factory.get(Topic, topic_id), factory.get(Forum, forum_id)
    assert (topic.post_total, topic.reply_count, topic.last_post_id) == (2, 0, factory.first_post(topic_id))
    assert (forum.post_count, factory.get(User, member).post_count) == (1, 0)
    assert factory.get(Post, post_id).deleted_by_id == member


def test_an_answered_post_stays(factory: Factory, topic_id: int, author: int) -> None:
    factory.reply(topic_id, factory.user())
    first = factory.first_post(topic_id)
    with pytest.raises(Refused, match="auquel on a répondu"):
        factory.write(lambda: actions.delete_own(*loaded(author, first)))


# --- hands


def loaded(user_id: int, post_id: int) -> tuple[User, Post, Topic]:
    post = db.session.get_one(Post, post_id)
    return db.session.get_one(User, user_id), post, db.session.get_one(Topic, post.topic_id)
