"""What the pages about reviews show."""

from dataclasses import dataclass, field

from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.review import Review


@dataclass(frozen=True)
class TypedDetails:
    """The details of a review as typed: words and stored values, nothing checked."""

    reference: str = ""
    harm: str = ""
    age_band: str = ""
    method: str = ""
    fictional: bool = False


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
