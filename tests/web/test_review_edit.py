"""Editing the facts of a review part by part: kept, refused with everything typed still there, and never over something newer."""

from collections.abc import Callable

import pytest

from app.domain.account import Person
from app.domain.review import Agency, Involved, Part, Review
from app.services import review as reviews
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_facts

PARTS = ("details", "dates", "agencies", "people")
Load = Callable[[], Review]


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    """A review on Erin's board."""
    with stored() as db:
        return reviews.register_review(erin, db, make_facts())


@pytest.fixture
def load(stored: Stored, erin: Person, review: Review) -> Load:
    """The review as it is stored now."""

    def read() -> Review:
        with stored() as db:
            return reviews.get_review(erin, db, review.id)

    return read


@pytest.fixture
def browser(client_for: ClientFor, erin: Person) -> Browser:
    """Erin's browser."""
    return client_for(erin)


def fields_of(html: str) -> dict[str, str]:
    """What the form of facts on a page would send when its own button is pressed."""
    form = next(found for found in parse(html).iter("form") if found.get("id") == "facts")
    sent: dict[str, str] = {}
    for box in form.iter("input"):
        if box.get("type") not in ("radio", "checkbox") or box.get("checked") is not None:
            sent[box.get("name")] = box.get("value", "")
    for chooser in form.iter("select"):
        options = list(chooser.iter("option"))
        chosen = next((option for option in options if option.get("selected") is not None), options[0])
        sent[chooser.get("name")] = chosen.get("value")
    return sent | {"do": "save"}


@pytest.mark.parametrize("part", PARTS)
def test_a_form_sent_as_it_came_changes_nothing(browser: Browser, review: Review, load: Load, part: str) -> None:
    page = browser.get(urls.review_edit(review.id, part))
    assert page.status_code == 200
    answer = browser.post(urls.review_edit(review.id, part), data=fields_of(page.text))
    assert (answer.status_code, answer.headers["location"]) == (303, urls.review(review.id, saved=part))
    assert load() == review


@pytest.mark.parametrize("part", PARTS)
def test_whoever_is_not_signed_in_is_asked_to_sign_in(anonymous: Browser, review: Review, part: str) -> None:
    address = urls.review_edit(review.id, part)
    assert (anonymous.get(address).status_code, anonymous.post(address, data={"x": "y"}).status_code) == (401, 401)


@pytest.mark.parametrize(("name", "status"), [("alice", 403), ("carol", 403), ("frank", 403), ("dave", 404)])
def test_nobody_but_the_boards_commissioner_edits(
    client_for: ClientFor, people: People, review: Review, load: Load, name: str, status: int
) -> None:
    other = client_for(getattr(people, name))
    for part in PARTS:
        address = urls.review_edit(review.id, part)
        assert other.get(address).status_code == status
        assert other.post(address, data={"reference": "Mine", "version": "1"}).status_code == status
    assert load() == review


@pytest.mark.parametrize("part", ["nothing", "PEOPLE", "%00"])
def test_a_part_that_does_not_exist_is_not_found(browser: Browser, review: Review, part: str) -> None:
    address = f"/reviews/{review.id}/edit/{part}"
    assert (browser.get(address).status_code, browser.post(address, data={"x": "y"}).status_code) == (404, 404)


def test_details_are_saved(browser: Browser, review: Review, load: Load) -> None:
    typed = {"reference": "WX-9", "harm": "not-known", "age_band": "unborn", "method": "", "version": "1"}
    assert browser.post(urls.review_edit(review.id, "details"), data=typed).status_code == 303
    facts = load().facts
    assert (facts.reference, facts.harm, facts.method, facts.fictional) == ("WX-9", None, "", False)
    assert facts.people == review.facts.people


def test_dates_are_saved_and_empty_ones_become_unknown(browser: Browser, review: Review, load: Load) -> None:
    typed = {"version": "1", "decision-day": "3", "decision-month": "Mar", "decision-year": "2011"}
    assert browser.post(urls.review_edit(review.id, "dates"), data=typed).status_code == 303
    known = [f"{name} {when}" for name, when in load().facts.dates.in_order() if when]
    assert known == ["decision 2011-03-03"]


