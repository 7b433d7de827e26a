"""Who may do what: the whole policy as tables."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.domain import permission, visibility
from app.domain.account import Board, Person, Role
from app.domain.appraisal import Appraisal, AppraisalKind, AppraisalState
from app.domain.errors import DeclarationNeededError, NotAllowedError
from app.domain.round import Round, RoundSettings, RoundStep, Step
from app.domain.team import Declaration, Member, Part

WHEN = datetime(2016, 5, 1, tzinfo=UTC)
BOARD = Board("board", "Wexcombe Safeguarding Partnership")
DRAFT, SUBMITTED = AppraisalState.DRAFT, AppraisalState.SUBMITTED
C, A, M, X = Role.COMMISSIONER, Role.APPRAISER, Role.MODERATOR, Role.ADMINISTRATOR


def person(*roles: Role, name: str = "somebody") -> Person:
    return Person(name, name.title(), f"{name}@wexcombe.example", BOARD, frozenset(roles))


def appraisal(state: AppraisalState, appraiser: str = "alice") -> Appraisal:
    return Appraisal("one", BOARD.id, "review", "tiny", "1.0", appraiser, appraiser.title(), state, WHEN)


def make_round(appraisals: Sequence[Appraisal], members: Sequence[Member] = (), *, opened: bool = False) -> Round:
    steps = (RoundStep(Step.OPENED, WHEN, "carol", "Carol"),) if opened else ()
    return Round("review", RoundSettings(), steps, tuple(members), tuple(appraisals))


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
    ("roles", "state", "own", "opened", "seen"),
    [
        # Before it is submitted, nobody but its appraiser sees it.
        ({A}, DRAFT, None, True, False),
        ({C}, DRAFT, None, True, False),
        ({M}, DRAFT, None, True, False),
        ({C, A, M, X}, DRAFT, SUBMITTED, True, False),
        # Afterwards, whoever reads papers does, once the round is open.
        ({C}, SUBMITTED, None, False, False),
        ({M}, SUBMITTED, None, False, False),
        ({C}, SUBMITTED, None, True, True),
        ({M}, SUBMITTED, None, True, True),
        ({X}, SUBMITTED, None, True, False),
        (set(), SUBMITTED, None, True, False),
        # But who appraises the same review stays blind until their own is submitted.
        ({A}, SUBMITTED, None, True, False),
        ({A}, SUBMITTED, DRAFT, True, False),
        ({A}, SUBMITTED, SUBMITTED, False, False),
        ({A}, SUBMITTED, SUBMITTED, True, True),
        ({A, M}, SUBMITTED, None, True, True),
        ({A, M}, SUBMITTED, DRAFT, True, False),
        ({A, C}, SUBMITTED, SUBMITTED, True, True),
    ],
)
def test_another_persons_appraisal_is_seen_by(
    roles: set[Role], state: AppraisalState, own: AppraisalState | None, *, opened: bool, seen: bool
) -> None:
    somebody, theirs = person(*roles), appraisal(state)
    mine = [replace(appraisal(own), id="mine", appraiser=somebody.id)] if own else []
    awaited = replace(appraisal(DRAFT), id="third", appraiser="somebody else")
    round_ = make_round([theirs, *mine, awaited], opened=opened)
    assert permission.can_see_appraisal(somebody, theirs, round_) == seen
    assert allows(permission.check_see_appraisal, somebody, theirs, round_) == seen


@pytest.mark.parametrize("state", list(AppraisalState))
def test_ones_own_appraisal_is_always_seen(state: AppraisalState) -> None:
    alice, own = person(A, name="alice"), appraisal(state)
    assert permission.can_see_appraisal(alice, own, make_round([own]))
    assert allows(permission.check_see_appraisal, alice, own, make_round([own]))


def test_whoever_withdrew_or_cannot_take_part_stays_blind() -> None:
    commissioner, theirs = person(A, C), appraisal(SUBMITTED)
    member = Member(commissioner.id, "Bob", Part.APPRAISER, "A", None, WHEN, withdrawn_at=WHEN)
    assert permission.can_see_appraisal(person(C), theirs, make_round([theirs], [replace(member, person="other")]))
    assert not permission.can_see_appraisal(commissioner, theirs, make_round([theirs], [member]))


@pytest.mark.parametrize(
    ("roles", "own", "seen"),
    [({M}, None, True), ({C}, None, False), ({A}, SUBMITTED, False), ({A, M}, DRAFT, False), ({X}, None, False)],
)
def test_a_consensus_in_the_making_is_the_moderators(roles: set[Role], own: AppraisalState | None, *, seen: bool) -> None:
    somebody = person(*roles)
    written = replace(appraisal(DRAFT), id="consensus", kind=AppraisalKind.CONSENSUS)
    mine = [replace(appraisal(own), id="mine", appraiser=somebody.id)] if own else []
    round_ = make_round([*mine, replace(appraisal(DRAFT), id="third", appraiser="somebody else")])
    assert permission.can_see_appraisal(somebody, written, round_) == seen


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


def test_how_far_appraisers_agree_is_seen_as_the_appraisals_are() -> None:
    both = (appraisal(SUBMITTED), appraisal(SUBMITTED, "bob"))
    waiting = (appraisal(SUBMITTED), appraisal(DRAFT, "bob"))
    seen = [
        (person(C), make_round(both), True),
        (person(M), make_round(both), True),
        (person(A, name="alice"), make_round(both), True),
        (person(X), make_round(both), False),
        (person(A), make_round(both), False),
        (person(C), make_round(waiting), False),
        (person(A, name="alice"), make_round(waiting), False),
        (person(M), make_round(waiting, opened=True), True),
        (person(A, name="alice"), make_round(waiting, opened=True), True),
        (person(A, name="bob"), make_round(waiting, opened=True), False),
        (person(A, M, name="bob"), make_round(waiting, opened=True), False),
    ]
    for who, round_, allowed in seen:
        assert permission.can_see_agreement(who, round_) is allowed, (who.name, round_)
        assert allows(permission.check_see_agreement, who, round_) is allowed


def member(part: Part = Part.APPRAISER, *, declared: bool | None = True, withdrawn: bool = False) -> Member:
    """A place on the team; `declared` is whether they can take part, None where they declared nothing."""
    said = None if declared is None else Declaration(WHEN, "", declared)
    return Member("somebody", "Somebody", part, "A", None, WHEN, said, WHEN if withdrawn else None, review="review")


@pytest.mark.parametrize(
    ("roles", "places", "open_"),
    [
        ((A,), [], True),
        ((A,), [member()], True),
        ((A, M, C), [member(declared=None)], False),
        ((A,), [member(withdrawn=True)], False),
        ((A,), [member(declared=None, withdrawn=True)], False),
        ((A,), [member(declared=False)], False),
        ((A, M), [member(withdrawn=True)], True),
        ((A, M), [member(declared=False)], False),
        ((A, M), [member(withdrawn=True), member(Part.MODERATOR)], True),
        ((A, M), [member(withdrawn=True), member(Part.MODERATOR, withdrawn=True)], False),
        ((A, C), [member(withdrawn=True)], True),
        ((A, C), [member(declared=False)], True),
    ],
)
def test_a_review_is_open_to_whoever_takes_part_and_has_declared(
    roles: Sequence[Role], places: Sequence[Member], open_: bool
) -> None:
    assert allows(permission.check_look_at_review, person(*roles), places) == open_


@pytest.mark.parametrize(
    ("roles", "places", "open_"),
    [((A,), [], False), ((A, X), [], False), ((A,), [member()], True), ((A, M), [], True), ((A, C), [], True), ((M,), [], True)],
)
def test_a_review_for_which_appraisers_were_chosen_is_closed_to_the_other_appraisers_alone(
    roles: Sequence[Role], places: Sequence[Member], open_: bool
) -> None:
    if open_:
        permission.check_look_at_review(person(*roles), places, of_others=True)
    else:
        with pytest.raises(NotAllowedError, match="chosen who appraises this review"):
            permission.check_look_at_review(person(*roles), places, of_others=True)


def test_whoever_has_not_declared_is_told_for_which_review() -> None:
    with pytest.raises(DeclarationNeededError) as refused:
        permission.check_look_at_review(person(A), [member(declared=None)])
    assert refused.value.review == "review"


@pytest.mark.parametrize(("place", "lets"), [(member(), True), (member(withdrawn=True), False), (member(declared=False), False)])
def test_only_those_on_the_team_start_once_there_are_any(place: Member, lets: bool) -> None:
    chosen = make_round([], [place])
    assert (
        permission.can_start_appraisal(person(A), chosen) == lets == allows(permission.check_start_appraisal, person(A), chosen)
    )
    assert allows(permission.check_take_part, person(A), [place]) == lets
    assert not permission.can_start_appraisal(person(A, name="another"), chosen)
    assert permission.can_start_appraisal(person(A, name="another"), make_round([]))
    assert not permission.can_start_appraisal(person(M), make_round([]))


def test_the_team_is_changed_by_commissioners_and_seen_by_moderators_who_do_not_appraise() -> None:
    nobody_yet = make_round([])
    for role in Role:
        assert permission.can_manage_team(person(role)) == allows(permission.check_manage_team, person(role)) == (role is C)
        seen = allows(permission.check_see_team, person(role), nobody_yet)
        assert permission.can_see_team(person(role), nobody_yet) == seen == (role in (C, M))
    appraising = make_round([appraisal(DRAFT, "somebody")])
    assert not permission.can_see_team(person(M, A), appraising)
    assert permission.can_see_team(person(C, A), appraising)


def test_names_are_masked_for_everybody_but_commissioners_and_oneself() -> None:
    masked = replace(make_round([appraisal(SUBMITTED, "somebody")], [member()]), settings=RoundSettings(masked=True))
    names = {
        who: visibility.as_shown_to(who, masked).members[0].name for who in (person(C, name="erin"), person(M, name="carol"))
    }
    assert [names[person(C, name="erin")], names[person(M, name="carol")]] == ["Somebody", "Appraiser A"]
    assert visibility.as_shown_to(person(A), masked).members[0].name == "Somebody"
    assert visibility.as_shown_to(person(M, name="carol"), masked).appraisals[0].appraiser_name == "Appraiser A"
    plain = make_round([appraisal(SUBMITTED, "somebody")], [member()])
    assert visibility.as_shown_to(person(M, name="carol"), plain) == plain


def moderates(somebody: Person, *members: Member, own: bool = False, opened: bool = True) -> bool:
    submitted = [appraisal(AppraisalState.SUBMITTED), appraisal(AppraisalState.SUBMITTED, "bob")]
    mine = [appraisal(AppraisalState.SUBMITTED, somebody.id)] if own else []
    waiting = [] if opened else [appraisal(AppraisalState.DRAFT, "cy")]
    return permission.can_moderate(somebody, make_round([*submitted, *mine, *waiting], members))


def test_a_consensus_is_written_by_moderators_and_by_those_on_the_team_where_there_are_any() -> None:
    carol, other = person(Role.MODERATOR, name="carol"), replace(member(Part.MODERATOR), person="other")
    assert moderates(carol)
    assert not moderates(person(Role.COMMISSIONER, Role.APPRAISER))
    assert not moderates(carol, opened=False), "nothing of it may be read yet"
    assert not moderates(carol, other)
    assert moderates(carol, other, replace(member(Part.MODERATOR), person=carol.id))
    assert moderates(carol, replace(other, withdrawn_at=datetime(2016, 5, 1, tzinfo=UTC)))


def test_whoever_appraised_moderates_only_when_put_on_the_team_as_a_moderator() -> None:
    carol = person(Role.MODERATOR, Role.APPRAISER, name="carol")
    assert not moderates(carol, own=True)
    assert moderates(carol, replace(member(Part.MODERATOR), person=carol.id), own=True)


@pytest.mark.parametrize(
    ("roles", "own", "place", "reads"),
    [
        ({A}, None, None, True),
        ({A}, DRAFT, None, False),
        ({C, A, M}, DRAFT, None, False),
        ({A}, SUBMITTED, None, True),
        ({A}, None, "on the team", False),
        ({C, A}, None, "withdrawn", True),
        ({C}, None, None, True),
        ({X}, None, None, False),
    ],
)
def test_an_issued_report_is_read_by_all_but_those_who_still_appraise_the_review(
    roles: set[Role], own: AppraisalState | None, place: str | None, *, reads: bool
) -> None:
    somebody = person(*roles, name="bob")
    gone = WHEN if place == "withdrawn" else None
    members = [Member("bob", "Bob", Part.APPRAISER, "A", None, WHEN, withdrawn_at=gone)] if place else []
    mine = [appraisal(own, "bob")] if own else []
    round_ = make_round([appraisal(SUBMITTED), *mine], members, opened=True)
    assert permission.can_read_report(somebody, round_) == reads
