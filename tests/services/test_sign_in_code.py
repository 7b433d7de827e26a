"""The second factor: set up with a code from a phone, asked for after password or link, and off again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from sqlmodel import select

from app.data import audit as trail
from app.data.session import Session
from app.data.tables import RecoveryCodeRow
from app.domain.account import Person
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.services import account as accounts
from app.services import sign_in as signing
from app.services import sign_in_code as codes
from app.services import sign_in_factor as factors

PASSWORD = "a plumb line shows what is true"
START = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)
At = Callable[..., datetime]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    """`at(minutes=5)` sets every clock of signing in to so long after the start, and gives the moment."""

    def move(**gone: float) -> datetime:
        moment = START + timedelta(**gone)
        for module in (
            "app.services.sign_in",
            "app.services.sign_in_code",
            "app.services.sign_in_factor",
            "app.services.account",
            "app.data.sign_in",
            "app.data.second_factor",
        ):
            monkeypatch.setattr(f"{module}.now", lambda: moment)
        return moment

    move()
    return move


def turn_on(db: Session, person: Person) -> tuple[pyotp.TOTP, tuple[str, ...]]:
    """The person's phone, and the recovery codes."""
    factors.begin_second_factor(person, db)
    waiting = factors.waiting_secret(person, db)
    assert waiting
    phone = pyotp.TOTP(waiting[0])
    return phone, factors.confirm_second_factor(person, db, phone.at(START))


def wait_for_code(db: Session, person: Person) -> str:
    """The token of a browser that used a link and now waits."""
    token = signing.sign_in_with_link(db, accounts.create_link(db, person.email, 5), "a browser", 12)
    assert signing.needs_code(db, token)
    return token


def test_a_password_alone_opens_no_session_once_the_second_factor_is_on(db: Session, alice: Person, at: At) -> None:
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    phone, _ = turn_on(db, alice)
    token = signing.sign_in_with_password(db, alice.email, PASSWORD, "", 12)
    assert signing.needs_code(db, token)
    assert signing.who_is(db, token) is None
    opened = codes.sign_in_with_code(db, token, f" {phone.at(at(minutes=1))[:3]} {phone.at(at(minutes=1))[3:]} ", "", 12)
    assert signing.who_is(db, opened) == alice
    assert trail.list_events(db, alice.board.id)[0].event.action == "signed in with password and code"


def test_a_link_alone_opens_no_session_either(db: Session, alice: Person, at: At) -> None:
    phone, _ = turn_on(db, alice)
    token = wait_for_code(db, alice)
    assert signing.who_is(db, token) is None
    assert signing.who_is(db, codes.sign_in_with_code(db, token, phone.at(at(seconds=30)), "", 12)) == alice
    (session,) = signing.list_sign_ins(alice, db)
    assert session.method == "link and code"


def test_a_secret_that_was_never_confirmed_asks_nobody_for_a_code(db: Session, alice: Person, at: At) -> None:
    factors.begin_second_factor(alice, db)
    token = signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 5), "", 12)
    assert not signing.needs_code(db, token)
    assert signing.who_is(db, token) == alice


def test_a_code_works_once_and_so_does_a_waiting_browser(db: Session, alice: Person, at: At) -> None:
    phone, _ = turn_on(db, alice)
    first, second = wait_for_code(db, alice), wait_for_code(db, alice)
    with pytest.raises(InvalidError, match="has been used"):
        codes.sign_in_with_code(db, first, phone.at(START), "", 12)  # it confirmed the phone
    code = phone.at(at(seconds=30))
    codes.sign_in_with_code(db, first, code, "", 12)
    with pytest.raises(InvalidError, match="has been used"):
        codes.sign_in_with_code(db, second, code, "", 12)
    with pytest.raises(NotFoundError, match="Sign in again"):
        codes.sign_in_with_code(db, first, phone.at(at(seconds=60)), "", 12)


