"""Measures writing the report of the worked example. Each time in a fresh process, so that nothing is warm by chance."""

import json
import subprocess
import sys
from pathlib import Path

from app.data import report as issued
from app.data.session import work
from app.domain.account import Person
from app.outside.json_out import report_from_json
from app.outside.pdf_out import report_input
from tests.bench.installation import ROOT, Installation
from tests.bench.measure import Measure, Plan, compare, plain

PLAN = Plan(rounds=3, each=5)
TIMES = 7


def measure_reports(here: Installation, folder: Path, person: Person) -> list[Measure]:
    """The PDF against bare typst on the finished source, and all four formats together."""
    report, source = folder / "report.json", folder / "source.json"
    with work(here.settings.database, writes=False) as db:
        newest = issued.list_reports(db, person.board.id)[0]
        report.write_bytes(issued.get_file(db, newest.id, "json")[1])
    source.write_text(json.dumps(report_input(report_from_json(report.read_bytes())), ensure_ascii=False))
    pdf = compare(
        "Report PDF",
        lambda: _write("pdf", report),
        lambda: _write("typst", source),
        "bare typst on the finished source",
        1.5,
        PLAN,
    )
    every = [_write("all", report) for _ in range(TIMES)]
    return [pdf, plain("All four formats of the worked example", every, "s", 2)]


def _write(what: str, path: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.write_report", what, str(path)]
    return float(subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout)
