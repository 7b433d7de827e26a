"""The team of a review: putting people on it, due dates, reminders, withdrawing, the grid, and the settings of the round."""

from datetime import timedelta

import pytest

from app.data import round as rounds
from app.domain.account import Person
from app.domain.clock import day_of, now
from app.domain.errors import NotAllowedError
from app.domain.team import Member
from app.services import agreement as agreements
from app.services import declaration as declarations
from app.services import moderation as moderations
from app.services import round as rounds_service
from app.services.appraisal import start_appraisal
from app.services.appraisal_save import Typed, save_field
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import make_appraisal, make_paper, make_review
from tests.studies import study


@pytest.fixture
def review(stored: Stored, erin: Person) -> str:
    with stored() as db:
        found = make_review(db, erin)
        study(db, make_paper(db, erin, found.id, "The kettle stood on the stove all night."))
        return found.id


def in_days(number: int) -> dict[str, str]:
    """A due date as the form sends it."""
    due = day_of(now()) + timedelta(days=number)
    return {"due-day": str(due.day), "due-month": str(due.month), "due-year": str(due.year)}


def add(browser: Browser, review: str, *values: str, **more: str) -> int:
    """Put people on the team; the status of the answer."""
    return browser.post(urls.team_add(review), data={"people": list(values), **more}).status_code


def members(stored: Stored, person: Person, review: str) -> dict[str, Member]:
    """The team by first name."""
    with stored() as db:
        return {m.name.split()[0].lower(): m for m in rounds.get_round(db, person.board.id, review).members}


def declare(stored: Stored, person: Person, review: str, takes_part: str = "yes") -> None:
    with stored() as db:
        declarations.declare_interests(person, db, review, has_any=False, interests="", takes_part=takes_part)


