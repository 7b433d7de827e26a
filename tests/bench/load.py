"""Thirty appraisers who save at once, nine markers each, over real HTTP at a real server on SQLite: how long a save takes, and
whether every value is in its place afterwards.
"""

import os
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

from app.data import entry as entries
from app.data.session import work
from app.domain.account import Person, Role
from app.domain.entry import key_of
from app.services import appraisal as appraisals
from app.services import review as reviews
from app.services.instrument import get_instrument
from tests.bench.installation import Installation, Server, send
from tests.bench.measure import Measure
from tests.factories import make_facts, make_paper, make_person

APPRAISERS, MARKERS, LIMIT_MS = 30, 9, 300.0
FIELDS = ("grade", "reasons", "strengths")
GRADES = ("inadequate", "adequate", "good", "outstanding")


class LostError(AssertionError):
    """A value that was acknowledged is not there, or stands in somebody else's appraisal."""


@dataclass(frozen=True)
class Desk:
    """One appraiser at work: who, with which token, on which draft."""

    person: Person
    token: str
    appraisal: str
    number: int

    def value(self, marker: int, field: str) -> str:
        """What this person says there, different from what anybody else says anywhere."""
        return GRADES[(self.number + marker) % 4] if field == "grade" else f"{field} of {self.number} on {marker}"


def measure_load(here: Installation) -> list[Measure]:
    """Seat everybody, let them save at once, and look at every value. Raises LostError."""
    desks = seat(here)
    markers = [marker.id for marker in get_instrument().markers[:MARKERS]]
    with here.serving() as server:
        server.wait_for_worker()
        for desk in desks:  # nobody saves without having opened a page
            server.ask("GET", f"/appraisals/{desk.appraisal}/markers/{markers[0]}", desk.token)
        computed, asking, began = server.processor_seconds(), time.process_time(), time.perf_counter()
        times = save_all(server, desks, markers)
        whole = time.perf_counter() - began
        computed, asking = server.processor_seconds() - computed, time.process_time() - asking
    check(here, desks, markers)
    cuts = statistics.quantiles([seconds * 1000 for seconds in times], n=100)
    note = f"{len(times)} saves in {whole:.1f} s, median {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, none lost and none crossed"
    alike = f"whoever asks takes another {asking / len(times) * 1000:.2f} ms; load of the machine {os.getloadavg()[0]:.1f}"
    return [
        Measure(f"{APPRAISERS} appraisers saving at once, p95", cuts[94], "ms", LIMIT_MS, len(times), note=note),
        Measure("Processor time of the server for one save", computed / len(times) * 1000, "ms", None, len(times), note=alike),
    ]


def seat(here: Installation) -> list[Desk]:
    """A review with a paper, and a draft for everybody."""
    erin = here.person("erin")
    with work(here.settings.database) as db:
        review = reviews.register_review(erin, db, make_facts("WX-LOAD-01"))
        make_paper(db, erin, review.id, "The panel met eight times.")
        people = [make_person(db, f"Appraiser{n} Load", Role.APPRAISER, board=erin.board.name) for n in range(APPRAISERS)]
        drafts = [appraisals.start_appraisal(person, db, review.id).id for person in people]
    return [Desk(person, here.token(person), draft, n) for n, (person, draft) in enumerate(zip(people, drafts, strict=True))]


def save_all(server: Server, desks: list[Desk], markers: list[str]) -> list[float]:
    """Everybody saves every field of every marker, all starting at one moment. Seconds of each save."""
    start = threading.Barrier(len(desks))

    def at_work(desk: Desk) -> list[float]:
        with server.connected() as connection:
            start.wait()
            return [save(connection, desk, at, marker, field) for at, marker in enumerate(markers) for field in FIELDS]

    with ThreadPoolExecutor(len(desks)) as pool:
        return [seconds for found in pool.map(at_work, desks) for seconds in found]


def save(connection: HTTPConnection, desk: Desk, at: int, marker: str, field: str) -> float:
    """One save, as the page sends it when somebody has typed. Raises LostError where it is refused."""
    body = urlencode({"field": field, field: desk.value(at, field), f"v:{field}": "0"}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "HX-Request": "true"}
    began = time.perf_counter()
    answer = send(connection, "POST", f"/appraisals/{desk.appraisal}/markers/{marker}/field", desk.token, body, headers)
    seconds = time.perf_counter() - began
    if answer.status != 200:
        raise LostError(f"{desk.person.name}, {marker}/{field}: status {answer.status}")
    return seconds


def check(here: Installation, desks: list[Desk], markers: list[str]) -> None:
    """Every value stands once, in its own place. Raises LostError."""
    with work(here.settings.database, writes=False) as db:
        for desk in desks:
            wanted = {key_of(marker, field): desk.value(at, field) for at, marker in enumerate(markers) for field in FIELDS}
            found = entries.newest_entries(db, desk.appraisal)
            if {key: entry.value for key, entry in found.items()} != wanted:
                raise LostError(f"{desk.person.name}: what was saved is not what stands there")
            if any(entry.version != 1 or entry.saved_by != desk.person.name for entry in found.values()):
                raise LostError(f"{desk.person.name}: somebody else saved in this appraisal")
