"""The language of the search box: a table of cases, and what holds for anything that can be typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.parsing import parse, topic_address, typed
from forum.search.query import ForumRef, Order, Query, Term

TODAY = date(2026, 11, 25)


def _terms(*terms: str) -> Query:
    return Query(terms=tuple(Term(each) for each in terms))


CASES = {
    "mot de passe": _terms("mot", "de", "passe"),
    "L’accès": _terms("l", "accès"),
    '"mise en demeure"': Query(terms=(Term("mise en demeure", phrase=True),)),
    '"mise en demeure': Query(terms=(Term("mise en demeure", phrase=True),)),
    '"un"': _terms("un"),
    "-facture": Query(terms=(Term("facture", excluded=True),)),
    '-"mise en demeure"': Query(terms=(Term("mise en demeure", phrase=True, excluded=True),)),
    "identif*": Query(terms=(Term("identif", prefix=True),)),
    "titre:rétention": Query(terms=(Term("rétention", field="title"),)),
    "title:a -titre:b": Query(terms=(Term("a", field="title"), Term("b", field="title", excluded=True))),
    'titre:"mot de passe"': Query(terms=(Term("mot de passe", phrase=True, field="title"),)),
    "in:title code": Query(terms=(Term("code"),), in_title=True),
    "tag:rgpd,cnil": Query(tags_any=("rgpd", "cnil")),
    "étiquette:rgpd+cnil": Query(tags_all=("rgpd", "cnil")),
    'tag:"mots de passe"': Query(tags_any=("mots-de-passe",)),
    "-tag:rgpd": Query(tags_none=("rgpd",)),
    "auteur:Marc @ada user:bob": Query(authors=("Marc", "ada", "bob")),
    "auteur:Marc,@ada": Query(authors=("Marc", "ada")),
    "-forum:annonces": Query(forums_none=(ForumRef("annonces"),)),
    "-kind:question,guide": Query(kinds=("experience", "discussion", "announcement")),
    "-is:résolu": Query(states=frozenset({"unsolved"})),
    'droit:"code civil 1240"': Query(law=("code-civil/1240",)),
    'droit:"dsa 14"': Query(law=("reglement-ue-2022-2065/14",)),
    "droit:godfrain": Query(law=("loi-88-19",)),
    "droit:C. civ., art. 1240 prestataire": Query(terms=(Term("prestataire"),), law=("code-civil/1240",)),
    'law:"art. 17 RGPD"': Query(law=("reglement-ue-2016-679/17",)),
    "droit:code-civil": Query(law=("code-civil",)),
    "forum:droit-du-numerique": Query(forums=(ForumRef("droit-du-numerique"),)),
    "forum:=a,b": Query(forums=(ForumRef("a", exact=True), ForumRef("b"))),
    "droit:code-civil/1240": Query(law=("code-civil/1240",)),
    "law:rgpd/17": Query(law=("reglement-ue-2016-679/17",)),
    "kind:question,guide": Query(kinds=("question", "guide")),
    "genre:expérience": Query(kinds=("experience",)),
    "is:solved est:verrouillé": Query(states=frozenset({"solved", "locked"})),
    "is:sans-réponse": Query(states=frozenset({"unanswered"})),
    "avant:2024": Query(before=date(2024, 1, 1)),
    "after:2024-03": Query(after=date(2024, 3, 1)),
    "depuis:2024-03-09": Query(after=date(2024, 3, 9)),
    "after:7": Query(after=date(2026, 11, 18)),
    "after:hier before:today": Query(after=date(2026, 11, 24), before=TODAY),
    "min_posts:3 min_views:10 min_score:2": Query(min_posts=3, min_views=10, min_score=2),
    "with:image filetype:pdf,docx": Query(with_image=True, filetypes=("pdf", "docx")),
    "topic:12 ordre:récents": Query(topic=12, order=Order.LATEST),
    "": Query(),
    '  - -- * : " ': Query(),
    "d3.js 403 L121-3": _terms("d3.js", "403", "l121-3"),
}
NOT_UNDERSTOOD = ("kind:zèbre", "before:2024-13", "min_posts:beaucoup", "is:joli", "droit:loyauté")


@pytest.mark.parametrize("text", CASES, ids=list(CASES))
def test_what_is_understood(text: str) -> None:
    assert parse(text, TODAY) == CASES[text]


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_searched_as_words_and_said(text: str) -> None:
    query = parse(text, TODAY)
    assert [note.typed for note in query.notes] == [text]
    assert query == Query(terms=query.terms, notes=query.notes)
    assert query.terms[-1].text in text


@pytest.mark.parametrize(
    "text", ["-auteur:bob", "-min_posts:3", "-is:pinned", "-kind:zèbre", '-droit:"C. civ., art. 1240"']
)
def test_what_cannot_be_left_out_is_said_and_avoids_no_word(text: str) -> None:
    query = parse(f"passe {text}", TODAY)
    assert [note.typed for note in query.notes] == [text]
    assert query.terms == (Term("passe"),)


def test_a_colon_in_a_sentence_is_no_filter() -> None:
    assert parse("Carte grise : comment faire ?", TODAY) == _terms("carte", "grise", "comment", "faire")
    assert parse("urgence:prestataire", TODAY).notes == ()


@given(st.text(max_size=500))
def test_anything_is_a_query(text: str) -> None:
    query = parse(text, TODAY)
    assert len(query.terms) <= 600
    assert all(term.text for term in query.terms)


@given(st.lists(st.sampled_from([*CASES, *NOT_UNDERSTOOD]), max_size=4).map(" ".join))
def test_what_is_written_back_reads_the_same(text: str) -> None:
    query = parse(text, TODAY)
    again = parse(typed(query), TODAY)
    assert {name: getattr(again, name) for name in Query.__dataclass_fields__ if name != "notes"} == {
        name: getattr(query, name) for name in Query.__dataclass_fields__ if name != "notes"
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", None),
        ("1240", None),
        ("#12", 12),
        ("sujet 12", 12),
        ("Topic 12", 12),
        ("sujet 12 mois", None),
        ("/t/12/un-sujet", 12),
        ("https://forum.example/t/7", 7),
        ("https://elsewhere.example/t/7", None),
        ("12 mois", None),
        ("t/12", 12),
        ("https://elsewhere.example/t/12", None),
    ],
)
def test_the_address_of_a_topic(text: str, number: int | None) -> None:
    assert topic_address(text, "https://forum.example") == number
