"""Starting, opening, submitting and reopening appraisals: who may, in which state, and what goes on the trail."""

from collections.abc import Callable
from dataclasses import replace
from threading import Barrier, Thread

import pytest

from app.data import appraisal as stored_appraisals
from app.data.audit import list_events
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.appraisal import AppraisalState, Place
from app.domain.errors import NotAllowedError, NotFoundError
from app.domain.review import ReviewStatus
from app.services import appraisal as appraisals
from app.services import review as reviews
from app.services.appraisal import NotCompleteError
from app.services.appraisal_save import Typed, save_field
from tests.conftest import Stored
from tests.factories import People, fill_appraisal, make_appraisal, make_review

Act = Callable[[Person, Session, str], object]


def actions(db: Session, person: Person) -> list[str]:
    return [entry.event.action for entry in reversed(list_events(db, person.board.id))]


def test_starting_makes_a_draft_of_the_newest_markers_and_moves_the_review_on(db: Session, people: People) -> None:
    review = make_review(db, people.erin)
    draft = appraisals.start_appraisal(people.alice, db, review.id)
    assert (draft.state, draft.appraiser, draft.instrument) == (AppraisalState.DRAFT, people.alice.id, "scr-2016")
    assert reviews.get_review(people.alice, db, review.id).status is ReviewStatus.APPRAISING
    assert actions(db, people.alice)[-1] == "appraisal started"


def test_starting_twice_gives_back_the_same_appraisal_and_no_second_one(db: Session, people: People) -> None:
    review = make_review(db, people.erin)
    draft = appraisals.start_appraisal(people.alice, db, review.id)
    assert appraisals.start_appraisal(people.alice, db, review.id) == draft
    assert appraisals.check_start(people.alice, db, review.id) == (reviews.get_review(people.alice, db, review.id), draft)
    assert len(stored_appraisals.list_appraisals(db, draft.board, review.id)) == 1
    assert actions(db, people.alice).count("appraisal started") == 1


