"""How far the appraisers of one review agree: now, and at their first submissions where somebody changed something since."""

from collections.abc import Callable
from dataclasses import dataclass

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import review as reviews
from app.data import round as rounds
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.agreement import Agreement, Ratings, measure_agreement
from app.domain.agreement_note import note_on
from app.domain.agreement_review import Changed, GradesGiven, changes_between, grade_at, ratings_of
from app.domain.agreement_table import matrix_as_csv
from app.domain.appraisal import Appraisal, AppraisalState, Entry
from app.domain.audit import event
from app.domain.entry import key_of
from app.domain.errors import NotFoundError
from app.domain.instrument import Grade, Instrument
from app.domain.permission import can_see_agreement, check_see_agreement
from app.domain.report import AgreementNote
from app.domain.review import Review
from app.domain.round import Round
from app.services.instrument import instrument_of
from app.services.team_look import check_review_open

MOST_PAIRED = 10  # appraisers, above which their pairs are not measured one by one
NOTHING = "There is nothing to compare: fewer than two appraisals have been submitted."


@dataclass(frozen=True)
class Before:
    """How far they agreed at their first submissions, and which grades were changed since."""

    measured: Agreement
    changes: tuple[Changed, ...]


@dataclass(frozen=True)
class ReviewAgreement:
    """The grades of a round as far as they may be seen, and what was measured. `ratings` and `measured` are None where fewer
    than two appraisals are submitted, `before` where nobody submitted twice. `consensus` holds grades by marker id once it is
    signed off.
    """

    review: Review
    round: Round
    instrument: Instrument | None = None
    ratings: Ratings | None = None
    measured: Agreement | None = None
    before: Before | None = None
    consensus: dict[str, Grade] | None = None


def open_agreement(person: Person, db: Session, review_id: str) -> ReviewAgreement:
    """Everything about agreement in this review. Raises NotFoundError, and NotAllowedError before the round is open, or where the
    review is not open to the person.
    """
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id, lists=False)
    round_ = rounds.get_round(db, person.board.id, review.id)
    check_see_agreement(person, round_)
    if len(round_.submitted) < 2:
        return ReviewAgreement(review, round_)
    instrument = instrument_of(round_.submitted[-1])
    compared = in_order(round_)
    given = given_by(round_, compared, instrument, lambda one: entries.newest_entries(db, one.id))
    ratings = ratings_of(instrument, given)
    return ReviewAgreement(
        review,
        round_,
        instrument,
        ratings,
        measure_agreement(ratings, pairs=len(given) <= MOST_PAIRED),
        _before(db, round_, compared, instrument, given),
        _consensus(db, round_, instrument),
    )


def note_for_report(person: Person, db: Session, review_id: str) -> AgreementNote | None:
    """What a report's annex says about agreement; None while this person may not see it, or where one alone appraised."""
    check_review_open(person, db, review_id)
    round_ = rounds.get_round(db, person.board.id, review_id)
    if len(round_.submitted) < 2 or not can_see_agreement(person, round_):
        return None
    instrument = instrument_of(round_.submitted[-1])
    given = given_by(round_, in_order(round_), instrument, lambda one: entries.newest_entries(db, one.id))
    return note_on(measure_agreement(ratings_of(instrument, given), pairs=False), grade_at)


def export_matrix(person: Person, db: Session, review_id: str) -> tuple[str, str]:
    """The grades as CSV and a name for the file. Raises as `open_agreement`, and NotFoundError where there is nothing."""
    found = open_agreement(person, db, review_id)
    if found.ratings is None:
        raise NotFoundError(NOTHING)
    add_look(db, event(person, "grades exported", "review", review_id, review=review_id))
    return f"{found.review.facts.reference} grades", matrix_as_csv(found.ratings)


def in_order(round_: Round) -> tuple[Appraisal, ...]:
    """The submitted appraisals by the names that others see, so that their order tells nothing about masked names."""
    return tuple(sorted(round_.submitted, key=lambda one: (round_.name_of(one.appraiser), one.id)))


def given_by(
    round_: Round, compared: tuple[Appraisal, ...], instrument: Instrument, read: Callable[[Appraisal], dict[str, Entry]]
) -> list[GradesGiven]:
    """The grades of these appraisals, of which `read` gives the saved fields."""
    return [GradesGiven(round_.name_of(one.appraiser), _grades(instrument, read(one))) for one in compared]


def _grades(instrument: Instrument, saved: dict[str, Entry]) -> dict[str, Grade | None]:
    values = {marker.id: saved.get(key_of(marker.id, "grade")) for marker in instrument.markers}
    return {marker: Grade(entry.value) if entry and entry.value else None for marker, entry in values.items()}


def _before(
    db: Session, round_: Round, compared: tuple[Appraisal, ...], instrument: Instrument, given: list[GradesGiven]
) -> Before | None:
    submissions = {
        one.id: [change.at for change in appraisals.list_states(db, one.id) if change.state is AppraisalState.SUBMITTED]
        for one in compared
    }
    if all(len(moments) < 2 for moments in submissions.values()):
        return None
    first = given_by(round_, compared, instrument, lambda one: entries.values_as_of(db, one.id, submissions[one.id][0]))
    return Before(measure_agreement(ratings_of(instrument, first), pairs=False), changes_between(instrument, first, given))


def _consensus(db: Session, round_: Round, instrument: Instrument) -> dict[str, Grade] | None:
    if round_.consensus is None or round_.consensus.state is not AppraisalState.SUBMITTED:
        return None
    found = _grades(instrument, entries.newest_entries(db, round_.consensus.id))
    return {marker: grade for marker, grade in found.items() if grade}
