"""Moderation on its pages: markers by disagreement, side by side, the consensus, minority views, signing, a second round."""

import re
from dataclasses import dataclass

import pytest

from app.data import entry as entries
from app.data import evidence as evidence_rows
from app.data import round as rounds
from app.data import team
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.consensus import read_minority, read_present
from app.domain.review import Review
from app.domain.round import RoundSettings
from app.domain.team import Part
from app.services import appraisal as appraising
from app.services import evidence as evidences
from app.services.appraisal_save import Typed, save_field
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_paper, make_person, make_review

QUOTE = "The school was never asked what it had seen"


@dataclass(frozen=True)
class Case:
    """A review that Alice and Bob have appraised apart: they differ on the analysis and on nothing else."""

    review: Review
    alice: Appraisal
    bob: Appraisal


def appraise(stored: Stored, person: Person, review: Review, grade: str, bearing: str) -> Appraisal:
    """Every marker good, but the analysis, with one quote for it."""
    with stored() as db:
        draft = appraising.start_appraisal(person, db, review.id)
        found = evidences.look_for_quote(person, db, draft.id, QUOTE)
        evidences.add_found(person, db, draft.id, "analysis", found.passages[0], bearing, "")  # type: ignore[union-attr]
        fill_appraisal(db, person, draft, {"analysis": grade})
        save_field(person, db, draft.id, Typed("analysis/reasons", f"To me it is {grade}.", 1))
        return appraising.submit_appraisal(person, db, draft.id)


@pytest.fixture
def case(stored: Stored, people: People) -> Case:
    with stored() as db:
        review = make_review(db, people.erin)
        make_paper(db, people.erin, review.id, f"{QUOTE}. The panel met eight times.")
    return Case(
        review,
        appraise(stored, people.alice, review, "inadequate", "weakens"),
        appraise(stored, people.bob, review, "good", "supports"),
    )


@pytest.fixture
def carol(client_for: ClientFor, people: People) -> Browser:
    return client_for(people.carol)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def rows(html: str) -> list[str]:
    lines = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in parse(html).iter("tr")]
    return [" | ".join(cells) for cells in lines]


def form_of(browser: Browser, address: str) -> dict[str, list[str] | str]:
    """The fields of the form that posts to this address, as a browser would send them untouched."""
    (form,) = [one for one in parse(browser.get(address).text).iter("form") if one.get("action") == address]
    data: dict[str, list[str] | str] = {}
    for box in form.iter("input"):
        if box.get("type") not in ("checkbox", "radio") or box.get("checked") is not None:
            data.setdefault(box.get("name"), []).append(box.get("value", ""))  # type: ignore[union-attr]
    for box in form.iter("textarea"):
        data[box.get("name")] = "".join(box.itertext())
    for box in form.iter("select"):
        chosen = [option.get("value") for option in box.iter("option") if option.get("selected") is not None]
        data[box.get("name")] = chosen[0] if chosen else ""
    return data


def write(browser: Browser, case: Case, marker: str, **typed: str) -> int:
    address = urls.moderation_marker(case.review.id, marker)
    data = form_of(browser, address) | {name.replace("__", "-"): value for name, value in typed.items()}
    return browser.post(address, data=data).status_code


def consensus_of(stored: Stored, people: People, case: Case) -> Appraisal:
    with stored() as db:
        found = rounds.get_round(db, people.erin.board.id, case.review.id).consensus
    assert found
    return found


def finish(browser: Browser, case: Case) -> None:
    """Write the one on which they differ, and take the others as agreed."""
    assert (
        write(browser, case, "analysis", grade="adequate", reasons="Agreed in the room.", no_evidence="yes", where_looked="All.")
        == 303
    )
    address = urls.consensus_agreed(case.review.id)
    assert browser.post(address, data=form_of(browser, address) | {"looked": "yes"}).status_code == 303


def sign(browser: Browser, case: Case) -> int:
    address = urls.consensus_sign(case.review.id)
    return browser.post(address, data=form_of(browser, address)).status_code


