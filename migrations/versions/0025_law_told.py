"""posts that cite a number used again before they were written are among those whose law moved

Readers are told of them as of the others; the list of the staff left them out.

Revision ID: 0025
Revises: 0024
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

_posts = sa.table("posts", sa.column("id", sa.Integer), sa.column("law", sa.Text), sa.column("law_moved", sa.Boolean))
_BATCH = 500


def upgrade() -> None:
    _mark([each for each, cases in _told() if "reused" in cases], moved=True)


def downgrade() -> None:
    _mark([each for each, cases in _told() if cases == {"reused"}], moved=False)


def _told() -> list[tuple[int, set[str]]]:
    """Posts with such a reference: the cases of all their references of which readers are told."""
    found = op.get_bind().execute(sa.select(_posts.c.id, _posts.c.law).where(_posts.c.law.contains('"reused"')))
    # A packed reference: key, marks, day, then case, day, hops, act, and whether there is something to tell.
    return [(each, {row[3] for row in json.loads(law) if len(row) > 7 and row[7]}) for each, law in found]


def _mark(ids: list[int], *, moved: bool) -> None:
    for first in range(0, len(ids), _BATCH):
        batch = _posts.c.id.in_(ids[first : first + _BATCH])
        op.get_bind().execute(sa.update(_posts).where(batch).values(law_moved=moved))
