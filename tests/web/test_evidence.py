"""Evidence on its pages: pasted, chosen, marked, recorded from elsewhere, changed, used again, removed; nothing typed is lost."""

from dataclasses import dataclass

import pytest

from app.data import evidence as stored_evidence
from app.data.audit import list_events
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.judgement import Evidence
from app.services import appraisal as appraisals
from app.services import evidence as evidences
from app.services.evidence import Mark
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_paper, make_review

MARKER = "analysis"
FIRST = "At first the panel asked why the visits had stopped. Then the panel asked the family what they hoped for."
SECOND = "On another page the panel asked why the visits had stopped. Nobody spoke to the child’s nursery."


@dataclass(frozen=True)
class Desk:
    """Alice at her draft, with a paper of two pages."""

    browser: Browser
    draft: Appraisal
    paper: Document
    stored: Stored

    @property
    def address(self) -> str:
        return urls.marker(self.draft.id, MARKER)

    def add(self, quote: str, bearing: str = "supports", note: str = "", **more: str) -> tuple[int, str, str]:
        """Press “Add evidence”: status, text, where it leads."""
        form = {"ev-quote": quote, "ev-bearing": bearing, "ev-note": note, "do": "evidence"}
        answer = self.browser.post(self.address, data=form | {name.replace("_", "-"): value for name, value in more.items()})
        return answer.status_code, answer.text, answer.headers.get("location", "")

    def kept(self, marker: str = MARKER) -> tuple[Evidence, ...]:
        with self.stored() as db:
            return stored_evidence.list_evidence(db, self.draft.id, marker)

    def quotes(self) -> list[str]:
        return [item.passage.words for item in self.kept() if item.passage]


@pytest.fixture
def desk(client_for: ClientFor, stored: Stored, people: People) -> Desk:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, FIRST, SECOND)
        draft = appraisals.start_appraisal(people.alice, db, review.id)
    return Desk(client_for(people.alice), draft, paper, stored)


@pytest.fixture
def item(desk: Desk, people: People) -> Evidence:
    """A piece of evidence for the marker."""
    with desk.stored() as db:
        return evidences.add_passages(
            people.alice, db, desk.draft.id, [MARKER], Mark(desk.paper.id, 1, 0, 43), "supports", "A note"
        )[0]


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def value_of(html: str, name: str) -> str:
    return next("".join(box.itertext()) for box in parse(html).iter("textarea") if box.get("name") == name)


def inputs(html: str, name: str, *, checked: bool = False) -> list[str]:
    found = [box for box in parse(html).iter("input") if box.get("name") == name]
    return [box.get("value") for box in found if not checked or box.get("checked") is not None]


# Pasting.


def test_a_pasted_quote_that_stands_once_is_added_and_shown_with_its_place(desk: Desk) -> None:
    status, _, location = desk.add("the panel asked the  family", "weakens", "What it shows")
    assert (status, location.partition("#")[2]) == (303, "evidence")
    [kept] = desk.kept()
    assert (kept.bearing.value, kept.note) == ("weakens", "What it shows")
    page = desk.browser.get(location).text
    assert "the panel asked the family" in words(page)
    assert "Weakens Overview report, page 1" in words(page)
    place = f"{desk.paper.id}:1:{kept.id}"
    assert place in [button.get("value") for button in parse(page).iter("button") if button.get("name") == "go"]
    there = desk.browser.get(desk.browser.post(desk.address, data={"go": place}).headers["location"]).text
    assert ["".join(mark.itertext()) for mark in parse(there).iter("mark")] == ["the panel asked the family"]


def test_fields_typed_beside_the_quote_are_saved_with_it(desk: Desk) -> None:
    desk.add("the panel asked the family", reasons="Because.", **{"v:reasons": "0"})
    assert "Because." in desk.browser.get(desk.address).text
    assert len(desk.kept()) == 1


def test_a_quote_typed_before_another_button_is_pressed_is_added_on_the_way(desk: Desk) -> None:
    status, _, location = desk.add("the panel asked the family", do="next")
    assert (status, location) == (303, urls.marker(desk.draft.id, "the-report"))
    assert len(desk.kept()) == 1


