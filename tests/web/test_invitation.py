"""Inviting and accepting in the browser, without a mail server and with one."""

import pytest
from fastapi import FastAPI

from app.domain.account import Person, Role
from app.main import create_app
from app.services import account as accounts
from app.services import invitation as invitations
from app.settings import Settings
from app.web import urls
from tests.browsing import Browser, open_browser
from tests.conftest import ClientFor, Stored
from tests.factories import make_token

GINA = {"name": "Gina Marsh", "email": "gina@marsh.example", "post": "Reviewer", "roles": ["appraiser"]}
PASSWORD = "kettles over quiet orchards"


def token_on(page: str) -> str:
    """The token of the link that a page shows."""
    return page.split('spellcheck="false">')[1].split("</textarea>", maxsplit=1)[0].rpartition("/")[2]


@pytest.fixture
def token(client_for: ClientFor, erin: Person) -> str:
    """Of Gina's invitation."""
    return token_on(client_for(erin).post(urls.invitation_new(), data=GINA).text)


def the_invitation(stored: Stored, person: Person) -> str:
    with stored() as db:
        return invitations.list_invitations(person, db)[0].invitation.id


def test_without_a_mail_server_the_link_is_shown_to_copy(client_for: ClientFor, settings: Settings, erin: Person) -> None:
    browser = client_for(erin)
    shown = browser.post(urls.invitation_new(), data=GINA)
    assert shown.status_code == 200
    assert settings.address + urls.invitation(token_on(shown.text)) in shown.text
    listed = browser.get(urls.people()).text
    assert "gina@marsh.example" in listed
    assert token_on(shown.text) not in listed


def test_a_guest_makes_an_account_and_signs_in(anonymous: Browser, token: str, stored: Stored) -> None:
    page = anonymous.get(urls.invitation(token))
    assert page.status_code == 200
    assert "as appraiser" in page.text
    sent = {"name": "Gina R. Marsh", "post": "", "password": PASSWORD, "again": PASSWORD}
    answer = anonymous.post(urls.invitation(token), data=sent)
    assert answer.status_code == 303
    anonymous.post(answer.headers["location"])
    assert "Gina R. Marsh" in anonymous.get(urls.account()).text
    assert anonymous.get(urls.reviews()).status_code == 200
    with stored() as db:
        assert {person.name: person.roles for person in accounts.list_everybody(db)}["Gina R. Marsh"] == {Role.APPRAISER}


def test_what_a_guest_typed_is_kept_when_the_password_is_poor(anonymous: Browser, token: str) -> None:
    answer = anonymous.post(urls.invitation(token), data={"name": "Gina R. Marsh", "password": "short", "again": "short"})
    assert answer.status_code == 422
    assert 'value="Gina R. Marsh"' in answer.text
    assert "short" not in answer.text.replace("shorter", "")
    assert anonymous.get(urls.invitation(token)).status_code == 200, "the invitation still works"


def test_a_link_that_was_used_is_a_page_that_says_so(anonymous: Browser, token: str) -> None:
    anonymous.post(urls.invitation(token), data={"name": "G", "password": PASSWORD, "again": PASSWORD})
    anonymous.cookies.clear()
    for answer in (anonymous.get(urls.invitation(token)), anonymous.post(urls.invitation(token))):
        assert answer.status_code == 404
        assert "Ask whoever invited you for a new one" in answer.text


def test_looking_at_an_invitation_does_not_use_it_up(anonymous: Browser, token: str) -> None:
    for _ in range(3):
        assert anonymous.get(urls.invitation(token)).status_code == 200


def test_somebody_of_another_board_accepts_signed_in_and_is_on_the_new_board(
    client_for: ClientFor, erin: Person, dave: Person
) -> None:
    token = token_on(client_for(erin).post(urls.invitation_new(), data={**GINA, "email": dave.email}).text)
    browser = client_for(dave)
    assert "Accept" in browser.get(urls.invitation(token)).text
    assert browser.post(urls.invitation(token)).status_code == 303
    assert erin.board.name in browser.get(urls.reviews()).text
    boards = browser.get(urls.boards()).text
    assert erin.board.name in boards
    assert dave.board.name in boards


