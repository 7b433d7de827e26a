"""The table of permissions says what the policy decides, and forgets none of its functions."""

import inspect

import pytest

from app.domain import permission
from app.domain.account import Board, Person, Role
from app.domain.errors import NotAllowedError
from app.domain.permission_table import RULES, rule_of

DECIDING = {
    name.removeprefix("can_").removeprefix("check_"): made
    for name, made in vars(permission).items()
    if inspect.isfunction(made) and made.__module__ == permission.__name__ and name.startswith(("can_", "check_"))
}


def somebody(*roles: Role) -> Person:
    return Person("p", "Pat", "pat@wexcombe.example", Board("b", "Wexcombe"), frozenset(roles))


def test_every_function_of_the_policy_stands_in_one_row_and_every_row_names_functions_that_are_there() -> None:
    named = [name for rule in RULES for name in rule.functions]
    assert sorted(named) == sorted(DECIDING)


def test_each_row_is_a_sentence_about_an_action_of_its_own() -> None:
    assert len({rule.action for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.roles, rule.action
        assert not rule.condition or rule.condition.endswith("."), rule.action


@pytest.mark.parametrize("role", Role)
def test_where_the_role_alone_decides_the_row_names_the_roles_that_may(role: Role) -> None:
    checked = 0
    for rule in RULES:
        for name in rule.functions:
            can = vars(permission).get(f"can_{name}")
            if can and list(inspect.signature(can).parameters) == ["person"]:
                assert can(somebody(role)) == (role in rule.roles), (name, role)
                checked += 1
    assert checked >= 8


def test_an_administrator_has_no_row_about_reviews_papers_or_judgements() -> None:
    mine = {name for rule in RULES if Role.ADMINISTRATOR in rule.roles for name in rule.functions}
    assert mine == {"read_trail", "see_people", "invite", "change_people", "give_roles"}


def test_a_refusal_is_traced_to_its_row_by_the_outermost_check() -> None:
    with pytest.raises(NotAllowedError) as refused:
        permission.check_give_roles(somebody(Role.APPRAISER), "q", (Role.MODERATOR,))
    rule = rule_of(refused.value)
    assert rule
    assert "give_roles" in rule.functions
    assert rule.whom_to_ask(frozenset({Role.APPRAISER})) == (Role.ADMINISTRATOR,)


def test_who_has_the_role_and_still_may_not_asks_those_of_the_row() -> None:
    rule = next(rule for rule in RULES if "see_appraisal" in rule.functions)
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
