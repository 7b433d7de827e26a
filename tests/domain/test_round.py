"""A round: who is waited for, when the others' work opens, and what appraisers are called."""

from datetime import UTC, date, datetime

import pytest

from app.domain.appraisal import Appraisal, AppraisalKind, AppraisalState
from app.domain.round import Phase, Round, RoundSettings, RoundStep, Step
from app.domain.team import Declaration, Member, Part, member_of, next_mask

WHEN = datetime(2016, 5, 1, tzinfo=UTC)
DRAFT, SUBMITTED = AppraisalState.DRAFT, AppraisalState.SUBMITTED


def appraisal(person: str, state: AppraisalState, kind: AppraisalKind = AppraisalKind.INDEPENDENT) -> Appraisal:
    return Appraisal(f"of-{person}", "board", "review", "tiny", "1.0", person, person.title(), state, WHEN, kind=kind)


def member(person: str, mask: str = "A", **changes: object) -> Member:
    return Member(
        **{"person": person, "name": person.title(), "part": Part.APPRAISER, "mask": mask, "due": None, "added_at": WHEN}
        | changes
    )  # type: ignore[arg-type]


def step(kind: Step) -> RoundStep:
    return RoundStep(kind, WHEN, "carol", "Carol")


def round_of(
    *appraisals: Appraisal, members: tuple[Member, ...] = (), steps: tuple[RoundStep, ...] = (), **more: object
) -> Round:
    return Round("review", RoundSettings(), steps, members, appraisals, **more)  # type: ignore[arg-type]


def test_a_round_opens_when_the_last_one_is_in() -> None:
    assert not round_of(appraisal("alice", SUBMITTED), appraisal("bob", DRAFT)).is_open
    assert round_of(appraisal("alice", SUBMITTED), appraisal("bob", SUBMITTED)).is_open


def test_an_appraiser_who_has_not_begun_is_waited_for() -> None:
    round_ = round_of(appraisal("alice", SUBMITTED), members=(member("alice"), member("bob", "B")))
    assert (round_.awaited, round_.is_open) == (("bob",), False)


@pytest.mark.parametrize(
    "gone", [{"withdrawn_at": WHEN}, {"declaration": Declaration(WHEN, "My sister was the nurse.", takes_part=False)}]
)
def test_nobody_waits_for_whoever_withdrew_or_cannot_take_part_and_their_work_does_not_count(gone: dict[str, object]) -> None:
    members = (member("alice"), member("bob", "B", **gone))
    round_ = round_of(appraisal("alice", SUBMITTED), appraisal("bob", SUBMITTED), members=members)
    assert [one.appraiser for one in round_.counted] == ["alice"]
    assert (round_.awaited, round_.is_open) == ((), True)


def test_a_round_with_nothing_in_it_is_not_open() -> None:
    assert not round_of().is_open
    assert not round_of(steps=(step(Step.OPENED),)).is_open


def test_a_moderator_opens_a_round_and_a_second_one_closes_it_again() -> None:
    both = (appraisal("alice", SUBMITTED), appraisal("bob", DRAFT))
    assert round_of(*both, steps=(step(Step.OPENED),)).is_open
    closed = round_of(*both, steps=(step(Step.OPENED), step(Step.SECOND)))
    assert (closed.is_open, closed.phase) == (False, Phase.SECOND)


def test_the_phase_follows_from_appraisals_steps_and_consensus() -> None:
    alice = appraisal("alice", SUBMITTED)
    assert round_of(appraisal("alice", DRAFT)).phase is Phase.APPRAISING
    assert round_of(alice).phase is Phase.OPEN
    consensus = appraisal("carol", SUBMITTED, AppraisalKind.CONSENSUS)
    assert round_of(alice, consensus=consensus).phase is Phase.SIGNED


def test_names_are_masked_by_the_letter_that_each_keeps() -> None:
    members = (member("alice"), member("bob", "B"), member("carol", "", part=Part.MODERATOR))
    plain = round_of(members=members)
    masked = Round("review", RoundSettings(masked=True), (), members, ())
    assert (plain.name_of("bob"), masked.name_of("bob"), masked.name_of("carol")) == ("Bob", "Appraiser B", "Carol")


def test_a_mask_is_given_once_and_goes_on_after_the_alphabet() -> None:
    letters = [member(str(number), letter) for number, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    assert next_mask([]) == "A"
    assert next_mask([member("alice", "A", withdrawn_at=WHEN), member("bob", "C")]) == "B"
    assert next_mask(letters) == "AA"


def test_a_person_may_have_two_parts() -> None:
    both = (member("erin"), member("erin", "", part=Part.MODERATOR, due=date(2016, 6, 1)))
    found = member_of(both, "erin", Part.MODERATOR)
    assert found
    assert found.due == date(2016, 6, 1)
    assert member_of(both, "bob") is None
