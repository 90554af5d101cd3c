"""What search engines are told of a topic holds all that Google requires of its kind, each of its type."""

import json
from datetime import datetime
from typing import Any

import pytest

from forum.topics.models import Kind
from tests.factories import Factory

# Google's lists, required, then what is recommended and known here: Search Central, appearance/structured-data/qapage,
# discussion-forum and article, each as last changed on 8 September 2026 (read in a public mirror of the three pages of
# 14 September 2026). Of a question one of acceptedAnswer and suggestedAnswer is required, once it has an answer; of a
# posting one of text, image and video; of an article nothing.
ASKED_FOR: dict[str, tuple[set[str], set[str]]] = {
    "QAPage": ({"mainEntity"}, set()),
    "Question": ({"name", "answerCount"}, {"text", "upvoteCount", "author", "datePublished"}),
    "Answer": ({"text"}, {"url", "upvoteCount", "author", "datePublished"}),
    "DiscussionForumPosting": (
        {"author", "datePublished", "text"},
        {"headline", "url", "commentCount", "interactionStatistic"},
    ),
    "Article": (set(), {"author", "datePublished", "dateModified", "headline"}),
    "Person": ({"name"}, {"url"}),
}


@pytest.fixture
def question(factory: Factory) -> dict[str, int]:
    asker, writer = factory.user("demandeuse"), factory.user("aidant")
    topic = factory.topic(factory.forum(), asker, kind=Kind.QUESTION)
    answers = [factory.reply(topic, writer, f"Réponse {number}\n\n## Titre\n\nSuite.") for number in range(3)]
    return {"topic": topic, "asker": asker, "answer": answers[1]}


def told_of(factory: Factory, topic: int) -> dict[str, Any]:
    (script,) = factory.browser().get(f"/t/{topic}/un-sujet").find("script", type="application/ld+json")
    told: dict[str, Any] = json.loads(script.text or "")
    assert told.pop("@context") == "https://schema.org"
    check_thing(told)
    return told


def asked(factory: Factory, question: dict[str, int]) -> dict[str, Any]:
    told = told_of(factory, question["topic"])
    assert told["@type"] == "QAPage"
    assert told["mainEntity"]["@type"] == "Question"
    return told["mainEntity"]


def check_thing(thing: dict[str, Any]) -> None:
    """A thing and those in it, with all that is asked for, each of its type."""
    required, recommended = ASKED_FOR[thing["@type"]]
    assert required | recommended <= set(thing)
    for name, value in thing.items():
        if name in {"name", "text", "headline"}:
            assert value.strip()
        elif name == "url":
            assert value.startswith("http://localhost")
        elif name.endswith("Count"):
            assert type(value) is int
            assert value >= 0
        elif name.startswith("date"):
            assert datetime.fromisoformat(value).tzinfo is not None, "a date without a zone may be read a day off"
        elif name in {"author", "mainEntity", "acceptedAnswer"}:
            check_thing(value)
        elif name == "suggestedAnswer":
            assert value, "left out where there is none"
            assert {each["@type"] for each in value} == {"Answer"}
            for each in value:
                check_thing(each)


def test_a_question_and_its_answers(factory: Factory, question: dict[str, int]) -> None:
    told = asked(factory, question)
    assert "acceptedAnswer" not in told
    assert len(told["suggestedAnswer"]) == 3, "one of the two kinds of answer is required"
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/accept")
    factory.browser(question["asker"]).post(f"/p/{question['answer']}/vote")
    told = asked(factory, question)
    accepted, suggested = told["acceptedAnswer"], told["suggestedAnswer"]
    assert accepted["@type"] == "Answer"
    assert (told["answerCount"], accepted["upvoteCount"], len(suggested)) == (3, 1, 2)
    assert accepted["url"].endswith(f"/p/{question['answer']}")
    assert accepted["url"] not in {each["url"] for each in suggested}


def test_a_question_whose_only_answer_is_accepted_and_one_without_any(factory: Factory) -> None:
    asker = factory.user("demandeuse")
    topic = factory.topic(factory.forum(), asker, kind=Kind.QUESTION)
    told = asked(factory, {"topic": topic})
    assert (told["answerCount"], {"acceptedAnswer", "suggestedAnswer"} & set(told)) == (0, set())
    answer = factory.reply(topic, factory.user("aidant"))
    factory.browser(asker).post(f"/p/{answer}/accept")
    told = asked(factory, {"topic": topic})
    assert (told["answerCount"], "acceptedAnswer" in told, "suggestedAnswer" in told) == (1, True, False)


def test_the_whole_of_a_question_and_its_answers(factory: Factory, question: dict[str, int]) -> None:
    long = "Une phrase & une autre. " * 60 + "La fin."
    answer = factory.reply(question["topic"], factory.user("prolixe"), f"**{long[:-3]}**{long[-3:]}")
    factory.browser(question["asker"]).post(f"/p/{answer}/vote")
    suggested = asked(factory, question)["suggestedAnswer"]
    assert (len(suggested), suggested[0]["text"]) == (3, long), "the three most useful, then the oldest"
    factory.browser(question["asker"]).post(f"/p/{answer}/accept")
    assert asked(factory, question)["acceptedAnswer"]["text"] == long


@pytest.mark.parametrize("kind", [Kind.DISCUSSION, Kind.EXPERIENCE])
def test_a_discussion_is_told_whole_and_no_reply_in_part(factory: Factory, kind: Kind) -> None:
    long = "Une phrase & une autre. " * 60 + "La fin."
    topic = factory.topic(factory.forum(), factory.user("bavarde"), body=long, kind=kind)
    factory.reply(topic, factory.user("aidant"), long)
    told = told_of(factory, topic)
    assert (told["@type"], told["text"], told["commentCount"]) == ("DiscussionForumPosting", long, 1)
    assert "comment" not in told


def test_a_guide_is_an_article(factory: Factory) -> None:
    told = told_of(factory, factory.topic(factory.forum(), factory.admin(), kind=Kind.GUIDE))
    assert told["@type"] == "Article"
