"""What the pages about reviews show."""

from dataclasses import dataclass, field

from app.data.report import IssuedReport
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.document_version import Versions, group_versions
from app.domain.guidance import GuidanceCheck, Regime
from app.domain.review import Part, Review, ReviewOrder, ReviewStatus
from app.domain.review_words import Difference
from app.services.review import FoundReviews
from app.web.review_form import Typed, TypedDetails
from app.web.review_timeline import TimelineChart


@dataclass(frozen=True)
class ReviewsPage:
    """The list of the board's reviews, with what it is narrowed and ordered by."""

    found: FoundReviews
    search: str
    status: str
    sort: str

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was asked for."""
        return bool(self.search or self.status)

    @property
    def statuses(self) -> tuple[tuple[str, str], ...]:
        """The choices of the filter: value and words."""
        return (("", "Any"), *((status.value, status.label) for status in ReviewStatus))

    @property
    def orders(self) -> tuple[tuple[str, str], ...]:
        """The choices of the order: value and words."""
        return tuple((order.value, order.label) for order in ReviewOrder)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The pages to offer: the first, the last and those around this one; 0 stands for pages left out."""
        near = {1, self.found.pages, *range(self.found.number - 1, self.found.number + 2)}
        shown: list[int] = []
        for number in sorted(number for number in near if 1 <= number <= self.found.pages):
            if shown and number > shown[-1] + 1:
                shown.append(0)
            shown.append(number)
        return tuple(shown)


@dataclass(frozen=True)
class ReviewNewPage:
    """The short form with which a review is registered."""

    typed: TypedDetails = field(default_factory=TypedDetails)
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewEditPage:
    """One part of the facts in a form. `conflict`: somebody saved something newer, and this is how it differs from what was
    typed; the form holds what was typed, and saving it again with `version` puts it on top."""

    review: Review
    part: str
    typed: Typed
    version: int
    errors: dict[str, str] = field(default_factory=dict)
    conflict: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def agency_names(self) -> tuple[str, ...]:
        """The agencies to offer where a person's agency is typed."""
        return tuple(agency.name for agency in self.review.facts.agencies)

    @property
    def parts(self) -> tuple[tuple[str, str], ...]:
        """What a person can have done in the review: value and words."""
        return (("", "Choose a part"), *((part.value, part.label) for part in Part))


@dataclass(frozen=True)
class NextStep:
    """What to do next, with the button for it; no button where somebody else has to act. `also` is a second way, as words and
    address.
    """

    sentence: str
    words: str = ""
    href: str = ""
    also: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class CheckLine:
    """A guidance check with the link to the fact that it wants, and with a note on what it counts for, where there is one."""

    check: GuidanceCheck
    note: str = ""
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class AppraisalLine:
    """An appraisal as the review lists it; `href` is empty while the person may not see what is in it, and `why` says why."""

    appraisal: Appraisal
    href: str
    why: str = ""


@dataclass(frozen=True)
class ReviewPage:
    """A review: what to do next, papers, appraisals, reports, the guidance of the time and its facts."""

    review: Review
    next_step: NextStep
    papers: tuple[Document, ...]
    appraisals: tuple[AppraisalLine, ...]
    reports: tuple[IssuedReport, ...]
    regime: Regime | None
    checks: tuple[CheckLine, ...]
    chart: TimelineChart
    unknown_dates: tuple[str, ...]
    may_start: bool
    saved: str = ""
    agreement: str = ""
    moderation: str = ""
    team: str = ""
    held: str = ""
    declaration: str = ""
    reads_reports: bool = True

    @property
    def groups(self) -> tuple[Versions, ...]:
        """Each paper once, with its versions."""
        return group_versions(self.papers)
