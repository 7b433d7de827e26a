"""Choosing whether what happened to the child is held back from appraisers, marking what tells it, and opening it.

Who is kept from what is asked in `outcome_hold.py`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import outcome
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.document import Document
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError
from app.domain.instrument import Instrument
from app.domain.outcome_hold import Hold, OutcomeMarks, PageRange, read_ranges
from app.domain.permission import check_manage_team
from app.domain.review import Review
from app.domain.round import RoundSettings
from app.services.instrument import get_instrument
from app.services.outcome_hold import forget, hold_of
from app.services.review import get_review
from app.services.round_settings import FIXED, open_settings


@dataclass(frozen=True)
class OutcomeChoice:
    """What is chosen, for which papers, and whether that can still be changed. `instrument` gives the stages."""

    review: Review
    settings: RoundSettings
    marks: OutcomeMarks
    papers: tuple[Document, ...]
    instrument: Instrument
    can_change: bool


def open_choice(person: Person, db: Session, review_id: str) -> OutcomeChoice:
    """What is chosen now. For commissioners."""
    review, settings, can_change = open_settings(person, db, review_id)
    board = person.board.id
    papers = tuple(paper for paper in documents.list_documents(db, board, review_id) if not paper.replaced_by)
    return OutcomeChoice(review, settings, outcome.marks_of(db, board, review_id), papers, get_instrument(), can_change)


def hold_back(
    person: Person,
    db: Session,
    review_id: str,
    *,
    held: bool,
    stages: Collection[str],
    papers: Collection[str],
    pages: Mapping[str, str],
) -> None:
    """Choose it. `papers` are the ids of those that tell the outcome, `pages` what was typed about others, by their ids.

    Raises NotAllowedError once an appraisal was submitted, InvalidFieldsError with the fields "stage" and "pages-<id>".
    """
    check_manage_team(person)
    appraisals.wait_for_turn(db, review_id)
    choice = open_choice(person, db, review_id)
    if not choice.can_change:
        raise NotAllowedError(FIXED)
    chosen = tuple(stage.id for stage in choice.instrument.stages if stage.id in stages)
    problems = {} if chosen or not held else {"stage": "Choose at least one stage that is about process."}
    ranges: dict[str, tuple[PageRange, ...]] = {}
    for paper in choice.papers:
        try:
            ranges[paper.id] = read_ranges(pages.get(paper.id, ""), paper.page_count, f"pages-{paper.id}")
        except InvalidError as error:
            problems[f"pages-{paper.id}"] = error.sentence
    if problems:
        raise InvalidFieldsError(problems)
    whole = frozenset(paper.id for paper in choice.papers if paper.id in papers)
    older = outcome.marks_of(db, person.board.id, review_id)
    known = {paper.id for paper in choice.papers}
    kept = {paper: found for paper, found in older.pages.items() if paper not in known}
    marks = OutcomeMarks(whole | (older.papers - known), kept | {paper: found for paper, found in ranges.items() if found})
    if marks != choice.marks:
        told = f"{len(marks.papers)} papers, pages of {len(marks.pages)}"
        audit = event(person, "outcome marked", "review", review_id, review=review_id, detail=told)
        outcome.set_marks(db, person.board.id, review_id, marks, audit)
    if (choice.settings.outcome_held, choice.settings.process_stages) != (held, chosen):
        told = "outcome held back" if held else "outcome open"
        audit = event(person, "round settings changed", "review", review_id, review=review_id, detail=told)
        settings = replace(choice.settings, outcome_held=held, process_stages=chosen)
        rounds.add_settings(db, review_id, settings, person.id, audit)
    forget(person, db)


def look_at_hold(person: Person, db: Session, review_id: str) -> tuple[Review, Hold]:
    """The review and what of it is closed to this person now. Raises NotAllowedError and NotFoundError."""
    review = get_review(person, db, review_id)
    return review, hold_of(person, db, review_id)


def open_outcome(person: Person, db: Session, review_id: str) -> None:
    """Open what happened to the child for this appraiser, for good. Raises NotAllowedError while markers are to be judged.

    A second press of the same button changes nothing.
    """
    _, hold = look_at_hold(person, db, review_id)
    if not hold.is_closed:
        return
    if not hold.can_open:
        raise NotAllowedError(hold.sentence)
    outcome.add_opening(db, review_id, person.id, event(person, "outcome opened", "review", review_id, review=review_id))
    forget(person, db)