@pytest.mark.parametrize(
    ("quote", "bearing", "note", "field", "sentence"),
    [
        ("", "supports", "", "ev-quote", "Paste or mark the words to use as evidence."),
        ("the panel asked the family", "", "", "ev-bearing", "Say whether the evidence supports or weakens."),
        ("the panel asked the family", "both", "", "ev-bearing", "Say whether the evidence supports or weakens."),
        ("the panel asked the family", "supports", "x" * 2001, "ev-note", "Shorten the note to 2,000 characters or fewer."),
        ("a", "supports", "", "ev-quote", "Quote at least three words"),
        ("word " * 200_000, "supports", "", "ev-quote", "Quote at most 5,000 characters."),
        (
            "Elephants crossed the great river by lantern",
            "weakens",
            "Kept",
            "ev-quote",
            "We could not find these words in the papers.",
        ),
    ],
)
def test_what_cannot_be_added_is_told_beside_its_field_with_everything_typed_kept(
    desk: Desk, quote: str, bearing: str, note: str, field: str, sentence: str
) -> None:
    status, page, _ = desk.add(quote, bearing, note, reasons="Saved all the same", **{"v:reasons": "0"})
    assert status == 422
    assert sentence in words(page)
    assert f'href="#{field}"' in page
    assert any(element.get("id") == field for element in parse(page).iter())
    assert (value_of(page, "ev-quote"), value_of(page, "ev-note")) == (quote.strip(), note)
    assert inputs(page, "ev-bearing", checked=True) == ([bearing] if bearing in ("supports", "weakens") else [])
    assert desk.kept() == ()
    assert value_of(desk.browser.get(desk.address).text, "reasons") == "Saved all the same"


def test_a_note_without_a_quote_is_not_lost_when_saving(desk: Desk) -> None:
    status, page, _ = desk.add("", "", "Only a note", do="save")
    assert status == 422
    assert value_of(page, "ev-note") == "Only a note"


def test_control_characters_in_a_quote_do_not_spoil_it(desk: Desk) -> None:
    assert desk.add("the panel\0 asked\x07 the family")[0] == 303
    assert desk.quotes() == ["the panel asked the family"]


def test_words_that_are_not_in_the_papers_go_along_to_the_form_for_another_source(desk: Desk) -> None:
    status, page, _ = desk.add("The author told us so on the telephone", "weakens", "My note", do="other")
    assert status == 200
    assert "Record a source that is not in the papers" in words(page)
    assert (value_of(page, "description"), value_of(page, "note")) == ("The author told us so on the telephone", "My note")
    assert inputs(page, "bearing", checked=True) == ["weakens"]
    assert desk.kept() == ()


# Choosing.


def test_of_several_places_the_person_chooses_one(desk: Desk) -> None:
    status, page, _ = desk.add("the panel asked why the visits", "weakens", "Which?")
    assert status == 200
    assert "These words stand in several places" in words(page)
    places = inputs(page, "place")
    assert len(places) == 2
    form = {"quote": value_of(page, "quote"), "note": value_of(page, "note"), "bearing": inputs(page, "bearing")[0]}
    answer = desk.browser.post(urls.evidence_add(desk.draft.id, MARKER), data=form | {"place": places[1]})
    assert answer.status_code == 303
    [kept] = desk.kept()
    assert kept.passage
    assert (kept.passage.page, kept.bearing.value, kept.note) == (2, "weakens", "Which?")


def test_what_is_nearly_there_is_shown_with_the_difference_and_taken_in_the_papers_words(desk: Desk) -> None:
    status, page, _ = desk.add("Nobody ever spoke to the child's own nursery")
    assert status == 200
    assert "These words are not quite what the paper says" in words(page)
    assert "ever" in " ".join("".join(gone.itertext()) for gone in parse(page).iter("del"))
    form = {"quote": value_of(page, "quote"), "bearing": "supports", "place": inputs(page, "place")[0]}
    assert desk.browser.post(urls.evidence_add(desk.draft.id, MARKER), data=form).status_code == 303
    [kept] = desk.quotes()
    assert kept.startswith("Nobody spoke to the child’s nursery")


