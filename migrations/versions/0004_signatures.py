"""signatures: where one was taken over from, how readers wish to see them, and an expert's last choice

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.drop_column("speaks_as_expert")

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("signature_note", sa.String(length=160), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("speaks_as_expert", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("signatures", sa.String(length=8), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("signatures")
        batch_op.drop_column("speaks_as_expert")
        batch_op.drop_column("signature_note")

    with op.batch_alter_table("experts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("speaks_as_expert", sa.Boolean(), nullable=False, server_default=sa.true()))
