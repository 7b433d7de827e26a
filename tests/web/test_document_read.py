"""The pages of papers and searching them: anonymous, wrong person, right person, bad input."""

from collections.abc import Callable
from typing import Any

import pytest

from app.data.audit import list_events
from app.domain.account import Person
from app.domain.document import Document, FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.review import Review
from app.outside.page_picture import NoPictureError
from app.services import document_look
from app.services import evidence as evidences
from app.services.appraisal import start_appraisal
from app.services.instrument import instrument_of
from app.settings import Settings
from app.web import urls
from tests import files
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import make_review
from tests.papers import add_file, add_read, keep

PAGES = [
    Page(1, "Contents", "i"),
    Page(2, "First the panel met.\n\nThen the panels <b>met</b> again.", "1", running=("Overview report", "1")),
    Page(3, "", "2"),
]
PATHS: tuple[Callable[[str, str], str], ...] = (
    lambda review, paper: urls.paper_page(review, paper, 2),
    lambda review, paper: urls.paper_go(review, paper) + "?n=1",
    lambda review, paper: urls.paper_picture(review, paper, 2),
    lambda review, paper: urls.papers_search(review, "panel", paper=paper),
)


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    """A review of Erin's board."""
    with stored() as db:
        return make_review(db, erin)


@pytest.fixture
def paper(stored: Stored, settings: Settings, erin: Person, review: Review) -> Document:
    """A paper of three pages with printed numbers and contents."""
    with stored() as db:
        return add_read(db, settings, erin, review, PAGES, outline=(OutlineItem("Findings", 2, 1),))


def words(html: str) -> str:
    """The text of a page as a reader sees it, with single spaces."""
    return " ".join("".join(parse(html).itertext()).split())


def marked(html: str) -> list[tuple[str, bool]]:
    """What is marked on a page, and whether it is the mark to lead to."""
    return [("".join(mark.itertext()), mark.get("id") == "mark") for mark in parse(html).iter("mark")]


def paragraphs(html: str) -> list[tuple[int, str]]:
    """The paragraphs of the paper with their offsets."""
    found: list[Any] = [node for node in parse(html).iter("p") if node.get("data-start") is not None]
    return [(int(node.get("data-start")), "".join(node.itertext())) for node in found]


@pytest.mark.parametrize("path", PATHS)
def test_pages_are_for_readers_of_the_board(
    client_for: ClientFor, anonymous: Browser, dave: Person, frank: Person, review: Review, paper: Document,
    path: Callable[[str, str], str],
) -> None:  # fmt: skip
    address = path(review.id, paper.id)
    assert anonymous.get(address).status_code == 401
    assert client_for(dave).get(address).status_code == 404
    assert client_for(frank).get(address).status_code == 403


def test_a_page_shows_its_text_beside_the_page_as_printed(
    client_for: ClientFor, alice: Person, review: Review, paper: Document
) -> None:
    answer = client_for(alice).get(urls.paper_page(review.id, paper.id, 2))
    assert answer.status_code == 200
    assert paragraphs(answer.text) == [(0, "First the panel met."), (22, "Then the panels <b>met</b> again.")]
    said = words(answer.text)
    assert "Overview report Page 1 (2 of 3)" in said
    assert "Running heads of this page, not part of its text: Overview report · 1" in said
    (picture,) = parse(answer.text).iter("img")
    assert picture.get("src") == urls.paper_picture(review.id, paper.id, 2)
    assert picture.get("alt") == "Page 1 of Overview report as printed"
    assert (picture.get("loading"), picture.get("width")) == ("lazy", "1000")
    assert {link.get("rel"): link.get("href") for link in parse(answer.text).iter("a") if link.get("rel")} == {
        "prev": urls.paper_page(review.id, paper.id, 1),
        "next": urls.paper_page(review.id, paper.id, 3),
    }


