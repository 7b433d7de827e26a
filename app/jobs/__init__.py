"""Background work: queueing jobs and the process that does them. Each job calls one service; the queue holds ids alone.

The queue may be lost: what is to be done stands in the database, and the worker takes up again whatever has no job.
"""

import fcntl
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.jobs.picturing import PictureReader
from app.jobs.posting import Postman
from app.jobs.studying import Student
from app.services import document_picture, document_read, document_study, evidence_move, reminder
from app.settings import Settings

if TYPE_CHECKING:  # loaded with the first job: the server needs it only once a paper is uploaded
    from huey import Huey

READERS = 2
PARENT_CHECK = 1.0


@dataclass(frozen=True)
class Jobs:
    """The queue of one installation and the jobs on it."""

    huey: "Huey"
    read: Callable[[str], Any]
    papers_read: threading.Event  # set in the worker, whose student then begins
    move: Callable[[], Any]
    pictures_wait: threading.Event  # set in the worker, whose picture reader then begins
    post: Callable[[], Any]
    letters_wait: threading.Event  # set in the worker, whose postman then begins


@lru_cache(maxsize=4)
def jobs_of(settings: Settings) -> Jobs:
    """The queue for these settings, opened once per process."""
    from huey import crontab

    from app.jobs.queue import open_queue

    huey = open_queue(settings)
    papers_read, pictures_wait, letters_wait = threading.Event(), threading.Event(), threading.Event()

    def read(document_id: str) -> None:
        document_read.read_paper(settings, document_id)
        papers_read.set()
        pictures_wait.set()
        evidence_move.move_evidence(settings, document_id)

    def move() -> None:
        evidence_move.move_evidence(settings)

    def look_after() -> None:
        document_read.tidy_files(settings)
        queue_missing(settings, alone=False)
        document_study.take_up_studies(settings, alone=False)
        document_picture.take_up_pictures(settings, alone=False)
        papers_read.set()
        pictures_wait.set()
        evidence_move.move_evidence(settings)

    def remind() -> None:
        reminder.remind_of_dates(settings, queue_letters(settings))

    huey.periodic_task(crontab(), name="look_after")(look_after)
    # Every hour, so that a worker that was not at work in the morning reminds later; nobody is reminded twice a day.
    huey.periodic_task(crontab(minute="5"), name="remind")(remind)
    return Jobs(
        huey=huey,
        read=huey.task(name="read")(read),
        papers_read=papers_read,
        move=huey.task(name="move")(move),
        pictures_wait=pictures_wait,
        post=huey.task(name="post")(letters_wait.set),
        letters_wait=letters_wait,
    )


def queue_letters(settings: Settings) -> Callable[[], None]:
    """What to call once there is a letter to be sent."""

    def queue() -> None:
        jobs_of(settings).post()

    return queue


def queue_reading(settings: Settings) -> Callable[[str], None]:
    """What to call with the id of a paper that waits to be read."""

    def queue(document_id: str) -> None:
        jobs_of(settings).read(document_id)

    return queue


def queue_missing(settings: Settings, *, alone: bool) -> None:
    """Queue every paper that waits and has no job."""
    jobs = jobs_of(settings)
    queued = {task.args[0] for task in jobs.huey.pending() if task.args}
    for document_id in document_read.take_up(settings, alone=alone):
        if document_id not in queued:
            jobs.read(document_id)


def run_worker(settings: Settings, *, parent: int | None = None) -> None:
    """Do jobs until asked to stop (SIGINT or SIGTERM). One worker is at work per installation; a second one waits for it.

    `parent`: the process that started this one, when this one is to stop as soon as that one is gone.
    """
    if parent is not None:
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    from huey.consumer import Consumer

    with _alone(settings.var_dir):
        document_read.tidy_files(settings)
        queue_missing(settings, alone=True)
        document_study.take_up_studies(settings, alone=True)
        document_picture.take_up_pictures(settings, alone=True)
        jobs_of(settings).move()
        consumer = Consumer(jobs_of(settings).huey, workers=READERS, graceful_signal="TERM", shutdown_timeout=1)
        student = Student(settings, jobs_of(settings).papers_read)
        student.start()
        reader = PictureReader(settings, jobs_of(settings).pictures_wait, _after_pictures(settings))
        reader.start()
        postman = Postman(settings, jobs_of(settings).letters_wait)
        postman.start()
        consumer.run()
        student.end()
        reader.end()
        postman.end()
        document_read.put_down(settings)
        document_study.put_down_studies(settings)
        document_picture.put_down_pictures(settings)


def _after_pictures(settings: Settings) -> Callable[[str], None]:
    """What to do once a paper got the text of its pictures: have it studied, and look for evidence in it."""

    def follow(document_id: str) -> None:
        jobs_of(settings).papers_read.set()
        evidence_move.move_evidence(settings, document_id)
        evidence_move.move_evidence(settings, document_id, again=True)

    return follow


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Hold the worker's lock; wait for it while another worker has it. The system frees it when a process is killed."""
    with (folder / "worker.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_CHECK)
    os.kill(os.getpid(), signal.SIGTERM)
