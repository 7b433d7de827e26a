"""`python -m tests.bench`: takes all measures, prints them as a table and writes `bench-results.json`.

Ends well whatever the figures are: they are for reading, and a slow machine is no mistake.
"""

import os
import tempfile
from pathlib import Path
from statistics import median

FOLDER = tempfile.TemporaryDirectory(prefix="plumbline-bench-")
# Before anything of ours is loaded, so that nothing reads the settings or the database of whoever runs this.
for _name in [name for name in os.environ if name.startswith("PLUMBLINE_") and name != "PLUMBLINE_BENCH_DOCS"]:
    del os.environ[_name]
os.environ["PLUMBLINE_VAR"] = FOLDER.name

from app.domain.document import Document  # noqa: E402  # the lines above must come first
from app.web import urls  # noqa: E402
from tests.bench.agreement import measure_agreeing  # noqa: E402
from tests.bench.cues import measure_cues  # noqa: E402
from tests.bench.direct import Direct, running_loop  # noqa: E402
from tests.bench.finder import measure_finding, measure_search  # noqa: E402
from tests.bench.identifiers import measure_identifiers  # noqa: E402
from tests.bench.installation import ROOT, Installation  # noqa: E402
from tests.bench.lists import measure_lists  # noqa: E402
from tests.bench.load import measure_load  # noqa: E402
from tests.bench.long_papers import measure_long_papers  # noqa: E402
from tests.bench.measure import Measure, plain, table, write  # noqa: E402
from tests.bench.ocr import measure_pictures  # noqa: E402
from tests.bench.pages import MARKER, draft_of, measure_marker_page, measure_paper_page, measure_saving  # noqa: E402
from tests.bench.reading import add_long_report, measure_reading  # noqa: E402
from tests.bench.reports import measure_reports  # noqa: E402
from tests.bench.study import measure_study  # noqa: E402
from tests.bench.weight import measure_weight  # noqa: E402

STARTS = 5


def main() -> None:
    """Everything in turn, on one installation."""
    with FOLDER as name:
        folder = Path(name)
        (folder / "var").mkdir()
        here = Installation(folder / "var")
        tell("Setting up with the worked example")
        paper, measures = with_first_server(here)
        tell("Starting again")
        measures += starts(here)
        tell("Thirty appraisers at once")
        measures += measure_load(here)
        tell("Pages and saving")
        measures += in_process(here, folder, paper)
        tell("Pictures")
        measures.append(measure_pictures())
        tell("Cues")
        measures += measure_cues(folder)
        tell("Agreement")
        measures += measure_agreeing(folder)
        tell("Identifiers")
        measures += measure_identifiers()
        tell("Reports")
        measures += measure_reports(here, folder, here.person("erin"))
    print("\n" + table(measures))
    write(measures, ROOT / "bench-results.json")


def tell(what: str) -> None:
    """Say what is going on."""
    print(f"{what} …", flush=True)


def with_first_server(here: Installation) -> tuple[Document | None, list[Measure]]:
    """What needs the running server with its worker. Gives the long report, read, for later."""
    with here.serving() as server:
        server.wait_for_worker()
        web, worker = server.memory()
        note = f"web process {web:.0f} MB, worker {worker:.0f} MB"
        memory = plain("Memory after the first start, example loaded", [web + worker], "MB", 200, note)
        bob, erin = here.person("bob"), here.person("erin")
        weights = measure_weight(server, here.token(bob), urls.marker(draft_of(here, bob).id, MARKER))
        tell("Reading the long report")
        reading = measure_reading(here, server)
        tell("Studying it")
        return add_long_report(here, server, erin), [reading, *measure_study(here, server, erin), *weights, memory]


def starts(here: Installation) -> list[Measure]:
    """Starting on a database that stands, and what the server then holds in memory after one page."""
    seconds, computed, web, worker = [], [], [], []
    token = here.token(here.person("erin"))
    for _ in range(STARTS):
        with here.serving() as server:
            seconds.append(server.seconds)
            computed.append(server.computed)
            server.wait_for_worker()
            if server.ask("GET", urls.reviews(), token).status != 200:
                raise RuntimeError("the list of reviews did not open")
            held = server.memory()
            web.append(held[0])
            worker.append(held[1])
    both = [first + second for first, second in zip(web, worker, strict=True)]
    note = f"web process {max(web):.0f} MB, worker {max(worker):.0f} MB (resident; what they share counts twice)"
    return [
        plain("A second start, to the first answer", seconds, "s", 3, f"processor time {median(computed):.2f} s of it"),
        plain("Memory of the idle server with its worker", both, "MB", 200, note),
    ]


def in_process(here: Installation, folder: Path, paper: Document | None) -> list[Measure]:
    """The server's time without a network."""
    bob, erin = here.person("bob"), here.person("erin")
    with running_loop() as loop:
        draft = draft_of(here, bob)
        as_bob, as_erin = Direct(here.settings, here.token(bob), loop), Direct(here.settings, here.token(erin), loop)
        return [
            measure_paper_page(as_erin, paper),
            measure_marker_page(as_bob, draft),
            measure_saving(here, as_bob, draft),
            *measure_finding(here, as_bob, bob, draft),
            *measure_lists(folder, loop),
            *measure_search(folder, loop),
            *measure_long_papers(folder / "long", loop),
        ]


if __name__ == "__main__":
    main()
