"""Who is mailed of what staff do, and who is not: nobody about their own act, nothing of what one may not see."""

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from forum import clock
from forum.accounts.models import MEMBERS, User
from forum.db import db
from forum.moderation import actions, members, reports, surgery
from forum.moderation.models import Reason
from forum.outbox import Event, OutboxRow, handlers_of
from forum.taxonomy import actions as taxonomy
from forum.taxonomy.actions import Grant
from forum.taxonomy.models import Forum
from forum.topics import actions as topics
from forum.topics.models import Post, Topic
from tests.factories import PRIVATE, Factory
from tests.mailbox import Mailbox
from tests.moderation.world import Row, World, make_world, staff_act


@pytest.fixture
def world(factory: Factory) -> World:
    return make_world(factory)


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


def report(factory: Factory, who: int, post: int) -> None:
    def act() -> None:
        found = db.session.get_one(Post, post)
        reports.report(
            db.session.get_one(User, who), found, db.session.get_one(Topic, found.topic_id), Reason.SPAM, "", per_day=10
        )

    factory.write(act)


def people(letters: Mailbox) -> list[str]:
    return sorted(letter.to.partition("@")[0] for letter in letters.collect())


def test_authors_are_not_told_of_what_they_do_themselves(factory: Factory, world: World, letters: Mailbox) -> None:
    own = factory.reply(factory.topic(world.here, world.mod_here), world.mod_here)
    staff_act(factory, world.mod_here, actions.hide, [own], "Je retire", posts=True)
    topic = factory.topic(world.here, world.mod_here)
    staff_act(factory, world.mod_here, surgery.move, [topic], Row(Forum, world.there), "Je range")
    bobs = factory.reply(factory.topic(world.here, world.alice), world.bob)

    def delete() -> None:
        post = db.session.get_one(Post, bobs)
        topics.delete_own(db.session.get_one(User, world.bob), post, db.session.get_one(Topic, post.topic_id))

    factory.write(delete)
    report(factory, world.mod_here, factory.first_post(factory.topic(world.here, world.alice)))
    assert people(letters) == []


@pytest.mark.parametrize(
    "columns",
    [{"seeded": True}, {"erased": True}, {"active": False}, {"confirmed_at": None}, {"email_key": "bob@forum.invalid"}],
)
def test_no_mail_goes_to_accounts_that_nobody_reads(
    factory: Factory, world: World, letters: Mailbox, columns: dict[str, Any]
) -> None:
    post = factory.reply(factory.topic(world.here, world.alice), world.bob)

    def change() -> None:
        for name, value in columns.items():
            setattr(db.session.get_one(User, world.bob), name, value)

    factory.write(change)
    staff_act(factory, world.mod_here, actions.hide, [post], "Essai", posts=True)
    assert people(letters) == []


def test_a_hidden_then_restored_post_is_nobodys_news(factory: Factory, world: World, letters: Mailbox) -> None:
    post = factory.reply(factory.topic(world.here, world.alice), world.bob)
    staff_act(factory, world.mod_here, actions.hide, [post], "Par erreur", posts=True)
    staff_act(factory, world.mod_here, actions.restore, [post], posts=True)
    assert people(letters) == []


def test_reports_go_to_the_forum_s_moderators_and_to_administrators_where_there_are_none(
    factory: Factory, world: World, letters: Mailbox
) -> None:
    report(factory, world.bob, factory.first_post(factory.topic(world.here, world.alice)))
    assert people(letters) == ["modhere"]
    orphan = factory.forum("Sans équipe", (Grant(group_id=MEMBERS, post=True, reply=True),))
    report(factory, world.bob, factory.first_post(factory.topic(orphan, world.alice)))
    assert people(letters) == ["ada"]
    unclaimed = Grant(user_id=factory.user("equipe", seeded=True, password=None), moderate=True)
    silent = factory.forum("Équipe sans adresse", (Grant(group_id=MEMBERS, post=True, reply=True), unclaimed))
    report(factory, world.bob, factory.first_post(factory.topic(silent, world.alice)))
    assert people(letters) == ["ada"]


def test_each_author_of_split_posts_is_told_once(factory: Factory, world: World, letters: Mailbox) -> None:
    topic = factory.topic(world.here, world.alice)
    posts = [factory.reply(topic, who) for who in (world.bob, world.alice, world.bob, world.mod_here)]

    def split(user: User, chosen: Any, source: Topic, forum: Forum) -> Topic:
        return surgery.split(user, source, chosen, surgery.NewTopic("Un sujet à part", forum), "Autre question")

    staff_act(factory, world.mod_here, split, posts, Row(Topic, topic), Row(Forum, world.here), posts=True)
    assert people(letters) == ["alice", "bob"]


def test_what_became_private_before_the_mail_left_is_not_mailed(
    factory: Factory, world: World, letters: Mailbox
) -> None:
    """Each mail is asked for while its reader may know, and leaves after that has ended."""
    topic = factory.topic(world.here, world.alice, "Bientôt secret")
    post = factory.reply(topic, world.bob)
    report(factory, world.alice, post)
    staff_act(factory, world.admin, actions.hide, [post], "Raison secrète", posts=True)
    staff_act(factory, world.admin, surgery.move, [topic], Row(Forum, world.there))
    run_handlers(factory)
    waiting = factory.read(
        lambda: [
            row.payload["template"]
            for row in db.session.scalars(sa.select(OutboxRow).where(OutboxRow.event == Event.MAIL_WANTED))
        ]
    )
    assert sorted(waiting) == ["post_hidden", "report_closed", "report_made", "topic_moved"]
    factory.write(lambda: taxonomy.set_grants(db.session.get_one(Forum, world.there), PRIVATE))
    assert letters.collect() == []


def run_handlers(factory: Factory) -> None:
    """Let handlers decide whom to mail; the mails themselves stay in the outbox."""
    due = sa.select(OutboxRow).where(OutboxRow.event != Event.MAIL_WANTED, OutboxRow.done_at.is_(None))

    def work() -> None:
        for row in db.session.scalars(due).all():
            handlers_of(row.event)[row.handler].run(**row.payload)
            row.done_at = clock.now()

    factory.write(work)


def test_a_suspension_lifted_at_once_is_not_announced(factory: Factory, world: World, letters: Mailbox) -> None:
    def act() -> None:
        admin, bob = db.session.get_one(User, world.admin), db.session.get_one(User, world.bob)
        members.suspend(admin, bob, clock.now() + timedelta(days=2), "Erreur")
        members.lift(admin, bob)

    factory.write(act)
    assert people(letters) == []


def test_mails_speak_the_reader_s_language_and_hold_no_live_link_from_a_title(
    factory: Factory, world: World, letters: Mailbox
) -> None:
    topic = factory.topic(world.here, world.alice, "Voyez evil.example <b>ici</b>")
    staff_act(factory, world.mod_here, actions.hide, [factory.first_post(topic)], "Publicité", posts=True)
    mail = letters.only()
    assert "evil[.]example" in mail.text
    assert "<b>" not in mail.html
    assert "{" not in mail.text
    assert mail.subject == "Votre sujet a été masqué"
