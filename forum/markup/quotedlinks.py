"""Where the links of a rendered text come from: the writer, or a post that is quoted. Pure."""

from forum.markup.pieces import Tag, read


def links_of(html: str) -> list[tuple[int, str]]:
    """Each link that leaves the site: the post in whose quote it stands, of quotes in quotes the outermost, or 0; and
    its address."""
    around: list[int] = []  # the quotes that are open: which post each is of, 0 for none
    found = []
    for tag in read(html):
        if not isinstance(tag, Tag):
            continue
        if tag.name == "blockquote":
            if tag.closing:
                around.pop()
            else:
                around.append(int(tag.get("data-post") or 0))
        elif tag.name == "a" and tag.get("rel"):  # which only links to elsewhere have
            found.append((next(filter(None, around), 0), tag.get("href")))
    return found
