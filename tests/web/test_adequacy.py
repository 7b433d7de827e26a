"""Adequacy on its pages: what is proposed and why, deciding, changed proposals, two moderators, and the report's words."""

from collections.abc import Mapping

import pytest

from app.data import decision as decisions
from app.data.decision import Decision
from app.domain.appraisal import Appraisal
from app.services import adequacy as adequacies
from app.services import appraisal as appraisals
from app.services.appraisal_save import Typed, save_field
from app.services.instrument import instrument_of
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_appraisal, make_review


@pytest.fixture
def done(stored: Stored, people: People) -> Appraisal:
    """Every marker good, but the analysis: adequate."""
    with stored() as db:
        return make_appraisal(db, people.alice, make_review(db, people.erin).id, {"analysis": "adequate"})


@pytest.fixture
def carol(client_for: ClientFor, people: People) -> Browser:
    """The moderator's browser."""
    return client_for(people.carol)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def rows(html: str) -> list[str]:
    """The rows of all tables, with a bar between cells."""
    lines = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in parse(html).iter("tr")]
    return [" | ".join(cells) for cells in lines]


def inputs(html: str, name: str, *, checked: bool = False) -> list[str]:
    found = [box for box in parse(html).iter("input") if box.get("name") == name]
    return [box.get("value") for box in found if not checked or box.get("checked") is not None]


def value_of(html: str, name: str) -> str:
    return next("".join(box.itertext()) for box in parse(html).iter("textarea") if box.get("name") == name)


def decided(stored: Stored, done: Appraisal) -> dict[str, Decision]:
    with stored() as db:
        return decisions.list_decisions(db, done.id)


def decide(browser: Browser, done: Appraisal, subject: str, **typed: str) -> tuple[int, str]:
    answer = browser.post(urls.adequacy_decide(done.id, subject), data={"version": "0", "reason": "", **typed})
    return answer.status_code, answer.text


def regrade(stored: Stored, people: People, done: Appraisal, grades: Mapping[str, str]) -> None:
    with stored() as db:
        appraisals.reopen_appraisal(people.alice, db, done.id, "A page was missed.")
        entries = appraisals.open_appraisal(people.alice, db, done.id).entries
        for marker, grade in grades.items():
            save_field(people.alice, db, done.id, Typed(f"{marker}/grade", grade, entries[f"{marker}/grade"].version))
        appraisals.submit_appraisal(people.alice, db, done.id)


def test_the_page_shows_every_area_marker_and_rule_with_what_applied(carol: Browser, done: Appraisal) -> None:
    html = carol.get(urls.adequacy(done.id)).text
    page = words(html)
    instrument = instrument_of(done)
    for part in (
        *(area.title for area in instrument.areas),
        *(marker.name for marker in instrument.markers),
        *(" ".join(rule.sentence.split()) for rule in instrument.rules),
    ):
        assert part in page
    assert "Proposed: Adequate" in page
    area = instrument.area_of("analysis")
    assert area
    assert f"A good review is good in all its core parts. | Not above: Adequate | Applied: Yes: {area.title}" in rows(html)


def test_the_page_says_which_single_marker_would_move_the_whole(carol: Browser, done: Appraisal) -> None:
    page = words(carol.get(urls.adequacy(done.id)).text)
    name = instrument_of(done).marker("analysis").name
    assert f"{name} from adequate to good: overall good" in page
    assert f"{name} from adequate to inadequate: overall inadequate" in page


@pytest.mark.parametrize(("name", "status"), [("alice", 200), ("erin", 200), ("bob", 403), ("frank", 403), ("dave", 404)])
def test_readers_see_the_proposals_and_are_offered_no_decision(
    client_for: ClientFor, people: People, stored: Stored, done: Appraisal, name: str, status: int
) -> None:
    browser = client_for(getattr(people, name))
    answer = browser.get(urls.adequacy(done.id))
    assert answer.status_code == status
    assert urls.adequacy_decide(done.id, "overall") not in answer.text
    refused = 404 if status == 404 else 403
    for subject in ("overall", "area/analysis", "text/outcome"):
        assert browser.get(urls.adequacy_decide(done.id, subject)).status_code == refused
        assert decide(browser, done, subject, grade="adequate", text="Mine")[0] == refused
    assert browser.post(urls.adequacy(done.id), data={"seen": "analysis:adequate"}).status_code == refused
    assert decided(stored, done) == {}


def test_whoever_is_not_signed_in_is_asked_to(anonymous: Browser, done: Appraisal) -> None:
    assert anonymous.get(urls.adequacy(done.id)).status_code == 401
    assert decide(anonymous, done, "overall", grade="good", reason="Typed")[0] == 401


def test_the_appraiser_sees_what_follows_from_a_draft(client_for: ClientFor, people: People, stored: Stored) -> None:
    with stored() as db:
        draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    page = words(client_for(people.alice).get(urls.adequacy(draft.id)).text)
    assert "The appraisal has not been submitted." in page
    assert "Cannot be judged yet." in page


