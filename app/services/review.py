"""Registering, editing, finding and opening reviews. Papers and appraisals have services of their own."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from app.data import document as documents
from app.data import report as reports
from app.data import review as reviews
from app.data import round as rounds
from app.data.audit import add_look
from app.data.ids import new_id
from app.data.report import IssuedReport
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, DocumentKind
from app.domain.errors import ConflictError, InvalidFieldsError
from app.domain.guidance import GuidanceCheck, Regime, check_guidance, regime_for
from app.domain.outcome_hold import NOT_HELD, Hold
from app.domain.permission import check_read_papers, check_register
from app.domain.review import Review, ReviewFacts, ReviewLine, ReviewOrder, ReviewStatus
from app.domain.review_check import LONGEST_REFERENCE, check_facts, one_line, tidy_facts
from app.domain.review_words import changed_parts, differences
from app.domain.round import Round
from app.domain.visibility import as_shown_to
from app.services.outcome_hold import closed_outcomes, hold_of
from app.services.standing import standings_of
from app.services.team_look import check_review_open

PER_PAGE = 25
# Further than any board's list goes, and small enough for every database.
MOST_PAGES = 1_000_000


def register_review(person: Person, db: Session, facts: ReviewFacts) -> Review:
    """Register a review on the person's board. Raises NotAllowedError, and InvalidFieldsError by form field."""
    check_register(person)
    facts = tidy_facts(facts)
    _check(person, db, facts)
    review = Review(new_id(), person.board.id, facts, 1, now(), person.id)
    audit = event(person, "review registered", "review", review.id, review=review.id, detail=facts.reference)
    return reviews.add_review(db, review, audit)


def edit_review(person: Person, db: Session, review_id: str, version: int, facts: ReviewFacts) -> Review:
    """Replace the facts of a review that was opened at this version.

    Raises NotAllowedError, NotFoundError, InvalidFieldsError by form field, and ConflictError with both texts where somebody
    saved something newer: saving again with its `newest` version puts these facts on top.
    """
    check_register(person)
    review = reviews.get_review(db, person.board.id, review_id)
    facts = tidy_facts(facts)
    _check(person, db, facts, other_than=review.id)
    if review.version != version:
        found = differences(review.facts, facts)
        theirs = "\n".join(f"{entry.label}: {entry.stored}" for entry in found)
        yours = "\n".join(f"{entry.label}: {entry.typed}" for entry in found)
        raise ConflictError(reviews.NEWER, theirs, yours, review.version)
    changed = changed_parts(review.facts, facts)
    if not changed:
        return review
    audit = event(person, "review changed", "review", review.id, review=review.id, detail=changed)
    return reviews.save_facts(db, review, facts, audit)


@dataclass(frozen=True)
class FoundReviews:
    """One page of a list. `number` counts from 1 and is at most `pages`, which is at least 1; `total` counts all that fit.

    `held`: the reviews on it whose outcome is held back from the person. `standing`: by review, how far it has come.
    """

    lines: tuple[ReviewLine, ...]
    total: int
    number: int
    pages: int
    held: frozenset[str] = frozenset()
    standing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The place of the first line in the whole list, from 1."""
        return (self.number - 1) * PER_PAGE + 1


def find_reviews(
    person: Person,
    db: Session,
    *,
    search: str = "",
    status: ReviewStatus | None = None,
    sort: ReviewOrder = ReviewOrder.NEWEST,
    number: int = 1,
) -> FoundReviews:
    """A page of the board's reviews; the last page where there is none of this number. Raises NotAllowedError."""
    check_read_papers(person)
    search = one_line(search)[:LONGEST_REFERENCE]

    def look(offset: int) -> tuple[tuple[ReviewLine, ...], int]:
        return reviews.list_reviews(db, person.board.id, search=search, status=status, sort=sort, offset=offset, limit=PER_PAGE)

    number = min(max(number, 1), MOST_PAGES)
    lines, total = look((number - 1) * PER_PAGE)
    pages = max(1, -(-total // PER_PAGE))
    if number > pages:
        number = pages
        lines, total = look((number - 1) * PER_PAGE)
    held = closed_outcomes(person, db, [line.id for line in lines])
    lines = tuple(replace(line, harm=None) if line.id in held else line for line in lines)
    return FoundReviews(lines, total, number, pages, held, standings_of(person, db, lines))


def get_review(person: Person, db: Session, review_id: str) -> Review:
    """A review of the person's board. Raises NotAllowedError and NotFoundError."""
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id)
    return hold_of(person, db, review_id).without_outcome(review)


@dataclass(frozen=True)
class OpenedReview:
    """A review with what belongs to it: papers, the round with appraisals in any state, issued reports newest first.

    `agencies` are those of which there is a report. `hold`: what of it is closed to the person.
    """

    review: Review
    papers: tuple[Document, ...]
    round: Round
    reports: tuple[IssuedReport, ...]
    agencies: frozenset[str] = frozenset()
    hold: Hold = NOT_HELD

    @property
    def regime(self) -> Regime | None:
        """The guidance in force when the review was decided on."""
        return regime_for(self.review.facts.dates.decision)

    @property
    def checks(self) -> tuple[GuidanceCheck, ...]:
        """What the guidance wanted, checked on the facts and on the agency reports among the papers."""
        return check_guidance(self.review.facts, self.agencies)


def open_review(person: Person, db: Session, review_id: str) -> OpenedReview:
    """A review that is about to be shown, with the look on the trail. Raises NotAllowedError and NotFoundError."""
    review = look_at_review(person, db, review_id)
    board = person.board.id
    papers, hold = documents.list_documents(db, board, review.id), hold_of(person, db, review.id)
    return OpenedReview(
        review,
        tuple(hold.shown(paper) for paper in papers),
        as_shown_to(person, rounds.get_round(db, board, review.id)),
        reports.list_reports(db, board, review=review.id),
        frozenset(paper.agency for paper in papers if paper.kind is DocumentKind.AGENCY and paper.agency),
        hold,
    )


def look_at_review(person: Person, db: Session, review_id: str) -> Review:
    """The facts of a review that are about to be shown, with the look on the trail. Raises NotAllowedError, NotFoundError."""
    review = get_review(person, db, review_id)
    add_look(db, event(person, "review looked at", "review", review.id, review=review.id))
    return review


def _check(person: Person, db: Session, facts: ReviewFacts, other_than: str = "") -> None:
    problems = check_facts(facts, now().date())
    if "reference" not in problems and reviews.has_reference(db, person.board.id, facts.reference, other_than=other_than):
        problems = {"reference": reviews.TAKEN} | problems
    if problems:
        raise InvalidFieldsError(problems)
