"""Lengths, and what each module and function must say of itself."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import APP, ROOT, Function, code_of, lines_of, modules, named, templates

LONGEST = {"app": 500, "tests": 800, "tools": 500, "migrations": 800}
LONGEST_TEMPLATE = 200
CODE = [path for folder in LONGEST for path in modules(ROOT / folder)]
OURS = [*modules(APP), *modules(ROOT / "tools")]


@pytest.mark.parametrize("path", CODE, ids=named)
def test_no_module_is_too_long(path: Path) -> None:
    assert lines_of(path) <= LONGEST[path.relative_to(ROOT).parts[0]]


def test_no_template_is_too_long() -> None:
    assert {named(path): count for path in templates() if (count := lines_of(path)) > LONGEST_TEMPLATE} == {}


@pytest.mark.parametrize("path", [path for path in CODE if path.name != "__init__.py"], ids=named)
def test_each_module_opens_with_what_it_is_for(path: Path) -> None:
    said = ast.get_docstring(code_of(path))
    assert said, "no docstring"
    assert said.strip().split("\n\n")[0].rstrip().endswith((".", ":")), "its first paragraph is no sentence"


def undocumented(path: Path) -> list[str]:
    """Public classes and functions, and public methods of public classes, without a docstring."""
    found = []
    for node in code_of(path).body:
        if isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_"):
            inner = [item for item in node.body if isinstance(item, Function)] if isinstance(node, ast.ClassDef) else []
            found += [each.name for each in (node, *inner) if not each.name.startswith("_") and not ast.get_docstring(each)]
    return found


def test_everything_public_has_a_docstring() -> None:
    assert {named(path): missing for path in OURS if (missing := undocumented(path))} == {}


def test_every_function_states_what_it_gives() -> None:
    without = [
        f"{named(path)}: {node.name}"
        for path in OURS
        for node in ast.walk(code_of(path))
        if isinstance(node, Function) and node.returns is None and node.name != "__init__"
    ]
    assert without == []


def test_complexity_is_bounded_and_nobody_is_excused() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["ruff"]["lint"]
    assert settings["mccabe"]["max-complexity"] == 10
    assert "C90" in settings["select"]
    assert [named(path) for path in CODE if path != Path(__file__) and "C901" in path.read_text()] == []


def test_modules_are_named_after_nouns_and_never_after_nothing() -> None:
    empty = {"helper", "helpers", "util", "utils", "common", "manager", "misc", "base_utils", "tools"}
    assert [named(path) for path in modules(APP) if path.stem in empty] == []


def test_nothing_is_left_undone() -> None:
    unfinished = re.compile(r"raise NotImplementedError|\b(TODO|FIXME|XXX)\b")
    assert [named(path) for path in [*OURS, *templates()] if unfinished.search(path.read_text())] == []


def test_no_test_is_passed_over() -> None:
    words = (
        "pytest." + "skip",
        "mark." + "skip",
        "mark." + "xfail",
        "pytest." + "xfail",
        "importor" + "skip",
        "assert " + "True",
    )
    assert [named(path) for path in modules(ROOT / "tests") if any(word in path.read_text() for word in words)] == []


def test_decisions_fit_on_a_page_and_are_numbered_without_gaps() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    assert [int(path.name[:4]) for path in decisions] == list(range(1, len(decisions) + 1))
    for path in decisions:
        assert lines_of(path) <= 40, path.name
        text = path.read_text()
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert all(heading in text for heading in ("## Why", "## Decision", "## What follows"))
