"""Reading the patterns of cues, and what is said about patterns that cannot be used."""

import re
import shutil
from pathlib import Path

import pytest

from app.domain.cue import CueKind
from app.domain.cues import kinds_in
from app.outside.cue_patterns import CuePatternsError, check_cue_patterns, cue_folders, find_cue_patterns, load_cue_patterns
from tests.house.tree import ROOT

MARKERS = ROOT / "markers"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the newest patterns, cut down to the first two of each kind so that checking it is quick."""
    made = Path(shutil.copytree(cue_folders(MARKERS)[-1], tmp_path / "cues" / "9.1"))
    for path in made.glob("*.yaml"):
        begin = [match.start() for match in re.finditer(r"^  - id: ", path.read_text(encoding="utf-8"), re.MULTILINE)]
        if len(begin) > 2:
            path.write_text(path.read_text(encoding="utf-8")[: begin[2]], encoding="utf-8")
    return made


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in check_cue_patterns(folder)]


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def add_wording(folder: Path, wording: str) -> list[str]:
    """What is wrong when a pattern has this wording too."""
    path = folder / "hindsight.yaml"
    change(path, "    words:\n", f"    words:\n      - {wording}\n")
    return problems(folder)


def test_the_patterns_of_the_project_are_valid_and_named_by_their_folder() -> None:
    for found in cue_folders(MARKERS):
        assert problems(found) == []
        assert load_cue_patterns(found).version == found.name


def test_the_newest_version_is_found_by_number(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("10.0"))
    assert find_cue_patterns(folder.parents[1]).version == "10.0"


def test_other_folders_are_no_patterns(folder: Path) -> None:
    shutil.copytree(folder, folder.with_name("draft"))
    shutil.copytree(folder, folder.parents[1] / "other" / "1.0")
    assert cue_folders(folder.parents[1]) == [folder]


def test_a_root_without_patterns_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CuePatternsError, match=r"cues/1\.0"):
        find_cue_patterns(tmp_path)


def test_a_changed_pattern_is_used(folder: Path) -> None:
    assert add_wording(folder, "purple cow/s") == []
    assert CueKind.HINDSIGHT in kinds_in("It was a purple cow.", load_cue_patterns(folder))


@pytest.mark.parametrize(
    ("wording", "told"),
    [
        ("(one|two", "a closing bracket"),
        ("one)", "an opening bracket"),
        ("the <cattle> said", "the name of a list"),
        ("Capital", "words in small letters"),
        ("~3 after", "begin and end with a word"),
        ("after ~3", "begin and end with a word"),
        ("maybe? never?", "hold one that must be there"),
        ("one ~9 two", "a gap of 1 to 8 words"),
        ("one ~ two ~ three ~ four ~ five ~ six", "at most 4 gaps"),
        ("one ~~ two ~~ three", "~~ only once"),
        ("what\\d+", "words in small letters"),
    ],
)
def test_a_wording_that_cannot_be_understood_is_told_with_its_file_and_line(folder: Path, wording: str, told: str) -> None:
    (problem,) = add_wording(folder, wording)
    assert problem.startswith("hindsight.yaml, line ")
    assert told in problem
    with pytest.raises(CuePatternsError, match="1 thing must be put right first"):
        load_cue_patterns(folder)


def test_what_is_missing_or_stands_twice_is_told(folder: Path) -> None:
    (folder / "context.yaml").unlink()
    change(folder / "outcome.yaml", "kind: outcome", "kind: hindsight")
    change(folder / "explains.yaml", "  - id: because\n", "  - id: given\n")
    change(folder / "traps.yaml", "conditional:", "maybe:")
    told = " ".join(problems(folder))
    for part in ("the kind context", "the kind outcome", "one file for hindsight only", "“given” twice", "no such field"):
        assert part in told


def test_a_folder_without_its_files_is_told(tmp_path: Path) -> None:
    told = " ".join(problems(tmp_path))
    assert "words.yaml" in told
    assert "traps.yaml" in told


@pytest.mark.parametrize("name", ["words.yaml", "traps.yaml", "hindsight.yaml"])
def test_a_file_that_is_no_yaml_is_told(folder: Path, name: str) -> None:
    (folder / name).write_text("kind: [hindsight\n", encoding="utf-8")
    assert any(problem.startswith(f"{name}, line ") for problem in problems(folder))
