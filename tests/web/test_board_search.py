"""The page on which all papers of a board are searched."""

import re

import pytest

from tests.browsing import Browser
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_paper, make_review
from tests.finder.papers import make_studied

TEXT = "Everybody failed to share <what> they knew about the neglected child."


@pytest.fixture
def browser(client_for: ClientFor, stored: Stored, people: People) -> Browser:
    """Alice, with a searched paper and one that is not, and the same words on another board."""
    with stored() as db:
        review = make_review(db, people.erin)
        make_studied(db, people.erin, review.id, "A first page.", TEXT)
        make_paper(db, people.erin, review.id, TEXT, title="Not studied")
        make_studied(db, people.dave, make_review(db, people.dave, "TX-1").id, TEXT, title="Foreign")
    return client_for(people.alice)


def test_the_form_opens_empty_and_is_in_the_header(browser: Browser) -> None:
    page = browser.get("/search").text
    assert '<li><a href="/search" aria-current="true">Search</a></li>' in page
    assert 'id="found"' not in page


def test_hits_are_shown_with_their_words_marked_and_lead_to_the_page(browser: Browser) -> None:
    page = browser.get("/search", params={"q": "neglecting"}).text
    assert "1 place for neglecting" in page
    assert "about the <mark>neglected</mark> child" in page
    assert "&lt;what&gt;" in page
    assert "Foreign" not in page
    link = re.search(r'href="(/reviews/[^"]+#mark)">WX-2015-03: Overview report, page 2</a>', page)
    assert link
    assert re.search(r"<mark[^>]*>neglected</mark>", browser.get(link[1].replace("&amp;", "&")).text)


def test_papers_that_were_not_searched_are_said(browser: Browser) -> None:
    page = browser.get("/search", params={"q": "neglect"}).text
    assert "1 paper has no text to search in, or none yet." in page
    assert "WX-2015-03: Not studied</a> (not prepared for searching yet)" in page
    assert "Older versions of papers are not searched." in page


def test_narrowing_is_kept_in_the_form_and_in_the_links_to_further_pages(
    browser: Browser, stored: Stored, people: People
) -> None:
    with stored() as db:
        make_studied(db, people.erin, make_review(db, people.erin, "WX-9").id, *(f"Caseload {one}." for one in range(30)))
    asked = {"q": "caseload", "kind": "overview", "reference": "WX", "order": "added", "decided-from-day": "1",
             "decided-from-month": "2", "decided-from-year": "2015"}  # fmt: skip
    page = browser.get("/search", params=asked).text
    assert "30 places for caseload" in page
    assert "page 1 of 2" in page
    further = re.search(r'href="(/search\?[^"]+page=2)"', page)
    assert further
    second = browser.get(further[1].replace("&amp;", "&")).text
    assert "page 2 of 2" in second
    for chosen in ('<option value="overview" selected>', '<option value="added" selected>', 'value="2015"'):
        assert chosen in second
    assert '<details class="govuk-details" open>' in second


def test_days_the_wrong_way_round_and_a_search_for_nothing_are_told(browser: Browser) -> None:
    days = {"added-from-day": "2", "added-from-month": "3", "added-from-year": "2020",
            "added-to-day": "1", "added-to-month": "3", "added-to-year": "2020"}  # fmt: skip
    refused = browser.get("/search", params={"q": "neglect", **days})
    assert (refused.status_code, "“Papers added up to” must not lie before “Papers added from”." in refused.text) == (422, True)
    same_day = days | {"added-to-day": "2"}
    assert browser.get("/search", params={"q": "neglect", **same_day}).status_code == 200
    nothing = browser.get("/search", params={"q": " ", "kind": "overview"})
    assert (nothing.status_code, "Type the words to look for." in nothing.text) == (422, True)
    assert '<option value="overview" selected>' in nothing.text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"q": "!"}, "Type at least two letters or figures"),
        ({"q": "x" * 201}, "Search for at most 200 characters"),
        ({"q": "child", "added-from-day": "31", "added-from-month": "2", "added-from-year": "2016"}, "must be a real date"),
        ({"q": "child", "decided-to-year": "2016"}, "must include a day and a month"),
    ],
)
def test_what_cannot_be_searched_for_is_told_with_what_was_typed_kept(
    browser: Browser, asked: dict[str, str], sentence: str
) -> None:
    answer = browser.get("/search", params=asked)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "There is a problem" in answer.text
    assert f'value="{asked["q"]}"' in answer.text


@pytest.mark.parametrize(
    "odd",
    [{"kind": "spoons"}, {"page": "0"}, {"page": "-3"}, {"page": "9" * 30}, {"order": "x"}, {"q": 'a" OR b'}, {"q": "\x00child"}],
)
def test_odd_questions_are_no_error(browser: Browser, odd: dict[str, str]) -> None:
    assert browser.get("/search", params={"q": "child"} | odd).status_code == 200


def test_who_may_not_read_papers_is_not_let_in_and_sees_no_link(client_for: ClientFor, people: People) -> None:
    browser = client_for(people.frank)
    assert browser.get("/search", params={"q": "child"}).status_code == 403
    assert 'href="/search"' not in browser.get("/account").text
