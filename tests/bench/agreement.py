"""Measures the time to reckon the agreement of 300 participants on 18 markers, with 1,000 draws for the intervals."""

import random
import subprocess
import sys
import time
from pathlib import Path

from app.domain.agreement import DRAWS, Ratings, measure_agreement
from app.domain.agreement_table import matrix_as_csv
from tests.bench.installation import ROOT
from tests.bench.measure import Measure, plain

LIMIT = 1.5
TIMES = 5
MARKERS, PARTICIPANTS = 18, 300
SCALE = (0, 1, 2, 3)


def made_up(share_missing: float) -> Ratings:
    """Grades that lie about one grade for each marker, always the same ones."""
    chance = random.Random(18)
    rows = []
    for _ in range(MARKERS):
        middle = chance.choice(SCALE)
        around = [min(3, max(0, middle + chance.choice((-1, 0, 0, 0, 1)))) for _ in range(PARTICIPANTS)]
        rows.append(tuple(None if chance.random() < share_missing else grade for grade in around))
    people = tuple(f"Participant {number}" for number in range(1, PARTICIPANTS + 1))
    return Ratings(SCALE, people, tuple(f"Marker {number}" for number in range(1, MARKERS + 1)), tuple(rows))


def measure_agreeing(folder: Path) -> list[Measure]:
    """Within this process, with everything, and as the command. `folder` is for a file of this bench's own."""
    name = f"Agreement of {PARTICIPANTS} on {MARKERS} markers, {DRAWS:,} draws"
    gaps = made_up(0.02)
    return [
        plain(
            f"{name}, processor time", [_once(made_up(0)) for _ in range(TIMES)], "s", LIMIT, "with the kappas of 44,850 pairs"
        ),
        plain("… with one grade in 50 missing", [_once(gaps) for _ in range(TIMES)], "s", LIMIT),
        plain("… by plumbline agreement --json, elapsed", [_command(folder, gaps) for _ in range(TIMES)], "s", LIMIT),
    ]


def _once(ratings: Ratings) -> float:
    started = time.process_time()
    measure_agreement(ratings)
    return time.process_time() - started


def _command(folder: Path, ratings: Ratings) -> float:
    path = folder / "agreement.csv"
    path.write_text(matrix_as_csv(ratings), encoding="utf-8")
    command = [sys.executable, "-m", "app.cli", "agreement", str(path), "--scale", ",".join(map(str, SCALE)), "--json"]
    started = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    return time.perf_counter() - started
