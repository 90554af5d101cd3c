"""What every engine must do alike."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from forum.search.backend import Document, Mark, Scope, SearchBackend
from forum.search.backends import whoosh
from forum.search.backends.bymeaning import ByMeaningAtOnce
from forum.search.backends.memory import MemoryBackend
from forum.search.backends.postgres import PostgresBackend
from forum.search.backends.whoosh import WhooshBackend
from forum.search.query import Order, Query, Term, plain
from forum.search.source import FACTS, Columns, Facts, facts_of
from tests.search.meanings import WordsAlone

PUBLIC, PRIVATE = 1, 2
VISITOR, STAFF = Scope(frozenset({PUBLIC})), Scope(frozenset({PUBLIC, PRIVATE}))


def post(post_id: int, topic_id: int, title: str, text: str, **facts: Any) -> Document:
    first = all(each[1] != topic_id for each in _BEFORE[: post_id - 1])
    moment = datetime(2026, 1, min(28, post_id), tzinfo=UTC)
    usual: dict[str, Any] = {
        "forum_id": PUBLIC, "author_id": 1, "headings": "", "kind": "question", "created_at": moment,
        "active_at": moment, "replies": 0, "views": 0, "score": 0, "stamp": 7,
        "marks": Mark.FIRST if first else Mark(0),
    }  # fmt: skip
    return Document(post_id=post_id, topic_id=topic_id, title=title, text=text, **{**usual, **facts})


_SHOWN = Mark.FIRST | Mark.IMAGE | Mark.PINNED | Mark.EXPERT
_READ = {"replies": 1, "views": 9}
_BEFORE = [(1, 1), (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6)]
WORLD = (
    post(
        1,
        1,
        "Résilier un abonnement internet",
        "Mon fournisseur d’accès refuse ma résiliation.",
        tags=("fai",),
        **_READ,
    ),
    post(
        2,
        1,
        "Résilier un abonnement internet",
        "Envoyez une lettre recommandée, article L. 121-3 du code.",
        score=4,
        tags=("fai",),
        **_READ,
    ),
    post(3, 2, "Mot de passe oublié", "Le prestataire garde les codes d’accès du site.", laws=("code-civil/1240",)),
    post(
        4, 3, "Coincé·e chez l’hébergeur", "Je suis bloqué·e, que faire ?", kind="discussion", author_id=2, marks=_SHOWN
    ),
    post(5, 4, "Affaire Zorglub", "Le zorglubien secret ne sort pas.", forum_id=PRIVATE, tags=("secret",)),
    post(6, 5, "Facture", "Voir le contrat joint.", files="clause pénale exorbitante", filetypes=("pdf",)),
    post(7, 6, "Contrat de travail", "Le contrat de travail dit tout.", marks=Mark.FIRST | Mark.SOLVED | Mark.LOCKED),
)


@pytest.fixture(params=["memory", "by meaning", "whoosh", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchBackend]:
    """A filled engine of each kind."""
    made: SearchBackend
    database = None
    if request.param == "postgres":
        database = sa.create_engine(request.getfixturevalue("postgres_url"))
        made = PostgresBackend(schema="search_contract", database=database)
    else:
        made = WhooshBackend(tmp_path / "search") if request.param == "whoosh" else MemoryBackend()
        if request.param == "by meaning":
            made = ByMeaningAtOnce(made, WordsAlone())
    made.rebuild(WORLD)
    yield made
    made.close()
    if database is not None:
        with database.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA search_contract CASCADE"))
        database.dispose()


def topics(backend: SearchBackend, query: Query | str, scope: Scope = VISITOR) -> list[int]:
    query = plain(query) if isinstance(query, str) else query
    return [hit.topic_id for hit in backend.search(query, scope).hits]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("resilier abonnement", 1),
        ("RÉSILIATION", 1),
        ("fai", 1),  # by its synonym
        ("L121-3", 1),
        ("article 1240", 2),
        ("identifiant", 2),
        ("coincé", 3),
        ("coincée", 3),
        ("bloquee", 3),
        ("prestatire", 2),  # one letter short
        ("hebergeru", 3),
        ("clause pénale", 5),
        ("contrat de travail", 6),
    ],
)
def test_words_find_their_topic(backend: SearchBackend, words: str, first: int) -> None:
    assert topics(backend, words)[:1] == [first]


def test_one_topic_is_found_once_with_its_best_post(backend: SearchBackend) -> None:
    found = backend.search(plain("lettre recommandée"), VISITOR)
    assert [(hit.topic_id, hit.post_id) for hit in found.hits] == [(1, 2)]
    assert found.total == 1


def test_a_topic_is_shown_by_the_post_that_says_what_is_asked(backend: SearchBackend) -> None:
    title = "Mon prestataire refuse mes mots de passe"
    said = (
        "Bonjour à tous, voici toute une histoire sur plusieurs années. Mon prestataire garde, depuis la fin du contrat"
        " et malgré deux lettres, chaque mot de passe de notre site et de nos courriels, sans dire pourquoi."
    )
    others = ("Toujours en cours.", "Le code civil, ce code, le code.", "Un prestataire, le mien.")
    texts = (others[0], said, *others)
    backend.index(
        post(100 + place, 50, title, text, marks=Mark.FIRST if place == 0 else Mark(0), created_at=WORLD[0].created_at)
        for place, text in enumerate(texts)
    )
    found = backend.search(plain("mot de passe prestataire"), VISITOR)
    assert [hit.post_id for hit in found.hits if hit.topic_id == 50] == [101]
    assert {"mot", "pase"} <= found.words
    assert "code" not in found.words
    assert ("code", "acce") in found.phrases


def test_a_misspelt_word_is_told(backend: SearchBackend) -> None:
    assert backend.search(plain("prestatire"), VISITOR).corrected == (("prestatire", "prestataire"),)
    assert backend.near_words("prestatire", VISITOR) == ("prestataire",)


def test_text_of_a_file_is_marked(backend: SearchBackend) -> None:
    (hit,) = backend.search(plain("exorbitante"), VISITOR).hits
    assert hit.in_file
    assert not backend.search(plain("facture"), VISITOR).hits[0].in_file


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(tags_any=("fai",)), {1}),
        (Query(tags_all=("fai",)), {1}),
        (Query(tags_all=("fai", "secret")), set()),
        (Query(tags_none=("fai",)), {2, 3, 5, 6}),
        (Query(law=("code-civil/1240",)), {2}),
        (Query(law=("code-civil",)), {2}),
        (Query(kinds=("discussion",)), {3}),
        (Query(states=frozenset({"solved"})), {6}),
        (Query(states=frozenset({"locked"})), {6}),
        (Query(states=frozenset({"unsolved"})), {1, 2, 3, 5}),
        (Query(states=frozenset({"open"})), {1, 2, 3, 5}),
        (Query(states=frozenset({"pinned"})), {3}),
        (Query(states=frozenset({"expert"})), {3}),
        (Query(states=frozenset({"unanswered"})), {2, 3, 5, 6}),
        (Query(states=frozenset({"unanswered", "solved"})), {6}),
        (Query(with_image=True), {3}),
        (Query(min_posts=1), {1, 2, 3, 5, 6}),
        (Query(min_posts=2), {1}),
        (Query(min_views=9), {1}),
        (Query(before=date(2026, 1, 3)), {1}),
        (Query(after=date(2026, 1, 6)), {5, 6}),
        (Query(min_score=3), {1}),
        (Query(filetypes=("pdf",)), {5}),
        (Query(topic=2), {2}),
        (Query(terms=(Term("contrat"), Term("travail", excluded=True))), {5}),
        (Query(terms=(Term("contrat de travail", phrase=True),)), {6}),
        (Query(terms=(Term("travail de contrat", phrase=True),)), set()),
        (Query(terms=(Term("contrat", field="title"),)), {6}),
        (Query(terms=(Term("contrat de travail", phrase=True, field="title"),)), {6}),
        (Query(terms=(Term("travail de contrat", phrase=True, field="title"),)), set()),
        (Query(terms=(Term("contrat"), Term("facture", field="title", excluded=True))), {6}),
        (Query(terms=(Term("résil", prefix=True),)), {1}),
        (Query(terms=(Term("hébergeu", prefix=True),)), {3}),
    ],
)
def test_filters(backend: SearchBackend, query: Query, found: set[int]) -> None:
    assert set(topics(backend, query)) == found


def test_authors_and_orders(backend: SearchBackend) -> None:
    assert topics(backend, Query(), replace(VISITOR, authors=frozenset({2}))) == [3]
    assert topics(backend, Query(order=Order.OLDEST))[0] == 1
    assert topics(backend, Query(order=Order.LATEST))[0] == 6


@pytest.mark.parametrize("word", ["zorglub", "zorglubien", "secret", "Affaire"])
def test_a_private_forum_does_not_exist_for_a_visitor(backend: SearchBackend, word: str) -> None:
    found = backend.search(plain(word), VISITOR)
    assert (found.total, found.hits, found.corrected) == (0, (), ())
    assert backend.search(plain(word), STAFF).total == 1
    assert backend.near_words("zorglubein", VISITOR) == ()
    assert backend.suggest("zorg", VISITOR) == ()
    assert backend.suggest("zorg", STAFF)
    facets = backend.search(Query(), VISITOR).facets
    assert "secret" not in dict(facets.tags)
    assert PRIVATE not in dict(facets.forums)


def test_facets_count_topics(backend: SearchBackend) -> None:
    facets = backend.search(Query(), VISITOR).facets
    assert dict(facets.forums) == {PUBLIC: 5}
    assert dict(facets.kinds) == {"question": 4, "discussion": 1}
    assert dict(facets.tags) == {"fai": 1}
    assert dict(facets.laws) == {"code-civil/1240": 1}
    assert facets.solved == 1


def test_a_post_changes_moves_and_goes(backend: SearchBackend) -> None:
    backend.index([replace(WORLD[0], text="Tout autre chose : cryptogramme.")])
    assert topics(backend, "cryptogramme") == [1]
    assert topics(backend, "refuse") == []
    backend.index([replace(WORLD[2], forum_id=PRIVATE)])
    assert topics(backend, "prestataire") == []
    backend.delete([4, 999])
    assert topics(backend, "hébergeur") == []
    assert backend.known_posts().keys() == {1, 2, 3, 5, 6, 7}
    backend.tidy()
    assert topics(backend, "cryptogramme") == [1]


def test_a_rebuild_stands_beside_the_live_index_until_it_is_done(backend: SearchBackend) -> None:
    told: list[int] = []

    def read() -> Iterator[Document]:
        for document in WORLD[1:]:
            assert topics(backend, "refuse") == [1]  # the post left out below, still found by whoever asks meanwhile
            yield document

    backend.rebuild(read(), told.append)
    assert sum(told) == len(WORLD) - 1
    assert topics(backend, "refuse") == []
    assert backend.status().posts == len(WORLD) - 1


def test_similar_topics(backend: SearchBackend) -> None:
    assert [hit.topic_id for hit in backend.similar("mon contrat de travail", VISITOR)][:1] == [6]
    assert 6 not in [hit.topic_id for hit in backend.similar("mon contrat de travail", VISITOR, without=6)]


def test_pages_do_not_overlap(backend: SearchBackend) -> None:
    first = backend.search(Query(), VISITOR, offset=0, limit=3)
    second = backend.search(Query(), VISITOR, offset=3, limit=3)
    both = [hit.topic_id for hit in (*first.hits, *second.hits)]
    assert first.total == second.total == len(set(both)) == 5


@pytest.mark.postgres
def test_all_counted_at_once_is_as_counted_post_by_post(postgres_url: str) -> None:
    database = sa.create_engine(postgres_url)
    at_once, one_by_one = (PostgresBackend(schema, database) for schema in ("counted_at_once", "counted_singly"))
    at_once.rebuild(WORLD)
    one_by_one.rebuild(())
    for document in WORLD:
        one_by_one.index([document])
    with database.begin() as connection:
        for table, key in (("frequencies", "term, forum"), ("topics", "topic"), ("vocabulary", "word")):
            both, apart = (
                connection.execute(sa.text(f"SELECT * FROM {schema}.{table} ORDER BY {key}")).all()  # noqa: S608  # ours
                for schema in ("counted_at_once", "counted_singly")
            )
            assert both == apart != []
        for schema in ("counted_at_once", "counted_singly"):
            connection.execute(sa.text(f"DROP SCHEMA {schema} CASCADE"))
    database.dispose()


def test_whoever_read_on_knows_what_whoever_opens_it_now_knows(tmp_path: Path) -> None:
    """Facts of the parts that were there before are taken over, when parts are added, struck from and joined."""
    reader, writer = WhooshBackend(tmp_path), WhooshBackend(tmp_path)
    writer.rebuild(WORLD)
    for number in range(30):
        changed = WORLD[number % 4]
        writer.index([replace(changed, author_id=number, score=number, stamp=number)])
        if number % 10 == 9:
            writer.tidy()
        assert reader.known_posts() == WhooshBackend(tmp_path).known_posts()
        assert topics(reader, Query(min_score=number)) == topics(WhooshBackend(tmp_path), Query(min_score=number))
        assert changed.topic_id in topics(reader, Query(), replace(VISITOR, authors=frozenset({number})))


def test_a_tidy_index_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit with nothing in it would make every process open everything anew, twice a second."""
    monkeypatch.setattr(whoosh, "_REBUILD_AT_ONCE", 30)
    large = WhooshBackend(tmp_path / "large")
    large.rebuild(replace(WORLD[0], post_id=number) for number in range(1, 181))
    state = next((tmp_path / "large").glob("index-*/state"))
    before = state.read_bytes()
    large.tidy()
    assert state.read_bytes() == before
    for number in range(200, 206):
        large.index([replace(WORLD[1], post_id=number)])
    large.tidy()
    assert large.status().detail == "8 parts"  # five of the six that came one by one are joined


def test_facts_are_read_as_they_were_written() -> None:
    facts = [
        facts_of(replace(document, score=score), 7)
        for document, score in zip(WORLD, (-3, 0, 5, -1, 2, 9, 4), strict=True)
    ]
    one_by_one, whole = Columns(), Columns()
    one_by_one.add(facts)
    whole.unpack(b"".join(FACTS.pack(*each) for each in facts))
    assert [getattr(whole, name) for name in Facts._fields] == [getattr(one_by_one, name) for name in Facts._fields]
    assert list(whole.score) == [-3, 0, 5, -1, 2, 9, 4]