@pytest.mark.parametrize(
    ("day", "month", "year", "sentence"),
    [
        ("31", "2", "2015", "must be a real date"),
        ("1", "", "2015", "must include a month"),
        ("1", "1", "15", "must be a real date"),
        ("1", "1", "9999", "must be today or in the past"),
        ("1", "1", "0001", "must be in 1900 or later"),
        ("1", "1", "2014", "same as or after the date the board was told"),
        ("x", "y", "z", "must be a real date"),
        ("9" * 5000, "1", "2015", "must be a real date"),
        ("1", "9" * 5000, "2015", "must be a real date"),
        ("x" * 1_000_000, "1", "2015", "must be a real date"),
        ("<b>", "1", "2015", "must be a real date"),
    ],
)
def test_a_date_that_cannot_be_is_refused_beside_its_boxes_with_all_typed_kept(
    browser: Browser, review: Review, load: Load, day: str, month: str, year: str, sentence: str
) -> None:
    typed = {"decision-day": day, "decision-month": month, "decision-year": year, "version": "1"}
    told = {"notified-day": "14", "notified-month": "1", "notified-year": "2015"}
    answer = browser.post(urls.review_edit(review.id, "dates"), data=typed | told)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'href="#decision"' in answer.text
    assert "<title>Error: " in answer.text
    sent_again = fields_of(answer.text)
    assert {name: sent_again[name] for name in typed | told} == typed | told
    assert load() == review


def test_problems_of_two_kinds_are_told_at_once_in_the_order_of_the_form(browser: Browser, review: Review) -> None:
    typed = {"incident-day": "40", "incident-month": "1", "incident-year": "2015"}
    typed |= {"published-day": "1", "published-month": "1", "published-year": "2999", "version": "1"}
    page = browser.post(urls.review_edit(review.id, "dates"), data=typed).text
    assert 0 < page.index('href="#incident"') < page.index('href="#published"')


def test_another_row_keeps_everything_typed_and_saves_nothing(browser: Browser, review: Review, load: Load) -> None:
    address = urls.review_edit(review.id, "people")
    typed = fields_of(browser.get(address).text) | {"person-1-name": "Half typ", "do": "add"}
    answer = browser.post(address, data=typed)
    assert answer.status_code == 200
    now = fields_of(answer.text)
    assert (now["rows"], now["person-1-name"], now["person-4-name"]) == ("4", "Half typ", "")
    assert load() == review


def test_a_removed_row_is_gone_and_the_others_keep_what_was_typed(browser: Browser, review: Review, load: Load) -> None:
    address = urls.review_edit(review.id, "agencies")
    typed = {
        "rows": "3",
        "version": "1",
        "agency-1-name": "A",
        "agency-2-name": "B",
        "agency-3-name": "C",
        "agency-3-report": "no",
    }
    now = fields_of(browser.post(address, data=typed | {"do": "remove-2"}).text)
    assert (now["rows"], now["agency-1-name"], now["agency-2-name"], now["agency-2-report"]) == ("2", "A", "C", "no")
    assert browser.post(address, data=now).status_code == 303
    assert load().facts.agencies == (Agency("A", None), Agency("C", report_expected=False))


def test_removing_the_only_row_leaves_an_empty_one(browser: Browser, review: Review, load: Load) -> None:
    address = urls.review_edit(review.id, "agencies")
    now = fields_of(browser.post(address, data={"rows": "1", "version": "1", "agency-1-name": "A", "do": "remove-1"}).text)
    assert (now["rows"], now["agency-1-name"]) == ("1", "")
    assert browser.post(address, data=now).status_code == 303
    assert load().facts.agencies == ()


def test_enter_in_a_field_saves_and_does_not_remove(browser: Browser, review: Review) -> None:
    page = parse(browser.get(urls.review_edit(review.id, "people")).text)
    first = next(found for found in page.iter("form") if found.get("id") == "facts").find(".//button")
    assert (first.get("name"), first.get("value")) == ("do", "save")


def test_each_row_is_a_group_with_its_number_and_each_button_says_which_row(browser: Browser, review: Review) -> None:
    page = parse(browser.get(urls.review_edit(review.id, "people")).text)
    legends = ["".join(found.itertext()).strip() for found in page.iter("legend")]
    assert legends == ["Person 1", "Person 2", "Person 3"]
    removes = [" ".join("".join(found.itertext()).split()) for found in page.iter("button") if "remove" in found.get("value", "")]
    assert removes == ["Remove person 1", "Remove person 2", "Remove person 3"]


def test_people_are_saved_with_all_facts_and_blank_rows_do_not_count(browser: Browser, review: Review, load: Load) -> None:
    typed = {"rows": "3", "version": "1", "person-2-name": "Ruth", "person-2-post": "Consultant", "person-2-part": "panel-chair"}
    typed |= {"person-2-on_board": "no", "person-2-independent": "yes", "person-2-managed": "not-known"}
    assert browser.post(urls.review_edit(review.id, "people"), data=typed).status_code == 303
    assert load().facts.people == (Involved("Ruth", "Consultant", Part.PANEL_CHAIR, "", False, True, None),)


