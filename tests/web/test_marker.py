"""The marker page: saving with and without htmx, two tabs, what cannot be saved, and the papers beside it."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from app.data import entry as entries
from app.data.audit import list_events
from app.domain.appraisal import Appraisal, Place
from app.domain.document import Document
from app.domain.entry import fields_of
from app.services import appraisal as appraisals
from app.services.instrument import instrument_of
from app.services.round import open_round
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_appraisal, make_paper, make_review

HTMX = {"hx-request": "true"}
MARKER = "analysis"
PAGES = ("The review asks why at every turn.", "Nobody asked the family about their hopes.", "A third page about the panel.")


@dataclass(frozen=True)
class Desk:
    """Alice at her draft, with two papers to read."""

    browser: Browser
    draft: Appraisal
    paper: Document
    other: Document
    stored: Stored

    @property
    def address(self) -> str:
        return urls.marker(self.draft.id, MARKER)

    def page(self, query: str = "") -> str:
        answer = self.browser.get(self.address + query)
        assert answer.status_code == 200
        text: str = answer.text
        return text

    def post(self, form: dict[str, str], address: str = "", headers: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, text and where it leads."""
        answer = self.browser.post(address or self.address, data=form, headers=headers or {})
        return answer.status_code, answer.text, answer.headers.get("location", "")

    def field(self, name: str, value: str, version: int, marker: str = MARKER) -> tuple[int, str]:
        """Save one field as htmx does."""
        form = {"field": name, name: value, f"v:{name}": str(version)}
        status, text, _ = self.post(form, urls.marker_field(self.draft.id, marker), HTMX)
        return status, text

    def saved(self, marker: str = MARKER) -> dict[str, str]:
        with self.stored() as db:
            found = entries.newest_entries(db, self.draft.id, f"{marker}/")
        return {key.partition("/")[2]: entry.value for key, entry in found.items()}


@pytest.fixture
def desk(client_for: ClientFor, stored: Stored, people: People) -> Desk:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, *PAGES)
        other = make_paper(db, people.erin, review.id, "The hospital writes about what happened.", title="Hospital report")
        draft = appraisals.start_appraisal(people.alice, db, review.id)
    return Desk(client_for(people.alice), draft, paper, other, stored)


def versions(html: str) -> dict[str, str]:
    """The hidden versions that the page would send."""
    return {
        box.get("name")[2:]: box.get("value") for box in parse(html).iter("input") if (box.get("name") or "").startswith("v:")
    }


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def value_of(html: str, name: str) -> str:
    """What stands in a text box."""
    return next("".join(box.itertext()) for box in parse(html).iter("textarea") if box.get("name") == name)


def checked(html: str, name: str) -> list[str]:
    return [box.get("value") for box in parse(html).iter("input") if box.get("name") == name and box.get("checked") is not None]


def test_the_page_shows_all_that_the_marker_asks_and_a_box_for_every_field(desk: Desk) -> None:
    page = desk.page()
    marker = instrument_of(desk.draft).marker(MARKER)
    text = words(page)
    for part in (marker.statement, marker.why, *(prompt.text for prompt in marker.prompts), *marker.descriptors.values()):
        assert " ".join(part.split()) in text
    assert set(versions(page)) == set(fields_of(marker)) - {"recorded_reason"}
    assert set(versions(page).values()) == {"0"}


def test_a_recorded_reason_is_asked_for_where_the_rules_let_it_count(desk: Desk) -> None:
    asked = desk.browser.get(urls.marker(desk.draft.id, "publication")).text
    assert "recorded_reason" in versions(asked)


