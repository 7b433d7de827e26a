"""The second factor in the browser: its page, the page that asks for the code, and what may go wrong there."""

import html
import re
from datetime import timedelta

import pyotp
import pytest

from app.domain import clock
from app.domain.account import Person
from app.services import account as accounts
from app.services import sign_in as signing
from app.services import sign_in_factor as factors
from app.web.deps import CODE_COOKIE, COOKIE
from tests.browsing import Browser
from tests.conftest import ClientFor, Stored

PASSWORD = "a plumb line shows what is true"
PAGE = "/account/second-factor"


@pytest.fixture
def phone(stored: Stored, alice: Person) -> pyotp.TOTP:
    """Alice's phone. She has a password, and her second factor is on."""
    with stored() as db:
        accounts.change_password(alice, db, PASSWORD, PASSWORD)
        factors.begin_second_factor(alice, db)
        waiting = factors.waiting_secret(alice, db)
        assert waiting
        phone = pyotp.TOTP(waiting[0])
        # With the code before this one, so that the next is still to be used.
        factors.confirm_second_factor(alice, db, phone.at(clock.now() - timedelta(seconds=30)))
    return phone


def give_password(browser: Browser, person: Person, **more: str) -> str:
    """Sign in as far as the password goes; gives where it leads."""
    answer = browser.post("/sign-in", data={"email": person.email, "password": PASSWORD, **more})
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_it_is_set_up_on_a_page_with_a_picture_and_a_key(client_for: ClientFor, alice: Person) -> None:
    browser = client_for(alice)
    assert "Set up a second factor" in browser.get(PAGE).text
    assert browser.post(PAGE).headers["location"] == PAGE
    page = browser.get(PAGE).text
    assert '<svg class="app-code-picture"' in page
    (key,) = re.findall(r'<span class="app-secret app-break">([A-Z2-7 ]+)</span>', page)
    phone = pyotp.TOTP(key.replace(" ", ""))
    wrong = browser.post(f"{PAGE}/confirm", data={"code": "12345"})
    assert wrong.status_code == 422
    assert "Type the six digits" in wrong.text
    right = browser.post(f"{PAGE}/confirm", data={"code": phone.now()})
    assert right.status_code == 200
    codes = re.findall(r'<li class="app-secret">([A-Z0-9-]+)</li>', right.text)
    assert len(codes) == 10
    after = browser.get(PAGE).text
    assert "10 recovery codes are left" in after
    assert key not in after
    assert not [code for code in codes if code in after]
    assert browser.post(PAGE).status_code == 403
    assert "On since" in browser.get("/account").text


