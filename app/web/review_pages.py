"""What the pages about reviews show."""

from dataclasses import dataclass, field

from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.review import Review, ReviewOrder, ReviewStatus
from app.services.review import FoundReviews


@dataclass(frozen=True)
class TypedDetails:
    """The details of a review as typed: words and stored values, nothing checked."""

    reference: str = ""
    harm: str = ""
    age_band: str = ""
    method: str = ""
    fictional: bool = False


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

    typed: TypedDetails = TypedDetails()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ReviewPage:
    """A review: its facts, papers, appraisals and what to do next."""

    review: Review
    papers: tuple[Document, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()