def test_everything_on_the_page_is_saved_by_its_button(desk: Desk) -> None:
    form = {
        "grade": "adequate",
        "reasons": "It asks why, twice.\r\nNot more.",
        "strengths": "<b>Strong</b>",
        "confidence": "low",
        "no_evidence": "yes",
        "where_looked": "Everywhere",
    }
    status, _, location = desk.post(form | {f"v:{name}": "0" for name in form} | {"do": "save"})
    assert (status, location) == (303, desk.address + "?saved=yes")
    assert desk.saved() == form | {"reasons": "It asks why, twice.\nNot more."}
    page = desk.page("?saved=yes")
    assert "Saved." in words(page)
    assert value_of(page, "strengths") == "<b>Strong</b>"
    assert (checked(page, "grade"), checked(page, "no_evidence")) == (["adequate"], ["yes"])
    assert {name: number for name, number in versions(page).items() if number == "1"}.keys() == form.keys()


@pytest.mark.parametrize(
    ("do", "leads"),
    [
        ("list", lambda desk: urls.appraisal(desk.draft.id)),
        ("next", lambda desk: urls.marker(desk.draft.id, "the-report")),
        ("previous", lambda desk: urls.marker(desk.draft.id, "family-involvement")),
        ("other", lambda desk: urls.evidence_other(desk.draft.id, MARKER)),
        ("nonsense", lambda desk: desk.address + "?saved=yes"),
    ],
)
def test_each_button_saves_and_leads_on(desk: Desk, do: str, leads: Callable[[Desk], str]) -> None:
    status, _, location = desk.post({"reasons": "Kept", "v:reasons": "0", "do": do})
    assert (status, location) == (303, leads(desk))
    assert desk.saved() == {"reasons": "Kept"}


def test_after_the_last_marker_the_button_for_the_next_one_is_not_there_and_leads_nowhere_else(desk: Desk) -> None:
    last = instrument_of(desk.draft).markers[-1]
    assert 'value="next"' not in desk.browser.get(urls.marker(desk.draft.id, last.id)).text
    _, _, location = desk.post({"do": "next"}, urls.marker(desk.draft.id, last.id))
    assert location == urls.marker(desk.draft.id, last.id)


def test_the_first_button_of_the_form_saves_so_that_the_key_enter_adds_no_evidence(desk: Desk) -> None:
    form = next(form for form in parse(desk.page()).iter("form") if form.get("id") == "marker-form")
    first = next(button for button in form.iter("button") if button.get("type") == "submit")
    assert (first.get("name"), first.get("value")) == ("do", "save")


def test_a_form_without_the_fields_of_the_page_empties_nothing(desk: Desk) -> None:
    desk.field("reasons", "Kept", 0)
    assert desk.post({})[0] == 303
    assert desk.post({"grade": "good"})[0] == 303
    assert desk.saved() == {"reasons": "Kept"}


def test_choices_that_were_on_the_page_and_came_back_empty_are_emptied(desk: Desk) -> None:
    desk.field("grade", "good", 0)
    desk.field("no_evidence", "yes", 0)
    desk.post({"v:grade": "1", "v:no_evidence": "1"})
    assert desk.saved() == {"grade": "", "no_evidence": ""}
    page = desk.page()
    assert checked(page, "grade") == checked(page, "no_evidence") == []


def test_control_characters_are_left_out_and_the_rest_is_kept(desk: Desk) -> None:
    desk.post({"reasons": "\0 It\x07 asks\x1b why.\ufffe\n\n- twice\t\u200d \x0b", "v:reasons": "0"})
    assert desk.saved()["reasons"] == "It asks why.\n\n- twice\t\u200d"
    assert "It asks why." in words(desk.page())


# Two tabs.


