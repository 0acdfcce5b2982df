"""Alembic runs this file: it connects with our engine and keeps one schema on both databases."""

from alembic import context

from storage.session import Database
from storage.tables import metadata

database: Database = context.config.attributes["database"]

with database.engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
