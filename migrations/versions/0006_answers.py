"""answers

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "votes",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_votes_post_id_posts"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_votes_user_id_users"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "user_id", name=op.f("pk_votes")),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index("ix_votes_user", ["user_id", "at"], unique=False)

    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kinds", sa.String(length=80), nullable=False, server_default=""))

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("verified_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("verified_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_posts_verified_by_id_users"), "users", ["verified_by_id"], ["id"])
        batch_op.create_index("ix_posts_verified", ["verified_at", "id"], unique=False)

    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("accepted_post_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("accepted_at", UTCDateTime(), nullable=True))
        batch_op.add_column(sa.Column("accepted_by_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("duplicate_of_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_topics_accepted_by_id_users"), "users", ["accepted_by_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_topics_duplicate_of_id_topics"), "topics", ["duplicate_of_id"], ["id"])
        batch_op.create_index("ix_topics_accepted", ["accepted_post_id"], unique=False)
        batch_op.create_index("ix_topics_duplicate", ["duplicate_of_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_index("ix_topics_duplicate")
        batch_op.drop_index("ix_topics_accepted")
        batch_op.drop_constraint(op.f("fk_topics_duplicate_of_id_topics"), type_="foreignkey")
        batch_op.drop_constraint(op.f("fk_topics_accepted_by_id_users"), type_="foreignkey")
        batch_op.drop_column("duplicate_of_id")
        batch_op.drop_column("accepted_by_id")
        batch_op.drop_column("accepted_at")
        batch_op.drop_column("accepted_post_id")

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index("ix_posts_verified")
        batch_op.drop_constraint(op.f("fk_posts_verified_by_id_users"), type_="foreignkey")
        batch_op.drop_column("verified_by_id")
        batch_op.drop_column("verified_at")

    with op.batch_alter_table("forums", schema=None) as batch_op:
        batch_op.drop_column("kinds")

    op.drop_table("votes")
