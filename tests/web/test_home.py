"""The first page, the help, the accessibility statement, the trail and the health check."""

import pytest

from app.data.audit import add_event
from app.domain.audit import event
from app.domain.cue import CueKind
from app.services.audit import PER_PAGE
from app.services.cue_words import why_look_at_kinds
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_review


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def links(html: str) -> list[str]:
    return [link.get("href") for link in parse(html).iter("a")]


def test_the_first_address_leads_to_the_reviews_or_to_signing_in(
    client_for: ClientFor, people: People, anonymous: Browser
) -> None:
    assert client_for(people.alice).get("/").headers["location"] == urls.reviews()
    assert anonymous.get("/").headers["location"] == urls.sign_in()


@pytest.mark.parametrize(
    ("address", "heading"), [(urls.help_page(), "How Plumbline works"), (urls.accessibility(), "Accessibility")]
)
def test_help_and_the_accessibility_statement_are_there_for_everybody(
    client_for: ClientFor, people: People, anonymous: Browser, address: str, heading: str
) -> None:
    for browser in (anonymous, client_for(people.alice), client_for(people.frank)):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert ["".join(found.itertext()) for found in parse(answer.text).iter("h1")] == [heading]


def test_every_page_leads_to_help_and_accessibility(anonymous: Browser) -> None:
    found = links(anonymous.get(urls.help_page()).text)
    assert urls.help_page() in found
    assert urls.accessibility() in found


def test_the_health_check_needs_nobody(anonymous: Browser) -> None:
    answer = anonymous.get("/health")
    assert (answer.status_code, answer.text) == (200, "ok\n")


@pytest.mark.parametrize(("name", "status"), [("erin", 200), ("frank", 200), ("alice", 403), ("bob", 403), ("carol", 403)])
def test_the_trail_is_for_commissioners_and_administrators(client_for: ClientFor, people: People, name: str, status: int) -> None:
    browser = client_for(getattr(people, name))
    assert browser.get(urls.trail()).status_code == status
    assert (urls.trail() in links(browser.get(urls.help_page()).text)) == (status == 200)


def test_the_trail_says_who_did_what_to_which_and_nothing_of_another_board(
    client_for: ClientFor, people: People, stored: Stored
) -> None:
    with stored() as db:
        review = make_review(db, people.erin, "WX-7")
        make_review(db, people.dave, "TM-1")
    answer = client_for(people.erin).get(urls.trail())
    cells = [["".join(cell.itertext()).strip() for cell in row] for row in parse(answer.text).iter("tr")]
    assert ["Erin Maddox", "Review registered", f"Review WX-7{review.id}"] in [row[1:] for row in cells]
    page = words(answer.text)
    assert "TM-1" not in page
    assert "Dave" not in page
    assert "TM-1" in words(client_for(people.dave).get(urls.trail()).text)


def test_the_trail_is_turned_page_by_page(client_for: ClientFor, people: People, stored: Stored) -> None:
    with stored() as db:
        for number in range(PER_PAGE + 1):
            add_event(db, event(people.alice, "counted", "number", f"n{number}x"))
    browser = client_for(people.erin)
    first = browser.get(urls.trail()).text
    assert urls.trail(2) in links(first)
    assert f"n{PER_PAGE}x" in words(first)
    assert "n0x" not in words(first)
    second = browser.get(urls.trail(2)).text
    assert urls.trail(1) in links(second)
    assert "n0x" in words(second)


@pytest.mark.parametrize("page", ["0", "-1", "99999", "9" * 400])
def test_a_page_of_the_trail_that_there_cannot_be_gets_a_page(client_for: ClientFor, people: People, page: str) -> None:
    assert client_for(people.erin).get(f"/trail?page={page}").status_code == 200


@pytest.mark.parametrize("page", ["x", "1.5", "%00", ""])
def test_a_page_of_the_trail_that_is_no_number_is_not_found(client_for: ClientFor, people: People, page: str) -> None:
    assert client_for(people.erin).get(f"/trail?page={page}").status_code == 404


def test_markup_on_the_trail_is_shown_as_words(client_for: ClientFor, people: People, stored: Stored) -> None:
    with stored() as db:
        make_review(db, people.erin, "<script>alert(1)</script>")
    page = client_for(people.erin).get(urls.trail()).text
    assert "<script>alert" not in page
    assert "<script>alert(1)</script>" in words(page)


def test_the_help_says_what_each_kind_of_cue_is_for_and_that_none_of_them_decides(anonymous: Browser) -> None:
    page = parse(anonymous.get(urls.help_page()).text)
    text = " ".join("".join(page.itertext()).split())
    assert [kind for kind in CueKind if f"{kind.label} ({kind.letter}). {dict(why_look_at_kinds())[kind]}" not in text] == []
    assert "no count becomes a grade" in text
    assert [node.text for node in page.iter("h2") if node.get("id") == "cues"] == ["Cues in a paper"]
