"""Papers that are pictures, on their pages: looked at, read later by a button, cited by page without a quote, and marked."""

from dataclasses import dataclass

import pytest

from app.data import document as documents
from app.data import document_picture as pictures
from app.data import evidence as stored_evidence
from app.data.audit import list_events
from app.domain.appraisal import Appraisal
from app.domain.document import Document, FileFormat, Page, PictureStatus, Reading, ReadingStatus
from app.domain.judgement import Evidence
from app.jobs import jobs_of
from app.main import create_app
from app.services import appraisal as appraisals
from app.services import evidence as evidences
from app.services.evidence import Mark
from app.settings import Settings
from app.web import urls
from tests.browsing import Browser, open_browser
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_review, make_token
from tests.papers import add_file, add_read, keep

MARKER = "analysis"
OWN = "A page with text of its own, which can be quoted."
READ = "Words that were read off a picture of a page."
CITED = {"marker": MARKER, "bearing": "weakens", "note": "A chart without a scale."}


@dataclass(frozen=True)
class Desk:
    """Alice at her draft, with a paper: a page of text, one read off a picture, one that is a picture, one that is blank."""

    browser: Browser
    draft: Appraisal
    paper: Document
    stored: Stored

    def marker(self, page: int) -> str:
        return urls.marker(self.draft.id, MARKER, paper=self.paper.id, page=page)

    def cite(self, page: int = 3, **changes: str) -> tuple[int, str, str]:
        """Press “Cite this page”: status, text, where it leads."""
        form = {"paper": self.paper.id, "page": str(page)} | CITED | changes
        answer = self.browser.post(urls.evidence_page(self.draft.id), data=form)
        return answer.status_code, answer.text, answer.headers.get("location", "")

    def kept(self) -> tuple[Evidence, ...]:
        with self.stored() as db:
            return stored_evidence.list_evidence(db, self.draft.id, MARKER)


PAGES = (Page(1, OWN), Page(2, READ, from_picture=True), Page(3, "", "iii", is_picture=True), Page(4, ""))


@pytest.fixture
def desk(client_for: ClientFor, stored: Stored, settings: Settings, people: People) -> Desk:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = add_read(db, settings, people.erin, review, PAGES)
        draft = appraisals.start_appraisal(people.alice, db, review.id)
    return Desk(client_for(people.alice), draft, paper, stored)


def test_a_page_that_is_a_picture_is_cited_by_document_and_page_in_ones_own_words(desk: Desk) -> None:
    shown = desk.browser.get(urls.paper_page(desk.draft.review, desk.paper.id, 3)).text
    address = urls.evidence_page(desk.draft.id, paper=desk.paper.id, page=3)
    assert address.replace("&", "&amp;") in shown
    assert "Cite page iii" in desk.browser.get(address).text
    assert desk.cite() == (303, "", urls.marker(desk.draft.id, MARKER, paper=desk.paper.id, page=3, at="evidence"))
    [item] = desk.kept()
    assert item.passage
    assert (item.passage.page, item.passage.quote, item.passage.place) == (3, "", "page iii (picture, no text)")
    listed = desk.browser.get(desk.marker(3)).text
    assert "page iii (picture, no text)" in listed
    assert "A chart without a scale." in listed
    assert "blockquote" not in listed, "there is nothing to quote"
    with desk.stored() as db:
        assert "evidence added" in [entry.event.action for entry in list_events(db, desk.draft.board)]


def test_what_is_missing_is_said_and_what_was_typed_is_kept(desk: Desk) -> None:
    status, text, _ = desk.cite(marker="", bearing="", note=" ")
    assert status == 422
    for sentence in ("Choose the marker", "Say whether it supports or weakens", "Say in your own words what the page shows"):
        assert sentence in text
    status, text, _ = desk.cite(bearing="", note="A chart that I described")
    assert status == 422
    assert "A chart that I described" in text
    assert desk.cite(note="x" * 2001)[0] == 422
    assert desk.kept() == ()


@pytest.mark.parametrize("page", [1, 2, 4])
def test_only_pages_that_are_pictures_are_cited_without_a_quote(desk: Desk, page: int) -> None:
    status, text, _ = desk.cite(page, note="What I had typed")
    here = urls.paper_page(desk.draft.review, desk.paper.id, page)
    assert (status, f'href="{here}"' in text, "What I had typed" in text) == (422, True, True)
    leads = desk.browser.get(urls.evidence_page(desk.draft.id, paper=desk.paper.id, page=page))
    assert (leads.status_code, leads.headers["location"]) == (303, here)
    place = {"paper-was": desk.paper.id, "page-was": str(page), "do": "cite-page", "ev-note": "Typed beside the marker"}
    beside = desk.browser.post(urls.marker(desk.draft.id, MARKER), data=place)
    assert (f'href="{here}"' in beside.text, "Typed beside the marker" in beside.text) == (True, True)
    assert desk.cite(9)[0] == 404
    assert desk.kept() == ()


def test_the_marker_page_shows_the_picture_and_what_was_typed_there_goes_along(desk: Desk) -> None:
    shown = desk.browser.get(desk.marker(3)).text
    assert urls.paper_picture(desk.draft.review, desk.paper.id, 3) in shown
    place = {"paper-was": desk.paper.id, "page-was": "3", "do": "cite-page"}
    empty = desk.browser.post(urls.marker(desk.draft.id, MARKER), data=place | {"reasons": "Reasons so far", "v:reasons": "0"})
    assert empty.headers["location"] == urls.evidence_page(desk.draft.id, paper=desk.paper.id, page=3, marker=MARKER)
    assert "Reasons so far" in desk.browser.get(desk.marker(3)).text, "what was typed on the marker page is saved first"
    typed = desk.browser.post(urls.marker(desk.draft.id, MARKER), data=place | {"ev-note": "A chart of visits"})
    assert typed.status_code == 200
    assert "A chart of visits" in typed.text
    assert f'value="{MARKER}" selected' in typed.text


