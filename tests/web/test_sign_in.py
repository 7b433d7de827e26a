"""Signing in and out in the browser."""

from app.domain.account import Person
from tests.browsing import Browser
from tests.conftest import ClientFor


def test_a_person_who_is_not_signed_in_is_asked_to(anonymous: Browser) -> None:
    answer = anonymous.get("/account")
    assert answer.status_code == 401
    assert "Sign in to see that page." in answer.text


def test_a_signed_in_person_sees_their_account(client_for: ClientFor, alice: Person) -> None:
    assert client_for(alice).get("/account").status_code == 200