def test_the_list_says_where_to_go_on_and_to_others_what_they_may_do(
    case: Case, carol: Browser, client_for: ClientFor, people: People
) -> None:
    def step(browser: Browser) -> str:
        (found,) = [
            one for one in parse(browser.get(urls.moderation(case.review.id)).text).iter("div") if one.get("id") == "next"
        ]
        return " ".join("".join(found.itertext()).split())

    assert "The 17 markers on which all agree can be taken together." in step(carol)
    assert step(carol).endswith("Begin with 13. Analysis")
    write(carol, case, "analysis", grade="adequate", reasons="Agreed.", no_evidence="yes", where_looked="All.")
    assert step(carol).endswith("Take 17 markers as agreed")
    finish(carol, case)
    assert step(carol).endswith("Sign the consensus off")
    assert "The moderator writes the consensus" in step(client_for(people.alice))


def test_the_marker_on_which_they_differ_most_stands_first_with_what_to_talk_about(carol: Browser, case: Case) -> None:
    first, second = rows(carol.get(urls.moderation(case.review.id)).text)[1:3]
    assert first.startswith("13. ")
    assert "Alice" in first
    assert "two or more apart" in first
    assert "inadequate" in first
    assert "All agree." in second
    assert second.startswith("1. ")


def test_side_by_side_shows_grades_reasons_and_the_passage_that_both_read(carol: Browser, case: Case) -> None:
    said = words(carol.get(urls.moderation_marker(case.review.id, "analysis")).text)
    assert "Inadequate to good" in said
    assert "To me it is inadequate." in said
    assert said.count(QUOTE) >= 3
    assert re.search(r"read the same passage on page 1 and graded differently: Alice Hartwell inadequate and", said)


def test_moderation_is_closed_to_those_who_may_not_see_the_appraisals(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    address = urls.moderation(case.review.id)
    assert client_for(people.erin).get(address).status_code == 200
    assert client_for(people.alice).get(address).status_code == 200
    assert client_for(people.frank).get(address).status_code == 403
    assert client_for(people.dave).get(address).status_code == 404
    with stored() as db:
        late = make_person(db, "Late Larkin", Role.APPRAISER)
        appraising.start_appraisal(late, db, case.review.id)
    for person in (late, people.carol, people.alice, people.erin):
        assert client_for(person).get(address).status_code == 403


def test_a_consensus_is_written_beside_the_originals_with_who_was_there_and_the_minority_view(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    bob = people.bob.id
    assert write(
        carol, case, "analysis", grade="inadequate", reasons="The school was left out.", confidence="medium",
        present=[people.carol.id, bob], others="The clerk", minority__person__0=bob, minority__grade__0="good",
        minority__reason__0="Seven other services were asked.",
    ) == 303  # fmt: skip
    consensus = consensus_of(stored, people, case)
    with stored() as db:
        saved = entries.newest_entries(db, consensus.id, "analysis/")
        assert saved["analysis/grade"].value == "inadequate"
        there = read_present(saved["analysis/present"].value)
        assert (set(there.people), there.others) == ({people.carol.id, bob}, "The clerk")
        (view,) = read_minority(saved["analysis/minority"].value)
        assert (view.person, view.grade.value) == (bob, "good")
        assert entries.newest_entries(db, case.bob.id, "analysis/")["analysis/grade"].value == "good"
    page = carol.get(urls.moderation_marker(case.review.id, "referral"))
    ticked = [
        box.get("value") for box in parse(page.text).iter("input") if box.get("name") == "present" and "checked" in box.attrib
    ]
    assert set(ticked) == {people.carol.id, bob}, "those who were at the last marker"


def test_a_tick_copies_evidence_and_taking_the_tick_away_removes_it(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        (theirs,) = evidence_rows.list_evidence(db, case.alice.id)
    assert write(carol, case, "analysis", use=theirs.id) == 303
    consensus = consensus_of(stored, people, case)
    with stored() as db:
        (own,) = evidence_rows.list_evidence(db, consensus.id)
        assert own.says_the_same(theirs)
        assert own.id != theirs.id
    data = form_of(carol, urls.moderation_marker(case.review.id, "analysis"))
    assert data.pop("use") == [theirs.id]
    carol.post(urls.moderation_marker(case.review.id, "analysis"), data=data)
    with stored() as db:
        assert evidence_rows.list_evidence(db, consensus.id) == ()
        assert len(evidence_rows.list_evidence(db, case.alice.id)) == 1


def test_a_text_that_is_brought_over_stands_in_the_box_and_is_not_saved(carol: Browser, case: Case) -> None:
    address = urls.moderation_marker(case.review.id, "analysis")
    data = form_of(carol, address) | {"reasons": "First of all.", "bring": f"{case.bob.id}:reasons", "grade": "good"}
    answer = carol.post(address, data=data)
    (box,) = [one for one in parse(answer.text).iter("textarea") if one.get("name") == "reasons"]
    assert "".join(box.itertext()).strip().startswith("First of all.\n\n")
    assert "To me it is good." in "".join(box.itertext())
    assert "Not yet" in rows(carol.get(urls.moderation(case.review.id)).text)[1]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"minority__grade__0": "good", "minority__reason__0": "So."}, "minority-person-0"),
        ({"minority__person__0": "BOB", "minority__reason__0": "So."}, "minority-grade-0"),
        ({"minority__person__0": "BOB", "minority__grade__0": "good"}, "minority-reason-0"),
    ],
)
def test_a_minority_view_that_is_not_whole_is_told_and_nothing_typed_is_lost(
    carol: Browser, people: People, case: Case, typed: dict[str, str], field: str
) -> None:
    address = urls.moderation_marker(case.review.id, "analysis")
    sent = {name.replace("__", "-"): people.bob.id if value == "BOB" else value for name, value in typed.items()}
    answer = carol.post(address, data=form_of(carol, address) | sent | {"strengths": "Typed before."})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert "Typed before." in answer.text


