"""The tables, one module per noun. Importing this package makes `SQLModel.metadata` complete."""

from app.data.tables.account import (
    AccountRow,
    BoardRow,
    MembershipRow,
    SignInAttemptRow,
    SignInLinkRow,
    SignInRow,
)
from app.data.tables.appraisal import AppraisalRow, AppraisalStateRow, DecisionRow, EntryRow, EvidenceRow
from app.data.tables.audit import AuditRow
from app.data.tables.base import metadata
from app.data.tables.document import DocumentOutlineRow, DocumentPageRow, DocumentRow
from app.data.tables.report import ReportFileRow, ReportRow
from app.data.tables.review import ReviewAgencyRow, ReviewPersonRow, ReviewRow

__all__ = [
    "AccountRow",
    "AppraisalRow",
    "AppraisalStateRow",
    "AuditRow",
    "BoardRow",
    "DecisionRow",
    "DocumentOutlineRow",
    "DocumentPageRow",
    "DocumentRow",
    "EntryRow",
    "EvidenceRow",
    "MembershipRow",
    "ReportFileRow",
    "ReportRow",
    "ReviewAgencyRow",
    "ReviewPersonRow",
    "ReviewRow",
    "SignInAttemptRow",
    "SignInLinkRow",
    "SignInRow",
    "metadata",
]
