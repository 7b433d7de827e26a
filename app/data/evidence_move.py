"""Where evidence went in newer versions of its paper, in the database. Rows are only added; the newest counts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.rows import Plain, read_rows, table
from app.data.tables import AppraisalStateRow, DocumentRow, EvidenceMoveRow, EvidenceRow
from app.domain.appraisal import AppraisalState
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import versioned
from app.domain.passage import Passage
from app.domain.relocation import Move, MoveOutcome

_move, _paper, _own, _state = table(EvidenceMoveRow), table(DocumentRow), table(EvidenceRow), table(AppraisalStateRow)
MOVES = (
    sqlalchemy.select(*_move.c, _paper.c.title, _paper.c.version, _paper.c.replaced_by)
    .join(_own, _own.c.id == _move.c.evidence_id)
    .join(_paper, _paper.c.id == _move.c.document_id)
    .where(_own.c.appraisal_id == bindparam("appraisal"))
    .order_by(_move.c.id)
)
STATE = (
    sqlalchemy.select(_state.c.state, _state.c.at)
    .where(_state.c.appraisal_id == bindparam("appraisal"))
    .order_by(_state.c.id.desc())
    .limit(1)
)


def moves_of(db: Session, appraisal: str) -> dict[str, list[Move]]:
    """All moves of an appraisal's evidence, oldest first, by the id of the evidence."""
    found: dict[str, list[Move]] = defaultdict(list)
    for row in read_rows(db, MOVES, appraisal=appraisal):
        found[row.evidence_id].append(_as_move(row))
    return found


def counting_moves(db: Session, appraisal: str) -> dict[str, list[Move]]:
    """Those moves that count now: for a submitted appraisal the ones made before, because submitted work does not change."""
    found = moves_of(db, appraisal)
    if not found:
        return found
    state = read_rows(db, STATE, appraisal=appraisal)
    frozen = state[0].at if state and state[0].state == AppraisalState.SUBMITTED.value else None
    return {evidence: [move for move in moves if _counts(move, frozen)] for evidence, moves in found.items()}


def moves_until(db: Session, appraisal: str, moment: datetime) -> dict[str, list[Move]]:
    """Those moves that had been made by this moment."""
    found = moves_of(db, appraisal)
    return {evidence: [move for move in moves if _counts(move, moment)] for evidence, moves in found.items()}


def _counts(move: Move, frozen: datetime | None) -> bool:
    return frozen is None or (move.at is not None and move.at <= frozen)


def add_move(db: Session, evidence: str, move: Move, audit: AuditEvent) -> None:
    """Add what a person decided about a piece of evidence. The place in the older version stays as it is."""
    _add(db, evidence, move)
    add_event(db, audit)


def add_found_again(db: Session, evidence: str, move: Move) -> None:
    """Add what became of a piece of evidence in a newer version.

    The trail has the replacing of the paper and no more: whose evidence moved, and how much of it, is only its owner's to know.
    """
    _add(db, evidence, move)


def _add(db: Session, evidence: str, move: Move) -> None:
    passage = move.passage
    row = EvidenceMoveRow(
        evidence_id=evidence, document_id=move.document, outcome=move.outcome.value, note=move.note, at=now(), by=move.by
    )
    if passage:
        row.page, row.start, row.end, row.quote = passage.page, passage.start, passage.end, passage.quote
        row.before, row.after, row.place, row.runs_on = passage.before, passage.after, passage.place, passage.runs_on
        row.from_picture = passage.from_picture
    db.add(row)
    db.flush()


@dataclass(frozen=True)
class ToMove:
    """A piece of evidence to be looked for in `document`, with the passage that it is cited at in an older version."""

    evidence: str
    document: str
    passage: Passage


@dataclass(frozen=True)
class Newest:
    """A version in force that took the place of others, which are `older`."""

    document: str
    board: str
    review: str
    older: tuple[str, ...]


def newest_versions(db: Session, document_id: str = "") -> tuple[Newest, ...]:
    """The versions in force that took another's place, of every board; or the one in force of this paper."""
    rows = db.exec(select(DocumentRow).where(col(DocumentRow.replaced_by).is_not(None))).all()
    replaced: dict[str | None, list[str]] = defaultdict(list)
    for row in rows:
        replaced[row.replaced_by].append(row.id)
    found = []
    for row in db.exec(
        select(DocumentRow).where(col(DocumentRow.id).in_(replaced), col(DocumentRow.replaced_by).is_(None))
    ).all():
        older = list(replaced[row.id])
        for one in older:  # grows while it is gone through
            older.extend(replaced.get(one, ()))
        if document_id in ("", row.id, *older):
            found.append(Newest(row.id, row.board_id, row.review_id, tuple(older)))
    return tuple(found)


def evidence_to_move(db: Session, newest: Newest, *, again: bool = False) -> list[ToMove]:
    """Evidence, of every appraisal, that cites an older version and was not yet looked for in the newest; `again`: or was not
    found there, because the newest has more text now.

    What a person decided to keep citing an older version is left alone.
    """
    citing = (col(EvidenceRow.document_id).in_(newest.older), col(EvidenceRow.removed_at).is_(None))
    rows = db.exec(select(EvidenceRow).where(*citing)).all()
    query = select(EvidenceMoveRow).where(col(EvidenceMoveRow.evidence_id).in_([row.id for row in rows]))
    moves: dict[str, list[EvidenceMoveRow]] = defaultdict(list)
    for move in db.exec(query.order_by(col(EvidenceMoveRow.id))).all():
        moves[move.evidence_id].append(move)
    found = []
    for row in rows:
        placed: EvidenceRow | EvidenceMoveRow = row
        for move in moves[row.id]:
            placed = move if MoveOutcome(move.outcome).has_place else placed
        last = moves[row.id][-1] if moves[row.id] else None
        lost = again and last is not None and last.outcome == MoveOutcome.LOST.value
        here = last is not None and last.document_id == newest.document and not lost
        done = here or (last is not None and last.outcome == MoveOutcome.KEPT.value)
        if not done and placed.document_id != newest.document:
            found.append(ToMove(row.id, newest.document, passage_of(placed)))
    return found


def passage_of(row: EvidenceRow | EvidenceMoveRow | Plain, title: str = "") -> Passage:
    """The passage of a row that has one."""
    return Passage(
        document=row.document_id or "",
        page=row.page,
        start=row.start,
        end=row.end,
        quote=row.quote,
        before=row.before,
        after=row.after,
        place=row.place,
        document_title=title,
        runs_on=row.runs_on,
        from_picture=row.from_picture,
    )


def _as_move(row: Plain) -> Move:
    title = versioned(row.title, row.version, row.replaced_by is not None)
    return Move(
        document=row.document_id,
        outcome=MoveOutcome(row.outcome),
        passage=passage_of(row, title) if row.page else None,
        note=row.note,
        at=row.at,
        by=row.by,
        id=row.id,
        version=row.version,
    )


def lock(db: Session, documents: Iterable[str]) -> None:
    """Wait for whoever moves evidence to these papers now."""
    db.exec(select(DocumentRow.id).where(col(DocumentRow.id).in_(tuple(documents))).with_for_update()).all()
