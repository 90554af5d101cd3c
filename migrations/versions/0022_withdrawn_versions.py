"""versions of a post that staff withdrew from readers

Revision ID: 0022
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0022"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post_revisions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", UTCDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("post_revisions", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_at")
