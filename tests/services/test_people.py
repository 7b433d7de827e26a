"""The people of a board: who sees and changes them, and what always remains."""

import pytest

from app.data import account as accounts
from app.data import audit as trail
from app.data.people import add_roles
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.audit import event
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.letter import LetterKind
from app.services import account, people, sign_in
from app.settings import Settings
from tests.factories import OTHER_BOARD, People, make_person


def newest(db: Session, person: Person) -> str:
    db.flush()
    return trail.list_events(db, person.board.id)[0].event.action


def ring() -> None:
    """Nobody listens."""


@pytest.fixture
def grace(db: Session) -> Person:
    """A second administrator, who moderates too."""
    return make_person(db, "Grace Pell", Role.ADMINISTRATOR, Role.MODERATOR)


@pytest.mark.parametrize("name", ["erin", "frank"])
def test_commissioners_and_administrators_see_who_is_on_the_board_and_nobody_of_another(
    db: Session, people_: People, name: str
) -> None:
    names = [one.person.name.split()[0] for one in people.list_people(getattr(people_, name), db)]
    assert names == ["Alice", "Bob", "Carol", "Erin", "Frank"]


@pytest.fixture
def people_(people: People) -> People:
    """The fixed people, under a name that the module under test leaves free."""
    return people


@pytest.mark.parametrize("name", ["alice", "carol"])
def test_others_do_not_see_them(db: Session, people_: People, name: str) -> None:
    with pytest.raises(NotAllowedError, match="Only a commissioner or an administrator"):
        people.list_people(getattr(people_, name), db)


def test_only_administrators_change_anything(db: Session, erin: Person, alice: Person, settings: Settings) -> None:
    for change in (
        lambda: people.change_roles(erin, db, alice.id, frozenset({Role.MODERATOR})),
        lambda: people.disable_account(erin, db, alice.id),
        lambda: people.enable_account(erin, db, alice.id),
        lambda: people.show_link(erin, db, settings, alice.id),
        lambda: people.send_link(erin, db, alice.id, ring),
        lambda: people.get_listed(erin, db, alice.id),
    ):
        with pytest.raises(NotAllowedError, match="Only an administrator"):
            change()


def test_roles_are_changed_and_the_change_stands_on_the_trail(db: Session, frank: Person, alice: Person) -> None:
    people.change_roles(frank, db, alice.id, frozenset({Role.MODERATOR, Role.COMMISSIONER}))
    now_ = accounts.person_on_board(db, alice.id, alice.board.id)
    assert now_
    assert now_.roles == {Role.MODERATOR, Role.COMMISSIONER}
    told = trail.list_events(db, frank.board.id)[0].event
    assert (told.action, told.detail) == ("roles changed", "appraiser → commissioner, moderator")


def test_saving_the_same_roles_changes_nothing(db: Session, frank: Person, alice: Person) -> None:
    before = newest(db, frank)
    people.change_roles(frank, db, alice.id, alice.roles)
    assert newest(db, frank) == before


def test_nobody_gives_themselves_a_role(db: Session, frank: Person) -> None:
    with pytest.raises(NotAllowedError, match="cannot give yourself a role"):
        people.change_roles(frank, db, frank.id, frank.roles | {Role.COMMISSIONER})


def test_somebody_without_a_role_is_disabled_and_not_left_without(db: Session, frank: Person, alice: Person) -> None:
    with pytest.raises(InvalidError, match="at least one role"):
        people.change_roles(frank, db, alice.id, frozenset())


def test_one_administrator_remains(db: Session, frank: Person, grace: Person) -> None:
    people.change_roles(grace, db, frank.id, frozenset({Role.APPRAISER}))
    with pytest.raises(InvalidError, match="only administrator"):
        people.change_roles(grace, db, grace.id, frozenset({Role.MODERATOR}))


def test_one_who_is_disabled_does_not_count_as_the_one_that_remains(db: Session, frank: Person, grace: Person) -> None:
    people.disable_account(grace, db, frank.id)
    with pytest.raises(InvalidError, match="only administrator"):
        people.change_roles(grace, db, grace.id, frozenset({Role.MODERATOR}))


def test_an_administrator_gives_the_role_up_where_another_remains(db: Session, frank: Person, grace: Person) -> None:
    people.change_roles(grace, db, grace.id, frozenset({Role.MODERATOR}))
    with pytest.raises(NotAllowedError):
        people.change_roles(accounts.person_on_board(db, grace.id, grace.board.id), db, grace.id, grace.roles)


def test_nobody_disables_themselves(db: Session, frank: Person, grace: Person) -> None:
    with pytest.raises(InvalidError, match="your own account"):
        people.disable_account(frank, db, frank.id)