def test_a_button_pressed_twice_at_the_same_moment_starts_one_appraisal(stored: Stored, people: People) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
    together = Barrier(2)
    started: list[str] = []

    def start() -> None:
        together.wait(10)
        with stored() as db:
            started.append(appraisals.start_appraisal(people.alice, db, review.id).id)

    threads = [Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(started) == 2
    assert len(set(started)) == 1


def test_two_appraisers_each_have_their_own(db: Session, people: People) -> None:
    review = make_review(db, people.erin)
    one, other = (appraisals.start_appraisal(person, db, review.id) for person in (people.alice, people.bob))
    assert one.id != other.id
    assert len(stored_appraisals.list_appraisals(db, one.board, review.id)) == 2


@pytest.mark.parametrize("name", ["carol", "erin", "frank"])
def test_nobody_but_an_appraiser_starts_an_appraisal(db: Session, people: People, name: str) -> None:
    review = make_review(db, people.erin)
    with pytest.raises(NotAllowedError, match="Only an appraiser"):
        appraisals.start_appraisal(getattr(people, name), db, review.id)
    assert stored_appraisals.list_appraisals(db, people.erin.board.id, review.id) == ()


def test_a_review_of_another_board_cannot_be_appraised(db: Session, people: People) -> None:
    review = make_review(db, people.erin)
    with pytest.raises(NotFoundError):
        appraisals.start_appraisal(people.dave, db, review.id)


ACTS: dict[str, Act] = {
    "get": appraisals.get_appraisal,
    "open": appraisals.open_appraisal,
    "open a marker": lambda person, db, ident: appraisals.open_marker(person, db, ident, "analysis"),
    "draft": appraisals.get_own_draft,
    "submit": appraisals.submit_appraisal,
    "reopen": lambda person, db, ident: appraisals.reopen_appraisal(person, db, ident, "A page was missed."),
    "save": lambda person, db, ident: save_field(person, db, ident, Typed("analysis/grade", "good", 0)),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
@pytest.mark.parametrize("name", ["bob", "carol", "erin", "frank"])
def test_a_draft_is_closed_to_everybody_else_on_the_board(db: Session, people: People, name: str, act: Act) -> None:
    draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    with pytest.raises(NotAllowedError):
        act(getattr(people, name), db, draft.id)


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_on_another_board_an_appraisal_does_not_exist_in_any_state(db: Session, people: People, act: Act) -> None:
    review = make_review(db, people.erin)
    draft = appraisals.start_appraisal(people.alice, db, review.id)
    for ident in (draft.id, make_appraisal(db, people.bob, review.id).id):
        with pytest.raises(NotFoundError):
            act(people.dave, db, ident)


@pytest.mark.parametrize(("name", "may"), [("carol", True), ("erin", True), ("bob", False), ("frank", False)])
def test_a_submitted_appraisal_is_open_to_those_who_do_not_still_appraise(
    db: Session, people: People, name: str, may: bool
) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    if may:
        assert appraisals.open_appraisal(getattr(people, name), db, done.id).appraisal == done
    else:
        with pytest.raises(NotAllowedError):
            appraisals.open_appraisal(getattr(people, name), db, done.id)


def test_appraisers_see_each_others_work_once_both_have_submitted(db: Session, people: People) -> None:
    review = make_review(db, people.erin)
    hers = make_appraisal(db, people.alice, review.id)
    his = appraisals.start_appraisal(people.bob, db, review.id)
    with pytest.raises(NotAllowedError, match="once you have submitted your own"):
        appraisals.get_appraisal(people.bob, db, hers.id)
    with pytest.raises(NotAllowedError, match="not been submitted yet"):
        appraisals.get_appraisal(people.alice, db, his.id)
    fill_appraisal(db, people.bob, his)
    appraisals.submit_appraisal(people.bob, db, his.id)
    assert appraisals.get_appraisal(people.bob, db, hers.id) == hers
    assert appraisals.get_appraisal(people.alice, db, his.id).id == his.id


def test_an_own_submission_for_another_review_opens_nothing(db: Session, people: People) -> None:
    one, other = make_review(db, people.erin), make_review(db, people.erin, "WX-2")
    make_appraisal(db, people.bob, other.id)
    hers = make_appraisal(db, people.alice, one.id)
    with pytest.raises(NotAllowedError):
        appraisals.get_appraisal(people.bob, db, hers.id)


def test_whoever_lost_the_role_can_neither_change_nor_reopen_and_an_administrator_reads_nothing(
    db: Session, people: People
) -> None:
    review = make_review(db, people.erin)
    draft = appraisals.start_appraisal(people.alice, db, review.id)
    done = make_appraisal(db, people.bob, review.id)
    commissioner = replace(people.alice, roles=frozenset({Role.COMMISSIONER}))
    with pytest.raises(NotAllowedError, match="no longer have the role"):
        appraisals.get_own_draft(commissioner, db, draft.id)
    with pytest.raises(NotAllowedError, match="Only an appraiser"):
        appraisals.reopen_appraisal(replace(people.bob, roles=frozenset({Role.MODERATOR})), db, done.id, "A page was missed.")
    administrator = replace(people.alice, roles=frozenset({Role.ADMINISTRATOR}))
    for act in ACTS.values():
        with pytest.raises(NotAllowedError):
            act(administrator, db, draft.id)


def test_an_incomplete_appraisal_is_not_submitted_and_everything_missing_is_told_in_order(db: Session, people: People) -> None:
    draft = appraisals.start_appraisal(people.alice, db, make_review(db, people.erin).id)
    save_field(people.alice, db, draft.id, Typed("analysis/grade", "na", 0))
    with pytest.raises(NotCompleteError) as refused:
        appraisals.submit_appraisal(people.alice, db, draft.id)
    opened = appraisals.open_appraisal(people.alice, db, draft.id)
    assert refused.value.gaps == opened.gaps
    order = [marker.id for marker in opened.instrument.markers]
    assert list(dict.fromkeys(gap.marker for gap in refused.value.gaps)) == order
    assert [gap.field for gap in refused.value.gaps if gap.marker == "analysis"] == ["reasons"]
    assert opened.appraisal.state is AppraisalState.DRAFT


def test_submitting_and_reopening_are_on_the_trail_and_cannot_be_done_twice(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    assert done.submitted_at is not None
    with pytest.raises(NotAllowedError, match="has been submitted"):
        appraisals.submit_appraisal(people.alice, db, done.id)
    reopened = appraisals.reopen_appraisal(people.alice, db, done.id, "A page was missed.")
    assert (reopened.state, reopened.submitted_at) == (AppraisalState.DRAFT, None)
    with pytest.raises(NotAllowedError, match="in progress and cannot become in progress"):
        appraisals.reopen_appraisal(people.alice, db, done.id, "A page was missed.")
    assert appraisals.submit_appraisal(people.alice, db, done.id).state is AppraisalState.SUBMITTED
    moves = [action for action in actions(db, people.alice) if action in ("appraisal submitted", "appraisal reopened")]
    assert moves == ["appraisal submitted", "appraisal reopened", "appraisal submitted"]


@pytest.mark.parametrize("name", ["carol", "erin"])
def test_nobody_else_reopens_an_appraisal(db: Session, people: People, name: str) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    with pytest.raises(NotAllowedError, match="Only the person who made this appraisal can reopen it"):
        appraisals.reopen_appraisal(getattr(people, name), db, done.id, "A page was missed.")


def test_a_marker_opened_alone_says_of_it_what_the_whole_says(db: Session, people: People) -> None:
    done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    whole = appraisals.open_appraisal(people.alice, db, done.id)
    for marker in whole.instrument.markers:
        alone = appraisals.open_marker(people.alice, db, done.id, marker.id)
        assert alone.judgements[marker.id] == whole.judgements[marker.id]
    with pytest.raises(NotFoundError):
        whole.marker("no-such-marker")


def test_the_place_of_the_appraiser_is_remembered_and_that_of_a_reader_is_not(stored: Stored, people: People) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, make_review(db, people.erin).id)
    with stored() as db:
        appraisals.remember_place(people.carol, db, done, Place("family", "paper", 2))
    with stored() as db:
        assert appraisals.get_appraisal(people.alice, db, done.id).place == Place()
        appraisals.remember_place(people.alice, db, done, Place("analysis", "paper", 7))
    with stored() as db:
        assert appraisals.get_appraisal(people.alice, db, done.id).place == Place("analysis", "paper", 7)
