"""The list of reviews, registering one and its page: anonymous, wrong person, right person, bad input."""

from collections.abc import Callable
from datetime import date

import pytest

from app.data import review as stored_reviews
from app.data.session import Session
from app.domain.account import Person
from app.domain.review import Involved, Part, Review, ReviewDates, ReviewStatus
from app.services import review as reviews
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_facts

Registered = Callable[..., Review]


@pytest.fixture
def registered(stored: Stored, erin: Person) -> Registered:
    """`registered("WX-1")` is a review on Erin's board."""

    def make(reference: str = "WX-2015-03", **changes: object) -> Review:
        with stored() as db:
            return reviews.register_review(erin, db, make_facts(reference, **changes))

    return make


def words(html: str) -> str:
    """The text of a page as a reader sees it, with single spaces."""
    return " ".join("".join(parse(html).itertext()).split())


def set_status(db: Session, review: Review, status: ReviewStatus) -> None:
    stored_reviews.set_status(db, review.id, status)


@pytest.mark.parametrize("path", ["/reviews", "/reviews/new", "/reviews/abc"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(anonymous: Browser, path: str) -> None:
    answer = anonymous.get(path)
    assert answer.status_code == 401
    assert "Sign in" in answer.text


def test_registering_without_being_signed_in_keeps_what_was_typed(anonymous: Browser) -> None:
    answer = anonymous.post("/reviews/new", data={"reference": "WX-1"})
    assert answer.status_code == 401
    assert "WX-1" in answer.text


def test_a_commissioner_registers_a_review_and_comes_to_its_page(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    assert browser.get("/reviews/new").status_code == 200
    typed = {"reference": "WX-1", "harm": "died", "age_band": "1-5", "method": "Panel", "fictional": "yes"}
    answer = browser.post("/reviews/new", data=typed)
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert page.status_code == 200
    for part in ("WX-1", "The child died", "1 to 5", "Panel", "Fictional example", "Next: add the papers of the review."):
        assert part in words(page.text)


def test_a_reference_alone_is_enough_to_register(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    page = browser.get(browser.post("/reviews/new", data={"reference": "WX-1"}).headers["location"])
    assert "Fictional example The review" not in words(page.text)
    assert "The date of the decision to review picks the guidance. It is not known yet" in words(page.text)


@pytest.mark.parametrize("name", ["alice", "carol", "frank"])
def test_others_may_not_register(client_for: ClientFor, people: People, name: str) -> None:
    browser = client_for(getattr(people, name))
    assert browser.get("/reviews/new").status_code == 403
    answer = browser.post("/reviews/new", data={"reference": "WX-1"})
    assert answer.status_code == 403
    assert "Only a commissioner can change a review" in answer.text


def test_a_review_without_a_reference_is_refused_with_everything_else_kept(client_for: ClientFor, erin: Person) -> None:
    answer = client_for(erin).post("/reviews/new", data={"method": "Typed method", "harm": "died", "fictional": "yes"})
    assert answer.status_code == 422
    assert "Error: Register a review" in answer.text
    assert 'href="#reference"' in answer.text
    assert "Enter a reference for the review." in answer.text
    assert 'value="Typed method"' in answer.text
    assert answer.text.count("checked") == 2


@pytest.mark.parametrize(
    "typed",
    [
        {"reference": "x" * 1_000_000},
        {"reference": "\0\x07\x1b"},
        {"reference": " \n "},
        {"reference": "WX-1", "method": "y" * 1_000_000},
        {"reference": ["a", ""], "harm": ["died", "serious"]},
    ],
)
def test_bad_input_gets_a_page_with_a_sentence(client_for: ClientFor, erin: Person, typed: dict[str, object]) -> None:
    answer = client_for(erin).post("/reviews/new", data=typed)
    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or "There is a problem" in answer.text


def test_a_choice_that_no_page_offers_counts_as_not_known(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    answer = browser.post("/reviews/new", data={"reference": "WX-1", "harm": "other", "age_band": "<b>"})
    assert "Harm Not known" in words(browser.get(answer.headers["location"]).text)


def test_markup_in_a_reference_is_shown_as_text(client_for: ClientFor, erin: Person) -> None:
    browser = client_for(erin)
    answer = browser.post("/reviews/new", data={"reference": "<script>alert(1)</script>"})
    page = browser.get(answer.headers["location"]).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_a_reference_that_the_board_has_is_refused_beside_the_field(
    client_for: ClientFor, erin: Person, registered: Registered
) -> None:
    registered("WX-1")
    answer = client_for(erin).post("/reviews/new", data={"reference": "wx-1"})
    assert answer.status_code == 422
    assert answer.text.count("already has a review with this reference") == 2


def test_a_review_of_another_board_and_one_that_never_was_look_the_same(
    client_for: ClientFor, dave: Person, registered: Registered
) -> None:
    browser = client_for(dave)
    theirs, none = browser.get(urls.review(registered().id)), browser.get(urls.review("abcdefghjkmn"))
    assert theirs.status_code == none.status_code == 404
    assert words(theirs.text) == words(none.text)


@pytest.mark.parametrize("path", ["/reviews/%00", "/reviews/..%5c", "/reviews/" + "a" * 5000, "/reviews/%F0%9F%92%A9"])
def test_an_odd_address_is_not_found(client_for: ClientFor, erin: Person, path: str) -> None:
    assert client_for(erin).get(path).status_code == 404


def test_an_administrator_sees_neither_list_nor_review(client_for: ClientFor, people: People, registered: Registered) -> None:
    browser = client_for(people.frank)
    for path in (urls.reviews(), urls.review(registered().id)):
        answer = browser.get(path)
        assert answer.status_code == 403
        assert "WX-2015-03" not in answer.text


def test_an_appraiser_reads_a_review_without_the_links_to_change_it(
    client_for: ClientFor, people: People, registered: Registered
) -> None:
    review = registered()
    theirs, ours = (client_for(person).get(urls.review(review.id)).text for person in (people.alice, people.erin))
    assert urls.review_edit(review.id, "people") in ours
    assert "/edit/" not in theirs
    assert "Next: a commissioner of your board adds the papers." in words(theirs)


def test_the_page_shows_guidance_checks_and_the_timeline_with_its_table(
    client_for: ClientFor, erin: Person, registered: Registered
) -> None:
    page = client_for(erin).get(urls.review(registered().id)).text
    shown = words(page)
    for part in (
        "checked against Working Together 2013 and 2015, chapter 4: six months from the decision to completion",
        "The review was completed 5 months and 7 days after the decision, within the six months allowed.",
        "There is no agency report among the papers from Wexcombe Health Trust and Wexcombe Council.",
        "7 Limit: six months 3 August 2015 6 months after the decision",
        "8 Published 2 November 2015",
    ):
        assert part in shown
    for result, colour in (("Pass", "green"), ("Not met", "red"), ("Not known", "grey")):
        assert f'govuk-tag--{colour}">{result}</strong>' in page
    assert page.count('class="app-timeline__mark"') == 7
    assert page.count('class="app-timeline__limit"') == 1


def test_a_check_that_wants_a_fact_links_to_the_form_for_it(client_for: ClientFor, erin: Person, registered: Registered) -> None:
    member = Involved("Mina Carrow", "Nurse", Part.PANEL_MEMBER, "Trust")
    review = registered(dates=ReviewDates(), people=(member,), agencies=())
    page = client_for(erin).get(urls.review(review.id)).text
    for part in ("dates", "agencies", "people"):
        assert f'href="{urls.review_edit(review.id, part)}">Add it to the {part}' in page
    assert "Not known: date of the incident, date the board was told" in words(page)


def test_a_decision_outside_the_known_guidance_is_said_so_and_asks_for_no_date(
    client_for: ClientFor, erin: Person, registered: Registered
) -> None:
    review = registered(dates=ReviewDates(notified=date(2003, 1, 1), decision=date(2003, 1, 10), started=date(2003, 1, 12)))
    page = client_for(erin).get(urls.review(review.id)).text
    assert "Plumbline holds no guidance for a decision on 10 January 2003." in words(page)
    assert "Add it to the dates" not in page


def test_a_single_date_has_a_timeline_too(client_for: ClientFor, erin: Person, registered: Registered) -> None:
    review = registered(dates=ReviewDates(incident=date(2015, 3, 1)))
    page = client_for(erin).get(urls.review(review.id)).text
    assert "1 Incident 1 March 2015" in words(page)


def test_what_was_saved_is_said_and_nothing_else_that_an_address_claims(
    client_for: ClientFor, erin: Person, registered: Registered
) -> None:
    browser, review = client_for(erin), registered()
    assert "The dates of the review are saved." in browser.get(urls.review(review.id, saved="dates")).text
    assert "are saved" not in browser.get(urls.review(review.id, saved="lies")).text


def test_an_empty_list_is_kind_and_offers_registering_to_those_who_may(client_for: ClientFor, people: People) -> None:
    ours, theirs = (client_for(person).get("/reviews").text for person in (people.erin, people.alice))
    assert "Register the first one" in ours
    assert urls.review_new() in ours
    assert "as soon as a commissioner of your board has registered one" in theirs
    assert urls.review_new() not in theirs


def test_the_list_shows_each_review_and_marks_a_fictional_one(
    client_for: ClientFor, people: People, registered: Registered
) -> None:
    registered("WX-1")
    review = registered("WX-2", fictional=True)
    page = client_for(people.alice).get("/reviews").text
    assert "2 reviews." in words(page)
    assert "WX-2 Fictional example Status: Registered Decision to review: 3 February 2015" in words(page)
    assert f'href="{urls.review(review.id)}"' in page
    assert page.count("Fictional example") == 1
    assert "WX-1" not in client_for(people.dave).get("/reviews").text


def test_search_status_and_order_narrow_the_list_and_are_kept_in_the_form(
    client_for: ClientFor, erin: Person, registered: Registered, stored: Stored
) -> None:
    first, _ = registered("WX-1"), registered("WX-2")
    with stored() as db:
        set_status(db, first, ReviewStatus.PAPERS)
    browser = client_for(erin)
    page = browser.get(urls.reviews(search="wx", status="papers", sort="reference")).text
    assert "WX-1" in page
    assert "WX-2" not in page
    assert 'value="wx"' in page
    assert '<option value="papers" selected>' in page
    assert '<option value="reference" selected>' in page
    none = words(browser.get(urls.reviews(search="zz", status="issued")).text)
    assert "No reviews fit “zz” and the status you chose. Check the reference, or show all reviews." in none


def test_a_long_list_has_pages_that_keep_what_was_asked(client_for: ClientFor, erin: Person, stored: Stored) -> None:
    with stored() as db:
        for number in range(60):
            reviews.register_review(erin, db, make_facts(f"WX-{number:03}"))
    browser = client_for(erin)
    page = browser.get(urls.reviews(search="wx", sort="reference", page=2)).text
    assert "Showing 26 to 50 of 60 reviews with “wx” in the reference." in words(page)
    assert "WX-025" in page
    assert "WX-050" not in page
    assert "/reviews?search=wx&amp;sort=reference&amp;page=3" in page
    assert "<title>Reviews (page 2 of 3) – Plumbline</title>" in page
    assert "Showing 51 to 60 of 60" in words(browser.get(urls.reviews(page=99)).text)


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=-1",
        "page=two",
        "page=99999999999999999999",
        "page=%D9%A1",
        "status=nothing",
        "sort=drop+table",
        "search=%00%25_%5C'%22",
        "search=%FF%FE",
        "search=" + "x" * 20_000,
        "search=a&search=b",
    ],
)
def test_a_list_asked_for_with_nonsense_is_still_a_list(
    client_for: ClientFor, erin: Person, registered: Registered, query: str
) -> None:
    registered()
    answer = client_for(erin).get(f"/reviews?{query}")
    assert answer.status_code == 200
    assert "Register a review" in answer.text
