"""Starting, opening, submitting and reopening appraisals. Saving fields is in `appraisal_save.py`."""

from dataclasses import dataclass

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import review as reviews
from app.data import round as rounds
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState, Entry, Place, check_transition
from app.domain.audit import event
from app.domain.entry import judgements_from
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError, PlumblineError
from app.domain.instrument import Instrument, Lens, Marker
from app.domain.judgement import Gap, Judgement, gaps
from app.domain.permission import (
    check_appraise,
    check_change_appraisal,
    check_read_papers,
    check_see_appraisal,
    check_start_appraisal,
)
from app.domain.review import Review, ReviewStatus
from app.domain.round import Round
from app.domain.visibility import as_shown_to
from app.services.instrument import get_instrument, instrument_of
from app.services.outcome_hold import hold_of
from app.services.team_look import check_own_open, check_review_open, remember_review

LONGEST_REASON = 2000


@dataclass(frozen=True)
class Judged:
    """An appraisal with what was said in it so far, or in one marker of it, without its review."""

    appraisal: Appraisal
    instrument: Instrument
    entries: dict[str, Entry]
    judgements: dict[str, Judgement]

    def gaps_of(self, marker: Marker) -> tuple[Gap, ...]:
        """What this marker still lacks."""
        return gaps(marker, self.judgements[marker.id])

    def marker(self, marker_id: str) -> Marker:
        """The marker with this id. Raises NotFoundError."""
        try:
            return self.instrument.marker(marker_id)
        except KeyError:
            raise NotFoundError("We could not find that marker.") from None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Everything that is still missing, in the instrument's order."""
        return tuple(gap for marker in self.instrument.markers for gap in self.gaps_of(marker))


@dataclass(frozen=True)
class OpenAppraisal(Judged):
    """An appraisal with what was said in it so far, and its review."""

    review: Review
    round: Round | None = None  # of a consensus alone


class NotCompleteError(PlumblineError):
    """The appraisal cannot be submitted yet. `gaps` says what is missing."""

    def __init__(self, missing: tuple[Gap, ...]) -> None:
        super().__init__("Some markers are not complete yet.")
        self.gaps = missing


def check_start(person: Person, db: Session, review_id: str) -> tuple[Review, Appraisal | None]:
    """The review, when the person may appraise it, and the appraisal of it that they started before."""
    check_appraise(person)
    check_own_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id)
    existing = _own(person, db, review_id)
    if existing is None:
        check_start_appraisal(person, rounds.get_round(db, person.board.id, review_id))
    return hold_of(person, db, review_id).without_outcome(review), existing


def start_appraisal(person: Person, db: Session, review_id: str) -> Appraisal:
    """Start one's own appraisal of a review, against the newest version of the markers.

    One that was started before, perhaps by a second press of the same button, is given back and not doubled.
    """
    check_appraise(person)
    appraisals.wait_for_turn(db, review_id)
    review, existing = check_start(person, db, review_id)
    if existing is not None:
        return existing
    instrument = get_instrument()
    new_id = appraisals.new_appraisal_id()
    appraisal = appraisals.add_appraisal(
        db,
        board=person.board.id,
        review=review.id,
        instrument=instrument.id,
        version=instrument.version,
        appraiser=person.id,
        audit=event(person, "appraisal started", "appraisal", new_id, review=review.id),
    )
    reviews.set_status(db, review.id, ReviewStatus.APPRAISING)
    return appraisal


def get_appraisal(person: Person, db: Session, appraisal_id: str) -> Appraisal:
    """The appraisal, if this person may see it now."""
    check_read_papers(person)
    appraisal = appraisals.get_appraisal(db, person.board.id, appraisal_id)
    remember_review(person, db, appraisal.id, appraisal.review)
    if appraisal.appraiser == person.id and not appraisal.is_consensus:
        check_own_open(person, db, appraisal.review)
        return appraisal
    check_review_open(person, db, appraisal.review)
    round_ = rounds.get_round(db, person.board.id, appraisal.review)
    check_see_appraisal(person, appraisal, round_)
    shown = as_shown_to(person, round_).appraisals
    return next((found for found in shown if found.id == appraisal.id), appraisal)


def get_own_draft(person: Person, db: Session, appraisal_id: str) -> Appraisal:
    """The appraisal, if this person may change it now."""
    check_read_papers(person)
    appraisal = appraisals.get_appraisal(db, person.board.id, appraisal_id)
    (check_review_open if appraisal.is_consensus else check_own_open)(person, db, appraisal.review)
    round_ = rounds.get_round(db, person.board.id, appraisal.review) if appraisal.is_consensus else None
    check_change_appraisal(person, appraisal, round_)
    return appraisal


def _own(person: Person, db: Session, review_id: str) -> Appraisal | None:
    return appraisals.own_appraisal(db, person.board.id, review_id, person.id)