def test_a_proposal_is_confirmed(carol: Browser, stored: Stored, done: Appraisal) -> None:
    page = carol.get(urls.adequacy_decide(done.id, "area/analysis")).text
    assert "The rules propose: Adequate" in words(page)
    assert inputs(page, "grade", checked=True) == ["adequate"]
    form = {"grade": "adequate", "version": inputs(page, "version")[0], "seen": inputs(page, "seen")[0]}
    answer = carol.post(urls.adequacy_decide(done.id, "area/analysis"), data=form)
    assert (answer.status_code, answer.headers["location"]) == (303, urls.adequacy(done.id))
    assert "Confirmed by Carol Ashby" in words(carol.get(urls.adequacy(done.id)).text)
    assert decided(stored, done)["area/analysis"].version == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"grade": "good"}, "reason"),
        ({"grade": "", "reason": "Kept reason"}, "grade"),
        ({"grade": "nei", "reason": "Kept reason"}, "grade"),
        ({"grade": "good", "reason": "r" * 1_000_000}, "reason"),
        ({"grade": "good", "reason": "Kept reason", "seen": "outstanding"}, "grade"),
    ],
)
@pytest.mark.parametrize("subject", ["area/analysis", "overall"])
def test_what_cannot_be_decided_is_told_beside_its_field_with_everything_kept(
    carol: Browser, stored: Stored, done: Appraisal, subject: str, typed: dict[str, str], field: str
) -> None:
    status, page = decide(carol, done, subject, **typed)
    assert status == 422
    assert f'href="#{field}"' in page
    assert any(element.get("id") == field for element in parse(page).iter())
    assert value_of(page, "reason") == typed.get("reason", "")
    assert "Error:" in page
    assert decided(stored, done) == {}


def test_a_departure_is_printed_with_its_reason(carol: Browser, done: Appraisal) -> None:
    assert decide(carol, done, "area/analysis", grade="inadequate", reason="It <never> asks\nwhy.")[0] == 303
    page = carol.get(urls.adequacy(done.id)).text
    assert any("InadequateChanged by Carol AshbyIt <never> asks why." in row for row in rows(page))
    assert "Proposed: Inadequate" in words(page)


@pytest.mark.parametrize("subject", ["area/nothing", "area", "nonsense", "text/colour", "area/analysis/more", "%00"])
def test_what_is_no_area_is_not_found(carol: Browser, done: Appraisal, subject: str) -> None:
    assert carol.get(urls.adequacy_decide(done.id, subject)).status_code == 404
    assert decide(carol, done, subject, grade="good", reason="x", text="x")[0] == 404


def test_all_areas_are_confirmed_at_once_and_the_whole_by_itself(carol: Browser, stored: Stored, done: Appraisal) -> None:
    page = carol.get(urls.adequacy(done.id)).text
    seen = inputs(page, "seen")
    assert len(seen) == len(instrument_of(done).areas)
    assert carol.post(urls.adequacy(done.id), data={"seen": seen}).status_code == 303
    assert set(decided(stored, done)) == {f"area/{area.id}" for area in instrument_of(done).areas}
    page = carol.get(urls.adequacy(done.id)).text
    assert inputs(page, "seen") == []
    assert "Confirm all areas" in words(page)
    assert decide(carol, done, "overall", grade="adequate")[0] == 303
    page = words(carol.get(urls.adequacy(done.id)).text)
    assert "Confirm all areas" not in page
    assert "Adequate confirmed by Carol Ashby" in page


@pytest.mark.parametrize("seen", [[], ["analysis"], [":"], ["analysis:good"], ["nothing:good"], ["analysis:adequate:x"]])
def test_what_the_page_had_not_shown_is_not_confirmed(carol: Browser, stored: Stored, done: Appraisal, seen: list[str]) -> None:
    assert carol.post(urls.adequacy(done.id), data={"seen": seen}).status_code == 303
    assert decided(stored, done) == {}


def test_a_decision_made_on_another_proposal_no_longer_counts_and_is_shown_when_deciding_anew(
    carol: Browser, people: People, stored: Stored, done: Appraisal
) -> None:
    decide(carol, done, "area/analysis", grade="good", reason="The chronology explains.")
    regrade(stored, people, done, {"analysis": "inadequate"})
    assert "The chronology explains." not in words(carol.get(urls.adequacy(done.id)).text)
    page = carol.get(urls.adequacy_decide(done.id, "area/analysis")).text
    assert "Decided before, when the rules proposed adequate: Good, by Carol Ashby." in words(page)
    assert "The chronology explains." in words(page)
    assert (inputs(page, "grade", checked=True), inputs(page, "version"), value_of(page, "reason")) == (["inadequate"], ["1"], "")
    assert decide(carol, done, "area/analysis", grade="inadequate", version="1", seen="inadequate")[0] == 303


