"""Schema up and down, by dated steps. Alembic without its command line: the URL comes from us."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from storage.session import Database


def _config(database: Database) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["database"] = database
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the schema up to `revision`; nothing happens when it is there already."""
    database = Database(url)
    try:
        command.upgrade(_config(database), revision)
    finally:
        database.close()


def downgrade(url: str, revision: str = "-1") -> None:
    """Take the schema down to `revision` (one step unless said otherwise)."""
    database = Database(url)
    try:
        command.downgrade(_config(database), revision)
    finally:
        database.close()


def check(url: str) -> None:
    """Raises when `tables.py` and the migrated schema differ."""
    database = Database(url)
    try:
        command.check(_config(database))
    finally:
        database.close()


def is_current(database: Database) -> bool:
    """Whether the schema is the one this code expects."""
    script = ScriptDirectory.from_config(_config(database))
    with database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    return current == script.get_current_head()
