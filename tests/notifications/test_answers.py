"""Who is mailed of answers chosen and found right, and who is not."""

from datetime import timedelta

import pytest

from forum import clock
from forum.answers import actions
from forum.topics.models import Kind
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
