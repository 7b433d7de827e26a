"""The commands `plumbline audit verify` and `plumbline audit export`, as whoever runs the service would use them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import commands
from app.settings import Settings, get_settings
from tests.conftest import Stored
from tests.data.test_audit import disarm
from tests.factories import People, make_review


@pytest.fixture(autouse=True)
def _these_settings(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PLUMBLINE_VAR", str(settings.var_dir))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(commands, ["audit", *map(str, arguments)])


def newest(answer: Result) -> tuple[str, str]:
    """The number and the hash that the command asks one to note down."""
    last = answer.output.strip().splitlines()[-1].split()
    return last[last.index("--number") + 1], last[last.index("--hash") + 1]


def test_a_whole_trail_is_told_with_its_newest_row_and_the_noted_one_is_found_again(stored: Stored, people: People) -> None:
    answer = run("verify")
    assert answer.exit_code == 0
    assert "rows of the trail fit" in answer.output
    number, digest = newest(answer)
    with stored() as db:
        make_review(db, people.erin)
    again = run("verify", "--number", number, "--hash", digest)
    assert again.exit_code == 0
    assert f"Row {number} is the one that was noted." in again.output


def test_a_row_that_was_edited_ends_with_exit_code_1_and_its_number(settings: Settings) -> None:
    with closing(sqlite3.connect(settings.var_dir / "plumbline.db")) as connection:
        disarm(connection)
        connection.execute("UPDATE audit_event SET actor_name = 'Mallory' WHERE id = 3")
        connection.commit()
    answer = run("verify")
    assert answer.exit_code == 1
    assert "The trail does not fit. Row 3 was changed after it was written" in answer.output
    assert "Mallory" not in answer.output


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        (("--number", "2", "--hash", "0" * 64), "Row 2 is not the one that was noted"),
        (("--number", "99999", "--hash", "0" * 64), "Row 99,999, which was noted, is not there"),
        (("--number", "2"), "Give the hash that was noted with it"),
        (("--hash", "0" * 64), "Give the number of the row that was noted"),
    ],
)
def test_what_was_noted_and_is_not_there_is_told(noted: tuple[str, ...], said: str) -> None:
    answer = run("verify", *noted)
    assert answer.exit_code == 1
    assert said in answer.output


def test_an_export_has_every_row_of_every_board_in_full(stored: Stored, people: People, tmp_path: Path) -> None:
    with stored() as db:
        make_review(db, people.dave, "TM-1")
        make_review(db, people.erin, "WX-1")
    file = tmp_path / "trail.jsonl"
    answer = run("export", file)
    assert answer.exit_code == 0
    rows = [json.loads(line) for line in file.read_text().splitlines()]
    assert f"{len(rows):,} rows are in {file}." in answer.output
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1))
    assert {"TM-1", "WX-1"} <= {row["detail"] for row in rows}


def test_an_export_overwrites_nothing_and_needs_a_folder(tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    file.write_text("mine")
    answer = run("export", file)
    assert (answer.exit_code, file.read_text()) == (1, "mine")
    assert "is there already" in answer.output
    answer = run("export", tmp_path / "none" / "trail.jsonl")
    assert answer.exit_code == 1
    assert "cannot be written" in answer.output
