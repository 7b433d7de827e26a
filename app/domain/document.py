"""A paper of a review: its kind, its state of reading, its pages. Not how files are read (`app/outside`)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a paper is within a review. Stored values."""

    OVERVIEW = "overview"
    SUMMARY = "summary"
    TERMS = "terms"
    CHRONOLOGY = "chronology"
    AGENCY = "agency"
    HEALTH = "health"
    ACTION_PLAN = "action-plan"
    RESPONSE = "response"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The words for a page."""
        return KIND_LABELS[self]


KIND_LABELS: dict[DocumentKind, str] = {
    DocumentKind.OVERVIEW: "Overview report",
    DocumentKind.SUMMARY: "Executive summary",
    DocumentKind.TERMS: "Terms of reference",
    DocumentKind.CHRONOLOGY: "Chronology",
    DocumentKind.AGENCY: "Agency report",
    DocumentKind.HEALTH: "Health overview",
    DocumentKind.ACTION_PLAN: "Action plan",
    DocumentKind.RESPONSE: "Board response",
    DocumentKind.OTHER: "Other paper",
}


class ReadingStatus(StrEnum):
    """How far reading has come. `READY` alone can be quoted from. Stored values."""

    QUEUED = "queued"
    READING = "reading"
    READY = "ready"
    NO_TEXT = "no-text"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    WRONG_TYPE = "wrong-type"
    TOO_LARGE = "too-large"
    CRASHED = "crashed"
    TIMED_OUT = "timed-out"

    @property
    def is_final(self) -> bool:
        """Whether reading has ended, well or badly."""
        return self not in (ReadingStatus.QUEUED, ReadingStatus.READING)

    @property
    def label(self) -> str:
        """The words for a page."""
        return STATUS_LABELS[self]


STATUS_LABELS: dict[ReadingStatus, str] = {
    ReadingStatus.QUEUED: "Waiting to be read",
    ReadingStatus.READING: "Being read",
    ReadingStatus.READY: "Ready",
    ReadingStatus.NO_TEXT: "Pictures only",
    ReadingStatus.ENCRYPTED: "Locked",
    ReadingStatus.DAMAGED: "Damaged",
    ReadingStatus.EMPTY: "Empty",
    ReadingStatus.WRONG_TYPE: "Wrong type of file",
    ReadingStatus.TOO_LARGE: "Too large",
    ReadingStatus.CRASHED: "Could not be read",
    ReadingStatus.TIMED_OUT: "Took too long to read",
}


class PictureStatus(StrEnum):
    """How reading text off the pictures of pages stands. Stored values."""

    NONE = ""
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"

    @property
    def is_under_way(self) -> bool:
        """Whether text may still come."""
        return self in (PictureStatus.WAITING, PictureStatus.READING)


class FileFormat(StrEnum):
    """Told apart by content, never by name. Stored values."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    TXT = "txt"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {"pdf": "PDF", "docx": "Word", "odt": "OpenDocument", "txt": "Plain text"}[self.value]

    @property
    def media_type(self) -> str:
        """The type to send it as."""
        return MEDIA_TYPES[self]

    @property
    def has_fixed_pages(self) -> bool:
        """Whether "page 12" means the same to everybody. Word and OpenDocument files flow; text files have none."""
        return self is FileFormat.PDF


MEDIA_TYPES: dict[FileFormat, str] = {
    FileFormat.PDF: "application/pdf",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.ODT: "application/vnd.oasis.opendocument.text",
    FileFormat.TXT: "text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Page:
    """One page of text as it is shown, searched and quoted. `places` maps offsets to a citable place in flowing files.

    `running` holds the running heads and page numbers that were taken out of `text`, top to bottom. `from_picture`: the text
    was read off a picture by machine, so that words may be wrong. `is_picture`: a picture without text.
    """

    number: int
    text: str
    label: str = ""
    places: tuple[tuple[int, str], ...] = ()
    running: tuple[str, ...] = ()
    from_picture: bool = False
    is_picture: bool = False

    def place_at(self, offset: int) -> str:
        """How to cite what stands at this offset: "page 12", or the heading and paragraph before it."""
        place = ""
        for start, name in self.places:
            if start > offset:
                break
            place = name
        return place or f"page {self.label or self.number}"


@dataclass(frozen=True)
class OutlineItem:
    """An entry of the contents that the file itself carries. `level` starts at 1; `label` is the page's printed number."""

    title: str
    page: int
    level: int
    label: str = ""


@dataclass(frozen=True)
class Reading:
    """What a reader made of one file. `sentence` tells a person how it went; `pages` is empty unless ready, or pictures
    without text.
    """

    status: ReadingStatus
    sentence: str
    format: FileFormat | None = None
    pages: tuple[Page, ...] = ()
    outline: tuple[OutlineItem, ...] = ()
    page_count: int = 0


@dataclass(frozen=True)
class Document:
    """A paper as it is listed. The text of its pages is fetched page by page.

    `replaces` is the paper of which this is a newer version; `replaced_by` the newer version of this one, once that was read.
    `picture_pages` had no text when the paper was read; off the pictures of `pictures_read` of them text has been read since.
    `closed` says to whoever looks what of it is closed to them for now; `is_closed`: all of it, its title too.
    """

    id: str
    review: str
    kind: DocumentKind
    agency: str
    title: str
    filename: str
    size: int
    sha256: str
    status: ReadingStatus
    sentence: str
    added_at: datetime
    added_by: str
    format: FileFormat | None = None
    page_count: int = 0
    pages_read: int = 0
    version: int = 1
    replaces: str = ""
    replaced_by: str = ""
    replaced_at: datetime | None = None
    pictures: PictureStatus = PictureStatus.NONE
    picture_pages: int = 0
    pictures_read: int = 0
    closed: str = ""
    is_closed: bool = False

    @property
    def name(self) -> str:
        """The title, with the version where there is more than one: "Overview report (version 2)"."""
        return versioned(self.title, self.version, bool(self.replaced_by))


def versioned(title: str, version: int, is_replaced: bool) -> str:
    """A title of a paper, with its version where that is not the only one."""
    return f"{title} (version {version})" if version > 1 or is_replaced else title
