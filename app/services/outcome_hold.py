"""Whether what happened to the child is closed to somebody now: asked by everything that shows papers or facts of a review.

Choosing it is in `outcome.py`.
"""

from collections import Counter
from typing import Protocol

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import outcome, team
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.entry import judgements_from
from app.domain.instrument import Instrument
from app.domain.outcome_hold import NOT_HELD, Hold, changed_after, is_kept_from, not_judged, process_markers
from app.domain.permission import check_read_papers
from app.domain.report_outcome import OutcomeSources
from app.domain.round import Round, RoundSettings
from app.domain.team import Part, member_of
from app.services.instrument import get_instrument, instrument_of


class Reported(Protocol):
    """An appraisal that is reported on, with the round where it is a consensus."""

    @property
    def appraisal(self) -> Appraisal:
        """The appraisal."""

    @property
    def instrument(self) -> Instrument:
        """Its markers."""

    @property
    def round(self) -> Round | None:
        """The round that a consensus rests on."""


# Several parts of a page ask in one piece of work.
KEPT = "outcome_hold"


def hold_of(person: Person, db: Session, review_id: str) -> Hold:
    """What of this review is closed to this person now. Whether they may see the review at all is asked elsewhere."""
    kept: dict[tuple[str, str], Hold] = db.info.setdefault(KEPT, {})
    key = (person.id, review_id)
    if key not in kept:
        kept[key] = _hold(person, db, review_id)
    return kept[key]


def forget(person: Person, db: Session) -> None:
    """Ask anew, after something that opens or closes it."""
    check_read_papers(person)
    db.info.pop(KEPT, None)


def _hold(person: Person, db: Session, review_id: str) -> Hold:
    if not is_kept_from(person, appraises=True):
        return NOT_HELD
    settings = rounds.get_settings(db, review_id)
    if not settings.outcome_held:
        return NOT_HELD
    board = person.board.id
    own = appraisals.own_appraisal(db, board, review_id, person.id)
    is_member = member_of(team.list_members(db, board, review_id), person.id, Part.APPRAISER) is not None
    if not is_kept_from(person, appraises=own is not None or is_member):
        return NOT_HELD
    instrument = instrument_of(own) if own else get_instrument()
    markers = process_markers(instrument, settings.process_stages)
    numbers = tuple(marker.number for marker in markers)
    at = outcome.opened_at(db, review_id, person.id)
    if at is not None or (own is not None and own.state is AppraisalState.SUBMITTED):
        return Hold(numbers=numbers, opened_at=at, is_on=True)
    said = entries.newest_entries(db, own.id) if own else {}
    judgements = judgements_from(markers, said, evidences.list_evidence(db, own.id) if own else ())
    marks = outcome.marks_of(db, board, review_id)
    return Hold(True, marks, numbers, not_judged(markers, judgements), is_on=True)


def closed_ranges(person: Person, db: Session) -> tuple[tuple[str, int, int], ...]:
    """All pages of the board's papers that are closed to this person now, as paper, first and last page."""
    if not is_kept_from(person, appraises=True):
        return ()
    holds = [hold_of(person, db, review) for review in outcome.held_reviews(db, person.board.id)]
    return tuple(found for hold in holds if hold.is_closed for found in hold.marks.ranges)


def closed_outcomes(person: Person, db: Session, reviews: list[str]) -> frozenset[str]:
    """Those of these reviews whose outcome is closed to this person now."""
    if not reviews or not is_kept_from(person, appraises=True):
        return frozenset()
    held = outcome.held_reviews(db, person.board.id, reviews)
    return frozenset(review for review in held if hold_of(person, db, review).is_closed)


def outcome_sources(person: Person, db: Session, opened: Reported) -> OutcomeSources | None:
    """What the report on this appraisal, or on a consensus of several, says of an outcome that was held back; None if not."""
    check_read_papers(person)
    appraisal = opened.appraisal
    settings = rounds.get_settings(db, appraisal.review)
    if not settings.outcome_held:
        return None
    rests_on = opened.round.submitted if opened.round is not None else (appraisal,)
    changed = Counter(marker for own in rests_on for marker in changed_after_opening(person, db, own, settings))
    numbers = tuple(marker.number for marker in process_markers(opened.instrument, settings.process_stages))
    return OutcomeSources(numbers, len(rests_on), dict(changed))


def changed_after_opening(
    person: Person, db: Session, appraisal: Appraisal, settings: RoundSettings | None = None
) -> frozenset[str]:
    """The markers on process that say something else now than when this appraiser opened the outcome. Empty where it was not
    held back, or not opened. Ask before whether the appraisal may be seen.
    """
    check_read_papers(person)
    settings = settings or rounds.get_settings(db, appraisal.review)
    at = outcome.opened_at(db, appraisal.review, appraisal.appraiser) if settings.outcome_held else None
    if at is None or appraisal.is_consensus:
        return frozenset()
    markers = process_markers(instrument_of(appraisal), settings.process_stages)
    return changed_after(
        markers,
        entries.values_as_of(db, appraisal.id, at),
        entries.newest_entries(db, appraisal.id),
        evidences.evidence_as_of(db, appraisal.id, at),
        evidences.list_evidence(db, appraisal.id),
    )