@pytest.mark.parametrize(
    "place", ["", "nothing", "PAPER:1:0-5", "PAPER:2:999-1000", "PAPER:1:x-y", "PAPER:99999999999:0-5", ":::"]
)
def test_a_place_at_which_the_quote_does_not_stand_cannot_be_chosen(desk: Desk, place: str) -> None:
    form = {"quote": "the panel asked why the visits", "bearing": "weakens", "note": "Kept"}
    form["place"] = place.replace("PAPER", desk.paper.id)
    answer = desk.browser.post(urls.evidence_add(desk.draft.id, MARKER), data=form)
    assert answer.status_code == 422
    assert "Choose the passage you mean" in words(answer.text)
    assert (value_of(answer.text, "quote"), value_of(answer.text, "note")) == (form["quote"], "Kept")
    assert len(inputs(answer.text, "place")) == 2
    assert desk.kept() == ()


def test_choosing_with_words_that_are_nowhere_gets_a_page_with_a_sentence(desk: Desk) -> None:
    for quote in ("", "Elephants crossed the great river by lantern", "x" * 1_000_000):
        answer = desk.browser.post(urls.evidence_add(desk.draft.id, MARKER), data={"quote": quote, "bearing": "supports"})
        assert answer.status_code == 422
        assert words(answer.text)
    assert desk.kept() == ()


def test_looking_for_a_quote_is_on_the_trail_also_when_nothing_comes_of_it(desk: Desk) -> None:
    for quote in ("the panel asked why the visits", "Elephants crossed the great river by lantern"):
        desk.add(quote)
    with desk.stored() as db:
        looks = [entry.event for entry in list_events(db, desk.draft.board) if entry.event.action == "quote looked for"]
    assert [look.detail for look in looks] == ["0 places found", "2 places found"]


# Marking in the paper.


def test_marked_words_are_added_in_the_words_of_the_paper(desk: Desk) -> None:
    at = SECOND.index("Nobody")
    marked = {"ev_document": desk.paper.id, "ev_page": "2", "ev_start": str(at), "ev_end": str(at + len("Nobody spoke"))}
    assert desk.add("Nobody  spoke", **marked)[0] == 303
    assert desk.quotes() == ["Nobody spoke"]


@pytest.mark.parametrize(("start", "end"), [("0", "9999"), ("5", "5"), ("9", "2"), ("99999999", "99999999")])
def test_marks_outside_the_page_are_refused_with_the_words_kept(desk: Desk, start: str, end: str) -> None:
    marked = {"ev_document": desk.paper.id, "ev_page": "1", "ev_start": start, "ev_end": end}
    status, page, _ = desk.add("Marked words", **marked)
    assert status == 422
    assert "Mark the words on the page again" in words(page)
    assert value_of(page, "ev-quote") == "Marked words"
    assert desk.kept() == ()


@pytest.mark.parametrize("odd", ["-1", "x", "", "9" * 50, "1.5", "²"])
def test_marks_that_are_no_numbers_count_as_none_and_the_words_are_looked_for(desk: Desk, odd: str) -> None:
    marked = {"ev_document": desk.paper.id, "ev_page": "1", "ev_start": odd, "ev_end": "5"}
    assert desk.add("the panel asked the family", **marked)[0] == 303
    assert desk.quotes() == ["the panel asked the family"]


def test_marks_in_papers_of_another_review_or_board_are_not_found_and_show_nothing(desk: Desk, people: People) -> None:
    with desk.stored() as db:
        there = make_paper(db, people.erin, make_review(db, people.erin, "WX-2").id, "Secret words of another review.")
        theirs = make_paper(db, people.dave, make_review(db, people.dave).id, "Secret words of another board.")
    for document in (there.id, theirs.id, "nothing"):
        status, page, _ = desk.add("Typed words", ev_document=document, ev_page="1", ev_start="0", ev_end="12")
        assert status == 404
        assert "Secret" not in page
        assert "Typed words" in page
    assert desk.kept() == ()


# Other sources.

OTHER = {"kind": "letter", "description": "A letter from the author.", "dated": "May 2015", "bearing": "weakens", "note": "Why"}


def test_a_source_that_is_not_in_the_papers_is_recorded_and_said_to_be_none_of_them(desk: Desk) -> None:
    assert desk.browser.get(urls.evidence_other(desk.draft.id, MARKER)).status_code == 200
    answer = desk.browser.post(urls.evidence_other(desk.draft.id, MARKER), data=OTHER)
    assert (answer.status_code, answer.headers["location"]) == (303, urls.marker(desk.draft.id, MARKER, at="evidence"))
    page = words(desk.browser.get(desk.address).text)
    assert "Weakens Letter, May 2015, not in the papers A letter from the author." in page


