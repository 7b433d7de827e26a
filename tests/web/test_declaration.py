"""Declaring interests: whoever is on the team of a review does so before their first look at anything of it."""

import pytest

from app.data import team
from app.domain.account import Person
from app.domain.audit import event
from app.domain.errors import DeclarationNeededError, NotFoundError
from app.domain.team import Part
from app.services import declaration as declarations
from app.services.board_search import search_board
from app.services.document_search import search_papers
from app.services.report import read_report
from app.web import urls
from tests.conftest import ClientFor, Stored
from tests.factories import make_paper, make_review


def put_on(stored: Stored, by: Person, review: str, person: Person, part: Part = Part.APPRAISER) -> None:
    with stored() as db:
        audit = event(by, "put on the team", "account", person.id, review=review)
        team.add_member(db, review, person.id, part, mask="A", due=None, by=by.id, audit=audit)


@pytest.fixture
def review(stored: Stored, erin: Person) -> str:
    with stored() as db:
        found = make_review(db, erin)
        make_paper(db, erin, found.id, "The kettle stood on the stove all night.")
        return found.id


def test_declaring_leads_back_to_what_was_asked_for(
    stored: Stored, review: str, alice: Person, erin: Person, client_for: ClientFor
) -> None:
    put_on(stored, erin, review, alice)
    browser = client_for(alice)
    asked = urls.papers_search(review, "kettle")
    led = browser.get(asked).headers["location"]
    assert "Declaration of interests" in browser.get(led).text
    answer = browser.post(urls.declaration(review), data={"next": asked, "has_any": "no", "takes_part": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, asked)
    assert browser.get(asked).status_code == 200
    assert "can take part" in browser.get(urls.declaration(review)).text


def test_a_declaration_leads_nowhere_outside(
    stored: Stored, review: str, alice: Person, erin: Person, client_for: ClientFor
) -> None:
    put_on(stored, erin, review, alice)
    said = {"next": "//elsewhere.example", "has_any": "no", "takes_part": "yes"}
    assert client_for(alice).post(urls.declaration(review), data=said).headers["location"] == "/"


def test_an_empty_declaration_is_refused_and_what_was_typed_stays(
    stored: Stored, review: str, alice: Person, erin: Person, client_for: ClientFor
) -> None:
    put_on(stored, erin, review, alice)
    answer = client_for(alice).post(urls.declaration(review), data={"interests": "I trained one of the authors."})
    assert answer.status_code == 422
    assert "Say whether you can take part." in answer.text
    assert "I trained one of the authors." in answer.text
    some = client_for(alice).post(urls.declaration(review), data={"has_any": "yes", "takes_part": "yes"})
    assert "Say what interests you have." in some.text


def test_whoever_cannot_take_part_sees_nothing_of_the_review_and_may_declare_anew(
    stored: Stored, review: str, alice: Person, erin: Person, client_for: ClientFor
) -> None:
    put_on(stored, erin, review, alice)
    browser = client_for(alice)
    said = {"has_any": "yes", "interests": "My sister sat on the panel.", "takes_part": "no"}
    assert browser.post(urls.declaration(review), data=said).headers["location"] == urls.declaration(review)
    refused = browser.get(urls.review(review))
    assert refused.status_code == 403
    assert "You declared that you cannot take part" in refused.text
    assert "cannot take part" in browser.get(urls.declaration(review)).text
    browser.post(urls.declaration(review), data={"has_any": "no", "takes_part": "yes"})
    assert browser.get(urls.review(review)).status_code == 200
    shown = browser.get(urls.declaration(review)).text
    assert "My sister sat on the panel." in shown, "earlier declarations are kept"


def test_whoever_is_not_on_the_team_is_asked_nothing(review: str, bob: Person, client_for: ClientFor) -> None:
    browser = client_for(bob)
    assert browser.get(urls.review(review)).status_code == 200
    assert browser.get(urls.declaration(review)).status_code == 403
    assert browser.post(urls.declaration(review), data={"has_any": "no", "takes_part": "yes"}).status_code == 403


def test_what_was_typed_before_the_declaration_is_not_lost(
    stored: Stored, review: str, alice: Person, erin: Person, client_for: ClientFor
) -> None:
    browser = client_for(alice)
    address = browser.post(urls.appraisal_start(review)).headers["location"]
    put_on(stored, erin, review, alice)
    answer = browser.post(f"{address}/markers/analysis", data={"reasons": "Long thought over."})
    assert answer.status_code == 403
    assert "Long thought over." in answer.text
    assert "declare your interests" in answer.text


def test_services_refuse_what_was_not_declared_and_a_search_leaves_it_out(
    stored: Stored, review: str, alice: Person, erin: Person
) -> None:
    with stored() as db:
        assert search_board(alice, db, "kettle").unsearched == 1
    put_on(stored, erin, review, alice)
    with stored() as db:
        assert search_board(alice, db, "kettle").unsearched == 0
        assert search_board(erin, db, "kettle").unsearched == 1
        with pytest.raises(DeclarationNeededError) as refused:
            search_papers(alice, db, review, "kettle")
        assert refused.value.review == review
        with pytest.raises(NotFoundError):
            read_report(alice, db, "none")
        declarations.declare_interests(alice, db, review, has_any=False, interests="", takes_part="yes")
        assert search_papers(alice, db, review, "kettle").total == 1
