"""The command `plumbline agreement`, as a person or a program would use it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli.commands import commands
from app.domain.agreement import COEFFICIENTS
from app.domain.errors import InvalidError

TABLE = """\ufeffMarker;Ann;Ben;Cat
1. Referral;3;2;3
2. Decision;1;;2
3. Scope;0;2;1
4. Family;2;2;2
5. Panel;1.0;1;NEI
6. Analysis;3;1;0
"""


def run(*words: str) -> Result:
    return CliRunner().invoke(commands, ["agreement", *words])


def told(path: Path, scale: str = "0,1,2,3") -> dict[str, Any]:
    result = run(str(path), "--scale", scale, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "matrix.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_json_has_shares_coefficients_pairs_and_markers(table: Path) -> None:
    found = told(table)
    assert found["exact"] == pytest.approx(5 / 14)
    assert found["within_one"] == pytest.approx(11 / 14)
    for name in ("alpha_nominal", "alpha_ordinal", "alpha_interval", "ac1", "ac2_linear", "ac2_ordinal", "ac2_quadratic"):
        low, high = found["intervals"][name]
        assert -1 <= low <= found[name] <= high <= 1
    assert -1 <= found["icc_2_1"] <= found["icc_2_k"] <= 1
    assert found["no_interval"].keys() == COEFFICIENTS.keys() - found["intervals"].keys()
    assert [(pair["a"], pair["b"]) for pair in found["pairs"]] == [("Ann", "Ben"), ("Ann", "Cat"), ("Ben", "Cat")]
    assert set(found["pairs"][0]) == {"a", "b", "kappa", "kappa_linear", "kappa_quadratic", "markers"}
    first = found["markers"][0]
    assert (first["marker"], first["n"], first["median"], first["low"], first["high"]) == ("1. Referral", 3, 3, 2, 3)
    assert found["not_defined"] == {}
    assert (found["draws"], found["seed"]) == (1000, 2016)


def test_the_same_file_gives_the_same_json(table: Path) -> None:
    assert told(table) == told(table)


def test_what_is_not_defined_is_null_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("marker,Ann,Ben\nA,2,2\nB,2,2\n")
    found = told(path)
    assert (found["exact"], found["alpha_ordinal"], found["ac1"], found["icc_2_1"]) == (1, None, None, None)
    assert found["not_defined"]["alpha_ordinal"] == found["not_defined"]["pairs[0].kappa"] == "there was no variation"


def test_many_appraisers_bring_quartiles_and_van_der_eijks_agreement(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    people = [f"P{number}" for number in range(12)]
    rows = [["A", *("0112" * 3)], ["B", *("2333" * 3)]]
    path.write_text("\n".join(",".join(row) for row in [["marker", *people], *rows]))
    marker = told(path)["markers"][0]
    assert marker["quartiles"] == [0.75, 1.25]
    assert -1 <= marker["agreement"] <= 1
    words = run(str(path), "--scale", "0,1,2,3").stdout
    assert "van der Eijk’s agreement" in words
    assert "The kappas of single pairs are given with --json." in words


def test_in_words_sentences_come_first_then_figures_then_methods(table: Path) -> None:
    result = run(str(table), "--scale", "0,1,2,3")
    assert result.exit_code == 0
    parts = result.stdout.split("\n\n")
    assert parts[0].startswith("Three appraisers and six markers")
    assert "  Krippendorff’s alpha, ordinal metric   0.22 (" in result.stdout
    assert "  3. Scope     1, 0 to 2, 3" in result.stdout
    assert "  Ann and Ben  0.25, 0.07, −0.10" in result.stdout
    assert parts[-1].startswith("How this was measured\n")


def test_words_say_once_why_a_pair_has_no_kappa_and_that_nobody_graded_a_marker(tmp_path: Path) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text("marker,Ann,Ben,Cat\nA,2,1,\nB,1,1,\nC,,,\n")
    words = run(str(path), "--scale", "0,1,2,3").stdout
    assert "  Ann and Cat  not defined: the two graded no marker in common\n" in words
    assert "  C  nobody graded it\n" in words


@pytest.mark.parametrize(
    ("content", "scale", "piece"),
    [
        ("marker,Ann\nA,7\n", "0,1,2,3", "“7” is not on the scale 0, 1, 2, 3"),
        ("marker,Ann,Ben\nA,1\n", "0,1,2,3", "Line 2 has 2 cells"),
        ("marker\nA\n", "0,1,2,3", "There are no appraisers"),
        ("marker,Ann\nA,1\n", "0,one", "which is no number"),
    ],
)
def test_a_wrong_table_or_scale_gets_a_sentence(tmp_path: Path, content: str, scale: str, piece: str) -> None:
    path = tmp_path / "matrix.csv"
    path.write_text(content)
    result = run(str(path), "--scale", scale)
    assert isinstance(result.exception, InvalidError)  # which the program turns into its sentence
    assert piece in result.exception.sentence


def test_a_missing_or_huge_file_gets_a_sentence(tmp_path: Path) -> None:
    missing = run(str(tmp_path / "none.csv"), "--scale", "0,1")
    assert (missing.exit_code, "There is no file" in missing.stderr) == (1, True)
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(5_000_001)
    refused = run(str(huge), "--scale", "0,1")
    assert (refused.exit_code, "is too large" in refused.stderr) == (1, True)


def test_the_program_itself_prints_json_and_sentences(table: Path) -> None:
    command = [sys.executable, "-m", "app.cli", "agreement", str(table), "--json", "--scale"]
    good = subprocess.run([*command, "0,1,2,3"], capture_output=True, text=True, check=True)
    assert json.loads(good.stdout)["exact"] == pytest.approx(5 / 14)
    bad = subprocess.run([*command, "0,1,2"], capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert bad.stderr == (
        "Line 2, Ann: “3” is not on the scale 0, 1, 2. Use its values, or leave the cell blank where there is no grade.\n"
    )
