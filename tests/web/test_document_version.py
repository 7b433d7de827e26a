"""Replacing papers, comparing versions, deciding about moved evidence, in a browser: who may, what is shown, what is refused."""

import pytest
from httpx2 import Response
from sqlalchemy import update
from sqlmodel import col

from app.data import document as documents
from app.data.tables.document import DocumentPageRow, DocumentRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document, Page, Reading, ReadingStatus
from app.domain.passage import Found
from app.domain.review import Review
from app.services import document_version, evidence, evidence_page
from app.services import evidence_move as moving
from app.services.appraisal import start_appraisal, submit_appraisal
from app.settings import Settings
from app.web import urls
from app.web.document_compare_pages import MOST
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_review
from tests.papers import add_read, keep, reading_of

SAME, WAS, GONE = (
    "The family was told on the Monday",
    "The school was never asked about it",
    "Two visits were missed in the spring",
)
NOW = "The school was hardly ever asked about it"
OLD_PAGES = (f"{SAME}. Then the panel met.\n\n{WAS}, and nobody minded.", f"{GONE} and one in autumn.")
NEW_PAGES = ("A <b>foreword</b> that is new.", f"{SAME}. Then the panel met.\n\n{NOW}, and nobody minded.")


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    with stored() as db:
        return make_review(db, erin)


@pytest.fixture
def paper(stored: Stored, settings: Settings, erin: Person, review: Review) -> Document:
    with stored() as db:
        return add_read(db, settings, erin, review, OLD_PAGES)


@pytest.fixture
def draft(stored: Stored, alice: Person, paper: Document) -> Appraisal:
    """Alice's draft with evidence that stays, whose words change, and that goes."""
    with stored() as db:
        draft = start_appraisal(alice, db, paper.review)
        for words in (SAME, WAS, GONE):
            found = evidence.look_for_quote(alice, db, draft.id, words)
            assert isinstance(found, Found)
            evidence.add_found(alice, db, draft.id, "analysis", found.passages[0], "supports", "")
    return draft


def words(html: str) -> str:
    """The text of a page as a reader sees it, with single spaces."""
    return " ".join("".join(parse(html).itertext()).split())


def send(browser: Browser, paper: Document, content: bytes = b"newer") -> Response:
    return browser.post(urls.paper_replace(paper.review, paper.id), files=[("files", ("newer version.txt", content))])


@pytest.fixture
def newer(stored: Stored, settings: Settings, client_for: ClientFor, erin: Person, paper: Document) -> Document:
    """A second version, uploaded by Erin and read; evidence was looked for in it."""
    answer = send(client_for(erin), paper)
    assert answer.status_code == 303
    with stored() as db:
        made = documents.get_document(db, erin.board.id, paper.review, answer.headers["location"].rpartition("/")[2])
        keep(db, made, reading_of(NEW_PAGES))
        document_version.put_in_force(db, made.id, erin.board.id, paper.review)
    moving.move_evidence(settings)
    return made


def test_only_a_commissioner_is_offered_and_shown_the_form(client_for: ClientFor, people: People, paper: Document) -> None:
    address = urls.paper_replace(paper.review, paper.id)
    for person, status in ((people.erin, 200), (people.alice, 403), (people.frank, 403), (people.dave, 404)):
        assert client_for(person).get(address).status_code == status, person.name
        assert send(client_for(person), paper, b"").status_code == (422 if status == 200 else status)
    assert address in client_for(people.erin).get(urls.paper(paper.review, paper.id)).text
    assert address not in client_for(people.alice).get(urls.paper(paper.review, paper.id)).text


def test_while_a_version_waits_to_be_read_the_older_one_stays_in_force_and_both_say_so(
    client_for: ClientFor, erin: Person, paper: Document
) -> None:
    browser = client_for(erin)
    made = send(browser, paper).headers["location"]
    assert "Version 1 stays in force until this version has been read." in words(browser.get(made).text)
    assert "Until it has been read, version 1 stays in force." in words(browser.get(urls.papers_status(paper.review)).text)
    again = send(browser, paper, b"another")
    assert again.status_code == 409
    assert "has been added already and is waiting to be read" in words(again.text)
    assert f'href="{made}"' in again.text


