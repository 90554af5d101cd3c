"""When an account is to be deleted, and whether its texts go with it.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deletion_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("deletes_texts", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_users_deletion_at"), ["deletion_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_users_deletion_at"))
        batch_op.drop_column("deletes_texts")
        batch_op.drop_column("deletion_at")
