"""The pages of the people of a board: the list, one account, sign-in links, the table of permissions, one's boards."""

import pyotp
import pytest

from app.data.people import add_roles
from app.domain.account import Person, Role
from app.domain.audit import event
from app.domain.permission_table import RULES
from app.services import account as accounts
from app.services import people
from app.services import sign_in_factor as factors
from app.settings import Settings
from app.web import urls
from tests.browsing import Browser
from tests.conftest import ClientFor, Stored
from tests.factories import OTHER_BOARD, People, make_review


def roles_now(stored: Stored, account: str) -> set[Role]:
    with stored() as db:
        return {role for person in accounts.list_everybody(db) if person.id == account for role in person.roles}


def test_an_administrator_sees_everybody_with_their_last_sign_in(client_for: ClientFor, frank: Person, people: People) -> None:
    page = client_for(frank).get(urls.people())
    assert page.status_code == 200
    for person in (people.alice, people.carol, people.erin):
        assert person.name in page.text
        assert urls.person(person.id) in page.text
    assert people.dave.email not in page.text
    assert page.text.count("Not yet") == 4, "all but Frank, who is signed in"


def test_a_commissioner_sees_the_list_and_changes_nobody(client_for: ClientFor, erin: Person, alice: Person) -> None:
    browser = client_for(erin)
    page = browser.get(urls.people())
    assert alice.email in page.text
    assert urls.person(alice.id) not in page.text
    assert browser.get(urls.person(alice.id)).status_code == 403


def test_roles_are_changed_on_the_page_of_a_person(client_for: ClientFor, stored: Stored, frank: Person, alice: Person) -> None:
    browser = client_for(frank)
    answer = browser.post(urls.person_roles(alice.id), data={"roles": ["moderator", "commissioner"]})
    assert answer.headers["location"] == urls.person(alice.id, "roles")
    assert roles_now(stored, alice.id) == {Role.MODERATOR, Role.COMMISSIONER}
    assert "The roles are changed." in browser.get(answer.headers["location"]).text


@pytest.mark.parametrize("sent", [[], ["king"], [""]])
def test_no_role_is_refused_beside_the_boxes(
    client_for: ClientFor, stored: Stored, frank: Person, alice: Person, sent: list[str]
) -> None:
    answer = client_for(frank).post(urls.person_roles(alice.id), data={"roles": sent})
    assert answer.status_code == 422
    assert 'href="#roles"' in answer.text
    assert roles_now(stored, alice.id) == {Role.APPRAISER}


def test_an_account_is_disabled_at_once_and_enabled_again(client_for: ClientFor, frank: Person, alice: Person) -> None:
    hers, his = client_for(alice), client_for(frank)
    assert hers.get(urls.reviews()).status_code == 200
    assert his.post(urls.person_disable(alice.id)).headers["location"] == urls.person(alice.id, "disabled")
    assert hers.get(urls.reviews()).status_code == 401
    assert "Disabled" in his.get(urls.people()).text
    his.post(urls.person_enable(alice.id))
    assert client_for(alice).get(urls.reviews()).status_code == 200


def test_ones_own_account_cannot_be_disabled(client_for: ClientFor, frank: Person) -> None:
    answer = client_for(frank).post(urls.person_disable(frank.id))
    assert answer.status_code == 422
    assert "cannot disable your own account" in answer.text


def test_a_sign_in_link_is_shown_once_and_works(client_for: ClientFor, settings: Settings, frank: Person, alice: Person) -> None:
    browser = client_for(frank)
    shown = browser.post(urls.person_link(alice.id))
    assert shown.status_code == 200
    link = shown.text.split('spellcheck="false">')[1].split("</textarea>")[0]
    assert link.startswith(settings.address + urls.sign_in_link(""))
    assert shown.headers["cache-control"] == "no-store"
    token = link.rpartition("/")[2]
    assert token not in browser.get(urls.person(alice.id)).text + browser.get(urls.trail()).text
    assert alice.name in browser.get(urls.sign_in_link(token)).text


def test_the_link_of_an_account_with_another_board_is_not_shown(
    client_for: ClientFor, stored: Stored, frank: Person, dave: Person
) -> None:
    with stored() as db:
        add_roles(db, frank.board.id, dave.id, frozenset({Role.MODERATOR}), event(dave, "roles added", "account", dave.id))
    answer = client_for(frank).post(urls.person_link(dave.id))
    assert answer.status_code == 422
    assert "used on another board" in answer.text
    assert OTHER_BOARD not in answer.text


def give_factor(stored: Stored, person: Person) -> None:
    with stored() as db:
        factors.begin_second_factor(person, db)
        waiting = factors.waiting_secret(person, db)
        assert waiting
        factors.confirm_second_factor(person, db, pyotp.TOTP(waiting[0]).now())


