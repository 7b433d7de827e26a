"""The worker looks for evidence in newer versions, wherever it or its predecessor was killed."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from app.data import document as documents
from app.data import evidence_move as moves
from app.data.session import work
from app.domain.appraisal import Appraisal
from app.domain.document import Document, ReadingStatus
from app.domain.relocation import MoveOutcome
from app.services import document_version, evidence
from app.services.appraisal import start_appraisal
from app.services.evidence import Mark
from app.settings import ROOT, Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_paper, make_review
from tests.jobs.test_worker import START, wait_for
from tests.papers import send

WORDS = "Nobody asked the school what it had seen"


@pytest.fixture
def start(settings: Settings) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a worker in a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def go() -> subprocess.Popen[bytes]:
        env = {**os.environ, "PLUMBLINE_VAR": str(settings.var_dir), "PYTHONPATH": str(ROOT)}
        started.append(subprocess.Popen([sys.executable, "-c", START.format(False)], env=env, stderr=subprocess.DEVNULL))
        return started[-1]

    yield go
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def older(stored: Stored, people: People) -> Document:
    with stored() as db:
        return make_paper(db, people.erin, make_review(db, people.erin).id, f"{WORDS}.")


@pytest.fixture
def draft(stored: Stored, people: People, older: Document) -> Appraisal:
    with stored() as db:
        draft = start_appraisal(people.alice, db, older.review)
        evidence.add_passages(people.alice, db, draft.id, ["analysis"], Mark(older.id, 1, 0, len(WORDS)), "supports", "")
    return draft


def test_a_worker_that_is_killed_while_a_newer_version_is_read_leaves_the_older_one_and_the_next_one_goes_on(
    start: Callable[[], subprocess.Popen[bytes]],
    stored: Stored,
    settings: Settings,
    people: People,
    older: Document,
    draft: Appraisal,
) -> None:
    content = files.pdf(f"#for page in range(20) [Page #page. #lorem(300) #pagebreak()]\n{WORDS}, and nobody will.")
    with stored() as db:
        made = document_version.replace_paper(
            people.erin, db, older.review, older.id, send(settings, ("newer.pdf", content)), settings.files_dir, lambda _: None
        )
    assert isinstance(made, Document)
    with stored() as db:
        # An earlier worker had no time for this one, of which there is no job.
        left = make_paper(db, people.erin, older.review, f"Before that, {WORDS}.", title="Chronology")
        evidence.add_passages(people.alice, db, draft.id, ["analysis"], Mark(left.id, 1, 0, 40), "supports", "")
        make_paper(db, people.erin, older.review, "A foreword.", f"Before that, {WORDS}.", title="Chronology", replaces=left)
    board = people.erin.board.id

    def newer() -> Document:
        with work(settings.database, writes=False) as db:
            return documents.get_document(db, board, older.review, made.id)

    def outcomes() -> list[MoveOutcome]:
        with work(settings.database, writes=False) as db:
            return [move.outcome for found in moves.moves_of(db, draft.id).values() for move in found]

    killed = start()
    assert wait_for(lambda: newer().status is ReadingStatus.READING)
    killed.kill()
    killed.wait()
    with stored() as db:
        assert documents.get_document(db, board, older.review, older.id).replaced_by == ""
    start()
    assert wait_for(lambda: outcomes() == [MoveOutcome.FOUND] * 2)
    with stored() as db:
        assert documents.get_document(db, board, older.review, older.id).replaced_by == made.id
        places = {move.document: move.passage.page for [move] in moves.moves_of(db, draft.id).values() if move.passage}
    assert places[made.id] == newer().page_count
