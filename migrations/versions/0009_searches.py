"""searches

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_counts",
        sa.Column("words", sa.String(length=100), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("words", "day", name=op.f("pk_search_counts")),
    )
    with op.batch_alter_table("search_counts", schema=None) as batch_op:
        batch_op.create_index("ix_search_counts_day", ["day"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("search_counts", schema=None) as batch_op:
        batch_op.drop_index("ix_search_counts_day")

    op.drop_table("search_counts")
