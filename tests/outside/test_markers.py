"""Instruments are read from their folders, and what is wrong with one is named by file, line, field and what is expected."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import NotFoundError, PlumblineError
from app.domain.instrument import ORDER, AreaKind, Condition, Grade, Lens
from app.outside.markers import (
    InstrumentError,
    check_instrument,
    checksum_of,
    find_instrument,
    instrument_folders,
    load_instrument,
)

PROJECT = Path(__file__).parents[2]
INSTRUMENTS = PROJECT / "tests" / "instruments"
TINY = INSTRUMENTS / "tiny" / "1.0"
README = PROJECT / "markers" / "README.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny instrument that a test may break."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny" / "1.0"))


def swap(folder: Path, file: str, old: str, new: str) -> None:
    """Replace text in a file, and make sure that it was there."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_tiny_instrument_of_another_shape_loads_whole() -> None:
    tiny = load_instrument(TINY)
    assert (tiny.id, tiny.version, tiny.title) == ("tiny", "1.0", "Three questions for a short review")
    assert [(stage.id, [marker.id for marker in stage.markers]) for stage in tiny.stages] == [
        ("before", ["purpose", "telling"]),
        ("after", ["use"]),
    ]
    assert [(area.id, area.kind, area.markers) for area in tiny.areas] == [
        ("making", AreaKind.CORE, ("purpose", "telling")),
        ("using", AreaKind.SUPPORTING, ("use",)),
    ]
    assert tiny.rules[0].every == (Condition(at_or_below=Grade.INADEQUATE, areas=("making",)),)
    prompt = tiny.marker("purpose").prompts[0]
    assert (prompt.id, prompt.lenses, prompt.composed, prompt.look) == (
        "tiny-p1",
        (Lens.HINDSIGHT, Lens.WHY),
        False,
        "The terms of reference",
    )
    assert tiny.marker("telling").prompts[1].composed
    assert tiny.marker("use").descriptors[Grade.ADEQUATE] == "The actions were carried out."
    assert set(tiny.marker("use").descriptors) == set(ORDER)
    assert re.fullmatch("[0-9a-f]{64}", tiny.checksum)


def test_a_valid_instrument_has_no_problems() -> None:
    assert check_instrument(TINY) == []


