"""guides that experts and trusted members edit

Revision ID: 0020
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0020"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guide_edits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=255), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=False),
        sa.Column("made_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_guide_edits_post_id_posts"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_guide_edits_author_id_users"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_edits")),
        sa.UniqueConstraint("post_id", "author_id", name=op.f("uq_guide_edits_post_id_author_id")),
    )
    with op.batch_alter_table("guide_edits", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_guide_edits_author_id"), ["author_id"], unique=False)
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("wiki", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_column("wiki")
    op.drop_table("guide_edits")