def test_everything_wrong_with_another_source_is_told_with_everything_kept(desk: Desk) -> None:
    wrong = {"kind": "<b>", "description": "", "dated": "x" * 101, "bearing": "", "note": "y" * 2001}
    answer = desk.browser.post(urls.evidence_other(desk.draft.id, MARKER), data=wrong)
    assert answer.status_code == 422
    ids = {element.get("id") for element in parse(answer.text).iter()}
    for field in wrong:
        assert f'href="#{field}"' in answer.text
        assert field in ids
    assert value_of(answer.text, "note") == "y" * 2001
    assert inputs(answer.text, "dated") == ["x" * 101]
    assert desk.kept() == ()


def test_a_description_of_a_megabyte_is_refused_with_the_text_kept(desk: Desk) -> None:
    long = "z" * 1_000_000
    answer = desk.browser.post(urls.evidence_other(desk.draft.id, MARKER), data=OTHER | {"description": long})
    assert answer.status_code == 422
    assert value_of(answer.text, "description") == long


def test_another_source_for_no_marker_is_not_found(desk: Desk) -> None:
    address = urls.evidence_other(desk.draft.id, "no-marker")
    assert desk.browser.get(address).status_code == 404
    assert desk.browser.post(address, data=OTHER).status_code == 404


# Changing, using again, removing.


def test_bearing_and_note_are_changed_and_the_passage_is_used_for_further_markers(desk: Desk, item: Evidence) -> None:
    address = urls.evidence_edit(desk.draft.id, item.id)
    page = desk.browser.get(address).text
    assert item.passage
    assert item.passage.words in words(page)
    assert MARKER not in inputs(page, "also")
    form = {"seen": inputs(page, "seen")[0], "bearing": "weakens", "note": "Another"}
    answer = desk.browser.post(address, data={**form, "also": ["the-report", "family-involvement"]})
    assert (answer.status_code, answer.headers["location"]) == (303, urls.marker(desk.draft.id, MARKER, at="evidence"))
    for marker in (MARKER, "the-report", "family-involvement"):
        [kept] = desk.kept(marker)
        assert (kept.bearing.value, kept.note, kept.passage) == ("weakens", "Another", item.passage)


def test_a_change_that_cannot_be_kept_is_told_with_everything_ticked_and_typed_kept(desk: Desk, item: Evidence) -> None:
    form = {"seen": item.fingerprint, "bearing": "weakens", "note": "n" * 2001, "also": ["the-report"]}
    answer = desk.browser.post(urls.evidence_edit(desk.draft.id, item.id), data=form)
    assert answer.status_code == 422
    assert value_of(answer.text, "note") == "n" * 2001
    assert inputs(answer.text, "bearing", checked=True) == ["weakens"]
    assert inputs(answer.text, "also", checked=True) == ["the-report"]
    assert desk.kept()[0].note == "A note"
    assert desk.kept("the-report") == ()


def test_a_change_over_something_newer_is_refused_with_both_notes_and_can_be_put_on_top_knowingly(
    desk: Desk, item: Evidence
) -> None:
    address = urls.evidence_edit(desk.draft.id, item.id)
    first = {"seen": item.fingerprint, "bearing": "supports", "note": "First tab"}
    second = first | {"note": "Second tab"}
    assert desk.browser.post(address, data=first).status_code == 303
    answer = desk.browser.post(address, data=second)
    assert answer.status_code == 409
    assert "First tab" in words(answer.text)
    assert value_of(answer.text, "note") == "Second tab"
    assert desk.kept()[0].note == "First tab"
    assert desk.browser.post(address, data=second | {"seen": inputs(answer.text, "seen")[0]}).status_code == 303
    assert desk.kept()[0].note == "Second tab"


def test_a_marker_that_does_not_exist_among_those_ticked_changes_nothing(desk: Desk, item: Evidence) -> None:
    form = {"seen": item.fingerprint, "bearing": "weakens", "note": "Another", "also": ["the-report", "no-marker"]}
    assert desk.browser.post(urls.evidence_edit(desk.draft.id, item.id), data=form).status_code == 404
    assert desk.kept()[0].note == "A note"
    assert desk.kept("the-report") == ()


