"""Likely passages on the marker page and on a page of their own, with and without htmx."""

import re
from dataclasses import dataclass

import pytest

from app.data import entry as entries
from app.data import evidence as evidences
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.judgement import Bearing
from app.services import appraisal as appraisals
from app.web import urls
from tests.browsing import Browser
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_appraisal, make_review
from tests.finder.papers import make_studied

HTMX = {"hx-request": "true"}
MARKER, PROMPT = "analysis", "qm13-q6"
ABOUT = "The author used a method that holds <b>hindsight</b> down & nobody at the event was told the outcome in advance."
OTHER = "The flat was warm and clean and the kitchen had been painted by the landlord."


@dataclass(frozen=True)
class Desk:
    """Alice at her draft, with a studied paper."""

    browser: Browser
    draft: Appraisal
    paper: Document
    stored: Stored

    @property
    def address(self) -> str:
        return urls.passages(self.draft.id, MARKER, PROMPT)

    @property
    def value(self) -> str:
        return f"{self.paper.id}:2:0:{len(ABOUT)}"

    def evidence(self) -> list[tuple[str, Bearing, str]]:
        with self.stored() as db:
            found = evidences.list_evidence(db, self.draft.id)
        return [(item.marker, item.bearing, item.passage.quote) for item in found if item.passage]


@pytest.fixture
def desk(client_for: ClientFor, stored: Stored, people: People) -> Desk:
    with stored() as db:
        paper = make_studied(db, people.erin, make_review(db, people.erin).id, OTHER, ABOUT)
        draft = appraisals.start_appraisal(people.alice, db, paper.review)
    return Desk(client_for(people.alice), draft, paper, stored)


def test_a_statement_over_the_end_of_a_page_is_one_suggestion_that_says_where_it_goes_on(
    client_for: ClientFor, stored: Stored, people: People
) -> None:
    head = "The author used a method that holds hindsight down, which was agreed upon with the panel at its first meeting and"
    tail = "so nobody at the event was told the outcome in advance & all held <b>hindsight</b> down as well as they could."
    with stored() as db:
        paper = make_studied(db, people.erin, make_review(db, people.erin).id, head, tail)
        draft = appraisals.start_appraisal(people.alice, db, paper.review)
    page = client_for(people.alice).get(urls.passages(draft.id, MARKER, PROMPT)).text
    assert page.count('class="app-likely__item"') == 1
    goes_on = "It goes on on page 2: “so nobody" in page
    begins = "It begins on page 1: “The author" in page
    assert goes_on != begins
    assert "<b>hindsight" not in page


def test_each_prompt_of_the_marker_page_leads_to_its_likely_passages(desk: Desk) -> None:
    page = desk.browser.get(urls.marker(desk.draft.id, MARKER)).text
    assert page.count(">Likely passages</button>") == 16
    assert f'name="passages" value="{PROMPT}" hx-get="{desk.address}"' in page
    assert ABOUT[:20] not in page, "nothing is looked for before it is asked for"


def test_the_page_shows_suggestions_as_such_with_words_marked_and_links(desk: Desk) -> None:
    answer = desk.browser.get(desk.address)
    assert answer.status_code == 200
    assert "Nobody has checked them" in answer.text
    assert "<mark>hindsight</mark>" in answer.text
    assert "&lt;b&gt;" in answer.text
    link = re.search(r'href="(/reviews/[^"]+#mark)">Overview report, page 2</a>', answer.text)
    assert link
    read = desk.browser.get(link[1].replace("&amp;", "&"))
    assert "<mark" in read.text


def test_one_press_makes_a_suggestion_evidence_and_it_shows_as_taken(desk: Desk) -> None:
    answer = desk.browser.post(desk.address, data={"use": f"{desk.value}:weakens"})
    assert answer.status_code == 303
    assert desk.evidence() == [(MARKER, Bearing.WEAKENS, ABOUT)]
    page = desk.browser.get(answer.headers["location"]).text
    assert "Evidence: weakens" in page
    assert 'id="used"' in page
    assert f'value="{desk.value}:supports"' not in page


