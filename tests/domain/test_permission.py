"""Who may do what: the whole policy as tables."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.domain import permission
from app.domain.account import Board, Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.errors import NotAllowedError

WHEN = datetime(2016, 5, 1, tzinfo=UTC)
BOARD = Board("board", "Wexcombe Safeguarding Partnership")
DRAFT, SUBMITTED = AppraisalState.DRAFT, AppraisalState.SUBMITTED
C, A, M, X = Role.COMMISSIONER, Role.APPRAISER, Role.MODERATOR, Role.ADMINISTRATOR


def person(*roles: Role, name: str = "somebody") -> Person:
    return Person(name, name.title(), f"{name}@wexcombe.example", BOARD, frozenset(roles))


def appraisal(state: AppraisalState, appraiser: str = "alice") -> Appraisal:
    return Appraisal("one", BOARD.id, "review", "tiny", "1.0", appraiser, appraiser.title(), state, WHEN)


def allows(check: Callable[..., None], *arguments: object) -> bool:
    """Whether the check lets it pass."""
    try:
        check(*arguments)
    except NotAllowedError:
        return False
    return True


@pytest.mark.parametrize(
    ("can", "check", "roles"),
    [
        (permission.can_read_papers, permission.check_read_papers, {C, A, M}),
        (permission.can_register, permission.check_register, {C}),
        (permission.can_appraise, permission.check_appraise, {A}),
        (permission.can_issue, permission.check_issue, {C}),
        (permission.can_read_trail, permission.check_read_trail, {C, X}),
    ],
)
def test_each_of_these_is_open_to_exactly_these_roles(
    can: Callable[[Person], bool], check: Callable[[Person], None], roles: set[Role]
) -> None:
    for role in Role:
        somebody = person(role)
        assert can(somebody) == allows(check, somebody) == (role in roles), role
    nobody = person()
    assert not can(nobody)
    assert not allows(check, nobody)


@pytest.mark.parametrize(
    ("roles", "state", "own", "seen"),
    [
        # Before it is submitted, nobody but its appraiser sees it.
        ({A}, DRAFT, None, False),
        ({C}, DRAFT, None, False),
        ({M}, DRAFT, None, False),
        ({C, A, M, X}, DRAFT, SUBMITTED, False),
        # Afterwards, whoever reads papers does.
        ({C}, SUBMITTED, None, True),
        ({M}, SUBMITTED, None, True),
        ({X}, SUBMITTED, None, False),
        (set(), SUBMITTED, None, False),
        # But who appraises the same review stays blind until their own is submitted.
        ({A}, SUBMITTED, None, False),
        ({A}, SUBMITTED, DRAFT, False),
        ({A}, SUBMITTED, SUBMITTED, True),
        ({A, M}, SUBMITTED, None, True),
        ({A, M}, SUBMITTED, DRAFT, False),
        ({A, C}, SUBMITTED, SUBMITTED, True),
    ],
)
def test_another_persons_appraisal_is_seen_by(
    roles: set[Role], state: AppraisalState, own: AppraisalState | None, seen: bool
) -> None:
    somebody, theirs = person(*roles), appraisal(state)
    assert permission.can_see_appraisal(somebody, theirs, own) == seen
    assert allows(permission.check_see_appraisal, somebody, theirs, own) == seen


@pytest.mark.parametrize("state", list(AppraisalState))
def test_ones_own_appraisal_is_always_seen(state: AppraisalState) -> None:
    alice = person(A, name="alice")
    assert permission.can_see_appraisal(alice, appraisal(state), state)
    assert allows(permission.check_see_appraisal, alice, appraisal(state), state)


@pytest.mark.parametrize(
    ("name", "roles", "state", "may", "sentence"),
    [
        ("alice", {A}, DRAFT, True, ""),
        ("alice", {A}, SUBMITTED, False, "Reopen it first"),
        ("alice", {C}, DRAFT, False, "no longer have the role"),
        ("bob", {A}, DRAFT, False, "Only the person who made this appraisal"),
        ("carol", {A, C, M, X}, DRAFT, False, "Only the person who made this appraisal"),
    ],
)
def test_an_appraisal_is_changed_by_its_appraiser_alone_while_it_is_a_draft(
    name: str, roles: set[Role], state: AppraisalState, may: bool, sentence: str
) -> None:
    somebody = person(*roles, name=name)
    assert permission.can_change_appraisal(somebody, appraisal(state)) == may
    if may:
        permission.check_change_appraisal(somebody, appraisal(state))
    else:
        with pytest.raises(NotAllowedError, match=sentence):
            permission.check_change_appraisal(somebody, appraisal(state))


@pytest.mark.parametrize(
    ("roles", "state", "may", "sentence"),
    [
        ({M}, SUBMITTED, True, ""),
        ({M}, DRAFT, False, "Submit the appraisal first"),
        ({C, A, X}, SUBMITTED, False, "Only a moderator"),
    ],
)
def test_adequacy_is_decided_by_moderators_once_the_appraisal_is_submitted(
    roles: set[Role], state: AppraisalState, may: bool, sentence: str
) -> None:
    somebody = person(*roles)
    assert permission.can_decide_adequacy(somebody, appraisal(state)) == may
    if may:
        permission.check_decide_adequacy(somebody, appraisal(state))
    else:
        with pytest.raises(NotAllowedError, match=sentence):
            permission.check_decide_adequacy(somebody, appraisal(state))


@pytest.mark.parametrize(
    ("roles", "own", "allowed"),
    [({A}, None, True), ({A, C}, DRAFT, True), ({A}, SUBMITTED, False), ({C, M, X}, None, False), ({M}, DRAFT, False)],
)
def test_cues_are_marked_by_who_appraises_until_they_submit(roles: set[Role], own: AppraisalState | None, allowed: bool) -> None:
    assert permission.can_mark_cues(person(*roles), own) is allowed
    assert allows(permission.check_mark_cues, person(*roles), own) is allowed
