"""Reading text off the pictures of papers in the background, page by page, and asking for it. Run by `app/jobs`.

A paper can be looked at, and its other pages quoted, all the while. A page that cannot be read stays a picture.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial

from app.data import document_picture as data
from app.data.document_picture import PictureClaim
from app.data.session import Session, after_commit, work
from app.domain.account import Person
from app.domain.audit import AuditEvent, event, system_event
from app.domain.clock import now
from app.domain.document import Document, Reading, ReadingStatus
from app.domain.errors import NotAllowedError
from app.domain.permission import check_register
from app.outside.reader import CRASHED, read_file
from app.outside.reading.report import FAILED
from app.outside.tesseract import DEFAULT, PACKAGES, PictureLimits, find_tesseract, read_picture
from app.services.document import get_paper
from app.services.document_read import limits_of, read_again
from app.services.document_version import put_in_force
from app.settings import Settings

MOST_ATTEMPTS = 3
GRACE = timedelta(seconds=60)
NOT_INSTALLED = (
    "Text cannot be read off pictures here, because the program for it, Tesseract, is not installed. Whoever looks after this "
    f"service can add it; on Debian: apt-get install {PACKAGES}"
)

log = logging.getLogger("plumbline")


def can_read_pictures(settings: Settings) -> bool:
    """Whether Tesseract is there."""
    return find_tesseract(settings.tesseract) is not None


def waiting_papers(settings: Settings) -> tuple[str, ...]:
    """The ids of all papers whose pictures wait to be read, those with the fewest left first."""
    with work(settings.database, writes=False) as db:
        return data.waiting_pictures(db)


def read_next(settings: Settings, document_id: str, *, limits: PictureLimits = DEFAULT) -> bool:
    """Read the next picture of this paper or, after the last, put the text of all together. True when that has been done."""
    tesseract = find_tesseract(settings.tesseract)
    with work(settings.database) as db:
        if tesseract is None:
            data.stop_pictures(db, document_id)
            return False
        claim = data.claim_picture(db, document_id)
    if claim is None:
        return False
    if not claim.page:
        return _put_together(settings, claim)
    is_hopeless = claim.attempt > MOST_ATTEMPTS  # its reader died of it again and again
    path = settings.files_dir / claim.stored_as
    found = FAILED if is_hopeless else read_picture(path, claim.page, tesseract, limits=limits)
    if found == FAILED:
        log.warning("a page could not be read off its picture")
    with work(settings.database) as db:
        data.keep_found(db, claim, found)
    return False


def _put_together(settings: Settings, claim: PictureClaim) -> bool:
    with work(settings.database, writes=False) as db:
        found = data.found_on(db, claim)
    reading = CRASHED
    if claim.attempt <= MOST_ATTEMPTS:
        reading = read_file(settings.files_dir / claim.stored_as, limits=limits_of(settings), found=found)
    with work(settings.database) as db:
        kept = data.keep_texts(db, claim, reading, _audit(claim, reading, found))
        if kept:
            put_in_force(db, claim.document, claim.board, claim.review)
    return kept and reading.status is ReadingStatus.READY


def take_up_pictures(settings: Settings, *, alone: bool) -> None:
    """Let the pages whose reader is gone wait again. `alone`: nobody reads, so that every claim is that of one that is gone.
    Otherwise time tells.
    """
    longest = max(settings.reading_seconds, DEFAULT.seconds + DEFAULT.drawing.seconds)
    since = None if alone else now() - timedelta(seconds=longest) - GRACE
    with work(settings.database) as db:
        for claim in data.abandoned_pictures(db, since):
            data.release_picture(db, claim, count=True)


def put_down_pictures(settings: Settings) -> None:
    """Give back the page that is being read, because the worker was asked to stop. That counts as no attempt."""
    with work(settings.database) as db:
        for claim in data.abandoned_pictures(db):
            data.release_picture(db, claim, count=False)


def count_unread(person: Person, db: Session, paper: Document) -> int:
    """How many pages of a paper have no text."""
    if paper.status is ReadingStatus.NO_TEXT:
        return paper.page_count
    return data.count_bare(db, person.board.id, paper.id) if paper.format and paper.format.has_fixed_pages else 0


def ask_to_read_pictures(
    person: Person, db: Session, settings: Settings, review_id: str, document_id: str, queue: Callable[[str], None]
) -> Document:
    """Have the pages of a paper that have no text read off their pictures. Raises NotAllowedError where there are none, they are
    being read, or nothing is there to read them.
    """
    check_register(person)
    paper = get_paper(person, db, review_id, document_id)
    if not can_read_pictures(settings):
        raise NotAllowedError(NOT_INSTALLED)
    audit = event(person, "pictures to be read", "document", paper.id, review=review_id)
    if data.queue_pictures(db, person.board.id, paper.id, audit):
        after_commit(db, partial(queue, paper.id))
        return paper
    if paper.status is ReadingStatus.NO_TEXT and not paper.pictures.is_under_way:
        return read_again(person, db, review_id, document_id, queue)  # was read before pictures could be
    raise NotAllowedError("This paper has no page without text, or its pictures are being read. There is nothing to do.")


def _audit(claim: PictureClaim, reading: Reading, found: dict[int, str]) -> AuditEvent:
    failed = sum(what == FAILED for what in found.values())
    told = f"{len(found)} pages, {failed} could not be read" if reading.status is ReadingStatus.READY else "no text found"
    said = system_event("pictures read", "document", claim.document, board=claim.board, detail=told)
    return replace(said, review=claim.review)
