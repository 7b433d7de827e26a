"""The command `plumbline cues`, as a person or a program would use it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import commands

TEXT = """Failure to learn

1.1 The school failed to pass on the letter. The aunt rang twice.

1.2 In hindsight the second letter was the moment to act.
"""


def run(*words: str, given: bytes | None = None) -> Result:
    return CliRunner().invoke(commands, ["cues", *words], input=given)


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_cues_of_a_paper_as_json(paper: Path) -> None:
    result = run(str(paper), "--json")
    found = json.loads(result.stdout)
    assert result.exit_code == 0
    assert [(cue["page"], cue["kind"], cue["text"]) for cue in found] == [
        (1, "judgement", "failed to"),
        (1, "hindsight", "In hindsight"),
    ]
    assert found[0]["sentence"] == "The school failed to pass on the letter."
    assert [set(cue) for cue in found] == [{"page", "start", "end", "kind", "text", "sentence"}] * 2


def test_cues_of_a_paper_in_words(paper: Path) -> None:
    words = run(str(paper)).stdout
    assert "Judgement without a reason: “failed to”\n    The school failed to pass on the letter." in words
    assert words.rstrip().endswith("2 cues. They point and decide nothing: read each sentence where it stands.")


def test_a_paper_without_cues_says_so(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("The office is in Ash Street.", encoding="utf-8")
    assert run(str(path)).stdout == "No cues were found.\n"
    assert run(str(path), "--json").stdout == "[]\n"


def test_each_line_gets_a_list_of_kinds() -> None:
    given = b"The school failed to act.\n\n  \nWith hindsight, it was late because of a strike.\nThe office is in Ash Street."
    lines = run("--lines", given=given).stdout.splitlines()
    assert [json.loads(line) for line in lines] == [["judgement"], [], [], ["hindsight", "explains"], []]


def test_lines_that_are_no_utf_8_are_read_as_far_as_they_can_be() -> None:
    given = b"\xef\xbb\xbfThe school \xff failed to act.\r\n\xfe\xfe\nIt was \x00 late.\n"
    result = run("--lines", given=given)
    assert result.exit_code == 0
    assert [json.loads(line) for line in result.stdout.splitlines()] == [["judgement"], [], []]


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50])
def test_a_file_that_cannot_be_read_into_pages_says_why(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "odd.txt"
    path.write_bytes(content)
    result = run(str(path), "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.strip().endswith(".")


def test_without_file_or_lines_it_says_what_to_give(tmp_path: Path) -> None:
    for words in ([], [str(tmp_path / "a.txt"), "--lines"]):
        result = run(*words)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "Give either a file, or --lines" in result.stderr


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    result = run(str(tmp_path / "none.pdf"))
    assert result.exit_code == 1
    assert "There is no file" in result.stderr


def test_check_markers_checks_the_cues_and_takes_them_for_no_instrument() -> None:
    result = CliRunner().invoke(commands, ["check-markers"])
    assert result.exit_code == 0
    assert "cues/1.0" in result.stdout
    assert "scr-2016/1.0" in result.stdout


def test_check_markers_names_a_wrong_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "cues" / "1.0"
    folder.mkdir(parents=True)
    (folder / "traps.yaml").write_text("denial: [(never]\n", encoding="utf-8")
    result = CliRunner().invoke(commands, ["check-markers", str(folder)])
    assert result.exit_code == 1
    assert "traps.yaml:1" in result.stdout
    assert "instrument.yaml" not in result.stdout
