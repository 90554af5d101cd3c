"""Answers on the page of a question: the block under it, the marks in place, what it costs."""

from datetime import UTC, datetime, timedelta

import pytest

from forum import clock
from forum.accounts.models import User
from forum.db import db
from forum.topics.models import Kind, Post, Topic
from tests.counting import statements
from tests.factories import Factory


@pytest.fixture
def question(factory: Factory) -> dict[str, int]:
    asker, writer = factory.user("demandeuse"), factory.user("aidant")
    topic = factory.topic(factory.forum(), asker, kind=Kind.QUESTION)
    answers = [factory.reply(topic, writer, f"Réponse {number}\n\n## Titre\n\nSuite.") for number in range(3)]
    return {"topic": topic, "asker": asker, "answer": answers[1], "other": answers[0]}


def page_of(question: dict[str, int]) -> str:
    return f"/t/{question['topic']}/un-sujet"


def test_accepting_from_the_page_and_back(factory: Factory, question: dict[str, int]) -> None:
    browser = factory.browser(question["asker"])
    assert "Réponse acceptée" not in browser.get(page_of(question)).text
    browser.post(f"/p/{question['answer']}/accept")
    page = factory.browser().get(page_of(question))
    assert page.text.count("Réponse acceptée") == 2  # under the question, and on the post
    assert "par la personne qui a posé la question" in page.text
    assert "Vérifiée" not in page.text
    ids = [each.get("id") for each in page.document.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    browser.post(f"/p/{question['answer']}/unaccept")
    assert "Réponse acceptée" not in factory.browser().get(page_of(question)).text


def test_verified_never_looks_accepted(factory: Factory, question: dict[str, int]) -> None:
    until = clock.now() + timedelta(days=9)
    expert = factory.user("experte", recognised_until=until, profession_title="avocate")
    factory.browser(expert).post(f"/p/{question['answer']}/verify")
    text = factory.browser().get(page_of(question)).text
    assert "Vérifiée le" in text
    assert "experte</a>, avocate" in text
    assert "accept" not in text
    assert factory.get(Post, question["answer"]).verified_by_id == expert


def test_an_expert_proposes_and_the_asker_accepts_with_one_click(factory: Factory, question: dict[str, int]) -> None:
    until = clock.now() + timedelta(days=9)
    expert = factory.browser(factory.user("experte", recognised_until=until, profession_title="avocate"))
    address = f"/p/{question['answer']}/propose"
    assert f'formaction="{address}"' in expert.get(page_of(question)).text
    expert.post(address)
    text = factory.browser().get(page_of(question)).text
    assert "Proposée comme réponse par" in text
    assert "experte</a>, avocate" in text
    for never in ("Réponse acceptée", "Vérifiée le"):
        assert never not in text
    assert f'formaction="/p/{question["answer"]}/unpropose"' in expert.get(page_of(question)).text
    asker = factory.browser(question["asker"])
    assert address not in asker.get(page_of(question)).text
    asker.post(f"/p/{question['answer']}/accept")
    text = factory.browser().get(page_of(question)).text
    assert "Réponse acceptée" in text
    assert "Proposée" not in text


def test_a_short_answer_is_not_folded(factory: Factory, question: dict[str, int]) -> None:
    short = factory.reply(question["topic"], factory.user("bref"), "Oui, **toujours**.")
    long = factory.reply(question["topic"], factory.user("prolixe"), "Une phrase, puis une autre. " * 30)
    for answer, folded in ((short, False), (long, True)):
        factory.browser(question["asker"]).post(f"/p/{answer}/accept")
        (block,) = factory.browser().get(page_of(question)).find("section", class_="accepted")
        assert bool(block.findall(".//details")) is folded
        assert (block.find(".//strong") is not None) is not folded, "it is shown as it was written"


def test_the_block_marks_the_numbers_that_its_first_words_cannot(factory: Factory, question: dict[str, int]) -> None:
    with clock.set_to(datetime(2014, 5, 1, 12, tzinfo=UTC)):
        long = "L’article 1382 du code civil le dit. " + "Une phrase, puis une autre. " * 30
        answer = factory.reply(question["topic"], factory.user("prolixe"), long)
    factory.browser(question["asker"]).post(f"/p/{answer}/accept")
    (block,) = factory.browser().get(page_of(question)).find("section", class_="accepted")
    [unfolded] = block.findall(".//details")
    block.remove(unfolded)
    assert "(devenu l’article 1240)" in " ".join(block.itertext())
    assert "un texte cité par cette réponse a changé" in " ".join(block.itertext())


@pytest.mark.parametrize("year", [2014, 2024])
def test_an_answer_with_marks_is_whole_where_its_own_words_are(
    factory: Factory, question: dict[str, int], year: int
) -> None:
    with clock.set_to(datetime(year, 5, 1, 12, tzinfo=UTC)):
        short = "Voyez les articles 808 à 811 du CPC. Et 1382 C. civ."
        answer = factory.reply(question["topic"], factory.user("bref"), short)
    assert factory.get(Post, answer).excerpt == short
    factory.browser(question["asker"]).post(f"/p/{answer}/accept")
    (block,) = factory.browser().get(page_of(question)).find("section", class_="accepted")
    assert block.findall(".//details") == []
    assert "devenu l’article 834" in " ".join(block.itertext())


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_an_answer_costs_one_statement(factory: Factory, question: dict[str, int], role: str) -> None:
    reader = factory.browser(None if role == "visitor" else factory.user("lectrice"))

    def cost() -> int:
        factory.write(lambda: None)
        reader.get("/healthz")
        with statements(factory.app) as sent:
            reader.get(page_of(question))
        return len(sent)

    cost()
    before = cost()
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/accept")
    cost()
    assert cost() == before + 1


def test_staff_find_aged_answers_and_renew_them(factory: Factory, question: dict[str, int]) -> None:
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/accept")
    moderator = factory.browser(factory.moderator())
    assert "Aucune réponse" in moderator.get("/moderation/answers").text
    long_ago = clock.now() - timedelta(days=800)

    def age() -> None:
        db.session.get_one(Topic, question["topic"]).accepted_at = long_ago

    factory.write(age)
    page = moderator.get("/moderation/answers")
    assert "Un sujet" in page.text
    moderator.post(f"/p/{question['answer']}/verify", {"next": "/moderation/answers"})
    assert "Aucune réponse" in moderator.get("/moderation/answers").text


def test_the_other_pages_of_a_question_lead_to_its_answer(factory: Factory, question: dict[str, int]) -> None:
    for number in range(20):
        factory.reply(question["topic"], question["asker"], f"Suite {number}")
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/accept")
    page = factory.browser().get(f"{page_of(question)}?page=2")
    assert [each.get("href") for each in page.find("a") if "message nº 3" in (each.text or "")] == [
        f"/p/{question['answer']}"
    ]


def test_accounts_that_are_gone_are_named_without_a_link(factory: Factory, question: dict[str, int]) -> None:
    moderator = factory.moderator("modeste")
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/accept")
    factory.browser(moderator).post(f"/p/{question['answer']}/verify")

    def erase() -> None:
        author = db.session.get_one(Post, question["answer"]).author_id
        for user_id in (author, moderator):
            db.session.get_one(User, user_id).erased = True

    factory.write(erase)
    page = factory.browser().get(page_of(question))
    assert "par modeste" in page.text
    assert [each for each in page.find("a") if each.get("href") in {"/u/modeste", "/u/aidant"}] == []
