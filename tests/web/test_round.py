"""Opening the round before all appraisals are in."""

import pytest

from app.data import round as rounds
from app.domain.account import Person
from app.services.appraisal import start_appraisal
from app.web import urls
from tests.conftest import ClientFor, Stored
from tests.factories import make_appraisal, make_paper, make_review


@pytest.fixture
def review(stored: Stored, erin: Person, bob: Person) -> str:
    """A review that Bob is appraising."""
    with stored() as db:
        found = make_review(db, erin)
        make_paper(db, erin, found.id, "The kettle stood on the stove all night.")
        start_appraisal(bob, db, found.id)
        return found.id


def is_open(stored: Stored, person: Person, review: str) -> bool:
    with stored() as db:
        return rounds.get_round(db, person.board.id, review).is_open


def test_a_moderator_opens_the_round_with_a_reason_while_somebody_is_awaited(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person
) -> None:
    with stored() as db:
        make_appraisal(db, alice, review)
    browser = client_for(carol)
    assert urls.round_open(review) in browser.get(urls.review(review)).text
    page = browser.get(urls.round_open(review))
    assert f"1 of 2 appraisals is in. Still waited for: {bob.name}." in page.text
    refused = browser.post(urls.round_open(review), data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why the round is opened" in refused.text
    assert not is_open(stored, carol, review)
    done = browser.post(urls.round_open(review), data={"reason": "The board meets on Monday."})
    assert (done.status_code, done.headers["location"]) == (303, urls.review(review))
    assert is_open(stored, carol, review)
    assert "The round is open" in browser.get(urls.round_open(review)).text
    # Whoever has not submitted stays blind.
    assert client_for(bob).get(urls.moderation(review)).status_code == 403


def test_nobody_opens_a_round_in_which_nothing_was_submitted_and_only_a_moderator_does_it(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, carol: Person, erin: Person
) -> None:
    reason = {"reason": "The board meets on Monday."}
    assert client_for(carol).get(urls.round_open(review)).status_code == 403
    assert client_for(carol).post(urls.round_open(review), data=reason).status_code == 403
    with stored() as db:
        make_appraisal(db, alice, review)
    for person in (alice, erin):
        assert client_for(person).post(urls.round_open(review), data=reason).status_code == 403
    assert not is_open(stored, carol, review)
