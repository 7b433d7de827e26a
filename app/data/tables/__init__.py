"""The tables, one module per noun. Importing this package makes `SQLModel.metadata` complete."""

from app.data.tables.account import (
    AccountRow,
    BoardRow,
    MembershipRow,
    PendingSignInRow,
    ProviderIdentityRow,
    ProviderStartRow,
    RecoveryCodeRow,
    SecondFactorRow,
    SignInAttemptRow,
    SignInLinkRow,
    SignInRow,
)
from app.data.tables.appraisal import (
    AppraisalRow,
    AppraisalStateRow,
    DecisionRow,
    EntryRow,
    EvidenceMoveRow,
    EvidenceRow,
    EvidenceVersionRow,
)
from app.data.tables.audit import AuditRow
from app.data.tables.base import metadata
from app.data.tables.document import DocumentOutlineRow, DocumentPageRow, DocumentPictureRow, DocumentRow
from app.data.tables.identifier import IdentifierAnswerRow
from app.data.tables.invitation import InvitationRow, LetterRow
from app.data.tables.moderation import DiscussionRow, SignOffRow
from app.data.tables.outcome import OutcomeOpeningRow, OutcomePagesRow
from app.data.tables.report import ReportFileRow, ReportRow
from app.data.tables.review import ReviewAgencyRow, ReviewPersonRow, ReviewRow
from app.data.tables.round import DeclarationRow, RoundSettingsRow, RoundStepRow, TeamMemberRow
from app.data.tables.study import (
    CueChoiceRow,
    CueMarkRow,
    DocumentCueCountRow,
    DocumentCueRow,
    DocumentParagraphRow,
    DocumentProfileRow,
    DocumentStudyRow,
)

__all__ = [
    "AccountRow",
    "AppraisalRow",
    "AppraisalStateRow",
    "AuditRow",
    "BoardRow",
    "CueChoiceRow",
    "CueMarkRow",
    "DecisionRow",
    "DeclarationRow",
    "DiscussionRow",
    "DocumentCueCountRow",
    "DocumentCueRow",
    "DocumentOutlineRow",
    "DocumentPageRow",
    "DocumentParagraphRow",
    "DocumentPictureRow",
    "DocumentProfileRow",
    "DocumentRow",
    "DocumentStudyRow",
    "EntryRow",
    "EvidenceMoveRow",
    "EvidenceRow",
    "EvidenceVersionRow",
    "IdentifierAnswerRow",
    "InvitationRow",
    "LetterRow",
    "MembershipRow",
    "OutcomeOpeningRow",
    "OutcomePagesRow",
    "PendingSignInRow",
    "ProviderIdentityRow",
    "ProviderStartRow",
    "RecoveryCodeRow",
    "ReportFileRow",
    "ReportRow",
    "ReviewAgencyRow",
    "ReviewPersonRow",
    "ReviewRow",
    "RoundSettingsRow",
    "RoundStepRow",
    "SecondFactorRow",
    "SignInAttemptRow",
    "SignInLinkRow",
    "SignInRow",
    "SignOffRow",
    "TeamMemberRow",
    "metadata",
]
