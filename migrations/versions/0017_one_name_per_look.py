"""One account per look of a name, decided by the database.

Two that looked alike before keep their names: they stand under texts, in quotes and in addresses, and changing one
behind its owner's back would mislead more than it helps. The older keeps the look; the younger's is marked, so that
the administration finds it (« Noms qui ressemblent à un autre ») and speaks with its owner.

Revision ID: 0017
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0019"
branch_labels = None
depends_on = None

_MARK = "~"
_users = sa.table("users", sa.column("id", sa.Integer), sa.column("name_look", sa.String), sa.column("created_at"))


def upgrade() -> None:
    connection = op.get_bind()
    shared = sa.select(_users.c.name_look).group_by(_users.c.name_look).having(sa.func.count() > 1)
    alike = sa.select(_users.c.id, _users.c.name_look).where(_users.c.name_look.in_(shared))
    seen: set[str] = set()
    for user_id, look in connection.execute(alike.order_by(_users.c.created_at, _users.c.id)).all():
        if look in seen:
            marked = f"{look[:60]}{_MARK}{user_id}"
            connection.execute(sa.update(_users).where(_users.c.id == user_id).values(name_look=marked))
        seen.add(look)
    op.drop_index("ix_users_name_look", table_name="users")
    op.create_index("ix_users_name_look", "users", ["name_look"], unique=True)


def downgrade() -> None:
    connection = op.get_bind()
    op.drop_index("ix_users_name_look", table_name="users")
    op.create_index("ix_users_name_look", "users", ["name_look"])
    marked = sa.select(_users.c.id, _users.c.name_look).where(_users.c.name_look.contains(_MARK))
    for user_id, look in connection.execute(marked).all():
        plain = look.partition(_MARK)[0]
        connection.execute(sa.update(_users).where(_users.c.id == user_id).values(name_look=plain))