def test_htmx_gets_the_suggestions_alone_and_after_a_press_the_evidence_too(desk: Desk) -> None:
    fragment = desk.browser.get(desk.address, headers=HTMX)
    assert fragment.text.lstrip().startswith(f'<div id="passages-{PROMPT}"')
    assert "<h1" not in fragment.text
    assert "hx-swap-oob" not in fragment.text
    assert "HX-Request" in fragment.headers["vary"]
    used = desk.browser.post(desk.address, data={"use": f"{desk.value}:supports"}, headers=HTMX)
    assert (used.status_code, "Evidence: supports" in used.text) == (200, True)
    assert '<div id="evidence-list" hx-swap-oob="true">' in used.text
    assert "&lt;b&gt;hindsight" in used.text.partition('id="evidence-list"')[2]


def test_without_javascript_what_was_typed_is_saved_before_the_passages_are_shown(desk: Desk) -> None:
    form = {"strengths": "Typed before.", "v:strengths": "0", "passages": PROMPT}
    answer = desk.browser.post(urls.marker(desk.draft.id, MARKER), data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, desk.address)
    form = {"strengths": "Typed after.", "v:strengths": "1", "use": f"{desk.value}:supports"}
    answer = desk.browser.post(urls.marker(desk.draft.id, MARKER), data=form)
    assert answer.headers["location"].endswith("#evidence")
    assert len(desk.evidence()) == 1
    with desk.stored() as db:
        assert entries.newest_entries(db, desk.draft.id, MARKER)[f"{MARKER}/strengths"].value == "Typed after."


def test_a_passage_is_shown_beside_the_marker_before_it_is_taken(desk: Desk) -> None:
    page = desk.browser.get(urls.marker(desk.draft.id, MARKER, paper=desk.paper.id, page=2, passage=f"0-{len(ABOUT)}")).text
    assert re.search(r"<mark[^>]*>The author used a method", page)
    odd = desk.browser.get(urls.marker(desk.draft.id, MARKER, paper=desk.paper.id, page=2, passage="9-99999999"))
    assert odd.status_code == 200


@pytest.mark.parametrize("pressed", ["", "nothing", "x:1:2:3:supports:more", "{paper}:2:0:12:sideways"])
def test_a_button_that_was_made_up_is_refused_on_the_same_page(desk: Desk, pressed: str) -> None:
    answer = desk.browser.post(desk.address, data={"use": pressed.format(paper=desk.paper.id)})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert desk.evidence() == []


def test_a_place_that_is_not_in_the_papers_is_not_found(desk: Desk) -> None:
    for place in ("nothing:1:0:5", f"{desk.paper.id}:99:0:5"):
        assert desk.browser.post(desk.address, data={"use": f"{place}:supports"}).status_code == 404


def test_whoever_reads_a_submitted_appraisal_sees_suggestions_without_buttons(
    client_for: ClientFor, stored: Stored, people: People
) -> None:
    with stored() as db:
        paper = make_studied(db, people.erin, make_review(db, people.erin).id, ABOUT)
        done = make_appraisal(db, people.alice, paper.review)
    browser = client_for(people.erin)
    page = browser.get(urls.passages(done.id, MARKER, PROMPT)).text
    assert "<mark>hindsight</mark>" in page
    assert "Use as evidence" not in page
    assert browser.post(urls.passages(done.id, MARKER, PROMPT), data={"use": f"{paper.id}:1:0:9:supports"}).status_code == 403
    answer = browser.post(urls.marker(done.id, MARKER), data={"passages": PROMPT})
    assert answer.headers["location"] == urls.passages(done.id, MARKER, PROMPT)


def test_where_nothing_is_found_it_is_said(client_for: ClientFor, stored: Stored, people: People) -> None:
    with stored() as db:
        draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    page = client_for(people.alice).get(urls.passages(draft.id, MARKER, PROMPT)).text
    assert "No passage holds the words" in page
