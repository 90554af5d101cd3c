"""THE list of the slices that keep something about people. A new one adds its line here."""

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from forum.accounts import privacy as accounts
from forum.accounts.models import User
from forum.answers import privacy as answers
from forum.attachments import privacy as attachments
from forum.bookmarks import privacy as bookmarks
from forum.drafts import privacy as drafts
from forum.experiences import privacy as experiences
from forum.experts import privacy as experts
from forum.guides import privacy as guides
from forum.messages import privacy as messages
from forum.moderation import privacy as moderation
from forum.notifications import privacy as notifications
from forum.resources import privacy as resources
from forum.savedsearches import privacy as savedsearches
from forum.topics import privacy as topics
from forum.votes import privacy as votes

Exported = tuple[dict[str, object], Iterable[tuple[str, bytes | Path]]]


def forgets() -> tuple[Callable[[User], object], ...]:
    """Who forgets a person, in this order; the account comes last, since the others still read the name on it."""
    return (
        drafts.forget,
        bookmarks.forget,
        savedsearches.forget,
        notifications.forget,
        experts.forget,
        resources.forget,
        guides.forget,
        votes.forget,
        attachments.forget,
        messages.forget,
        experiences.forget,
        topics.forget,
        moderation.forget,
        accounts.forget,
    )


def exports(uploads: Path) -> tuple[tuple[str, Callable[[User], Exported]], ...]:
    """Name in the archive, and who fills it. `uploads`: where stored files lie."""
    return (
        ("account", partial(accounts.export, uploads=uploads)),
        ("posts", topics.export),
        ("attachments", partial(attachments.export, uploads=uploads)),
        ("drafts", drafts.export),
        ("bookmarks", bookmarks.export),
        ("searches", savedsearches.export),
        ("experiences", experiences.export),
        ("expert", experts.export),
        ("votes", votes.export),
        ("answers", answers.export),
        ("resources", resources.export),
        ("guides", guides.export),
        ("notifications", notifications.export),
        ("messages", messages.export),
        ("moderation", moderation.export),
    )
