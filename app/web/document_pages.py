"""What the pages about papers show."""

from dataclasses import dataclass, field

from app.domain.document import Document
from app.domain.review import Review
from app.services.document import Refused
from app.web.document_text import PageText


@dataclass(frozen=True)
class PapersPage:
    """All papers of a review with how far reading them has come."""

    review: Review
    papers: tuple[Document, ...]


@dataclass(frozen=True)
class PapersAddPage:
    """Choosing files to upload. `megabytes` is the largest size of one file."""

    review: Review
    megabytes: int
    refused: tuple[Refused, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PaperPagePage:
    """One page of a paper: its text beside the page as printed."""

    review: Review
    paper: Document
    text: PageText
