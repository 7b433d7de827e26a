"""Looking for words in all papers of a board, by the index of words. The index itself is `full_text.py`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, bindparam, text
from sqlmodel import Session

from app.data import full_text
from app.domain.board_search import BoardQuery, Narrowed, holds_exact
from app.domain.document import DocumentKind, Page, ReadingStatus, versioned
from app.domain.study import Part

# A word that stands in more paragraphs than this is too common to be ranked over all of them: those studied last are.
MOST_RANKED = 5_000
# Words in quotation marks are compared here, letter by letter, in no more than so many paragraphs.
MOST_EXACT = 2_000
ALL = 1_000_000_000


class HitOrder(StrEnum):
    """The order of hits, as it stands in an address."""

    BEST = "best"
    ADDED = "added"
    DECIDED = "decided"


ORDERS: dict[HitOrder, str] = {
    HitOrder.BEST: "pool.score, document.added_at DESC, document_paragraph.id",
    HitOrder.ADDED: "document.added_at DESC, pool.score, document_paragraph.id",
    HitOrder.DECIDED: "(review.decision IS NULL), review.decision DESC, pool.score, document_paragraph.id",
}


@dataclass(frozen=True)
class FoundParagraph:
    """A paragraph that holds what was asked for. `place` is how to cite it; `start` its offset in the text of its page, which
    was read off a picture by machine where `from_picture` says so.
    """

    review: str
    reference: str
    document: str
    title: str
    kind: DocumentKind
    page: int
    place: str
    start: int
    text: str
    part: Part
    from_picture: bool = False


@dataclass(frozen=True)
class FoundParagraphs:
    """A page of hits. `total` counts all; `is_cut`: there may be more, which were not looked at."""

    hits: tuple[FoundParagraph, ...]
    total: int
    is_cut: bool


@dataclass(frozen=True)
class UnsearchedPaper:
    """A paper that the search did not look into. `status` tells why; "ready" where it is not studied yet."""

    review: str
    reference: str
    document: str
    title: str
    status: ReadingStatus


def search_papers(
    db: Session, board: str, query: BoardQuery, narrowed: Narrowed, order: HitOrder, offset: int, limit: int
) -> FoundParagraphs:
    """The paragraphs of the board's papers that hold everything asked for, older versions of papers left out."""
    question = full_text.ask_all(db, query.all_terms, query.beginnings, f"b{board}")
    if question is None:
        return FoundParagraphs((), 0, is_cut=False)
    pool = ALL if narrowed.is_any else MOST_RANKED
    values = {"match": question.match, "pool": pool + 1 if pool < ALL else pool}
    if not query.exact:
        rows = _rows(db, board, question, narrowed, order, {**values, "limit": limit, "offset": offset})
        total = int(rows[0].total) if rows else 0
        return FoundParagraphs(tuple(map(_found, rows)), min(total, pool), is_cut=total > pool)
    rows = _rows(db, board, question, narrowed, order, {**values, "limit": MOST_EXACT, "offset": 0})
    held = [row for row in rows if holds_exact(row.text, query)]
    is_cut = bool(rows) and int(rows[0].total) > MOST_EXACT
    return FoundParagraphs(tuple(map(_found, held[offset : offset + limit])), len(held), is_cut=is_cut)


