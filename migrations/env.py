"""Runs the migrations against the database of the settings, or the one that the caller hands in."""

from alembic import context

from app.data.full_text import is_of_tables
from app.data.session import get_engine
from app.data.tables import metadata
from app.settings import get_settings


def run() -> None:
    """Migrate online; there is no offline mode."""
    url = context.config.get_main_option("sqlalchemy.url") or get_settings().database
    engine = get_engine(url)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            render_as_batch=True,
            compare_type=True,
            include_name=is_of_tables,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
