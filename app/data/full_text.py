"""The index of words over the paragraphs of papers: SQLite's FTS5, or PostgreSQL's text search. Not for ranking suggestions
(`app/domain/finder.py`), and not for quotes or parts of words, which `passage` and `search` of the domain find.

The database keeps the index by itself: by triggers on `document_paragraph` in SQLite, by a generated column in PostgreSQL
(migration 0002). In SQLite each entry also holds the ids of its board, review and paper as words (`scope`), so that looking
in one review costs what that review holds and not what the whole database does.

Nothing that was typed goes into a question but letters and figures, so that none of it is read as syntax.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from app.domain.document import DocumentKind, ReadingStatus
from app.domain.finder import Candidate
from app.domain.study import Part
from app.domain.word import plain_words

# What belongs to the index alone. Comparing a database with the tables leaves these out, by name, and nothing else.
OWN_TABLES = frozenset(f"document_words{part}" for part in ("", "_data", "_idx", "_docsize", "_config"))
OWN_COLUMN = "indexed_words"
OWN_INDEX = "ix_document_paragraph_indexed_words"

Term = tuple[str, ...]
"""A word, or words that follow each other."""


@dataclass(frozen=True)
class Question:
    """A question in the engine's own syntax, with the SQL for entries that answer it: the best have the lowest `better`, those
    studied last the highest `newest`. `where` may ask for `:board`, so that no other board's entries are gone through.
    """

    match: str
    joined: str
    where: str
    better: str
    newest: str


SQLITE = Question(
    "",
    "document_words JOIN document_paragraph ON document_paragraph.id = document_words.rowid",
    "document_words MATCH :match",
    "document_words.rank",
    "document_words.rowid",
)
POSTGRES = Question(
    "",
    "document_paragraph",
    "document_paragraph.indexed_words @@ to_tsquery('english', :match)"
    " AND document_paragraph.document_id IN (SELECT document.id FROM document WHERE document.board_id = :board)",
    "-ts_rank(document_paragraph.indexed_words, to_tsquery('english', :match))",
    "document_paragraph.id",
)


def is_of_tables(name: str | None, kind: str, _parents: object = None) -> bool:
    """Whether this name of a table, column or index is one of the app's tables and not of the index. For Alembic."""
    own: dict[str, frozenset[str]] = {"table": OWN_TABLES, "column": frozenset({OWN_COLUMN}), "index": frozenset({OWN_INDEX})}
    return name not in own.get(kind, frozenset())


def ask_any(db: Session, terms: Iterable[Term], scope: str = "") -> Question | None:
    """The question for entries that hold any of these. `scope`: "r" with the id of a review, or "b" with that of a board.

    None where nothing is asked for.
    """
    return _ask(db, [(term, False) for term in terms], " OR ", " | ", scope)


def ask_all(db: Session, terms: Iterable[Term], beginnings: Collection[Term] = (), scope: str = "") -> Question | None:
    """The question for entries that hold all of these; of those in `beginnings` the last word may go on. None as above."""
    return _ask(db, [(term, term in beginnings) for term in terms], " AND ", " & ", scope)


def _ask(db: Session, terms: Sequence[tuple[Term, bool]], in_sqlite: str, in_postgres: str, scope: str) -> Question | None:
    plain = [(words, goes_on) for term, goes_on in terms if (words := [word for one in term for word in plain_words(one)])]
    if not plain:
        return None
    if db.get_bind().dialect.name == "sqlite":
        asked = in_sqlite.join(f'"{" ".join(words)}"{" *" if goes_on else ""}' for words, goes_on in plain)
        within = f'scope : "{scope}" AND ' if scope else ""
        return replace(SQLITE, match=f"{within}text : ({asked})")
    asked = in_postgres.join(f"({' <-> '.join(words)}{':*' if goes_on else ''})" for words, goes_on in plain)
    return replace(POSTGRES, match=asked)


def find_candidates(db: Session, board: str, review_id: str, terms: Iterable[Term], most: int) -> tuple[Candidate, ...]:
    """The paragraphs of the review's papers that hold any of these, no headings and no older versions: the `most` best, as
    the engine weighs them.
    """
    question = ask_any(db, terms, f"r{review_id}")
    if question is None:
        return ()
    query = text(
        "SELECT document.id, document.title, document.kind, document_paragraph.page, document_paragraph.start,"  # noqa: S608
        f" document_paragraph.text, document_paragraph.part FROM {question.joined}"
        " JOIN document ON document.id = document_paragraph.document_id"
        f" WHERE {question.where} AND document.board_id = :board AND document.review_id = :review"
        " AND document.replaced_by IS NULL AND document.status = :ready AND document_paragraph.part <> :heading"
        f" ORDER BY {question.better} LIMIT :most"
    )
    values = {"match": question.match, "board": board, "review": review_id, "most": most, **_constants()}
    return tuple(
        Candidate(document, title, DocumentKind(kind), page, start, words, Part(part))
        for document, title, kind, page, start, words, part in _run(db, query, values)
    )


def count_paragraphs(db: Session, board: str, review_id: str) -> int:
    """How many paragraphs the review's papers have among which candidates are looked for."""
    query = text(
        "SELECT count(*) FROM document JOIN document_paragraph ON document_paragraph.document_id = document.id"
        " WHERE document.board_id = :board AND document.review_id = :review AND document.replaced_by IS NULL"
        " AND document.status = :ready AND document_paragraph.part <> :heading"
    )
    return int(_run(db, query, {"board": board, "review": review_id, **_constants()})[0][0])


def searched_documents(db: Session, board: str, review_id: str) -> frozenset[str]:
    """The ids of the review's papers that have paragraphs in the index."""
    query = text(
        "SELECT document.id FROM document WHERE document.board_id = :board AND document.review_id = :review"
        " AND EXISTS (SELECT 1 FROM document_paragraph WHERE document_paragraph.document_id = document.id)"
    )
    return frozenset(row[0] for row in _run(db, query, {"board": board, "review": review_id}))


def rebuild_index(db: Session) -> None:
    """Make the index anew from the paragraphs, as after a repair of the database by hand. PostgreSQL needs none of it."""
    if db.get_bind().dialect.name == "sqlite":
        db.connection().execute(text("INSERT INTO document_words (document_words) VALUES ('rebuild')"))


def check_index(db: Session) -> None:
    """Raise sqlalchemy's DatabaseError where the index and the paragraphs do not agree. For tests and for repairs."""
    if db.get_bind().dialect.name == "sqlite":
        db.connection().execute(text("INSERT INTO document_words (document_words, rank) VALUES ('integrity-check', 1)"))


def _constants() -> dict[str, str]:
    return {"ready": ReadingStatus.READY.value, "heading": Part.HEADING.value}


def _run(db: Session, query: Any, values: dict[str, Any]) -> Sequence[Any]:  # noqa: ANN401  # SQLAlchemy's own types
    db.flush()
    return db.connection().execute(query, values).all()
