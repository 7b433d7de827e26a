"""What tells the outcome of a case does not reach an appraiser before the markers on process are judged: at no address of the
application. Afterwards, and to whoever is not kept from it, it does.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.data import cue as cues
from app.data.session import Session, work
from app.domain.appraisal import Appraisal
from app.domain.cue import CueKind
from app.domain.entry import key_of
from app.domain.errors import NotAllowedError
from app.domain.outcome_hold import process_markers
from app.main import create_app
from app.services import appraisal as appraisals
from app.services import appraisal_save, evidence
from app.services import instrument as instruments
from app.services import outcome as outcomes
from app.services.appraisal_save import Typed
from app.settings import Settings
from tests.factories import People, make_paper, make_review
from tests.house.blind_world import MARKER, World, close_world, read_all, send_all
from tests.studies import study

# Stands in the paper and on the page that tell the outcome, beside words that are searched for.
OUTCOME = "obsidian"
TOLD = f"With hindsight the agency failed to see that the child was found under {OUTCOME}, because nobody had asked."
TITLED = "vermilion"  # in the title of the whole paper, and in the name of its file
OPEN = "With hindsight the agency failed to ask. It had no policy, because nobody wrote one."
OTHER = "referral"
HARM = "The child was seriously harmed"
CHANGED = "hanged after the outcome was opened"


@pytest.fixture
def held(tmp_path: Path, _made_once: tuple[Path, People]) -> Iterator[World]:
    """A review whose outcome is held back: one whole paper, and the second page of another."""
    settings = Settings(PLUMBLINE_VAR=tmp_path)
    database, people = _made_once
    shutil.copyfile(database, tmp_path / "plumbline.db")
    with work(settings.database) as db:
        review = make_review(db, people.erin)
        whole = make_paper(db, people.erin, review.id, TOLD, title=f"Inquest {TITLED}")
        partly = make_paper(db, people.erin, review.id, OPEN, TOLD)
        for paper in (whole, partly):
            study(db, paper)
        outcomes.hold_back(
            people.erin, db, review.id, held=True, stages=process_stages(), papers=[whole.id], pages={partly.id: "2"}
        )
        alice, bob = (appraisals.start_appraisal(person, db, review.id) for person in (people.alice, people.bob))
        mark = evidence.Mark(partly.id, 1, 0, 20)
        (cited,) = evidence.add_passages(people.alice, db, alice.id, [MARKER], mark, "supports", "")
        papers = {paper.id: cues.some_cues(db, people.alice.board.id, paper.id, tuple(CueKind)) for paper in (whole, partly)}
        keys = [cue.key for found in papers.values() for cue in found]
    names = {"document_id": list(papers), "number": ["1", "2"], "key": keys, "appraisal_id": [alice.id]}
    cue = papers[whole.id][0]
    app = create_app(settings)
    world = World(settings, app, people, review, partly, cue, alice, bob, cited.id, ("json",), other_names=names)
    yield world
    close_world(world)


def process_stages() -> list[str]:
    """All stages but the last."""
    return [stage.id for stage in instruments.get_instrument().stages[:-1]]


def judge_process(db: Session, world: World, appraisal: Appraisal) -> None:
    """Make every marker on process complete."""
    for marker in process_markers(instruments.instrument_of(appraisal), process_stages()):
        said = {"grade": "good", "reasons": "Borne out.", "no_evidence": "yes", "where_looked": "Everywhere."}
        for name, value in said.items():
            appraisal_save.save_field(world.people.alice, db, appraisal.id, Typed(key_of(marker.id, name), value, 0))


def told_at(world: World, name: str) -> list[str]:
    """Where this person reads of the outcome."""
    return [path for path, answer in read_all(world, name).items() if any(one in answer.text for one in (OUTCOME, HARM, TITLED))]


def test_the_outcome_reaches_an_appraiser_nowhere_before_process_is_judged(held: World) -> None:
    assert told_at(held, "alice") == []
    assert [path for path, text in send_all(held, "alice") if OUTCOME in text or TITLED in text] == []
    with held.browser("alice") as browser:
        sought = {"do": "evidence", "ev-quote": "the child was found under", "ev-bearing": "supports"}
        assert OUTCOME not in browser.post(f"/appraisals/{held.alice.id}/markers/{MARKER}", data=sought).text
        assert OUTCOME not in browser.get("/search?q=child+found").text
        assert "Inquest" not in browser.get(f"/search?q={TITLED}").text
        listed = browser.get(f"/reviews/{held.review.id}/papers").text
        assert "A paper kept closed for now" in listed
        assert "Closed for now, because it tells what happened to the child: page 2." in listed
        page = browser.get(f"/reviews/{held.review.id}/papers/{held.paper.id}/pages/2")
        assert page.status_code == 403
        assert "It opens once you have judged markers" in page.text
        assert browser.get(f"/reviews/{held.review.id}/papers/{held.paper.id}/pages/1").status_code == 200
    with held.work() as db, pytest.raises(NotAllowedError, match="opens once you have judged"):
        outcomes.open_outcome(held.people.alice, db, held.review.id)


def test_commissioner_and_moderator_are_kept_from_nothing(held: World) -> None:
    for name in ("erin", "carol"):
        told = told_at(held, name)
        assert f"/reviews/{held.review.id}" in told
        assert f"/reviews/{held.review.id}/papers/{held.paper.id}/pages/2" in told
        assert f"/reviews/{held.review.id}/search" in told


def test_who_has_judged_the_process_opens_it_and_later_changes_are_marked(held: World) -> None:
    with held.work() as db:
        judge_process(db, held, held.alice)
    here, mine = f"/reviews/{held.review.id}", f"/appraisals/{held.alice.id}"
    with held.browser("alice") as browser:
        assert OUTCOME not in browser.get(f"{here}/papers/{held.paper.id}/pages/2").text, "only the button opens it"
        assert "Open what happened to the child" in browser.get(mine).text
        assert browser.post(f"{here}/outcome", headers={"sec-fetch-site": "same-origin"}).status_code == 303
        assert OUTCOME in browser.get(f"{here}/papers/{held.paper.id}/pages/2").text
        assert HARM in browser.get(here).text
        assert CHANGED not in browser.get(mine).text
        with held.work() as db:
            appraisal_save.save_field(held.people.alice, db, held.alice.id, Typed(key_of(MARKER, "grade"), "inadequate", 1))
        assert CHANGED in browser.get(mine).text
        assert CHANGED in browser.get(f"{mine}/markers/{MARKER}").text
        assert CHANGED not in browser.get(f"{mine}/markers/{OTHER}").text
        with held.work() as db:
            marked = evidence.Mark(held.paper.id, 1, 0, 10)
            evidence.add_passages(held.people.alice, db, held.alice.id, [OTHER], marked, "weakens", "")
        assert CHANGED in browser.get(f"{mine}/markers/{OTHER}").text, "evidence counts as fields do"
        report = browser.get(f"{mine}/report.json").text
    assert "This judgement was changed after the outcome was opened." in report
    assert "What happened to the child was held back from the appraiser until the markers on process" in report
    with held.browser("erin") as browser:
        assert "outcome opened" in browser.get("/trail").text.lower()
    with held.browser("bob") as browser:
        assert OUTCOME not in browser.get(f"{here}/papers/{held.paper.id}/pages/2").text
