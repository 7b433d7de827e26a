"""The database: the only rooms that know SQLModel and SQLAlchemy. They return domain objects."""
