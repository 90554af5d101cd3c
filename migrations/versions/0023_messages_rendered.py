"""the version of the renderer that a private message was rendered by

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("private_messages", schema=None) as batch_op:
        batch_op.add_column(sa.Column("renderer_version", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("private_messages", schema=None) as batch_op:
        batch_op.drop_column("renderer_version")
