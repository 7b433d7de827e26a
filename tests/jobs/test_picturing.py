"""The worker that reads text off pictures, killed in the middle of it: nothing is lost and nothing is read twice."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.data import document as documents
from app.data.session import work
from app.domain.document import Document, Page, PictureStatus, ReadingStatus
from app.settings import ROOT, Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_review
from tests.jobs.test_worker import START, wait_for
from tests.papers import add_file
from tests.pictures import page_of

OWN, READ = "A page with text of its own.", "These words were read off a picture"
# Stands in for Tesseract: each call leaves a folder, and all but the first wait until they are let go.
PROGRAM = """#!/bin/sh
case "$1" in
--version) echo tesseract 9 ;;
--list-langs) echo eng ;;
*)
  cat > /dev/null
  mkdir "{folder}/calls/$$"
  if [ "$(ls "{folder}/calls" | wc -l)" -gt 1 ]; then
    until [ -e "{folder}/go" ]; do sleep 0.05; done
  fi
  cat "{folder}/table" ;;
esac
"""


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """The stand-in's folder."""
    folder = tmp_path / "program"
    (folder / "calls").mkdir(parents=True)
    (folder / "table").write_text(page_of(READ))
    (folder / "tesseract").write_text(PROGRAM.format(folder=folder))
    (folder / "tesseract").chmod(0o755)
    return folder


@pytest.fixture
def start(settings: Settings, program: Path) -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start a worker in a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def go() -> subprocess.Popen[bytes]:
        own = {"PLUMBLINE_VAR": str(settings.var_dir), "PLUMBLINE_TESSERACT": str(program / "tesseract"), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", START.format(False)]
        started.append(subprocess.Popen(command, env={**os.environ, **own}, stderr=subprocess.DEVNULL))
        return started[-1]

    yield go
    (program / "go").touch()
    for process in started:
        process.kill()
        process.wait()


def test_a_worker_killed_while_a_picture_is_read_keeps_the_pages_before_it_and_the_next_one_goes_on_there(
    start: Callable[[], subprocess.Popen[bytes]], stored: Stored, settings: Settings, people: People, program: Path
) -> None:
    with stored() as db:
        content = files.joined_pdf(files.pdf(OWN), files.picture_pdf(2))
        paper = add_file(db, settings, people.erin, make_review(db, people.erin), content=content)

    def now() -> Document:
        with work(settings.database, writes=False) as db:
            return documents.get_document(db, people.erin.board.id, paper.review, paper.id)

    def pages() -> list[Page]:
        with work(settings.database, writes=False) as db:
            return [found.page for found in documents.pages_of(db, people.erin.board.id, paper.review)]

    def calls() -> int:
        return len(list((program / "calls").iterdir()))

    killed = start()
    assert wait_for(lambda: calls() == 2)
    killed.kill()
    killed.wait()
    left = now()
    assert (left.status, left.pictures, left.pictures_read) == (ReadingStatus.READY, PictureStatus.READING, 1)
    assert [(page.text, page.is_picture) for page in pages()] == [(OWN, False), ("", True), ("", True)]
    (program / "go").touch()
    start()
    assert wait_for(lambda: now().pictures is PictureStatus.DONE)
    assert [(page.text, page.from_picture) for page in pages()] == [(OWN, False), (READ, True), (READ, True)]
    assert calls() == 3, "the page that had been read is not read again"
