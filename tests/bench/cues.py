"""Measures the cues: how far they agree with labelled sentences, false alarms, and processor time on the long report.

Labels that belong to public documents lie beside those; what is not there is said to be absent.
"""

import json
import subprocess
import sys
from pathlib import Path

from app.domain.cue_patterns import CuePatterns
from app.domain.cues import find_cues
from app.outside.cue_patterns import find_cue_patterns
from app.outside.reader import read_file, reading_as_json
from app.settings import get_settings
from tests.bench.cue_scores import Labelled, false_alarms, macro, read_labels, read_sentences, score
from tests.bench.installation import ROOT
from tests.bench.measure import Measure, absent, plain
from tests.bench.reading import REPORT, long_report

SENTENCES = ROOT / "tests" / "cues"
LABELS = "language-cues.jsonl"
SPEECH = "covid-chair-statement.pdf"
TIME = "Cues of the 240-page report, processor time"
LIMIT = 1.5
TIMES = 5
EXPLAINED = "a false alarm is a cue in procedures, which tell of nothing that was done"


def measure_cues(folder: Path) -> list[Measure]:
    """All measures of the cues. `folder` is for files of this bench's own."""
    patterns = find_cue_patterns(get_settings().markers_dir)
    return [
        *_agreement(patterns),
        *_labels(patterns),
        *_alarms(patterns),
        _time(folder),
    ]


def _f1(name: str, sentences: list[Labelled]) -> Measure:
    scores = score(sentences)
    note = f"{len(sentences)} sentences; " + ", ".join(f"{kind} {value:.2f}" for kind, value in scores.items())
    return plain(name, [macro(scores)], "F1", None, note)


def _agreement(patterns: CuePatterns) -> list[Measure]:
    return [
        _f1("Cues against our labels, which patterns were learned from", read_sentences(SENTENCES / "sentences.jsonl", patterns)),
        _f1("… against the second set, which none was learned from", read_sentences(SENTENCES / "second.jsonl", patterns)),
        _f1("… against five kinds as others label them, learned from", _main_kinds("main-kinds.jsonl", patterns)),
        _f1("… against five kinds as others label them, none learned from", _main_kinds("main-kinds-kept.jsonl", patterns)),
    ]


def _main_kinds(file: str, patterns: CuePatterns) -> list[Labelled]:
    return read_labels(SENTENCES / file, patterns, also_wanted=False)


def _labels(patterns: CuePatterns) -> list[Measure]:
    name = "Cues against labels by another hand"
    path = long_report().parents[1] / "labels" / LABELS
    if not path.exists():
        return [absent(name, 0, f"{LABELS} is not there.")]
    return [
        _f1(f"{name}, further labels allowed", read_labels(path, patterns, also_wanted=False)),
        _f1("… further labels required", read_labels(path, patterns, also_wanted=True)),
    ]


def _alarms(patterns: CuePatterns) -> list[Measure]:
    text = (SENTENCES / "procedures.txt").read_text(encoding="utf-8")
    found = [plain("False alarms of cues per 1,000 words of procedures", [false_alarms(text, patterns)], "", 4, EXPLAINED)]
    path = long_report().with_name(SPEECH)
    if not path.exists():
        return [*found, absent("Cues per 1,000 words of a speech", 0, f"{SPEECH} is not there.")]
    pages = read_file(path).pages
    cues = find_cues(pages, patterns)
    words = sum(len(page.text.split()) for page in pages)
    by_kind = ", ".join(f"{kind} {sum(cue.kind == kind for cue in cues)}" for kind in sorted({cue.kind for cue in cues}))
    return [*found, plain("Cues per 1,000 words of a speech", [1000 * len(cues) / words], "", None, f"{words} words; {by_kind}")]


def _time(folder: Path) -> Measure:
    path = long_report()
    if not path.exists():
        return absent(TIME, LIMIT, f"{REPORT} is not there. Put it into a folder and name that in PLUMBLINE_BENCH_DOCS.")
    pages = folder / "pages.json"
    pages.write_text(json.dumps(reading_as_json(read_file(path))), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.cues_once", str(pages)]
    said = [subprocess.run(command, check=True, cwd=ROOT, capture_output=True, text=True).stdout.split() for _ in range(TIMES)]
    note = f"{said[0][1]} cues; each time in a fresh process, with loading the patterns"
    return plain(TIME, [float(seconds) for seconds, _ in said], "s", LIMIT, note)
