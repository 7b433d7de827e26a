"""Issued reports in the database: frozen rows with every format byte for byte. Nothing here changes one."""

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, func, select

from app.data.audit import add_event
from app.data.tables import AccountRow, ReportFileRow, ReportRow
from app.domain.audit import AuditEvent
from app.domain.errors import ConflictError, NotFoundError
from app.domain.identifier import IdentifierKind
from app.domain.instrument import Grade
from app.domain.report_public import LeftOut

MISSING = "We could not find that report."
NEWER = "Somebody issued this report in the meantime. Look at that version before you issue another."


@dataclass(frozen=True)
class IssuedReport:
    """One issued version as it is listed. `left_out`: the words that its public version leaves out."""

    id: str
    review: str
    appraisal: str
    version: int
    overall: Grade | None
    signatory: str
    post: str
    reason: str
    sha256: str
    issued_at: datetime
    issued_by: str
    left_out: tuple[LeftOut, ...] = ()


def add_report(db: Session, board: str, report: IssuedReport, files: dict[str, tuple[str, bytes]], audit: AuditEvent) -> None:
    """Store an issued version with its files: format to SHA-256 and bytes. Raises ConflictError where it exists already."""
    row = ReportRow(
        id=report.id,
        board_id=board,
        review_id=report.review,
        appraisal_id=report.appraisal,
        version=report.version,
        overall=report.overall,
        signatory=report.signatory,
        post=report.post,
        reason=report.reason,
        sha256=report.sha256,
        issued_at=report.issued_at,
        issued_by=report.issued_by,
        left_out=json.dumps([[gone.kind, gone.words, gone.reason] for gone in report.left_out], ensure_ascii=False),
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError:
        raise ConflictError(NEWER, "", "", report.version) from None
    for name, (sha256, content) in files.items():
        db.add(ReportFileRow(report_id=report.id, format=name, sha256=sha256, content=content))
    add_event(db, audit)


def newest_version(db: Session, appraisal: str) -> int:
    """The number of the newest issued version, 0 when there is none."""
    return db.exec(select(func.max(ReportRow.version)).where(ReportRow.appraisal_id == appraisal)).one() or 0


def list_reports(db: Session, board: str, *, review: str = "", appraisal: str = "") -> tuple[IssuedReport, ...]:
    """The issued reports of a review or of an appraisal, newest first."""
    query = (
        select(ReportRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == ReportRow.issued_by)
        .where(ReportRow.board_id == board)
        .order_by(col(ReportRow.issued_at).desc(), col(ReportRow.version).desc())
    )
    if review:
        query = query.where(ReportRow.review_id == review)
    if appraisal:
        query = query.where(ReportRow.appraisal_id == appraisal)
    return tuple(_report(row, name) for row, name in db.exec(query).all())


def get_report(db: Session, board: str, report: str) -> IssuedReport:
    """One issued report of this board. Raises NotFoundError."""
    query = (
        select(ReportRow, AccountRow.name)
        .join(AccountRow, col(AccountRow.id) == ReportRow.issued_by)
        .where(ReportRow.id == report, ReportRow.board_id == board)
    )
    found = db.exec(query).first() if report.isalnum() else None
    if found is None:
        raise NotFoundError(MISSING)
    return _report(*found)


def get_file(db: Session, report: str, file_format: str) -> tuple[str, bytes]:
    """SHA-256 and bytes of one format. Raises NotFoundError."""
    row = db.get(ReportFileRow, (report, file_format))
    if row is None:
        raise NotFoundError(MISSING)
    return row.sha256, row.content


def has_file(db: Session, report: str, file_format: str) -> bool:
    """Whether this format was issued."""
    found = select(ReportFileRow.format).where(ReportFileRow.report_id == report, ReportFileRow.format == file_format)
    return db.exec(found).first() is not None


def _report(row: ReportRow, issued_by: str) -> IssuedReport:
    return IssuedReport(
        row.id,
        row.review_id,
        row.appraisal_id,
        row.version,
        Grade(row.overall) if row.overall else None,
        row.signatory,
        row.post,
        row.reason,
        row.sha256,
        row.issued_at,
        issued_by,
        tuple(LeftOut(IdentifierKind(kind), words, reason) for kind, words, reason in json.loads(row.left_out)),
    )
