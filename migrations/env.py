"""Alembic's entry: migrations run on a connection given by `forum.schema`, on SQLite and PostgreSQL alike."""

from alembic import context

from forum.schema import METADATA

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=METADATA,
    render_as_batch=connection.dialect.name == "sqlite",  # SQLite alters a table by copying it
    compare_type=True,
    user_module_prefix="forum.db.",
)
with context.begin_transaction():
    context.run_migrations()
