"""What moderation keeps of a person, for their own download: their reports, and the warnings they were given.

Staff's notes among themselves stay out: they are what others wrote in private.
"""

import sqlalchemy as sa

from forum.accounts.models import User
from forum.db import db
from forum.moderation.models import MemberWarning, Report


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
