"""Evidence of a consensus whose paper got a newer version: it stays ticked, and moderators decide on it as appraisers do."""

from dataclasses import dataclass

import pytest

from app.data import evidence as stored_evidence
from app.data import round as rounds
from app.domain.relocation import MoveOutcome
from app.services import appraisal as appraising
from app.services import evidence as evidences
from app.services import evidence_move, moderation_save
from app.services import moderation_sign as signing
from app.services.appraisal_save import Typed, save_field
from app.settings import Settings
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_paper, make_review

SAME = "The panel met eight times in the year."
WAS = "The school was never asked what it had seen of the child."
NOW = "The school was hardly ever asked what it had seen of the child."


@dataclass(frozen=True)
class Case:
    """Alice and Bob cite both sentences; the consensus rests on Alice's evidence. Then the paper was replaced."""

    review: str
    consensus: str
    theirs: tuple[str, ...]
    paper: str
    newer: str


@pytest.fixture
def case(stored: Stored, settings: Settings, people: People) -> Case:
    with stored() as db:
        review = make_review(db, people.erin).id
        paper = make_paper(db, people.erin, review, f"{SAME} And so on.", f"Of the day itself: {WAS} Nobody minded that.")
        for person in (people.alice, people.bob):
            draft = appraising.start_appraisal(person, db, review)
            for quote in (SAME, WAS):
                found = evidences.look_for_quote(person, db, draft.id, quote)
                evidences.add_found(person, db, draft.id, "analysis", found.passages[0], "supports", "")  # type: ignore[union-attr]
            fill_appraisal(db, person, draft)
            save_field(person, db, draft.id, Typed("analysis/reasons", "Said so.", 1))
            appraising.submit_appraisal(person, db, draft.id)
        theirs = tuple(item.id for item in stored_evidence.list_evidence(db, draft.id))
        moderation_save.save_consensus(people.carol, db, review, "analysis", [], ticked=theirs)
        consensus = rounds.get_round(db, people.carol.board.id, review).consensus
        assert consensus
        text = f"A foreword that is new.\n{SAME} And so on."
        newer = make_paper(db, people.erin, review, text, f"Of the day itself: {NOW} Nobody minded that.", replaces=paper)
    evidence_move.move_evidence(settings, newer.id)
    return Case(review, consensus.id, theirs, paper.id, newer.id)


@pytest.fixture
def carol(client_for: ClientFor, people: People) -> Browser:
    return client_for(people.carol)


def ticks(html: str) -> set[str]:
    boxes = [box for box in parse(html).iter("input") if box.get("name") == "use" and "checked" in box.attrib]
    return {box.get("value") or "" for box in boxes}


def test_what_was_taken_over_stays_ticked_although_it_moved(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    with stored() as db:
        moved = {item.move.outcome for item in stored_evidence.list_evidence(db, case.consensus) if item.move}
    assert moved == {MoveOutcome.FOUND, MoveOutcome.CHANGED}
    html = carol.get(urls.moderation_marker(case.review, "analysis")).text
    assert set(case.theirs) <= ticks(html)
    assert "evidence that no appraiser has" not in html


def test_a_moderator_accepts_changed_words_and_nobody_else_does(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    page = carol.get(urls.moved(case.consensus)).text
    assert "Papers that the consensus cites have been replaced" in page
    assert "Accept the changed words" in page
    with stored() as db:
        (open_one,) = evidence_move.open_moved(people.carol, db, case.consensus).with_outcome(MoveOutcome.CHANGED)
    address = urls.evidence_move(case.consensus, open_one.evidence.id)
    assert open_one.move
    data = {"do": "accept", "seen": str(open_one.move.id)}
    assert client_for(people.alice).post(address, data=data).status_code == 403
    assert carol.get(address).status_code == 200
    assert carol.post(address, data=data).status_code == 303
    with stored() as db:
        cited = {item.passage.document for item in stored_evidence.list_evidence(db, case.consensus) if item.passage}
    assert cited == {case.newer}
    assert set(case.theirs) <= ticks(carol.get(urls.moderation_marker(case.review, "analysis")).text)


def test_a_decision_on_it_asks_those_who_had_signed_to_sign_again(stored: Stored, people: People, case: Case) -> None:
    with stored() as db:
        before = signing.open_signing(people.carol, db, case.review).digest
        (open_one,) = evidence_move.open_moved(people.carol, db, case.consensus).with_outcome(MoveOutcome.CHANGED)
        assert open_one.move
        evidence_move.keep_older(people.carol, db, case.consensus, open_one.evidence.id, "As it was.", seen=open_one.move.id)
        assert signing.open_signing(people.carol, db, case.review).digest == before, "it is cited where it was"
    with stored() as db:
        (kept,) = evidence_move.open_moved(people.carol, db, case.consensus).with_outcome(MoveOutcome.KEPT)
        assert kept.move
        found = evidence_move.look_in_newer(people.carol, db, case.consensus, kept.evidence.id, NOW)
        place = evidences.passages_of(found)[0]
        evidence_move.place_by_hand(people.carol, db, case.consensus, kept.evidence.id, place, seen=kept.move.id)
        assert signing.open_signing(people.carol, db, case.review).digest != before