def test_a_disabled_account_is_signed_out_and_cannot_sign_in_until_it_is_enabled(
    db: Session, frank: Person, alice: Person
) -> None:
    token = sign_in.sign_in_with_link(db, account.create_link(db, alice.email, 5), "a browser", 12)
    people.disable_account(frank, db, alice.id)
    assert sign_in.who_is(db, token) is None
    with pytest.raises(InvalidError, match="no role on any board"):
        sign_in.sign_in_with_link(db, account.create_link(db, alice.email, 5), "a browser", 12)
    assert people.list_people(frank, db)[-1].person.id == alice.id, "those who are disabled stand last"
    assert alice not in accounts.people_of(db, frank.board.id)
    people.enable_account(frank, db, alice.id)
    assert accounts.person_on_board(db, alice.id, alice.board.id) == alice
    assert sign_in.who_is(db, token) is None, "a session that was ended stays so"


def test_disabling_on_one_board_leaves_the_other_open(db: Session, people_: People) -> None:
    frank, dave = people_.frank, people_.dave
    add_roles(db, frank.board.id, dave.id, frozenset({Role.MODERATOR}), event(dave, "roles added", "account", dave.id))
    people.disable_account(frank, db, dave.id)
    assert accounts.person_on_board(db, dave.id, frank.board.id) is None
    assert accounts.person_on_board(db, dave.id, dave.board.id) == dave
    assert accounts.boards_of(db, dave.id) == (dave.board,)


def test_the_roles_of_a_disabled_account_can_be_changed_and_it_stays_disabled(db: Session, frank: Person, alice: Person) -> None:
    people.disable_account(frank, db, alice.id)
    people.change_roles(frank, db, alice.id, frozenset({Role.MODERATOR}))
    assert people.get_listed(frank, db, alice.id).closed_at is not None
    with pytest.raises(InvalidError, match="Enable it first"):
        people.send_link(frank, db, alice.id, ring)


def test_a_link_is_shown_for_somebody_of_this_board_alone(db: Session, people_: People, settings: Settings) -> None:
    frank, alice, dave = people_.frank, people_.alice, people_.dave
    link = people.show_link(frank, db, settings, alice.id)
    assert sign_in.check_link(db, link.rpartition("/")[2]) == alice.name
    assert newest(db, frank) == "sign-in link created"
    add_roles(db, frank.board.id, dave.id, frozenset({Role.MODERATOR}), event(dave, "roles added", "account", dave.id))
    with pytest.raises(InvalidError, match="used on another board"):
        people.show_link(frank, db, settings, dave.id)


def test_people_of_another_board_are_not_there(db: Session, frank: Person, dave: Person, settings: Settings) -> None:
    for change in (
        lambda: people.change_roles(frank, db, dave.id, frozenset({Role.MODERATOR})),
        lambda: people.disable_account(frank, db, dave.id),
        lambda: people.enable_account(frank, db, dave.id),
        lambda: people.show_link(frank, db, settings, dave.id),
        lambda: people.send_link(frank, db, dave.id, ring),
    ):
        with pytest.raises(NotFoundError):
            change()


def test_the_last_sign_in_is_the_one_on_this_board(db: Session, frank: Person, alice: Person) -> None:
    assert people.get_listed(frank, db, alice.id).signed_in_at is None
    sign_in.sign_in_with_link(db, account.create_link(db, alice.email, 5), "a browser", 12)
    assert people.get_listed(frank, db, alice.id).signed_in_at is not None


def test_a_link_to_be_sent_waits_without_the_link(db: Session, frank: Person, alice: Person) -> None:
    people.send_link(frank, db, alice.id, ring)
    delivery = people.link_delivery(frank, db, alice.id)
    assert delivery
    assert (delivery.attempts, delivery.sent_at, delivery.problem) == (0, None, "")
    assert newest(db, frank) == f"{LetterKind.SIGN_IN_LINK} to be sent"


def test_somebody_with_two_boards_changes_from_one_to_the_other(db: Session, people_: People) -> None:
    dave, frank = people_.dave, people_.frank
    add_roles(db, frank.board.id, dave.id, frozenset({Role.MODERATOR}), event(dave, "roles added", "account", dave.id))
    token = sign_in.sign_in_with_link(db, account.create_link(db, dave.email, 5), "a browser", 12)
    assert [board.name for board in people.list_boards(dave, db)] == [OTHER_BOARD, frank.board.name]
    people.change_board(dave, db, token, frank.board.id)
    db.expire_all()
    there = sign_in.who_is(db, token)
    assert there
    assert (there.board, there.roles) == (frank.board, {Role.MODERATOR})


def test_nobody_works_on_a_board_on_which_they_have_no_role(db: Session, alice: Person, dave: Person) -> None:
    with pytest.raises(NotFoundError, match="no role on that board"):
        people.change_board(alice, db, "token", dave.board.id)