def test_a_save_over_something_newer_is_refused_with_both_texts_and_everything_else_is_saved(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    form = {"reasons": "Second tab", "v:reasons": "0", "improve": "Also typed", "v:improve": "0", "do": "next"}
    status, page, _ = desk.post(form)
    assert status == 409
    assert desk.saved() == {"reasons": "First tab", "improve": "Also typed"}
    assert value_of(page, "reasons") == "Second tab"
    assert "Something newer was saved here in the meantime." in words(page)
    assert "First tab" in words(page)
    assert "Error:" in page
    assert versions(page) == versions(desk.page()) | {"reasons": "0"}


def test_saving_again_without_choosing_still_overwrites_nothing(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    _, page, _ = desk.post({"reasons": "Second tab", "v:reasons": "0"})
    status, page, _ = desk.post({"reasons": "Second tab, and more", "v:reasons": versions(page)["reasons"]})
    assert status == 409
    assert value_of(page, "reasons") == "Second tab, and more"
    assert desk.saved() == {"reasons": "First tab"}


def buttons(html: str, name: str) -> list[str]:
    return [button.get("value") for button in parse(html).iter("button") if button.get("name") == name]


def test_the_person_may_keep_theirs(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    form = {"reasons": "Second tab", "v:reasons": "0"}
    _, page, _ = desk.post(form)
    [keep] = buttons(page, "keep")
    status, _, _ = desk.post(form | {"keep": keep})
    assert status == 303
    assert desk.saved() == {"reasons": "Second tab"}


def test_keeping_theirs_over_something_newer_still_is_a_conflict_again(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    form = {"reasons": "Second tab", "v:reasons": "0"}
    [keep] = buttons(desk.post(form)[1], "keep")
    desk.field("reasons", "Third tab", 1)
    status, page, _ = desk.post(form | {"keep": keep})
    assert status == 409
    assert "Third tab" in words(page)
    assert desk.saved() == {"reasons": "Third tab"}


def test_the_person_may_take_the_one_saved_in_the_meantime_and_the_other_fields_are_saved(desk: Desk) -> None:
    desk.field("note:" + first_prompt(desk), "First tab", 0)
    name = "note:" + first_prompt(desk)
    form = {name: "Second tab", f"v:{name}": "0"}
    [take] = buttons(desk.post(form)[1], "take")
    status, _, _ = desk.post(form | {"take": take, "improve": "More", "v:improve": "0"})
    assert status == 303
    assert desk.saved() == {name: "First tab", "improve": "More"}


@pytest.mark.parametrize(
    "choice", [{"keep": "reasons@x"}, {"keep": "reasons"}, {"keep": "@1"}, {"take": "grade"}, {"keep": "a@1"}]
)
def test_a_choice_that_no_page_offers_chooses_nothing(desk: Desk, choice: dict[str, str]) -> None:
    desk.field("reasons", "First tab", 0)
    assert desk.post({"reasons": "Second tab", "v:reasons": "0"} | choice)[0] == 409
    assert desk.saved() == {"reasons": "First tab"}


def test_of_two_grades_the_page_names_both_in_words(desk: Desk) -> None:
    desk.field("grade", "nei", 0)
    status, page, _ = desk.post({"grade": "na", "v:grade": "0"})
    assert status == 409
    conflict = next("".join(box.itertext()) for box in parse(page).iter("div") if box.get("class") == "app-conflict")
    assert "Not enough information" in conflict
    assert "Not applicable" in conflict
    assert checked(page, "grade") == ["na"]


def first_prompt(desk: Desk) -> str:
    return instrument_of(desk.draft).marker(MARKER).prompts[0].id


# What cannot be saved.


def test_a_megabyte_of_text_is_refused_on_the_same_page_with_the_text_kept_and_the_rest_saved(desk: Desk) -> None:
    long = "word " * 200_000
    status, page, _ = desk.post({"reasons": long, "v:reasons": "0", "grade": "good", "v:grade": "0"})
    assert status == 422
    assert value_of(page, "reasons") == long.strip()
    assert "Shorten it to 20,000 or fewer" in words(page)
    assert 'href="#reasons"' in page
    assert desk.saved() == {"grade": "good"}


def test_more_than_the_service_takes_is_refused_with_a_page(desk: Desk) -> None:
    status, page, _ = desk.post({"reasons": "x" * 9_000_000, "v:reasons": "0"})
    assert status == 413
    assert "larger than this service takes" in words(page)


def test_a_choice_that_no_page_offers_is_refused(desk: Desk) -> None:
    status, page, _ = desk.post({"grade": "splendid", "v:grade": "0", "improve": "Kept", "v:improve": "0"})
    assert status == 422
    assert "Choose one of the options." in words(page)
    assert desk.saved() == {"improve": "Kept"}


@pytest.mark.parametrize("version", ["x", "-1", "99999999999999999999", ""])
def test_an_odd_version_counts_as_none_and_can_overwrite_nothing(desk: Desk, version: str) -> None:
    desk.field("reasons", "First", 0)
    assert desk.post({"reasons": "Second", "v:reasons": version})[0] == 409
    assert desk.saved() == {"reasons": "First"}


def test_a_version_that_never_was_is_a_page_that_says_so(desk: Desk) -> None:
    status, page, _ = desk.post({"reasons": "Second", "v:reasons": "7", "improve": "Typed", "v:improve": "0"})
    assert status == 404
    assert "That version does not exist. Open the page again." in words(page)
    assert "Typed" in page
    assert desk.saved() == {}


# One field, as htmx saves it.


def test_a_saved_field_answers_with_its_new_version_and_what_the_marker_still_lacks(desk: Desk) -> None:
    status, fragment = desk.field("grade", "good", 0)
    assert status == 200
    assert "<html" not in fragment
    assert versions(fragment) == {"grade": "1"}
    assert "Saved" in words(fragment)
    assert 'id="missing" hx-swap-oob="true"' in fragment
    assert "Give the reasons for the grade." in words(fragment)
    assert desk.saved() == {"grade": "good"}


def test_the_last_field_of_a_marker_is_answered_with_complete(desk: Desk) -> None:
    for name, value in (("grade", "good"), ("reasons", "Because."), ("no_evidence", "yes")):
        desk.field(name, value, 0)
    _, fragment = desk.field("where_looked", "Everywhere.", 0)
    assert "This marker is complete." in words(fragment)


def test_every_thing_that_is_missing_leads_to_a_field_that_is_on_the_page(desk: Desk) -> None:
    prompt = first_prompt(desk)
    desk.field(f"answer:{prompt}", "na", 0)
    page = parse(desk.page())
    ids = {element.get("id") for element in page.iter() if element.get("id")}
    block = next(element for element in page.iter("div") if element.get("id") == "missing")
    leads = {link.get("href") for link in block.iter("a")}
    assert leads == {"#grade", "#reasons", "#evidence", f"#note-{prompt}"}
    assert {lead[1:] for lead in leads} <= ids


def test_a_conflict_of_one_field_answers_with_both_texts_and_typing_on_overwrites_nothing(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    status, fragment = desk.field("reasons", "Second", 0)
    assert status == 409
    assert "First tab" in words(fragment)
    assert "Second" in words(fragment)
    assert versions(fragment) == {"reasons": "0"}
    assert buttons(fragment, "keep") == ["reasons@1"]
    assert desk.field("reasons", "Second tab", int(versions(fragment)["reasons"]))[0] == 409
    assert desk.saved() == {"reasons": "First tab"}


def test_a_field_that_is_too_long_answers_with_a_sentence(desk: Desk) -> None:
    status, fragment = desk.field("reasons", "x" * 30_000, 0)
    assert status == 422
    assert "This text has 30,000 characters. Shorten it to 20,000 or fewer; it is still in the box." in words(fragment)
    assert desk.saved() == {}


@pytest.mark.parametrize("name", ["", "colour", "answer:nothing", "grade/", "evidence"])
def test_a_field_that_the_marker_does_not_have_is_answered_with_a_sentence(desk: Desk, name: str) -> None:
    status, fragment = desk.field(name, "x", 0)
    assert status == 404
    assert "We could not find that page." in words(fragment)
    assert "<html" not in fragment


def test_the_finding_of_a_lens_is_saved_by_the_same_address(desk: Desk) -> None:
    status, fragment = desk.field("why", "It does.", 0, "lens")
    assert status == 200
    assert versions(fragment) == {"why": "1"}
    assert "missing" not in fragment
    assert desk.saved("lens") == {"why": "It does."}


def test_without_htmx_one_field_is_saved_and_leads_to_its_page(desk: Desk) -> None:
    for marker, name, leads in ((MARKER, "reasons", desk.address), ("lens", "why", urls.lens(desk.draft.id, "why"))):
        form = {"field": name, name: "Text", f"v:{name}": "0"}
        status, _, location = desk.post(form, urls.marker_field(desk.draft.id, marker))
        assert (status, location) == (303, leads)


def test_without_htmx_one_field_that_cannot_be_saved_is_told_with_what_was_typed(desk: Desk) -> None:
    desk.field("reasons", "First tab", 0)
    refusals = (("Second tab", 409, "Something newer was saved here"), ("x" * 30_000, 422, "Shorten it to 20,000"))
    for text, refused, sentence in refusals:
        form = {"field": "reasons", "reasons": text, "v:reasons": "0"}
        status, page, _ = desk.post(form, urls.marker_field(desk.draft.id, MARKER))
        assert status == refused
        assert sentence in words(page)
        assert text[:20_000] in page


# The papers beside the marker.


def test_the_first_paper_lies_open_until_another_is_chosen(desk: Desk) -> None:
    assert PAGES[0] in words(desk.page())
    chosen = desk.page(f"?paper={desk.other.id}")
    assert "The hospital writes" in words(chosen)
    assert PAGES[0] not in words(chosen)


def test_the_appraiser_comes_back_to_the_page_they_had_open(desk: Desk, people: People) -> None:
    desk.page(f"?paper={desk.paper.id}&page=2")
    assert PAGES[1] in words(desk.page())
    with desk.stored() as db:
        kept = appraisals.get_appraisal(people.alice, db, desk.draft.id).place
    assert kept == Place(MARKER, desk.paper.id, 2)
    tasks = desk.browser.get(urls.appraisal(desk.draft.id)).text
    assert urls.marker(desk.draft.id, MARKER, paper=desk.paper.id, page=2).replace("&", "&amp;") in tasks


def test_htmx_gets_the_papers_alone(desk: Desk) -> None:
    answer = desk.browser.get(desk.address + f"?paper={desk.paper.id}&page=3", headers=HTMX)
    assert "HX-Request" in answer.headers["vary"]
    assert answer.text.lstrip().startswith("<section")
    assert PAGES[2] in words(answer.text)


@pytest.mark.parametrize("page", ["0", "-1", "x", "99", "1e3", "9" * 5000, "²", "\0"])
def test_a_page_that_the_paper_does_not_have_is_the_nearest_one(desk: Desk, page: str) -> None:
    answer = desk.browser.get(desk.address, params={"paper": desk.paper.id, "page": page})
    assert answer.status_code == 200
    assert any(text in words(answer.text) for text in PAGES)


@pytest.mark.parametrize("paper", ["nothing", "\0", "x" * 5000])
def test_a_paper_that_the_review_does_not_have_is_the_first_one(desk: Desk, paper: str) -> None:
    answer = desk.browser.get(desk.address, params={"paper": paper})
    assert PAGES[0] in words(answer.text)


def test_a_paper_of_another_review_is_not_shown(desk: Desk, people: People) -> None:
    with desk.stored() as db:
        elsewhere = make_paper(db, people.erin, make_review(db, people.erin, "WX-2").id, "Secret of another review.")
    assert "Secret" not in desk.page(f"?paper={elsewhere.id}")
    _, _, location = desk.post({"go": f"{elsewhere.id}:1"})
    assert "Secret" not in desk.browser.get(location).text


def test_search_shows_hits_in_all_papers_and_marks_them_on_the_page(desk: Desk) -> None:
    page = desk.page("?q=the+family")
    assert "1 place for “the family”" in words(page)
    assert {"".join(mark.itertext()) for mark in parse(page).iter("mark")} == {"the family"}


@pytest.mark.parametrize("q", ["\0\x07", "x", "%", "<script>alert(1)</script>", "y" * 50_000, "(((", "\ud7ff\ufffe"])
def test_odd_words_to_search_for_get_a_page(desk: Desk, q: str) -> None:
    answer = desk.browser.get(desk.address, params={"q": q})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize(
    ("form", "leads"),
    [
        ({"go": "PAPER:2"}, "paper=PAPER&page=2#papers"),
        ({"go": "PAPER:x"}, "paper=PAPER&page=1#papers"),
        ({"go": "paper", "paper": "OTHER"}, "paper=OTHER&page=1#papers"),
        ({"go": "page", "page": "3"}, "paper=PAPER&page=3#papers"),
        ({"go": "search", "q": "why"}, "paper=PAPER&page=1&q=why#papers"),
        # The key Enter in the box for words, and in that for the page.
        ({"do": "save", "q": "why", "page": "1"}, "paper=PAPER&page=1&q=why#papers"),
        ({"do": "save", "q": "", "page": "2"}, "paper=PAPER&page=2#papers"),
    ],
)
def test_without_scripts_the_papers_are_turned_by_the_same_form_and_what_was_typed_is_saved(
    desk: Desk, form: dict[str, str], leads: str
) -> None:
    def named(text: str) -> str:
        return text.replace("PAPER", desk.paper.id).replace("OTHER", desk.other.id)

    form = {"paper-was": desk.paper.id, "page-was": "1", "q-was": ""} | {name: named(value) for name, value in form.items()}
    status, _, location = desk.post(form | {"reasons": "Typed", "v:reasons": "0"})
    assert (status, location) == (303, f"{desk.address}?{named(leads)}")
    assert desk.saved() == {"reasons": "Typed"}


def test_turning_a_page_adds_no_evidence_and_keeps_its_half_typed_words(desk: Desk) -> None:
    form = {"paper-was": desk.paper.id, "page-was": "1", "q-was": "", "go": f"{desk.paper.id}:2"}
    status, page, _ = desk.post(form | {"ev-quote": "asks why at every turn", "ev-bearing": "supports", "ev-note": "Half"})
    assert status == 200
    assert PAGES[1] in words(page)
    assert (value_of(page, "ev-quote"), value_of(page, "ev-note")) == ("asks why at every turn", "Half")
    assert checked(page, "ev-bearing") == ["supports"]
    assert "No evidence yet." in words(page)


def test_evidence_is_added_although_words_to_search_for_were_typed_and_not_searched(desk: Desk) -> None:
    form = {"paper-was": desk.paper.id, "page-was": "1", "q-was": "", "q": "panel", "do": "evidence"}
    status, _, _ = desk.post(form | {"ev-quote": "asks why at every turn", "ev-bearing": "supports"})
    assert status == 303
    assert "No evidence yet." not in words(desk.page())


def test_looking_at_a_page_of_a_paper_is_on_the_trail(desk: Desk, people: People) -> None:
    desk.page(f"?paper={desk.paper.id}&page=2")
    with desk.stored() as db:
        newest = list_events(db, people.alice.board.id)[0].event
    assert (newest.action, newest.subject_id, newest.detail) == ("page opened", desk.paper.id, "page 2")
    assert newest.actor_id == people.alice.id


def test_a_review_without_papers_says_so(client_for: ClientFor, stored: Stored, people: People) -> None:
    with stored() as db:
        draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    answer = client_for(people.alice).get(urls.marker(draft.id, MARKER))
    assert "This review has no papers yet." in words(answer.text)


# Who may.


@pytest.mark.parametrize(("name", "status"), [("bob", 403), ("carol", 403), ("erin", 403), ("frank", 403), ("dave", 404)])
def test_a_draft_its_fields_and_its_papers_are_closed_to_others(
    desk: Desk, client_for: ClientFor, people: People, name: str, status: int
) -> None:
    desk.field("reasons", "Secret words", 0)
    browser = client_for(getattr(people, name))
    form = {"field": "reasons", "reasons": "Mine", "v:reasons": "1"}
    answers = [
        browser.get(desk.address),
        browser.get(desk.address, headers=HTMX),
        browser.post(desk.address, data=form),
        browser.post(urls.marker_field(desk.draft.id, MARKER), data=form, headers=HTMX),
        browser.post(urls.marker_field(desk.draft.id, MARKER), data=form),
    ]
    assert [answer.status_code for answer in answers] == [status] * len(answers)
    assert not any("Secret words" in answer.text for answer in answers)
    assert desk.saved() == {"reasons": "Secret words"}


def test_whoever_is_not_signed_in_is_asked_to_and_keeps_what_they_typed(desk: Desk, anonymous: Browser) -> None:
    assert anonymous.get(desk.address).status_code == 401
    answer = anonymous.post(desk.address, data={"reasons": "Typed words", "v:reasons": "0"})
    assert answer.status_code == 401
    assert "Typed words" in answer.text


@pytest.mark.parametrize("marker", ["no-such-marker", "lens", "%00", "a%20b"])
def test_a_marker_that_does_not_exist_is_not_found(desk: Desk, marker: str) -> None:
    address = f"/appraisals/{desk.draft.id}/markers/{marker}"
    assert desk.browser.get(address).status_code == 404
    assert desk.browser.post(address, data={"reasons": "x", "v:reasons": "0"}).status_code == 404


@pytest.mark.parametrize("appraisal", ["nothing", "%00", "0" * 3000])
def test_an_appraisal_that_does_not_exist_is_not_found(desk: Desk, appraisal: str) -> None:
    assert desk.browser.get(f"/appraisals/{appraisal}/markers/{MARKER}").status_code == 404


def test_a_submitted_appraisal_can_be_read_but_not_changed(desk: Desk, client_for: ClientFor, people: People) -> None:
    with desk.stored() as db:
        done = make_appraisal(db, people.bob, desk.draft.review)
        open_round(people.carol, db, desk.draft.review, "Alice is ill.")
    address = urls.marker(done.id, MARKER)
    for name in ("bob", "carol", "erin"):
        browser = client_for(getattr(people, name))
        page = browser.get(address).text
        assert "The papers bear this out for marker 13." in words(page)
        assert not list(parse(page).iter("textarea"))
        assert browser.post(address, data={"reasons": "Later", "v:reasons": "1"}).status_code == 403


@pytest.mark.parametrize("form", [{"go": "PAPER:2"}, {"do": "look", "q": "why", "page": "1"}])
def test_without_scripts_somebody_who_only_reads_can_turn_and_search_the_papers(
    desk: Desk, client_for: ClientFor, people: People, form: dict[str, str]
) -> None:
    with desk.stored() as db:
        done = make_appraisal(db, people.bob, desk.draft.review)
        open_round(people.carol, db, desk.draft.review, "Alice is ill.")
    was = {"paper-was": desk.paper.id, "page-was": "1", "q-was": ""}
    sent = was | {name: value.replace("PAPER", desk.paper.id) for name, value in form.items()}
    answer = client_for(people.carol).post(urls.marker(done.id, MARKER), data=sent)
    assert answer.status_code == 303
    shown = client_for(people.carol).get(answer.headers["location"])
    assert (PAGES[1] if "go" in form else "places for “why”") in words(shown.text).replace("1 place for", "places for")


def test_the_text_of_a_refused_save_after_submitting_in_another_tab_is_shown_to_be_copied(
    desk: Desk, client_for: ClientFor, people: People
) -> None:
    with desk.stored() as db:
        done = make_appraisal(db, people.bob, desk.draft.review)
    answer = client_for(people.bob).post(urls.marker(done.id, MARKER), data={"reasons": "Typed late", "v:reasons": "1"})
    assert answer.status_code == 403
    assert "Typed late" in answer.text
    assert re.search("Reopen it first", answer.text)


def test_markup_in_saved_words_is_shown_as_words(desk: Desk) -> None:
    desk.field("reasons", "</textarea><script>alert(1)</script>", 0)
    page = desk.page()
    assert "<script>alert" not in page
    assert value_of(page, "reasons") == "</textarea><script>alert(1)</script>"
