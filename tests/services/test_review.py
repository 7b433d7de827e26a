"""Registering, editing, finding and opening reviews: who may, what is refused, and what goes on the trail."""

from dataclasses import replace
from datetime import date

import pytest

from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.review import ReviewDates, ReviewOrder, ReviewStatus
from app.services import review as reviews
from tests.conftest import Stored
from tests.factories import People, make_facts


def trail(db: Session, person: Person) -> list[tuple[str, str]]:
    return [(entry.event.action, entry.event.detail) for entry in list_events(db, person.board.id)]


def test_a_commissioner_registers_a_review_and_the_trail_says_so(db: Session, erin: Person) -> None:
    review = reviews.register_review(erin, db, make_facts("  WX-1 "))
    assert reviews.get_review(erin, db, review.id).facts.reference == "WX-1"
    assert (review.version, review.status, review.registered_by) == (1, ReviewStatus.REGISTERED, erin.id)
    assert trail(db, erin)[0] == ("review registered", "WX-1")


@pytest.mark.parametrize("name", ["alice", "carol", "frank"])
def test_nobody_but_a_commissioner_registers_or_edits(db: Session, people: People, name: str) -> None:
    review = reviews.register_review(people.erin, db, make_facts())
    person = getattr(people, name)
    with pytest.raises(NotAllowedError, match="Only a commissioner"):
        reviews.register_review(person, db, make_facts("WX-2"))
    with pytest.raises(NotAllowedError, match="Only a commissioner"):
        reviews.edit_review(person, db, review.id, 1, make_facts("WX-2"))
    assert reviews.find_reviews(people.erin, db).total == 1


def test_an_administrator_reads_no_reviews_by_that_role(db: Session, people: People) -> None:
    review = reviews.register_review(people.erin, db, make_facts())
    for read in (
        lambda: reviews.find_reviews(people.frank, db),
        lambda: reviews.get_review(people.frank, db, review.id),
        lambda: reviews.open_review(people.frank, db, review.id),
    ):
        with pytest.raises(NotAllowedError):
            read()


def test_somebody_of_another_board_finds_nothing_of_it(db: Session, people: People) -> None:
    review = reviews.register_review(people.erin, db, make_facts())
    assert reviews.find_reviews(people.dave, db).total == 0
    with pytest.raises(NotFoundError):
        reviews.open_review(people.dave, db, review.id)
    with pytest.raises(NotFoundError):
        reviews.edit_review(people.dave, db, review.id, 1, make_facts("Mine"))


@pytest.mark.parametrize("reference", ["WX-2015-03", "wx-2015-03", " WX-2015-03\n"])
def test_a_reference_that_the_board_has_is_refused_whatever_its_case(db: Session, erin: Person, reference: str) -> None:
    reviews.register_review(erin, db, make_facts())
    with pytest.raises(InvalidFieldsError) as refused:
        reviews.register_review(erin, db, make_facts(reference))
    assert refused.value.fields["reference"] == "Your board already has a review with this reference. Choose another one."


def test_all_problems_are_told_at_once(db: Session, erin: Person) -> None:
    dates = ReviewDates(decision=date(2015, 2, 1), completed=date(2015, 1, 1))
    with pytest.raises(InvalidFieldsError) as refused:
        reviews.register_review(erin, db, make_facts("", dates=dates, method="x" * 1_000_000))
    assert set(refused.value.fields) == {"reference", "completed", "method"}


def test_an_edit_is_kept_with_a_new_version_and_the_trail_names_the_part_and_not_the_words(db: Session, erin: Person) -> None:
    review = reviews.register_review(erin, db, make_facts())
    edited = reviews.edit_review(erin, db, review.id, 1, replace(review.facts, method="Another method", people=()))
    assert (edited.version, edited.facts.method, edited.facts.people) == (2, "Another method", ())
    assert trail(db, erin)[0] == ("review changed", "details, people")


def test_an_edit_that_changes_nothing_leaves_version_and_trail_alone(db: Session, erin: Person) -> None:
    review = reviews.register_review(erin, db, make_facts())
    assert reviews.edit_review(erin, db, review.id, 1, review.facts).version == 1
    assert trail(db, erin)[0][0] == "review registered"


def test_an_edit_over_something_newer_is_refused_with_both_texts_and_can_be_put_on_top_knowingly(
    db: Session, erin: Person
) -> None:
    review = reviews.register_review(erin, db, make_facts())
    reviews.edit_review(erin, db, review.id, 1, replace(review.facts, method="Theirs"))
    mine = replace(review.facts, method="Mine")
    with pytest.raises(ConflictError) as refused:
        reviews.edit_review(erin, db, review.id, 1, mine)
    assert (refused.value.theirs, refused.value.yours) == ("Method: Theirs", "Method: Mine")
    assert reviews.get_review(erin, db, review.id).facts.method == "Theirs"
    assert reviews.edit_review(erin, db, review.id, refused.value.newest, mine).facts.method == "Mine"


def test_opening_a_review_puts_a_look_on_the_trail(stored: Stored, people: People) -> None:
    with stored() as db:
        review = reviews.register_review(people.erin, db, make_facts())
    with stored() as db:
        opened = reviews.open_review(people.alice, db, review.id)
    assert opened.review == review
    with stored() as db:
        seen = list_events(db, people.erin.board.id, review=review.id)[0].event
    assert (seen.action, seen.actor_id) == ("review looked at", people.alice.id)


def test_an_opened_review_brings_its_guidance_and_checks(db: Session, erin: Person) -> None:
    review = reviews.register_review(erin, db, make_facts())
    opened = reviews.open_review(erin, db, review.id)
    assert opened.regime is not None
    assert opened.regime.id == "C"
    results = {check.id: check.result.value for check in opened.checks}
    assert (results["time-limit"], results["reports-present"]) == ("pass", "not-met")
    assert (opened.papers, opened.round.appraisals, opened.reports) == ((), (), ())


def test_a_list_comes_page_by_page_and_the_last_page_stands_for_those_beyond(db: Session, erin: Person) -> None:
    for number in range(reviews.PER_PAGE + 2):
        reviews.register_review(erin, db, make_facts(f"WX-{number:03}"))
    second = reviews.find_reviews(erin, db, sort=ReviewOrder.REFERENCE, number=2)
    assert [line.reference for line in second.lines] == ["WX-025", "WX-026"]
    assert (second.total, second.pages, second.number, second.first) == (27, 2, 2, 26)
    assert reviews.find_reviews(erin, db, sort=ReviewOrder.REFERENCE, number=999_999_999) == second
    assert reviews.find_reviews(erin, db, number=-5).number == 1


def test_a_search_is_tidied_and_narrowed_by_status(db: Session, erin: Person) -> None:
    reviews.register_review(erin, db, make_facts("WX one"))
    assert reviews.find_reviews(erin, db, search="  wx \n one ").total == 1
    assert reviews.find_reviews(erin, db, search="wx", status=ReviewStatus.ISSUED).total == 0
