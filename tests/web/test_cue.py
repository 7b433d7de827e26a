"""Cues on the pages of papers and lenses, their notes, and questions about an appraiser's own words."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from app.data import evidence as evidence_rows
from app.data import study as studies
from app.data.tables.document import DocumentPageRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.cue import Cue, CueKind
from app.domain.document import Document
from app.domain.entry import key_of
from app.domain.study import Study
from app.services import appraisal_save
from app.services import cue as cues
from app.services.appraisal import start_appraisal
from app.services.appraisal_save import Typed
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_paper, make_review

TEXT = "With hindsight it should have been seen.\n\nThey failed to visit."
HIND = Cue(1, 0, 14, CueKind.HINDSIGHT, "With hindsight", "With hindsight it should have been seen.", "gone")
OVER = Cue(1, 5, 34, CueKind.JUDGEMENT, "hindsight it should have been", "With hindsight it should have been seen.")
FAIL = Cue(1, 42, 56, CueKind.JUDGEMENT, "They failed to", "They failed to visit.")
WHY = Cue(2, 0, 7, CueKind.EXPLAINS, "Because", "Because of it.")


@pytest.fixture
def draft(stored: Stored, people: People) -> Appraisal:
    """Alice's draft."""
    with stored() as db:
        return start_appraisal(people.alice, db, make_review(db, people.erin).id)


@pytest.fixture
def paper(stored: Stored, people: People, draft: Appraisal) -> Document:
    """A paper of two pages with four cues, two of which overlap."""
    with stored() as db:
        paper = make_paper(db, people.erin, draft.review, TEXT, "Because of it.")
        studies.save_study(db, paper.id, Study("1.0/1", (HIND, OVER, FAIL, WHY)))
        return paper


def address(paper: Document, number: int = 1, **more: Any) -> str:
    return urls.paper_page(paper.review, paper.id, number, **more)


def marked(html: str) -> list[tuple[str, str]]:
    """What is marked in the text: the words and, behind them, the letters."""
    body = [node for node in parse(html).iter("section") if node.get("class") == "app-spread__text"]
    return [
        ("".join(node.itertext()), node.get("data-ends") or "")
        for node in body[0].iter("a")
        if (node.get("class") or "").startswith("app-cue")
    ]


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_cues_are_for_readers_of_the_board(client_for: ClientFor, anonymous: Browser, people: People, paper: Document) -> None:
    everything = (address(paper), urls.paper_cues(paper.review, paper.id), urls.cue_mark(paper.review, paper.id, HIND.key))
    for path in everything:
        assert anonymous.get(path).status_code == 401
        assert client_for(people.dave).get(path).status_code == 404
        assert client_for(people.frank).get(path).status_code == 403
    assert anonymous.post(everything[2]).status_code == 401
    assert client_for(people.dave).post(everything[2]).status_code == 404


def test_cues_are_marked_with_their_letters_also_where_they_overlap(client_for: ClientFor, erin: Person, paper: Document) -> None:
    html = client_for(erin).get(address(paper)).text
    assert marked(html) == [("With ", ""), ("hindsight", "H"), (" it should have been", "J"), ("They failed to", "J")]
    assert "Keep as evidence" not in html
    text = [node for node in parse(html).iter("p") if node.get("data-start")]
    assert ["".join(node.itertext()) for node in text] == TEXT.split("\n\n")


def test_what_is_chosen_stays_in_the_address_and_is_remembered(client_for: ClientFor, erin: Person, paper: Document) -> None:
    browser = client_for(erin)
    html = browser.get(address(paper) + "?look=-&look=H&look=E&chosen=yes").text
    assert [text for text, _ in marked(html)] == ["With hindsight"]
    assert 'look=HE"' in html
    assert "1 here, 1 in the paper" in words(html)
    assert "a count is no grade" in words(html)
    assert marked(browser.get(address(paper, look="J")).text)[0][0] == "hindsight it should have been"
    assert [text for text, _ in marked(browser.get(address(paper)).text)] == ["With hindsight"]
    none = browser.get(address(paper) + "?look=-&chosen=yes").text
    assert marked(none) == []
    assert "Nothing is marked." in none


def test_one_steps_from_cue_to_cue_over_the_pages(client_for: ClientFor, erin: Person, paper: Document) -> None:
    browser, seen, at = client_for(erin), [], address(paper)
    for _ in range(9):
        found = [node for node in parse(browser.get(at).text).iter("a") if node.get("id") == "cue-next"]
        if not found:
            break
        at = found[0].get("href")
        seen.append(at.partition("#cue-")[2])
    assert seen == [HIND.key, OVER.key, FAIL.key, WHY.key]
    back = [node for node in parse(browser.get(at).text).iter("a") if node.get("id") == "cue-previous"]
    assert back[0].get("href").endswith(f"#cue-{FAIL.key}")


