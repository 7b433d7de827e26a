"""The states of an appraisal: the table of steps is the whole truth."""

import itertools

import pytest

from app.domain.appraisal import TRANSITIONS, AppraisalState, check_transition
from app.domain.errors import NotAllowedError

DRAFT, SUBMITTED = AppraisalState.DRAFT, AppraisalState.SUBMITTED


@pytest.mark.parametrize(("now", "then"), list(itertools.product(AppraisalState, repeat=2)))
def test_only_the_steps_of_the_table_can_be_taken(now: AppraisalState, then: AppraisalState) -> None:
    if then in TRANSITIONS[now]:
        check_transition(now, then)
    else:
        with pytest.raises(NotAllowedError, match=now.label.lower()):
            check_transition(now, then)


def test_a_draft_is_submitted_and_a_submitted_appraisal_reopened_and_nothing_else() -> None:
    assert {DRAFT: {SUBMITTED}, SUBMITTED: {DRAFT}} == TRANSITIONS


def test_every_state_has_words_and_steps() -> None:
    assert {state.label for state in AppraisalState} == {"In progress", "Submitted"}
    assert set(TRANSITIONS) == set(AppraisalState)
