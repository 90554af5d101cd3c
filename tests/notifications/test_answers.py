"""Who is mailed of answers chosen and found right, and who is not."""

from datetime import timedelta

import pytest

from forum import clock
from forum.answers import actions
from forum.db import db
from forum.notifications.models import Notice
from forum.topics.models import Kind, Post
from tests.answers.test_actions import do
from tests.factories import Factory
from tests.mailbox import Mailbox


@pytest.fixture
def letters(factory: Factory) -> Mailbox:
    return Mailbox(factory.app)


@pytest.fixture
def people(factory: Factory) -> dict[str, int]:
    until = clock.now() + timedelta(days=9)
    asker, writer = factory.user("demandeuse"), factory.user("aidant")
    topic = factory.topic(factory.forum(), asker, "Mes accès", kind=Kind.QUESTION)
    answer = factory.reply(topic, writer)
    expert = factory.user("experte", recognised_until=until, profession_title="avocate")
    return {"asker": asker, "answer": answer, "own": factory.reply(topic, asker), "expert": expert}


def told(letters: Mailbox) -> list[tuple[str, str]]:
    return sorted((letter.to.partition("@")[0], letter.subject) for letter in letters.collect())


def test_the_asker_hears_of_a_verified_answer_until_one_is_chosen(
    factory: Factory, people: dict[str, int], letters: Mailbox
) -> None:
    do(factory, people["expert"], people["answer"], actions.verify)
    assert told(letters) == [("demandeuse", "Une réponse à votre question est vérifiée")]
    do(factory, people["asker"], people["answer"])
    assert told(letters) == [("aidant", "Votre réponse est acceptée")]
    do(factory, people["expert"], people["answer"], actions.verify)
    assert told(letters) == []


def test_nobody_hears_of_their_own_act_nor_of_what_was_undone(
    factory: Factory, people: dict[str, int], letters: Mailbox
) -> None:
    do(factory, people["asker"], people["own"])
    assert told(letters) == []
    do(factory, people["asker"], people["answer"])
    do(factory, people["asker"], people["answer"], actions.unaccept)
    do(factory, people["expert"], people["answer"], actions.verify)
    do(factory, people["expert"], people["answer"], actions.unverify)
    assert told(letters) == []


def test_who_asked_and_who_moderates_hear_of_a_proposal_once(
    factory: Factory, people: dict[str, int], letters: Mailbox
) -> None:
    boss = factory.moderator()
    do(factory, people["expert"], people["answer"], actions.propose)
    assert told(letters) == [("demandeuse", "Une réponse à votre question vous est proposée")]

    def noticed() -> list[int]:
        return [each for (each,) in db.session.query(Notice.user_id).filter_by(kind="proposed")]

    assert sorted(factory.read(noticed)) == sorted([people["asker"], boss])
    assert "experte propose une réponse à accepter dans « Mes accès »" in factory.browser(boss).get(
        "/notifications"
    ).words().replace("\u202f", " ")


def test_nobody_hears_of_a_proposal_that_was_taken_back_or_overtaken(
    factory: Factory, people: dict[str, int], letters: Mailbox
) -> None:
    do(factory, people["expert"], people["answer"], actions.propose)
    do(factory, people["expert"], people["answer"], actions.unpropose)
    do(factory, people["expert"], people["answer"], actions.propose)
    do(factory, people["asker"], people["own"])
    assert told(letters) == []
    assert factory.read(lambda: db.session.query(Notice).filter_by(kind="proposed").count()) == 0


def test_who_asked_is_not_mailed_that_their_own_answer_under_a_pseudonym_was_proposed(
    factory: Factory, people: dict[str, int], letters: Mailbox
) -> None:
    topic = factory.get(Post, people["own"]).topic_id
    masked = factory.reply(topic, people["asker"], "J’ai fini par trouver.", pseudonym=True)
    letters.collect()
    do(factory, people["expert"], masked, actions.propose)
    assert told(letters) == []
