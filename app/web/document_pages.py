"""What the pages about papers show."""

from dataclasses import dataclass, field

from app.domain.document import KIND_LABELS, Document, DocumentKind, OutlineItem, ReadingStatus
from app.domain.document_version import Versions, group_versions
from app.domain.review import Review
from app.services.document import Description, Refused
from app.services.document_search import Search
from app.web.cue_pages import CuePanel
from app.web.document_text import PageText


@dataclass(frozen=True)
class PapersPage:
    """All papers of a review with how far reading them has come."""

    review: Review
    papers: tuple[Document, ...]

    @property
    def groups(self) -> tuple[Versions, ...]:
        """Each paper once, with its versions."""
        return group_versions(self.papers)


@dataclass(frozen=True)
class PapersAddPage:
    """Choosing files to upload. `megabytes` and `pages` are the most that one file may have."""

    review: Review
    megabytes: int
    pages: int
    refused: tuple[Refused, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class DescribedPaper:
    """A paper and what is typed about it. `other` is the agency where it is not one of the review's."""

    paper: Document
    kind: str
    agency: str
    other: str
    title: str


@dataclass(frozen=True)
class PapersDescribePage:
    """Saying what papers are: those just added, or one. `refused` are files that were sent along and not added."""

    review: Review
    papers: tuple[DescribedPaper, ...]
    just_added: bool
    refused: tuple[Refused, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The choices: value and words."""
        return tuple((kind.value, label) for kind, label in KIND_LABELS.items())

    @property
    def agencies(self) -> tuple[tuple[str, str], ...]:
        """The choices: the review's agencies, and none."""
        return (("", "None, or not in this list"), *((agency.name, agency.name) for agency in self.review.facts.agencies))


@dataclass(frozen=True)
class PaperPage:
    """One paper: what it is, how its reading went, its contents, and its other versions."""

    review: Review
    paper: Document
    contents: tuple[OutlineItem, ...]
    added_by: str
    versions: Versions
    q: str = ""
    unread_pictures: int = 0
    can_read_pictures: bool = False

    @property
    def can_be_read(self) -> bool:
        """Whether there are pages to look at."""
        return self.paper.status in (ReadingStatus.READY, ReadingStatus.NO_TEXT)

    @property
    def can_be_read_again(self) -> bool:
        """Whether reading ended without success."""
        return self.paper.status.is_final and self.paper.status is not ReadingStatus.READY


# Opening a page must not cost more the more headings its paper has.
MOST_CONTENTS = 60


@dataclass(frozen=True)
class PaperPagePage:
    """One page of a paper: its text beside the page as printed. `q` are words that are marked; `note` says why a passage is not.

    `running` holds the running heads of the page, which are not part of its text. `cues` is None where there is no text.
    `cite` leads to citing a page that is a picture, for whoever appraises the review.
    """

    review: Review
    paper: Document
    text: PageText
    contents: tuple[OutlineItem, ...]
    has_picture: bool
    running: tuple[str, ...] = ()
    q: str = ""
    note: str = ""
    cues: CuePanel | None = None
    cite: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def look(self) -> str | None:
        """The kinds of cues that the address names, to be carried from page to page."""
        return self.cues.look if self.cues else None

    @property
    def has_long_contents(self) -> bool:
        """Whether the contents are better read on the page of the paper."""
        return len(self.contents) > MOST_CONTENTS

    @property
    def word(self) -> str:
        """What a page is called: files that flow have no fixed pages."""
        return "Page" if self.paper.format is None or self.paper.format.has_fixed_pages else "Part"

    @property
    def how_to_cite(self) -> str:
        """What the reader says about citing a file without fixed pages."""
        return self.paper.sentence.removeprefix("Ready. ")

    @property
    def name(self) -> str:
        """How to speak of this page, by its printed number where it has one."""
        if self.word == "Part" and self.paper.page_count == 1:
            return "Text"
        return f"{self.word} {self.text.label or self.text.number}"


@dataclass(frozen=True)
class PapersSearchPage:
    """Searching the papers of a review, or one of them (`paper`). `found` is None before anything was looked for."""

    review: Review
    papers: tuple[Document, ...]
    q: str
    paper: Document | None
    found: Search | None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """Where to look: value and words. All papers are those in force; older versions are searched one by one."""
        replaced = sorted(self.papers, key=lambda paper: bool(paper.replaced_by))
        return (("", "All papers"), *((paper.id, paper.name) for paper in replaced))

    @property
    def unread(self) -> int:
        """How many papers were not searched because they have no text, or none yet."""
        searched = (self.paper,) if self.paper else tuple(group.current for group in group_versions(self.papers))
        return sum(paper.status is not ReadingStatus.READY for paper in searched)


def typed(paper: Document, review: Review) -> DescribedPaper:
    """The form for a paper as it is described now."""
    listed = paper.agency in {agency.name for agency in review.facts.agencies}
    return DescribedPaper(paper, paper.kind.value, paper.agency if listed else "", "" if listed else paper.agency, paper.title)


def description(entry: DescribedPaper) -> Description:
    """What was typed, as the service takes it. What was written beats what was chosen."""
    agency = entry.other or entry.agency if entry.kind == DocumentKind.AGENCY else ""
    return Description(entry.kind, agency, entry.title)
