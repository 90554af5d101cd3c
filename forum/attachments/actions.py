"""Changes of attachments. The file itself was made safe and stored before (`forum.uploads.intake`)."""

import secrets
import unicodedata
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from forum import clock
from forum.accounts.models import User
from forum.accounts.policy import may_write
from forum.attachments import policy
from forum.attachments.models import Attachment
from forum.attachments.policy import Quota
from forum.attachments.queries import is_key, recent_use
from forum.db import db
from forum.errors import Invalid, Missing
from forum.uploads.actions import record
from forum.uploads.filenames import LENGTH, display_name, split_extension
from forum.uploads.intake import Stored
from forum.verdict import require
from forum.words import message

ALT_LENGTH = 300
_FIELD = "attachments"


def attach(actor: User, stored: Stored, filename: str, *, alt: str = "", quota: Quota | None = None) -> Attachment:
    """A file of the actor's, not yet in a post. Raises Refused beyond the quota, Conflict when the file is gone."""
    usage = recent_use(actor.id) if quota is not None else None
    require(policy.may_attach(actor, usage, quota, size=stored.size))
    attachment = Attachment(
        key=secrets.token_hex(16),
        owner_id=actor.id,
        digest=record(stored).digest,
        filename=display_name(filename, stored.kind),
        alt=_checked_alt(alt),
        created_at=clock.now(),
    )
    db.session.add(attachment)
    db.session.flush()
    return attachment


def describe(actor: User, key: str, alt: str, *, post_id: int | None = None) -> None:
    """Set the alternative text. `post_id`: the post that the actor is editing, and may edit."""
    attachment = _usable(actor, key, post_id)
    attachment.alt = _checked_alt(alt)
    db.session.flush()


def rename(actor: User, key: str, stem: str) -> None:
    """Give an unposted file of one's own another name; its extension stays."""
    attachment = _usable(actor, key, None)
    extension = split_extension(attachment.filename)[1]
    attachment.filename = f"{stem[: LENGTH - len(extension) - 1]}.{extension}"
    db.session.flush()


def discard(actor: User, key: str) -> None:
    """Throw away a file of one's own that is not posted: nobody sees it from now on."""
    attachment = _usable(actor, key, None)
    attachment.discarded_at = clock.now()
    db.session.flush()


def bind(actor: User, keys: Sequence[str], post_id: int, *, at_most: int | None = None) -> None:
    """Make these, in this order, the attachments of a post that the actor may edit.

    Others it had are unposted again. Raises Invalid for a key that is neither the actor's own unposted one
    nor on that post already, and for more than `at_most`.
    """
    found = _wanted(actor, keys, post_id, at_most)
    _unpost(post_id, keep=[each.key for each in found])
    for position, each in enumerate(found, start=1):
        each.post_id, each.position = post_id, position
    db.session.flush()


def bind_to_message(actor: User, keys: Sequence[str], message_id: int, *, at_most: int | None = None) -> None:
    """Make these, in this order, the attachments of a private message of the actor's. Raises Invalid like `bind`."""
    for position, each in enumerate(_wanted(actor, keys, None, at_most), start=1):
        each.message_id, each.position = message_id, position
    db.session.flush()


def release_messages(message_ids: sa.Select[int]) -> None:
    """Forget the attachments of private messages that are erased for good; their files go with the next purge."""
    db.session.execute(sa.delete(Attachment).where(Attachment.message_id.in_(message_ids)))


def purge_orphans(before: datetime) -> int:
    """Forget what was sent before that moment and never posted; returns how many."""
    old = sa.and_(policy.unposted(), Attachment.created_at < before)
    return len(db.session.scalars(sa.delete(Attachment).where(old).returning(Attachment.id)).all())


def _wanted(actor: User, keys: Sequence[str], post_id: int | None, at_most: int | None) -> list[Attachment]:
    require(may_write(actor))
    wanted = list(dict.fromkeys(keys))
    if at_most is not None and len(wanted) > at_most:
        raise Invalid(message("Un message porte au plus %(count)s pièces jointes : retirez-en.", count=at_most), _FIELD)
    found = _usable_rows(actor, wanted, post_id)
    if len(found) != len(wanted):
        raise Invalid(
            message("Une pièce jointe n’est plus disponible : retirez-la, puis joignez-la de nouveau."), _FIELD
        )
    return [found[key] for key in wanted]


def _usable(actor: User, key: str, post_id: int | None) -> Attachment:
    attachment = _usable_rows(actor, [key], post_id).get(key)
    if attachment is None:
        require(may_write(actor))
        raise Missing(message("Cette pièce jointe n’existe pas, ou plus."))
    return attachment


def _usable_rows(actor: User, keys: Sequence[str], post_id: int | None) -> dict[str, Attachment]:
    known = [key for key in keys if is_key(key)]
    if not known:
        return {}
    rows = db.session.scalars(
        sa.select(Attachment)
        .where(Attachment.key.in_(known), Attachment.discarded_at.is_(None), policy.usable(actor, post_id))
        .with_for_update()
    )
    return {row.key: row for row in rows}


def _unpost(post_id: int, *, keep: Sequence[str]) -> None:
    db.session.execute(
        sa.update(Attachment)
        .where(Attachment.post_id == post_id, Attachment.key.not_in(keep))
        .values(post_id=None, position=0)
    )


def _checked_alt(alt: str) -> str:
    shown = "".join(" " if char.isspace() else char for char in alt if _is_shown(char))
    alt = " ".join(unicodedata.normalize("NFC", shown).split())
    if len(alt) > ALT_LENGTH:
        raise Invalid(message("Une description d’image tient en %(count)s caractères.", count=ALT_LENGTH), "alt")
    return alt


def _is_shown(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"}