def test_the_password_leads_to_a_page_that_asks_for_the_code(anonymous: Browser, alice: Person, phone: pyotp.TOTP) -> None:
    where = give_password(anonymous, alice, next="/account")
    assert where == "/sign-in/code?next=%2Faccount"
    assert COOKIE not in anonymous.cookies
    assert anonymous.get("/account").status_code == 401, "nobody is signed in yet"
    asked = anonymous.get(where)
    assert asked.status_code == 200
    assert alice.name in asked.text
    answer = anonymous.post("/sign-in/code", data={"code": phone.now(), "next": "/account"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert CODE_COOKIE not in anonymous.cookies
    assert "with password and code" in anonymous.get("/account").text


def test_the_waiting_token_is_no_session_token(anonymous: Browser, alice: Person, phone: pyotp.TOTP) -> None:
    give_password(anonymous, alice)
    token = anonymous.cookies[CODE_COOKIE]
    anonymous.cookies.set(COOKIE, token, domain="127.0.0.1", path="/")
    assert anonymous.get("/account").status_code == 401


def test_the_waiting_cookie_is_guarded_and_goes_nowhere_else(anonymous: Browser, alice: Person, phone: pyotp.TOTP) -> None:
    answer = anonymous.post("/sign-in", data={"email": alice.email, "password": PASSWORD})
    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(CODE_COOKIE))
    assert {"HttpOnly", "Path=/sign-in", "SameSite=lax", "Max-Age=600"} <= set(cookie.split("; "))


def test_a_link_leads_there_too(anonymous: Browser, stored: Stored, alice: Person, phone: pyotp.TOTP) -> None:
    with stored() as db:
        link = f"/sign-in/link/{accounts.create_link(db, alice.email, 60)}"
    assert anonymous.post(link).headers["location"] == "/sign-in/code"
    assert anonymous.get("/account").status_code == 401
    assert anonymous.post("/sign-in/code", data={"code": phone.now()}).headers["location"] == "/"
    assert anonymous.get("/account").status_code == 200


def test_another_browser_cannot_give_the_code(
    anonymous: Browser, client_for: ClientFor, alice: Person, bob: Person, phone: pyotp.TOTP
) -> None:
    give_password(anonymous, alice)
    other = client_for(bob)
    answer = other.post("/sign-in/code", data={"code": phone.now()})
    assert answer.status_code == 422
    assert "Sign in again" in answer.text
    assert other.get("/sign-in/code").headers["location"] == "/sign-in"


def test_wrong_codes_are_told_and_counted_and_the_right_one_comes_too_late(
    anonymous: Browser, alice: Person, phone: pyotp.TOTP
) -> None:
    give_password(anonymous, alice)
    nothing = anonymous.post("/sign-in/code", data={"code": ""})
    assert (nothing.status_code, "Type the code." in nothing.text) == (422, True)
    for _ in range(signing.MOST_ATTEMPTS):
        wrong = anonymous.post("/sign-in/code", data={"code": "ABCD"})
        assert wrong.status_code == 422
        assert "<title>Error: Type your code" in wrong.text
    late = anonymous.post("/sign-in/code", data={"code": phone.now()})
    assert late.status_code == 429
    assert "Wait 15 minutes" in late.text
    assert COOKIE not in anonymous.cookies


def test_what_was_typed_while_signed_out_survives_the_code(anonymous: Browser, alice: Person, phone: pyotp.TOTP) -> None:
    typed = 'Words & "more" <words>\nin two lines'

    def hidden(page: str) -> dict[str, str]:
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
        return {name: html.unescape(value) for name, value in found}

    first = anonymous.post("/reviews/new", data={"reference": typed})
    asked = anonymous.post("/sign-in", data={**hidden(first.text), "email": alice.email, "password": PASSWORD})
    assert (asked.status_code, "What you entered is kept" in asked.text) == (200, True)
    wrong = anonymous.post("/sign-in/code", data={**hidden(asked.text), "code": "ABCD"})
    assert wrong.status_code == 422
    answer = anonymous.post("/sign-in/code", data={**hidden(wrong.text), "code": phone.now()})
    assert answer.status_code == 200
    assert 'action="/reviews/new"' in answer.text
    assert "&lt;words&gt;\nin two lines" in answer.text


def test_what_was_typed_survives_when_the_code_comes_too_late(anonymous: Browser) -> None:
    form = {"code": "123456", "resume": "/reviews/new", "typed": '[["reference", "WX-1"]]'}
    answer = anonymous.post("/sign-in/code", data=form)
    assert answer.status_code == 422
    assert "What you entered is kept" in answer.text
    assert "WX-1" in answer.text


def test_it_is_turned_off_with_the_password(client_for: ClientFor, alice: Person, phone: pyotp.TOTP) -> None:
    browser = client_for_waiting(client_for, alice, phone)
    wrong = browser.post(f"{PAGE}/off", data={"off-password": "wrong words"})
    assert (wrong.status_code, "That is not your password." in wrong.text) == (422, True)
    assert 'href="#off-password"' in wrong.text
    assert browser.post(f"{PAGE}/off", data={}).status_code == 422
    assert browser.post(f"{PAGE}/off", data={"off-password": PASSWORD}).headers["location"] == PAGE
    assert "Set up a second factor" in browser.get(PAGE).text


def test_codes_cannot_be_tried_without_end_from_a_session_either(client_for: ClientFor, alice: Person, phone: pyotp.TOTP) -> None:
    browser = client_for_waiting(client_for, alice, phone)
    for _ in range(signing.MOST_ATTEMPTS):
        assert browser.post(f"{PAGE}/off", data={"off-code": "123456"}).status_code == 422
    assert browser.post(f"{PAGE}/off", data={"off-password": PASSWORD}).status_code == 429
    assert browser.post(f"{PAGE}/recovery-codes", data={"code": phone.now()}).status_code == 429


def test_a_password_is_changed_with_a_code_once_the_second_factor_is_on(
    client_for: ClientFor, alice: Person, phone: pyotp.TOTP
) -> None:
    browser = client_for_waiting(client_for, alice, phone)
    new = {"password": "another plumb line entirely", "again": "another plumb line entirely"}
    assert 'id="password-code"' in browser.get("/account").text
    for code, told in (("", "Type the code."), ("ABCD", "That is not the code.")):
        refused = browser.post("/account/password", data={**new, "password-code": code})
        assert (refused.status_code, told in refused.text) == (422, True)
    code = phone.at(clock.now() + timedelta(seconds=30))
    assert browser.post("/account/password", data={**new, "password-code": code}).status_code == 303
    for _ in range(signing.MOST_ATTEMPTS):
        browser.post("/account/password", data={**new, "password-code": "ABCD"})
    assert "too many wrong codes" in browser.post("/account/password", data={**new, "password-code": "ABCD"}).text


def test_fresh_recovery_codes_are_shown_once(client_for: ClientFor, alice: Person, phone: pyotp.TOTP) -> None:
    browser = client_for_waiting(client_for, alice, phone)
    page = browser.get(PAGE).text
    assert "Make fresh recovery codes" in page
    fresh = browser.post(f"{PAGE}/recovery-codes", data={"code": phone.at(clock.now() + timedelta(seconds=30))})
    assert len(re.findall(r'<li class="app-secret">', fresh.text)) == 10
    assert "The earlier ones no longer work" in fresh.text


def client_for_waiting(client_for: ClientFor, person: Person, phone: pyotp.TOTP) -> Browser:
    """A browser that is signed in with a code."""
    browser = client_for(person)
    browser.cookies.clear()
    give_password(browser, person)
    assert browser.post("/sign-in/code", data={"code": phone.now()}).status_code == 303
    return browser


def test_all_other_sessions_are_ended_at_once(client_for: ClientFor, alice: Person, bob: Person) -> None:
    here, there, elsewhere, bobs = client_for(alice), client_for(alice), client_for(alice), client_for(bob)
    page = here.get("/account").text
    assert page.count("This browser") == 1
    assert page.count("with link") == 3
    assert here.post("/account/end-other-sessions").headers["location"] == "/account"
    assert [each.get("/account").status_code for each in (here, there, elsewhere, bobs)] == [200, 401, 401, 200]
    assert "End all other sessions" not in here.get("/account").text
