"""The command line: each command says what it did, or in a sentence why it could not."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import commands as cli
from app.data.session import work
from app.domain.errors import PlumblineError
from app.services import account as accounts
from app.settings import Settings, get_settings
from tests.house.tree import ROOT

TINY = ROOT / "tests" / "instruments" / "tiny" / "1.0"
GRADES = "marker,grade,reason\n1,good,\n2,adequate,\n3,good,\n"


@pytest.fixture(autouse=True)
def _these_settings(empty_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("PLUMBLINE_VAR", str(empty_settings.var_dir))
    with socket.create_server(("127.0.0.1", 0)) as free:
        monkeypatch.setenv("PORT", str(free.getsockname()[1]))
    get_settings.cache_clear()
    yield
    get_settings.cache_clear()


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.commands, [str(argument) for argument in arguments])


def refusal(*arguments: object) -> str:
    """The sentence with which a command ends."""
    answer = run(*arguments)
    assert answer.exit_code == 1
    return answer.exception.sentence if isinstance(answer.exception, PlumblineError) else answer.output


CREATE = ["account", "create", "--name", "Ann Lee", "--email", "ann@wexcombe.example", "--board", "Wexcombe"]


def test_what_may_identify_a_person_in_a_file_is_pointed_at_in_words_and_as_data(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Nobody was there but Jocasta Thornquill, who rang 01632 960123 twice.\n")
    assert (
        "page 1, name: Jocasta Thornquill\n    Nobody was there but [Jocasta Thornquill], who" in run("identifiers", file).output
    )
    found = json.loads(run("identifiers", "--json", file).output)
    assert [(item["kind"], item["page"], item["start"], item["end"]) for item in found] == [
        ("name", 1, 21, 39),
        ("telephone", 1, 50, 62),
    ]
    assert found[0]["text"] == "Jocasta Thornquill"
    file.write_text("Nobody was there.\n")
    assert "Nothing was found" in run("identifiers", file).output
    assert json.loads(run("identifiers", "--json", file).output) == []
    assert "There is no file" in refusal("identifiers", tmp_path / "nothing.txt")
    file.write_bytes(b"")
    assert refusal("identifiers", file)


def test_an_account_is_made_with_a_link_that_works(empty_settings: Settings) -> None:
    run("migrate")
    made = run(*CREATE, "--role", "appraiser", "--role", "moderator", "--post", "Reviewer")
    assert made.exit_code == 0
    assert "Ann Lee has an account on Wexcombe: appraiser, moderator." in made.output
    token = made.output.strip().rsplit("/", 1)[-1]
    with work(empty_settings.database) as db:
        from app.services.sign_in import check_link

        assert check_link(db, token) == "Ann Lee"
        assert accounts.first_person(db).post == "Reviewer"


def test_accounts_are_listed_and_get_further_links() -> None:
    run("migrate")
    assert "no accounts yet" in run("account", "list").output
    run(*CREATE, "--role", "appraiser")
    assert run("account", "list").output.strip().split("\t") == ["ann@wexcombe.example", "Ann Lee", "Wexcombe", "appraiser"]
    assert "/sign-in/link/" in run("account", "link", "ann@wexcombe.example").output
    assert refusal("account", "link", "nobody@wexcombe.example") == "There is no account for nobody@wexcombe.example."
    assert refusal(*CREATE, "--role", "appraiser") == "There is already an account for ann@wexcombe.example."


def test_somebody_who_lost_the_phone_gets_in_again() -> None:
    run("migrate")
    run(*CREATE, "--role", "appraiser")
    answer = run("account", "reset", "ann@wexcombe.example")
    assert "has no second factor any more and is signed out everywhere" in answer.output
    assert "/sign-in/link/" in answer.output
    assert refusal("account", "reset", "nobody@wexcombe.example") == "There is no account for nobody@wexcombe.example."


def test_a_role_that_does_not_exist_is_refused_with_those_that_do() -> None:
    answer = run(*CREATE, "--role", "boss")
    assert answer.exit_code == 2
    assert all(word in answer.output for word in ("commissioner", "appraiser", "moderator", "administrator"))


@pytest.mark.parametrize(
    "command",
    [
        ["account", "list"],
        ["account", "link", "a@b.example"],
        ["account", "reset", "a@b.example"],
        ["example"],
        ["worker"],
        ["serve"],
    ],
)
def test_without_a_database_a_command_says_how_to_make_one(command: list[str]) -> None:
    assert "plumbline migrate" in refusal(*command)


def test_migrating_says_whether_there_was_something_to_do() -> None:
    assert "is now up to date" in run("migrate").output
    assert "was up to date already" in run("migrate").output


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PLUMBLINE_VAR", str(tmp_path / "file" / "var"))
    get_settings.cache_clear()
    assert "Set PLUMBLINE_VAR to a folder you can write to." in refusal("migrate")


def test_a_sound_instrument_passes() -> None:
    answer = run("check-markers", TINY)
    assert answer.exit_code == 0
    assert "Nothing is wrong" in answer.output
    assert run("check-markers").exit_code == 0


def test_what_is_wrong_with_an_instrument_is_named_by_file_line_and_field(tmp_path: Path) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    for path in TINY.iterdir():
        (folder / path.name).write_text(path.read_text().replace("title:", "titel:", 1))
    answer = run("check-markers", folder)
    assert answer.exit_code == 1
    first = answer.output.splitlines()[0]
    assert first.startswith(f"{folder}/01-purpose.yaml:")
    assert ": expected " in first
    assert "to put right." in answer.output
    assert "There is no folder" in refusal("check-markers", tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    assert run("check-markers", tmp_path / "empty").exit_code == 1


@pytest.fixture
def grades(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A table of grades for the tiny instrument."""
    monkeypatch.setenv("PLUMBLINE_MARKERS", str(TINY.parent.parent))
    get_settings.cache_clear()
    path = tmp_path / "grades.csv"
    path.write_text(GRADES)
    return path


