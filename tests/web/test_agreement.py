"""The page on agreement: who may see it and when, what it says, its table, and the file of the grades."""

import csv
import io

import pytest

from app.data import appraisal as appraisal_data
from app.data.audit import list_events
from app.domain.account import Person, Role
from app.domain.agreement_review import SCALE
from app.domain.agreement_table import read_matrix_csv
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.entry import key_of
from app.domain.review import Review
from app.services import appraisal as appraisals
from app.services import appraisal_save
from app.services import instrument as instruments
from app.services.appraisal_save import Typed
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import fill_appraisal, make_appraisal, make_paper, make_person, make_review

BOBS = {"analysis": "inadequate", "scope": "outstanding", "families": "nei"}


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    """A review with a paper."""
    with stored() as db:
        found = make_review(db, erin)
        make_paper(db, erin, found.id, "What happened.")
    return found


@pytest.fixture
def both(stored: Stored, review: Review, alice: Person, bob: Person) -> tuple[Appraisal, Appraisal]:
    """Alice's and Bob's appraisals, both submitted: Alice finds everything good, Bob differs on two markers."""
    with stored() as db:
        draft = appraisals.start_appraisal(bob, db, review.id)
        first = make_appraisal(db, alice, review.id)
        fill_appraisal(db, bob, draft, grades_of(BOBS))
        return first, appraisals.submit_appraisal(bob, db, draft.id)


def grades_of(wanted: dict[str, str]) -> dict[str, str]:
    """The same by the ids of the instrument: its first markers take the place of names that it does not have."""
    ids = [marker.id for marker in instruments.get_instrument().markers]
    spare = iter([one for one in ids if one not in wanted])
    return {name if name in ids else next(spare): grade for name, grade in wanted.items()}


def words_of(body: str) -> str:
    """The words of a page on one line."""
    return " ".join(" ".join(parse(body).itertext()).split())


