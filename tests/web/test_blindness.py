"""No thing of another review or board is reached through an address or a form of one's own.

That nobody reads what is kept from them at any address is tried in tests/house/test_blind_everywhere.py.
"""

import re
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from app.data import document as documents
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.entry import key_of
from app.domain.instrument import Lens
from app.domain.review import Review
from app.services import appraisal as appraisals
from app.services import appraisal_save
from app.services import evidence as evidences
from app.services import instrument as instruments
from app.services.appraisal_save import Typed
from app.settings import Settings
from tests.browsing import Browser, open_browser
from tests.conftest import Stored
from tests.factories import People, fill_appraisal, make_appraisal, make_paper, make_review, make_token

# Stands in everything that Alice writes, and nowhere else.
SECRET = "quartzite"


@dataclass(frozen=True)
class World:
    """Two reviews of one board and one of another, each with a paper; Alice's and Bob's drafts of the first."""

    app: FastAPI
    settings: Settings
    people: People
    review: Review
    paper: Document
    other: Review
    other_paper: Document
    foreign: Review
    foreign_paper: Document
    alice: Appraisal
    alice_evidence: str
    bob: Appraisal
    foreign_appraisal: Appraisal

    def browser(self, name: str) -> Browser:
        """A browser in which this person is signed in."""
        return open_browser(self.app, make_token(self.settings, getattr(self.people, name)) if name != "nobody" else "")


@pytest.fixture
def world(app: FastAPI, settings: Settings, stored: Stored, people: People) -> World:
    """The reviews with Alice's draft, in which every field says the secret word."""
    with stored() as db:
        review, other = make_review(db, people.erin), make_review(db, people.erin, "WX-2016-01")
        foreign = make_review(db, people.dave, "TM-2016-01")
        words = "The panel asked why each agency acted as it did."
        paper, other_paper = make_paper(db, people.erin, review.id, words), make_paper(db, people.erin, other.id, words)
        foreign_paper = make_paper(db, people.dave, foreign.id, words)
        alice = appraisals.start_appraisal(people.alice, db, review.id)
        fill_appraisal(db, people.alice, alice)
        for marker in instruments.instrument_of(alice).markers:
            notes = [f"note:{prompt.id}" for prompt in marker.prompts]
            for field in ("reasons", "strengths", "improve", "where_looked", "recorded_reason", *notes):
                write(db, people.alice, alice, key_of(marker.id, field), f"{SECRET} {field}")
        for lens in Lens:
            write(db, people.alice, alice, key_of("lens", lens), f"{SECRET} {lens}")
        mark = evidences.Mark(paper.id, 1, 0, 20)
        (evidence,) = evidences.add_passages(people.alice, db, alice.id, ["analysis"], mark, "supports", f"{SECRET} note")
        said = {"kind": "interview", "description": f"{SECRET} source", "dated": "", "bearing": "weakens", "note": SECRET}
        evidences.add_other(people.alice, db, alice.id, "analysis", **said)
        bob = appraisals.start_appraisal(people.bob, db, review.id)
        foreign_appraisal = make_appraisal(db, people.dave, foreign.id)
    return World(
        app,
        settings,
        people,
        review,
        paper,
        other,
        other_paper,
        foreign,
        foreign_paper,
        alice,
        evidence.id,
        bob,
        foreign_appraisal,
    )


def write(db: object, person: Person, appraisal: Appraisal, key: str, words: str) -> None:
    """Save over whatever the field holds."""
    for version in (0, 1):
        try:
            appraisal_save.save_field(person, db, appraisal.id, Typed(key, words, version))
            return
        except appraisal_save.ConflictError:
            continue