def test_offsets_point_into_the_stored_text(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    text = "𝒜 first paragraph & “signs”.\n\n<second> 𝒜\n\nthird"
    with stored() as db:
        paper = add_read(db, settings, erin, review, [text])
    answer = client_for(erin).get(urls.paper_page(review.id, paper.id, 1, find="second"))
    for start, shown in paragraphs(answer.text):
        assert text[start : start + len(shown)] == shown


@pytest.mark.parametrize("number", ["0", "4", "-1", "abc", "1000000000", "9" * 40, "1.5", "%00", "٣"])
def test_a_page_that_is_not_there_is_not_found(
    client_for: ClientFor, alice: Person, review: Review, paper: Document, number: str
) -> None:
    browser, address = client_for(alice), urls.paper_go(review.id, paper.id)
    assert browser.get(f"{address}/{number}").status_code in (404, 200 if number == "٣" else 404)
    assert browser.get(f"{address}/{number}/picture").status_code in (404, 422 if number == "٣" else 404)


@pytest.mark.parametrize(("typed", "page"), [("1", 2), ("i", 1), ("3", 3), (" 2 ", 3)])
def test_one_can_jump_to_a_page(
    client_for: ClientFor, alice: Person, review: Review, paper: Document, typed: str, page: int
) -> None:
    answer = client_for(alice).get(urls.paper_go(review.id, paper.id), params={"n": typed})
    assert answer.headers["location"] == urls.paper_page(review.id, paper.id, page)


@pytest.mark.parametrize("typed", ["", "iv", "0", "99", "x" * 5000, "<b>"])
def test_jumping_nowhere_says_which_pages_there_are(
    client_for: ClientFor, alice: Person, review: Review, paper: Document, typed: str
) -> None:
    answer = client_for(alice).get(urls.paper_go(review.id, paper.id), params={"n": typed})
    assert answer.status_code == 404
    assert "from 1 to 3" in answer.text


def test_hits_of_a_search_are_marked_on_the_page(client_for: ClientFor, alice: Person, review: Review, paper: Document) -> None:
    browser = client_for(alice)
    page = browser.get(urls.paper_page(review.id, paper.id, 2, find="panel"))
    assert marked(page.text) == [("panel", True), ("panel", False)]
    second = browser.get(urls.paper_page(review.id, paper.id, 2, find="panel", start=31, end=36))
    assert marked(second.text) == [("panel", False), ("panel", True)]
    assert "is not on this page" in browser.get(urls.paper_page(review.id, paper.id, 1, find="panel")).text


@pytest.mark.parametrize(
    "query", ["start=-5&end=9999999999999999999", "start=9&end=2", "q=%00%00", "q=" + "x" * 5000, "passage=none"]
)
def test_odd_marks_are_no_mistake(client_for: ClientFor, alice: Person, review: Review, paper: Document, query: str) -> None:
    assert client_for(alice).get(f"{urls.paper_page(review.id, paper.id, 2)}?{query}").status_code == 200


def test_a_passage_that_is_not_to_be_seen_is_said(client_for: ClientFor, alice: Person, review: Review, paper: Document) -> None:
    answer = client_for(alice).get(urls.paper_page(review.id, paper.id, 2, passage="nosuchthing"))
    assert "The passage is not marked." in answer.text
    assert marked(answer.text) == []


def test_a_cited_passage_is_marked_for_those_who_may_see_it(
    client_for: ClientFor, stored: Stored, alice: Person, bob: Person, review: Review, paper: Document
) -> None:
    with stored() as db:
        appraisal = start_appraisal(alice, db, review.id)
        mark = evidences.Mark(paper.id, 2, 6, 15)
        marker = instrument_of(appraisal).markers[0].id
        (evidence,) = evidences.add_passages(alice, db, appraisal.id, [marker], mark, "supports", "")
    address = urls.paper_page(review.id, paper.id, 2, passage=evidence.id)
    assert marked(client_for(alice).get(address).text) == [("the panel", True)]
    other = client_for(bob).get(address)
    assert marked(other.text) == []
    assert "The passage is not marked." in other.text
    elsewhere = urls.paper_page(review.id, paper.id, 1, passage=evidence.id)
    assert marked(client_for(alice).get(elsewhere).text) == []


def test_a_paper_of_pictures_is_looked_at_page_by_page(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    with stored() as db:
        paper = add_file(db, settings, erin, review, content=files.picture_pdf(2))
        keep(db, paper, Reading(ReadingStatus.NO_TEXT, "Only pictures.", FileFormat.PDF, page_count=2))
    browser = client_for(erin)
    page = browser.get(urls.paper_page(review.id, paper.id, 2))
    assert "This page is a picture without text" in page.text
    picture = browser.get(urls.paper_picture(review.id, paper.id, 2))
    assert picture.headers["content-type"] == "image/png"
    assert picture.content.startswith(b"\x89PNG")


def test_a_page_that_cannot_be_drawn_says_so(
    client_for: ClientFor, alice: Person, review: Review, paper: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise NoPictureError("This page could not be drawn.")

    monkeypatch.setattr(document_look, "render_page", fail)
    answer = client_for(alice).get(urls.paper_picture(review.id, paper.id, 2))
    assert answer.status_code == 422
    assert "could not be drawn" in answer.text


def test_a_file_without_fixed_pages_names_its_places_and_has_no_picture(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    text = Page(1, "Findings\n\nThey met.", places=((0, "Findings"), (10, "Findings, paragraph 1")))
    with stored() as db:
        paper = add_read(db, settings, erin, review, [text], file_format=FileFormat.DOCX)
    browser = client_for(erin)
    page = browser.get(urls.paper_page(review.id, paper.id, 1))
    assert "Findings, paragraph 1" in words(page.text)
    assert "<img" not in page.text
    assert browser.get(urls.paper_picture(review.id, paper.id, 1)).status_code == 404


def test_a_paper_that_waits_leads_to_how_it_stands(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    with stored() as db:
        paper = add_file(db, settings, erin, review)
    browser = client_for(erin)
    assert browser.get(urls.paper_page(review.id, paper.id, 1)).headers["location"] == urls.paper(review.id, paper.id)
    assert "Waiting to be read" in browser.get(urls.paper(review.id, paper.id)).text
    assert browser.get(urls.paper_picture(review.id, paper.id, 1)).status_code == 404


def test_long_contents_are_left_to_the_page_of_the_paper(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    outline = tuple(OutlineItem(f"Heading {number}", 1, 1) for number in range(300))
    with stored() as db:
        paper = add_read(db, settings, erin, review, ["One."], outline=outline)
    browser = client_for(erin)
    page = browser.get(urls.paper_page(review.id, paper.id, 1)).text
    assert "Heading 1" not in page
    assert f"{urls.paper(review.id, paper.id)}#contents" in page
    assert "Heading 299" in browser.get(urls.paper(review.id, paper.id)).text


def test_a_search_shows_hits_in_context_by_paper_each_with_its_page(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review, paper: Document
) -> None:
    with stored() as db:
        plan = add_read(db, settings, erin, review, ["A panel of six met."], "action plan.pdf")
        add_file(db, settings, erin, review, "waits.pdf")
    answer = client_for(erin).get(urls.papers_search(review.id, "panel"))
    said = words(answer.text)
    assert "3 places for “panel”" in said
    assert "Action plan page 1 … A panel of six met. …" in said
    assert "1 paper was not searched" in said
    assert [text for text, _ in marked(answer.text)] == ["panel"] * 3
    hit = urls.paper_page(review.id, plan.id, 1, find="panel", start=2, end=7).replace("&", "&amp;")
    assert f"{hit}#mark" in answer.text


def test_a_search_in_one_paper_keeps_to_it(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review, paper: Document
) -> None:
    with stored() as db:
        add_read(db, settings, erin, review, ["A panel of six met."], "action plan.pdf")
    answer = client_for(erin).get(urls.papers_search(review.id, "panel", paper=paper.id))
    assert "2 places" in words(answer.text)
    assert f'<option value="{paper.id}" selected>' in answer.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 200), ("?q=", 200), ("?q=a", 422), ("?q=--", 422), ("?q=" + "x" * 201, 422), ("?q=zebra", 200), ("?q=%25%5F", 200),
        ("?q=panel&page=0", 200), ("?q=panel&page=99999999999999999999", 200), ("?q=panel&page=abc", 404),
        ("?q=panel&paper=nosuchpaper", 404), ("?q=%00panel", 200),
    ],
)  # fmt: skip
def test_odd_searches_get_a_page(
    client_for: ClientFor, alice: Person, review: Review, paper: Document, query: str, status: int
) -> None:
    answer = client_for(alice).get(urls.papers_search(review.id) + query)
    assert answer.status_code == status
    assert "</h1>" in answer.text


def test_many_hits_come_in_pages(client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review) -> None:
    with stored() as db:
        add_read(db, settings, erin, review, ["panel " * 120])
    browser = client_for(erin)
    first = browser.get(urls.papers_search(review.id, "panel"))
    assert "page 1 of 3" in words(first.text)
    following = urls.papers_search(review.id, "panel", page=2)
    assert following.replace("&", "&amp;") in first.text
    assert "page 2 of 3" in words(browser.get(following).text)


def test_every_look_is_on_the_trail_without_what_was_seen(
    client_for: ClientFor, stored: Stored, alice: Person, review: Review, paper: Document
) -> None:
    browser = client_for(alice)
    browser.get(urls.paper_page(review.id, paper.id, 2))
    browser.get(urls.papers_search(review.id, "panel"))
    with stored() as db:
        events = [entry.event for entry in list_events(db, alice.board.id, review=review.id) if entry.event.actor_id == alice.id]
    assert [(event.action, event.detail) for event in events] == [
        ("papers searched", "2 places found"),
        ("page opened", "page 2"),
    ]