def _rows(
    db: Session, board: str, question: full_text.Question, narrowed: Narrowed, order: HitOrder, values: dict[str, Any]
) -> Sequence[Any]:
    where, given = _narrowing(narrowed)
    for number, (document, first, last) in enumerate(narrowed.closed):
        names = (f"closed{number}", f"closed{number}_first", f"closed{number}_last")
        where += " AND NOT (document.id = :{} AND document_paragraph.page BETWEEN :{} AND :{})".format(*names)
        given |= dict(zip(names, (document, first, last), strict=True))
    query = text(
        f"WITH pool AS (SELECT document_paragraph.id AS id, {question.better} AS score FROM {question.joined}"  # noqa: S608
        f" WHERE {question.where} ORDER BY {question.newest} DESC LIMIT :pool),"
        " hit AS (SELECT document_paragraph.id AS id, pool.score AS score, count(*) OVER () AS total"
        " FROM pool JOIN document_paragraph ON document_paragraph.id = pool.id"
        " JOIN document ON document.id = document_paragraph.document_id JOIN review ON review.id = document.review_id"
        f" WHERE document.board_id = :board AND document.replaced_by IS NULL{where}"
        f" ORDER BY {ORDERS[order]} LIMIT :limit OFFSET :offset)"
        " SELECT pool.total, document.review_id, review.reference, document.id, document.title, document.kind,"
        " document.version, document_paragraph.page, document_paragraph.start, document_paragraph.text,"
        " document_paragraph.part, document_page.label, document_page.places, document_page.from_picture"
        " FROM hit AS pool JOIN document_paragraph ON document_paragraph.id = pool.id"
        " JOIN document ON document.id = document_paragraph.document_id JOIN review ON review.id = document.review_id"
        " JOIN document_page ON document_page.document_id = document.id AND document_page.number = document_paragraph.page"
        f" ORDER BY {ORDERS[order]}"
    )
    moments = [bindparam(name, type_=DateTime()) for name in given if name.startswith("added")]
    db.flush()
    return db.connection().execute(query.bindparams(*moments), {**values, **given, "board": board}).all()


def _narrowing(narrowed: Narrowed) -> tuple[str, dict[str, Any]]:
    """The conditions, and their values."""
    where = ""
    values: dict[str, Any] = {}
    if narrowed.kind:
        where, values["kind"] = f"{where} AND document.kind = :kind", narrowed.kind
    if narrowed.reference:
        escaped = narrowed.reference.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        where += " AND lower(review.reference) LIKE :reference ESCAPE '\\'"
        values["reference"] = f"%{escaped}%"
    if narrowed.status:
        where, values["status"] = f"{where} AND review.status = :status", narrowed.status
    if narrowed.without:
        values |= {f"without{number}": review for number, review in enumerate(narrowed.without)}
        where += f" AND review.id NOT IN ({', '.join(f':without{number}' for number in range(len(narrowed.without)))})"
    for name, column, sign, day in (
        ("added_from", "document.added_at", ">=", narrowed.added_from),
        ("added_to", "document.added_at", "<=", narrowed.added_to),
        ("decided_from", "review.decision", ">=", narrowed.decided_from),
        ("decided_to", "review.decision", "<=", narrowed.decided_to),
    ):
        if day:
            where += f" AND {column} {sign} :{name}"
            # As the tables keep them: moments in UTC without a zone, and days.
            moment = datetime.combine(day, time.max if name == "added_to" else time.min)
            values[name] = moment if name.startswith("added") else day
    return where, values


def list_unsearched(db: Session, board: str, narrowed: Narrowed, most: int) -> tuple[int, tuple[UnsearchedPaper, ...]]:
    """How many papers were not looked into, and the latest of them: not read, without text, or not studied yet."""
    where, given = _narrowing(narrowed)
    query = text(
        "SELECT count(*) OVER () AS total, document.review_id, review.reference, document.id, document.title, document.status,"  # noqa: S608
        " document.version FROM document JOIN review ON review.id = document.review_id"
        " WHERE document.board_id = :board AND document.replaced_by IS NULL"
        f" AND (document.status <> :ready OR document.studied = ''){where} ORDER BY document.added_at DESC LIMIT :most"
    )
    moments = [bindparam(name, type_=DateTime()) for name in given if name.startswith("added")]
    values = {**given, "board": board, "ready": ReadingStatus.READY.value, "most": most}
    rows = db.connection().execute(query.bindparams(*moments), values).all()
    papers = tuple(
        UnsearchedPaper(review, reference, document, versioned(title, version, False), ReadingStatus(status))
        for _, review, reference, document, title, status, version in rows
    )
    return (int(rows[0].total) if rows else 0), papers


def _found(row: Any) -> FoundParagraph:  # noqa: ANN401  # SQLAlchemy's own type
    _, review, reference, document, title, kind, version, number, start, words, part, label, places, pictured = row
    page = Page(number, "", label, tuple((at, name) for at, name in json.loads(places)))
    name = versioned(title, version, False)
    place = page.place_at(start)
    return FoundParagraph(
        review, reference, document, name, DocumentKind(kind), number, place, start, words, Part(part), bool(pictured)
    )
