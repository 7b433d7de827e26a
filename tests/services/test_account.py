"""Creating accounts and boards, and setting one's password."""

import pytest

from app.data import account as data
from app.data import audit as trail
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.errors import InvalidError, InvalidFieldsError
from app.services import account as accounts
from tests.factories import BOARD, OTHER_BOARD, make_person

PASSWORD = "a plumb line shows what is true"


def test_an_account_is_made_on_a_board_that_is_there_already(db: Session, alice: Person) -> None:
    grace = make_person(db, "Grace Pell", Role.APPRAISER, Role.MODERATOR)
    assert grace.board == alice.board
    assert grace.roles == {Role.APPRAISER, Role.MODERATOR}
    assert trail.list_events(db, alice.board.id)[0].event.action == "account created"


def test_an_account_on_a_new_board_makes_the_board(db: Session) -> None:
    hugh = make_person(db, "Hugh Arden", Role.COMMISSIONER, board="Ollerby Partnership")
    assert data.find_board(db, "Ollerby Partnership") == hugh.board


@pytest.mark.parametrize("address", ["nobody", "", " a@b.example", "a@b.example "])
def test_what_is_no_address_is_refused(db: Session, address: str) -> None:
    with pytest.raises(InvalidError, match="not an e-mail address"):
        accounts.create_account(db, board_name=BOARD, name="A", email=address, roles=frozenset({Role.APPRAISER}))


def test_an_address_is_taken_once_whatever_its_capitals(db: Session) -> None:
    with pytest.raises(InvalidError, match="already an account"):
        accounts.create_account(
            db, board_name=OTHER_BOARD, name="A", email="ALICE@wexcombe.example", roles=frozenset({Role.APPRAISER})
        )


def test_an_account_needs_a_role_and_a_board_a_name(db: Session) -> None:
    with pytest.raises(InvalidError, match="at least one role"):
        accounts.create_account(db, board_name=BOARD, name="A", email="a@b.example", roles=frozenset())
    with pytest.raises(InvalidError, match="name"):
        accounts.create_account(db, board_name="  ", name="A", email="a@b.example", roles=frozenset({Role.APPRAISER}))


def test_there_is_no_link_for_an_unknown_account(db: Session) -> None:
    with pytest.raises(InvalidError, match="no account for"):
        accounts.create_link(db, "nobody@wexcombe.example", 60)


def test_a_password_is_set_as_a_hash_and_stands_on_the_trail_without_it(db: Session, alice: Person) -> None:
    assert not accounts.has_password(alice, db)
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    assert accounts.has_password(alice, db)
    _, kept = data.find_account(db, alice.email)
    assert kept.startswith("$argon2id$")
    newest = trail.list_events(db, alice.board.id)[0]
    assert newest.event.action == "password set"
    assert PASSWORD not in repr(newest)


@pytest.mark.parametrize(
    ("password", "again", "field"),
    [
        ("short", "short", "password"),
        ("x" * 1001, "x" * 1001, "password"),
        ("alice@wexcombe.example", "alice@wexcombe.example", "password"),
        ("Alice Hartwell", "Alice Hartwell", "password"),
        (PASSWORD, PASSWORD + "!", "again"),
        ("", "", "password"),
    ],
)
def test_a_poor_password_is_refused_beside_its_field(db: Session, alice: Person, password: str, again: str, field: str) -> None:
    with pytest.raises(InvalidFieldsError) as refused:
        accounts.change_password(alice, db, password, again)
    assert list(refused.value.fields) == [field]
    assert not accounts.has_password(alice, db)


def test_everybody_is_listed_oldest_account_first(db: Session, alice: Person) -> None:
    names = [person.name.split()[0] for person in accounts.list_everybody(db)]
    assert names == ["Alice", "Bob", "Carol", "Dave", "Erin", "Frank"]
    assert accounts.first_person(db) == alice
