"""A message shown to the moderators: that much is read, by them, while the report is open."""

import pytest
import sqlalchemy as sa

from forum.db import db
from forum.errors import Conflict, Invalid, Missing, Refused, TooOften
from forum.messages import queries, reports
from forum.messages.models import MessageReport, PrivateMessage
from forum.moderation import messages as desk
from forum.moderation.models import LogEntry
from tests.factories import Factory
from tests.mailbox import Mailbox
from tests.messages.writing import Writing, user

WHY = "Il me menace, et insiste."


def report(factory: Factory, who: int, message: int, *, context: int = 0, per_day: int = 9) -> int:
    return factory.write(lambda: reports.report(user(who), message, WHY, context=context, per_day=per_day).id)


def close(factory: Factory, who: int, made: int, verb: str = "handle", answer: str = "") -> None:
    factory.write(lambda: desk.close(user(who), made, verb, answer))


def shown(factory: Factory, who: int, made: int) -> list[str]:
    return [each.html for each in factory.read(lambda: desk.case(user(who), made)).messages]


@pytest.fixture
def five(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> list[int]:
    """Five messages of a conversation between Alice and Bruno, by turns: their ids."""
    alice, bruno, _ = three
    here = writing.start(alice, bruno, body="0")
    for number in range(1, 5):
        writing.send((alice, bruno)[number % 2], here, str(number))
    return factory.read(lambda: list(db.session.scalars(sa.select(PrivateMessage.id).order_by(PrivateMessage.id))))


def test_staff_read_what_the_reporter_chose_until_they_answer(
    factory: Factory, three: tuple[int, int, int], five: list[int]
) -> None:
    alice, moderator = three[0], factory.moderator()
    alone, wider = report(factory, alice, five[3]), report(factory, three[1], five[4], context=3)
    assert shown(factory, moderator, alone) == ["<p>3</p>"]
    assert shown(factory, moderator, wider) == [f"<p>{number}</p>" for number in (1, 2, 3, 4)]
    close(factory, moderator, alone)
    with pytest.raises(Missing):
        shown(factory, moderator, alone)
    with pytest.raises(Conflict):
        close(factory, moderator, alone)
    rows, total = factory.read(lambda: desk.waiting(page=1, per_page=9))
    assert ([row.id for row in rows], total) == ([wider], 1)
    entry = factory.read(lambda: db.session.query(LogEntry).one())
    assert (entry.verb, entry.user_id, entry.reason) == ("message.handle", three[1], "")


def test_who_was_added_later_shows_nothing_from_before(
    factory: Factory, writing: Writing, three: tuple[int, int, int], five: list[int]
) -> None:
    alice, _, chloe = three
    here = factory.get(PrivateMessage, five[0]).conversation_id
    writing.bring_in(alice, here, chloe)
    last = writing.send(alice, here, "5")
    made = report(factory, chloe, last, context=10)
    assert shown(factory, factory.admin(), made) == ["<p>5</p>"]


def test_nobody_else_reads_it_nor_reports_what_they_do_not_read(
    factory: Factory, three: tuple[int, int, int], five: list[int]
) -> None:
    alice, bruno, chloe = three
    made = report(factory, alice, five[1])
    with pytest.raises(Missing):
        report(factory, chloe, five[1])
    with pytest.raises(Refused):
        report(factory, bruno, five[1])  # his own
    for outsider in (bruno, chloe):
        with pytest.raises(Refused):
            shown(factory, outsider, made)
        with pytest.raises(Refused):
            close(factory, outsider, made)
    with pytest.raises(Missing):
        shown(factory, factory.admin(), made + 1)


def test_nobody_judges_their_own_message(factory: Factory, writing: Writing, three: tuple[int, int, int]) -> None:
    moderator = factory.moderator()
    here = writing.start(moderator, three[0], body="Je vous somme.")
    made = report(
        factory, three[0], factory.read(lambda: queries.page(user(three[0]), here, how_many=1)).messages[0].id
    )
    with pytest.raises(Refused):
        close(factory, moderator, made)
    close(factory, factory.admin(), made, "dismiss")


def test_a_removed_message_is_read_by_nobody(factory: Factory, three: tuple[int, int, int], five: list[int]) -> None:
    alice, bruno, _ = three
    close(factory, factory.admin(), report(factory, alice, five[3]), "remove")
    here = factory.get(PrivateMessage, five[3]).conversation_id
    for reader in (alice, bruno):
        rows = factory.read(lambda reader=reader: queries.page(user(reader), here, how_many=9)).messages
        assert [row.html for row in rows if row.removed] == [""]
        with pytest.raises(Missing):
            factory.read(lambda reader=reader: queries.quotable(user(reader), five[3]))
        assert factory.read(lambda reader=reader: queries.search(user(reader), "3", how_many=9))[0] == []


def test_one_report_each_with_a_reason_and_a_limit(
    factory: Factory, three: tuple[int, int, int], five: list[int]
) -> None:
    alice = three[0]
    with pytest.raises(Invalid):
        factory.write(lambda: reports.report(user(alice), five[1], "Non.", context=0, per_day=9))
    with pytest.raises(Invalid):
        report(factory, alice, five[1], context=4)
    report(factory, alice, five[1])
    with pytest.raises(Conflict):
        report(factory, alice, five[1])
    with pytest.raises(TooOften):
        report(factory, alice, five[3], per_day=1)


def test_who_is_told_and_of_what(factory: Factory, three: tuple[int, int, int], five: list[int]) -> None:
    letters, moderator = Mailbox(factory.app), factory.moderator()
    letters.collect()
    made = report(factory, three[0], five[3])
    told = letters.only()
    assert told.to.startswith("modeste@")
    assert told.link("/moderation/messages")
    assert WHY not in told.text + told.html
    assert "alice" not in told.text.casefold()
    close(factory, moderator, made, answer="Nous lui avons parlé.")
    answer = letters.only()
    assert answer.to.startswith("alice@")
    assert "Nous lui avons parlé." in answer.text
    assert factory.get(MessageReport, made).outcome == "handled"
