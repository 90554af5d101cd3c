"""bookmarks, and answers that experts propose

Revision ID: 0021
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0021"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bookmarks",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("folded", sa.String(length=1000), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_bookmarks_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bookmarks_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("user_id", "post_id", name=op.f("pk_bookmarks")),
    )
    with op.batch_alter_table("bookmarks", schema=None) as batch_op:
        batch_op.create_index("ix_bookmarks_user", ["user_id", "at"], unique=False)
        batch_op.create_index(op.f("ix_bookmarks_post_id"), ["post_id"], unique=False)

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("bookmarks", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposed_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("proposed_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_posts_proposed_by_id_users"), "users", ["proposed_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_posts_proposed_by_id_users"), type_="foreignkey")
        batch_op.drop_column("proposed_by_id")
        batch_op.drop_column("proposed_at")

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("bookmarks")

    op.drop_table("bookmarks")
