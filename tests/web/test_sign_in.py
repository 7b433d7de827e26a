"""Signing in and out in the browser, and one's own account."""

import html
import re
from datetime import timedelta

import pytest

from app.domain import clock
from app.domain.account import Person
from app.services import account as accounts
from app.services import sign_in as signing
from app.settings import Settings
from app.web.deps import COOKIE
from tests.browsing import Browser
from tests.conftest import ClientFor, Stored

PASSWORD = "a plumb line shows what is true"


@pytest.fixture
def with_password(stored: Stored, alice: Person) -> Person:
    """Alice, who has set a password."""
    with stored() as db:
        accounts.change_password(alice, db, PASSWORD, PASSWORD)
    return alice


def make_link(stored: Stored, person: Person) -> str:
    with stored() as db:
        return f"/sign-in/link/{accounts.create_link(db, person.email, 60)}"


def test_a_person_who_is_not_signed_in_is_asked_to_and_brought_back(anonymous: Browser, with_password: Person) -> None:
    asked = anonymous.get("/account")
    assert asked.status_code == 401
    assert "Sign in to see that page." in asked.text
    answer = anonymous.post("/sign-in", data={"email": with_password.email, "password": PASSWORD, "next": "/account"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/account")
    assert anonymous.get("/account").status_code == 200


def test_a_wrong_password_keeps_the_address_and_tells_neither_what_was_wrong_nor_the_password(
    anonymous: Browser, with_password: Person
) -> None:
    answers = [
        anonymous.post("/sign-in", data={"email": email, "password": "wrong words entirely"})
        for email in (with_password.email, "nobody@wexcombe.example")
    ]
    for answer, email in zip(answers, (with_password.email, "nobody@wexcombe.example"), strict=True):
        assert answer.status_code == 422
        assert signing.REFUSED in answer.text
        assert f'value="{email}"' in answer.text
        assert "wrong words entirely" not in answer.text
        assert "<title>Error: Sign in" in answer.text
        assert COOKIE not in answer.cookies


def test_the_sixth_attempt_is_refused_even_with_the_right_password(anonymous: Browser, with_password: Person) -> None:
    for _ in range(signing.MOST_ATTEMPTS):
        anonymous.post("/sign-in", data={"email": with_password.email, "password": "wrong"})
    answer = anonymous.post("/sign-in", data={"email": with_password.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert "Wait 15 minutes" in answer.text
    assert COOKIE not in answer.cookies


def test_looking_at_a_one_time_link_does_not_use_it_and_pressing_the_button_does(
    anonymous: Browser, stored: Stored, alice: Person
) -> None:
    link = make_link(stored, alice)
    for _ in range(2):
        looked = anonymous.get(link)
        assert looked.status_code == 200
        assert alice.name in looked.text
    used = anonymous.post(link)
    assert (used.status_code, used.headers["location"]) == (303, "/")
    assert anonymous.get("/account").status_code == 200
    again = anonymous.get(link)
    assert again.status_code == 404
    assert "used already" in again.text
    assert anonymous.post(link).status_code == 404


def test_a_made_up_link_is_a_page_with_a_sentence(anonymous: Browser) -> None:
    assert signing.LINK_DEAD in anonymous.get("/sign-in/link/made-up").text


@pytest.mark.parametrize(
    "elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"]
)
def test_signing_in_never_leads_elsewhere(anonymous: Browser, with_password: Person, elsewhere: str) -> None:
    answer = anonymous.post("/sign-in", data={"email": with_password.email, "password": PASSWORD, "next": elsewhere})
    assert answer.headers["location"] == "/"


def test_signing_out_ends_the_session_and_not_only_the_cookie(client_for: ClientFor, alice: Person) -> None:
    browser = client_for(alice)
    token = browser.cookies[COOKIE]
    assert browser.post("/sign-out").headers["location"] == "/sign-in"
    browser.cookies.set(COOKIE, token, domain="127.0.0.1", path="/")
    assert browser.get("/account").status_code == 401


def test_a_session_can_be_ended_from_another_browser(client_for: ClientFor, alice: Person) -> None:
    here, there = client_for(alice), client_for(alice)
    for action in re.findall(r'action="(/account/sessions/[^"]+/end)"', here.get("/account").text):
        assert here.post(action).status_code in (303, 401)
    assert here.get("/account").status_code == 401
    assert there.get("/account").status_code == 401


def test_a_session_of_somebody_else_cannot_be_ended(client_for: ClientFor, alice: Person, bob: Person) -> None:
    mine = client_for(alice)
    (action,) = re.findall(r'action="(/account/sessions/[^"]+/end)"', mine.get("/account").text)
    assert client_for(bob).post(action).status_code == 404
    assert mine.get("/account").status_code == 200


def test_a_password_is_set_and_a_poor_one_refused_beside_its_field(client_for: ClientFor, alice: Person) -> None:
    browser = client_for(alice)
    poor = browser.post("/account/password", data={"password": "short", "again": "short"})
    assert poor.status_code == 422
    assert "12 characters or more" in poor.text
    assert 'value="short"' not in poor.text
    good = browser.post("/account/password", data={"password": PASSWORD, "again": PASSWORD})
    assert good.status_code == 303


def test_what_was_typed_while_signed_out_can_be_sent_after_signing_in(anonymous: Browser, with_password: Person) -> None:
    typed = 'Words & "more" <words>\nin two lines'
    asked = anonymous.post("/reviews/new", data={"reference": typed})
    assert asked.status_code == 401
    assert "What you entered is kept" in asked.text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    assert fields["resume"] == "/reviews/new"
    form = {name: html.unescape(value) for name, value in fields.items()}
    answer = anonymous.post("/sign-in", data={**form, "email": with_password.email, "password": PASSWORD})
    assert answer.status_code == 200
    assert 'action="/reviews/new"' in answer.text
    assert "&lt;words&gt;" in answer.text


def test_what_was_typed_when_the_time_was_over_is_kept_as_well(
    client_for: ClientFor, with_password: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for(with_password)
    browser.cookies.clear()
    browser.post("/sign-in", data={"email": with_password.email, "password": PASSWORD})
    assert browser.get("/account").status_code == 200
    later = clock.now() + timedelta(minutes=Settings().idle_minutes + 1)
    with monkeypatch.context() as moved:
        moved.setattr("app.data.sign_in.now", lambda: later)
        asked = browser.post("/reviews/new", data={"reference": "WX-2015-09"})
        assert asked.status_code == 401
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', asked.text))
    form = {name: html.unescape(value) for name, value in fields.items()}
    answer = browser.post("/sign-in", data={**form, "email": with_password.email, "password": PASSWORD})
    assert 'action="/reviews/new"' in answer.text
    assert "WX-2015-09" in answer.text


@pytest.mark.parametrize("typed", ["[1,2]", "not json", '[["a"]]', "{}", '[["a",{"b":1}]]', "[" * 50_000])
def test_a_tampered_list_of_typed_fields_is_no_error(anonymous: Browser, with_password: Person, typed: str) -> None:
    form = {"email": with_password.email, "password": PASSWORD, "resume": "/reviews/new", "typed": typed}
    assert anonymous.post("/sign-in", data=form).status_code in (200, 303)
