"""The index of words over the paragraphs of papers: SQLite's FTS5, or PostgreSQL's text search. Not for ranking suggestions
(`app/domain/finder.py`), and not for quotes or parts of words, which `passage` and `search` of the domain find.

The database keeps the index by itself: by triggers on `document_paragraph` in SQLite, by a generated column in PostgreSQL
(migration 0002). In SQLite each entry also holds the ids of its board, review and paper as words (`scope`), so that looking
in one review costs what that review holds and not what the whole database does.
"""

# What belongs to the index alone. Comparing a database with the tables leaves these out, by name, and nothing else.
OWN_TABLES = frozenset(f"document_words{part}" for part in ("", "_data", "_idx", "_docsize", "_config"))
OWN_COLUMN = "indexed_words"
OWN_INDEX = "ix_document_paragraph_indexed_words"


def is_of_tables(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether this name of a table, column or index is one of the app's tables and not of the index. For Alembic."""
    own: dict[str, frozenset[str]] = {"table": OWN_TABLES, "column": frozenset({OWN_COLUMN}), "index": frozenset({OWN_INDEX})}
    return name not in own.get(kind, frozenset())
