"""The queue of background work."""

import stat
import threading
import time
from pathlib import Path

import pytest
from huey import Huey

from app.jobs import queue as queues
from app.settings import Settings


@pytest.fixture
def queue(settings: Settings) -> Huey:
    """The queue of this installation."""
    return queues.open_queue(settings)


def put(queue: Huey, *ids: str) -> None:
    """Queue a job for each id."""
    job = queue.task(name="job")(lambda _: None)
    for document in ids:
        job(document)


def test_jobs_come_out_in_the_order_in_which_they_went_in(queue: Huey) -> None:
    put(queue, "one", "two")
    assert [queue.dequeue().args[0], queue.dequeue().args[0]] == ["one", "two"]


def test_jobs_of_another_process_are_found(queue: Huey, settings: Settings) -> None:
    put(queue, "one")
    other = queues.open_queue(settings)
    other.task(name="job")(lambda _: None)
    assert [task.args for task in other.pending()] == [("one",)]


def test_a_sleeping_worker_wakes_at_once(queue: Huey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "LONGEST_SLEEP", 30.0)
    woken: list[float] = []

    def wait() -> None:
        if queue.dequeue():
            woken.append(time.monotonic())

    worker = threading.Thread(target=wait)
    worker.start()
    time.sleep(0.2)
    rung = time.monotonic()
    put(queue, "one")
    worker.join(10)
    assert woken
    assert woken[0] - rung < 5


def test_one_ring_is_enough_for_several_workers(queue: Huey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "LONGEST_SLEEP", 30.0)
    put(queue, "one", "two")
    workers = [threading.Thread(target=queue.dequeue) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(10)
    assert not any(worker.is_alive() for worker in workers)
    assert queue.pending() == []


def test_an_idle_worker_waits_a_while_and_no_longer(queue: Huey, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queues, "LONGEST_SLEEP", 0.05)
    began = time.monotonic()
    assert queue.dequeue() is None
    assert 0.04 < time.monotonic() - began < 5


def test_queueing_works_while_nobody_listens(queue: Huey, settings: Settings) -> None:
    (settings.var_dir / "jobs.bell").unlink()
    put(queue, "one")
    assert len(queue.pending()) == 1


def test_a_job_that_we_did_not_sign_is_not_done(queue: Huey, settings: Settings) -> None:
    put(queue, "one")
    (settings.var_dir / "jobs.key").write_text("another key")
    other = queues.open_queue(settings)
    with pytest.raises(ValueError, match="mismatch"):
        other.dequeue()


def test_the_key_is_made_once_and_is_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "jobs.key"
    made: list[str] = []
    threads = [threading.Thread(target=lambda: made.append(queues.secret(path))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(made)) == 1
    assert len(made[0]) == 64
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [left.name for left in tmp_path.iterdir()] == ["jobs.key"]
