"""The server is killed while it saves, takes in files and reads: what was acknowledged is there when it starts again."""

import http.client
import os
import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.data import document as documents
from app.data.entry import newest_entries
from app.data.session import get_engine, work
from app.domain.document import ReadingStatus
from app.domain.review import Agency, ReviewFacts
from app.example.papers import BuiltPaper
from app.outside.files import INCOMING, OLD
from app.services import account, review
from app.web.deps import COOKIE
from tests.journeys.conftest import OpenWindow, token_for
from tests.journeys.main_job import AGENCIES, MainJob
from tests.journeys.places import BOB, ERIN, Known, look_up
from tests.journeys.serving import Server, copy_of

pytestmark = pytest.mark.journey
MARKERS = ("commissioning", "governance", "publication")


@pytest.fixture
def fragile(seeded: Path, tmp_path: Path) -> Iterator[Server]:
    """A server of the test's own."""
    server = copy_of(seeded, tmp_path / "var")
    server.start()
    yield server
    server.stop()
    get_engine.cache_clear()
    assert "unexpected" not in server.log, server.log


def test_every_save_that_was_acknowledged_is_there_after_the_server_was_killed(fragile: Server) -> None:
    known = look_up(fragile, "", "")
    token = token_for(fragile, BOB)
    acknowledged: dict[str, int] = {}
    writers = [threading.Thread(target=keep_saving, args=(fragile, known, token, marker, acknowledged)) for marker in MARKERS]
    for writer in writers:
        writer.start()
    wait_for(lambda: sum(acknowledged.values()) >= 30)
    fragile.kill(worker=False)
    for writer in writers:
        writer.join()
    fragile.start()
    with work(fragile.settings.database, writes=False) as db:
        entries = newest_entries(db, known.half)
    for marker, count in acknowledged.items():
        newest = int(entries[f"{marker}/strengths"].value.removeprefix("Save number "))
        # The one on its way when the server died may have been kept without word of it.
        assert newest in (count, count + 1)
    assert set(acknowledged) == set(MARKERS)


def keep_saving(server: Server, known: Known, token: str, marker: str, acknowledged: dict[str, int]) -> None:
    """Save one field again and again until there is no answer, counting what was acknowledged."""
    with work(server.settings.database, writes=False) as db:
        entry = newest_entries(db, known.half).get(f"{marker}/strengths")
    version = entry.version if entry else 0
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    headers = {
        "Cookie": f"{COOKIE}={token}",
        "Origin": server.address,
        "HX-Request": "true",
        "Content-Type": "application/x-www-form-urlencoded",
    }
    for number in range(1, 5000):
        form = {"field": "strengths", "strengths": f"Save number {number}", "v:strengths": version}
        try:
            connection.request("POST", f"/appraisals/{known.half}/markers/{marker}/field", urlencode(form), headers)
            answer = connection.getresponse()
            body = answer.read().decode()
        except (http.client.HTTPException, OSError):
            connection.close()
            return
        assert answer.status == 200, body
        found = re.search(r'name="v:strengths" value="(\d+)"', body)
        assert found
        version = int(found[1])
        acknowledged[marker] = number


def test_an_upload_cut_off_by_the_death_of_the_server_leaves_nothing_half_stored(fragile: Server) -> None:
    known = look_up(fragile, "", "")
    token = token_for(fragile, ERIN)
    before = stored(fragile)
    head = b'--edge\r\nContent-Disposition: form-data; name="files"; filename="Cut off.txt"\r\nContent-Type: text/plain\r\n\r\n'
    with socket.create_connection(("127.0.0.1", fragile.port)) as connection:
        connection.sendall(
            (
                f"POST /reviews/{known.review}/papers/add HTTP/1.1\r\nHost: 127.0.0.1:{fragile.port}\r\n"
                f"Cookie: {COOKIE}={token}\r\nOrigin: {fragile.address}\r\nContent-Length: 9000000\r\n"
                "Content-Type: multipart/form-data; boundary=edge\r\n\r\n"
            ).encode()
            + head
            + b"Words of a paper. " * 200_000
        )
        wait_for(lambda: stored(fragile) - before)
        fragile.kill()
    left = stored(fragile) - before
    assert {path.parent.name for path in left} == {INCOMING}
    for path in left:
        # As if an hour had passed: until then it could belong to an upload that goes on.
        os.utime(path, (path.stat().st_atime, time.time() - OLD - 60))
    fragile.start()
    wait_for(lambda: stored(fragile) == before)
    with work(fragile.settings.database, writes=False) as db:
        board = account.first_person(db)
        assert board
        papers = documents.list_documents(db, board.board.id, known.review)
    assert "Cut off.txt" not in {paper.filename for paper in papers}


def test_reading_goes_on_after_the_server_and_its_worker_were_killed(
    fragile: Server, open_window: OpenWindow, papers: list[BuiltPaper]
) -> None:
    job = MainJob(open_window(ERIN, at=fragile), "KS-2016-05")
    with work(fragile.settings.database) as db:
        erin = next(person for person in account.list_everybody(db) if person.email == ERIN)
        facts = ReviewFacts(reference=job.reference, agencies=tuple(Agency(name) for name in AGENCIES), fictional=True)
        job.review = review.register_review(erin, db, facts).id
    job.window.go(f"/reviews/{job.review}/papers/add")
    job.page.get_by_label("Files").set_input_files([paper.path for paper in papers])
    job.press("Upload")
    job.heading("What are these papers?")
    fragile.kill()
    assert len(statuses(fragile, job.review)) == len(papers)
    assert set(statuses(fragile, job.review)) - {ReadingStatus.READY}
    fragile.start()
    # The page was open all the time, and what is typed on it is taken.
    job.describe(papers)
    job.wait_until_read(papers)
    assert set(statuses(fragile, job.review)) == {ReadingStatus.READY}


def stored(server: Server) -> set[Path]:
    """Every file that papers have come to."""
    return {path for path in server.settings.files_dir.rglob("*") if path.is_file()}


def statuses(server: Server, review: str) -> list[ReadingStatus]:
    """How far reading the papers of a review has come."""
    with work(server.settings.database, writes=False) as db:
        person = account.first_person(db)
        assert person
        return [paper.status for paper in documents.list_documents(db, person.board.id, review)]


def wait_for(done: Callable[[], object], seconds: float = 30.0) -> None:
    """Wait until something is so. Raises AssertionError when it takes too long."""
    until = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < until, "it took too long"
        time.sleep(0.02)
