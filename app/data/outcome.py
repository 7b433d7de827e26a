"""Papers and pages that tell the outcome of a case, and who opened it, in the database."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, delete, func, select

from app.data.audit import add_event
from app.data.tables import DocumentRow, OutcomeOpeningRow, OutcomePagesRow, ReviewRow, RoundSettingsRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.outcome_hold import OutcomeMarks, PageRange


def marks_of(db: Session, board: str, review: str) -> OutcomeMarks:
    """The papers and pages of this review that tell its outcome."""
    here = (DocumentRow.review_id == review, DocumentRow.board_id == board)
    papers = db.exec(select(DocumentRow.id).where(*here, col(DocumentRow.tells_outcome))).all()
    query = select(OutcomePagesRow).join(DocumentRow, col(DocumentRow.id) == OutcomePagesRow.document_id).where(*here)
    pages: dict[str, tuple[PageRange, ...]] = {}
    for row in db.exec(query.order_by(col(OutcomePagesRow.document_id), col(OutcomePagesRow.first))).all():
        pages[row.document_id] = (*pages.get(row.document_id, ()), PageRange(row.first, row.last))
    return OutcomeMarks(frozenset(papers), pages)


def set_marks(db: Session, board: str, review: str, marks: OutcomeMarks, audit: AuditEvent) -> None:
    """Replace what is said to tell the outcome."""
    rows = db.exec(select(DocumentRow).where(DocumentRow.review_id == review, DocumentRow.board_id == board)).all()
    for row in rows:
        row.tells_outcome = row.id in marks.papers
        db.add(row)
        db.exec(delete(OutcomePagesRow).where(col(OutcomePagesRow.document_id) == row.id))
        kept = {one.first: one for one in sorted(marks.pages.get(row.id, ()), key=lambda one: one.last)}
        db.add_all(OutcomePagesRow(document_id=row.id, first=one.first, last=one.last) for one in kept.values())
    db.flush()
    add_event(db, audit)


def close_as(db: Session, board: str, older: str, newer: str) -> None:
    """A newer version of a paper tells all of the outcome where the older one told any of it: its pages may be others."""
    row = db.exec(select(DocumentRow).where(DocumentRow.id == older, DocumentRow.board_id == board)).one()
    pages = db.exec(select(OutcomePagesRow).where(OutcomePagesRow.document_id == older).limit(1)).first()
    if row.tells_outcome or pages is not None:
        made = db.exec(select(DocumentRow).where(DocumentRow.id == newer, DocumentRow.board_id == board)).one()
        made.tells_outcome = True
        db.add(made)


def opened_at(db: Session, review: str, person: str) -> datetime | None:
    """When this person opened the outcome of this review."""
    row = db.get(OutcomeOpeningRow, (review, person))
    return row.at if row else None


def openings(db: Session, review: str) -> dict[str, datetime]:
    """When each person opened it, by their ids."""
    rows = db.exec(select(OutcomeOpeningRow).where(OutcomeOpeningRow.review_id == review)).all()
    return {row.person_id: row.at for row in rows}


def add_opening(db: Session, review: str, person: str, audit: AuditEvent) -> None:
    """Keep that this person opened it now."""
    db.add(OutcomeOpeningRow(review_id=review, person_id=person, at=now()))
    db.flush()
    add_event(db, audit)


def held_reviews(db: Session, board: str, among: Iterable[str] = ()) -> tuple[str, ...]:
    """The reviews of this board, or those `among` them, whose outcome is held back from appraisers."""
    newest = (
        select(RoundSettingsRow.review_id, func.max(RoundSettingsRow.version).label("version"))
        .group_by(col(RoundSettingsRow.review_id))
        .subquery()
    )
    query = (
        select(RoundSettingsRow.review_id)
        .join(
            newest,
            (newest.c.review_id == RoundSettingsRow.review_id) & (newest.c.version == RoundSettingsRow.version),
        )
        .join(ReviewRow, col(ReviewRow.id) == RoundSettingsRow.review_id)
        .where(ReviewRow.board_id == board, col(RoundSettingsRow.outcome_held))
    )
    if wanted := list(among):
        query = query.where(col(RoundSettingsRow.review_id).in_(wanted))
    return tuple(db.exec(query).all())
