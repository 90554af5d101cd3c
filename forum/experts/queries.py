"""Reading experts: cards, one's own request, the directory's choices."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from forum import paths
from forum.accounts.models import User
from forum.accounts.names import name_key
from forum.db import db
from forum.errors import Missing
from forum.experts.cards import Card, card
from forum.experts.contact import checked_phone
from forum.experts.models import Expert, ExpertCode, ExpertDecision, ExpertLanguage, ExpertProof, ExpertTag, ExpertTown
from forum.experts.policy import recognised
from forum.experts.vcard import Contact
from forum.taxonomy.models import Tag
from forum.verdict import HIDDEN


@dataclass(frozen=True)
class Served:
    """Where, in which languages and in which fields an expert works."""

    towns: tuple[str, ...]
    languages: tuple[str, ...]
    tags: tuple[str, ...]
    codes: tuple[str, ...]


def cards_of(user_ids: Collection[int]) -> dict[int, Card]:
    """The cards of those among these members whose recognition is in force: one statement."""
    rows = sa.select(Expert, User.name).join(User, User.id == Expert.user_id)
    found = db.session.execute(rows.where(Expert.user_id.in_(user_ids), recognised()))
    return {expert.user_id: card(expert, name) for expert, name in found}


def request_of(user_id: int) -> Expert | None:
    return db.session.get(Expert, user_id)


def request_for(user_id: int) -> tuple[Expert, User]:
    """A request and who made it. Raises Missing."""
    rows = sa.select(Expert, User).join(User, User.id == Expert.user_id).where(Expert.user_id == user_id)
    found = db.session.execute(rows).one_or_none()
    if found is None:
        raise _missing()
    return found[0], found[1]


def served_by(user_id: int) -> Served:
    """Four short lists."""

    def names(column: sa.orm.InstrumentedAttribute[str], owner: sa.orm.InstrumentedAttribute[int]) -> tuple[str, ...]:
        return tuple(db.session.scalars(sa.select(column).where(owner == user_id).order_by(column)))

    tags = sa.select(Tag.name).join(ExpertTag, ExpertTag.tag_id == Tag.id).where(ExpertTag.user_id == user_id)
    return Served(
        names(ExpertTown.name, ExpertTown.user_id),
        names(ExpertLanguage.code, ExpertLanguage.user_id),
        tuple(db.session.scalars(tags.order_by(Tag.name))),
        names(ExpertCode.code, ExpertCode.user_id),
    )


def proof_of(user_id: int) -> ExpertProof | None:
    """The newest proof sent."""
    rows = sa.select(ExpertProof).where(ExpertProof.user_id == user_id).order_by(ExpertProof.id.desc()).limit(1)
    return db.session.scalar(rows)


def proof_by_id(proof_id: int) -> ExpertProof:
    """Raises Missing; who may read it is the caller's question."""
    found = db.session.get(ExpertProof, proof_id)
    if found is None:
        raise _missing()
    return found


def decisions_on(user_id: int) -> list[tuple[ExpertDecision, str]]:
    """What was decided, newest first, and by whom."""
    rows = sa.select(ExpertDecision, User.name).join(User, User.id == ExpertDecision.by_id)
    found = db.session.execute(rows.where(ExpertDecision.user_id == user_id).order_by(ExpertDecision.id.desc()))
    return [(decision, by) for decision, by in found]


def contact_of(name: str, base_url: str) -> tuple[Contact, Card | None]:
    """What the vCard of a member says: an expert's card, or the contact that came with a seeded author.

    Raises Missing for whoever shows no contact.
    """
    user = db.session.scalar(sa.select(User).where(User.name_key == name_key(name), User.active, sa.not_(User.erased)))
    if user is None:
        raise _missing()
    if (held := cards_of([user.id]).get(user.id)) is not None:
        title = f"{held.profession}, {held.bar}" if held.bar else held.profession
        page = base_url + held.account_url
        form = "" if held.paused_until else base_url + paths.write_to(user.name)
        return Contact(held.name, held.organisation, title, held.tel, held.email, held.url, "", page, form), held
    if not (user.seeded and user.contact and user.signature_note):
        raise _missing()
    return _seeded_contact(user, base_url), None


def _seeded_contact(user: User, base_url: str) -> Contact:
    known = user.contact
    return Contact(
        name=known.get("given_name", "") or user.name,
        organisation=known.get("organisation", ""),
        title=known.get("activity", ""),
        phone=checked_phone(known.get("phone", "")),
        url=known.get("url", ""),
        note=user.signature_note,
        page=base_url + paths.user(user.name),
    )


def _missing() -> Missing:
    assert HIDDEN.reason is not None
    return Missing(HIDDEN.reason)
