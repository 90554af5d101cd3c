"""A question as it was understood, said in words: each filter with the address of the question without it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from forum import paths
from forum.citations.known import candidates
from forum.legal import short_name
from forum.search.parsing import typed
from forum.search.query import ForumRef, Query, Term
from forum.topics.models import Kind
from forum.web.dates import day
from forum.web.forms.writing import KIND_NAMES
from forum.web.language import _, said
from forum.words import message

_STATES = {
    "solved": message("résolu"),
    "unsolved": message("non résolu"),
    "open": message("ouvert"),
    "locked": message("verrouillé"),
    "pinned": message("épinglé"),
    "unanswered": message("sans réponse"),
    "expert": message("avec un expert"),
}
_Part = tuple[str, dict[str, Any]]  # in words, and what the question has instead without it


@dataclass(frozen=True)
class Filter:
    """Something that narrows a question."""

    words: str
    without: str


def filters_of(query: Query) -> list[Filter]:
    """What narrows the question, whatever its words."""
    parts = (*_places(query), *_people_and_law(query), *_facts(query))
    return [Filter(words, paths.search(typed(replace(query, **changed)))) for words, changed in parts]


def articles_of(query: Query) -> list[tuple[str, str]]:
    """Of a filter on a number without its code (« droit:1240 »): each article it may be, and the question with that."""
    return [
        (
            short_name(article),
            paths.search(typed(replace(query, law=tuple(article if each == key else each for each in query.law)))),
        )
        for key in query.law
        for article in candidates(key)
    ]


def words_of(query: Query) -> list[str]:
    """Its words and phrases, one by one."""
    return [_term(each) for each in query.terms]


def _term(term: Term) -> str:
    text = f"{term.text}*" if term.prefix else term.text
    if term.excluded:
        return _("sans « %(words)s »", words=text)
    if term.field == "title":
        return _("« %(words)s » dans le titre", words=text)
    return f"« {text} »"


def _places(query: Query) -> Iterator[_Part]:
    if query.forums:
        yield _("Forum : %(names)s", names=_either(_slugs(query.forums))), {"forums": ()}
    if query.forums_none:
        yield _("Hors du forum : %(names)s", names=_either(_slugs(query.forums_none))), {"forums_none": ()}
    if query.topic is not None:
        yield _("Dans le sujet n° %(number)s", number=str(query.topic)), {"topic": None}
    if query.tags_any:
        yield _("Étiquette : %(names)s", names=_either(query.tags_any)), {"tags_any": ()}
    if query.tags_all:
        yield _("Étiquettes : %(names)s", names=" + ".join(query.tags_all)), {"tags_all": ()}
    if query.tags_none:
        yield _("Sans l’étiquette : %(names)s", names=_either(query.tags_none)), {"tags_none": ()}


def _people_and_law(query: Query) -> Iterator[_Part]:
    if query.authors:
        yield _("Écrit par : %(names)s", names=_either(query.authors)), {"authors": ()}
    for key in query.law:
        others = tuple(each for each in query.law if each != key)
        yield _("Texte cité : %(name)s", name=short_name(key)), {"law": others}
    if query.kinds:
        names = [said(KIND_NAMES[Kind(each)]) for each in query.kinds]
        yield _("Genre : %(names)s", names=_either(names)), {"kinds": ()}
    for state in sorted(query.states):
        yield _("État : %(name)s", name=said(_STATES[state])), {"states": query.states - {state}}


def _facts(query: Query) -> Iterator[_Part]:
    if query.after:
        yield _("Depuis le %(day)s", day=day(query.after)), {"after": None}
    if query.before:
        yield _("Avant le %(day)s", day=day(query.before)), {"before": None}
    for name, words in (
        ("min_posts", message("Messages : %(least)s au moins")),
        ("min_views", message("Vues : %(least)s au moins")),
        ("min_score", message("« Utile » : %(least)s au moins")),
    ):
        if (least := getattr(query, name)) is not None:
            yield said(replace(words, params={"least": least})), {name: None}
    if query.with_image:
        yield _("Avec une image"), {"with_image": False}
    if query.filetypes:
        yield _("Fichier : %(names)s", names=_either(query.filetypes)), {"filetypes": ()}
    if query.in_title:
        yield _("Mots du titre seulement"), {"in_title": False}


def _slugs(forums: Iterable[ForumRef]) -> list[str]:
    return [each.slug for each in forums]


def _either(names: Iterable[str]) -> str:
    return reduce(lambda one, other: _("%(one)s ou %(other)s", one=one, other=other), names)
