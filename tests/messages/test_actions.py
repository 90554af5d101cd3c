"""Conversations: who may write to whom, how often; who reads what, once added, once gone, once blocked."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import Block
from forum.attachments.models import Attachment
from forum.db import db
from forum.errors import Conflict, ForumError, Invalid, Missing, Refused, TooOften
from forum.messages import queries
from forum.messages.actions import mute
from forum.messages.models import Conversation, PrivateMessage
from forum.messages.reading import mark_read
from forum.uploads.models import Upload
from tests.factories import Factory
from tests.messages.writing import FREE, Writing, user

People = tuple[int, int, int]


def read(factory: Factory, who: int, conversation: int) -> list[str]:
    """What somebody reads of a conversation."""
    page = factory.read(lambda: queries.page(user(who), conversation, how_many=50))
    return [each.html for each in page.messages]


def refusal(act: object) -> str:
    with pytest.raises(ForumError) as refused:
        act()  # type: ignore[operator]
    return str(refused.value)


def test_only_those_in_it_read_it(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno, body="Secret.")
    assert read(factory, bruno, here) == ["<p>Secret.</p>"]
    for stranger in (chloe, factory.moderator(), factory.admin()):
        with pytest.raises(Missing):
            read(factory, stranger, here)
        with pytest.raises(Missing):
            writing.send(stranger, here)
    with pytest.raises(Missing):
        read(factory, bruno, here + 1)


def test_who_is_added_reads_what_comes_and_not_what_was(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno, body="Avant.")
    writing.bring_in(alice, here, chloe)
    assert read(factory, chloe, here) == []
    writing.send(bruno, here, "Après.")
    assert read(factory, chloe, here) == ["<p>Après.</p>"]
    assert len(read(factory, alice, here)) == 2
    found = factory.read(lambda: queries.search(user(chloe), "avant", how_many=9))
    assert found == ([], False)
    row = factory.read(lambda: queries.conversations_of(user(chloe), before=None, how_many=9))[0][0]
    assert "Avant" not in row.beginning


def test_only_who_opened_it_adds_and_not_without_end(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno)
    assert "Seule la personne" in refusal(lambda: writing.bring_in(bruno, here, chloe))
    writing.bring_in(alice, here, chloe)
    with pytest.raises(Conflict):
        writing.bring_in(alice, here, chloe)
    writing.bring_in(alice, here, factory.user("didier"))
    assert "4 personnes au plus" in refusal(lambda: writing.bring_in(alice, here, factory.user("emma")))
    writing.leave(chloe, here)
    with pytest.raises(Conflict):
        writing.bring_in(alice, here, chloe)  # who left is not brought back


def test_who_leaves_reads_nothing_more_and_the_last_one_takes_it_along(
    factory: Factory, writing: Writing, three: People
) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)
    writing.leave(bruno, here)
    with pytest.raises(Missing):
        read(factory, bruno, here)
    assert read(factory, alice, here) == ["<p>Bonjour.</p>"]
    assert "Plus personne" in refusal(lambda: writing.send(alice, here))
    writing.leave(alice, here)
    left = factory.read(lambda: (db.session.query(Conversation).count(), db.session.query(PrivateMessage).count()))
    assert left == (0, 0)


@pytest.mark.parametrize(
    ("wish", "newcomer", "member", "expert", "moderator"),
    [
        ("", True, True, True, True),
        ("members", False, True, True, True),
        ("experts", False, False, True, True),
        ("nobody", False, False, False, True),
    ],
)
def test_a_member_chooses_from_whom_they_hear(
    factory: Factory, writing: Writing, wish: str, newcomer: bool, member: bool, expert: bool, moderator: bool
) -> None:
    chooser = factory.user("choisit", messages_from=wish)
    until = clock.now() + timedelta(days=9)
    writers = (
        (factory.user("nouveau", posts=0), newcomer),
        (factory.user("membre"), member),
        (factory.user("experte", recognised_until=until), expert),
        (factory.moderator(), moderator),
    )
    for writer, may in writers:
        if may:
            writing.start(writer, chooser)
        else:
            with pytest.raises(Invalid) as refused:
                writing.start(writer, chooser)
            assert "choisit" in str(refused.value)
            assert "répondez-lui dans le forum" in str(refused.value)


def test_an_account_that_nobody_reads_is_not_written_to(factory: Factory, writing: Writing, three: People) -> None:
    alice = three[0]
    others = (
        factory.user("semee", seeded=True),
        factory.user("fermee", active=False),
        factory.user("jamais", confirmed_at=None),
    )
    for other in others:
        assert "lu par personne" in refusal(lambda other=other: writing.start(alice, other))
    with pytest.raises(Invalid):
        writing.start(alice, alice)
    with pytest.raises(Invalid):
        writing.start(alice)


def test_whoever_is_suspended_reads_and_does_not_write(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)

    def suspend() -> None:
        user(bruno).suspended_until = clock.now() + timedelta(days=3)

    factory.write(suspend)
    assert read(factory, bruno, here) == ["<p>Bonjour.</p>"]
    with pytest.raises(Refused):
        writing.send(bruno, here)
    with pytest.raises(Refused):
        writing.start(bruno, alice)
    writing.send(alice, here)  # others may still tell them something


def test_who_is_blocked_reads_the_sentence_of_who_wants_nobody_s_messages(
    factory: Factory, writing: Writing, three: People
) -> None:
    alice, bruno, _ = three
    here = writing.start(bruno, alice)
    writing.block(alice, bruno)
    silent = factory.user("silence", messages_from="nobody")
    blocked = refusal(lambda: writing.start(bruno, alice))
    assert blocked == refusal(lambda: writing.start(bruno, silent)).replace("silence", "alice")
    assert "Vous bloquez" in refusal(lambda: writing.send(alice, here))
    assert "Vous bloquez" in refusal(lambda: writing.start(alice, bruno))
    writing.block(alice, bruno, messages=False)
    assert factory.read(lambda: db.session.query(Block).count()) == 0
    writing.send(bruno, here)


def test_between_two_a_block_says_nothing_either(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    blocked, free, left = (writing.start(bruno, each) for each in (alice, chloe, chloe))
    writing.leave(chloe, left)
    writing.block(alice, bruno)

    def seen(conversation: int) -> tuple[list[bool], bool]:
        page = factory.read(lambda: queries.page(user(bruno), conversation, how_many=9))
        return [person.gone for person in page.people], bool(page.may_answer)

    assert (seen(blocked), seen(free)) == (([False, False], True), ([False, False], True))
    assert (sorted(seen(left)[0]), seen(left)[1]) == ([False, True], False)
    assert "Plus personne" in refusal(lambda: writing.send(bruno, left))
    writing.send(bruno, blocked, "Je parle.")
    assert read(factory, bruno, blocked) == ["<p>Bonjour.</p>", "<p>Je parle.</p>"]


def test_what_somebody_blocked_writes_is_folded_and_no_news(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    read_up, behind = writing.start(alice, bruno), writing.start(bruno, alice, chloe)
    writing.block(alice, bruno)
    writing.send(bruno, read_up, "Je parle.")
    writing.send(bruno, behind, "Je parle.")
    rows = factory.read(lambda: queries.conversations_of(user(alice), before=None, how_many=9)[0])
    # what was new before the block stays new
    assert [(row.id, row.unread, row.beginning) for row in rows] == [(behind, True, ""), (read_up, False, "")]
    rows = factory.read(lambda: queries.conversations_of(user(chloe), before=None, how_many=9)[0])
    assert [(row.unread, row.beginning) for row in rows] == [(True, "Je parle.")]


def test_among_several_a_block_folds_and_says_nothing(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    here = writing.start(chloe, alice, bruno)
    writing.block(alice, bruno)
    writing.send(bruno, here, "Je parle.")
    page = factory.read(lambda: queries.page(user(alice), here, how_many=9))
    assert [each.folded for each in page.messages] == [False, True]
    seen_by_blocked = factory.read(lambda: queries.page(user(bruno), here, how_many=9))
    assert not any(person.gone for person in seen_by_blocked.people)


def test_staff_are_not_blocked(factory: Factory, writing: Writing, three: People) -> None:
    with pytest.raises(Invalid):
        writing.block(three[0], factory.moderator())
    writing.block(three[0], factory.moderator("autre"), messages=False, board=True)


def test_the_limits_of_a_day_and_an_hour(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    tight = replace(FREE, conversations_per_day=2, messages_per_hour=3)
    here = writing.start(alice, bruno, limits=tight)
    writing.start(alice, bruno, limits=tight)
    with pytest.raises(TooOften) as late:
        writing.start(alice, bruno, limits=tight)
    assert 0 < late.value.retry_after <= 24 * 3600
    writing.send(alice, here, limits=tight)
    with pytest.raises(TooOften):
        writing.send(alice, here, limits=tight)
    with clock.set_to(clock.now() + timedelta(days=1, seconds=1)):
        writing.start(alice, bruno, limits=tight)


def test_a_newcomer_s_are_closer(factory: Factory, writing: Writing, three: People) -> None:
    newcomer = factory.user("nouveau", posts=4)
    tight = replace(FREE, conversations_per_day=9, newcomer_conversations_per_day=1)
    assert "une personne à la fois" in refusal(lambda: writing.start(newcomer, *three[:2]))
    links = "https://a.example https://b.example https://c.example"
    assert "2 liens" in refusal(lambda: writing.start(newcomer, three[0], body=links))
    here = writing.start(newcomer, three[0], limits=tight)
    with pytest.raises(TooOften):
        writing.start(newcomer, three[1], limits=tight)
    assert "une personne à la fois" in refusal(lambda: writing.bring_in(newcomer, here, three[1]))
    writing.start(three[0], three[1], body=links)  # a member of some standing may


def test_one_form_makes_one_message(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno, key="une")
    assert writing.start(alice, bruno, key="une") == here
    assert writing.send(bruno, here, key="deux") == writing.send(bruno, here, key="deux")
    assert len(read(factory, alice, here)) == 2


def test_what_is_unread_stands_on_the_account(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    here, other = writing.start(alice, bruno), writing.start(alice, bruno)
    factory.drain()
    assert (writing.unread(bruno), writing.unread(alice)) == (2, 0)
    first = factory.read(lambda: db.session.scalar(sa.select(sa.func.min(PrivateMessage.id))))
    factory.write(lambda: mark_read(bruno, here, first))
    assert writing.unread(bruno) == 1
    factory.write(lambda: mute(user(bruno), other, muted=True))
    assert writing.unread(bruno) == 0
    writing.send(alice, here)
    writing.send(bruno, here)  # an answer does not hide what came meanwhile
    factory.drain()
    assert (writing.unread(bruno), writing.unread(alice)) == (1, 1)
    writing.leave(bruno, here)
    assert writing.unread(bruno) == 0


def test_a_search_asks_only_what_one_reads(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno, subject="L’hébergement", body="La mise en demeure du 100 % œuvre.")
    writing.start(bruno, chloe, body="Une autre mise en demeure.")

    def found(who: int, words: str) -> list[str]:
        return [row.subject for row in factory.read(lambda: queries.search(user(who), words, how_many=9))[0]]

    assert found(alice, "MISE demeure") == ["L’hébergement"]
    assert found(alice, "hebergement") == ["L’hébergement"]
    assert found(alice, "oeuvre 100 %") == ["L’hébergement"]
    assert found(alice, "autre") == []
    assert found(alice, "%") == ["L’hébergement"]
    assert found(alice, "_____") == found(alice, " ") == []
    assert len(found(bruno, "demeure")) == 2
    writing.leave(bruno, here)
    assert found(bruno, "hebergement") == []
    assert found(factory.admin(), "demeure") == []


def test_long_conversations_are_read_page_by_page(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno, body="0")
    for number in range(1, 12):
        writing.send(alice, here, str(number))

    def page(who: int, **at: int) -> tuple[list[str], int | None, int | None]:
        found = factory.read(lambda: queries.page(user(who), here, how_many=5, **at))
        return [each.html.strip("</p>") for each in found.messages], found.older, found.newer

    shown, older, newer = page(alice)
    assert (shown, newer) == (["7", "8", "9", "10", "11"], None)
    assert older is not None
    shown, older, newer = page(alice, before=older)
    assert shown == ["2", "3", "4", "5", "6"]
    assert newer is not None
    assert older is not None
    assert page(alice, since=newer)[0] == ["7", "8", "9", "10", "11"]
    assert page(alice, before=older)[:2] == (["0", "1"], None)
    assert page(bruno)[0] == ["0", "1", "2", "3", "4"]  # where one begins to read
    assert page(alice, since=10**8)[0] == ["7", "8", "9", "10", "11"]


def test_files_of_a_conversation_go_with_it(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    here = writing.start(alice, bruno)

    def attach() -> None:
        sent = db.session.scalars(sa.select(PrivateMessage)).one()
        db.session.add(Upload(digest="d", mime="text/plain", size=1, created_at=clock.now()))
        db.session.flush()
        file = Attachment(key="0" * 32, owner_id=alice, digest="d", filename="a.txt", created_at=clock.now())
        file.message_id = sent.id
        db.session.add(file)

    factory.write(attach)
    writing.leave(alice, here)
    assert factory.read(lambda: db.session.query(Attachment).count()) == 1
    writing.leave(bruno, here)
    assert factory.read(lambda: db.session.query(Attachment).count()) == 0