def test_a_newer_file_that_could_not_be_read_goes_by_its_name_and_is_not_mistaken_for_the_version_that_came_after_it(
    client_for: ClientFor, stored: Stored, erin: Person, paper: Document
) -> None:
    browser = client_for(erin)

    def came(content: bytes, reading: Reading) -> Document:
        place = send(browser, paper, content).headers["location"]
        with stored() as db:
            made = documents.get_document(db, erin.board.id, paper.review, place.rpartition("/")[2])
            keep(db, made, reading)
            document_version.put_in_force(db, made.id, erin.board.id, paper.review)
            return made

    broken = came(b"broken", Reading(ReadingStatus.DAMAGED, "This file is damaged."))
    newer = came(b"whole", reading_of(NEW_PAGES))
    told = "newer version.txt was to be a newer version: damaged."
    for address in (urls.papers_status(paper.review), urls.paper(paper.review, newer.id)):
        shown = words(browser.get(address).text)
        assert told in shown
        assert "Version 2 stays in force." in shown
        assert "Version 2: " not in shown
    alone = words(browser.get(urls.paper(paper.review, broken.id)).text)
    assert "It has not taken the place of version 2, which stays in force." in alone
    assert "This one was to be a newer version: damaged." in alone


def test_a_file_that_the_review_has_already_is_refused_beside_the_box(
    client_for: ClientFor, erin: Person, paper: Document, newer: Document
) -> None:
    browser = client_for(erin)
    refused = send(browser, newer)
    assert refused.status_code == 422
    assert "This is the same file as “Overview report (version 2)”" in words(refused.text)
    none = browser.post(urls.paper_replace(paper.review, newer.id), files=[("other", ("", b""))])
    assert (none.status_code, "Choose the file of the newer version." in words(none.text)) == (422, True)


def test_a_replaced_paper_says_so_wherever_it_appears_and_leads_to_the_newer_one(
    client_for: ClientFor, erin: Person, paper: Document, newer: Document
) -> None:
    browser = client_for(erin)
    for address in (urls.paper(paper.review, paper.id), urls.paper_page(paper.review, paper.id, 1)):
        page = browser.get(address)
        assert "Version 1, replaced on " in words(page.text)
        assert " by version 2." in words(page.text)
        assert urls.paper(paper.review, newer.id) in page.text
    assert urls.paper_replace(paper.review, paper.id) not in browser.get(urls.paper(paper.review, paper.id)).text
    for address in (urls.papers_status(paper.review), urls.review(paper.review)):
        listed = words(browser.get(address).text)
        assert "Overview report (version 2)" in listed
        assert "1 earlier version" in listed
        assert listed.index("Overview report (version 2)") < listed.index("Version 1 of Overview report, replaced on ")
    stands = browser.get(urls.paper_replace(paper.review, paper.id))
    assert "has been replaced already. Replace the newest, version 2." in words(stands.text)
    assert 'type="file"' not in stands.text
    choices = words(browser.get(urls.papers_search(paper.review)).text)
    assert "Overview report (version 2) Overview report (version 1)" in choices


def test_the_appraiser_sees_what_became_of_their_evidence_and_nobody_else_does(
    client_for: ClientFor, people: People, draft: Appraisal, newer: Document
) -> None:
    browser = client_for(people.alice)
    told = "Of 3 pieces of evidence 1 was found again, 1 has changed words and 1 lost its place."
    for address in (urls.appraisal(draft.id), urls.marker(draft.id, "analysis")):
        page = browser.get(address)
        assert told in words(page.text)
        assert urls.moved(draft.id) in page.text
    assert "pieces of evidence" not in words(browser.get(urls.marker(draft.id, "publication")).text)
    listed = words(browser.get(urls.moved(draft.id)).text)
    for heading in (
        "Words changed, or place uncertain: yours to decide (1)",
        "Lost their place: yours to decide (1)",
        "Found again (1)",
    ):
        assert heading in listed
    assert "taken out: never put in: hardly ever" in listed
    for person in (people.bob, people.carol, people.erin):
        assert client_for(person).get(urls.moved(draft.id)).status_code == 403
    assert client_for(people.dave).get(urls.moved(draft.id)).status_code == 404