def other_review(stored: Stored, erin: Person) -> str:
    with stored() as db:
        return make_review(db, erin, "WX-2016-01").id


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_a_commissioner_puts_people_on_the_team_with_a_due_date(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    browser = client_for(erin)
    assert "Alice Hartwell" in browser.get(urls.team_add(review)).text
    chosen = (f"appraiser:{alice.id}", f"appraiser:{bob.id}", f"moderator:{carol.id}")
    assert add(browser, review, *chosen, **in_days(14)) == 303
    team = members(stored, erin, review)
    assert {name: (m.part.value, m.mask) for name, m in team.items()} == {
        "alice": ("appraiser", "A"),
        "bob": ("appraiser", "B"),
        "carol": ("moderator", ""),
    }
    assert team["alice"].due == day_of(now()) + timedelta(days=14)
    assert team["carol"].due is None
    page = words(browser.get(urls.team(review, done="added")).text)
    assert "They are on the team." in page
    assert "Asked" in page
    assert "Everybody on your board" in browser.get(urls.team_add(review)).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose at least one person."),
        ({"people": "appraiser:nobody"}, "Choose at least one person."),
        ({"due-day": "31", "due-month": "2", "due-year": "2030"}, "The due date must be a real date"),
        ({"due-day": "1", "due-month": "2", "due-year": "2015"}, "The due date must be today or later."),
    ],
)
def test_what_cannot_be_taken_is_said(
    client_for: ClientFor, review: str, erin: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = client_for(erin).post(urls.team_add(review), data=typed)
    assert answer.status_code == 422
    assert sentence in words(answer.text)


def test_nobody_becomes_what_their_role_does_not_allow(
    client_for: ClientFor, stored: Stored, review: str, carol: Person, dave: Person, erin: Person
) -> None:
    browser = client_for(erin)
    assert add(browser, review, f"appraiser:{carol.id}", f"appraiser:{dave.id}") == 422
    assert members(stored, erin, review) == {}


def test_only_those_on_the_team_appraise_once_there_are_any(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, erin: Person
) -> None:
    assert client_for(bob).get(urls.appraisal_start(review)).status_code == 200
    add(client_for(erin), review, f"appraiser:{alice.id}")
    refused = client_for(bob).post(urls.appraisal_start(review))
    assert refused.status_code == 403
    assert "you are not among them" in refused.text
    declare(stored, alice, review)
    assert client_for(alice).post(urls.appraisal_start(review)).status_code == 303


def test_once_appraisers_were_chosen_a_review_is_closed_to_the_others_of_the_board(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    addresses = (urls.review(review), urls.papers_status(review), urls.papers_search(review, "kettle"), urls.agreement(review))
    assert client_for(bob).get(urls.review(review)).status_code == 200
    assert "stove all night" in client_for(bob).get(urls.search(q="kettle")).text
    add(client_for(erin), review, f"appraiser:{alice.id}")
    for address in addresses:
        refused = client_for(bob).get(address)
        assert refused.status_code == 403, address
        assert "A commissioner has chosen who appraises this review" in words(refused.text), address
    assert "stove all night" not in client_for(bob).get(urls.search(q="kettle")).text
    for reader in (carol, erin):
        assert client_for(reader).get(urls.review(review)).status_code == 200
        assert "stove all night" in client_for(reader).get(urls.search(q="kettle")).text
    with stored() as db:
        for ask in (agreements.open_agreement, moderations.open_moderation, rounds_service.get_round):
            with pytest.raises(NotAllowedError, match="chosen who appraises"):
                ask(bob, db, review)


def test_whoever_had_begun_before_the_team_was_chosen_goes_on(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, erin: Person
) -> None:
    with stored() as db:
        begun = start_appraisal(bob, db, review)
    add(client_for(erin), review, f"appraiser:{alice.id}")
    browser = client_for(bob)
    assert browser.get(urls.appraisal(begun.id)).status_code == 200
    assert browser.get(urls.review(review)).status_code == 200
    assert "stove all night" in browser.get(urls.search(q="kettle")).text


def test_a_withdrawn_appraiser_sees_nothing_any_more_until_taken_up_again(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, erin: Person
) -> None:
    add(client_for(erin), review, f"appraiser:{alice.id}")
    declare(stored, alice, review)
    browser, commissioner = client_for(alice), client_for(erin)
    draft = browser.post(urls.appraisal_start(review)).headers["location"]
    member = members(stored, erin, review)["alice"].id
    assert commissioner.post(urls.team_do(review, member, "withdraw")).status_code == 422
    reason = {"reason": "Long-term illness."}
    assert commissioner.post(urls.team_do(review, member, "withdraw"), data=reason).status_code == 303
    assert "Long-term illness." in commissioner.get(urls.team_member(review, member)).text
    for address in (draft, urls.review(review), urls.papers_search(review, "kettle"), f"{draft}/markers/analysis"):
        assert browser.get(address).status_code == 403, address
    assert browser.post(f"{draft}/markers/analysis", data={"reasons": "Still here."}).status_code == 403
    assert commissioner.post(urls.team_do(review, member, "return")).status_code == 303
    assert browser.get(draft).status_code == 200


def test_due_dates_are_set_and_taken_away(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, erin: Person
) -> None:
    browser = client_for(erin)
    add(browser, review, f"appraiser:{alice.id}")
    member = members(stored, erin, review)["alice"].id
    assert browser.post(urls.team_do(review, member, "due"), data=in_days(3)).status_code == 303
    assert members(stored, erin, review)["alice"].due == day_of(now()) + timedelta(days=3)
    assert browser.post(urls.team_do(review, member, "due"), data={"due-day": "1"}).status_code == 422
    assert browser.post(urls.team_do(review, member, "due")).status_code == 303
    assert members(stored, erin, review)["alice"].due is None
    assert browser.get(urls.team_member(review, "nobody")).status_code == 404


def test_without_a_mail_server_reminders_are_there_to_copy(
    client_for: ClientFor, review: str, alice: Person, erin: Person
) -> None:
    browser = client_for(erin)
    add(browser, review, f"appraiser:{alice.id}", **in_days(2))
    answer = browser.post(urls.team_remind(review), data={"whom": "all"})
    assert answer.status_code == 303
    page = words(browser.get(answer.headers["location"]).text)
    assert "This service sends no e-mail." in page
    assert f"To: {alice.email}" in page
    assert "There is nobody to remind." in words(browser.get(urls.team_remind(review, "late")).text)


def test_the_grid_shows_how_far_all_have_come_and_no_grade(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    add(client_for(erin), review, f"appraiser:{alice.id}", f"appraiser:{bob.id}", **in_days(7))
    declare(stored, alice, review)
    declare(stored, bob, review, takes_part="no")
    with stored() as db:
        draft = start_appraisal(alice, db, review)
        save_field(alice, db, draft.id, Typed("analysis/grade", "outstanding", 0))
        save_field(alice, db, draft.id, Typed("publication/reasons", "A secret thought.", 0))
    for person in (erin, carol):
        answer = client_for(person).get(urls.team_grid(review))
        page = words(answer.text)
        assert "● Judged" in page
        assert "◐ Begun" in page
        assert "1 of 18" in page
        assert "Cannot take part" in page
        assert "utstanding" not in page
        assert "secret" not in page
    assert client_for(alice).get(urls.team_grid(review)).status_code == 403


def test_masks_replace_names_for_moderators_and_appraisers_and_are_fixed_by_the_first_submission(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    commissioner = client_for(erin)
    add(commissioner, review, f"appraiser:{alice.id}", f"appraiser:{bob.id}", f"moderator:{carol.id}")
    assert commissioner.post(urls.round_settings(review), data={}).status_code == 422
    assert commissioner.post(urls.round_settings(review), data={"masked": "yes"}).status_code == 303
    for person in (alice, bob, carol):
        declare(stored, person, review)
    with stored() as db:
        done = make_appraisal(db, alice, review)
        make_appraisal(db, bob, review)
    seen = [urls.review(review), urls.appraisal(done.id), urls.marker(done.id, "analysis"), urls.adequacy(done.id)]
    for address in (*seen, urls.team(review), urls.team_grid(review), urls.report_preview(done.id)):
        page = client_for(carol).get(address)
        assert page.status_code == 200, address
        assert "Alice" not in page.text, address
        assert "Fenwick" not in page.text, address
    assert "Appraisal by Appraiser" in client_for(carol).get(urls.appraisal(done.id)).text
    for address in seen:
        assert "Hartwell" not in client_for(bob).get(address).text, address
    assert "Alice Hartwell" in commissioner.get(urls.appraisal(done.id)).text
    assert "Alice Hartwell" in commissioner.get(urls.team(review)).text
    assert commissioner.post(urls.round_settings(review), data={"masked": "no"}).status_code == 403
    assert "stay as they are" in commissioner.get(urls.round_settings(review)).text


def test_whoever_began_without_being_on_the_team_is_listed(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, erin: Person
) -> None:
    with stored() as db:
        start_appraisal(bob, db, review)
    add(client_for(erin), review, f"appraiser:{alice.id}")
    assert "Bob Fenwick: in progress" in words(client_for(erin).get(urls.team(review)).text)
    assert "not on the team" in words(client_for(erin).get(urls.team_grid(review)).text)


def test_the_report_on_one_of_several_masked_appraisals_has_its_letter_and_no_name(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    commissioner = client_for(erin)
    add(commissioner, review, f"appraiser:{bob.id}")
    add(commissioner, review, f"appraiser:{alice.id}")
    commissioner.post(urls.round_settings(review), data={"masked": "yes"})
    for person in (alice, bob):
        declare(stored, person, review)
    with stored() as db:
        done = make_appraisal(db, bob, review)
        make_appraisal(db, alice, review)
    letter = members(stored, erin, review)["bob"].masked_name
    for reader in (erin, carol, bob):
        report = client_for(reader).get(urls.report_preview_file(done.id, "json"))
        people = [one["name"] for one in report.json()["signatures"] if "ppraise" in one["part"]]
        assert people == [letter], reader.name
        assert "Hartwell" not in report.text
        assert "Fenwick" not in report.text
        assert "one other person appraised the review apart" in report.text
    assert "A report on one appraisal alone has its letter and no name." in words(
        client_for(erin).get(urls.round_settings(other_review(stored, erin))).text
    )


def test_before_the_round_is_open_the_report_on_ones_own_appraisal_does_not_tell_who_else_has_submitted(
    client_for: ClientFor, stored: Stored, review: str, alice: Person, bob: Person, erin: Person
) -> None:
    commissioner = client_for(erin)
    for person in (alice, bob):
        add(commissioner, review, f"appraiser:{person.id}")
    commissioner.post(urls.round_settings(review), data={"masked": "yes"})
    for person in (alice, bob):
        declare(stored, person, review)
    with stored() as db:
        begun = start_appraisal(bob, db, review)
    browser = client_for(bob)
    before = browser.get(urls.report_preview_file(begun.id, "json")).json()
    with stored() as db:
        make_appraisal(db, alice, review)
    assert browser.get(urls.report_preview_file(begun.id, "json")).json() == before
