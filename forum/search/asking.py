"""From a question's words to what is looked up: terms, near words for unknown ones, synonyms. Pure."""

from dataclasses import dataclass, field

from forum.search.analysis import fold, stem, stems_of, words
from forum.search.query import Query, Term
from forum.search.ranking import Group
from forum.search.source import Words
from forum.search.spelling import Speller, is_checked, near_words
from forum.search.synonyms import WEIGHT, meant

GROUPS = 24  # a question's words beyond these are left out: the rarest tell enough
_MEANT_AT_MOST = 6  # synonyms of one group
_NEAR_WEIGHT = 0.9
_NEAR_TO_RARE = 0.5
_RARE = 2  # posts: a word in so few may be another's misspelling
_PREFIX_TERMS = 40
Phrase = tuple[str, ...]


@dataclass(slots=True)
class Asked:
    """What is looked up. `phrases` and `titles` must hold; what is in `without` must not."""

    groups: list[Group] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    titles: list[Group] = field(default_factory=list)
    title_phrases: list[Phrase] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    without_titles: list[str] = field(default_factory=list)
    without_phrases: list[Phrase] = field(default_factory=list)
    corrected: list[tuple[str, str]] = field(default_factory=list)
    typed: int = 0  # groups that stand for words typed, before any was left out


def understand(query: Query, source: Words, speller: Speller, mask: bytearray) -> Asked:
    """What a query's words ask of an index, as whoever sees the mask's posts may ask it."""
    asked = Asked()
    main: list[str] = []
    for term in query.terms[: GROUPS * 4]:
        if term.excluded:
            _exclude(term, asked)
            continue
        for group, stems in _groups(term, source, speller, mask, asked):
            if any(group.terms[0][0] == other.terms[0][0] for other in asked.groups):
                continue
            asked.groups.append(group)
            main.append(stems)
            if query.in_title or term.field == "title":
                asked.titles.append(group)
        if term.phrase:
            (asked.title_phrases if term.field == "title" else asked.phrases).append(keys(term.text))
    asked.typed = len(asked.groups)
    asked.groups = _with_meanings(asked.groups, tuple(main))
    if len(asked.groups) > GROUPS:
        asked.groups = sorted(asked.groups, key=lambda group: _frequency(source, group))[:GROUPS]
    return asked


def keys(text: str) -> Phrase:
    """The words of a phrase as they are compared: folded and without endings, stop words too."""
    return tuple(stem(fold(word)) for word in words(text))


def _exclude(term: Term, asked: Asked) -> None:
    if term.phrase:
        asked.without_phrases.append(keys(term.text))
    else:
        left_out = asked.without_titles if term.field == "title" else asked.without
        left_out.extend(each for word in words(term.text) for each in stems_of(word)[:1])


def _groups(term: Term, source: Words, speller: Speller, mask: bytearray, asked: Asked) -> list[tuple[Group, str]]:
    """A group per word of a term, with the stem that synonyms are looked up by."""
    if term.prefix:
        prefix = fold(term.text).strip()
        found = source.beginning("text", prefix, _PREFIX_TERMS) if prefix else []
        if not prefix:
            return []
        # « hébergem* » is longer than the term of hébergement: it is found by the words themselves.
        whole = (each for word in speller.beginning(prefix, _PREFIX_TERMS) for each in stems_of(word))
        return [(Group(tuple((each, 1.0) for each in dict.fromkeys([stem(prefix), *found, *whole]))), "")]
    made = []
    for word in words(term.text):
        stems = stems_of(word)
        if not stems:
            continue
        group = _spelled(word, stems, source, speller, mask, asked) if not term.phrase else _exact(stems)
        if group is not None:
            made.append((group, _main(group, stems)))
    return made


def _exact(stems: Phrase) -> Group:
    return Group(tuple((each, 1.0) for each in stems))


def _main(group: Group, stems: Phrase) -> str:
    """The corrected word's stem where there is one: synonyms are those of what was meant."""
    return group.terms[1][0] if len(group.terms) > 1 and group.terms[1][1] == _NEAR_WEIGHT else stems[0]


def _spelled(word: str, stems: Phrase, source: Words, speller: Speller, mask: bytearray, asked: Asked) -> Group | None:
    """The group of a word; of an unknown one, with the known words it may stand for. None for a misspelt stop word."""
    folded = fold(word)
    terms = [(each, 1.0) for each in stems]
    known = source.holding(stems[0], mask, _RARE + 1)
    if known > _RARE or not is_checked(folded):
        return Group(tuple(terms))
    near = near_words(source, speller, folded, mask)
    if near == [""]:
        return None if not known else Group(tuple(terms))
    share = _NEAR_TO_RARE if known else _NEAR_WEIGHT
    for other in near:
        often = (each for each in stems_of(other) if not known or source.holding(each, mask) > 8 * known)
        terms.extend((each, share) for each in often)
    if near and not known:
        asked.corrected.append((word, near[0]))
    return Group(tuple(dict.fromkeys(terms)))


def _with_meanings(groups: list[Group], main: Phrase) -> list[Group]:
    """Each group with the synonyms of what it says. A word asked itself is nobody's synonym."""
    more: dict[int, dict[str, float]] = {}
    longer: dict[int, list[Phrase]] = {}
    asked = {term for group in groups for term, _ in group.terms}
    for meaning in meant(main):
        share = WEIGHT if len(meaning.terms) == 1 else WEIGHT * 0.7
        into = more.setdefault(meaning.start, {})
        for term in meaning.terms:
            if term not in asked and len(into) < _MEANT_AT_MOST:
                into.setdefault(term, share)
        if len(meaning.terms) > 1:
            longer.setdefault(meaning.start, []).append(meaning.terms)
    return [
        _meaning(group, more[index], longer.get(index, [])) if index in more else group
        for index, group in enumerate(groups)
    ]


def _meaning(group: Group, more: dict[str, float], longer: list[Phrase]) -> Group:
    parts = {term for phrase in longer for term in phrase}
    loose = frozenset(term for term, share in more.items() if term in parts and share < WEIGHT)
    return Group((*group.terms, *more.items()), tuple(longer), loose)


def _frequency(source: Words, group: Group) -> int:
    return source.frequency(group.terms[0][0])
