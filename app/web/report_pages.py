"""What the pages about the report show."""

from dataclasses import dataclass, field

from app.data.report import IssuedReport
from app.domain.appraisal import Appraisal
from app.domain.report import ReportData
from app.domain.review import Review


@dataclass(frozen=True)
class PreviewPage:
    """The report as it would be issued now."""

    review: Review
    appraisal: Appraisal
    report: ReportData
    obstacles: tuple[str, ...]
    versions: tuple[IssuedReport, ...]


@dataclass(frozen=True)
class IssuePage:
    """Signing and issuing. `version` is the number that the report will get."""

    review: Review
    appraisal: Appraisal
    version: int
    obstacles: tuple[str, ...]
    signatory: str = ""
    post: str = ""
    reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReportPage:
    """An issued report. `body` is the HTML that was frozen when it was issued."""

    issued: IssuedReport
    newest: IssuedReport
    versions: tuple[IssuedReport, ...]
    body: str
    sizes: tuple[tuple[str, str], ...]
