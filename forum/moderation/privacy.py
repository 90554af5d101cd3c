"""What moderation keeps of a person, for their own download: their reports, and the warnings they were given.

Staff's notes among themselves stay out: they are what others wrote in private.
"""

import json

import sqlalchemy as sa

from forum.accounts.models import User
from forum.accounts.names import erased_name
from forum.db import db
from forum.moderation.models import LogEntry, MemberWarning, Report, StaffNote
from forum.outbox import replaced


def export(user: User) -> tuple[dict[str, object], list[tuple[str, bytes]]]:
    """Reports with the answers they had, and warnings; nothing when there are none. No file."""
    reports = db.session.scalars(sa.select(Report).where(Report.reporter_id == user.id).order_by(Report.id))
    warnings = db.session.scalars(
        sa.select(MemberWarning).where(MemberWarning.user_id == user.id).order_by(MemberWarning.id)
    )
    record: dict[str, object] = {
        "reports": [
            {
                "post": each.post_id,
                "reason": each.reason,
                "detail": each.detail,
                "made_at": each.created_at.isoformat(),
                "answer": each.answer,
            }
            for each in reports
        ],
        "warnings": [{"reason": each.reason, "at": each.at.isoformat()} for each in warnings],
    }
    return {name: rows for name, rows in record.items() if rows}, []


def forget(user: User) -> None:
    """Warnings, notes and what they reported go; the log of staff acts stays, without the name. Inside a write."""
    for table in (MemberWarning, StaffNote):
        db.session.execute(sa.delete(table).where(table.user_id == user.id))
    db.session.execute(sa.update(Report).where(Report.reporter_id == user.id).values(detail="", answer=""))
    instead = {user.name: erased_name(user.id), user.email: ""}
    for entry in db.session.scalars(sa.select(LogEntry).where(_speaks_of(user))):
        entry.reason, entry.details = replaced(entry.reason, instead), replaced(entry.details, instead)
    for note in db.session.scalars(sa.select(StaffNote).where(StaffNote.body.contains(user.name, autoescape=True))):
        note.body = replaced(note.body, instead)
    db.session.flush()


def _speaks_of(user: User) -> sa.ColumnElement[bool]:
    details, words = sa.cast(LogEntry.details, sa.Text), (user.name, user.email)
    named = [column.contains(word, autoescape=True) for word in words for column in (LogEntry.reason, details)]
    escaped = [details.contains(json.dumps(word)[1:-1], autoescape=True) for word in words]
    return sa.or_(LogEntry.user_id == user.id, LogEntry.actor_id == user.id, *named, *escaped)