PLAN = "The plan shows three rooms and a kitchen, and the door to the yard from which the path leads to the road."
TABLE = "The table gives the visits of nine weeks, by whom they were made, and how long each of them had lasted."


@pytest.mark.parametrize(
    ("before", "now", "told", "leads_to"),
    [
        (PLAN, (TABLE, PLAN), "The page was known again by its text.", "version 2, page 2"),
        (PLAN, (TABLE, PLAN.replace("three", "four small")), "Look whether it is the page you mean.", "version 2, page 2"),
        (
            "",
            ("A foreword.", TABLE, Page(3, "", is_picture=True), PLAN),
            "Plumbline cannot compare pictures",
            "version 2, page 3",
        ),
        ("", (PLAN,), "Lost their place: yours to decide (1)", ""),
    ],
)
def test_a_page_that_was_cited_without_a_quote_is_found_again_by_its_text_or_by_the_pages_around_it(
    client_for: ClientFor,
    stored: Stored,
    settings: Settings,
    people: People,
    review: Review,
    before: str,
    now: tuple[str | Page, ...],
    told: str,
    leads_to: str,
) -> None:
    with stored() as db:
        pages = (TABLE, Page(2, "", is_picture=True), PLAN if not before else "An annex.")
        paper = add_read(db, settings, people.erin, review, pages)
        draft = start_appraisal(people.alice, db, review.id)
        note = "A plan of the house."
        evidence_page.cite_page(people.alice, db, draft.id, paper.id, 2, marker="analysis", bearing="supports", note=note)
        if before:  # the picture has been read since
            at = (col(DocumentPageRow.document_id) == paper.id, col(DocumentPageRow.number) == 2)
            db.exec(update(DocumentPageRow).where(*at).values(text=before, from_picture=True, is_picture=False))
    answer = send(client_for(people.erin), paper)
    with stored() as db:
        newer = documents.get_document(db, people.erin.board.id, review.id, answer.headers["location"].rpartition("/")[2])
        keep(db, newer, reading_of(now))
        document_version.put_in_force(db, newer.id, people.erin.board.id, review.id)
    moving.move_evidence(settings)
    listed = words(client_for(people.alice).get(urls.moved(draft.id)).text)
    assert told in listed
    assert leads_to in listed
    assert "The words are the same" not in listed
    [item] = [one.evidence for one in _moved_of(stored, people.alice, draft)]
    decide = client_for(people.alice).get(urls.evidence_move(draft.id, item.id)).text
    assert ("Accept this place" in decide) == ("Look whether" in told or "cannot compare" in told)
    assert ("No page like this one was found" in decide) == (not leads_to)


def _moved_of(stored: Stored, person: Person, draft: Appraisal) -> tuple[moving.MovedEvidence, ...]:
    with stored() as db:
        return moving.open_moved(person, db, draft.id).items


def open_item(stored: Stored, person: Person, draft: Appraisal, quote: str) -> moving.MovedEvidence:
    with stored() as db:
        return next(item for item in moving.open_moved(person, db, draft.id).items if item.before.words == quote)


def test_the_list_leads_to_each_place_with_the_words_marked_in_the_older_version_and_in_the_newer_one(
    client_for: ClientFor, alice: Person, draft: Appraisal, newer: Document
) -> None:
    browser = client_for(alice)
    links = [node.get("href") or "" for node in parse(browser.get(urls.moved(draft.id)).text).iter("a")]
    marked = {
        "".join(node.itertext()).rstrip(",")
        for link in links
        if "passage=" in link
        for node in parse(browser.get(link.partition("#")[0]).text).iter("mark")
    }
    assert marked == {SAME, WAS, NOW, GONE}
    assert len([link for link in links if "passage=" in link]) == 5