def test_adequacy_is_told_in_words(grades: Path) -> None:
    answer = run("adequacy", grades, "--instrument", "tiny")
    assert answer.exit_code == 0
    for words in ("Areas", "Overall: ", "Rules that apply", "What if", "A person confirms them"):
        assert words in answer.output


def test_adequacy_as_json_has_areas_overall_and_trace(grades: Path) -> None:
    said = json.loads(run("adequacy", grades, "--instrument", "tiny", "--json").output)
    assert set(said) == {"areas", "overall", "trace"}
    assert all(set(area) == {"id", "title", "kind", "proposal", "provisional"} for area in said["areas"])
    assert set(said["overall"]) == {"proposal", "so_far", "provisional"}
    assert all(set(step) == {"rule", "applied", "limit", "areas", "sentence"} for step in said["trace"])


def test_grades_that_cannot_be_judged_yet_have_no_proposal(grades: Path) -> None:
    grades.write_text("marker,grade\n")
    said = json.loads(run("adequacy", grades, "--instrument", "tiny", "--json").output)
    assert said["overall"]["proposal"] is None
    assert "cannot be judged yet" in run("adequacy", grades, "--instrument", "tiny").output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_of_grades_are_read_as_spreadsheets_write_them(grades: Path, encoding: str) -> None:
    grades.write_bytes(GRADES.replace("1,good,", "1,good,Café – “quoted”").encode(encoding))
    assert run("adequacy", grades, "--instrument", "tiny").exit_code == 0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty"),
        ("a,b\n", "no column “marker”"),
        ("marker,grade\n1,super\n", "Line 2: “super” is not a grade"),
        ("marker,grade\n99,good\n", "Line 2: “99” is not a marker"),
    ],
)
def test_a_table_that_cannot_be_taken_is_refused_with_its_line(grades: Path, content: str, words: str) -> None:
    grades.write_text(content)
    assert words in refusal("adequacy", grades, "--instrument", "tiny")


def test_an_instrument_that_is_not_there_and_a_file_that_is_not_there_are_told(grades: Path) -> None:
    assert "There is no instrument nothing" in refusal("adequacy", grades, "--instrument", "nothing")
    assert "There is no file" in refusal("adequacy", grades.with_name("other.csv"))
    assert "There is no file" in refusal("adequacy", grades.parent)


def test_a_paper_is_read_into_pages(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text("One line of a paper.\n")
    answer = run("read", path)
    assert answer.exit_code == 0
    assert "One line of a paper." in answer.output
    said = json.loads(run("read", path, "--json").output)
    assert set(said) == {"status", "sentence", "pages"}
    assert said["status"] == "ready"
    assert said["pages"][0] == {"number": 1, "text": "One line of a paper."}


def test_a_paper_that_cannot_be_read_fails_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\nand then nothing of the kind")
    answer = run("read", path, "--json")
    assert answer.exit_code == 1
    said = json.loads(answer.output)
    assert said["status"] == "damaged"
    assert said["sentence"].endswith(".")
    assert said["pages"] == []
    assert "There is no file" in refusal("read", tmp_path / "nothing.pdf")


def python(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "app.cli", *arguments], cwd=cwd, capture_output=True, text=True, check=False, timeout=30
    )


def test_it_runs_from_any_folder_and_whatever_lies_there(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__init__.py").write_text("raise SystemExit('not ours')\n")
    answer = python("--help", cwd=tmp_path)
    assert answer.returncode == 0
    assert answer.stdout.startswith("Usage: plumbline")


def test_a_refusal_goes_to_standard_error_without_a_trace(tmp_path: Path) -> None:
    answer = python("adequacy", str(tmp_path / "nothing.csv"), "--instrument", "nothing")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr.startswith("There is no file")
    (tmp_path / "grades.csv").write_text(GRADES)
    answer = python("adequacy", str(tmp_path / "grades.csv"), "--instrument", "nothing")
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "There is no instrument nothing. Choose one that is installed.\n"


def test_help_loads_neither_the_database_nor_the_web() -> None:
    heavy = ("sqlalchemy", "fastapi", "pydantic", "yaml", "typst", "uvicorn")
    code = f"import sys, app.cli.commands; sys.exit(str([name for name in {heavy} if name in sys.modules]))"
    loaded = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert loaded.stderr.strip() == "[]"
