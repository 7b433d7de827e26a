"""A moderator's decisions on areas, on the whole and on the report's words. Rows are added; the newest is the current one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.tables import AccountRow, DecisionRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.errors import ConflictError
from app.domain.instrument import Grade


@dataclass(frozen=True)
class Decision:
    """The newest decision on one subject: "area/<id>", "overall", "text/outcome" or "text/reasons"."""

    subject: str
    version: int
    proposal: Grade | None
    grade: Grade | None
    text: str
    at: datetime
    by: str
    post: str = ""


def list_decisions(db: Session, appraisal: str) -> dict[str, Decision]:
    """The newest decision on every subject of this appraisal, by subject."""
    query = (
        select(DecisionRow, AccountRow.name, AccountRow.post)
        .join(AccountRow, col(AccountRow.id) == DecisionRow.by)
        .where(DecisionRow.appraisal_id == appraisal)
        .order_by(col(DecisionRow.version))
    )
    return {row.subject: _decision(row, name, post) for row, name, post in db.exec(query).all()}


def add_decision(
    db: Session,
    appraisal: str,
    subject: str,
    *,
    based_on: int,
    proposal: Grade | None,
    grade: Grade | None,
    text: str,
    by: str,
    audit: AuditEvent,
) -> None:
    """Add the version after `based_on`. Raises ConflictError when somebody has decided in the meantime."""
    row = DecisionRow(
        appraisal_id=appraisal,
        subject=subject,
        version=based_on + 1,
        proposal=proposal,
        grade=grade,
        text=text,
        at=now(),
        by=by,
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        newest = list_decisions(db, appraisal)[subject]
        sentence = f"{newest.by} decided this in the meantime. Compare the two, then decide again."
        theirs = f"{newest.grade.label if newest.grade else ''}\n{newest.text}".strip()
        raise ConflictError(sentence, theirs, text, newest.version) from None
    add_event(db, audit)


def _decision(row: DecisionRow, name: str, post: str) -> Decision:
    return Decision(
        row.subject,
        row.version,
        Grade(row.proposal) if row.proposal else None,
        Grade(row.grade) if row.grade else None,
        row.text,
        row.at,
        name,
        post,
    )
