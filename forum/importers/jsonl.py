"""Imports a file of topics: parsed line by line, rendered by the children, stored in batches, counted at the end."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from forum import clock
from forum.accounts.names import name_key
from forum.accounts.queries import names_known
from forum.config import Config
from forum.db import db
from forum.importers.known import Known, known_among
from forum.importers.lines import BadLine, PostLine, TopicLine, parse
from forum.importers.reading import Advance, numbered_lines
from forum.importers.restore import restore_author, restore_forum, restore_posts, restore_tags, restore_topic
from forum.markup import Kind, RenderContext, Rendered, RenderPool, mention_candidates
from forum.search.indexing import note_topics
from forum.topics import counters
from forum.topics.actions import Text
from forum.topics.models import Topic
from forum.topics.texts import names_of, stored_text

_POSTS_AT_ONCE = 300
_COUNTED_AT_ONCE = 200

Numbered = tuple[int, TopicLine]


@dataclass
class ImportReport:
    """What came in, what was here already, and the lines that could not be taken."""

    topics: int = 0
    posts: int = 0
    authors: int = 0
    forums: int = 0
    tags: int = 0
    known: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)


def import_file(path: Path, renderer: RenderPool, config: Config, advance: Advance = lambda _: None) -> ImportReport:
    """Take in a file of the exchange format. A bad line is reported and skipped. Raises OSError."""
    taking = _Import(renderer, config)
    try:
        for batch in _batches(numbered_lines(path, advance), taking.report):
            taking.take(batch)
    finally:
        taking.recount()
    return taking.report


def _batches(lines: Iterable[tuple[int, bytes | None]], report: ImportReport) -> Iterator[list[Numbered]]:
    batch: list[Numbered] = []
    posts = 0
    for number, line in lines:
        try:
            parsed = _parsed(line)
        except BadLine as error:
            report.bad.append((number, str(error)))
            continue
        batch.append((number, parsed))
        posts += len(parsed.posts)
        if posts >= _POSTS_AT_ONCE:
            yield batch
            batch, posts = [], 0
    if batch:
        yield batch


def _parsed(line: bytes | None) -> TopicLine:
    if line is None:
        raise BadLine("the line is too long")
    return parse(line)


class _Import:
    """One import under way."""

    def __init__(self, renderer: RenderPool, config: Config) -> None:
        self.report = ImportReport()
        self._renderer = renderer
        self._config = config
        self._author_ids: dict[str, int] = {}
        self._forum_ids: set[int] = set()

    def take(self, batch: list[Numbered]) -> None:
        """Bring in what is new of a batch."""
        known = known_among((line for _, line in batch), self._config.base_url)
        new = [(number, line) for number, line in batch if not _is_known(line, known)]
        self.report.known += len(batch) - len(new)
        if not new:
            return
        with db.write():
            new = [(number, line) for number, line in new if self._has_frame(number, line, known)]
        posts = [post for _, line in new for post in line.posts if post.id not in known.posts]
        texts = self._texts(posts)
        with db.write():
            restored = [topic_id for numbered in new for topic_id in self._restored(*numbered, texts)]
            counters.recount_topics(restored)
            note_topics(restored)

    def recount(self) -> None:
        """Bring the counters of forums and authors in step with what came in."""
        author_ids = sorted(set(self._author_ids.values()))
        if not author_ids:
            return
        with db.write():
            counters.recount_forums(self._forum_ids)
            for start in range(0, len(author_ids), _COUNTED_AT_ONCE):
                counters.recount_authors(author_ids[start : start + _COUNTED_AT_ONCE])

    def _has_frame(self, number: int, line: TopicLine, known: Known) -> bool:
        """See to the line's forum and authors: they must be there before the texts that name them are rendered."""
        try:
            self._forum_ids.add(self._forum_id(line, known))
        except BadLine as error:
            self.report.bad.append((number, str(error)))
            return False
        for name, seen_at in ((line.author, line.created_at), *((post.author, post.created_at) for post in line.posts)):
            user, is_new = restore_author(name, seen_at)
            self.report.authors += is_new
            self._author_ids[name_key(name)] = user.id
        return True

    def _forum_id(self, line: TopicLine, known: Known) -> int:
        if line.id in known.topics:  # staff may have moved it since
            return db.session.get_one(Topic, known.topics[line.id]).forum_id
        forum, is_new = restore_forum(line)
        self.report.forums += is_new
        return forum.id

    def _texts(self, posts: list[PostLine]) -> dict[str, Text]:
        called = names_known({name for post in posts for name in mention_candidates(post.body)})
        context = RenderContext(
            language=self._config.language, base_url=self._config.base_url, known_names=names_of(called)
        )

        def render(post: PostLine) -> Rendered:
            own = replace(context, written_on=clock.day_of_law(post.created_at))
            return self._renderer.render_or_plain(post.body, Kind.POST, own)

        with ThreadPoolExecutor(self._config.render_processes) as threads:
            rendered = threads.map(render, posts)
            return {post.id: stored_text(post.body, each, called) for post, each in zip(posts, rendered, strict=True)}

    def _restored(self, number: int, line: TopicLine, texts: dict[str, Text]) -> list[int]:
        """Store what is new of a line; the id of its topic, or nothing when another line brought all of it."""
        known = known_among([line], self._config.base_url)
        posts = [post for post in line.posts if post.id in texts and post.id not in known.posts]
        if not posts:
            self.report.bad.append((number, "all its posts came with another line"))
            return []
        topic = self._topic(line, known)
        restore_posts(topic, posts, texts, self._author_ids)
        self.report.posts += len(posts)
        return [topic.id]

    def _topic(self, line: TopicLine, known: Known) -> Topic:
        if line.id in known.topics:
            return db.session.get_one(Topic, known.topics[line.id])
        forum, _ = restore_forum(line)
        tags, made = restore_tags(line.tags)
        self.report.topics += 1
        self.report.tags += made
        return restore_topic(line, forum, self._author_ids[name_key(line.author)], tags)


def _is_known(line: TopicLine, known: Known) -> bool:
    return line.id in known.topics and all(post.id in known.posts for post in line.posts)
