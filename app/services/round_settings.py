"""What the commissioner chooses for the round of a review before the first submission: whether names are masked."""

from dataclasses import replace

from app.data import appraisal as appraisals
from app.data import review as reviews
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import AppraisalState
from app.domain.audit import event
from app.domain.errors import NotAllowedError
from app.domain.permission import check_manage_team
from app.domain.review import Review
from app.domain.round import RoundSettings
from app.services.team_look import check_review_open

FIXED = "An appraisal of this review has been submitted, so the settings of its round stay as they are."


def open_settings(person: Person, db: Session, review_id: str) -> tuple[Review, RoundSettings, bool]:
    """The review, what was chosen for its round, and whether that can still be changed. For commissioners."""
    check_manage_team(person)
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id)
    return review, rounds.get_settings(db, review_id), not _has_submissions(db, person.board.id, review_id)


def _has_submissions(db: Session, board: str, review_id: str) -> bool:
    """Whether an appraisal of this review was ever submitted, reopened since or not."""
    found = appraisals.list_appraisals(db, board, review_id)
    return any(
        change.state is AppraisalState.SUBMITTED for appraisal in found for change in appraisals.list_states(db, appraisal.id)
    )


def mask_names(person: Person, db: Session, review_id: str, *, masked: bool) -> None:
    """Choose whether appraisers are called Appraiser A, B … for each other and for moderators. Raises NotAllowedError once an
    appraisal was submitted.
    """
    check_manage_team(person)
    appraisals.wait_for_turn(db, review_id)
    _, settings, can_change = open_settings(person, db, review_id)
    if not can_change:
        raise NotAllowedError(FIXED)
    if settings.masked != masked:
        told = "names masked" if masked else "names shown"
        audit = event(person, "round settings changed", "review", review_id, review=review_id, detail=told)
        rounds.add_settings(db, review_id, replace(settings, masked=masked), person.id, audit)