def test_a_person_without_a_part_is_refused_with_all_typed_kept(browser: Browser, review: Review, load: Load) -> None:
    typed = {"rows": "2", "version": "1", "person-1-part": "wizard", "person-1-name": "Ruth", "person-2-part": "panel-chair"}
    answer = browser.post(urls.review_edit(review.id, "people"), data=typed)
    assert answer.status_code == 422
    assert "Choose what person 1 did in the review." in answer.text
    assert "Enter a name or a post for person 2, or remove them." in answer.text
    assert fields_of(answer.text)["person-1-name"] == "Ruth"
    assert load() == review


@pytest.mark.parametrize(
    "typed",
    [
        {"rows": "999999999", "agency-1-name": "A"},
        {"rows": "-1"},
        {"rows": "many", "agency-1-report": "maybe"},
        {"rows": "1", "agency-1-name": "x" * 1_000_000},
        {"rows": "1", "agency-1-name": "\0\x1f\ud800"},
        {"do": "remove-99999", "rows": "1"},
        {"do": "remove-x"},
        {"do": "dance", "version": "9" * 400},
        {},
    ],
)
def test_nonsense_in_a_form_with_rows_gets_a_page(browser: Browser, review: Review, typed: dict[str, str]) -> None:
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in typed.items()}
    answer = browser.post(urls.review_edit(review.id, "agencies"), data=encoded)
    assert answer.status_code in (200, 303, 409, 422)


def test_more_rows_than_a_review_can_list_are_not_offered(browser: Browser, review: Review) -> None:
    answer = browser.post(urls.review_edit(review.id, "agencies"), data={"rows": "100", "do": "add", "version": "1"})
    assert fields_of(answer.text)["rows"] == "100"


@pytest.mark.parametrize(
    ("part", "typed", "stored_words", "typed_words"),
    [
        ("details", {"reference": "WX-2015-03", "method": "Mine", "harm": "serious", "age_band": "1-5"}, "Theirs", "Mine"),
        ("agencies", {"rows": "1", "agency-1-name": "My agency"}, "Wexcombe Health Trust; report expected: yes", "My agency"),
        ("people", {"rows": "1", "person-1-name": "My chair", "person-1-part": "panel-chair"}, "Ruth Penhale", "My chair"),
        ("dates", {"incident-day": "2", "incident-month": "1", "incident-year": "2015"}, "12 January 2015", "2 January 2015"),
    ],
)
def test_a_save_over_something_newer_shows_both_and_can_be_put_on_top_knowingly(
    browser: Browser,
    review: Review,
    stored: Stored,
    erin: Person,
    load: Load,
    part: str,
    typed: dict[str, str],
    stored_words: str,
    typed_words: str,
) -> None:
    with stored() as db:
        reviews.edit_review(erin, db, review.id, 1, make_facts(method="Theirs"))
    address = urls.review_edit(review.id, part)
    answer = browser.post(address, data=typed | {"version": "1", "do": "save"})
    assert answer.status_code == 409
    assert "Somebody saved changes after you opened this page" in answer.text
    assert "<title>Not saved: " in answer.text
    table = next(parse(answer.text).iter("table"))
    shown = "".join(table.itertext())
    assert stored_words in shown
    assert typed_words in shown
    assert load().facts.method == "Theirs"
    again = fields_of(answer.text)
    assert {name: again[name] for name in typed} == typed
    assert browser.post(address, data=again).status_code == 303
    assert load().version == 3
    assert load().facts.method == ("Mine" if part == "details" else "Theirs")


def test_a_stale_save_that_says_the_same_as_what_was_saved_is_no_conflict(
    browser: Browser, review: Review, stored: Stored, erin: Person
) -> None:
    page = browser.get(urls.review_edit(review.id, "people"))
    with stored() as db:
        reviews.edit_review(erin, db, review.id, 1, make_facts(method="Theirs"))
    assert browser.post(urls.review_edit(review.id, "people"), data=fields_of(page.text)).status_code == 303


def test_a_fictional_review_says_so_on_each_form(browser: Browser, stored: Stored, erin: Person) -> None:
    with stored() as db:
        fictional = reviews.register_review(erin, db, make_facts("WX-F", fictional=True))
    for part in PARTS:
        assert "Fictional example" in browser.get(urls.review_edit(fictional.id, part)).text