@pytest.mark.parametrize(("steps", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(db: Session, alice: Person, at: At, steps: int, taken: bool) -> None:
    phone, _ = turn_on(db, alice)
    moment = at(minutes=5)
    token = wait_for_code(db, alice)
    code = phone.at(moment + timedelta(seconds=30 * steps))
    if taken:
        assert signing.who_is(db, codes.sign_in_with_code(db, token, code, "", 12)) == alice
    else:
        with pytest.raises(InvalidError, match="not the code"):
            codes.sign_in_with_code(db, token, code, "", 12)


def test_an_earlier_code_is_not_taken_after_a_later_one(db: Session, alice: Person, at: At) -> None:
    phone, _ = turn_on(db, alice)
    moment = at(minutes=5)
    codes.sign_in_with_code(db, wait_for_code(db, alice), phone.at(moment + timedelta(seconds=30)), "", 12)
    with pytest.raises(InvalidError, match="has been used"):
        codes.sign_in_with_code(db, wait_for_code(db, alice), phone.at(moment), "", 12)


@pytest.mark.parametrize("typed", ["", "12345", "0000000", "abcdef", "ABCD-EFGH", "١٢٣٤٥٦", "x" * 9000])
def test_what_is_no_code_is_refused(db: Session, alice: Person, at: At, typed: str) -> None:
    turn_on(db, alice)
    with pytest.raises(InvalidError):
        codes.sign_in_with_code(db, wait_for_code(db, alice), typed, "", 12)


def test_a_recovery_code_works_once_however_it_is_typed(db: Session, alice: Person, at: At) -> None:
    _, recovery = turn_on(db, alice)
    assert len(set(recovery)) == 10
    typed = recovery[3].lower().replace("-", " ")
    token = codes.sign_in_with_code(db, wait_for_code(db, alice), typed, "", 12)
    assert signing.who_is(db, token) == alice
    assert trail.list_events(db, alice.board.id)[0].event.action == "signed in with link and recovery code"
    with pytest.raises(InvalidError, match="not the code"):
        codes.sign_in_with_code(db, wait_for_code(db, alice), recovery[3], "", 12)
    factor = factors.get_second_factor(alice, db)
    assert factor
    assert factor.unused == 9


def test_recovery_codes_are_kept_as_hashes_alone(db: Session, alice: Person, at: At) -> None:
    _, recovery = turn_on(db, alice)
    kept = {row.code_hash for row in db.exec(select(RecoveryCodeRow)).all()}
    assert len(kept) == 10
    assert not kept & {code.replace("-", "") for code in recovery}
    assert {len(each) for each in kept} == {64}


def test_a_code_of_somebody_else_opens_nothing(db: Session, alice: Person, bob: Person, at: At) -> None:
    turn_on(db, alice)
    phone, recovery = turn_on(db, bob)
    token = wait_for_code(db, alice)
    for code in (phone.at(at(minutes=1)), recovery[0]):
        with pytest.raises(InvalidError):
            codes.sign_in_with_code(db, token, code, "", 12)


def test_a_browser_waits_ten_minutes(db: Session, alice: Person, at: At) -> None:
    phone, _ = turn_on(db, alice)
    token = wait_for_code(db, alice)
    assert codes.name_of_pending(db, token) == alice.name
    moment = at(minutes=10)
    with pytest.raises(NotFoundError, match="took too long"):
        codes.sign_in_with_code(db, token, phone.at(moment), "", 12)


def test_wrong_codes_are_counted_for_the_account_and_not_for_each_beginning(db: Session, alice: Person, at: At) -> None:
    turn_on(db, alice)
    for _ in range(signing.MOST_ATTEMPTS):
        token = wait_for_code(db, alice)
        codes.check_code_attempts(db, token, "192.0.2.1")
        codes.record_wrong_code(db, token, "192.0.2.1")
    token = wait_for_code(db, alice)
    with pytest.raises(NotAllowedError, match="too many wrong codes"):
        codes.check_code_attempts(db, token, "192.0.2.2")
    at(minutes=16)
    codes.check_code_attempts(db, wait_for_code(db, alice), "192.0.2.2")


def test_the_secret_is_shown_until_it_is_confirmed_and_never_again(db: Session, alice: Person, at: At) -> None:
    factors.begin_second_factor(alice, db)
    waiting = factors.waiting_secret(alice, db)
    assert waiting
    secret, picture = waiting
    assert picture == f"otpauth://totp/Plumbline:alice%40wexcombe.example?secret={secret}&issuer=Plumbline"
    with pytest.raises(InvalidError, match="not the code"):
        factors.confirm_second_factor(alice, db, "000000" if pyotp.TOTP(secret).at(START) != "000000" else "111111")
    factors.confirm_second_factor(alice, db, pyotp.TOTP(secret).at(START))
    assert factors.waiting_secret(alice, db) is None
    with pytest.raises(NotAllowedError, match="on already"):
        factors.begin_second_factor(alice, db)
    with pytest.raises(NotAllowedError, match="on already"):
        factors.confirm_second_factor(alice, db, "000000")


def test_beginning_again_replaces_the_secret(db: Session, alice: Person, at: At) -> None:
    factors.begin_second_factor(alice, db)
    first = factors.waiting_secret(alice, db)
    factors.begin_second_factor(alice, db)
    assert factors.waiting_secret(alice, db) != first


def test_it_is_turned_off_with_a_code_or_the_password_and_with_nothing_else(db: Session, alice: Person, at: At) -> None:
    accounts.change_password(alice, db, PASSWORD, PASSWORD)
    phone, recovery = turn_on(db, alice)
    for code, password in (("000000", ""), ("", "wrong words"), ("", ""), ("000000", PASSWORD)):
        with pytest.raises(InvalidError):
            factors.turn_off_second_factor(alice, db, code, password)
    factors.turn_off_second_factor(alice, db, "", PASSWORD)
    assert factors.get_second_factor(alice, db) is None
    assert trail.list_events(db, alice.board.id)[0].event.action == "second factor turned off"
    with pytest.raises(NotAllowedError, match="not on"):
        factors.turn_off_second_factor(alice, db, phone.at(at(minutes=1)), "")
    at()
    phone, recovery = turn_on(db, alice)
    factors.turn_off_second_factor(alice, db, recovery[0], "")
    at()
    phone, _ = turn_on(db, alice)
    factors.turn_off_second_factor(alice, db, phone.at(at(minutes=1)), "")


def test_fresh_recovery_codes_replace_the_earlier_ones(db: Session, alice: Person, at: At) -> None:
    phone, earlier = turn_on(db, alice)
    fresh = factors.renew_recovery_codes(alice, db, phone.at(at(minutes=1)))
    assert not set(fresh) & set(earlier)
    with pytest.raises(InvalidError):
        codes.sign_in_with_code(db, wait_for_code(db, alice), earlier[0], "", 12)
    codes.sign_in_with_code(db, wait_for_code(db, alice), fresh[0], "", 12)


def test_whoever_lost_everything_is_helped_from_the_command_line(db: Session, alice: Person, at: At) -> None:
    session = signing.sign_in_with_link(db, accounts.create_link(db, alice.email, 5), "", 12)
    turn_on(db, alice)
    factors.reset_sign_in(db, alice.email)
    assert factors.get_second_factor(alice, db) is None
    assert signing.who_is(db, session) is None
    with pytest.raises(InvalidError, match="no account"):
        factors.reset_sign_in(db, "nobody@wexcombe.example")


def test_nothing_secret_is_on_the_trail(db: Session, alice: Person, at: At) -> None:
    phone, recovery = turn_on(db, alice)
    codes.sign_in_with_code(db, wait_for_code(db, alice), recovery[0], "", 12)
    told = repr(trail.list_events(db, alice.board.id))
    assert phone.secret not in told
    assert not [code for code in recovery if code in told]
