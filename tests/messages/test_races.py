"""Several write at the same moment: nothing doubled, nothing lost, no read mark that hides a message."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from forum.db import db
from forum.errors import ForumError, Missing
from forum.messages import actions, queries
from forum.messages.models import Conversation, Participant, PrivateMessage
from tests.factories import Factory, text
from tests.messages.writing import FREE, Writing, user
from tests.moderation.test_races import first_then
from tests.topics.racing import THREADS, at_once

pytestmark = pytest.mark.slow


def ids_in(factory: Factory, conversation: int) -> list[int]:
    wanted = sa.select(PrivateMessage.id).where(PrivateMessage.conversation_id == conversation)
    return factory.read(lambda: list(db.session.scalars(wanted.order_by(PrivateMessage.id))))


def test_replies_at_once_all_stand(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)
    got = at_once(lambda number: writing.send((alice, bruno)[number % 2], here, str(number)))
    assert [each for each in got if isinstance(each, BaseException) or each is None] == []
    ids = ids_in(factory, here)
    assert len(ids) == THREADS + 1
    assert factory.get(Conversation, here).last_message_id == ids[-1]
    factory.drain()
    for who in (alice, bruno):
        place = factory.read(lambda who=who: queries.place_of(user(who), here))
        assert place is not None
        # whoever's mark stands behind the end has it to read; nobody's mark is beyond a message of others unseen
        new = [each for each in ids if each > place.read_id]
        assert bool(new) == bool(writing.unread(who))


def test_a_double_click_makes_one(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)
    got = at_once(lambda _number: writing.send(bruno, here, "Une fois.", key="la même"))
    assert len(set(got)) == 1
    assert len(ids_in(factory, here)) == 2
    opened = at_once(lambda _number: writing.start(alice, bruno, key="celle-ci"))
    assert len(set(opened)) == 1


def test_the_limit_of_a_day_is_not_raced(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    tight = replace(FREE, conversations_per_day=2)
    got = at_once(lambda _number: writing.start(three[0], three[1], limits=tight))
    assert sum(isinstance(each, ForumError) for each in got) == THREADS - 2


def test_two_write_first_to_one_another(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    got = at_once(lambda number: writing.start(three[number % 2], three[1 - number % 2]))
    assert sorted(got) == sorted(set(got))  # type: ignore[type-var]  # ids, or an error that would not sort


def test_one_leaves_while_the_other_writes(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)

    def sending() -> None:
        actions.send(user(alice), here, text("Attends."), FREE)

    first_then(factory, sending, lambda: writing.leave(bruno, here))
    factory.drain()
    assert (writing.unread(bruno), factory.read(lambda: queries.present_in(here))) == (0, [alice])
    other = writing.start(alice, bruno)

    def leaving() -> None:
        actions.leave(user(bruno), other)

    with pytest.raises(ForumError):  # nobody is left to read it
        first_then(factory, leaving, lambda: writing.send(alice, other, "Trop tard."))
    assert len(ids_in(factory, other)) == 1


def test_the_last_two_leave_at_once(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    here = writing.start(three[0], three[1])

    def go(number: int) -> None:
        writing.leave(three[number % 2], here)

    got = at_once(go)
    assert all(each is None or isinstance(each, Missing) for each in got)
    assert factory.read(lambda: db.session.query(Participant).count()) == 0