def open_appraisal(person: Person, db: Session, appraisal_id: str) -> OpenAppraisal:
    """The appraisal with everything said in it. Raises NotAllowedError before the person may see it."""
    return _open(person, db, appraisal_id, "")


def open_marker(person: Person, db: Session, appraisal_id: str, marker_id: str) -> OpenAppraisal:
    """The appraisal with what was said about one marker (or, for `lens`, in the lenses) alone, and the review without its
    people and agencies: quicker than the whole."""
    return _open(person, db, appraisal_id, marker_id)


def open_lens(person: Person, db: Session, appraisal_id: str, lens: Lens) -> OpenAppraisal:
    """The appraisal, of which one lens is shown. Its page quotes the papers, so that this is a look."""
    opened = _open(person, db, appraisal_id, "")
    audit = event(person, "lens opened", "appraisal", appraisal_id, review=opened.review.id, detail=lens.value)
    add_look(db, audit)
    return opened


def judge_marker(person: Person, db: Session, appraisal: Appraisal, marker_id: str) -> Judged:
    """What was said about one marker (or, for `lens`, in the lenses). Ask before whether the appraisal may be seen."""
    check_read_papers(person)
    return _judge(db, appraisal, marker_id)


def _open(person: Person, db: Session, appraisal_id: str, marker_id: str) -> OpenAppraisal:
    judged = _judge(db, get_appraisal(person, db, appraisal_id), marker_id)
    board, review_id = person.board.id, judged.appraisal.review
    return OpenAppraisal(
        judged.appraisal,
        judged.instrument,
        judged.entries,
        judged.judgements,
        hold_of(person, db, review_id).without_outcome(reviews.get_review(db, board, review_id, lists=not marker_id)),
        rounds.get_round(db, board, review_id) if judged.appraisal.is_consensus else None,
    )


def _judge(db: Session, appraisal: Appraisal, marker_id: str) -> Judged:
    instrument = instrument_of(appraisal)
    saved = entries.newest_entries(db, appraisal.id, f"{marker_id}/" if marker_id else "")
    evidence = evidences.list_evidence(db, appraisal.id, marker_id)
    markers = [marker for marker in instrument.markers if marker_id in ("", marker.id)]
    return Judged(appraisal, instrument, saved, judgements_from(markers, saved, evidence))


def remember_place(person: Person, db: Session, appraisal: Appraisal, place: Place) -> None:
    """Keep where the appraiser is, to come back to the same place."""
    if appraisal.appraiser == person.id:
        appraisals.remember_place(db, appraisal, place)


def submit_appraisal(person: Person, db: Session, appraisal_id: str) -> Appraisal:
    """Submit a complete appraisal. Raises NotCompleteError with what is missing."""
    opened = open_appraisal(person, db, appraisal_id)
    _check_is_own(opened.appraisal)
    check_change_appraisal(person, opened.appraisal)
    if opened.gaps:
        raise NotCompleteError(opened.gaps)
    return _change_state(person, db, opened.appraisal, AppraisalState.SUBMITTED, "appraisal submitted")


def check_reopen(person: Person, db: Session, appraisal_id: str) -> Appraisal:
    """The appraisal, when the person may take it back: their own, while it is submitted."""
    appraisal = get_appraisal(person, db, appraisal_id)
    _check_is_own(appraisal)
    if appraisal.appraiser != person.id:
        raise NotAllowedError("Only the person who made this appraisal can reopen it.")
    check_appraise(person)
    check_transition(appraisal.state, AppraisalState.DRAFT)
    return appraisal


def reopen_appraisal(person: Person, db: Session, appraisal_id: str, reason: str) -> Appraisal:
    """Take one's own submitted appraisal back to change it. What was submitted stays readable. Raises InvalidError (reason)."""
    appraisal = check_reopen(person, db, appraisal_id)
    if not reason:
        raise InvalidError("Say why you reopen your appraisal.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError(f"Shorten the reason to {LONGEST_REASON:,} characters or fewer.", "reason")
    return _change_state(person, db, appraisal, AppraisalState.DRAFT, "appraisal reopened", reason)


def _check_is_own(appraisal: Appraisal) -> None:
    if appraisal.is_consensus:
        raise NotAllowedError("A consensus is signed, and opened again, on the page of its moderation.")


def _change_state(
    person: Person, db: Session, appraisal: Appraisal, state: AppraisalState, action: str, reason: str = ""
) -> Appraisal:
    check_transition(appraisal.state, state)
    audit = event(person, action, "appraisal", appraisal.id, review=appraisal.review)
    appraisals.add_state(db, appraisal, state, person.id, audit, reason)
    db.flush()
    return appraisals.get_appraisal(db, person.board.id, appraisal.id)