def test_removed_evidence_is_gone_from_its_marker_and_cannot_be_removed_twice(desk: Desk, item: Evidence) -> None:
    address = urls.evidence_remove(desk.draft.id, item.id)
    assert desk.browser.post(address).status_code == 303
    assert desk.kept() == ()
    assert "No evidence yet." in words(desk.browser.get(desk.address).text)
    for answer in (desk.browser.post(address), desk.browser.get(urls.evidence_edit(desk.draft.id, item.id))):
        assert answer.status_code == 404
        assert "It may have been removed." in words(answer.text)


# From evidence back to its page, and who may.


def test_from_evidence_one_comes_back_to_its_page_with_the_passage_marked(desk: Desk, item: Evidence) -> None:
    address = urls.paper_page(desk.draft.review, desk.paper.id, 1, passage=item.id)
    assert item.passage
    page = parse(desk.browser.get(address).text)
    assert ["".join(mark.itertext()) for mark in page.iter("mark")] == [item.passage.quote]


@pytest.mark.parametrize("name", ["bob", "carol", "erin"])
def test_the_passage_of_a_draft_is_not_marked_for_others_until_it_is_submitted(
    desk: Desk, item: Evidence, client_for: ClientFor, people: People, name: str
) -> None:
    address = urls.paper_page(desk.draft.review, desk.paper.id, 1, passage=item.id)
    browser = client_for(getattr(people, name))
    before = browser.get(address).text
    assert not list(parse(before).iter("mark"))
    assert "The passage is not marked." in words(before)
    with desk.stored() as db:
        fill_appraisal(db, people.alice, desk.draft)
        appraisals.submit_appraisal(people.alice, db, desk.draft.id)
    assert bool(list(parse(browser.get(address).text).iter("mark"))) == (name != "bob")


@pytest.mark.parametrize(("name", "status"), [("bob", 403), ("carol", 403), ("erin", 403), ("frank", 403), ("dave", 404)])
def test_nobody_else_comes_near_the_evidence_of_a_draft(
    desk: Desk, item: Evidence, client_for: ClientFor, people: People, name: str, status: int
) -> None:
    browser = client_for(getattr(people, name))
    edit, remove = urls.evidence_edit(desk.draft.id, item.id), urls.evidence_remove(desk.draft.id, item.id)
    form = {"seen": item.fingerprint, "bearing": "weakens", "note": "Mine", "quote": "the panel asked the family"}
    answers = [
        browser.get(edit),
        browser.post(edit, data=form),
        browser.post(remove),
        browser.get(urls.evidence_other(desk.draft.id, MARKER)),
        browser.post(urls.evidence_other(desk.draft.id, MARKER), data=OTHER),
        browser.post(urls.evidence_add(desk.draft.id, MARKER), data=form),
    ]
    assert [answer.status_code for answer in answers] == [status] * len(answers)
    assert not any("A note" in answer.text for answer in answers)
    assert [kept.note for kept in desk.kept()] == ["A note"]


def test_evidence_of_another_appraisal_is_not_reached_through_ones_own(
    desk: Desk, item: Evidence, client_for: ClientFor, people: People
) -> None:
    with desk.stored() as db:
        mine = appraisals.start_appraisal(people.bob, db, desk.draft.review)
    browser = client_for(people.bob)
    assert browser.get(urls.evidence_edit(mine.id, item.id)).status_code == 404
    assert browser.post(urls.evidence_remove(mine.id, item.id)).status_code == 404
    assert len(desk.kept()) == 1


@pytest.mark.parametrize("ident", ["nothing", "%00", "x" * 3000])
def test_evidence_that_does_not_exist_is_not_found(desk: Desk, ident: str) -> None:
    assert desk.browser.get(urls.evidence_edit(desk.draft.id, ident)).status_code == 404
    assert desk.browser.post(urls.evidence_remove(desk.draft.id, ident)).status_code == 404


def test_the_form_for_another_source_is_closed_once_the_appraisal_is_submitted(desk: Desk, people: People) -> None:
    with desk.stored() as db:
        fill_appraisal(db, people.alice, desk.draft)
        appraisals.submit_appraisal(people.alice, db, desk.draft.id)
    assert desk.browser.get(urls.evidence_other(desk.draft.id, MARKER)).status_code == 403
    assert desk.add("the panel asked the family")[0] == 403
    assert desk.kept() == ()
