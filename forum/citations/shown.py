"""References as pages show them: chips, « Textes cités », what became of them. Pure: made of what the post keeps."""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from forum import paths
from forum.citations.known import state_of
from forum.legal import Case, Standing, display_number, full_title, notice, short_name
from forum.legal.cited import Cited, is_told, unpack
from forum.legal.notices import became
from forum.words import Message


class LawLink(NamedTuple):
    """A reference and its page. `now`: the number under which the text is found today, where the law moved; `became`:
    the same in words; `maybe`: if the former text was meant, and not today's.

    `moved`: that is told to readers. `since`: it moved after the text was written. `state`: in force or not, of what
    has no `notice`.
    """

    key: str
    url: str
    short: str
    title: str
    official_url: str | None
    now: str
    became: Message | None
    maybe: bool
    moved: bool
    since: bool
    notice: Message | None
    state: Message | None


class LawParts(NamedTuple):
    """What the law lays on a page of a topic. `moved`: what its posts cite, and the topic carries, of which there is
    something to tell.

    `since`: of what moved, something did after it was cited. `renumbered`: of all that moved the new number is known;
    of a number that was given to another text, or of an article that is gone, no more is known than that it changed.
    """

    chips: tuple[LawLink, ...]
    cited: dict[int, tuple[LawLink, ...]]
    moved: tuple[LawLink, ...]
    since: bool
    renumbered: bool


@lru_cache(maxsize=4096)
def links(packed: str) -> tuple[LawLink, ...]:
    """The references of a post or a topic, from its column."""
    return tuple(link(each) for each in unpack(packed))


def link(cited: Cited) -> LawLink:
    """One reference."""
    standing = cited.standing
    # Also where the writer's words tell it: that the number is in force today would be taken for the text they meant.
    told = notice(standing) if standing is not None else None
    return LawLink(
        cited.key,
        paths.law(cited.key),
        short_name(cited.key),
        full_title(cited.key),
        cited.url,
        now_of(standing),
        became(standing) if standing is not None else None,
        standing is not None and standing.case is Case.REUSED,
        is_told(standing),
        cited.moved,
        told,
        state_of(cited.key, cited.day) if told is None else None,
    )


def renumbered(packed: str) -> tuple[LawLink, ...]:
    """Of these references, those whose text readers find under another number today."""
    return tuple(each for each in links(packed) if each.moved and each.now)


def now_of(standing: Standing | None) -> str:
    """« 1240 » after « 1382 → », where the text that was meant is elsewhere today; else nothing."""
    if standing is None:
        return ""
    return ", ".join(map(display_number, standing.numbers_now))


def law_parts(topic_law: str, posts: Iterable[tuple[int, str]]) -> LawParts | None:
    """For the page of a topic: its column, and the id and column of each post shown. None where nothing is cited."""
    cited = {post_id: links(packed) for post_id, packed in posts if packed}
    if not topic_law and not cited:
        return None
    chips = links(topic_law)
    # A chip's arrow is told like that of a post; what a post says of the same text counts.
    told = {each.key: each for found in (chips, *cited.values()) for each in found if each.moved}
    moved = tuple(told.values())
    since, renumbered = any(each.since for each in moved), all(each.now for each in moved)
    return LawParts(chips, cited, moved, since, renumbered)