def test_the_smallest_example_of_the_readme_is_valid(tmp_path: Path) -> None:
    blocks = re.findall(
        r"^`([a-z0-9-]+\.yaml)`\n\n```yaml\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for name, text in blocks:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert [name for name, _ in blocks] == ["instrument.yaml", "01-clear-purpose.yaml"]
    assert check_instrument(tmp_path) == []
    assert [marker.id for marker in load_instrument(tmp_path).markers] == ["clear-purpose"]


@pytest.mark.parametrize("field", ["title", "link", "stages", "areas", "rules", "statement", "prompts", "descriptors"])
def test_the_smallest_example_has_nothing_to_spare(tmp_path: Path, field: str) -> None:
    blocks = re.findall(
        r"^`([a-z0-9-]+\.yaml)`\n\n```yaml\n(.*?)^```", README.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    for name, text in blocks:
        (tmp_path / name).write_text(re.sub(rf"(?m)^{field}:", "other:", text, count=1), encoding="utf-8")
    assert any(problem.field == field and "missing" in problem.expected for problem in check_instrument(tmp_path))


# file, text, what it is replaced with, and then: file, line, field and a part of what is expected
MAIN, PURPOSE, TELLING, USE = "instrument.yaml", "01-purpose.yaml", "02-telling.yaml", "03-use.yaml"
BROKEN: list[tuple[str, str, str, str, str, int, str, str]] = [
    ("a field is missing", PURPOSE, "why: People", "# why: People", PURPOSE, 1, "why", "missing"),
    ("a field of a prompt is missing", TELLING, "text: Was the family told?, ", "", TELLING, 8, "prompts[1].text", "missing"),
    ("a field is unknown", PURPOSE, "title: Purpose", "title: Purpose\nheading: Purpose", PURPOSE, 4, "heading", "no such field"),
    ("a field stands twice", USE, "title: Use", "title: Use\ntitle: Used", USE, 4, "title", "only once"),
    ("a number is a text", PURPOSE, "number: 1", "number: one", PURPOSE, 1, "number", "whole number"),
    ("a number is nothing", PURPOSE, "number: 1", "number: 0", PURPOSE, 1, "number", "whole number"),
    ("a number is far too large", PURPOSE, "number: 1", "number: 1" + "0" * 5000, PURPOSE, 1, "number", "whole number"),
    ("a text is a number", PURPOSE, "title: Purpose", "title: 2016", PURPOSE, 3, "title", "text"),
    ("a text is a list", PURPOSE, "title: Purpose", "title: [Purpose]", PURPOSE, 3, "title", "text"),
    ("a text is blank", PURPOSE, "title: Purpose", 'title: "  "', PURPOSE, 3, "title", "not empty"),
    ("a version is a number", MAIN, '"1.0"', "1.0", MAIN, 2, "version", "text"),
    ("a version is a word", MAIN, '"1.0"', "newest", MAIN, 2, "version", "numbers with full stops"),
    ("a link is none", MAIN, "https://example.org/tiny", "javascript:alert(1)", MAIN, 5, "link", "https://"),
    ("a source is no link", USE, "prompts:", "source:\n  - javascript:alert(1)\nprompts:", USE, 8, "source[1]", "https://"),
    ("a flag is a text", TELLING, "composed: true", "composed: perhaps", TELLING, 9, "prompts[2].composed", "true or false"),
    ("a list is a text", USE, "lenses: [impact]", "lenses: impact", USE, 8, "prompts[1].lenses", "a list of hindsight"),
    (
        "a list is empty",
        USE,
        "  - {id: tiny-u1, text: Did anything change?, lenses: [impact]}",
        "  []",
        USE,
        8,
        "prompts",
        "not empty",
    ),
    ("an id has capitals", USE, "id: use", "id: Use", USE, 2, "id", "small letters"),
    (
        "a prompt is a bare text",
        USE,
        "{id: tiny-u1, text: Did anything change?, lenses: [impact]}",
        "What",
        USE,
        8,
        "prompts[1]",
        "the fields id",
    ),
    ("a lens is unknown", PURPOSE, "hindsight", "foresight", PURPOSE, 8, "prompts[1].lenses[1]", "one of hindsight, why, family"),
    ("a lens stands twice", PURPOSE, "[hindsight, why]", "[why, why]", PURPOSE, 8, "prompts[1].lenses[2]", "only once"),
    ("a stage is unknown", USE, "stage: after", "stage: during", USE, 4, "stage", "one of the stages before, after"),
    ("a stage has no marker", USE, "stage: after", "stage: before", MAIN, 9, "stages[2].id", "at least one marker"),
    ("numbers leave the order of stages", USE, "number: 3", "number: 1", TELLING, 1, "number", "comes after before"),
    ("a number stands twice", USE, "number: 3", "number: 2", USE, 1, "number", "2 is taken in 02-telling.yaml, line 1"),
    ("a marker id is kept for the lenses", USE, "id: use", "id: lens", USE, 2, "id", "kept for the findings"),
    ("a marker id stands twice", USE, "id: use", "id: purpose", USE, 2, "id", "purpose is taken in 01-purpose.yaml, line 2"),
    ("a prompt id stands twice", USE, "tiny-u1", "tiny-t2", USE, 8, "prompts[1].id", "taken in 02-telling.yaml, line 9"),
    ("an area id stands twice", MAIN, "{id: using", "{id: making", MAIN, 12, "areas[2].id", "making is taken"),
    ("a stage id stands twice", MAIN, "{id: after", "{id: before", MAIN, 9, "stages[2].id", "before is taken"),
    ("a descriptor is missing", USE, "  good:", "  # good:", USE, 10, "descriptors.good", "missing"),
    (
        "a descriptor is of no grade",
        USE,
        "  good:",
        "  fair:",
        USE,
        11,
        "descriptors.fair",
        "outstanding, good, adequate, inadequate",
    ),
    (
        "descriptors are a list",
        USE,
        "descriptors:",
        "descriptors: []\nequality:",
        USE,
        9,
        "descriptors",
        "the fields outstanding",
    ),
    ("an area names no marker", MAIN, "[use]", "[abuse]", MAIN, 12, "areas[2].markers[1]", "no marker file has abuse"),
    ("an area is empty", MAIN, "[use]", "[]", MAIN, 12, "areas[2].markers", "at least one marker"),
    ("an area is of no kind", MAIN, "kind: core", "kind: main", MAIN, 11, "areas[1].kind", "one of core, supporting"),
    (
        "a marker stands in two areas",
        MAIN,
        "[use]",
        "[use, purpose]",
        MAIN,
        12,
        "areas[2].markers[2]",
        "already stands in making",
    ),
    ("a marker stands in no area", MAIN, "[purpose, telling]", "[purpose]", TELLING, 2, "id", "telling stands in none"),
    (
        "a rule names no area",
        MAIN,
        "areas: [making]",
        "areas: [baking]",
        MAIN,
        18,
        "rules[1].every[1].areas[1]",
        "one of making, using",
    ),
    (
        "a rule leaves out no area",
        MAIN,
        "areas: [making]",
        "without: [baking]",
        MAIN,
        18,
        "rules[1].every[1].without[1]",
        "one of making",
    ),
    (
        "a rule excuses no area",
        MAIN,
        "areas: [making]",
        "excused_with_reason: [baking]",
        MAIN,
        18,
        "rules[1].every[1].excused_with_reason[1]",
        "one of making",
    ),
    ("a limit is no grade", MAIN, "limit: inadequate", "limit: nei", MAIN, 15, "rules[1].limit", "one of outstanding, good"),
    (
        "a bound is no grade",
        MAIN,
        "at_or_below: inadequate",
        "at_or_below: 2",
        MAIN,
        18,
        "rules[1].every[1].at_or_below",
        "one of",
    ),
    (
        "bounds cross",
        MAIN,
        "at_or_below: inadequate",
        "at_or_below: inadequate, at_least: 2, at_most: 1",
        MAIN,
        18,
        "rules[1].every[1].at_most",
        "not below at_least",
    ),
    (
        "a rule can never apply",
        MAIN,
        "at_or_below: inadequate",
        "at_or_below: inadequate, at_least: 2",
        MAIN,
        18,
        "rules[1].every[1].at_least",
        "2 of 1",
    ),
    (
        "a rule counts by area and kind",
        MAIN,
        "areas: [making]",
        "areas: [making], kind: core",
        MAIN,
        18,
        "rules[1].every[1].kind",
        "not both",
    ),
    (
        "a rule has no condition",
        MAIN,
        "    every:\n      - {areas: [making], at_or_below: inadequate}\n",
        "",
        MAIN,
        14,
        "rules[1]",
        "every or any",
    ),
    ("the YAML is not closed", TELLING, "lenses: [family]", "lenses: [family", TELLING, 8, "", "correct YAML"),
    ("the YAML has a tab", TELLING, "title: Telling", "\ttitle: Telling", TELLING, 3, "", "correct YAML"),
    ("the YAML has a loose colon", PURPOSE, "title: Purpose", "title: Purpose: what for", PURPOSE, 3, "", "correct YAML"),
    ("the file is two documents", USE, "title: Use", "---\ntitle: Use", USE, 3, "", "correct YAML"),
    ("an alias names nothing", USE, "title: Use", "title: *use", USE, 3, "", "correct YAML"),
    (
        "a control character stands in a text",
        PURPOSE,
        "title: Purpose",
        "title: Pur\x07pose",
        PURPOSE,
        3,
        "",
        "control characters",
    ),
    ("lists are nested without end", PURPOSE, "title: Purpose", f"title: {'[' * 5000}", PURPOSE, 1, "", "nested so deeply"),
    ("items are nested without end", PURPOSE, "title: Purpose", f"{'- ' * 5000}a", PURPOSE, 1, "", "nested so deeply"),
    ("a value asks for Python", USE, "title: Use", "title: !!python/object/apply:os.getcwd []", USE, 3, "title", "text"),
]


@pytest.mark.parametrize("case", BROKEN, ids=[case[0] for case in BROKEN])
def test_what_is_wrong_is_named_by_file_line_field_and_what_is_expected(
    folder: Path, case: tuple[str, str, str, str, str, int, str, str]
) -> None:
    _, edited, old, new, file, line, field, expected = case
    swap(folder, edited, old, new)
    problems = check_instrument(folder)
    found = [problem for problem in problems if (problem.file, problem.line, problem.field) == (file, line, field)]
    assert found, [str(problem) for problem in problems]
    assert any(expected in problem.expected for problem in found), [problem.expected for problem in found]


def spoil_encoding(folder: Path) -> None:
    (folder / USE).write_bytes((folder / USE).read_bytes().replace(b"title: Use", b"title: Us\xe9"))


def write_large(folder: Path) -> None:
    with (folder / USE).open("a", encoding="utf-8") as file:
        file.write("# " + "a" * 600_000)


def remove(folder: Path, pattern: str) -> None:
    for path in folder.glob(pattern):
        path.unlink()


def replace_by_folder(folder: Path) -> None:
    (folder / MAIN).unlink()
    (folder / MAIN).mkdir()


FILES: list[tuple[str, Callable[[Path], object], str, int, str]] = [
    ("a file is not UTF-8", spoil_encoding, USE, 3, "text in UTF-8"),
    ("a file is empty", lambda folder: (folder / USE).write_text("# nothing\n"), USE, 1, "not empty"),
    ("a file is a list", lambda folder: (folder / USE).write_text("- number\n"), USE, 1, "the fields number, id"),
    ("a file is too large", write_large, USE, 1, "512 KB"),
    ("a file ends in .yml", lambda folder: (folder / USE).rename(folder / "03-use.yml"), "03-use.yml", 1, "ends in .yaml"),
    ("the main file is missing", lambda folder: (folder / MAIN).unlink(), MAIN, 1, "this file in the folder 1.0"),
    ("the main file is a folder", replace_by_folder, MAIN, 1, "a file that can be read"),
    ("the folder is empty", lambda folder: remove(folder, "*"), MAIN, 1, "this file in the folder"),
    ("there are no markers", lambda folder: remove(folder, "0*"), MAIN, 1, "at least one marker file"),
    ("there is no folder", shutil.rmtree, "1.0", 1, "a folder with an instrument"),
]


@pytest.mark.parametrize(("spoil", "file", "line", "expected"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_files_that_cannot_be_read_are_named(
    folder: Path, spoil: Callable[[Path], object], file: str, line: int, expected: str
) -> None:
    spoil(folder)
    found = [problem for problem in check_instrument(folder) if (problem.file, problem.line) == (file, line)]
    assert any(expected in problem.expected for problem in found), check_instrument(folder)


def test_an_unread_marker_file_does_not_hide_behind_what_follows_from_it(folder: Path) -> None:
    (folder / USE).write_text("title: [", encoding="utf-8")
    assert {problem.file for problem in check_instrument(folder)} == {USE}


def test_everything_wrong_is_told_at_once_in_the_order_of_files_and_lines(folder: Path) -> None:
    swap(folder, USE, "title: Use", "heading: Use")
    swap(folder, PURPOSE, "number: 1", "number: one")
    swap(folder, MAIN, "kind: core", "kind: main")
    with pytest.raises(InstrumentError) as caught:
        load_instrument(folder)
    problems = caught.value.problems
    assert list(problems) == sorted(problems) == check_instrument(folder)
    assert {problem.file for problem in problems} == {MAIN, PURPOSE, USE}
    assert isinstance(caught.value, PlumblineError)
    assert "03-use.yaml, line 3, heading: expected no such field" in caught.value.sentence


def test_an_instrument_is_found_by_id_and_the_newest_version_is_taken(folder: Path) -> None:
    root = folder.parents[1]
    for version in ("1.9", "1.10"):
        newer = Path(shutil.copytree(TINY, root / "tiny" / version))
        swap(newer, MAIN, '"1.0"', f'"{version}"')
    assert find_instrument(root, "tiny").version == "1.10"
    assert find_instrument(root, "tiny", "1.9").version == "1.9"
    assert [path.name for path in instrument_folders(root)] == ["1.0", "1.10", "1.9"]


def test_an_instrument_is_read_once() -> None:
    assert find_instrument(INSTRUMENTS, "tiny", "1.0") is find_instrument(INSTRUMENTS, "tiny", "1.0")


@pytest.mark.parametrize(
    ("instrument_id", "version"),
    [("huge", None), ("tiny", "9.9"), ("tiny", "../1.0"), ("../tiny", None), ("", None), ("tiny", "")],
)
def test_an_instrument_that_is_not_installed_is_not_found(instrument_id: str, version: str | None) -> None:
    with pytest.raises(NotFoundError, match="There is no instrument"):
        find_instrument(INSTRUMENTS, instrument_id, version)


def test_an_instrument_in_a_folder_of_another_name_is_refused(folder: Path) -> None:
    folder.rename(folder.with_name("2.0"))
    with pytest.raises(InstrumentError, match=r"version 2\.0, as the folders are named"):
        find_instrument(folder.parents[1], "tiny", "2.0")


def test_the_checksum_follows_names_and_contents_and_nothing_else(folder: Path) -> None:
    first = checksum_of(folder)
    (folder / "SOURCE.md").write_text("For people.", encoding="utf-8")
    (folder / USE).write_bytes((folder / USE).read_bytes().replace(b"\n", b"\r\n"))
    assert checksum_of(folder) == first == load_instrument(TINY).checksum
    (folder / USE).rename(folder / "04-use.yaml")
    renamed = checksum_of(folder)
    assert renamed != first
    swap(folder, PURPOSE, "Purpose", "Aim")
    assert checksum_of(folder) not in (first, renamed)
