"""Rounds of independent appraisals: looking at one, and opening it before all are in."""

from app.data import review as reviews
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.permission import check_open_round
from app.domain.review import Review
from app.domain.round import Round, Step
from app.domain.visibility import as_shown_to
from app.services.team_look import check_review_open

LONGEST_REASON = 2000
NOTHING_IN = "Nothing has been submitted yet, so there is nothing to open."


def get_round(person: Person, db: Session, review_id: str) -> Round:
    """The round of this review. Raises NotAllowedError and NotFoundError."""
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id, lists=False)
    return as_shown_to(person, rounds.get_round(db, person.board.id, review.id))


def look_at_opening(person: Person, db: Session, review_id: str) -> tuple[Review, Round]:
    """The review and its round for somebody who may open it. Raises NotAllowedError and NotFoundError."""
    check_open_round(person)
    round_ = get_round(person, db, review_id)
    if not round_.submitted:
        raise NotAllowedError(NOTHING_IN)
    return reviews.get_review(db, person.board.id, review_id, lists=False), round_


def open_round(person: Person, db: Session, review_id: str, reason: str) -> None:
    """Let those who may read them see the submitted appraisals before all are in. Raises InvalidError without a reason.

    Appraisers who have not submitted their own stay blind.
    """
    _, round_ = look_at_opening(person, db, review_id)
    if not reason:
        raise InvalidError("Say why the round is opened before all appraisals are in.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError(f"Shorten the reason to {LONGEST_REASON:,} characters or fewer.", "reason")
    if round_.is_open:
        return
    audit = event(person, "round opened", "review", review_id, review=review_id)
    rounds.add_step(db, review_id, Step.OPENED, person.id, audit, reason=reason)
