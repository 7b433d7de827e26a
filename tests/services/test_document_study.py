"""Studying papers in the background: kept whole or not at all, tried again, given up, and never in the way of reading."""

import sys
from functools import partial

import pytest

from app.data import document_study as studying
from app.data import study as studies
from app.domain.cue import CueKind
from app.domain.document import Document, ReadingStatus
from app.domain.study import Study, Studying
from app.outside.study import StudyLimits, current_version
from app.services import document_study as service
from app.settings import Settings
from tests.conftest import Stored
from tests.factories import People, make_paper, make_review
from tests.papers import add_file

TEXT = "The school failed to pass on the letter. Nobody asked for it."
LATER = "1.1 The office was closed that week because of illness."


@pytest.fixture
def paper(stored: Stored, people: People) -> Document:
    """A paper of two pages that was read and waits to be studied."""
    with stored() as db:
        return make_paper(db, people.erin, make_review(db, people.erin).id, TEXT, LATER)


def child(code: str, **limits: float) -> StudyLimits:
    """Limits whose child is this Python code instead of the student."""
    return StudyLimits(command=(sys.executable, "-c", code), **limits)  # type: ignore[arg-type]


BROKEN = child("import sys; sys.exit(1)")


def standing(stored: Stored, settings: Settings, people: People, paper: Document) -> Studying:
    """How studying the paper stands."""
    with stored() as db:
        return studying.standing_of(db, people.erin.board.id, [paper.id], current_version(settings.markers_dir))[paper.id]


def test_a_paper_that_was_read_is_studied_once(stored: Stored, settings: Settings, people: People, paper: Document) -> None:
    assert service.waiting_papers(settings) == (paper.id,)
    assert standing(stored, settings, people, paper) is Studying.WAITING
    assert service.study_paper(settings, paper.id)
    assert service.waiting_papers(settings) == ()
    assert standing(stored, settings, people, paper) is Studying.DONE
    assert not service.study_paper(settings, paper.id)
    with stored() as db:
        board = people.erin.board.id
        kinds = {cue.kind for cue in studies.cues_of(db, board, paper.id)}
        pages = [one.page for one in studies.paragraphs_of(db, board, paper.id)]
        version = studies.studied_version(db, board, paper.id)
    assert CueKind.JUDGEMENT in kinds
    assert pages == [1, 2]
    assert version == current_version(settings.markers_dir)


def test_a_paper_that_breaks_it_three_times_is_given_up_and_stays_ready(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    for _ in range(3):
        assert standing(stored, settings, people, paper) is Studying.WAITING
        assert not service.study_paper(settings, paper.id, limits=BROKEN)
    assert service.waiting_papers(settings) == ()
    assert standing(stored, settings, people, paper) is Studying.GAVE_UP
    with stored() as db:
        assert studies.profile_of(db, people.erin.board.id, paper.id) is None
    assert paper.status is ReadingStatus.READY


def test_another_paper_is_studied_while_one_breaks(stored: Stored, settings: Settings, people: People, paper: Document) -> None:
    with stored() as db:
        other = make_paper(db, people.erin, paper.review, "Another text.", title="Another")
    assert service.waiting_papers(settings) == (other.id, paper.id)
    assert not service.study_paper(settings, paper.id, limits=BROKEN)
    assert service.study_paper(settings, other.id)
    assert service.waiting_papers(settings) == (paper.id,)


def test_a_study_that_takes_too_long_is_broken_off(settings: Settings, paper: Document) -> None:
    assert not service.study_paper(settings, paper.id, limits=child("import time; time.sleep(60)", seconds=0.3))
    assert service.waiting_papers(settings) == (paper.id,)


def test_a_killed_student_leaves_nothing_half_and_its_paper_is_taken_up(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    version = current_version(settings.markers_dir)
    with stored() as db:
        assert studying.claim_study(db, paper.id, version)
    assert service.waiting_papers(settings) == ()
    service.take_up_studies(settings, alone=False)
    assert service.waiting_papers(settings) == ()  # it may still be at work
    service.take_up_studies(settings, alone=True)
    assert service.waiting_papers(settings) == (paper.id,)
    with stored() as db:
        assert studies.cues_of(db, people.erin.board.id, paper.id) == ()


def test_being_killed_three_times_is_enough_and_being_stopped_counts_for_nothing(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    version = current_version(settings.markers_dir)
    killed = partial(service.take_up_studies, alone=True)
    for put_back in (service.put_down_studies, killed, killed, killed):
        assert standing(stored, settings, people, paper) is Studying.WAITING
        with stored() as db:
            assert studying.claim_study(db, paper.id, version)
        put_back(settings)
    assert standing(stored, settings, people, paper) is Studying.GAVE_UP


def test_what_a_student_brings_after_its_claim_has_passed_is_not_kept(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    version = current_version(settings.markers_dir)
    with stored() as db:
        slow = studying.claim_study(db, paper.id, version)
    assert slow
    service.take_up_studies(settings, alone=True)
    assert service.study_paper(settings, paper.id)
    with stored() as db:
        assert not studying.keep_study(db, slow, Study(version))
        assert studies.profile_of(db, people.erin.board.id, paper.id)


def test_with_new_patterns_every_paper_is_studied_again_and_keeps_what_it_had_until_then(
    stored: Stored, settings: Settings, people: People, paper: Document
) -> None:
    assert service.study_paper(settings, paper.id)
    board = people.erin.board.id
    with stored() as db:
        assert studying.to_study(db, "9.0/1") == (paper.id,)
        assert studying.claim_study(db, paper.id, "9.0/1")
        assert studies.profile_of(db, board, paper.id)
        assert studying.standing_of(db, board, [paper.id], "9.0/1") == {paper.id: Studying.DONE}


def test_a_paper_that_was_given_up_is_tried_again_with_new_patterns(settings: Settings, stored: Stored, paper: Document) -> None:
    for _ in range(3):
        service.study_paper(settings, paper.id, limits=BROKEN)
    with stored() as db:
        assert studying.to_study(db, "9.0/1") == (paper.id,)
        claim = studying.claim_study(db, paper.id, "9.0/1")
    assert claim
    assert claim.attempt == 1


def test_a_text_that_is_read_anew_is_studied_anew(stored: Stored, settings: Settings, people: People, paper: Document) -> None:
    assert service.study_paper(settings, paper.id)
    board = people.erin.board.id
    with stored() as db:
        late = studying.claim_study(db, paper.id, "9.0/1")
        studying.forget_study(db, paper.id)
    assert late
    with stored() as db:
        assert not studying.keep_study(db, late, Study("9.0/1"))
        assert studies.cues_of(db, board, paper.id) == ()
    assert service.waiting_papers(settings) == (paper.id,)


def test_another_board_is_told_nothing_of_how_studying_stands(stored: Stored, people: People, paper: Document) -> None:
    with stored() as db:
        assert studying.standing_of(db, people.dave.board.id, [paper.id], "1.0/1") == {}


def test_papers_that_were_not_read_are_not_studied(stored: Stored, settings: Settings, people: People) -> None:
    with stored() as db:
        add_file(db, settings, people.erin, make_review(db, people.erin))
    assert service.waiting_papers(settings) == ()