def test_papers_of_another_review_or_board_are_not_found_at_addresses_of_ones_own(world: World) -> None:
    with world.browser("erin") as browser:
        for paper in (world.other_paper, world.foreign_paper):
            here = f"/reviews/{world.review.id}/papers"
            for end in ("", "/edit", "/original", "/pages/1", "/pages/1/picture", "/pages?n=1"):
                assert browser.get(f"{here}/{paper.id}{end}").status_code == 404, end
            for end in ("/edit", "/read-again"):
                form = {f"title-{paper.id}": "Taken", f"kind-{paper.id}": "other"}
                assert browser.post(f"{here}/{paper.id}{end}", data=form).status_code == 404, end
            assert browser.get(f"{here}/describe?paper={paper.id}").status_code == 404
            form = {"paper": paper.id, f"title-{paper.id}": "Taken", f"kind-{paper.id}": "other"}
            assert browser.post(f"{here}/describe", data=form).status_code == 404
            assert browser.get(f"/reviews/{world.review.id}/search?q=agency&paper={paper.id}").status_code == 404


def test_titles_stay_as_they_were(world: World, stored: Stored) -> None:
    papers = (world.paper, world.foreign_paper)
    form = {"paper": [paper.id for paper in papers]} | {f"title-{paper.id}": "Taken" for paper in papers}
    form |= {f"kind-{paper.id}": "other" for paper in papers}
    with world.browser("erin") as browser:
        assert browser.post(f"/reviews/{world.review.id}/papers/describe", data=form).status_code == 404
    with stored() as db:
        for review, paper, board in ((world.review, world.paper, "erin"), (world.foreign, world.foreign_paper, "dave")):
            there = documents.get_document(db, getattr(world.people, board).board.id, review.id, paper.id)
            assert there.title == "Overview report"


def test_evidence_comes_from_papers_of_the_review_alone(world: World) -> None:
    with world.browser("bob") as browser:
        for paper in (world.other_paper, world.foreign_paper):
            form = {"do": "evidence", "ev-quote": "The panel asked why", "ev-bearing": "supports", "ev-document": paper.id}
            form |= {"ev-page": "1", "ev-start": "0", "ev-end": "19"}
            answer = browser.post(f"/appraisals/{world.bob.id}/markers/analysis", data=form)
            assert answer.status_code == 404
            answer = browser.get(f"/appraisals/{world.bob.id}/markers/analysis?paper={paper.id}&page=1")
            assert f'data-document="{world.paper.id}"' in answer.text
            assert paper.id not in re.sub(r'action="[^"]*"', "", answer.text)
            form = {"quote": "asked why each agency", "bearing": "supports", "place": f"{paper.id}:1:10-31"}
            assert browser.post(f"/appraisals/{world.bob.id}/markers/analysis/evidence", data=form).status_code == 422


def test_evidence_of_another_appraisal_is_not_found_at_an_address_of_ones_own(world: World) -> None:
    with world.browser("bob") as browser:
        here = f"/appraisals/{world.bob.id}/evidence/{world.alice_evidence}"
        assert browser.get(here).status_code == 404
        assert browser.post(here, data={"bearing": "weakens", "note": "mine", "also": ["planning"]}).status_code == 404
        assert browser.post(f"{here}/remove").status_code == 404
        page = browser.get(f"/reviews/{world.review.id}/papers/{world.paper.id}/pages/1?passage={world.alice_evidence}")
        assert "<mark" not in page.text
        panel = browser.get(f"/appraisals/{world.bob.id}/markers/analysis?passage={world.alice_evidence}")
        assert "<mark" not in panel.text


def test_another_board_reaches_nothing_with_the_ids_of_this_one(world: World) -> None:
    with world.browser("dave") as browser:
        mine = f"/appraisals/{world.foreign_appraisal.id}"
        for path in (
            f"/reviews/{world.review.id}",
            f"/appraisals/{world.alice.id}",
            f"{mine}/evidence/{world.alice_evidence}",
            f"/reviews/{world.foreign.id}/papers/{world.paper.id}",
            f"/reviews/{world.foreign.id}/papers/{world.paper.id}/pages/1?passage={world.alice_evidence}",
        ):
            assert browser.get(path).status_code in (403, 404), path
        found = browser.get(f"/reviews/{world.review.id}/search?q=agency")
        assert found.status_code == 404
        assert browser.get("/reviews?search=WX").text.count(world.review.facts.reference) == 0
        trail = browser.get("/trail").text
        assert world.review.id not in trail
        assert "Alice" not in trail
