"""Who is told of a message, on the site and by mail: those who still read it when the mail leaves. No word of it."""

from datetime import timedelta

import pytest

from forum import clock
from forum.messages.actions import mute
from forum.notifications.digests import ask_for_digests
from forum.notifications.queries import notices_of
from forum.notifications.wishes import choose
from forum.web.tally import flush, tally
from tests.factories import Factory
from tests.mailbox import Letter, Mailbox
from tests.messages.writing import Writing, user

People = tuple[int, int, int]
BODY = "Un mot que nul courriel ne porte."


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


def shown(factory: Factory, who: int) -> list[tuple[str, str, bool]]:
    rows = factory.read(lambda: notices_of(user(who), before=None, how_many=9))[0]
    return [(row.actor, row.title, row.unread) for row in rows]


def after(letters: Mailbox) -> list[Letter]:
    """The mails that leave once they may."""
    letters.collect()
    with clock.set_to(clock.now() + timedelta(minutes=3)):
        return letters.collect()


def test_one_mail_each_threaded_and_without_the_text(
    factory: Factory, writing: Writing, three: People, letters: Mailbox
) -> None:
    alice, bruno, chloe = three
    here = writing.start(alice, bruno, chloe, subject="La permanence", body=BODY)
    mails = after(letters)
    assert sorted(mail.to.partition("@")[0] for mail in mails) == ["bruno", "chloe"]
    mail = next(each for each in mails if each.to.startswith("bruno"))
    assert mail.subject == "Message privé de alice"
    assert "alice vous écrit en privé : « La permanence »." in mail.text.replace("\u202f", " ")
    assert "« La permanence ».</p>" in mail.html.replace("\u202f", " ")
    assert BODY not in mail.text + mail.html
    assert mail.link("/messages/") == f"/messages/{here}"
    assert mail.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    writing.send(alice, here, BODY)
    again = next(each for each in after(letters) if each.to.startswith("bruno"))
    assert again.message["References"] == mail.message["References"]
    assert again.message["Message-ID"] != mail.message["Message-ID"]
    assert after(letters) == []
    assert shown(factory, bruno) == [("alice", "La permanence", True)]
    assert shown(factory, alice) == []


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "bruno, voulez-vous ne plus recevoir de courriels pour les messages privés ?"),
        ("en", "bruno, do you want to stop getting e-mails for private messages?"),
    ],
)
def test_the_link_of_a_mail_asks_before_it_ends_them(
    factory: Factory, writing: Writing, three: People, letters: Mailbox, language: str, question: str
) -> None:
    alice, bruno, _ = three
    writing.start(alice, bruno)
    link = after(letters)[0].link("/unsubscribe/")
    page = factory.browser().get(f"{link}?lang={language}")
    assert question in page.words()
    assert page.form("/unsubscribe/").submit().status == 200
    writing.start(alice, bruno)
    assert after(letters) == []


@pytest.mark.parametrize("what", ["left", "blocked", "muted", "read", "unwanted", "suspended"])
def test_what_happens_before_the_mail_leaves_counts(
    factory: Factory, writing: Writing, three: People, letters: Mailbox, what: str
) -> None:
    alice, bruno, _ = three
    here = writing.start(bruno, alice)
    assert len(after(letters)) == 1
    if what == "muted":
        factory.write(lambda: mute(user(bruno), here, muted=True))
    writing.send(alice, here, BODY)
    letters.collect()  # the notice is made, its mail waits
    if what == "left":
        writing.leave(bruno, here)
    elif what == "blocked":
        writing.block(bruno, alice)
    elif what == "read":
        with factory.app.app_context():
            tally().read_messages(bruno, here, 10**6)
            flush()
    elif what == "unwanted":
        factory.write(lambda: choose(user(bruno), {"messages": "never"}))
    elif what == "suspended":
        factory.write(lambda: setattr(user(bruno), "suspended_until", clock.now() + timedelta(days=9)))
    # who is suspended still reads, and so is told
    assert len(after(letters)) == (1 if what == "suspended" else 0)
    if what in {"left", "blocked", "muted"}:
        assert [row for row in shown(factory, bruno) if row[0] == "alice"] == []


def test_in_a_digest_they_stand_by_conversation(
    factory: Factory, writing: Writing, three: People, letters: Mailbox
) -> None:
    alice, bruno, _ = three
    factory.write(lambda: choose(user(bruno), {"messages": "daily"}))
    here = writing.start(alice, bruno, subject="La permanence")
    writing.send(alice, here, BODY)
    assert after(letters) == []
    with clock.set_to(clock.now() + timedelta(days=1)):
        factory.write(lambda: ask_for_digests(clock.now().replace(hour=12), "Europe/Paris"))
        digest = letters.only()
    assert "2 messages privés dans « La permanence »" in digest.text.replace("\u202f", " ")
    assert BODY not in digest.text


def test_whom_one_ignores_is_not_heard_of_on_the_board(factory: Factory, writing: Writing, three: People) -> None:
    alice, bruno, _ = three
    topic = factory.topic(factory.forum(), alice)
    writing.block(alice, bruno, messages=False, board=True)
    factory.reply(topic, bruno, "Une réponse.")
    factory.drain()
    assert shown(factory, alice) == []
    writing.start(bruno, alice)  # private messages are another choice
    factory.drain()
    assert [row[0] for row in shown(factory, alice)] == ["bruno"]
