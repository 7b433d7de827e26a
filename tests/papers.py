"""Reviews with papers to test with. Papers are put in ready read, unless a test is about reading itself."""

import hashlib
from collections.abc import Sequence

from app.data import document_read as readings
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import system_event
from app.domain.document import Document, FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.review import Review
from app.outside.files import Arrived, Incoming
from app.services import document as documents
from app.services.document import Sent
from app.settings import Settings

AUDIT = system_event("paper read", "document", "x")


def arrive(settings: Settings, content: bytes) -> Arrived:
    """A file as an upload leaves it."""
    with Incoming(settings.files_dir) as file:
        file.write(content)
        return file.finish()


def send(settings: Settings, *files: tuple[str, bytes]) -> list[Sent]:
    """Files as they were sent: names and contents."""
    return [Sent(name, arrive(settings, content)) for name, content in files]


def add_file(
    db: Session, settings: Settings, person: Person, review: Review, name: str = "overview report.pdf", content: bytes = b""
) -> Document:
    """A paper that waits to be read. Without content it gets bytes of its own."""
    content = content or hashlib.sha256(name.encode()).digest()
    added = documents.add_papers(person, db, review.id, send(settings, (name, content)), settings.files_dir, lambda _: None)
    return added.documents[0]


def reading_of(
    pages: Sequence[str | Page], *, outline: tuple[OutlineItem, ...] = (), file_format: FileFormat = FileFormat.PDF
) -> Reading:
    """A reading that went well, with these pages."""
    made = tuple(Page(number, page) if isinstance(page, str) else page for number, page in enumerate(pages, start=1))
    return Reading(ReadingStatus.READY, f"Ready: {len(made)} pages.", file_format, made, outline, len(made))


def keep(db: Session, document: Document, reading: Reading) -> None:
    """Let this be what came out of reading the paper."""
    claim = readings.claim_reading(db, document.id)
    assert claim
    assert readings.save_reading(db, claim, reading, AUDIT)


def add_read(
    db: Session, settings: Settings, person: Person, review: Review, pages: Sequence[str | Page],
    name: str = "overview report.pdf", **more: object,
) -> Document:  # fmt: skip
    """A paper with these pages, read."""
    document = add_file(db, settings, person, review, name)
    keep(db, document, reading_of(pages, **more))  # type: ignore[arg-type]
    return document
