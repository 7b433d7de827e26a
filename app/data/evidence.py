"""Evidence in the database: passages and other sources tied to markers. Removing keeps the row."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.evidence_move import counting_moves, moves_of
from app.data.ids import new_id
from app.data.rows import Plain, read_rows, table
from app.data.tables import AppraisalRow, DocumentRow, EvidenceRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import versioned
from app.domain.errors import NotFoundError
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Passage
from app.domain.relocation import Move, settle

MISSING = "We could not find that piece of evidence. It may have been removed."

_own, _paper = table(EvidenceRow), table(DocumentRow)
ALL = (
    sqlalchemy.select(*_own.c, _paper.c.title, _paper.c.version, _paper.c.replaced_by)
    .outerjoin(_paper, _paper.c.id == _own.c.document_id)
    .where(_own.c.appraisal_id == bindparam("appraisal"), _own.c.removed_at.is_(None))
    .order_by(_own.c.added_at, _own.c.id)
)
AS_OF = (
    sqlalchemy.select(*_own.c, _paper.c.title, _paper.c.version, _paper.c.replaced_by)
    .outerjoin(_paper, _paper.c.id == _own.c.document_id)
    .where(
        _own.c.appraisal_id == bindparam("appraisal"),
        _own.c.added_at <= bindparam("moment"),
        sqlalchemy.or_(_own.c.removed_at.is_(None), _own.c.removed_at > bindparam("moment")),
    )
    .order_by(_own.c.added_at, _own.c.id)
)
OF_MARKER = ALL.where(_own.c.marker == bindparam("marker"))
ONE = ALL.where(_own.c.id == bindparam("evidence"))


def add_evidence(db: Session, appraisal: str, evidence: Evidence, by: str, audit: AuditEvent) -> Evidence:
    """Store a piece of evidence; its id comes from `new_evidence_id`."""
    passage, other = evidence.passage, evidence.other
    row = EvidenceRow(
        id=evidence.id,
        appraisal_id=appraisal,
        marker=evidence.marker,
        bearing=evidence.bearing,
        note=evidence.note,
        added_at=now(),
        added_by=by,
    )
    if passage:
        row.document_id, row.page, row.start, row.end = passage.document, passage.page, passage.start, passage.end
        row.quote, row.before, row.after, row.place = passage.quote, passage.before, passage.after, passage.place
        row.runs_on, row.from_picture = passage.runs_on, passage.from_picture
    if other:
        row.source_kind, row.source_description, row.source_dated = other.kind, other.description, other.dated
    db.add(row)
    db.flush()
    add_event(db, audit)
    return evidence


def new_evidence_id() -> str:
    """An id for evidence that is about to be added."""
    return new_id()


def list_evidence(db: Session, appraisal: str, marker: str = "") -> tuple[Evidence, ...]:
    """The evidence of an appraisal, or of one of its markers, oldest first, each at the place where it is cited now."""
    rows = read_rows(db, OF_MARKER, appraisal=appraisal, marker=marker) if marker else read_rows(db, ALL, appraisal=appraisal)
    # Only what cites a version that was replaced can have moved.
    moves = counting_moves(db, appraisal) if any(row.replaced_by for row in rows) else {}
    return tuple(moved(_evidence(row, _title(row)), moves.get(row.id, ())) for row in rows)


def original_evidence(db: Session, appraisal: str) -> tuple[Evidence, ...]:
    """The evidence of an appraisal as it was added, at its place in the version from which it was taken."""
    return tuple(_evidence(row, _title(row)) for row in read_rows(db, ALL, appraisal=appraisal))


def evidence_as_of(db: Session, appraisal: str, moment: datetime) -> tuple[Evidence, ...]:
    """The evidence that stood at this moment, such as that of a submission, at its place in the version it was taken from."""
    return tuple(_evidence(row, _title(row)) for row in read_rows(db, AS_OF, appraisal=appraisal, moment=moment))


def moved(evidence: Evidence, moves: Sequence[Move]) -> Evidence:
    """The evidence at the place to which these moves, oldest first, have brought it."""
    if evidence.passage is None or not moves:
        return evidence
    return replace(evidence, passage=settle(evidence.passage, moves), move=moves[-1])


def _title(row: Plain) -> str:
    return versioned(row.title, row.version, row.replaced_by is not None) if row.title else ""


def get_evidence(db: Session, appraisal: str, evidence: str) -> Evidence:
    """One piece of evidence of this appraisal. Raises NotFoundError."""
    found = read_rows(db, ONE, appraisal=appraisal, evidence=evidence)
    if not found:
        raise NotFoundError(MISSING)
    moves = counting_moves(db, appraisal).get(evidence, ()) if found[0].replaced_by else ()
    return moved(_evidence(found[0], _title(found[0])), moves)


def evidence_passage(db: Session, board: str, evidence: str, document: str = "") -> tuple[str, Passage]:
    """The appraisal and passage of a piece of evidence on this board: where it is cited now or, where it has had a place in
    `document`, there. Raises NotFoundError, also once it was removed.

    It says nothing about who may see that appraisal: ask before showing the passage.
    """
    query = (
        select(EvidenceRow, DocumentRow.title)
        .join(DocumentRow, col(DocumentRow.id) == EvidenceRow.document_id)
        .join(AppraisalRow, col(AppraisalRow.id) == EvidenceRow.appraisal_id)
        .where(EvidenceRow.id == evidence, AppraisalRow.board_id == board, col(EvidenceRow.removed_at).is_(None))
    )
    found = db.exec(query).first()
    passage = _evidence(found[0], found[1]).passage if found else None
    if found is None or passage is None:
        raise NotFoundError(MISSING)
    appraisal = found[0].appraisal_id
    places = [passage, *(move.passage for move in moves_of(db, appraisal).get(evidence, ()) if move.passage)]
    now_cited = settle(passage, counting_moves(db, appraisal).get(evidence, ()))
    return appraisal, next((place for place in reversed(places) if place.document == document), now_cited)


def change_evidence(db: Session, appraisal: str, evidence: str, bearing: Bearing, note: str, audit: AuditEvent) -> None:
    """Change which way a piece of evidence points and its note; the passage itself never changes."""
    row = _row(db, appraisal, evidence)
    row.bearing, row.note = bearing, note
    db.add(row)
    db.flush()
    add_event(db, audit)


def remove_evidence(db: Session, appraisal: str, evidence: str, by: str, audit: AuditEvent) -> None:
    """Mark a piece of evidence as removed."""
    row = _row(db, appraisal, evidence)
    row.removed_at, row.removed_by = now(), by
    db.add(row)
    db.flush()
    add_event(db, audit)


def _row(db: Session, appraisal: str, evidence: str) -> EvidenceRow:
    row = db.get(EvidenceRow, evidence)
    if row is None or row.appraisal_id != appraisal or row.removed_at is not None:
        raise NotFoundError(MISSING)
    return row


def _evidence(row: EvidenceRow | Plain, title: str) -> Evidence:
    passage = other = None
    if row.document_id:
        passage = Passage(
            document=row.document_id,
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
    if row.source_kind:
        other = OtherSource(SourceKind(row.source_kind), row.source_description, row.source_dated)
    return Evidence(row.id, row.marker, Bearing(row.bearing), row.note, passage, other, row.added_at)
