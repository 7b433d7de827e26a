"""Bringing a database up to the newest schema. Used at start and by `plumbline migrate`."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text

from app.data.session import get_engine

if TYPE_CHECKING:  # loaded only where there is something to migrate: it takes a quarter of a second and 10 MB
    from alembic.config import Config

MIGRATIONS = Path(__file__).resolve().parent.parent.parent / "migrations"
TABLE = "alembic_version"


def config_for(url: str) -> "Config":
    """Alembic's configuration for this database."""
    from alembic.config import Config

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
    from alembic import command

    command.upgrade(config_for(url), "head")
    return True


def current(url: str) -> str | None:
    """The migration that the database stands at; None when it is empty."""
    with get_engine(url).connect() as connection:
        if not inspect(connection).has_table(TABLE):
            return None
        return connection.execute(text(f"SELECT version_num FROM {TABLE}")).scalar()  # noqa: S608  # a name of our own
