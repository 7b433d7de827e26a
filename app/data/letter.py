"""Letters that wait to be sent, and what became of them. Not the sending itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select, update

from app.data.audit import add_event
from app.data.ids import new_id
from app.data.tables import LetterRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.letter import Delivery, Letter, LetterKind

# A letter whose sender was killed is tried again after so long; no attempt takes longer.
LEASE = timedelta(minutes=10)


@dataclass(frozen=True)
class Waiting:
    """A letter that is being sent. `subject_id` names the invitation or the account of a link; `text` is empty for these."""

    id: str
    board: str
    kind: LetterKind
    subject_id: str
    letter: Letter
    attempt: int


def add_letter(
    db: Session, board: str, kind: LetterKind, subject_id: str, letter: Letter, *, asked_by: str | None, audit: AuditEvent
) -> None:
    """Have this letter sent. Those of the same kind and subject that still wait are dropped: this one takes their place."""
    moment = now()
    drop_letters(db, board, kind, subject_id)
    db.add(
        LetterRow(
            id=new_id(),
            board_id=board,
            kind=kind,
            subject_id=subject_id,
            address=letter.address,
            subject=letter.subject,
            text=letter.text,
            asked_by=asked_by,
            asked_at=moment,
            next_at=moment,
        )
    )
    db.flush()
    add_event(db, audit)


def drop_letters(db: Session, board: str, kind: LetterKind, subject_id: str) -> None:
    """Letters of this kind and subject that still wait are not sent."""
    waiting = update(LetterRow).where(
        col(LetterRow.board_id) == board,
        col(LetterRow.kind) == kind,
        col(LetterRow.subject_id) == subject_id,
        col(LetterRow.next_at).is_not(None),
    )
    db.exec(waiting.values(next_at=None, given_up_at=now(), text="", problem=""))


def claim_letter(db: Session) -> Waiting | None:
    """The letter that has waited longest, for whoever sends it now. None when no attempt is due."""
    moment = now()
    due = select(LetterRow).where(col(LetterRow.next_at) <= moment).order_by(col(LetterRow.next_at)).limit(1)
    row = db.exec(due.with_for_update(skip_locked=True)).first()
    if row is None:
        return None
    row.attempts += 1
    row.next_at = moment + LEASE
    db.add(row)
    db.flush()
    letter = Letter(row.address, row.subject, row.text)
    return Waiting(row.id, row.board_id, LetterKind(row.kind), row.subject_id, letter, row.attempts)


def next_due(db: Session) -> datetime | None:
    """When the next attempt is due; None while no letter waits."""
    return db.exec(select(func.min(LetterRow.next_at))).one()


def note_sent(db: Session, letter: str) -> None:
    """The mail server took the letter. Its text is dropped."""
    row = db.get_one(LetterRow, letter)
    row.sent_at, row.next_at, row.problem, row.text = now(), None, "", ""
    db.add(row)


def note_failed(db: Session, letter: str, problem: str, next_at: datetime | None) -> None:
    """This attempt failed; the next one is at `next_at`, or never."""
    row = db.get_one(LetterRow, letter)
    row.problem = problem
    row.next_at = next_at if row.given_up_at is None else None  # one that was asked for meanwhile takes its place
    if row.next_at is None:
        row.given_up_at, row.text = row.given_up_at or now(), ""
    db.add(row)


def deliveries(db: Session, board: str, kind: LetterKind, subjects: Iterable[str]) -> dict[str, Delivery]:
    """What became of the newest letter of this kind for each of these subjects that had one."""
    query = (
        select(LetterRow)
        .where(LetterRow.board_id == board, LetterRow.kind == kind, col(LetterRow.subject_id).in_(list(subjects)))
        .order_by(col(LetterRow.asked_at))
    )
    return {
        row.subject_id: Delivery(row.asked_at, row.attempts, row.next_at, row.sent_at, row.given_up_at, row.problem)
        for row in db.exec(query).all()
    }
