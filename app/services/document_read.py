"""Reading papers in the background, and looking at their pages. Run by `app/jobs.py`; nobody acts but Plumbline itself."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from app.data import document_read as readings
from app.data.document_read import Claim
from app.data.session import Session, after_commit, work
from app.domain.account import Person
from app.domain.audit import AuditEvent, event, system_event
from app.domain.clock import now
from app.domain.document import Document, Reading, ReadingStatus
from app.domain.errors import NotAllowedError
from app.domain.permission import check_register
from app.outside import files, pictures
from app.outside.reader import ReadingLimits, read_file
from app.outside.tesseract import find_tesseract
from app.services.document import get_paper
from app.services.document_version import check_read_again, put_in_force
from app.settings import Settings

MOST_ATTEMPTS = 3
TELL_EVERY = 0.4  # seconds between two notes on how far reading has come
GRACE = timedelta(seconds=60)

GAVE_UP = Reading(
    ReadingStatus.CRASHED,
    f"Reading this file was broken off {MOST_ATTEMPTS} times, so it is not tried again by itself. The file as you uploaded it is "
    "kept. Open it on your computer, save it again (a PDF: print it to a new PDF), and upload that.",
)


def read_paper(settings: Settings, document_id: str) -> ReadingStatus | None:
    """Read one waiting paper and keep what came out; None when it does not wait, or another reader took it over."""
    with work(settings.database) as db:
        claim = readings.claim_reading(db, document_id)
    if claim is None:
        return None
    reading = read_file(settings.files_dir / claim.stored_as, limits=limits_of(settings), progress=_teller(settings, claim))
    wanted = find_tesseract(settings.tesseract) is not None
    with work(settings.database) as db:
        kept = readings.save_reading(db, claim, reading, _audit(claim, reading), read_pictures=wanted)
        if kept:
            put_in_force(db, claim.document, claim.board, claim.review)
    return reading.status if kept else None


def limits_of(settings: Settings) -> ReadingLimits:
    """What reading one paper may cost, by the settings."""
    return ReadingLimits(
        seconds=settings.reading_seconds,
        cpu_seconds=settings.reading_seconds,
        memory_bytes=settings.reading_megabytes * 1_000_000,
        max_bytes=settings.upload_megabytes * 1_000_000,
        max_pages=settings.upload_pages,
    )


def _teller(settings: Settings, claim: Claim) -> Callable[[int, int], None]:
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told < TELL_EVERY:
            return
        with work(settings.database) as db:
            readings.save_progress(db, claim, done, total)
        told = time.monotonic()

    return tell


def take_up(settings: Settings, *, alone: bool) -> tuple[str, ...]:
    """The ids of all papers that wait, after those whose reader is gone were put back. Those that broke it three times end.

    `alone`: no reader is at work, so that every claim is that of one that is gone. Otherwise time tells.
    """
    since = None if alone else now() - timedelta(seconds=settings.reading_seconds) - GRACE
    with work(settings.database) as db:
        for claim in readings.abandoned(db, since):
            if claim.attempt >= MOST_ATTEMPTS:
                readings.save_reading(db, claim, GAVE_UP, _audit(claim, GAVE_UP))
            else:
                readings.release(db, claim, count=True)
        return readings.waiting(db)


def put_down(settings: Settings) -> None:
    """Give back what is being read, because the worker was asked to stop. That counts as no attempt."""
    with work(settings.database) as db:
        for claim in readings.abandoned(db):
            readings.release(db, claim, count=False)


def tidy_files(settings: Settings) -> None:
    """Remove what broken-off uploads left, and the oldest pictures of pages where they take too much room."""
    files.sweep(settings.files_dir)
    pictures.trim(settings.pictures_dir)


def read_again(person: Person, db: Session, review_id: str, document_id: str, queue: Callable[[str], None]) -> Document:
    """Have a paper that could not be read wait once more. Raises NotAllowedError when it was read, still waits or was overtaken
    by another version.
    """
    check_register(person)
    document = get_paper(person, db, review_id, document_id)
    check_read_again(person, db, document.id)
    audit = event(person, "paper to be read again", "document", document.id, review=review_id)
    if not readings.queue_again(db, person.board.id, document.id, audit):
        raise NotAllowedError("This paper has been read, or is waiting to be read. There is nothing to do again.")
    after_commit(db, partial(queue, document.id))
    return document


def _audit(claim: Claim, reading: Reading) -> AuditEvent:
    said = system_event("paper read", "document", claim.document, board=claim.board, detail=reading.status.value)
    return replace(said, review=claim.review)
