"""Makes a made-up world, once per database: the same size gives the same people, words and dates."""

from dataclasses import asdict
from random import Random

from forum.db import db
from forum.demo import prose
from forum.demo.plan import Size, draw
from forum.demo.storing import Advance, PoolText, World, Writer
from forum.demo.words import FORUMS
from forum.markup import excerpt, render
from forum.settings.models import Setting
from forum.topics.actions import EXCERPT_LENGTH

_TEXTS = 2_000
_NAME = "demo"


class AlreadyThere(Exception):
    """This database holds a made-up world."""


class TooSmall(ValueError):
    """The numbers asked for make no world."""


def make(size: Size, *, again: bool = False, advance: Advance = lambda _: None) -> World:
    """Make the world; the same size gives the same world. Raises AlreadyThere (unless `again`) or TooSmall."""
    if size.users < 1 or size.topics < 1 or size.posts < size.topics:
        raise TooSmall("A world takes at least one user, one topic, and a post for each topic.")
    run = _runs() + 1
    if run > 1 and not again:
        raise AlreadyThere("This database already holds a made-up world; --force adds another beside it.")
    pool = _pool(Random(size.seed), min(_TEXTS, size.posts))
    plan = draw(size, forums=len(FORUMS), texts=len(pool))
    with db.write():
        world = Writer(plan, pool, users=size.users, seed=size.seed, run=run).store(advance)
        _note_run(run, size)
    return world


def _runs() -> int:
    row = db.session.get(Setting, _NAME)
    return int(row.value["runs"]) if row is not None and isinstance(row.value, dict) else 0


def _note_run(run: int, size: Size) -> None:
    db.session.merge(Setting(name=_NAME, value={"runs": run, **asdict(size)}))


def _pool(random: Random, count: int) -> list[PoolText]:
    bodies = [prose.text(random) for _ in range(count)]
    return [_text(body) for body in bodies]


def _text(body: str) -> PoolText:
    rendered = render(body)
    return PoolText(body, rendered.html, excerpt(rendered.plain, EXCERPT_LENGTH), rendered.citations)
