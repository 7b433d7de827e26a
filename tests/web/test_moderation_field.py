"""The consensus is saved field by field as one writes: two moderators at once, and what happens when saving cannot be."""

from dataclasses import dataclass

import pytest
from httpx import Response

from app.data import entry as entries
from app.data import evidence as stored_evidence
from app.data import round as rounds
from app.data.audit import list_events
from app.domain.account import Role
from app.domain.consensus import read_minority, read_present
from app.domain.judgement import SourceKind
from app.services import appraisal as appraising
from app.services import evidence as evidences
from app.services import second_round
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_person, make_review

HTMX = {"hx-request": "true"}


@dataclass(frozen=True)
class Case:
    """A review that Alice and Bob appraised apart, each with one letter as evidence for the analysis."""

    review: str
    letters: tuple[str, str]


@pytest.fixture
def case(stored: Stored, people: People) -> Case:
    letters = []
    with stored() as db:
        review = make_review(db, people.erin).id
        for person, grade in ((people.alice, "inadequate"), (people.bob, "good")):
            draft = appraising.start_appraisal(person, db, review)
            letter = {"kind": SourceKind.LETTER.value, "description": f"A letter to {person.name}", "dated": ""}
            added = evidences.add_other(person, db, draft.id, "analysis", **letter, bearing="supports", note="")
            letters.append(added.id)
            fill_appraisal(db, person, draft, {"analysis": grade})
            appraising.submit_appraisal(person, db, draft.id)
    return Case(review, (letters[0], letters[1]))


@pytest.fixture
def carol(client_for: ClientFor, people: People) -> Browser:
    return client_for(people.carol)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def save(browser: Browser, case: Case, field: str, version: int = 0, **values: str | list[str]) -> Response:
    data = {"field": field, f"v:{field}": str(version)} | {name.replace("__", "-"): value for name, value in values.items()}
    return browser.post(urls.moderation_field(case.review, "analysis"), data=data, headers=HTMX)


def saved(stored: Stored, people: People, case: Case) -> dict[str, str]:
    with stored() as db:
        consensus = rounds.get_round(db, people.erin.board.id, case.review).consensus
        found = entries.newest_entries(db, consensus.id, "analysis/") if consensus else {}
        return {key.removeprefix("analysis/"): entry.value for key, entry in found.items()}