def test_nobody_sees_it_before_the_round_is_open(
    client_for: ClientFor, stored: Stored, review: Review, people: object, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    with stored() as db:
        appraisals.start_appraisal(bob, db, review.id)
        make_appraisal(db, alice, review.id, {"analysis": "inadequate"})
    for person in (alice, bob, carol, erin):
        for address in (urls.agreement(review.id), urls.agreement_table(review.id)):
            answer = client_for(person).get(address)
            assert answer.status_code == 403, (person.name, address)
            assert "nadequate" not in answer.text


def test_an_administrator_and_another_board_do_not_see_it(
    client_for: ClientFor, review: Review, both: object, frank: Person, dave: Person
) -> None:
    for address in (urls.agreement(review.id), urls.agreement_table(review.id)):
        assert client_for(frank).get(address).status_code == 403
        assert client_for(dave).get(address).status_code == 404


def test_it_says_in_words_what_was_compared_and_which_markers_drive_the_difference(
    client_for: ClientFor, review: Review, both: object, alice: Person, bob: Person, carol: Person, erin: Person
) -> None:
    for person in (alice, bob, carol, erin):
        answer = client_for(person).get(urls.agreement(review.id))
        assert answer.status_code == 200
        said = words_of(answer.text)
        assert "Two submitted appraisals are compared." in said
        assert "In 15 of 17 (88%) the two grades were the same" in said
        assert "usually comes out between about 0.4 and 0.6" in said
        assert "(inadequate to good)" in said
        for words in ("Alice Hartwell", "Bob Fenwick", "Krippendorff’s alpha, ordinal metric", "Intraclass correlation"):
            assert words in said
        assert "0 (inadequate), 1 (adequate), 2 (good), 3 (outstanding)" in said


def test_the_picture_says_in_its_title_what_the_table_says(
    client_for: ClientFor, review: Review, both: object, carol: Person
) -> None:
    tree = parse(client_for(carol).get(urls.agreement(review.id)).text)
    titles = [" ".join("".join(title.itertext()).split()) for title in tree.iter("{http://www.w3.org/2000/svg}title")]
    drawn = [one for one in titles if ": " in one]
    assert len(drawn) == len(instruments.get_instrument().markers)
    assert sum("1 inadequate and 1 good" in one for one in drawn) == 1
    assert sum("1 good and 1 outstanding" in one for one in drawn) == 1
    assert sum("1 good and 1 without a grade" in one for one in drawn) == 1


def test_where_all_gave_the_same_coefficients_are_not_defined_and_say_why(
    client_for: ClientFor, stored: Stored, review: Review, alice: Person, bob: Person, carol: Person
) -> None:
    with stored() as db:
        draft = appraisals.start_appraisal(bob, db, review.id)
        make_appraisal(db, alice, review.id)
        fill_appraisal(db, bob, draft)
        appraisals.submit_appraisal(bob, db, draft.id)
    said = words_of(client_for(carol).get(urls.agreement(review.id)).text)
    assert "100%" in said
    assert "Not defined: there was no variation" in said
    assert "nan" not in said.lower().split()


def test_one_appraisal_alone_is_told_to_need_another(
    client_for: ClientFor, stored: Stored, review: Review, alice: Person, carol: Person
) -> None:
    with stored() as db:
        make_appraisal(db, alice, review.id)
    browser = client_for(carol)
    answer = browser.get(urls.agreement(review.id))
    assert answer.status_code == 200
    assert "Agreement needs two or more" in words_of(answer.text)
    assert browser.get(urls.agreement_table(review.id)).status_code == 404


def test_the_first_submission_stands_against_the_latest(
    client_for: ClientFor, stored: Stored, review: Review, both: tuple[Appraisal, Appraisal], bob: Person, carol: Person
) -> None:
    marker = next(one for one, grade in grades_of(BOBS).items() if grade == "inadequate")
    assert "Before and after" not in words_of(client_for(carol).get(urls.agreement(review.id)).text)
    with stored() as db:
        told = event(bob, "appraisal reopened", "appraisal", both[1].id, review=review.id)
        appraisal_data.add_state(db, both[1], AppraisalState.DRAFT, bob.id, told, "A second look.")
    with stored() as db:
        appraisal_save.save_field(bob, db, both[1].id, Typed(key_of(marker, "grade"), "adequate", 1))
    with stored() as db:
        appraisals.submit_appraisal(bob, db, both[1].id)
    said = words_of(client_for(carol).get(urls.agreement(review.id)).text)
    assert "Before and after" in said
    assert "Bob Fenwick First: Inadequate Now: Adequate" in said


def test_the_file_reads_back_as_the_same_grades_and_no_name_is_a_formula(
    client_for: ClientFor, stored: Stored, review: Review, both: object, erin: Person
) -> None:
    with stored() as db:
        gail = make_person(db, "=HYPERLINK(1) Gail", Role.APPRAISER)
        make_appraisal(db, gail, review.id)
    answer = client_for(erin).get(urls.agreement_table(review.id))
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/csv")
    assert "WX-2015-03 grades.csv" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert "'=HYPERLINK(1) Gail" in rows[0]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    read = read_matrix_csv(answer.content.decode("utf-8-sig"), SCALE)
    assert len(read.markers) == len(instruments.get_instrument().markers)
    with stored() as db:
        assert list_events(db, erin.board.id)[0].event.action == "grades exported"


def test_the_annex_of_the_report_tells_how_far_they_agreed_and_names_nobody(
    client_for: ClientFor, review: Review, both: tuple[Appraisal, Appraisal], erin: Person
) -> None:
    browser = client_for(erin)
    data = browser.get(urls.report_preview_file(both[0].id, "json")).json()
    told = " ".join((*data["agreement"]["sentences"], data["agreement"]["methods"]))
    assert "In 15 of 17 (88%) the two grades were the same" in told
    assert "fixed seed" in told
    assert "Fenwick" not in told
    said = words_of(browser.get(urls.report_preview(both[0].id)).text)
    assert "How far the appraisers agreed" in said
    public = browser.get(urls.report_public_preview_file(both[0].id, "json")).json()
    assert public["agreement"] == data["agreement"]


def test_the_report_of_one_appraisal_says_nothing_of_agreement_and_so_does_ones_own_before_the_round_is_open(
    client_for: ClientFor, stored: Stored, review: Review, alice: Person, bob: Person, carol: Person
) -> None:
    with stored() as db:
        third = make_person(db, "Gail Underhill", Role.APPRAISER)
        appraisals.start_appraisal(third, db, review.id)
        appraisals.start_appraisal(bob, db, review.id)
        own = make_appraisal(db, alice, review.id)
    browser = client_for(alice)
    assert browser.get(urls.report_preview_file(own.id, "json")).json()["agreement"] is None
    with stored() as db:
        draft = appraisals.start_appraisal(bob, db, review.id)
        fill_appraisal(db, bob, draft, grades_of(BOBS))
        appraisals.submit_appraisal(bob, db, draft.id)
    assert browser.get(urls.report_preview_file(own.id, "json")).json()["agreement"] is None
    assert "How far the appraisers agree" not in browser.get(urls.review(review.id)).text


def test_the_page_of_the_review_leads_to_it(client_for: ClientFor, review: Review, both: object, carol: Person) -> None:
    assert urls.agreement(review.id) in client_for(carol).get(urls.review(review.id)).text
