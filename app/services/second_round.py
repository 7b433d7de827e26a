"""A second blind round: a moderator asks for it, the appraisals go back to their appraisers, and each sees how the first fell."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.entry import judgements_from
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.instrument import Grade, Marker
from app.domain.moderation import Spread, View, spread_of
from app.domain.permission import check_moderate
from app.domain.round import Round, RoundStep, Step, second_round_for
from app.services import notice
from app.services.appraisal import get_appraisal
from app.services.instrument import instrument_of
from app.services.moderation import open_moderation
from app.services.notice import Post

LONGEST_REASON = 2000


@dataclass(frozen=True)
class FirstGrade:
    """A marker in the first round: the spread over all who had submitted, without names, and one's own grade."""

    marker: Marker
    spread: Spread
    own: Grade | None


@dataclass(frozen=True)
class FirstRound:
    """How the first round fell, for one appraiser. `step` says why there is a second one; it may name some markers alone."""

    appraisal: Appraisal
    step: RoundStep
    grades: tuple[FirstGrade, ...]


def ask_second_round(
    person: Person, db: Session, review_id: str, reason: str, markers: Sequence[str], post: Post | None = None
) -> int:
    """Send the submitted appraisals back to their appraisers, with a word; returns how many. No markers stand for all. They are
    told by `post`.

    Nobody sees another's work again until all have submitted, or a moderator opens the round. Raises InvalidError without a
    reason, NotAllowedError once the consensus is signed off.
    """
    found = open_moderation(person, db, review_id)
    check_moderate(person, found.round)
    if found.consensus is not None and found.consensus.submitted_at is not None:
        raise NotAllowedError("The consensus has been signed off. Open it again before you ask for a second round.")
    if not reason:
        raise InvalidError("Say what the appraisers are asked to look at again.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError(f"Shorten this to {LONGEST_REASON:,} characters or fewer.", "reason")
    chosen = [marker.id for marker in found.instrument.markers if marker.id in markers]
    if len(chosen) != len(set(markers)):
        raise NotFoundError("We could not find one of these markers.")
    audit = event(person, "second round asked for", "review", review_id, review=review_id)
    rounds.add_step(db, review_id, Step.SECOND, person.id, audit, reason=reason, markers=chosen)
    for appraisal in found.round.submitted:
        told = event(person, "appraisal reopened for a second round", "appraisal", appraisal.id, review=review_id)
        appraisals.add_state(db, appraisal, AppraisalState.DRAFT, person.id, told, reason=f"Second round: {reason}")
        notice.tell_second_round(person, db, post, appraisal)
    return len(found.round.submitted)


def first_grade(person: Person, db: Session, appraisal: Appraisal, marker: Marker) -> tuple[RoundStep, FirstGrade | None] | None:
    """For the page of a marker of one's own appraisal: the second round, and how this marker fell in the first where it was asked
    for again. None where there is no second round, or not for this person, who judges without seeing how it fell.
    """
    step = second_round_of(person, db, appraisal)
    if step is None:
        return None
    if step.markers and marker.id not in step.markers:
        return step, None
    round_ = rounds.get_round(db, person.board.id, appraisal.review)
    return step, _grades(db, round_, appraisal, step, [marker])[0]


def last_second_round(round_: Round) -> RoundStep | None:
    """The newest second round that was asked for."""
    return next((step for step in reversed(round_.steps) if step.step is Step.SECOND), None)


def last_early_opening(round_: Round) -> RoundStep | None:
    """The newest time that a moderator opened the round before all were in."""
    return next((step for step in reversed(round_.steps) if step.step is Step.OPENED), None)


def second_round_of(person: Person, db: Session, appraisal: Appraisal) -> RoundStep | None:
    """The second round that was asked for, for an appraiser who had submitted in the first; they may see how it fell."""
    if appraisal.appraiser != person.id or appraisal.is_consensus:
        return None
    steps = [step for step in rounds.list_steps(db, appraisal.review) if step.step is Step.SECOND]
    return second_round_for(steps, appraisals.list_states(db, appraisal.id)) if steps else None


def open_first_round(person: Person, db: Session, appraisal_id: str) -> FirstRound:
    """How the first round fell, beside one's own grades in it. For an appraiser who had submitted in it, and nobody else.

    Raises NotAllowedError, NotFoundError where no second round was asked for.
    """
    appraisal = get_appraisal(person, db, appraisal_id)
    if appraisal.appraiser != person.id or appraisal.is_consensus:
        raise NotAllowedError("Only the person who made this appraisal sees it beside the first round.")
    round_ = rounds.get_round(db, person.board.id, appraisal.review)
    if last_second_round(round_) is None:
        raise NotFoundError("No second round was asked for.")
    step = second_round_of(person, db, appraisal)
    if step is None or appraisal.id not in [one.id for one in round_.counted]:
        raise NotAllowedError("You had not submitted in the first round, so that you judge without seeing how it fell.")
    markers = [m for m in instrument_of(appraisal).markers if not step.markers or m.id in step.markers]
    return FirstRound(appraisal, step, _grades(db, round_, appraisal, step, markers))


def _grades(
    db: Session, round_: Round, appraisal: Appraisal, step: RoundStep, markers: Sequence[Marker]
) -> tuple[FirstGrade, ...]:
    """How these markers fell among those who had submitted before this step, without names."""
    taken = [one for one in round_.counted if _was_submitted(db, one, step)]
    views: dict[str, list[View]] = {marker.id: [] for marker in markers}
    for one in taken:
        judged = judgements_from(markers, entries.values_as_of(db, one.id, step.at), ())
        for marker in markers:
            views[marker.id].append(View(one.id, one.appraiser, "", judged[marker.id]))
    own = {
        marker.id: next((view.judgement.grade for view in views[marker.id] if view.appraisal == appraisal.id), None)
        for marker in markers
    }
    return tuple(FirstGrade(m, spread_of(views[m.id]), own[m.id]) for m in markers)


def _was_submitted(db: Session, appraisal: Appraisal, step: RoundStep) -> bool:
    before = [state for state in appraisals.list_states(db, appraisal.id) if state.at < step.at]
    return bool(before) and before[-1].state is AppraisalState.SUBMITTED