def test_each_field_is_saved_by_itself_and_only_its_status_comes_back(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    answer = save(carol, case, "grade", grade="adequate")
    assert answer.status_code == 200
    assert 'id="status-grade"' in answer.text
    assert "Saved" in words(answer.text)
    assert "<html" not in answer.text
    assert save(carol, case, "reasons", reasons="Agreed in the room.").status_code == 200
    there = save(carol, case, "present", present=[people.carol.id, people.bob.id], others="The clerk")
    assert there.status_code == 200
    found = saved(stored, people, case)
    assert (found["grade"], found["reasons"]) == ("adequate", "Agreed in the room.")
    assert set(read_present(found["present"]).people) == {people.carol.id, people.bob.id}


def test_a_minority_view_waits_until_it_is_whole(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    half = {"minority__rows": "1", "minority__person__0": people.bob.id, "minority__grade__0": "good"}
    answer = save(carol, case, "minority", **half, minority__reason__0="")
    assert answer.status_code == 200
    assert "Not saved yet. Give the reason for the minority view." in words(answer.text)
    assert "data-waiting" in answer.text, "leaving the page asks first"
    assert "minority" not in saved(stored, people, case)
    too_long = save(carol, case, "present", present=[people.carol.id], others="x" * 501)
    assert too_long.status_code == 422
    assert "Shorten the names of others" in words(too_long.text)
    assert save(carol, case, "minority", **half, minority__reason__0="Seven others were asked.").status_code == 200
    (view,) = read_minority(saved(stored, people, case)["minority"])
    assert (view.person, view.reason) == (people.bob.id, "Seven others were asked.")


def test_two_moderators_who_write_in_one_box_keep_both_texts(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        maud = make_person(db, "Maud Ellery", Role.MODERATOR)
    other = client_for(maud)
    assert save(carol, case, "reasons", reasons="Carol's words.").status_code == 200
    answer = save(other, case, "reasons", 0, reasons="Maud's words.")
    assert answer.status_code == 409
    told = words(answer.text)
    assert "Carol's words." in told
    assert "Maud's words." in told
    assert saved(stored, people, case)["reasons"] == "Carol's words."
    chosen = {"reasons": "Maud's words.", "v:reasons": "0", "keep": "reasons@1"}
    assert other.post(urls.moderation_marker(case.review, "analysis"), data=chosen).status_code == 303
    assert saved(stored, people, case)["reasons"] == "Maud's words."


def test_two_moderators_who_name_who_was_present_are_told_in_names(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        maud = make_person(db, "Maud Ellery", Role.MODERATOR)
    save(carol, case, "present", present=[people.carol.id], others="")
    told = words(save(client_for(maud), case, "present", 0, present=[people.bob.id], others="The clerk").text)
    assert people.carol.name in told
    assert f"{people.bob.name}, The clerk" in told


def test_a_tick_at_a_piece_of_evidence_is_saved_at_once_both_ways(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    def held() -> list[str]:
        with stored() as db:
            consensus = rounds.get_round(db, people.erin.board.id, case.review).consensus
            assert consensus
            return [item.other.description for item in stored_evidence.list_evidence(db, consensus.id) if item.other]

    mine, theirs = case.letters
    answer = save(carol, case, "use", evidence=mine, use=[mine])
    assert f'id="had-{mine}"' in answer.text
    assert f'name="had" value="{mine}"' in answer.text
    save(carol, case, "use", evidence=theirs, use=[mine, theirs])
    assert sorted(held()) == [f"A letter to {people.alice.name}", f"A letter to {people.bob.name}"]
    answer = save(carol, case, "use", evidence=mine, use=[theirs])
    assert 'name="had"' not in answer.text
    assert held() == [f"A letter to {people.bob.name}"]


def test_what_is_said_in_the_discussion_comes_back_with_what_others_said_meanwhile(
    carol: Browser, client_for: ClientFor, people: People, case: Case
) -> None:
    address = urls.moderation_post(case.review, "analysis")
    client_for(people.alice).post(address, data={"post": "The gap is the case."})
    answer = carol.post(address, data={"post": "I see it otherwise."}, headers=HTMX)
    assert answer.status_code == 200
    assert 'id="discussion"' in answer.text
    assert "<html" not in answer.text
    assert "The gap is the case." in words(answer.text)
    assert "I see it otherwise." in words(answer.text)
    empty = carol.post(address, data={"post": ""}, headers=HTMX)
    assert (empty.status_code, "Write what you want to say." in words(empty.text)) == (422, True)


def test_nothing_typed_is_lost_when_the_session_has_ended(anonymous: Browser, case: Case) -> None:
    answer = save(anonymous, case, "reasons", reasons="A long thought.")
    assert answer.status_code == 401
    assert "You have been signed out, so this was not saved." in words(answer.text)
    assert 'id="status-reasons"' not in answer.text, "the box and what it is saved over stay"
    whole = anonymous.post(urls.moderation_marker(case.review, "analysis"), data={"reasons": "A long thought.", "v:reasons": "0"})
    assert whole.status_code == 401
    assert "A long thought." in whole.text
    said = anonymous.post(urls.moderation_post(case.review, "analysis"), data={"post": "A word to all."})
    assert "A word to all." in said.text


def test_nothing_typed_is_lost_when_the_round_was_closed_meanwhile(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        second_round.ask_second_round(people.carol, db, case.review, "Was the school asked?", [])
    answer = save(carol, case, "reasons", reasons="A long thought.")
    assert answer.status_code == 403
    assert "Nothing has been submitted yet" in words(answer.text)
    for address, data in (
        (urls.moderation_marker(case.review, "analysis"), {"reasons": "A long thought.", "v:reasons": "0"}),
        (urls.moderation_post(case.review, "analysis"), {"post": "A long thought."}),
    ):
        refused = carol.post(address, data=data)
        assert refused.status_code == 403
        assert "A long thought." in refused.text
        assert "You can copy it from here." in words(refused.text)


def test_only_a_moderator_saves_and_no_field_that_is_not_there(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    for reader in (people.alice, people.erin):
        assert save(client_for(reader), case, "grade", grade="good").status_code == 403
    assert save(carol, case, "colour", colour="red").status_code == 404
    assert save(carol, case, "grade", grade="splendid").status_code == 422
    assert saved(stored, people, case) == {}


def test_saving_as_one_writes_is_no_look_at_the_papers(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    save(carol, case, "reasons", reasons="First.")
    save(carol, case, "reasons", 1, reasons="First and second.")
    with stored() as db:
        actions = [found.event.action for found in list_events(db, people.erin.board.id)]
    assert "appraisals compared" not in actions
    assert actions.count("saved") >= 2


def test_the_whole_page_is_saved_by_its_button_as_before(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    plain = {"field": "reasons", "reasons": "Without a script.", "v:reasons": "0"}
    answer = carol.post(urls.moderation_field(case.review, "analysis"), data=plain)
    assert answer.status_code == 303
    assert saved(stored, people, case)["reasons"] == "Without a script."
