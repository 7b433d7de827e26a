"""The process that does background work: it begins at once, dies without loss, and stops when it is asked to."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from app import jobs
from app.data import document as documents
from app.data import study as studies
from app.domain.document import Document, ReadingStatus
from app.settings import ROOT, Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, make_paper, make_review
from tests.papers import add_file

START = (
    "import os\nfrom app.jobs import run_worker\nfrom app.settings import get_settings\n"
    "run_worker(get_settings(), parent=os.getppid() if {} else None)"
)


@cache
def long_paper() -> bytes:
    """A PDF that takes a moment to read."""
    return files.pdf("#for page in range(400) [Page #page of a long paper. #lorem(300) #pagebreak()]")


@cache
def short_paper() -> bytes:
    """A PDF of one page."""
    return files.pdf("A short paper with some words in it.")


Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start a worker in a process of its own."""
    started: list[subprocess.Popen[bytes]] = []

    def go(*, with_parent: bool = False) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PLUMBLINE_VAR": str(settings.var_dir), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", START.format(with_parent)]
        started.append(subprocess.Popen(command, env=env, stderr=subprocess.DEVNULL))
        return started[-1]

    yield go
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def look(stored: Stored, people: People) -> Callable[[Document], Document]:
    """The paper as it stands now."""

    def now(paper: Document) -> Document:
        with stored() as db:
            return documents.get_document(db, people.erin.board.id, paper.review, paper.id)

    return now


def wait_for(what: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether this came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.01)
    return False


@pytest.fixture
def add(stored: Stored, settings: Settings, people: People) -> Callable[[bytes], Document]:
    """A paper that waits to be read, without a job: as if the server had been killed before it could queue one."""

    def make(content: bytes) -> Document:
        with stored() as db:
            return add_file(db, settings, people.erin, make_review(db, people.erin), content=content)

    return make


def test_a_worker_reads_what_waits_without_a_job_and_then_what_is_queued(
    start: Start, add: Callable[[bytes], Document], look: Callable[[Document], Document],
    stored: Stored, settings: Settings, people: People,
) -> None:  # fmt: skip
    first = add(short_paper())
    start()
    assert wait_for(lambda: look(first).status is ReadingStatus.READY)
    with stored() as db:
        second = add_file(db, settings, people.erin, make_review(db, people.erin, "WX-2015-05"), content=short_paper())
    jobs.queue_reading(settings)(second.id)
    assert wait_for(lambda: look(second).status is ReadingStatus.READY)


def test_a_worker_killed_while_reading_loses_nothing(
    start: Start, add: Callable[[bytes], Document], look: Callable[[Document], Document], stored: Stored, people: People
) -> None:
    paper = add(long_paper())
    killed = start()
    assert wait_for(lambda: look(paper).status is ReadingStatus.READING)
    killed.kill()
    killed.wait()
    assert look(paper).status is ReadingStatus.READING
    start()
    assert wait_for(lambda: look(paper).status is ReadingStatus.READY)
    assert look(paper).page_count == 401
    with stored() as db:
        assert len(documents.pages_of(db, people.erin.board.id, paper.review)) == 401


def test_a_worker_that_is_asked_to_stop_puts_down_what_it_reads(
    start: Start, add: Callable[[bytes], Document], look: Callable[[Document], Document]
) -> None:
    paper = add(long_paper())
    stopped = start()
    assert wait_for(lambda: look(paper).status is ReadingStatus.READING)
    stopped.send_signal(signal.SIGTERM)
    assert stopped.wait(20) == 0
    assert look(paper).status in (ReadingStatus.QUEUED, ReadingStatus.READY)


def test_a_worker_studies_what_it_has_read_and_what_was_left_from_before(
    start: Start, add: Callable[[bytes], Document], stored: Stored, settings: Settings, people: People
) -> None:
    with stored() as db:
        left = make_paper(db, people.erin, make_review(db, people.erin, "WX-2015-06").id, "The school failed to ask.")

    def is_studied(paper: Document) -> bool:
        with stored() as db:
            return studies.profile_of(db, people.erin.board.id, paper.id) is not None

    first = add(short_paper())
    start()
    assert wait_for(lambda: is_studied(left) and is_studied(first))
    with stored() as db:
        second = add_file(db, settings, people.erin, make_review(db, people.erin, "WX-2015-05"), content=short_paper())
    jobs.queue_reading(settings)(second.id)
    assert wait_for(lambda: is_studied(second))


def test_a_second_worker_waits_until_the_first_is_gone(
    start: Start, add: Callable[[bytes], Document], look: Callable[[Document], Document], settings: Settings
) -> None:
    first = start()
    assert wait_for((settings.var_dir / "jobs.db").exists)
    second = start()
    time.sleep(1)
    first.kill()
    first.wait()
    paper = add(short_paper())
    jobs.queue_reading(settings)(paper.id)
    assert wait_for(lambda: look(paper).status is ReadingStatus.READY)
    assert second.poll() is None


def test_a_worker_tied_to_its_parent_goes_with_it(settings: Settings) -> None:
    env = {**os.environ, "PLUMBLINE_VAR": str(settings.var_dir), "PYTHONPATH": str(ROOT)}
    command = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', {START.format(True)!r}])\n"
        "print(child.pid, flush=True)\ntime.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", command], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert wait_for((settings.var_dir / "jobs.db").exists)
    parent.kill()
    parent.wait()
    parent.stdout.close()

    def is_gone() -> bool:
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return True
        return False

    assert wait_for(is_gone)


def test_papers_that_have_a_job_are_not_queued_twice(add: Callable[[bytes], Document], settings: Settings) -> None:
    paper = add(short_paper())
    for _ in range(3):
        jobs.queue_missing(settings, alone=False)
    assert [task.args for task in jobs.jobs_of(settings).huey.pending()] == [(paper.id,)]