def test_the_note_of_a_cited_page_cannot_be_emptied_because_nothing_would_be_left(desk: Desk) -> None:
    desk.cite()
    [item] = desk.kept()
    address = urls.evidence_edit(desk.draft.id, item.id)
    assert "A page cited as such, without a quote." in desk.browser.get(address).text
    form = {"bearing": "supports", "seen": item.fingerprint}
    refused = desk.browser.post(address, data=form | {"note": ""})
    assert refused.status_code == 422
    assert "Say in your own words what the page shows" in refused.text
    assert desk.browser.post(address, data=form | {"note": "Said better"}).status_code == 303
    assert desk.kept()[0].note == "Said better"


def test_a_quote_of_text_read_off_a_picture_is_marked_wherever_it_stands(desk: Desk, people: People) -> None:
    assert "Read from a picture" in desk.browser.get(urls.paper_page(desk.draft.review, desk.paper.id, 2)).text
    assert "Read from a picture" not in desk.browser.get(urls.paper_page(desk.draft.review, desk.paper.id, 1)).text
    with desk.stored() as db:
        for page, end in ((1, len(OWN)), (2, len(READ))):
            mark = Mark(desk.paper.id, page, 0, end)
            evidences.add_passages(people.alice, db, desk.draft.id, [MARKER], mark, "supports", "")
    assert [item.passage.from_picture for item in desk.kept() if item.passage] == [False, True]
    assert desk.browser.get(desk.marker(1)).text.count("Read from a picture") == 1
    with desk.stored() as db:
        found = evidences.look_for_quote(people.alice, db, desk.draft.id, "words that were read off a picture")
    assert [passage.from_picture for passage in evidences.passages_of(found)] == [True]
    read_off = desk.kept()[1]
    assert "Read from a picture" in desk.browser.get(urls.evidence_edit(desk.draft.id, read_off.id)).text


def test_nobody_cites_pages_in_somebody_elses_appraisal_or_papers_of_another_board(
    desk: Desk, client_for: ClientFor, people: People
) -> None:
    form = {"paper": desk.paper.id, "page": "3"} | CITED
    for person, status in ((people.bob, 403), (people.erin, 403), (people.dave, 404)):
        browser = client_for(person)
        assert browser.post(urls.evidence_page(desk.draft.id), data=form).status_code == status
        assert browser.get(urls.evidence_page(desk.draft.id, paper=desk.paper.id, page=3)).status_code == status
    assert "Cite this page" not in client_for(people.erin).get(urls.paper_page(desk.draft.review, desk.paper.id, 3)).text


def test_how_far_reading_pictures_has_come_is_shown_and_a_button_begins_it(
    desk: Desk, client_for: ClientFor, settings: Settings, people: People
) -> None:
    erin = client_for(people.erin)
    shown = erin.get(urls.paper(desk.draft.review, desk.paper.id)).text
    assert "Read the pictures" in shown
    answer = erin.post(urls.paper_read_pictures(desk.draft.review, desk.paper.id))
    assert (answer.status_code, answer.headers["location"]) == (303, urls.papers_status(desk.draft.review))
    assert [task.args for task in jobs_of(settings).huey.pending()] == [(desk.paper.id,)]
    listed = erin.get(urls.papers_status(desk.draft.review)).text
    assert "Reading text off its pictures: page 1 of 2" in listed
    assert 'hx-trigger="every 1s"' in listed
    assert "Read the pictures" not in erin.get(urls.paper(desk.draft.review, desk.paper.id)).text
    with desk.stored() as db:
        claim = pictures.claim_picture(db, desk.paper.id)
        assert claim
        pictures.keep_found(db, claim, "-")
    assert "page 2 of 2" in erin.get(urls.papers_status(desk.draft.review)).text
    assert "0 of 2" not in desk.browser.get(urls.paper_page(desk.draft.review, desk.paper.id, 3)).text


def test_without_tesseract_a_paper_of_pictures_is_looked_at_and_cited_and_says_why(
    stored: Stored, settings: Settings, people: People
) -> None:
    bare = settings.model_copy(update={"tesseract": ""})
    with stored() as db:
        review = make_review(db, people.erin)
        paper = add_file(db, settings, people.erin, review)
        keep(db, paper, Reading(ReadingStatus.NO_TEXT, "Pictures alone.", FileFormat.PDF, page_count=2))
        draft = appraisals.start_appraisal(people.alice, db, review.id)
    app = create_app(bare)
    with (
        open_browser(app, make_token(settings, people.erin)) as erin,
        open_browser(app, make_token(settings, people.alice)) as alice,
    ):
        assert "Tesseract, is not installed" in erin.get(urls.paper(review.id, paper.id)).text
        refused = erin.post(urls.paper_read_pictures(review.id, paper.id))
        assert refused.status_code == 403
        assert "apt-get install tesseract-ocr tesseract-ocr-eng" in refused.text
        assert "It is not installed here." in erin.get(urls.help_page()).text
        beside = alice.get(urls.marker(draft.id, MARKER, paper=paper.id, page=2)).text
        assert urls.paper_picture(review.id, paper.id, 2) in beside
        assert "Tesseract, was not installed" in beside
        cited = alice.post(urls.evidence_page(draft.id), data={"paper": paper.id, "page": "2"} | CITED)
        assert cited.status_code == 303
        assert "page 2 (picture, no text)" in alice.get(urls.report_preview(draft.id)).text
    with stored() as db:
        assert documents.get_document(db, people.erin.board.id, review.id, paper.id).pictures is PictureStatus.NONE
