"""pseudonyms: accounts that stand in for a member in one topic

Revision ID: 0018
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("stands_in", sa.Boolean(), nullable=False, server_default=sa.false()))

    op.create_table(
        "stand_ins",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_stand_ins_user_id_users"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["users.id"], name=op.f("fk_stand_ins_member_id_users"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_stand_ins_topic_id_topics"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_stand_ins")),
        sa.UniqueConstraint("member_id", "topic_id", name=op.f("uq_stand_ins_member_id_topic_id")),
    )
    with op.batch_alter_table("stand_ins", schema=None) as batch_op:
        batch_op.create_index(op.f("ix_stand_ins_topic_id"), ["topic_id"], unique=False)


def downgrade() -> None:
    """The posts stay under their pseudonyms; nobody, staff neither, can tell whose they are any more."""
    op.drop_table("stand_ins")
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("stands_in")
