"""the older number under which a post cites an article

Revision ID: 0013
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("post_citations", schema=None) as batch_op:
        batch_op.drop_column("moved")
    for table in ("post_citations", "topic_law"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("former", sa.String(length=40), nullable=False, server_default=""))
            batch_op.add_column(sa.Column("doubtful", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.execute("DELETE FROM post_citations WHERE former <> ''")
    op.execute("DELETE FROM topic_law WHERE former <> ''")
    for table in ("topic_law", "post_citations"):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("doubtful")
            batch_op.drop_column("former")
    with op.batch_alter_table("post_citations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("moved", sa.Boolean(), nullable=False, server_default=sa.false()))
