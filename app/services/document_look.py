"""Looking at the pages of papers. Every look is put on the trail, without the text that was seen."""

from datetime import timedelta
from pathlib import Path

from app.data import document as documents
from app.data.audit import add_look, has_looked
from app.data.evidence import evidence_passage
from app.data.session import Session, let_go
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, OutlineItem, Page, ReadingStatus
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.passage import Passage
from app.domain.permission import check_read_papers
from app.outside.page_picture import render_page
from app.outside.pictures import WIDTH, kept_picture
from app.services.appraisal import get_appraisal
from app.services.document import get_paper
from app.services.outcome_hold import hold_of

# A picture that is fetched with its page is the same look.
SAME_LOOK = timedelta(minutes=5)

CAN_BE_LOOKED_AT = (ReadingStatus.READY, ReadingStatus.NO_TEXT)


def open_page(person: Person, db: Session, review_id: str, document_id: str, number: int) -> tuple[Document, Page]:
    """A paper and one of its pages; the page has no text where the paper has only pictures. Raises NotFoundError."""
    paper = get_paper(person, db, review_id, document_id)
    return paper, open_page_of(person, db, paper, number)


def open_page_of(person: Person, db: Session, paper: Document, number: int) -> Page:
    """The same for a paper that was fetched already."""
    check_read_papers(person)
    page = page_of(person, db, paper, number)
    add_look(db, event(person, "page opened", "document", paper.id, review=paper.review, detail=f"page {number}"))
    return page


def page_of(person: Person, db: Session, paper: Document, number: int) -> Page:
    """The page, without putting the look on the trail. Raises NotFoundError, and NotAllowedError while it is held back."""
    hold_of(person, db, paper.review).check_page(paper.id, number)
    try:
        return documents.get_page(db, person.board.id, paper.id, number)
    except NotFoundError:
        # Papers that were read before pictures could be have no pages in the database.
        if paper.status is ReadingStatus.NO_TEXT and 1 <= number <= paper.page_count:
            return Page(number, "", is_picture=True)
        raise


def can_be_looked_at(paper: Document) -> bool:
    """Whether it has pages to open."""
    return paper.status in CAN_BE_LOOKED_AT


def page_called(person: Person, db: Session, paper: Document, name: str) -> int:
    """The page whose printed number this is, or the page so counted. Raises NotFoundError with the pages that there are."""
    name = name.strip()
    number = documents.page_labelled(db, person.board.id, paper.id, name) if name else None
    if number is None and name.isascii() and name.isdigit() and len(name) < 7 and 1 <= int(name) <= paper.page_count:
        number = int(name)
    if number is None:
        raise NotFoundError(f"This paper has no page called “{name[:20]}”. Its pages are counted from 1 to {paper.page_count:,}.")
    return number


def contents_of(person: Person, db: Session, paper: Document, most: int = 10_000) -> tuple[OutlineItem, ...]:
    """The contents that the file of a paper carries, no more than `most`; empty where it carries none."""
    hold = hold_of(person, db, paper.review)
    found = documents.outline_of(db, person.board.id, paper.id, most)
    return tuple(item for item in found if not hold.closes_page(paper.id, item.page))


def cited_on(
    person: Person, db: Session, document_id: str, number: int, evidence: str
) -> tuple[tuple[tuple[int, int], ...], str]:
    """What of a cited passage stands on this page, as offsets, and a sentence where it cannot be shown.

    Another appraiser's evidence is not shown before their appraisal is submitted.
    """
    try:
        appraisal_id, passage = evidence_passage(db, person.board.id, evidence, document_id)
        get_appraisal(person, db, appraisal_id)
    except (NotFoundError, NotAllowedError) as error:
        return (), f"The passage is not marked. {error.sentence}"
    if passage.document != document_id:
        return (), "The passage is not marked: it stands in another paper."
    return marks_of(passage, number), ""


def marks_of(passage: Passage, number: int) -> tuple[tuple[int, int], ...]:
    """What of the passage stands on this page, as offsets."""
    if number == passage.page:
        return ((passage.start, passage.end),)
    return ((0, len(passage.runs_on)),) if passage.runs_on and number == passage.page + 1 else ()


def draw_page(person: Person, db: Session, review_id: str, document_id: str, number: int, files: Path, pictures: Path) -> bytes:
    """A page as printed, as a PNG. Raises NotFoundError where there is none, NoPictureError where it cannot be drawn."""
    paper = get_paper(person, db, review_id, document_id)
    if not has_pictures(paper) or not 1 <= number <= paper.page_count:
        raise NotFoundError("There is no picture of that page.")
    hold_of(person, db, review_id).check_page(paper.id, number)
    look = event(person, "page opened", "document", paper.id, review=review_id, detail=f"page {number}")
    if not has_looked(db, look, now() - SAME_LOOK):
        add_look(db, look)
    path = files / documents.stored_as(db, person.board.id, paper.id)
    let_go(db)
    return kept_picture(pictures, paper.id, number, lambda: render_page(path, number, WIDTH))


def has_pictures(paper: Document) -> bool:
    """Whether its pages can be shown as printed."""
    return can_be_looked_at(paper) and paper.format is not None and paper.format.has_fixed_pages
