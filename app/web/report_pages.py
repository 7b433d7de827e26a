"""What the pages about the report show."""

from dataclasses import dataclass, field

from app.data.report import IssuedReport
from app.domain.appraisal import Appraisal
from app.domain.report import ReportData
from app.domain.review import Review
from app.web import urls
from app.web.identifier_pages import ANSWERS, AskedKind


@dataclass(frozen=True)
class QuotedPlace:
    """Where a quote of the report stands: its number there, the place in words, and the page with the words marked."""

    number: int
    place: str
    href: str


def places_of(report: ReportData, review_id: str) -> tuple[QuotedPlace, ...]:
    """The places of all quotes, each in the very version of its paper that the report cites."""
    return tuple(
        QuotedPlace(
            quote.number,
            f"{quote.document_title}, {quote.place.removeprefix(f'{quote.document_title}, ')}",
            f"{urls.paper_page(review_id, quote.document, quote.page, start=quote.start, end=quote.end)}#mark",
        )
        for quote in report.quotes
    )


@dataclass(frozen=True)
class PreviewPage:
    """The report as it would be issued now."""

    review: Review
    appraisal: Appraisal
    report: ReportData
    obstacles: tuple[str, ...]
    versions: tuple[IssuedReport, ...]
    unanswered: int

    @property
    def places(self) -> tuple[QuotedPlace, ...]:
        """Where its quotes stand."""
        return places_of(self.report, self.review.id)


@dataclass(frozen=True)
class PublicPreviewPage:
    """The public version as it would be issued now; `unanswered` counts what nobody has answered about yet."""

    review: Review
    appraisal: Appraisal
    report: ReportData
    unanswered: int


@dataclass(frozen=True)
class Signing:
    """Who signs, and why it is issued again: as typed."""

    signatory: str
    post: str
    reason: str = ""


@dataclass(frozen=True)
class IssuePage:
    """Signing and issuing. `version` is the number that the report will get; `kinds` asks what nobody has answered yet."""

    review: Review
    appraisal: Appraisal
    version: int
    obstacles: tuple[str, ...]
    kinds: tuple[AskedKind, ...]
    unanswered: int
    answered: int
    signing: Signing
    errors: dict[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str], ...] = ANSWERS


@dataclass(frozen=True)
class ReportPage:
    """An issued report. `body` is the HTML that was frozen when it was issued; `places` lead from it into the papers."""

    issued: IssuedReport
    newest: IssuedReport
    versions: tuple[IssuedReport, ...]
    body: str
    sizes: tuple[tuple[str, str], ...]
    has_public: bool
    places: tuple[QuotedPlace, ...]


@dataclass(frozen=True)
class PublicPage:
    """The public version of an issued report. `body` is the HTML that was frozen when it was issued."""

    issued: IssuedReport
    body: str
    sizes: tuple[tuple[str, str], ...]
