"""Bringing a database up to the newest schema. Used at start and by `plumbline migrate`."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext

from app.data.session import get_engine

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"


def config_for(url: str) -> Config:
    """Alembic's configuration for this database."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    # Alembic reads this through a parser in which a percent sign has a meaning.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def newest() -> str:
    """The name of the newest migration, as `migrations/head.txt` holds it."""
    return (MIGRATIONS / "head.txt").read_text().strip()


def migrate(url: str) -> bool:
    """Upgrade to the newest schema. True when there was something to do."""
    if current(url) == newest():
        return False
    command.upgrade(config_for(url), "head")
    return True


def current(url: str) -> str | None:
    """The migration that the database stands at; None when it is empty."""
    with get_engine(url).connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