def test_of_two_moderators_at_once_the_second_sees_both_and_decides_again(
    carol: Browser, stored: Stored, done: Appraisal
) -> None:
    assert decide(carol, done, "overall", grade="good", reason="First")[0] == 303
    status, page = decide(carol, done, "overall", grade="inadequate", reason="Second")
    assert status == 409
    assert "Carol Ashby decided this in the meantime." in words(page)
    assert "Good First" in words(page)
    assert (value_of(page, "reason"), inputs(page, "grade", checked=True)) == ("Second", ["inadequate"])
    assert decided(stored, done)["overall"].text == "First"
    assert decide(carol, done, "overall", grade="inadequate", reason="Second", version=inputs(page, "version")[0])[0] == 303
    assert decided(stored, done)["overall"].version == 2


@pytest.mark.parametrize("version", ["7", "999999999"])
def test_a_version_that_never_was_is_not_found(carol: Browser, done: Appraisal, version: str) -> None:
    assert decide(carol, done, "overall", grade="adequate", version=version)[0] == 404


def test_the_whole_that_cannot_be_judged_yet_says_what_is_missing_and_is_decided_with_a_reason(
    carol: Browser, people: People, stored: Stored, done: Appraisal
) -> None:
    regrade(stored, people, done, {"analysis": "nei"})
    page = words(carol.get(urls.adequacy(done.id)).text)
    assert "Cannot be judged yet. With what is known so far: Good" in page
    assert f": {instrument_of(done).marker('analysis').name}" in page
    page = carol.get(urls.adequacy_decide(done.id, "overall")).text
    assert "The rules cannot propose a grade yet. With what is known so far: Good" in words(page)
    assert inputs(page, "grade", checked=True) == []
    status, refused = decide(carol, done, "overall", grade="good", seen="")
    assert status == 422
    assert "The rules cannot propose a grade yet. Give your reason" in words(refused)
    assert decide(carol, done, "overall", grade="good", seen="", reason="Enough is known.")[0] == 303
    assert "Good decided by Carol Ashby" in words(carol.get(urls.adequacy(done.id)).text)


# The report's words.


def text_address(done: Appraisal, name: str = "outcome") -> str:
    return urls.adequacy_decide(done.id, f"text/{name}")


def test_ones_own_words_replace_the_generated_ones_until_these_are_brought_back(
    carol: Browser, stored: Stored, done: Appraisal
) -> None:
    generated = value_of(carol.get(text_address(done)).text, "text")
    assert generated
    assert carol.post(text_address(done), data={"text": "My <own> outcome", "version": "0"}).status_code == 303
    assert "My <own> outcome" in words(carol.get(urls.adequacy(done.id)).text)
    assert "My <own> outcome" in words(carol.get(urls.report_preview(done.id)).text)
    page = carol.get(text_address(done)).text
    assert (value_of(page, "text"), inputs(page, "version")) == ("My <own> outcome", ["1"])
    answer = carol.post(text_address(done), data={"text": "Ignored", "version": "1", "do": "generated"})
    assert answer.status_code == 303
    assert value_of(carol.get(text_address(done)).text, "text") == generated
    assert decided(stored, done)["text/outcome"].version == 2


@pytest.mark.parametrize("name", ["outcome", "reasons"])
def test_generated_words_saved_as_they_were_go_on_following_the_grades(
    carol: Browser, people: People, stored: Stored, done: Appraisal, name: str
) -> None:
    generated = value_of(carol.get(text_address(done, name)).text, "text")
    assert carol.post(text_address(done, name), data={"text": generated.replace("\n", "\r\n"), "version": "0"}).status_code == 303
    assert decided(stored, done) == {}
    regrade(stored, people, done, {"analysis": "inadequate"})
    assert value_of(carol.get(text_address(done, name)).text, "text") != generated


def test_words_that_are_too_long_or_over_something_newer_are_kept_on_the_page(
    carol: Browser, stored: Stored, done: Appraisal
) -> None:
    long = "w" * 1_000_000
    answer = carol.post(text_address(done), data={"text": long, "version": "0"})
    assert (answer.status_code, value_of(answer.text, "text")) == (422, long)
    carol.post(text_address(done), data={"text": "First", "version": "0"})
    answer = carol.post(text_address(done), data={"text": "Second", "version": "0"})
    assert (answer.status_code, value_of(answer.text, "text")) == (409, "Second")
    assert "First" in words(answer.text)
    assert decided(stored, done)["text/outcome"].text == "First"


def test_words_written_for_another_grade_are_named_before_issuing(
    carol: Browser, people: People, stored: Stored, done: Appraisal
) -> None:
    carol.post(text_address(done), data={"text": "The review is adequate.", "version": "0"})
    with stored() as db:
        adequacies.decide(people.carol, db, done.id, "overall", grade="good", reason="Above.", based_on=0)
    page = words(carol.get(urls.report_preview(done.id)).text)
    assert "“The outcome in one sentence” was written when the overall grade was another one." in page
