"""The table of permissions says what the policy decides, and forgets none of its functions."""

import inspect
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.domain import permission, permission_state, visibility
from app.domain.account import Board, Person, Role
from app.domain.appraisal import Appraisal, AppraisalKind, AppraisalState
from app.domain.errors import NotAllowedError
from app.domain.permission import POLICY
from app.domain.permission_rule import Deed
from app.domain.permission_table import RULES, rule_of
from app.domain.round import Round, RoundSettings

PAIRS = {name for name in vars(permission) if name.startswith(("can_", "check_"))}
BOTH = {"change_appraisal"}  # one's own or the consensus, whichever it is: two deeds of the policy


def somebody(*roles: Role) -> Person:
    return Person("p", "Pat", "pat@wexcombe.example", Board("b", "Wexcombe"), frozenset(roles))


def test_every_deed_of_the_policy_stands_in_one_row_and_every_row_names_deeds_that_are_there() -> None:
    named = [name for rule in RULES for name in rule.deeds]
    assert sorted(named) == sorted(POLICY)


def test_every_deed_has_its_two_functions_and_there_are_no_others() -> None:
    assert {f"{pair}_{deed}" for deed in {*POLICY, *BOTH} for pair in ("can", "check")} == PAIRS
    for deed in POLICY:
        assert vars(permission)[f"can_{deed}"].__name__ == f"can_{deed}"
        assert vars(permission)[f"check_{deed}"].__name__ == f"check_{deed}"


def test_the_whole_policy_fits_on_one_screen_and_explains_every_circumstance() -> None:
    assert len(Path(str(permission.__file__)).read_text("utf-8").splitlines()) <= 100
    for deed in POLICY.values():
        circumstance = vars(permission_state).get(deed.circumstance) or vars(visibility)[deed.circumstance]
        assert circumstance.__doc__, deed.name
        assert bool(deed.roles) == deed.refusal.endswith("."), deed.name


@pytest.mark.parametrize("deed", [deed for deed in POLICY.values() if deed.roles], ids=lambda deed: deed.name)
def test_whoever_has_none_of_the_roles_reads_the_refusal_of_its_row(deed: Deed) -> None:
    """The thing is one's own, so that nothing but the role is missing."""
    own = Appraisal("one", "b", "review", "tiny", "1.0", "p", "Pat", AppraisalState.DRAFT, datetime(2016, 5, 1, tzinfo=UTC))
    written = replace(own, kind=AppraisalKind.CONSENSUS, appraiser="q")
    round_ = Round("review", RoundSettings(), (), (), (own,), written)
    about = {"appraisal": replace(own, appraiser="q") if deed.name == "see_appraisal" else own, "consensus": written}
    about |= {"round_": round_, "own": None, "to": "q", "of": "q", "roles": ()}  # type: ignore[dict-item]
    circumstance = vars(permission_state).get(deed.circumstance) or vars(visibility)[deed.circumstance]
    asked = [about[name] for name in list(inspect.signature(circumstance).parameters)[1:]]
    lacking = set(Role) - set(deed.roles)
    with pytest.raises(NotAllowedError) as refused:
        vars(permission)[f"check_{deed.name}"](somebody(*lacking), *asked)
    assert (refused.value.sentence, refused.value.deed) == (deed.refusal, deed.name)
    assert not vars(permission)[f"can_{deed.name}"](somebody(*lacking), *asked)


def test_each_row_is_a_sentence_about_an_action_of_its_own() -> None:
    assert len({rule.action for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.roles, rule.action
        assert not rule.condition or rule.condition.endswith("."), rule.action


@pytest.mark.parametrize("role", Role)
def test_where_the_role_alone_decides_the_row_names_the_roles_that_may(role: Role) -> None:
    checked = 0
    for rule in RULES:
        for name in rule.deeds:
            if POLICY[name].circumstance == "always":
                assert vars(permission)[f"can_{name}"](somebody(role)) == (role in rule.roles), (name, role)
                checked += 1
    assert checked >= 8


def test_an_administrator_has_no_row_about_reviews_papers_or_judgements() -> None:
    mine = {name for rule in RULES if Role.ADMINISTRATOR in rule.roles for name in rule.deeds}
    assert mine == {"read_trail", "see_people", "invite", "change_people", "give_roles", "take_off_factor"}


def test_a_refusal_is_traced_to_its_row_by_the_deed_that_it_names() -> None:
    with pytest.raises(NotAllowedError) as refused:
        permission.check_give_roles(somebody(Role.APPRAISER), "q", (Role.MODERATOR,))
    rule = rule_of(refused.value)
    assert rule
    assert "give_roles" in rule.deeds
    assert rule.whom_to_ask(frozenset({Role.APPRAISER})) == (Role.ADMINISTRATOR,)


def test_who_has_the_role_and_still_may_not_asks_those_of_the_row() -> None:
    rule = next(rule for rule in RULES if "see_appraisal" in rule.deeds)
    assert rule.whom_to_ask(frozenset({Role.APPRAISER})) == (Role.MODERATOR,)
    assert rule.whom_to_ask(frozenset({Role.ADMINISTRATOR})) == (Role.COMMISSIONER, Role.ADMINISTRATOR)


def test_nobody_is_sent_to_appraisers_whose_names_may_be_masked() -> None:
    for rule in RULES:
        for role in Role:
            assert Role.APPRAISER not in rule.whom_to_ask(frozenset({role})), rule.action


def test_a_refusal_from_elsewhere_has_no_row() -> None:
    with pytest.raises(NotAllowedError) as refused:
        raise NotAllowedError("Wait a moment.")
    assert rule_of(refused.value) is None


def test_nobody_gives_themselves_a_role_and_everybody_may_give_one_up() -> None:
    frank = somebody(Role.ADMINISTRATOR)
    assert not permission.can_give_roles(frank, frank.id, {Role.COMMISSIONER})
    assert permission.can_give_roles(frank, frank.id, ())
    assert permission.can_give_roles(frank, "another", set(Role))
    assert not permission.can_give_roles(somebody(Role.COMMISSIONER), "another", ())


@pytest.mark.parametrize(
    ("who", "roles", "may"),
    [
        (Role.ADMINISTRATOR, {Role.ADMINISTRATOR, Role.COMMISSIONER}, True),
        (Role.COMMISSIONER, {Role.APPRAISER, Role.MODERATOR}, True),
        (Role.COMMISSIONER, {Role.APPRAISER, Role.COMMISSIONER}, False),
        (Role.COMMISSIONER, {Role.ADMINISTRATOR}, False),
        (Role.MODERATOR, {Role.APPRAISER}, False),
        (Role.APPRAISER, (), False),
    ],
)
def test_who_may_invite_to_what(who: Role, roles: set[Role], may: bool) -> None:
    assert permission.can_invite(somebody(who), roles) is may
    if not may:
        with pytest.raises(NotAllowedError):
            permission.check_invite(somebody(who), roles)