def test_changed_words_are_accepted_with_one_press(
    client_for: ClientFor, stored: Stored, alice: Person, draft: Appraisal, newer: Document
) -> None:
    browser, item = client_for(alice), open_item(stored, alice, draft, WAS)
    address = urls.evidence_move(draft.id, item.evidence.id)
    assert address in browser.get(urls.moved(draft.id)).text
    assert "Struck through: only in version 1. Underlined: only in version 2." in words(browser.get(address).text)
    assert browser.post(address, data={"do": "accept", "seen": item.move.id if item.move else 0}).status_code == 303
    marker = words(browser.get(urls.marker(draft.id, "analysis")).text)
    assert "Overview report (version 2), page 2" in marker
    assert NOW in marker
    stale = browser.post(address, data={"do": "keep", "reason": "No.", "seen": item.move.id if item.move else 0})
    assert (stale.status_code, "decided on in the meantime" in words(stale.text)) == (409, True)


def test_lost_evidence_is_placed_by_hand_or_kept_with_a_reason(
    client_for: ClientFor, stored: Stored, alice: Person, draft: Appraisal, newer: Document
) -> None:
    browser, item = client_for(alice), open_item(stored, alice, draft, GONE)
    address, seen = urls.evidence_move(draft.id, item.evidence.id), {"seen": str(item.move.id if item.move else 0)}
    for sent, sentence in (
        ({"do": "keep"}, "Say why the older version is to be cited."),
        ({"do": "look", "quote": "no"}, "Quote at least three words"),
        ({"do": "look", "quote": "Nothing of the kind anywhere at all"}, "We could not find these words in the newer version."),
        ({}, "Say what is to be done"),
    ):
        answer = browser.post(address, data=sent | seen)
        assert (answer.status_code, sentence in words(answer.text)) == (422, True), sent
    near = browser.post(address, data={"do": "look", "quote": "The school was hardly never asked about it"} | seen)
    assert (near.status_code, "Use the paper’s own words?" in words(near.text)) == (200, True)
    none = browser.post(address, data={"do": "place", "quote": "The school was hardly never asked about it"} | seen)
    assert (none.status_code, "Choose the place you mean" in words(none.text)) == (422, True)
    assert browser.post(address, data={"do": "look", "quote": "Then the panel met"} | seen).status_code == 303
    assert "Placed by hand (1)" in words(browser.get(urls.moved(draft.id)).text)
    seen = {"seen": str(moved.id) if (moved := open_item(stored, alice, draft, GONE).move) else ""}
    assert browser.post(address, data={"do": "keep", "reason": "It was <i>true</i> then."} | seen).status_code == 303
    listed = words(browser.get(urls.moved(draft.id)).text)
    assert "Why the older version is cited: It was <i>true</i> then." in listed


