"""law

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "post_citations",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("text", sa.String(length=160), nullable=False),
        sa.Column("moved", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["posts.id"], name=op.f("fk_post_citations_post_id_posts"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "key", name=op.f("pk_post_citations")),
    )
    with op.batch_alter_table("post_citations", schema=None) as batch_op:
        batch_op.create_index("ix_post_citations_key", ["key", "post_id"], unique=False)
        batch_op.create_index("ix_post_citations_text", ["text", "key", "post_id"], unique=False)

    op.create_table(
        "topic_law",
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("text", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_topic_law_topic_id_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", "key", name=op.f("pk_topic_law")),
    )
    with op.batch_alter_table("topic_law", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_topic_law_key"), ["key"], unique=False)
        batch_op.create_index(batch_op.f("ix_topic_law_text"), ["text"], unique=False)

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("law", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("law_moved", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index("ix_posts_law_moved", ["law_moved", "id"], unique=False)

    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.add_column(sa.Column("law", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.drop_column("law")

    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index("ix_posts_law_moved")
        batch_op.drop_column("law_moved")
        batch_op.drop_column("law")

    with op.batch_alter_table("topic_law", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_topic_law_text"))
        batch_op.drop_index(batch_op.f("ix_topic_law_key"))

    op.drop_table("topic_law")
    with op.batch_alter_table("post_citations", schema=None) as batch_op:
        batch_op.drop_index("ix_post_citations_text")
        batch_op.drop_index("ix_post_citations_key")

    op.drop_table("post_citations")
