"""Answers about words that may identify a person, in the database. Rows are only added; the newest answer counts."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.tables import AccountRow, IdentifierAnswerRow
from app.domain.audit import AuditEvent
from app.domain.identifier import Answer, GivenAnswer


def list_answers(db: Session, board: str, subject: str) -> dict[str, GivenAnswer]:
    """The newest answer about everything found in this subject ("appraisal/<id>"), by the key of what was found."""
    query = (
        select(IdentifierAnswerRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == IdentifierAnswerRow.by)
        .where(IdentifierAnswerRow.board_id == board, IdentifierAnswerRow.subject == subject)
        .order_by(col(IdentifierAnswerRow.id))
    )
    return {row.found: _answer(row, name) for row, name in db.exec(query).all()}


def add_answers(db: Session, board: str, review: str, subject: str, answers: Sequence[GivenAnswer], audit: AuditEvent) -> None:
    """Add answers about what was found in this subject."""
    db.add_all(
        IdentifierAnswerRow(
            board_id=board,
            review_id=review,
            subject=subject,
            found=answer.found,
            answer=answer.answer,
            reason=answer.reason,
            at=answer.at,
            by=answer.by,
        )
        for answer in answers
    )
    add_event(db, audit)


def _answer(row: IdentifierAnswerRow, name: str) -> GivenAnswer:
    return GivenAnswer(row.found, Answer(row.answer), row.reason, row.by, name, row.at)
