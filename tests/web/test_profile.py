"""Profiles of papers: anonymous, wrong person, right person, not yet studied, studied, and side by side."""

import pytest

from app.data import document_study as studying
from app.data.audit import list_events
from app.domain.account import Person
from app.domain.document import Document, OutlineItem
from app.domain.review import Review
from app.outside.study import current_version
from app.settings import Settings
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import make_paper, make_review
from tests.papers import add_file, add_read
from tests.studies import MARKERS, SIMPLE, study

PAGES = [
    "1 Events\n\nOn 3 May 2015 the school rang and nobody answered. The mother said that she had been told to wait.",
    "2 Analysis\n\nThe clinic failed to ask.\n\nThe nurse failed to call because two posts were vacant. A MARF was never sent.",
    "3 Findings\n\nFinding 1: Nobody asks.\n\nFinding 2: <b>Nobody</b> answers the telephone.",
]
OUTLINE = tuple(OutlineItem(title, page, 1) for page, title in enumerate(("1 Events", "2 Analysis", "3 Findings <b>"), start=1))


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    """A review of Erin's board."""
    with stored() as db:
        return make_review(db, erin)


@pytest.fixture
def paper(stored: Stored, settings: Settings, erin: Person, review: Review) -> Document:
    """A paper of three pages, which waits to be studied."""
    with stored() as db:
        return add_read(db, settings, erin, review, PAGES, outline=OUTLINE)


@pytest.fixture
def studied(stored: Stored, paper: Document) -> Document:
    """The same, studied."""
    with stored() as db:
        study(db, paper, SIMPLE)
    return paper


def words_of(body: str) -> str:
    """The words of a page on one line."""
    return " ".join("".join(parse(body).itertext()).split())


def test_a_profile_tells_what_the_paper_does_and_leads_to_its_places(
    client_for: ClientFor, bob: Person, studied: Document
) -> None:
    answer = client_for(bob).get(urls.paper_profile(studied.review, studied.id))
    assert answer.status_code == 200
    said = words_of(answer.text)
    assert "It never decides. No count is a grade" in said
    assert (
        "The wording judges practice at 2 places. At 1 of them a reason stands in the same sentence or the next; at 1 none"
        in said
    )
    assert "2 numbered findings" in said
    assert "MARF once, first on page 2" in said
    assert "3 Findings <b>" in said
    links = {link.get("href") for link in parse(answer.text).iter("a")}
    assert urls.paper_page(studied.review, studied.id, 2, look="J") in links
    assert urls.paper_page(studied.review, studied.id, 2, find="MARF") in links
    assert urls.paper_cues(studied.review, studied.id, "J") in links


def test_each_strip_has_a_title_that_tells_it_in_words_and_links_to_pages(
    client_for: ClientFor, bob: Person, studied: Document
) -> None:
    page = parse(client_for(bob).get(urls.paper_profile(studied.review, studied.id)).text)
    strips = [svg for svg in page.iter("{http://www.w3.org/2000/svg}svg") if svg.get("role") == "group"]
    assert len(strips) == 12
    titles = [next(svg.iter("{http://www.w3.org/2000/svg}title")).text for svg in strips]
    assert "Judgement without a reason: 1 place on 1 of 3 pages." in titles
    marks = [mark for svg in strips for mark in svg.iter("{http://www.w3.org/2000/svg}a")]
    assert marks
    assert all((mark.get("href") or "").startswith("/reviews/") and mark.get("aria-label") for mark in marks)


def test_looking_at_a_profile_is_put_on_the_trail_once(
    client_for: ClientFor, stored: Stored, bob: Person, studied: Document
) -> None:
    browser = client_for(bob)
    for _ in range(2):
        browser.get(urls.paper_profile(studied.review, studied.id))
    with stored() as db:
        looks = [
            one.event for one in list_events(db, bob.board.id, review=studied.review) if one.event.action == "profile opened"
        ]
    assert [(look.actor_name, look.subject_id) for look in looks] == [(bob.name, studied.id)]


