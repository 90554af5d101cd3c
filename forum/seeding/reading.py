"""Reads the text files of `seed_content/`, or tells what is wrong with one."""

import re
import tomllib
from itertools import pairwise
from pathlib import Path

from forum.legal.keys import canonical
from forum.resources.models import Genre, Side
from forum.seeding.content import (
    Content,
    ForumSeed,
    MediaSeed,
    PageSeed,
    PersonSeed,
    PostSeed,
    RankSeed,
    ResourceSeed,
    SourceSeed,
    TagSeed,
    TopicSeed,
)
from forum.seeding.fields import BadContent, Fields
from forum.topics.models import Kind

_FENCE = "+++"
_POST = "=== post"
_END = "==="


def read(folder: Path) -> Content:
    """Everything in the folder. Raises BadContent, which names the file."""
    content = Content(
        forums=_forums(_toml(folder / "forums.toml")),
        tags=tuple(_tag(each) for each in _toml(folder / "tags.toml").tables("tag")),
        ranks=tuple(_rank(each) for each in _toml(folder / "ranks.toml").tables("rank")),
        people=tuple(_person(each) for each in _toml(folder / "people.toml").tables("person")),
        pages=tuple(_page(path) for path in sorted((folder / "pages").rglob("*.md"))),
        topics=tuple(_topic(path, folder / "media") for path in sorted((folder / "topics").glob("*.md"))),
    )
    _check_names(content, folder)
    return content


def _check_names(content: Content, folder: Path) -> None:
    """Every slug that is referred to is there, parents before their children. Raises BadContent."""
    people, tags = {each.slug for each in content.people}, {each.slug for each in content.tags}
    ranks, forums = {each.slug for each in content.ranks}, set[str]()
    for forum in content.forums:
        _known(folder / "forums.toml", {forum.parent} - {None}, forums)
        forums.add(forum.slug)
    for person in content.people:
        _known(folder / "people.toml", {person.rank} - {None}, ranks)
    for topic in content.topics:
        path = folder / "topics" / f"{topic.external_id}.md"
        _known(path, {topic.forum}, forums)
        _known(path, {topic.author, *(post.author for post in topic.posts)}, people)
        _known(path, set(topic.tags), tags)


def _known(path: Path, named: set[str | None] | set[str], there: set[str]) -> None:
    if unknown := named - there:
        raise BadContent(path, f"nothing is called {', '.join(map(str, unknown))}")


def _forums(board: Fields) -> tuple[ForumSeed, ...]:
    found = []
    for category in board.tables("category"):
        found.append(_forum(category, "category", None))
        found += [_forum(each, "forum", category.text("slug")) for each in category.tables("forum")]
    return tuple(found)


def _forum(fields: Fields, kind: str, above: str | None) -> ForumSeed:
    return ForumSeed(
        slug=fields.text("slug"),
        name=fields.text("name"),
        description=fields.text("description", ""),
        kind=kind,
        position=fields.number("position", 0),
        parent=fields.text("parent", "") or above,
        kinds=fields.several("kinds", Kind),
    )


def _tag(fields: Fields) -> TagSeed:
    return TagSeed(fields.text("slug"), fields.text("name"), fields.text("description", ""), fields.texts("synonyms"))


def _rank(fields: Fields) -> RankSeed:
    special = fields.flag("special")
    return RankSeed(fields.text("slug"), fields.text("name"), None if special else fields.number("min_posts"))


def _person(fields: Fields) -> PersonSeed:
    return PersonSeed(
        slug=fields.text("slug"),
        name=fields.text("name"),
        rank=fields.text("rank", "") or None,
        staff=fields.flag("staff"),
        registered_at=fields.moment("registered_at"),
        origin_note=fields.text("origin_note", ""),
        signature="\n".join(fields.texts("signature_lines")),
        contact=fields.strings("contact"),
    )


def _page(path: Path) -> PageSeed:
    fields, body = _front_matter(path)
    return PageSeed(
        slug=fields.text("slug"),
        language=fields.text("lang"),
        title=fields.text("title"),
        position=fields.number("position", 0),
        body=body.strip("\n"),
    )


def _topic(path: Path, media: Path) -> TopicSeed:
    fields, body = _front_matter(path)
    posts = _posts(path, body, media)
    if not posts:
        raise BadContent(path, "no line “=== post”")
    return TopicSeed(
        external_id=fields.text("external_id"),
        slug=fields.text("slug"),
        title=fields.text("title"),
        forum=fields.text("forum"),
        author=fields.text("author"),
        kind=fields.one_of("kind", Kind),
        pinned=fields.flag("pinned"),
        tags=fields.texts("tags"),
        law=_law(path, fields.texts("law")),
        source=_source(fields.table("source")),
        posts=posts,
    )


def _law(path: Path, keys: tuple[str, ...]) -> tuple[str, ...]:
    for key in keys:
        if canonical(key) != key:
            raise BadContent(path, f"“{key}” is no key of the law, as in code-civil/1240")
    return keys


def _source(fields: Fields | None) -> SourceSeed | None:
    if fields is None:
        return None
    return SourceSeed(fields.text("name"), fields.text("url"), fields.day("date"))


def _posts(path: Path, text: str, media: Path) -> tuple[PostSeed, ...]:
    lines = text.split("\n")
    starts = [number for number, line in enumerate(lines) if line == _POST]
    pairs = pairwise([*starts, len(lines)])
    return tuple(_post(path, lines[start + 1 : end], media) for start, end in pairs)


def _post(path: Path, lines: list[str], media: Path) -> PostSeed:
    if _END not in lines:
        raise BadContent(path, "a post’s header is not closed by “===”")
    end = lines.index(_END)
    fields = _parsed(path, "\n".join(lines[:end]))
    body = "\n".join(lines[end + 1 :]).strip("\n")
    return PostSeed(
        author=fields.text("author"),
        created_at=fields.moment("created_at"),
        media=tuple(_media(each, media) for each in fields.tables("attachments")),
        body=body,
        resources=tuple(_resource(each, body) for each in fields.tables("resources")),
    )


def _resource(fields: Fields, body: str) -> ResourceSeed:
    url = fields.text("url")
    link = re.search(rf"\[([^\]\n]+)\]\({re.escape(url)}\)", body)
    if link is None:
        raise BadContent(fields.path, f"the post does not link to {url}, which its header lists")
    return ResourceSeed(
        title=link[1],
        url=url,
        publisher=fields.text("publisher", ""),
        date=fields.day("date") if "date" in fields.values else None,
        genre=fields.one_of("genre", Genre),
        side=fields.one_of("side", Side),
    )


def _media(fields: Fields, folder: Path) -> MediaSeed:
    file = folder / fields.text("file")
    if not file.is_file():
        raise BadContent(fields.path, f"there is no {file.name} in {folder.name}/")
    return MediaSeed(file, fields.text("alt", ""))


def _front_matter(path: Path) -> tuple[Fields, str]:
    parts = _text(path).split(f"{_FENCE}\n", 2)
    if len(parts) != 3 or parts[0]:
        raise BadContent(path, f"it must begin with a header between two lines “{_FENCE}”")
    return _parsed(path, parts[1]), parts[2]


def _toml(path: Path) -> Fields:
    return _parsed(path, _text(path))


def _parsed(path: Path, text: str) -> Fields:
    try:
        return Fields(path, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadContent(path, str(error)) from None


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadContent(path, str(error)) from None