def test_an_administrator_takes_off_a_second_factor_after_being_asked_once_more(
    client_for: ClientFor, stored: Stored, frank: Person, alice: Person
) -> None:
    hers, his = client_for(alice), client_for(frank)
    give_factor(stored, alice)
    assert urls.person_factor(alice.id) in his.get(urls.person(alice.id)).text
    asked = his.get(urls.person_factor(alice.id))
    assert "Be sure that it is really Alice" in asked.text
    assert hers.get(urls.account()).status_code == 200, "asking alone changes nothing"
    done = his.post(urls.person_factor(alice.id))
    assert done.headers["location"] == urls.person(alice.id, "factor")
    page = his.get(done.headers["location"]).text
    assert "The second factor is taken off." in page
    assert urls.person_factor(alice.id) not in page
    assert hers.get(urls.account()).status_code == 401, "her sessions have ended"
    assert client_for(alice).get(urls.account()).status_code == 200
    trail = his.get(urls.trail()).text
    assert "second factor taken off" in trail.lower()
    again = his.post(urls.person_factor(alice.id))
    assert (again.status_code, "has no second factor" in again.text) == (422, True)


def test_a_second_factor_is_not_taken_off_for_oneself_by_others_or_where_it_guards_another_board(
    client_for: ClientFor, stored: Stored, people: People
) -> None:
    browser = client_for(people.frank)
    for person in (people.frank, people.dave):
        give_factor(stored, person)
    with stored() as db:
        told = event(people.dave, "roles added", "account", people.dave.id)
        add_roles(db, people.frank.board.id, people.dave.id, frozenset({Role.MODERATOR}), told)
    own = browser.post(urls.person_factor(people.frank.id))
    assert (own.status_code, "under “Your account”" in own.text) == (403, True)
    assert browser.get(urls.person_factor(people.frank.id)).status_code == 403
    assert urls.person_factor(people.frank.id) not in browser.get(urls.person(people.frank.id)).text
    assert "plumbline account reset" in browser.get(urls.person_factor(people.dave.id)).text
    both = browser.post(urls.person_factor(people.dave.id))
    assert (both.status_code, "Whoever runs this service can do it" in both.text) == (422, True)
    for other in (people.erin, people.alice, people.carol):
        assert client_for(other).post(urls.person_factor(people.frank.id)).status_code == 403
    for person in (people.frank, people.dave):
        with stored() as db:
            assert factors.get_second_factor(person, db)


@pytest.mark.parametrize("name", ["alice", "carol", "erin", "frank", "dave"])
def test_everybody_signed_in_reads_who_may_do_what(client_for: ClientFor, people: People, name: str) -> None:
    page = client_for(getattr(people, name)).get(urls.permissions())
    assert page.status_code == 200
    assert all(rule.action.split(",")[0].split("’")[0] in page.text for rule in RULES)


def test_the_table_is_not_for_strangers(anonymous: Browser) -> None:
    assert anonymous.get(urls.permissions()).status_code == 401


def test_somebody_changes_to_another_of_their_boards(client_for: ClientFor, stored: Stored, people: People) -> None:
    frank, dave = people.frank, people.dave
    with stored() as db:
        add_roles(db, frank.board.id, dave.id, frozenset({Role.MODERATOR}), event(dave, "roles added", "account", dave.id))
        review = make_review(db, people.erin, "WX-2015-99").id
    browser = client_for(dave)
    assert browser.get(urls.review(review)).status_code == 404
    page = browser.get(urls.boards())
    assert frank.board.name in page.text
    assert browser.post(urls.boards(), data={"board": frank.board.id}).status_code == 303
    assert browser.get(urls.review(review)).status_code == 200
    assert browser.get(urls.people()).status_code == 403, "the roles of the other board stay there"


def test_nobody_changes_to_a_board_that_is_not_theirs(client_for: ClientFor, alice: Person, dave: Person) -> None:
    assert client_for(alice).post(urls.boards(), data={"board": dave.board.id}).status_code == 404


def test_a_refusal_says_what_was_refused_why_and_who_can_help(client_for: ClientFor, alice: Person) -> None:
    page = client_for(alice).get(urls.review_new())
    assert page.status_code == 403
    assert "Only a commissioner can change a review" in page.text
    assert "Register a review, change its facts" in page.text
    assert "Erin Maddox (commissioner); Frank Osgood (administrator)" in page.text, "the role is missing"
    assert f'href="{urls.permissions()}"' in page.text


def test_whoever_has_the_role_is_sent_to_those_who_can_open_the_way(client_for: ClientFor, frank: Person, stored: Stored) -> None:
    page = client_for(frank).post(urls.person_roles(frank.id), data={"roles": ["administrator", "commissioner"]})
    assert page.status_code == 403
    assert "You cannot give yourself a role" in page.text
    assert "Whoever runs this service" in page.text, "there is no other administrator"
    with stored() as db:
        names = people.names_of(frank, db, Role.ADMINISTRATOR)
    assert names == (frank.name,)


def test_a_refusal_that_is_no_matter_of_roles_has_no_table(client_for: ClientFor, stored: Stored, erin: Person) -> None:
    browser = client_for(erin)
    answer = browser.post("/sign-out", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert "Who can help" not in answer.text
