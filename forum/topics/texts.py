"""From what a writer typed to what a post stores: the names it calls looked up, the rendering taken apart."""

from collections.abc import Mapping

from forum import paths
from forum.accounts.queries import names_known
from forum.attachments.queries import AttachedFile
from forum.markup import AttachmentRef, Rendered, mention_candidates
from forum.topics.actions import Text

Named = Mapping[str, tuple[int, str]]


def called_in(body: str) -> Named:
    """The members that a text calls: id and true name for each name as typed, folded. At most one statement."""
    return names_known(mention_candidates(body))


def names_of(called: Named) -> dict[str, str]:
    """What `RenderContext.known_names` wants."""
    return {typed: name for typed, (_, name) in called.items()}


def reference_to(file: AttachedFile) -> AttachmentRef:
    """A file as the renderer places it in a text."""
    return AttachmentRef(
        url=paths.attachment(file.key, file.filename),
        thumb_url=paths.thumbnail(file.key) if file.has_thumb else "",
        width=file.width or 0,
        height=file.height or 0,
        alt=file.alt,
    )


def stored_text(body: str, rendered: Rendered, called: Named) -> Text:
    """The text as the actions take it."""
    ids = {name: user_id for user_id, name in called.values()}
    return Text(
        body=body,
        html=rendered.html,
        version=rendered.version,
        plain=rendered.plain,
        plain_fallback=rendered.plain_fallback,
        links=rendered.links,
        cited=rendered.citations,
        mentioned=tuple(ids[name] for name in rendered.mentions if name in ids),
    )
