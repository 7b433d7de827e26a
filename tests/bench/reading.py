"""Measures reading the long report: from upload to ready on the real server, against bare text extraction in a plain script."""

import contextlib
import os
import secrets
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from app.data import document as documents
from app.data.session import work
from app.domain.account import Person
from app.domain.document import Document, ReadingStatus
from app.services import review as reviews
from app.web import urls
from tests.bench.installation import LOOK_EVERY, PATIENCE, ROOT, Installation, Server
from tests.bench.measure import Measure, Plan, absent, compare
from tests.factories import make_facts

NAME = "Reading the 240-page report, upload to ready"
LIMIT = 2.0
REPORT = "covid-inquiry-module-1-2024.pdf"
PLAN = Plan(rounds=4, each=5, warm_up=1)


def long_report() -> Path:
    """Where the long report lies, if it is there."""
    folder = os.environ.get("PLUMBLINE_BENCH_DOCS") or ROOT.parent / "shared" / "data" / "public"
    return Path(folder) / REPORT


def measure_reading(here: Installation, server: Server) -> Measure:
    """Upload it again and again, each time to a review of its own."""
    path = long_report()
    if not path.exists():
        return absent(NAME, LIMIT, f"{REPORT} is not there. Put it into a folder and name that in PLUMBLINE_BENCH_DOCS.")
    erin = here.person("erin")
    token = here.token(erin)
    content = path.read_bytes()
    return compare(
        NAME,
        lambda: _upload(here, server, erin, token, content),
        lambda: _extract(path),
        "pypdfium2 in a plain script",
        LIMIT,
        PLAN,
    )


def add_long_report(here: Installation, server: Server, person: Person) -> Document | None:
    """The long report, uploaded to a review of its own and read; None where it is absent."""
    path = long_report()
    if not path.exists():
        return None
    review = _review(here, person)
    _send(server, here.token(person), review, path.read_bytes())
    return _wait(here, person, review)


def _upload(here: Installation, server: Server, person: Person, token: str, content: bytes) -> float:
    review = _review(here, person)
    began = time.perf_counter()
    _send(server, token, review, content)
    document = _wait(here, person, review)  # its last steps, after the paper is ready, take about a millisecond
    seconds = time.perf_counter() - began
    wait_until_studied(here, document.id)  # which would take a processor from the next measurement
    return seconds


def _review(here: Installation, person: Person) -> str:
    with work(here.settings.database) as db:
        return reviews.register_review(person, db, make_facts(f"BENCH-{secrets.token_hex(6)}")).id


def _send(server: Server, token: str, review: str, content: bytes) -> None:
    boundary = secrets.token_hex(16)
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{REPORT}"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    )
    body = head.encode() + content + f"\r\n--{boundary}--\r\n".encode()
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    answer = server.ask("POST", urls.papers_add(review), token, body, kind)
    if answer.status != 303:
        raise RuntimeError(f"the upload answered {answer.status}")


def _wait(here: Installation, person: Person, review: str) -> Document:
    """Look straight into the database, which costs the server next to nothing."""
    end = time.monotonic() + PATIENCE
    waiting = {status.value for status in ReadingStatus if not status.is_final}
    with contextlib.closing(sqlite3.connect(here.settings.var_dir / "plumbline.db")) as looking:
        while looking.execute("select status from document where review_id = ?", (review,)).fetchone()[0] in waiting:
            if time.monotonic() > end:
                raise RuntimeError("reading did not end")
            time.sleep(LOOK_EVERY)
    with work(here.settings.database, writes=False) as db:
        (found,) = documents.list_documents(db, person.board.id, review)
    if found.status is not ReadingStatus.READY:
        raise RuntimeError(f"reading ended with: {found.sentence}")
    return found


def wait_until_studied(here: Installation, document_id: str) -> None:
    """Look straight into the database, which costs the server next to nothing."""
    end = time.monotonic() + PATIENCE
    with contextlib.closing(sqlite3.connect(here.settings.var_dir / "plumbline.db")) as looking:
        while not looking.execute("select studied from document where id = ?", (document_id,)).fetchone()[0]:
            if time.monotonic() > end:
                raise RuntimeError("studying did not end")
            time.sleep(LOOK_EVERY)


def _extract(path: Path) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, str(Path(__file__).with_name("bare_text.py")), str(path)], check=True)
    return time.perf_counter() - began