def test_before_a_paper_is_studied_the_page_says_so_and_asks_again(
    client_for: ClientFor, stored: Stored, bob: Person, paper: Document
) -> None:
    browser, address = client_for(bob), urls.paper_profile(paper.review, paper.id)
    answer = browser.get(address)
    assert "This paper is being studied" in answer.text
    assert f'hx-get="{address}" hx-trigger="every 2s"' in answer.text
    asked = browser.get(address, headers={"HX-Request": "true"})
    assert "hx-refresh" not in asked.headers
    assert "<html" not in asked.text
    with stored() as db:
        study(db, paper, SIMPLE)
    assert browser.get(address, headers={"HX-Request": "true"}).headers["hx-refresh"] == "true"
    with stored() as db:
        looked = [one for one in list_events(db, bob.board.id, review=paper.review) if one.event.action == "profile opened"]
    assert len(looked) == 1


def test_a_paper_that_could_not_be_studied_says_so(client_for: ClientFor, stored: Stored, bob: Person, paper: Document) -> None:
    with stored() as db:
        claim = studying.claim_study(db, paper.id, current_version(MARKERS))
        assert claim
        studying.give_up(db, claim)
    said = client_for(bob).get(urls.paper_profile(paper.review, paper.id)).text
    assert "could not be studied" in said
    assert "hx-get" not in said


def test_a_paper_without_text_has_no_profile_and_the_page_leads_on(
    client_for: ClientFor, stored: Stored, settings: Settings, bob: Person, erin: Person, review: Review
) -> None:
    with stored() as db:
        waiting = add_file(db, settings, erin, review)
    said = client_for(bob).get(urls.paper_profile(review.id, waiting.id)).text
    assert "has no text that could be studied" in said
    assert urls.paper(review.id, waiting.id) in said


def test_profiles_are_for_those_who_may_read_papers_of_their_board(
    client_for: ClientFor, anonymous: object, dave: Person, frank: Person, studied: Document
) -> None:
    for address in (urls.paper_profile(studied.review, studied.id), urls.profiles(studied.review)):
        assert client_for(dave).get(address).status_code == 404
        assert client_for(frank).get(address).status_code == 403
        assert anonymous.get(address).status_code == 401  # type: ignore[attr-defined]


def test_profiles_stand_side_by_side_those_that_were_chosen(
    client_for: ClientFor, stored: Stored, bob: Person, erin: Person, studied: Document
) -> None:
    with stored() as db:
        others = [make_paper(db, erin, studied.review, f"{title} failed to ask.", title=title) for title in ("School", "Clinic")]
        for other in others:
            study(db, other, SIMPLE)
    browser = client_for(bob)
    every = browser.get(urls.profiles(studied.review))
    assert all(title in words_of(every.text) for title in ("School", "Clinic", studied.title))
    one = browser.get(urls.profiles(studied.review, [others[0].id]))
    table = next(parse(one.text).iter("table"))
    named = "".join(table.itertext())
    assert "School" in named
    assert "Clinic" not in named
    chosen = [box for box in parse(one.text).iter("input") if box.get("checked") is not None]
    assert [box.get("value") for box in chosen] == [others[0].id]


@pytest.mark.parametrize("odd", ["?paper=nosuch", "?paper=", "?paper=%00", "?papers=1&paper=" + "x" * 500])
def test_an_odd_choice_shows_the_papers_that_are_chosen_first(
    client_for: ClientFor, bob: Person, studied: Document, odd: str
) -> None:
    answer = client_for(bob).get(urls.profiles(studied.review) + odd)
    assert answer.status_code == 200
    assert studied.title in words_of(answer.text)


def test_a_paper_that_waits_is_named_beside_the_others(client_for: ClientFor, bob: Person, paper: Document) -> None:
    said = client_for(bob).get(urls.profiles(paper.review)).text
    assert "has no profile yet" in said


def test_the_paper_and_the_list_of_papers_lead_to_profiles(client_for: ClientFor, bob: Person, studied: Document) -> None:
    browser = client_for(bob)
    assert urls.paper_profile(studied.review, studied.id) in browser.get(urls.paper(studied.review, studied.id)).text
    for address in (urls.papers_status(studied.review), urls.review(studied.review)):
        assert f'href="{urls.profiles(studied.review)}"' in browser.get(address).text


def test_the_paper_of_another_review_is_not_found(
    client_for: ClientFor, stored: Stored, bob: Person, erin: Person, studied: Document
) -> None:
    with stored() as db:
        other = make_review(db, erin, "WX-2015-09")
    assert client_for(bob).get(urls.paper_profile(other.id, studied.id)).status_code == 404
