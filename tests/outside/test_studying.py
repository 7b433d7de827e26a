"""The process in which papers are studied: what it gives, and that nothing it says is trusted."""

import json
import sys
from pathlib import Path

import pytest

from app.domain.cue import CueKind
from app.domain.document import OutlineItem, Page
from app.domain.study import Part, Study
from app.domain.study_text import study_text
from app.outside.cue_patterns import load_cue_patterns
from app.outside.study import StudyFailedError, StudyLimits, current_version, newest_patterns, study_pages
from app.outside.studying.report import pack_study, unpack_study
from app.settings import ROOT

PATTERNS = newest_patterns(ROOT / "markers")
PAGES = (
    Page(1, "Analysis of practice\n\nThe school failed to pass on the letter of 3 May 2015. Nobody at the MASH asked for it."),
    Page(2, "Recommendations\n\n1. The school should look at its post each day.\n\n2. The council should ask."),
)
OUTLINE = (OutlineItem("Analysis of practice", 1, 1), OutlineItem("Recommendations", 2, 1))


def child(code: str, **limits: float) -> StudyLimits:
    """Limits whose child is this Python code instead of the student."""
    return StudyLimits(command=(sys.executable, "-c", code), **limits)  # type: ignore[arg-type]


def saying(words: str) -> StudyLimits:
    """A child that says this, whatever it is told."""
    return child(f"import sys; sys.stdin.read(); sys.stdout.write({words!r})")


def test_the_process_gives_what_studying_here_gives() -> None:
    study = study_pages(PAGES, OUTLINE, PATTERNS)
    assert study == study_text(PAGES, OUTLINE, load_cue_patterns(PATTERNS))
    assert study.version == current_version(ROOT / "markers")
    assert CueKind.JUDGEMENT in {cue.kind for cue in study.cues}
    assert study.profile
    assert study.profile.recommendations == 2
    assert [one.part for one in study.paragraphs][:2] == [Part.HEADING, Part.ANALYSIS]


def test_a_paper_without_text_is_studied_too() -> None:
    study = study_pages((Page(1, ""), Page(2, "")), (), PATTERNS)
    assert study.profile
    assert (study.cues, study.paragraphs, study.profile.page_words) == ((), (), (0, 0))


TRIES = """
import os, socket, tempfile
import app.outside.studying.__main__ as student

def trying(pages, outline, patterns, real=student.study_text):
    for way in (lambda: open("/etc/passwd"), tempfile.TemporaryFile, socket.socket):
        try:
            way()
        except OSError:
            continue
        os._exit(1)
    return real(pages, outline, patterns)

student.study_text = trying
"""


def test_the_process_can_open_no_file_and_no_connection_once_it_has_the_text() -> None:
    assert study_pages(PAGES, OUTLINE, PATTERNS, limits=child(TRIES + "student.main()")).cues
    with pytest.raises(StudyFailedError):  # the check itself: with open doors it would be seen
        study_pages(PAGES, OUTLINE, PATTERNS, limits=child(TRIES + "student.close_doors = lambda: None; student.main()"))


@pytest.mark.parametrize("limits", [
    child("import sys; sys.exit(1)"),
    child("import os, signal; os.kill(os.getpid(), signal.SIGKILL)"),
    child("import time; time.sleep(60)", seconds=0.3),
    child("import sys\nwhile True: sys.stdout.write('x' * 100_000)"),
    saying(""), saying("[]"), saying("{}"), saying("null"), saying("nonsense"), saying("[" * 100_000),
])  # fmt: skip
def test_whatever_becomes_of_the_process_ends_in_one_kind_of_error(limits: StudyLimits) -> None:
    with pytest.raises(StudyFailedError):
        study_pages(PAGES, OUTLINE, PATTERNS, limits=limits)


def test_a_process_over_its_limits_is_ended() -> None:
    long = (Page(1, "The school failed to do this, and nobody asked why. " * 20_000),)
    with pytest.raises(StudyFailedError):
        study_pages(long, (), PATTERNS, limits=StudyLimits(memory_bytes=60_000_000))


def told() -> dict[str, object]:
    """What the process says of the pages, to be spoiled."""
    said: dict[str, object] = json.loads(pack_study(study_text(PAGES, OUTLINE, load_cue_patterns(PATTERNS))))
    return said


@pytest.mark.parametrize("spoiled", [
    {"cues": [[9, 0, 5, "judgement", "x", "x"]]},
    {"cues": [[1, 0, 5_000, "judgement", "x", "x"]]},
    {"cues": [[1, 5, 5, "judgement", "x", "x"]]},
    {"cues": [[1, 0, 5, "made-up", "x", "x"]]},
    {"cues": [[1, 0, 5, "judgement", "a\0b", "x"]]},
    {"cues": [[1, 0, 5, "judgement", "\ud800", "x"]]},
    {"cues": [[1, 0.5, 5, "judgement", "x", "x"]]},
    {"paragraphs": [[1, -1, 5, "analysis"]]},
    {"paragraphs": [[1, 0, 5, "poetry"]]},
    {"chapters": [["One", 1, 7]]},
    {"episodes": [[1, 7, 5, True]]},
    {"acronyms": [["ABC", 1, 0]]},
    {"findings": "many"},
    {"version": 7},
])  # fmt: skip
def test_what_points_to_nowhere_or_cannot_be_shown_is_refused(spoiled: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        unpack_study(json.dumps(told() | spoiled).encode(), PAGES)


def test_texts_come_from_the_pages_and_not_from_the_process() -> None:
    study = unpack_study(json.dumps(told()).encode(), PAGES)
    assert isinstance(study, Study)
    texts = {page.number: page.text for page in PAGES}
    assert all(cue.text == texts[cue.page][cue.start : cue.end] for cue in study.cues)


def test_without_patterns_a_sentence_says_so(tmp_path: Path) -> None:
    with pytest.raises(StudyFailedError, match="no patterns"):
        current_version(tmp_path)