def test_a_consensus_saved_by_two_at_once_keeps_both_texts(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        mona = make_person(db, "Mona Marsh", Role.MODERATOR)
    carol, other = client_for(people.carol), client_for(mona)
    assert write(carol, case, "analysis", reasons="The first.", grade="good") == 303
    address = urls.moderation_marker(case.review.id, "analysis")
    stale = form_of(other, address)
    assert write(carol, case, "analysis", reasons="Newer by Carol.") == 303
    answer = other.post(address, data=stale | {"reasons": "Newer by Mona."})
    assert answer.status_code == 409
    assert "Newer by Carol." in answer.text
    assert "Newer by Mona." in answer.text
    kept = other.post(address, data=stale | {"reasons": "Newer by Mona.", "keep": "reasons@2"})
    assert kept.status_code == 303
    assert "Newer by Mona." in carol.get(address).text


def test_agreed_markers_are_taken_together_only_after_a_look(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    address = urls.consensus_agreed(case.review.id)
    data = form_of(carol, address)
    assert len(data["take"]) == 17
    refused = carol.post(address, data=data)
    assert refused.status_code == 422
    assert "Say that you have looked" in refused.text
    assert carol.post(address, data=data | {"looked": "yes", "take": ["analysis:good"]}).status_code == 422
    assert carol.post(address, data=data | {"looked": "yes", "take": data["take"][:5]}).status_code == 303
    assert "5 of 18 markers have a consensus" in words(carol.get(urls.moderation(case.review.id)).text)


def test_nobody_but_a_moderator_writes_and_the_others_read(client_for: ClientFor, people: People, case: Case) -> None:
    address = urls.moderation_marker(case.review.id, "analysis")
    for person in (people.erin, people.alice):
        browser = client_for(person)
        assert "Save the consensus" not in browser.get(address).text
        assert browser.post(address, data={"grade": "good", "v:grade": "0"}).status_code == 403
        assert browser.post(urls.consensus_agreed(case.review.id), data={"take": "x", "looked": "yes"}).status_code == 403
        assert browser.post(urls.second_round(case.review.id), data={"reason": "So."}).status_code == 403


def test_the_discussion_shows_who_said_what_and_the_trail_has_no_word_of_it(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    address = urls.moderation_marker(case.review.id, "analysis")
    alice = client_for(people.alice)
    assert alice.post(urls.moderation_post(case.review.id, "analysis"), data={"post": ""}).status_code == 422
    assert alice.post(urls.moderation_post(case.review.id, "analysis"), data={"post": "Look at quartzite."}).status_code == 303
    said = words(client_for(people.erin).get(address).text)
    assert "Look at quartzite." in said
    assert people.alice.name in said
    trail = client_for(people.erin).get(urls.trail()).text
    assert "quartzite" not in trail
    assert "iscussed" in trail


def test_those_present_sign_the_moderator_first_and_then_it_is_locked(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    carol, bob = client_for(people.carol), client_for(people.bob)
    finish(carol, case)
    write(carol, case, "analysis", present=[people.carol.id, people.bob.id])
    address = urls.consensus_sign(case.review.id)
    assert "The moderator signs first." in words(bob.get(address).text)
    assert bob.post(address, data={"digest": "x"}).status_code == 403
    assert carol.post(address, data={"digest": "stale"}).status_code == 409
    assert sign(carol, case) == 303
    assert consensus_of(stored, people, case).state is AppraisalState.DRAFT
    assert write(carol, case, "referral", strengths="Something else.") == 303
    assert "Not yet" in words(carol.get(address).text), "what was signed has changed"
    assert sign(carol, case) == 303
    assert sign(bob, case) == 303
    assert consensus_of(stored, people, case).state is AppraisalState.SUBMITTED
    assert (
        carol.post(urls.moderation_marker(case.review.id, "analysis"), data={"grade": "good", "v:grade": "0"}).status_code == 403
    )
    assert carol.post(urls.consensus_reopen(case.review.id), data={"reason": ""}).status_code == 422
    assert carol.post(urls.consensus_reopen(case.review.id), data={"reason": "A paper came late."}).status_code == 303
    assert consensus_of(stored, people, case).state is AppraisalState.DRAFT


def test_a_moderator_says_why_a_signature_is_missing(carol: Browser, stored: Stored, people: People, case: Case) -> None:
    finish(carol, case)
    write(carol, case, "analysis", present=[people.carol.id, people.bob.id])
    sign(carol, case)
    address = urls.consensus_excuse(case.review.id)
    assert carol.post(address, data={"person": people.bob.id, "excuse": ""}).status_code == 422
    assert carol.post(address, data={"person": people.bob.id, "excuse": "He is on leave."}).status_code == 303
    assert consensus_of(stored, people, case).state is AppraisalState.SUBMITTED
    assert "He is on leave." in carol.get(urls.consensus_sign(case.review.id)).text


def test_a_second_round_closes_the_appraisals_and_shows_each_the_spread_without_names(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    carol, alice, bob = client_for(people.carol), client_for(people.alice), client_for(people.bob)
    address = urls.second_round(case.review.id)
    assert carol.post(address, data={"reason": "", "marker": "analysis"}).status_code == 422
    assert carol.post(address, data={"reason": "Was the school asked?", "marker": "analysis"}).status_code == 303
    for browser in (carol, alice, bob):
        assert browser.get(urls.moderation(case.review.id)).status_code == 403
    assert carol.get(urls.appraisal(case.alice.id)).status_code == 403
    assert f'href="{urls.first_round(case.alice.id)}"' in alice.get(urls.appraisal(case.alice.id)).text
    shown = alice.get(urls.first_round(case.alice.id))
    (line,) = rows(shown.text)[1:]
    assert "All: 1 good, 1 inadequate | You: Inadequate" in line
    assert people.bob.name not in shown.text
    assert "Was the school asked?" in shown.text
    assert bob.get(urls.first_round(case.alice.id)).status_code == 403
    with stored() as db:
        save_field(people.alice, db, case.alice.id, Typed("analysis/grade", "adequate", 1))
        appraising.submit_appraisal(people.alice, db, case.alice.id)
        assert not rounds.get_round(db, people.erin.board.id, case.review.id).is_open
        appraising.submit_appraisal(people.bob, db, case.bob.id)
        assert rounds.get_round(db, people.erin.board.id, case.review.id).is_open
    assert "You: Inadequate" in words(alice.get(urls.first_round(case.alice.id)).text), "as it was then"
    assert carol.get(urls.moderation(case.review.id)).status_code == 200


def ready(carol: Browser, case: Case, people: People) -> None:
    """A consensus with a minority view of Bob's, signed off."""
    finish(carol, case)
    bob = people.bob.id
    write(
        carol, case, "analysis", present=[people.carol.id], minority__person__0=bob, minority__grade__0="good",
        minority__reason__0="Seven other services were asked.",
    )  # fmt: skip
    assert sign(carol, case) == 303


def test_the_next_step_leads_to_moderation_and_then_to_the_adequacy_of_the_consensus(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    address = urls.review(case.review.id)
    assert f'href="{urls.moderation(case.review.id)}"' in carol.get(address).text
    assert f'href="{urls.adequacy(case.alice.id)}"' not in carol.get(address).text
    ready(carol, case, people)
    assert f'href="{urls.adequacy(consensus_of(stored, people, case).id)}"' in carol.get(address).text


def test_the_adequacy_page_shows_what_each_appraiser_alone_would_have_given(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    ready(carol, case, people)
    page = carol.get(urls.adequacy(consensus_of(stored, people, case).id))
    overall = next(line for line in rows(page.text) if line.startswith("Overall"))
    assert overall == "Overall | Consensus: Adequate | Alice Hartwell: Inadequate | Bob Marlow: Good".replace(
        "Bob Marlow", people.bob.name
    )


def test_the_report_tells_of_the_moderation_and_prints_the_minority_view_in_every_format(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    ready(carol, case, people)
    consensus = consensus_of(stored, people, case)
    erin = client_for(people.erin)
    html = words(erin.get(urls.report_preview(consensus.id)).text)
    assert "Two people appraised the review apart" in html
    assert f"moderated by {people.carol.name}" in html
    assert f"Minority view of {people.bob.name}" in html
    assert "Good. Seven other services were asked." in html
    data = erin.get(urls.report_preview_file(consensus.id, "json")).json()
    (marker,) = [one for one in data["markers"] if one["minority"]]
    assert marker["minority"] == [{"name": people.bob.name, "grade": "good", "reason": "Seven other services were asked."}]
    assert [one["part"] for one in data["signatures"]] == ["Appraised apart", "Appraised apart", "Signed the consensus"]
    assert data["signatures"][-1]["post"] == people.carol.post
    assert erin.get(urls.report_preview_file(consensus.id, "pdf")).content.startswith(b"%PDF")
    assert erin.get(urls.report_preview_file(consensus.id, "docx")).status_code == 200


def test_masked_names_stand_nowhere_in_moderation_nor_in_the_report(
    carol: Browser, client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        for person, mask in ((people.alice, "A"), (people.bob, "B")):
            said = event(people.erin, "put on the team", "review", case.review.id, review=case.review.id)
            team.add_member(db, case.review.id, person.id, Part.APPRAISER, mask=mask, due=None, by=people.erin.id, audit=said)
        rounds.add_settings(db, case.review.id, RoundSettings(masked=True), people.erin.id, said)
    ready(carol, case, people)
    consensus = consensus_of(stored, people, case)
    for address in (
        urls.moderation(case.review.id),
        urls.moderation_marker(case.review.id, "analysis"),
        urls.consensus_sign(case.review.id),
        urls.adequacy(consensus.id),
        urls.report_preview(consensus.id),
    ):
        text = carol.get(address).text
        assert people.alice.name not in text, address
        assert people.bob.name not in text, address
    assert "Minority view of Appraiser B" in words(carol.get(urls.report_preview(consensus.id)).text)
    printed = client_for(people.erin).get(urls.report_preview_file(consensus.id, "json")).json()["signatures"]
    assert [one["name"] for one in printed if one["part"] == "Appraised apart"] == [people.alice.name, people.bob.name]
    assert all(one["on"] is None for one in printed if one["part"] == "Appraised apart"), "by the day one could tell who is who"


def test_what_somebody_had_submitted_before_is_linked_and_shows_its_evidence_as_it_was_then(
    carol: Browser, stored: Stored, people: People, case: Case
) -> None:
    with stored() as db:
        appraising.reopen_appraisal(people.alice, db, case.alice.id, "A letter came.")
        (cited,) = evidence_rows.list_evidence(db, case.alice.id)
        evidences.change_evidence(
            people.alice, db, case.alice.id, cited.id, "supports", "Read again in another light.", seen=cited.fingerprint
        )
        appraising.submit_appraisal(people.alice, db, case.alice.id)
    html = carol.get(urls.moderation_marker(case.review.id, "analysis")).text
    assert "Read again in another light." in html
    assert f'href="{urls.submission(case.alice.id, 1)}"' in html
    before = words(carol.get(urls.submission(case.alice.id, 1)).text)
    assert "Read again in another light." not in before
    assert "Weakens" in before
    assert "Supports" not in before
