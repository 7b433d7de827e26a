"""Signing in: by password, by one-time link, with limited attempts, in sessions that can be ended."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from app.data import account as accounts_data
from app.data import audit as trail
from app.data.session import LATER, Session
from app.domain import clock
from app.domain.account import Person
from app.domain.audit import system_event
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.services import account as accounts
from app.services import sign_in as signing

Later = Callable[..., None]
PASSWORD = "a plumb line shows what is true"


def actions(db: Session, person: Person) -> list[str]:
    return [entry.event.action for entry in trail.list_events(db, person.board.id)]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """`later(minutes=5)` moves the clock on."""

    def move(**gone: float) -> None:
        moment = clock.now() + timedelta(**gone)
        monkeypatch.setattr("app.services.sign_in.now", lambda: moment)
        monkeypatch.setattr("app.data.sign_in.now", lambda: moment)

    return move


def test_the_right_password_signs_in_and_stands_on_the_trail(db: Session, alice: Person) -> None:
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    token = signing.sign_in_with_password(db, " ALICE@wexcombe.example", PASSWORD, "a browser", 12)
    assert signing.who_is(db, token) == alice
    assert actions(db, alice)[0] == "signed in with password"


def test_a_wrong_password_and_an_unknown_account_get_the_same_answer(db: Session, alice: Person) -> None:
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    with pytest.raises(InvalidError) as wrong:
        signing.sign_in_with_password(db, alice.email, "something else entirely", "", 12)
    with pytest.raises(InvalidError) as unknown:
        signing.sign_in_with_password(db, "nobody@wexcombe.example", PASSWORD, "", 12)
    assert (wrong.value.sentence, wrong.value.field) == (unknown.value.sentence, unknown.value.field)


def test_an_account_without_a_password_cannot_be_signed_in_to_with_one(db: Session, bob: Person) -> None:
    for attempt in ("", "nobody has this password"):
        with pytest.raises(InvalidError):
            signing.sign_in_with_password(db, bob.email, attempt, "", 12)


def test_a_closed_account_cannot_sign_in_and_is_signed_out(db: Session, alice: Person) -> None:
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    token = signing.sign_in_with_password(db, alice.email, PASSWORD, "", 12)
    row = db.get_one(accounts_data.AccountRow, alice.id)
    row.disabled_at = clock.now()
    db.add(row)
    assert signing.who_is(db, token) is None
    with pytest.raises(InvalidError):
        signing.sign_in_with_password(db, alice.email, PASSWORD, "", 12)


def test_of_two_who_use_a_link_at_the_same_time_one_comes_in(db: Session, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    token = accounts.create_link(db, alice.email, 5)
    signing.sign_in_with_link(db, token, "a browser", 12)
    # The second had looked before the first had used it up.
    monkeypatch.setattr("app.data.sign_in.link_account", lambda db, token_hash: alice.id)
    with pytest.raises(NotFoundError, match="has been used"):
        signing.sign_in_with_link(db, token, "another browser", 12)


def test_a_one_time_link_works_once(db: Session, alice: Person) -> None:
    link = accounts.create_link(db, alice.email, 60)
    assert signing.check_link(db, link) == alice.name
    assert signing.check_link(db, link) == alice.name, "looking does not use it up"
    token = signing.sign_in_with_link(db, link, "", 12)
    assert signing.who_is(db, token) == alice
    with pytest.raises(NotFoundError, match="used already"):
        signing.sign_in_with_link(db, link, "", 12)


def test_a_one_time_link_is_refused_when_it_is_too_old(db: Session, alice: Person, later: Later) -> None:
    link = accounts.create_link(db, alice.email, 60)
    later(minutes=61)
    with pytest.raises(NotFoundError, match="too old"):
        signing.check_link(db, link)


def test_a_session_ends_by_itself_after_its_hours(db: Session, alice: Person, later: Later) -> None:
    token = signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 60), "", 12)
    later(hours=11, minutes=59)
    assert signing.who_is(db, token) == alice
    later(hours=12, minutes=1)
    assert signing.who_is(db, token) is None


def open_session(db: Session, person: Person, idle_minutes: int) -> str:
    return signing.sign_in_with_link(db, accounts.create_link(db, person.email, 600), "", 12, idle_minutes)


def look(db: Session, token: str) -> Person | None:
    """Open a page: what is written after it is written here at once."""
    person = signing.who_is(db, token)
    for action in db.info.pop(LATER, []):
        action(db)
    return person


def test_a_session_ends_when_nothing_is_opened_for_long(db: Session, alice: Person, later: Later) -> None:
    token = open_session(db, alice, 60)
    later(minutes=59)
    assert signing.who_is(db, token) == alice
    later(minutes=61)
    assert signing.who_is(db, token) is None
    assert signing.list_sign_ins(alice, db) == ()


def test_every_page_puts_the_end_off_but_not_beyond_the_hours(
    db: Session, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = clock.now()
    token = open_session(db, alice, 60)
    for minutes in range(50, 12 * 60, 50):
        moment = start + timedelta(minutes=minutes)
        monkeypatch.setattr("app.data.sign_in.now", lambda moment=moment: moment)
        assert look(db, token) == alice, minutes
    monkeypatch.setattr("app.data.sign_in.now", lambda: start + timedelta(hours=12, seconds=1))
    assert look(db, token) is None


def test_of_a_short_limit_not_much_is_lost_by_writing_seldom(db: Session, alice: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    start = clock.now()
    token = open_session(db, alice, 5)
    for seconds, seen in ((8, 0), (30, 30), (35, 30), (45, 45)):
        monkeypatch.setattr("app.data.sign_in.now", lambda seconds=seconds: start + timedelta(seconds=seconds))
        look(db, token)
        (session,) = signing.list_sign_ins(alice, db)
        assert round((session.seen_at - start).total_seconds()) == seen


def test_a_session_of_before_the_limit_goes_on_until_its_hours_are_over(db: Session, alice: Person, later: Later) -> None:
    token = open_session(db, alice, 0)
    later(hours=11)
    assert signing.who_is(db, token) == alice


def test_all_others_are_ended_and_this_one_goes_on(db: Session, alice: Person, bob: Person) -> None:
    here, there, bobs = open_session(db, alice, 60), open_session(db, alice, 60), open_session(db, bob, 60)
    signing.end_other_sign_ins(alice, db, here)
    assert [signing.who_is(db, token) for token in (here, there, bobs)] == [alice, None, bob]
    assert [session.here for session in signing.list_sign_ins(alice, db, here)] == [True]
    assert actions(db, alice)[0] == "other sessions ended"


def test_an_ended_session_is_over_and_the_others_go_on(db: Session, alice: Person) -> None:
    first, second = (signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 60), name, 12) for name in "ab")
    mine = {sign_in.browser: sign_in.id for sign_in in signing.list_sign_ins(alice, db)}
    signing.end_sign_in(alice, db, mine["a"])
    assert signing.who_is(db, first) is None
    assert signing.who_is(db, second) == alice
    assert "session ended" in actions(db, alice)


def test_nobody_can_end_the_session_of_somebody_else(db: Session, alice: Person, bob: Person) -> None:
    token = signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 60), "", 12)
    (sign_in,) = signing.list_sign_ins(alice, db)
    with pytest.raises(NotFoundError):
        signing.end_sign_in(bob, db, sign_in.id)
    assert signing.who_is(db, token) == alice


def test_signing_out_ends_this_session(db: Session, alice: Person) -> None:
    token = signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 60), "", 12)
    signing.sign_out(alice, db, token)
    assert signing.who_is(db, token) is None
    assert actions(db, alice)[0] == "signed out"


def test_a_made_up_token_is_nobody(db: Session) -> None:
    assert signing.who_is(db, "made-up") is None


def test_attempts_are_limited_for_one_account_wherever_they_come_from(db: Session, later: Later) -> None:
    for number in range(signing.MOST_ATTEMPTS):
        signing.check_attempts(db, "alice@wexcombe.example", f"192.0.2.{number}")
        signing.record_failure(db, "Alice@Wexcombe.example ", f"192.0.2.{number}")
    with pytest.raises(NotAllowedError, match="too many attempts"):
        signing.check_attempts(db, "alice@wexcombe.example", "192.0.2.200")
    signing.check_attempts(db, "bob@wexcombe.example", "192.0.2.200")
    later(minutes=16)
    signing.check_attempts(db, "alice@wexcombe.example", "192.0.2.200")


def test_attempts_are_limited_for_one_network_address_whatever_the_account(db: Session) -> None:
    for number in range(signing.MOST_ATTEMPTS_PER_ADDRESS):
        signing.record_failure(db, f"person{number}@wexcombe.example", "192.0.2.1")
    with pytest.raises(NotAllowedError, match="too many attempts"):
        signing.check_attempts(db, "somebody@wexcombe.example", "192.0.2.1")
    signing.check_attempts(db, "somebody@wexcombe.example", "192.0.2.2")


def test_an_account_without_a_board_is_told_so(db: Session) -> None:
    board = accounts.create_board(db, "Empty Board")
    audit = system_event("account created", "account", "lone@wexcombe.example")
    accounts_data.add_account(
        db, name="Lone Person", email="lone@wexcombe.example", post="", board=board, roles=frozenset(), audit=audit
    )
    link = accounts.create_link(db, "lone@wexcombe.example", 60)
    with pytest.raises(InvalidError, match="no role on any board"):
        signing.sign_in_with_link(db, link, "", 12)
