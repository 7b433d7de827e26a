"""A second blind round: each sees how the first fell on the page of the marker, and what it was not asked for stays as it was."""

from dataclasses import dataclass

import pytest

from app.data import evidence as stored_evidence
from app.domain.account import Person
from app.domain.errors import NotAllowedError
from app.domain.judgement import SourceKind
from app.services import appraisal as appraising
from app.services import evidence as evidences
from app.services import second_round
from app.services.appraisal_save import Typed, save_field, save_fields
from app.services.second_round_lock import KEPT
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_appraisal, make_review

REASON = "Was the school asked?"


@dataclass(frozen=True)
class Case:
    """Alice and Bob submitted apart, and differ on the analysis; the second round asks for that alone."""

    review: str
    alice: str
    bob: str
    evidence: str  # of Alice's, at a marker that is not asked for


@pytest.fixture
def case(stored: Stored, people: People) -> Case:
    with stored() as db:
        review = make_review(db, people.erin).id
        alice, bob = (
            make_appraisal(db, person, review, {"analysis": grade})
            for person, grade in ((people.alice, "inadequate"), (people.bob, "good"))
        )
        appraising.reopen_appraisal(people.alice, db, alice.id, "A letter came.")
        letter = {"kind": SourceKind.LETTER.value, "description": "A letter", "dated": "", "bearing": "supports", "note": ""}
        added = evidences.add_other(people.alice, db, alice.id, "referral", **letter)
        appraising.submit_appraisal(people.alice, db, alice.id)
        second_round.ask_second_round(people.carol, db, review, REASON, ["analysis"])
    return Case(review, alice.id, bob.id, added.id)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def rows(html: str) -> list[list[str]]:
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in parse(html).iter("tr")]


def test_the_page_of_a_marker_shows_how_it_fell_in_a_picture_with_its_table_and_without_names(
    client_for: ClientFor, people: People, case: Case
) -> None:
    html = client_for(people.alice).get(urls.marker(case.alice, "analysis")).text
    page = words(html)
    assert "How the first round fell" in page
    assert "You gave “inadequate”." in page
    assert REASON in page
    pictures = [
        one for one in parse(html).iter() if one.tag.endswith("svg") and one.get("aria-labelledby") == "first-round-picture"
    ]
    assert len(pictures) == 1
    cells = rows(html)
    assert ["Inadequate (yours)", "1"] in cells
    assert ["Good", "1"] in cells
    assert ["Outstanding", "0"] in cells
    assert people.bob.name not in html


def test_it_stays_as_it_was_then_while_the_grade_is_changed(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        save_field(people.bob, db, case.bob, Typed("analysis/grade", "outstanding", 1))
    cells = rows(client_for(people.alice).get(urls.marker(case.alice, "analysis")).text)
    assert ["Outstanding", "0"] in cells, "what Bob says now is not to be seen"
    assert ["Good", "1"] in cells


def test_whoever_was_not_in_the_first_round_and_everybody_else_sees_nothing_of_it(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        appraising.submit_appraisal(people.alice, db, case.alice)
        appraising.submit_appraisal(people.bob, db, case.bob)
    for reader in (people.bob, people.carol, people.erin):
        page = words(client_for(reader).get(urls.marker(case.alice, "analysis")).text)
        assert "How the first round fell" not in page, reader.name


def test_a_marker_that_was_not_asked_for_is_read_and_says_why_it_is_not_changed(
    client_for: ClientFor, people: People, case: Case
) -> None:
    browser = client_for(people.alice)
    html = browser.get(urls.marker(case.alice, "referral")).text
    page = words(html)
    assert "The second round is about other markers. This one stays as you submitted it" in page
    assert "The papers bear this out" in page, "one's own words stay readable"
    assert not [box for box in parse(html).iter("textarea") if box.get("name") == "reasons"]
    listed = words(browser.get(urls.appraisal(case.alice)).text)
    assert listed.count("Stays as submitted") == 17


def test_a_save_at_another_marker_is_refused_with_a_sentence(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    browser = client_for(people.alice)
    one = {"field": "grade", "grade": "adequate", "v:grade": "1"}
    whole = {"reasons": "Something else.", "v:reasons": "1"}
    by_field = browser.post(urls.marker_field(case.alice, "referral"), data=one, headers={"hx-request": "true"})
    assert by_field.status_code == 403
    assert KEPT in words(by_field.text)
    at_once = browser.post(urls.marker(case.alice, "referral"), data=whole)
    assert at_once.status_code == 403
    assert KEPT in words(at_once.text)
    assert "Something else." in at_once.text, "what was typed can be copied"
    cited = {"do": "other", "ev-note": "x"}
    assert browser.post(urls.evidence_edit(case.alice, case.evidence), data={"bearing": "weakens"}).status_code == 403
    assert browser.post(urls.evidence_remove(case.alice, case.evidence), data=cited).status_code == 403
    with stored() as db:
        before = stored_evidence.get_evidence(db, case.alice, case.evidence)
        for change in (
            lambda: save_fields(people.alice, db, case.alice, [Typed("referral/grade", "inadequate", 1)]),
            lambda: evidences.change_evidence(
                people.alice, db, case.alice, case.evidence, "weakens", "", seen=before.fingerprint
            ),
            lambda: evidences.remove_evidence(people.alice, db, case.alice, case.evidence),
            lambda: evidences.copy_evidence(people.alice, db, case.alice, case.evidence, ["the-report"]),
        ):
            with pytest.raises(NotAllowedError, match="asked for other markers"):
                change()
        assert stored_evidence.get_evidence(db, case.alice, case.evidence) == before
        assert evidences.copy_evidence(people.alice, db, case.alice, case.evidence, ["analysis"]) == 1


def test_the_asked_marker_and_the_five_questions_can_be_changed_and_all_again_after_submitting(
    stored: Stored, people: People, case: Case
) -> None:
    def saved(person: Person, key: str, value: str, version: int) -> bool:
        return save_field(person, db, case.alice, Typed(key, value, version)) is not None

    with stored() as db:
        assert saved(people.alice, "analysis/grade", "adequate", 1)
        assert saved(people.alice, "lens/why", "It explains little.", 0)
        appraising.submit_appraisal(people.alice, db, case.alice)
        appraising.reopen_appraisal(people.alice, db, case.alice, "I had misread the chronology.")
        assert saved(people.alice, "referral/grade", "adequate", 1)


def test_a_second_round_for_all_markers_leaves_none_out(stored: Stored, people: People) -> None:
    with stored() as db:
        review = make_review(db, people.erin, "WX-2017-09").id
        done = [make_appraisal(db, person, review) for person in (people.alice, people.bob)]
        second_round.ask_second_round(people.carol, db, review, REASON, [])
        assert save_field(people.alice, db, done[0].id, Typed("referral/grade", "adequate", 1))
