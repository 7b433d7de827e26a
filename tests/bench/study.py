"""Measures studying the long report: processor time in its process, and how long after it is ready the profile is there."""

import resource
import time

from app.data import document as documents
from app.data.session import work
from app.domain.account import Person
from app.domain.document import Document
from app.outside.study import newest_patterns, study_pages
from tests.bench.installation import Installation, Server
from tests.bench.measure import Measure, absent, plain
from tests.bench.reading import REPORT, add_long_report, wait_until_studied

COMPUTING = "Studying the 240-page report, processor time of its process"
WAITING = "… from ready to its profile, on the idle server"
LIMIT = 2.0
TIMES = 5


def measure_study(here: Installation, server: Server, person: Person) -> list[Measure]:
    """Upload it afresh to see it studied by the worker; then study the same text in processes of our own."""
    waits: list[float] = []
    paper: Document | None = None
    for _ in range(TIMES):
        paper = add_long_report(here, server, person)
        if paper is None:
            why = f"{REPORT} is not there. Put it into a folder and name that in PLUMBLINE_BENCH_DOCS."
            return [absent(COMPUTING, LIMIT, why), absent(WAITING, LIMIT, why)]
        began = time.perf_counter()
        wait_until_studied(here, paper.id)
        waits.append(time.perf_counter() - began)
    assert paper
    with work(here.settings.database, writes=False) as db:
        found = documents.pages_of(db, person.board.id, paper.review, paper.id)
        outline = documents.outline_of(db, person.board.id, paper.id)
    pages = [one.page for one in found]
    seconds = []
    for _ in range(TIMES):
        before = _used()
        study = study_pages(pages, outline, newest_patterns(here.settings.markers_dir))
        seconds.append(_used() - before)
    note = f"{len(study.cues):,} cues, {len(study.paragraphs):,} paragraphs; starting and loading the patterns included"
    return [
        plain(COMPUTING, seconds, "s", LIMIT, note),
        plain(WAITING, waits, "s", None, f"between {min(waits):.1f} and {max(waits):.1f} s"),
    ]


def _used() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
