"""The language of the search box, read into a `Query`, and written back. Pure. Nothing a reader types is an error.

Words, `"phrase"`, `-word`, `word*`, and filters by French or English names: `titre:` `tag:a,b` (any) `tag:a+b` (all)
`auteur:a,b` or `@name`, `forum:slug` (`forum:=slug` without those below it), `droit:code-civil/1240` or as one writes
it, `kind:`, `is:`, each with a minus before it where it can be (not `auteur:`, not `droit:`); `before:` `after:`,
`min_posts:` `min_views:` `min_score:`, `with:image`, `filetype:pdf`, `topic:`, `order:`.
What cannot be understood is searched as words, and said.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from forum.legal import find_citations, keys
from forum.legal.names import is_known
from forum.paths import slugify
from forum.search.analysis import fold, words
from forum.search.query import ForumRef, Note, Order, Query, Term
from forum.words import Message, message

LONGEST = 400
_MOST_PIECES = 64
_PIECE = re.compile(r'(?P<minus>-?)(?:(?P<name>[^\W\d_]\w*):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_NUMBER_OF_DAYS = re.compile(r"\d{1,3}|\d{5}")
_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]+")
_LAW_MOST = 6  # references read as one writes them: reading one costs more than a word
_Read = Callable[[Query, str, date], Query | None]


def parse(text: str, today: date) -> Query:
    """Read what was typed; `today` is what a number of days counts back from."""
    query = Query()
    text = _laws_quoted(_UNSEEN.sub(" ", text)[:LONGEST])
    for piece in list(_PIECE.finditer(text))[:_MOST_PIECES]:
        taken = _filtered(query, piece, today)
        if taken is None and piece["name"] and fold(piece["name"]) in _READERS:
            reason = _CANNOT_EXCLUDE if piece["minus"] else _NOT_UNDERSTOOD
            query = replace(query, notes=(*query.notes, Note(piece.group()[:60], reason)))
            taken = query if piece["minus"] else None  # what was to be left out is no word to look for, nor to avoid
        query = taken or _with_words(query, piece)
    return query


def typed(query: Query) -> str:
    """The query as it would be typed: read again, it gives the same."""
    return " ".join([*map(_as_term, query.terms), *_as_filters(query)])


def topic_address(text: str, site: str = "") -> int | None:
    """The number of a topic, when its address (on this site: « https://… ») or « sujet 12 » is all that was typed.

    A bare number is a word: on a site of law 1240 is an article.
    """
    path = text.strip().removeprefix(site) if site else text.strip()
    found = re.fullmatch(r"/?t/(\d{1,9})(?:/\S*)?|(?:#|(?i:sujet|topic) )(\d{1,9})", path)
    return int(found[1] or found[2]) if found else None


_NOT_UNDERSTOOD: Message = message("Ce filtre n’est pas compris : cherché comme des mots.")
_CANNOT_EXCLUDE: Message = message("Ce filtre ne peut rien exclure : il est laissé de côté.")


def _laws_quoted(text: str) -> str:
    """The references that follow `droit:` as one writes them, with their spaces, between quotes."""
    done, parts = 0, []
    for found in list(_LAW.finditer(text))[:_LAW_MOST]:
        cited = find_citations(text[found.end() :].partition('"')[0]) if found.end() >= done else []
        if cited and cited[0].start == 0 and " " in cited[0].text:
            parts += [text[done : found.end()], f'"{cited[0].text}"']
            done = found.end() + cited[0].end
    return "".join([*parts, text[done:]])


def _with_words(query: Query, piece: re.Match[str]) -> Query:
    phrase = piece["phrase"]
    raw = phrase if phrase is not None else piece["word"]
    text = f"{piece['name']} {raw}" if piece["name"] else raw
    found = words(text)
    if not found:
        return query
    excluded = bool(piece["minus"])
    if phrase is not None and len(found) > 1:
        return replace(query, terms=(*query.terms, Term(" ".join(found), phrase=True, excluded=excluded)))
    last = len(found) - 1
    star = phrase is None and raw.endswith("*") and len(found[last]) > 2
    terms = (Term(word, prefix=star and at == last, excluded=excluded) for at, word in enumerate(found))
    return replace(query, terms=(*query.terms, *terms))


def _filtered(query: Query, piece: re.Match[str], today: date) -> Query | None:
    """The query with this filter; None when it is none, or its value is not understood."""
    value = piece["phrase"] if piece["phrase"] is not None else piece["word"]
    if not piece["name"]:
        is_name = piece["phrase"] is None and value.startswith("@") and len(value) > 1 and not piece["minus"]
        return replace(query, authors=(*query.authors, value[1:])) if is_name else None
    name = fold(piece["name"])
    if piece["minus"]:
        return _without(query, name, value) if value else None
    if name in _TITLES and piece["phrase"] is not None:
        return _title(query, value, phrase=True)
    read = _READERS.get(name)
    return read(query, value, today) if read and value else None


def _without(query: Query, name: str, value: str) -> Query | None:
    """The query that leaves out what the filter names; None where no engine can."""
    if name in _TAGS:
        return replace(query, tags_none=(*query.tags_none, *_slugs(value)))
    if name in _TITLES:
        return _title(query, value, excluded=True)
    if name in _FORUMS:
        refs = _refs(value)
        return replace(query, forums_none=(*query.forums_none, *refs)) if refs else None
    if name in _OF_KIND:
        kinds = {_KINDS.get(fold(each), "") for each in value.split(",")}
        others = tuple(each for each in dict.fromkeys(_KINDS.values()) if each not in kinds)
        return replace(query, kinds=(*query.kinds, *others)) if "" not in kinds and not query.kinds else None
    if name in _OF_STATE and (opposite := _OPPOSITES.get(_STATES.get(fold(value), ""))):
        return replace(query, states=query.states | {opposite})
    return None


def _title(query: Query, value: str, *, excluded: bool = False, phrase: bool = False) -> Query | None:
    found = words(value)
    if phrase and len(found) > 1:
        return replace(query, terms=(*query.terms, Term(" ".join(found), phrase=True, field="title")))
    terms = tuple(Term(word, excluded=excluded, field="title") for word in found)
    return replace(query, terms=(*query.terms, *terms)) if terms else None


def _tag(query: Query, value: str, today: date) -> Query | None:
    if "+" in value:
        return replace(query, tags_all=(*query.tags_all, *_slugs(value)))
    return replace(query, tags_any=(*query.tags_any, *_slugs(value)))


def _slugs(value: str) -> tuple[str, ...]:
    return tuple(slugify(each) for each in re.split(r"[,+]", value) if words(each))


def _forum(query: Query, value: str, today: date) -> Query | None:
    refs = _refs(value)
    return replace(query, forums=(*query.forums, *refs)) if refs else None


def _refs(value: str) -> tuple[ForumRef, ...]:
    return tuple(ForumRef(each.lstrip("="), exact=each.startswith("=")) for each in value.split(",") if each.strip("="))


def _law(query: Query, value: str, today: date) -> Query | None:
    """A reference as it is written (« C. civ., art. 1240 »), its key (code-civil/1240), or a text (code-civil)."""
    written = keys.typed(value) if " " in value and len(query.law) < _LAW_MOST else []
    key = written[0] if written else keys.canonical(value)
    is_meant = key and (is_known(key.partition("/")[0]) or any(char.isdigit() for char in key))
    return replace(query, law=(*query.law, key)) if key and is_meant else None


def _kind(query: Query, value: str, today: date) -> Query | None:
    kinds = tuple(_KINDS.get(fold(each), "") for each in value.split(","))
    return replace(query, kinds=(*query.kinds, *kinds)) if all(kinds) else None


def _is(query: Query, value: str, today: date) -> Query | None:
    state = _STATES.get(fold(value))
    return replace(query, states=query.states | {state}) if state else None


def _before(query: Query, value: str, today: date) -> Query | None:
    day = _day(value, today)
    return replace(query, before=day) if day else None


def _after(query: Query, value: str, today: date) -> Query | None:
    day = _day(value, today)
    return replace(query, after=day) if day else None


def _order(query: Query, value: str, today: date) -> Query | None:
    order = _ORDERS.get(fold(value))
    return replace(query, order=order) if order else None


def _in(query: Query, value: str, today: date) -> Query | None:
    return replace(query, in_title=True) if fold(value) in _TITLES else None


def _with(query: Query, value: str, today: date) -> Query | None:
    return replace(query, with_image=True) if fold(value) in {"image", "images"} else None


def _filetype(query: Query, value: str, today: date) -> Query | None:
    kinds = tuple(each for each in fold(value).split(",") if each.isalnum())
    return replace(query, filetypes=(*query.filetypes, *kinds)) if kinds else None


def _author(query: Query, value: str, today: date) -> Query | None:
    names = tuple(name for each in value.split(",") if (name := each.strip().lstrip("@")))
    return replace(query, authors=(*query.authors, *names)) if names else None


def _number(name: str) -> _Read:
    def read(query: Query, value: str, today: date) -> Query | None:
        is_number = value.isascii() and value.isdigit() and len(value) < 10
        return replace(query, **{name: int(value)}) if is_number else None  # type: ignore[arg-type]

    return read


def _day(value: str, today: date) -> date | None:
    """The first day of a year, month or day; so many days ago; yesterday."""
    name = fold(value)
    if name in {"hier", "yesterday", "aujourd'hui", "today"}:
        return today - timedelta(days=name in {"hier", "yesterday"})
    if _NUMBER_OF_DAYS.fullmatch(value):
        return today - timedelta(days=min(int(value), today.toordinal() - 1))
    found = _DATE.fullmatch(value)
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1)) if found else None
    except ValueError:
        return None


def _named(*rows: tuple[str, str]) -> dict[str, str]:
    """Every name of a value -> the value."""
    return {name: value for names, value in rows for name in names.split()}


_TITLES = {"titre", "title", "intitle"}
_TAGS = {"tag", "tags", "etiquette", "etiquettes"}
_FORUMS = {"forum", "category"}
_OF_KIND = {"kind", "genre", "type"}
_OF_STATE = {"is", "est", "status"}
_LAWS = ("droit", "law", "loi")
_LAW = re.compile(rf"(?<!\S)(?:{'|'.join(_LAWS)}):(?=[^\s\"])", re.IGNORECASE)
_KINDS = _named(
    ("question questions", "question"),
    ("guide guides article", "guide"),
    ("experience experiences", "experience"),
    ("discussion discussions", "discussion"),
    ("annonce annonces announcement", "announcement"),
)
_STATES = _named(
    ("solved resolu", "solved"),
    ("unsolved non-resolu", "unsolved"),
    ("locked verrouille", "locked"),
    ("open ouvert", "open"),
    ("pinned epingle", "pinned"),
    ("unanswered sans-reponse", "unanswered"),
    ("expert experts", "expert"),
)
_OPPOSITES = {"solved": "unsolved", "unsolved": "solved", "locked": "open", "open": "locked"}
_ORDERS = {
    name: Order(value)
    for name, value in _named(
        ("relevance pertinence", "relevance"),
        ("latest recent recents date", "latest"),
        ("oldest ancien anciens", "oldest"),
        ("views vues", "views"),
        ("likes utile utiles", "likes"),
    ).items()
}
_READERS: dict[str, _Read] = {
    **dict.fromkeys(_TITLES, lambda query, value, today: _title(query, value)),
    **dict.fromkeys(_TAGS, _tag),
    **dict.fromkeys(("in", "dans"), _in),
    **dict.fromkeys(("auteur", "author", "user", "membre", "par"), _author),
    **dict.fromkeys(_FORUMS, _forum),
    **dict.fromkeys(_LAWS, _law),
    **dict.fromkeys(_OF_KIND, _kind),
    **dict.fromkeys(_OF_STATE, _is),
    **dict.fromkeys(("before", "avant"), _before),
    **dict.fromkeys(("after", "apres", "depuis", "since"), _after),
    **dict.fromkeys(("min_posts", "min_messages"), _number("min_posts")),
    **dict.fromkeys(("min_views", "min_vues"), _number("min_views")),
    **dict.fromkeys(("min_score", "min_utile"), _number("min_score")),
    **dict.fromkeys(("topic", "sujet"), _number("topic")),
    **dict.fromkeys(("with", "avec"), _with),
    **dict.fromkeys(("filetype", "fichier"), _filetype),
    **dict.fromkeys(("order", "tri", "ordre"), _order),
}


def _as_term(term: Term) -> str:
    text = f'"{term.text}"' if term.phrase else term.text
    return f"{'-' * term.excluded}{'titre:' if term.field == 'title' else ''}{text}{'*' * term.prefix}"


def _as_filters(query: Query) -> list[str]:
    """Each filter as it would be typed."""
    one_by_one = [
        *(("auteur", each) for each in query.authors),
        *(("droit", each) for each in query.law),
        *(("is", each) for each in sorted(query.states)),
        *(("tag", f"{each}+") for each in query.tags_all),
        *(("filetype", each) for each in query.filetypes),
    ]
    joined = [
        ("tag", ",".join(query.tags_any)),
        ("-tag", ",".join(query.tags_none)),
        ("forum", _as_forums(query.forums)),
        ("-forum", _as_forums(query.forums_none)),
        ("kind", ",".join(query.kinds)),
        ("before", query.before and query.before.isoformat()),
        ("after", query.after and query.after.isoformat()),
        ("min_posts", query.min_posts),
        ("min_views", query.min_views),
        ("min_score", query.min_score),
        ("with", "image" if query.with_image else ""),
        ("in", "title" if query.in_title else ""),
        ("topic", query.topic),
        ("order", "" if query.order is Order.RELEVANCE else query.order.value),
    ]
    return [f"{name}:{_quoted(str(value))}" for name, value in [*joined, *one_by_one] if value not in {"", None}]


def _as_forums(refs: tuple[ForumRef, ...]) -> str:
    return ",".join("=" * each.exact + each.slug for each in refs)


def _quoted(value: str) -> str:
    return f'"{value}"' if " " in value else value
