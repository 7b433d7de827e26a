"""Citing a page that is a picture without text: by document and page, with what it shows in the appraiser's own words."""

from dataclasses import dataclass

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.errors import InvalidError, InvalidFieldsError
from app.domain.instrument import Instrument
from app.domain.judgement import Bearing, Evidence
from app.domain.passage import PaperPage, Passage, whole_page
from app.domain.permission import can_change_appraisal
from app.services.appraisal import get_own_draft
from app.services.document_look import page_of
from app.services.evidence import LONG_NOTE, LONGEST_NOTE, add_found
from app.services.instrument import instrument_of

NOTHING_SAID = "Say in your own words what the page shows."
NO_PICTURE = "This page is not a picture without text, or not any longer. Open it and mark the words that you want to use."


@dataclass(frozen=True)
class PageToCite:
    """A page without text, the draft in which it is to be cited, and that draft's markers. `can_be_cited` is false for a page
    that is no picture, or no longer.
    """

    appraisal: Appraisal
    instrument: Instrument
    paper: Document
    passage: Passage
    can_be_cited: bool = True


def own_draft(person: Person, db: Session, review_id: str) -> Appraisal | None:
    """The person's own appraisal of this review, while it can be changed."""
    own = appraisals.own_appraisal(db, person.board.id, review_id, person.id)
    return own if own is not None and can_change_appraisal(person, own) else None


def page_to_cite(person: Person, db: Session, appraisal_id: str, document_id: str, number: int) -> PageToCite:
    """The page, as it would be cited. Raises NotFoundError where there is none."""
    appraisal = get_own_draft(person, db, appraisal_id)
    paper = documents.get_document(db, person.board.id, appraisal.review, document_id)
    page = page_of(person, db, paper, number)
    try:
        passage, can_be_cited = whole_page(PaperPage(paper.id, page, paper.title)), True
    except InvalidError:
        passage, can_be_cited = Passage(paper.id, number, 0, 0, "", place=page.place_at(0), document_title=paper.title), False
    return PageToCite(appraisal, instrument_of(appraisal), paper, passage, can_be_cited)


def cite_page(
    person: Person, db: Session, appraisal_id: str, document_id: str, number: int, *, marker: str, bearing: str, note: str
) -> Evidence:
    """Tie the page to a marker. Raises InvalidFieldsError (marker, bearing, note) with what is missing, InvalidError where the
    page has text to quote.
    """
    wanted = page_to_cite(person, db, appraisal_id, document_id, number)
    if not wanted.can_be_cited:
        raise InvalidError(NO_PICTURE)
    problems = {}
    if marker not in {one.id for one in wanted.instrument.markers}:
        problems["marker"] = "Choose the marker for which this page is evidence."
    if bearing not in set(Bearing):
        problems["bearing"] = "Say whether it supports or weakens."
    if not note:
        problems["note"] = NOTHING_SAID
    elif len(note) > LONGEST_NOTE:
        problems["note"] = LONG_NOTE
    if problems:
        raise InvalidFieldsError(problems)
    return add_found(person, db, appraisal_id, marker, wanted.passage, bearing, note)