def test_a_cue_opens_its_note_by_itself_or_for_htmx(client_for: ClientFor, alice: Person, paper: Document) -> None:
    browser = client_for(alice)
    whole = browser.get(urls.paper_cue(paper.review, paper.id, 1, HIND.key)).text
    part = browser.get(urls.paper_cue(paper.review, paper.id, 1, HIND.key), headers={"hx-request": "true"}).text
    assert part.lstrip().startswith('<div class="app-note__head">')
    for html in (whole, part):
        assert "With hindsight it should have been seen." in words(html)
        assert "Keep as evidence" in html
        assert "At the same words: Judgement without a reason" in words(html)
    assert 'aria-current="true"' in whole


def test_a_cue_of_a_kind_that_is_off_is_marked_when_it_is_opened(client_for: ClientFor, erin: Person, paper: Document) -> None:
    html = client_for(erin).get(urls.paper_cue(paper.review, paper.id, 1, FAIL.key, look="H")).text
    assert [text for text, _ in marked(html)][-1] == "They failed to"


def test_a_cue_that_is_gone_is_said_to_be(client_for: ClientFor, erin: Person, paper: Document) -> None:
    answer = client_for(erin).get(urls.paper_cue(paper.review, paper.id, 1, "hindsight.1.1.2"))
    assert answer.status_code == 200
    assert "We could not find that cue" in answer.text
    assert client_for(erin).get(urls.cue_mark(paper.review, paper.id, "nonsense")).status_code == 404


def test_keeping_a_cue_leads_back_to_it_and_shows_it(
    client_for: ClientFor, stored: Stored, alice: Person, draft: Appraisal, paper: Document
) -> None:
    browser = client_for(alice)
    sent = {"do": "keep", "marker": "analysis", "bearing": "weakens", "note": "No reason", "words": "sentence", "look": "HJ"}
    answer = browser.post(urls.cue_mark(paper.review, paper.id, FAIL.key), data=sent)
    assert answer.status_code == 303
    assert answer.headers["location"] == urls.paper_cue(paper.review, paper.id, 1, FAIL.key, look="HJ")
    html = browser.get(answer.headers["location"]).text
    assert ("They failed to", "J kept") in marked(html)
    assert "Kept for 13. Analysis by you" in words(html)
    with stored() as db:
        [item] = evidence_rows.list_evidence(db, draft.id, "analysis")
    assert item.passage
    assert (item.passage.quote, item.note) == ("They failed to visit.", "No reason")


def test_dismissing_and_taking_back(client_for: ClientFor, alice: Person, bob: Person, paper: Document) -> None:
    browser, save = client_for(alice), urls.cue_mark(paper.review, paper.id, FAIL.key)
    browser.post(save, data={"do": "dismiss", "word": "a <b>procedure"})
    html = browser.get(urls.paper_cue(paper.review, paper.id, 1, FAIL.key)).text
    assert ("They failed to", "J dismissed") in marked(html)
    assert "Dismissed: “a <b>procedure” by you" in words(html)
    assert ("They failed to", "J") in marked(client_for(bob).get(address(paper)).text)
    browser.post(save, data={"do": "back"})
    assert ("They failed to", "J") in marked(browser.get(address(paper)).text)


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"do": "keep", "note": "Typed"}, ["#cue-marker", "#cue-bearing"]),
        ({"do": "keep", "marker": "analysis", "bearing": "supports", "note": "Typed" * 900}, ["#cue-note-words"]),
        ({"do": "dismiss"}, ["#cue-word"]),
        ({"do": "dismiss", "word": "Typed" * 50}, ["#cue-word"]),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client_for: ClientFor, alice: Person, paper: Document, sent: dict[str, str], errors: list[str]
) -> None:
    answer = client_for(alice).post(urls.cue_mark(paper.review, paper.id, FAIL.key), data=sent)
    assert answer.status_code == 422
    tree = parse(answer.text)
    ids = {node.get("id") for node in tree.iter() if node.get("id")}
    told = [
        node.get("href") for node in tree.iter("a") if (node.get("href") or "").startswith("#cue-") and node.get("class") is None
    ]
    assert told == errors
    assert {error[1:] for error in errors} <= ids
    assert "Typed" in answer.text or "word" not in sent


def test_who_does_not_appraise_cannot_mark(client_for: ClientFor, erin: Person, paper: Document) -> None:
    answer = client_for(erin).post(urls.cue_mark(paper.review, paper.id, FAIL.key), data={"do": "dismiss", "word": "no"})
    assert answer.status_code == 403
    assert "Only an appraiser can keep or dismiss cues." in answer.text


def test_a_paper_that_nobody_studied_says_so_everywhere(
    client_for: ClientFor, stored: Stored, people: People, draft: Appraisal
) -> None:
    with stored() as db:
        new = make_paper(db, people.erin, draft.review, TEXT, title="Another paper")
    browser = client_for(people.alice)
    assert "Cues in this paper are not ready yet." in browser.get(address(new)).text
    assert "Cues in this paper are not ready yet." in browser.get(urls.paper_cues(new.review, new.id)).text
    assert "Not looked through yet: Another paper." in words(browser.get(urls.lens(draft.id, "hindsight")).text)


