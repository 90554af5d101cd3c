"""private messages: what the tables of 0011 lacked

Revision ID: 0015
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from forum.db import UTCDateTime

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participants") as batch_op:
        batch_op.add_column(sa.Column("after_id", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("added_by_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_participants_added_by_id_users"), "users", ["added_by_id"], ["id"], ondelete="SET NULL"
        )
    with op.batch_alter_table("private_messages") as batch_op:
        batch_op.add_column(sa.Column("words", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("removed_at", UTCDateTime(), nullable=True))
    with op.batch_alter_table("message_reports") as batch_op:
        batch_op.add_column(sa.Column("from_id", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("outcome", sa.String(length=10), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("answer", sa.String(length=2000), nullable=False, server_default=""))
    with op.batch_alter_table("blocks") as batch_op:
        batch_op.add_column(sa.Column("messages", sa.Boolean(), nullable=False, server_default=sa.true()))
        batch_op.add_column(sa.Column("board", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_attachments_message_id"), ["message_id"])
    op.add_column("users", sa.Column("unread_messages", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    # security: a file of a private message without its mark would be taken for one that its owner has not posted yet
    op.execute("DELETE FROM attachments WHERE message_id IS NOT NULL")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("unread_messages")
    with op.batch_alter_table("attachments") as batch_op:
        batch_op.drop_index(batch_op.f("ix_attachments_message_id"))
        batch_op.drop_column("message_id")
    with op.batch_alter_table("blocks") as batch_op:
        batch_op.drop_column("board")
        batch_op.drop_column("messages")
    with op.batch_alter_table("message_reports") as batch_op:
        batch_op.drop_column("answer")
        batch_op.drop_column("outcome")
        batch_op.drop_column("from_id")
    with op.batch_alter_table("private_messages") as batch_op:
        batch_op.drop_column("removed_at")
        batch_op.drop_column("words")
    with op.batch_alter_table("participants") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_participants_added_by_id_users"), type_="foreignkey")
        batch_op.drop_column("added_by_id")
        batch_op.drop_column("after_id")
