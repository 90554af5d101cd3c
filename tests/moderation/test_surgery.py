"""Moving, splitting, merging: every post finds its place, what was read stays read, addresses go on working."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.attachments.models import Attachment
from forum.db import db
from forum.errors import Invalid, Missing, Refused
from forum.moderation import actions, surgery
from forum.moderation.models import LogEntry
from forum.taxonomy.models import Forum
from forum.taxonomy.policy import Right, holds
from forum.topics.models import Post, State, Topic, TopicRead
from forum.topics.queries import merged_into
from forum.uploads.models import Upload
from tests.factories import Factory
from tests.moderation.world import Row, World, assert_sound, staff_act


def order(factory: Factory, topic_id: int) -> list[int]:
    posts = sa.select(Post.id).where(Post.topic_id == topic_id).order_by(Post.position)
    return factory.read(lambda: list(db.session.scalars(posts)))


def mark_read(factory: Factory, user: int, topic: int, position: int) -> None:
    factory.write(lambda: db.session.add(TopicRead(user_id=user, topic_id=topic, position=position)))


def reads(factory: Factory, topic: int) -> dict[int, int]:
    found = sa.select(TopicRead.user_id, TopicRead.position).where(TopicRead.topic_id == topic)
    return factory.read(lambda: {row.user_id: row.position for row in db.session.execute(found)})


def talk(
    factory: Factory, world: World, forum: int, start: int, *, step: int = 2, count: int = 3
) -> tuple[int, list[int]]:
    """A topic whose posts are `step` minutes apart from minute `start` on."""
    began = clock.now() - timedelta(hours=2)
    with clock.set_to(began + timedelta(minutes=start)):
        topic = factory.topic(forum, world.alice, f"Sujet de la minute {start}")
    posts = [factory.first_post(topic)]
    for number in range(1, count):
        with clock.set_to(began + timedelta(minutes=start + step * number)):
            posts.append(factory.reply(topic, world.bob if number % 2 else world.alice))
    return topic, posts


def split(
    factory: Factory, actor: int, topic: int, posts: list[int], forum: int, title: str = "Un sujet à part"
) -> int:
    def act(user: User, chosen: Any, source: Topic, target: Forum) -> Topic:
        return surgery.split(user, source, chosen, surgery.NewTopic(title, target), "Autre question")

    return staff_act(factory, actor, act, posts, Row(Topic, topic), Row(Forum, forum), posts=True)


def merge(factory: Factory, actor: int, sources: list[int], target: int) -> int:
    def act(user: User, chosen: Any, into: Topic) -> int:
        return surgery.merge(user, into, chosen, "Même question")

    return staff_act(factory, actor, act, sources, Row(Topic, target))


def test_a_move_carries_the_counts_along(factory: Factory, world: World) -> None:
    topic, _ = talk(factory, world, world.here, 0)
    assert staff_act(factory, world.admin, surgery.move, [topic], Row(Forum, world.there), "Pas ici") == 1
    assert factory.get(Topic, topic).forum_id == world.there
    assert factory.get(Forum, world.here).topic_count == 0
    assert factory.get(Forum, world.here).last_topic_id is None
    assert factory.get(Forum, world.there).post_count == 3
    assert_sound(factory)
    entries = factory.read(lambda: [(e.verb, e.forum_id, e.reason) for e in db.session.scalars(sa.select(LogEntry))])
    assert entries == [("topic.move", world.here, "Pas ici"), ("topic.move", world.there, "Pas ici")]


def test_a_move_out_of_sight_takes_the_posts_from_their_authors_count(factory: Factory, world: World) -> None:
    topic, _ = talk(factory, world, world.here, 0)
    assert factory.get(User, world.alice).post_count == 2
    staff_act(factory, world.admin, surgery.move, [topic], Row(Forum, world.closed))
    assert factory.get(User, world.alice).post_count == 0
    assert_sound(factory)


def test_a_moderator_moves_to_where_they_may_write_and_nowhere_else(factory: Factory, world: World) -> None:
    topic, _ = talk(factory, world, world.here, 0)
    foreign, _ = talk(factory, world, world.there, 0)
    assert staff_act(factory, world.mod_here, surgery.move, [topic], Row(Forum, world.there)) == 1
    with pytest.raises(Refused):
        staff_act(factory, world.mod_here, surgery.move, [topic], Row(Forum, world.here))
    with pytest.raises(Refused):
        staff_act(factory, world.mod_here, surgery.move, [foreign], Row(Forum, world.here))
    third, _ = talk(factory, world, world.here, 0)
    with pytest.raises(Missing):
        staff_act(factory, world.mod_here, surgery.move, [third], Row(Forum, world.closed))


def test_a_split_divides_posts_reads_and_counts(factory: Factory, world: World) -> None:
    topic, posts = talk(factory, world, world.here, 0, count=6)
    mark_read(factory, world.alice, topic, 6)
    mark_read(factory, world.bob, topic, 3)
    mark_read(factory, world.admin, topic, 1)
    made = split(factory, world.mod_here, topic, [posts[1], posts[3], posts[4]], world.there)
    assert order(factory, topic) == [posts[0], posts[2], posts[5]]
    assert order(factory, made) == [posts[1], posts[3], posts[4]]
    new = factory.get(Topic, made)
    assert (new.forum_id, new.author_id, new.title, new.reply_count) == (world.there, world.bob, "Un sujet à part", 2)
    assert reads(factory, topic) == {world.alice: 3, world.bob: 2, world.admin: 1}
    assert reads(factory, made) == {world.alice: 3, world.bob: 1}
    assert_sound(factory)


def test_a_split_may_take_the_first_post_when_another_can_open_the_topic(factory: Factory, world: World) -> None:
    topic, posts = talk(factory, world, world.here, 0)
    made = split(factory, world.mod_here, topic, posts[:1], world.here)
    assert order(factory, made) == posts[:1]
    left = factory.get(Topic, topic)
    assert (left.author_id, left.reply_count, left.state) == (world.bob, 1, State.VISIBLE)
    assert_sound(factory)


def test_splits_that_leave_no_topic_behind_are_refused(factory: Factory, world: World) -> None:
    topic, posts = talk(factory, world, world.here, 0)
    other, others = talk(factory, world, world.here, 0)
    staff_act(factory, world.mod_here, actions.hide, [posts[1]], "Essai", posts=True)
    cases = {
        "every post": posts,
        "a topic would open with a hidden post": posts[:1],
        "the new one would": [posts[1]],
        "posts of two topics": [posts[2], others[1]],
    }
    for case, chosen in cases.items():
        with pytest.raises(Invalid):
            split(factory, world.mod_here, topic, chosen, world.here)
        assert order(factory, topic) == posts, case
    with pytest.raises(Invalid):
        split(factory, world.mod_here, other, others[1:], world.here, title="?")
    staff_act(factory, world.mod_here, actions.hide, [others[0]], "Essai", posts=True)
    with pytest.raises(Invalid):
        split(factory, world.mod_here, other, others[1:], world.here)
    assert_sound(factory)


def test_a_merge_goes_by_date_and_leads_on(factory: Factory, world: World) -> None:
    target, kept = talk(factory, world, world.here, 1)  # minutes 1, 3, 5
    source, brought = talk(factory, world, world.here, 0)  # minutes 0, 2, 4
    assert merge(factory, world.mod_here, [source], target) == 1
    assert order(factory, target) == [brought[0], kept[0], brought[1], kept[1], brought[2], kept[2]]
    emptied = factory.get(Topic, source)
    assert (emptied.state, emptied.merged_into_id, emptied.post_total) == (State.DELETED, target, 0)
    assert factory.get(Topic, target).reply_count == 5
    assert_sound(factory)


def test_a_merge_keeps_unread_what_was_unread_in_either(factory: Factory, world: World) -> None:
    target, _ = talk(factory, world, world.here, 1)
    source, _ = talk(factory, world, world.here, 0)
    for user, (of_target, of_source) in {world.alice: (3, 3), world.bob: (3, 2), world.admin: (1, 0)}.items():
        mark_read(factory, user, target, of_target)
        if of_source:
            mark_read(factory, user, source, of_source)
    merge(factory, world.mod_here, [source], target)
    # order: s1 t1 s2 t2 s3 t3; bob read all but s3 at place 5, the administrator's first unread is s1 at place 1
    assert reads(factory, target) == {world.alice: 6, world.bob: 4}
    assert reads(factory, source) == {}


def test_merged_topics_lead_through_a_chain_in_one_step(factory: Factory, world: World) -> None:
    first, second, third = (talk(factory, world, world.here, minute)[0] for minute in (0, 10, 20))
    merge(factory, world.mod_here, [first], second)
    merge(factory, world.mod_here, [second], third)

    def leads_to() -> list[int | None]:
        return [found.id if (found := merged_into(each, None)) else None for each in (first, second)]

    assert factory.read(leads_to) == [third, third]
    assert_sound(factory)


def test_several_topics_join_one_at_once(factory: Factory, world: World) -> None:
    topics = [talk(factory, world, world.here, minute, count=2)[0] for minute in (0, 1, 30)]
    assert merge(factory, world.mod_here, topics, topics[0]) == 2
    assert factory.get(Topic, topics[0]).reply_count == 5
    assert factory.get(Forum, world.here).topic_count == 1
    assert_sound(factory)


def test_a_merge_needs_both_topics_moderated_and_visible(factory: Factory, world: World) -> None:
    here, _ = talk(factory, world, world.here, 0)
    there, _ = talk(factory, world, world.there, 1)
    with pytest.raises(Refused):
        merge(factory, world.mod_here, [here], there)
    with pytest.raises(Refused):
        merge(factory, world.mod_there, [here], there)
    with pytest.raises(Invalid):
        merge(factory, world.mod_here, [here], here)
    staff_act(factory, world.mod_there, actions.hide, [factory.first_post(there)], "Essai", posts=True)
    with pytest.raises(Invalid):
        merge(factory, world.admin, [here], there)
    assert_sound(factory)


def test_attachments_follow_their_posts(factory: Factory, world: World) -> None:
    topic, posts = talk(factory, world, world.here, 0)

    def attach() -> None:
        moment = clock.now()
        db.session.add(Upload(digest="d" * 64, size=1, mime="text/plain", created_at=moment))
        db.session.flush()
        db.session.add(
            Attachment(
                key="k", owner_id=world.bob, digest="d" * 64, post_id=posts[1], filename="a.txt", created_at=moment
            )
        )

    factory.write(attach)
    made = split(factory, world.mod_here, topic, [posts[1]], world.here)
    held = factory.read(lambda: db.session.scalar(sa.select(Attachment.post_id)))
    assert factory.get(Post, held).topic_id == made


def test_the_condition_and_the_question_agree_on_merged_topics(factory: Factory, world: World) -> None:
    target, _ = talk(factory, world, world.here, 1)
    source, _ = talk(factory, world, world.here, 0)
    merge(factory, world.mod_here, [source], target)
    with pytest.raises(Missing):
        staff_act(factory, world.mod_here, actions.pin, [source])
    assert factory.read(lambda: holds(db.session.get_one(User, world.mod_here), Right.MODERATE, world.here))
