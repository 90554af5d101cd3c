"""What is found in sentences as people write them."""

import pytest

from forum.legal import find_citations
from tests.legal.sentences import Sentence, read

PRECISION = 0.97
RECALL = 0.93


def found_in(text: str) -> tuple[frozenset[str], dict[str, str]]:
    citations = find_citations(text)
    marks = {citation.key: ",".join(citation.marks) for citation in citations if citation.marks}
    return frozenset(citation.key for citation in citations), marks


@pytest.mark.parametrize("sentence", read("examples") + read("sentences"), ids=lambda sentence: sentence.id)
def test_references_and_marks_of_a_sentence(sentence: Sentence) -> None:
    assert found_in(sentence.text) == (sentence.refs, sentence.marks)


def test_sentences_held_aside_stay_above_the_bars() -> None:
    right = wrong = missed = 0
    for sentence in read("held_out"):
        keys, _ = found_in(sentence.text)
        right += len(keys & sentence.refs)
        wrong += len(keys - sentence.refs)
        missed += len(sentence.refs - keys)
    assert right / (right + wrong) >= PRECISION
    assert right / (right + missed) >= RECALL


def test_marks_of_the_sentences_held_aside() -> None:
    """« A, aujourd’hui B » says of A what « A devenu B » says: it is the number of before."""
    found = [(sentence, found_in(sentence.text)) for sentence in read("held_out")]
    assert [(one.id, marks) for one, (keys, marks) in found if keys == one.refs and marks != one.marks] == []


@pytest.mark.parametrize(
    "text",
    [
        "C’était L. 442-6 du code de commerce, aujourd’hui L. 442-1.",
        "C’était l’article L. 442-6 C. com., aujourd’hui c’est l’article L. 442-1.",
        "L’article L. 442-6 du code de commerce ; désormais il s’agit de l’article L. 442-1.",
        "Avant : L. 442-6 du code de commerce ; aujourd’hui L. 442-1.",
        "L. 442-6 du code de commerce, devenu L. 442-1",
    ],
)
def test_the_number_of_before_is_the_former_one_however_that_is_said(text: str) -> None:
    assert found_in(text) == (
        {"code-de-commerce/L442-6", "code-de-commerce/L442-1"},
        {"code-de-commerce/L442-6": "ancien"},
    )


def test_no_reference_in_what_is_not_law() -> None:
    negatives = [sentence for sentence in read("held_out") if not sentence.refs]
    assert [sentence.text for sentence in negatives if find_citations(sentence.text)] == []


def test_the_same_sentence_inside_a_long_post_is_found_again() -> None:
    sentence = "On peut opposer l’article 1240 du code civil."
    padding = "Bonjour, mon prestataire ne répond plus depuis trois semaines et je ne sais plus quoi faire.\n\n" * 300
    found = find_citations(padding + sentence)
    assert [(citation.key, citation.text) for citation in found] == [("code-civil/1240", "article 1240 du code civil")]
