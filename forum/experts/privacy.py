"""What is kept of an expert, for their own download; and its removal, proofs included."""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.experts.actions import withdraw
from forum.experts.models import Expert, ExpertDecision, ExpertProof
from forum.experts.queries import served_by


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """The record as JSON keeps it, and the files: (name, bytes). Empty for whoever never asked."""
    expert = db.session.get(Expert, user.id)
    if expert is None:
        return {}, []
    record: dict[str, object] = {
        column.name: _plain(getattr(expert, column.name)) for column in Expert.__table__.columns
    }
    served = served_by(user.id)
    record |= {"towns": [*served.towns], "languages": [*served.languages]}
    record |= {"tags": [*served.tags], "codes": [*served.codes]}
    decisions = db.session.scalars(sa.select(ExpertDecision).where(ExpertDecision.user_id == user.id))
    record["decisions"] = [
        {"at": _plain(each.at), "standing": each.standing, "reason": each.reason, "until": _plain(each.until)}
        for each in decisions
    ]
    proofs = db.session.execute(
        sa.select(ExpertProof.filename, ExpertProof.content).where(ExpertProof.user_id == user.id)
    )
    return record, [(name, content) for name, content in proofs]


def forget(user: User) -> None:
    """Remove all of it, and the signature. Inside a write."""
    withdraw(user)
    db.session.execute(sa.delete(ExpertDecision).where(ExpertDecision.user_id == user.id))
    user.signature = user.signature_html = user.signature_line = user.signature_note = ""
    db.session.flush()


def _plain(value: object) -> object:
    return value.isoformat() if hasattr(value, "isoformat") else value