def test_a_submitted_appraisal_says_that_newer_versions_exist_and_offers_nothing(
    client_for: ClientFor, stored: Stored, people: People, draft: Appraisal, newer: Document
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
        submit_appraisal(people.alice, db, draft.id)
    item = open_item(stored, people.alice, draft, WAS)
    for person in (people.alice, people.carol):
        page = client_for(person).get(urls.moved(draft.id))
        assert "keeps citing the versions on which it was made" in words(page.text)
        assert 'name="do"' not in page.text
    assert client_for(people.alice).get(urls.evidence_move(draft.id, item.evidence.id)).status_code == 403


def test_quotes_are_looked_for_in_replaced_versions_only_when_that_is_ticked(
    client_for: ClientFor, alice: Person, draft: Appraisal, newer: Document
) -> None:
    browser = client_for(alice)
    address = urls.marker(draft.id, "publication")
    assert "Look in replaced versions of papers too" in words(browser.get(address).text)
    typed = {"ev-quote": f"{GONE} and one in autumn", "ev-bearing": "supports", "do": "evidence"}
    assert browser.post(address, data=typed).status_code == 422
    assert browser.post(address, data=typed | {"ev-older": "yes"}).status_code == 303
    assert "Overview report (version 1), page 2" in words(browser.get(address).text)


def test_the_papers_beside_a_marker_are_those_in_force_and_an_older_one_says_that_it_was_replaced(
    client_for: ClientFor, alice: Person, draft: Appraisal, paper: Document, newer: Document
) -> None:
    browser = client_for(alice)
    current = browser.get(urls.marker(draft.id, "analysis", paper=newer.id, page=2)).text
    assert f'value="{newer.id}"' in current
    assert f'value="{paper.id}"' not in current
    older = browser.get(urls.marker(draft.id, "analysis", paper=paper.id, page=2)).text
    assert "Version 1, replaced on " in words(older)
    assert f'<option value="{paper.id}" selected>' in older
    assert f'<option value="{newer.id}" selected>' in browser.get(urls.marker(draft.id, "analysis")).text, "where one was last"


def test_a_comparison_shows_what_changed_with_words_marked_and_folds_the_rest(
    client_for: ClientFor, people: People, paper: Document, newer: Document
) -> None:
    browser = client_for(people.alice)
    page = browser.get(urls.paper_compare(paper.review, newer.id, paper.id))
    text = words(page.text)
    assert "What changed from version 1 to version 2" in text
    assert "1 changed, 1 new, 1 taken out, 0 moved, 1 unchanged" in text
    assert "<del>never</del> <ins>hardly ever</ins>" in page.text
    assert "<ins>A &lt;b&gt;foreword&lt;/b&gt; that is new.</ins>" in page.text
    assert "1 paragraph unchanged" in text
    assert page.text.count("<svg") >= 2
    assert browser.get(urls.paper_compare(paper.review, paper.id, newer.id)).text.count("from version 1 to version 2") == 1
    assert "What changed from version 1" in words(browser.get(urls.paper_compare(paper.review, newer.id)).text)
    assert client_for(people.dave).get(urls.paper_compare(paper.review, newer.id)).status_code == 404
    assert browser.get(urls.paper_compare(paper.review, newer.id, "nosuchpaper")).status_code == 404


@pytest.mark.parametrize("read_off", ["newer", "older", ""])
def test_a_comparison_with_text_that_was_read_off_pictures_says_so(
    client_for: ClientFor, stored: Stored, alice: Person, paper: Document, newer: Document, read_off: str
) -> None:
    with stored() as db:
        which = {"newer": newer.id, "older": paper.id}.get(read_off, "")
        db.exec(update(DocumentRow).where(col(DocumentRow.id) == which).values(pictures="done"))
    shown = words(client_for(alice).get(urls.paper_compare(paper.review, newer.id)).text)
    assert ("Some of this text was read off pictures by machine" in shown) == bool(read_off)


def test_a_paper_without_another_version_can_be_compared_with_another_paper(
    client_for: ClientFor, stored: Stored, settings: Settings, people: People, review: Review, paper: Document
) -> None:
    browser = client_for(people.alice)
    assert "no other paper with text" in words(browser.get(urls.paper_compare(review.id, paper.id)).text)
    with stored() as db:
        other = add_read(db, settings, people.erin, review, OLD_PAGES, name="chronology.pdf")
    assert f'value="{other.id}"' in browser.get(urls.paper_compare(review.id, paper.id)).text
    assert "The two texts are the same." in words(browser.get(urls.paper_compare(review.id, paper.id, other.id)).text)


def test_long_comparisons_are_shown_in_parts_and_every_change_stands_in_one_of_them(
    client_for: ClientFor, stored: Stored, settings: Settings, people: People, review: Review
) -> None:
    before = [f"Paragraph {number} of the chronology says what happened on that day." for number in range(MOST * 2 + 7)]
    with stored() as db:
        old = add_read(db, settings, people.erin, review, ["\n\n".join(before), "The end."], name="one.pdf")
        changed = "\n\n".join(text.replace("happened", f"changed{number}") for number, text in enumerate(before))
        new = add_read(db, settings, people.erin, review, [changed, "The end."], name="two.pdf")
    browser = client_for(people.alice)
    parts = [browser.get(urls.paper_compare(review.id, new.id, old.id, page=number)).text for number in (1, 2, 3)]
    assert [part.count("<ins>changed") for part in parts] == [MOST, MOST, 7]
    assert "part 1 of 3" in words(parts[0])
    assert browser.get(urls.paper_compare(review.id, new.id, old.id, page=999)).text == parts[2]