def test_the_link_alone_adds_the_board_and_signs_nobody_in(
    client_for: ClientFor, anonymous: Browser, erin: Person, dave: Person
) -> None:
    token = token_on(client_for(erin).post(urls.invitation_new(), data={**GINA, "email": dave.email}).text)
    page = anonymous.get(urls.invitation(token)).text
    assert "There is an account with this address already" in page
    assert 'name="password"' not in page
    answer = anonymous.post(urls.invitation(token), data={"name": "X", "password": PASSWORD, "again": PASSWORD})
    assert answer.headers["location"] == urls.sign_in(accepted=True)
    assert "The invitation is accepted. Now sign in." in anonymous.get(answer.headers["location"]).text
    assert "set-cookie" not in answer.headers
    assert anonymous.get(urls.reviews()).status_code == 401
    assert erin.board.name in client_for(dave).get(urls.boards()).text


def test_somebody_else_who_is_signed_in_is_told_whose_it_is(client_for: ClientFor, alice: Person, token: str) -> None:
    browser = client_for(alice)
    page = browser.get(urls.invitation(token)).text
    assert f"You are signed in as {alice.email}" in page
    assert "<form" not in page.split("<main")[1].split("</main>")[0]
    assert browser.post(urls.invitation(token)).status_code == 403


def test_a_commissioner_is_offered_the_roles_that_they_may_invite_to(client_for: ClientFor, erin: Person, frank: Person) -> None:
    theirs = client_for(erin).get(urls.invitation_new()).text
    assert 'value="appraiser"' in theirs
    assert 'value="administrator"' not in theirs
    assert 'value="administrator"' in client_for(frank).get(urls.invitation_new()).text
    answer = client_for(erin).post(urls.invitation_new(), data={**GINA, "roles": ["administrator"]})
    assert answer.status_code == 403
    assert "A commissioner can invite appraisers and moderators" in answer.text


def test_what_was_typed_is_kept_beside_what_is_wrong(client_for: ClientFor, erin: Person) -> None:
    answer = client_for(erin).post(urls.invitation_new(), data={**GINA, "email": "nowhere", "name": "<b>Gina</b> {{ 7*7 }}"})
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text
    assert "&lt;b&gt;Gina&lt;/b&gt; {{ 7*7 }}" in answer.text


def test_an_invitation_is_withdrawn(client_for: ClientFor, stored: Stored, erin: Person, token: str, anonymous: Browser) -> None:
    browser = client_for(erin)
    answer = browser.post(urls.invitation_withdraw(the_invitation(stored, erin)))
    assert answer.headers["location"] == urls.people("withdrawn")
    assert anonymous.get(urls.invitation(token)).status_code == 404
    assert "Nobody is invited" in browser.get(urls.people()).text


def test_a_new_link_is_shown_and_the_old_one_ends(
    client_for: ClientFor, stored: Stored, erin: Person, token: str, anonymous: Browser
) -> None:
    shown = client_for(erin).post(urls.invitation_renew(the_invitation(stored, erin)))
    assert anonymous.get(urls.invitation(token)).status_code == 404
    assert anonymous.get(urls.invitation(token_on(shown.text))).status_code == 200


@pytest.fixture
def sending(settings: Settings) -> Settings:
    """With a mail server that nobody reaches before the worker does."""
    return settings.model_copy(update={"smtp_host": "127.0.0.1", "smtp_port": 9, "smtp_sender": "p@wexcombe.example"})


@pytest.fixture
def sending_app(sending: Settings) -> FastAPI:
    return create_app(sending)


def test_with_a_mail_server_the_letter_waits_for_the_worker_and_a_failure_stands_on_the_page(
    sending_app: FastAPI, sending: Settings, erin: Person
) -> None:
    from app.services.mail import send_waiting

    with open_browser(sending_app, make_token(sending, erin)) as browser:
        answer = browser.post(urls.invitation_new(), data=GINA)
        assert answer.headers["location"] == urls.people("invited")
        assert "On its way since" in browser.get(urls.people()).text
        send_waiting(sending)
        page = browser.get(urls.people()).text
        assert "Not sent so far: The mail server could not be reached, or broke off." in page
        assert "It is tried again" in page


def test_a_sign_in_link_that_is_sent_is_not_shown(sending_app: FastAPI, sending: Settings, frank: Person, alice: Person) -> None:
    with open_browser(sending_app, make_token(sending, frank)) as browser:
        answer = browser.post(urls.person_link(alice.id))
        assert answer.headers["location"] == urls.person(alice.id, "link")
        assert "On its way since" in browser.get(answer.headers["location"]).text
        assert "/sign-in/link/" not in browser.get(answer.headers["location"]).text