def test_all_cues_of_a_paper_are_listed_by_kind(client_for: ClientFor, stored: Stored, erin: Person, paper: Document) -> None:
    browser = client_for(erin)
    html = browser.get(urls.paper_cues(paper.review, paper.id, "JE")).text
    links = [node.get("href") for node in parse(html).iter("a") if "#cue-" in (node.get("href") or "")]
    assert [link.partition("#cue-")[2] for link in links] == [OVER.key, FAIL.key, WHY.key]
    assert "3 cues of these kinds" in words(html)
    many = tuple(Cue(1, 10 * n, 10 * n + 2, CueKind.HINDSIGHT, "It", f"It is {n}.") for n in range(cues.ON_A_PAGE + 1))
    with stored() as db:
        studies.save_study(db, paper.id, Study("1.0/2", many))
    html = browser.get(urls.paper_cues(paper.review, paper.id, "H", page=2)).text
    assert "page 2 of 2 of the list" in words(html)
    assert len([node for node in parse(html).iter("li") if node.get("class") == "app-cue-line"]) == 1
    assert browser.get(urls.paper_cues(paper.review, paper.id, "H", page=10**9)).status_code == 200


def test_the_page_of_a_paper_leads_to_its_cues(client_for: ClientFor, erin: Person, paper: Document) -> None:
    html = client_for(erin).get(urls.paper(paper.review, paper.id)).text
    to_cues = urls.paper_cues(paper.review, paper.id)
    assert [link.text for link in parse(html).iter("a") if link.get("href") == to_cues] == ["Cues"]


def test_cues_are_listed_by_the_printed_numbers_of_their_pages(
    client_for: ClientFor, stored: Stored, erin: Person, paper: Document
) -> None:
    with stored() as db:
        at = (col(DocumentPageRow.document_id) == paper.id, col(DocumentPageRow.number) == 2)
        db.exec(update(DocumentPageRow).where(*at).values(label="xiv"))
    shown = words(client_for(erin).get(urls.paper_cues(paper.review, paper.id, "HE")).text)
    assert "Page 1: H Hindsight: “With hindsight”, page 1 With hindsight it should have been seen." in shown
    assert "Page xiv: E Explains: “Because”, page xiv Because of it." in shown


def test_lenses_list_the_cues_that_bear_on_them(
    client_for: ClientFor, stored: Stored, alice: Person, draft: Appraisal, paper: Document
) -> None:
    with stored() as db:
        cues.dismiss_cue(alice, db, paper.review, paper.id, HIND.key, "denied")
    browser = client_for(alice)
    shown = {lens: words(browser.get(urls.lens(draft.id, lens)).text) for lens in ("hindsight", "why", "family", "impact")}
    assert "Overview report (3)" in shown["hindsight"]
    assert "Hindsight: “With hindsight”, page 1 · dismissed (“denied”)" in shown["hindsight"]
    assert shown["hindsight"].count("With hindsight it should have been seen.") == 1
    assert "page 2 Because of it." in shown["why"]
    assert "None found in: Overview report." in shown["family"]
    assert "Wording worth a look" not in shown["impact"]


@pytest.mark.parametrize("field", ["reasons", "strengths", "improve", "note:qm13-q6"])
def test_hindsight_in_ones_own_words_is_asked_about_after_saving(
    client_for: ClientFor, alice: Person, draft: Appraisal, field: str
) -> None:
    browser, page = client_for(alice), urls.marker(draft.id, "analysis")
    saved = browser.post(page, data={field: "The nurse should have known.", f"v:{field}": "0", "do": "save"})
    assert saved.status_code == 303
    asked = "You wrote “should have known”. Could the practitioner have known it then?"
    assert asked in words(browser.get(saved.headers["location"]).text)
    sent = {"field": field, field: "The nurse ought to have known.", f"v:{field}": "1"}
    part = browser.post(urls.marker_field(draft.id, "analysis"), data=sent, headers={"hx-request": "true"})
    assert "You wrote “ought to have known”." in words(part.text)
    sent = {"field": field, field: "The nurse had no way to know.", f"v:{field}": "2"}
    part = browser.post(urls.marker_field(draft.id, "analysis"), data=sent, headers={"hx-request": "true"})
    assert "You wrote" not in part.text


def test_the_words_of_a_finding_are_asked_about_too(
    client_for: ClientFor, stored: Stored, people: People, draft: Appraisal
) -> None:
    with stored() as db:
        typed = Typed(key_of("lens", "why"), "The doctor was negligent.", 0)
        appraisal_save.save_field(people.alice, db, draft.id, typed)
    assert "You wrote “negligent”." in words(client_for(people.alice).get(urls.lens(draft.id, "why")).text)


def test_cues_are_marked_in_the_paper_beside_a_marker_without_leading_away(
    client_for: ClientFor, alice: Person, draft: Appraisal, paper: Document
) -> None:
    html = client_for(alice).get(urls.marker(draft.id, "analysis", paper=paper.id, page=1)).text
    [panel] = [node for node in parse(html).iter("div") if node.get("class") == "app-paper"]
    assert [node.get("data-ends") for node in panel.iter("span") if node.get("data-ends")] == ["H", "J", "J"]
    assert list(panel.iter("a")) == []
    assert "Marked: Hindsight, Judgement without a reason." in words(html)
