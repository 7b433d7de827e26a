"""Evidence in the database: passages and other sources tied to markers. What is said about them is added, never overwritten, so
that an earlier moment can be shown as it was. Removing keeps the row.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Select, bindparam, func
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.evidence_move import counting_moves, moves_of, moves_until, passage_of
from app.data.ids import new_id
from app.data.rows import Plain, read_rows, table
from app.data.tables import AppraisalRow, DocumentRow, EvidenceRow, EvidenceVersionRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.document import versioned
from app.domain.errors import ConflictError, NotFoundError
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Passage
from app.domain.relocation import Move, settle

MISSING = "We could not find that piece of evidence. It may have been removed."

CHANGED = "This evidence was changed in the meantime. Nothing is lost: compare the two, then save the one you want."

_own, _paper, _said, _any = (table(EvidenceRow), table(DocumentRow), table(EvidenceVersionRow), table(EvidenceVersionRow).alias())


def _with_newest(*conditions: ColumnElement[bool], until: tuple[ColumnElement[bool], ...] = ()) -> Select[*tuple[Any, ...]]:
    """Evidence of one appraisal with its newest version, of those for which `until` holds, and its paper; oldest first."""
    newest = sqlalchemy.select(func.max(_any.c.version)).where(_any.c.evidence_id == _own.c.id, *until)
    is_newest = _said.c.version == newest.correlate(_own).scalar_subquery()
    return (
        sqlalchemy.select(
            *(column for column in _own.c if column.name not in ("bearing", "note")),
            func.coalesce(_said.c.bearing, _own.c.bearing).label("bearing"),
            func.coalesce(_said.c.note, _own.c.note).label("note"),
            *(_paper.c.title, _paper.c.version, _paper.c.replaced_by),
        )
        .select_from(_own)
        .outerjoin(_said, sqlalchemy.and_(_said.c.evidence_id == _own.c.id, is_newest))
        .outerjoin(_paper, _paper.c.id == _own.c.document_id)
        .where(_own.c.appraisal_id == bindparam("appraisal"), *conditions)
        .order_by(_own.c.added_at, _own.c.id)
    )


ALL = _with_newest(_own.c.removed_at.is_(None))
AS_OF = _with_newest(
    _own.c.added_at <= bindparam("moment"),
    sqlalchemy.or_(_own.c.removed_at.is_(None), _own.c.removed_at > bindparam("moment")),
    until=(_any.c.at <= bindparam("moment"),),
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
    """The evidence of an appraisal at its place in the version from which it was taken."""
    return tuple(_evidence(row, _title(row)) for row in read_rows(db, ALL, appraisal=appraisal))


def evidence_as_of(db: Session, appraisal: str, moment: datetime) -> tuple[Evidence, ...]:
    """The evidence as it stood at this moment, such as that of a submission: what was said about it then, where it was cited."""
    rows = read_rows(db, AS_OF, appraisal=appraisal, moment=moment)
    moves = moves_until(db, appraisal, moment) if any(row.replaced_by for row in rows) else {}
    return tuple(moved(_evidence(row, _title(row)), moves.get(row.id, ())) for row in rows)


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
    if found is None:
        raise NotFoundError(MISSING)
    passage, appraisal = passage_of(found[0], found[1]), found[0].appraisal_id
    places = [passage, *(move.passage for move in moves_of(db, appraisal).get(evidence, ()) if move.passage)]
    now_cited = settle(passage, counting_moves(db, appraisal).get(evidence, ()))
    return appraisal, next((place for place in reversed(places) if place.document == document), now_cited)


def change_evidence(db: Session, appraisal: str, changed: Evidence, by: str, audit: AuditEvent) -> None:
    """Add what is said about this piece of evidence from now on: its bearing and its note. The passage itself never changes.

    Raises NotFoundError, and ConflictError where somebody else did so at the same moment.
    """
    _row(db, appraisal, changed.id)
    said = db.exec(select(func.max(EvidenceVersionRow.version)).where(EvidenceVersionRow.evidence_id == changed.id)).one()
    row = EvidenceVersionRow(
        evidence_id=changed.id, version=(said or 0) + 1, bearing=changed.bearing, note=changed.note, at=now(), by=by
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        newest = get_evidence(db, appraisal, changed.id)
        raise ConflictError(CHANGED, newest.in_words, changed.in_words, 0) from None
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


def _evidence(row: Plain, title: str) -> Evidence:
    passage = passage_of(row, title) if row.document_id else None
    other = None
    if row.source_kind:
        other = OtherSource(SourceKind(row.source_kind), row.source_description, row.source_dated)
    return Evidence(row.id, row.marker, Bearing(row.bearing), row.note, passage, other, row.added_at)
