"""The words of the evidence finder: read from their folder, or what is wrong named by file, line and field."""

import shutil
from pathlib import Path

import pytest

from app.domain.document import DocumentKind
from app.domain.finder import Idea
from app.domain.study import Part
from app.outside.finder_words import check_finder, find_prompt_words, finder_folders
from app.outside.markers import find_instrument
from app.settings import ROOT

INSTRUMENTS = ROOT / "tests" / "instruments"
GROUPS = 'instrument: tiny\nversion: "1.0"\ngroups:\n  - {id: family, words: [mother, next of kin]}\n'
PURPOSE = """\
marker: purpose
kinds: [terms]
prompts:
  - id: tiny-p1
    ideas:
      - {weight: 3, any: [written down, "@family"]}
      - {any: [purposes]}
"""
TELLING = """\
marker: telling
prompts:
  - {id: tiny-t1, reasons: true, parts: [method], ideas: [{any: [told]}]}
  - {id: tiny-t2, ideas: [{any: [told]}]}
"""
USE = "marker: use\nprompts:\n  - {id: tiny-u1, ideas: [{any: [used]}]}\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder of instruments with a copy of the tiny one, and sound words for it."""
    shutil.copytree(INSTRUMENTS / "tiny", tmp_path / "tiny")
    folder = tmp_path / "finder" / "tiny" / "1.0"
    folder.mkdir(parents=True)
    for name, text in (("groups", GROUPS), ("01-purpose", PURPOSE), ("02-telling", TELLING), ("03-use", USE)):
        (folder / f"{name}.yaml").write_text(text)
    return tmp_path


def test_the_words_of_each_prompt_are_read_with_groups_and_weights(root: Path) -> None:
    assert finder_folders(root) == finder_folders(root / "tiny" / "1.0") == [root / "finder" / "tiny" / "1.0"]
    assert check_finder(root / "finder" / "tiny" / "1.0") == []
    found = find_prompt_words(root, "tiny", "1.0")
    purpose, telling, use = (found[name] for name in ("tiny-p1", "tiny-t1", "tiny-u1"))
    assert purpose.ideas == (Idea((("written", "down"), ("mother",), ("next", "of", "kin")), 3), Idea((("purpos",),), 1))
    assert purpose.words == (("written", "down"), ("mother",), ("next", "of", "kin"), ("purposes",))
    assert purpose.asks_reasons, "its lens is why"
    assert purpose.kinds == {DocumentKind.TERMS}
    assert telling.asks_reasons, "the data says so"
    assert telling.parts == {Part.METHOD}
    assert not use.asks_reasons


@pytest.mark.parametrize(
    ("file", "before", "after", "line", "field", "expected"),
    [
        ("groups", "instrument: tiny", "instrument: huge", 1, "instrument", "tiny"),
        ("groups", "[mother, next of kin]", "[mother, '...']", 4, "groups[1].words[2]", "one word or more"),
        ("01-purpose", "@family", "@friends", 6, "prompts[1].ideas[1].any[2]", "one of the groups family"),
        ("01-purpose", "weight: 3", "weight: 12", 6, "prompts[1].ideas[1].weight", "a whole number from 1 to 9"),
        ("01-purpose", "weight: 3", "wait: 3", 6, "prompts[1].ideas[1].wait", "no such field"),
        ("01-purpose", "[terms]", "[letters]", 2, "kinds[1]", "one of overview"),
        ("01-purpose", "tiny-p1", "tiny-u1", 4, "prompts[1].id", "a prompt of this marker"),
        ("01-purpose", "marker: purpose", "marker: porpoise", 1, "marker", "a marker of this instrument"),
        ("02-telling", "[method]", "[heading]", 3, "prompts[1].parts[1]", "one of chronology"),
        ("03-use", "[{any: [used]}]", "[]", 3, "prompts[1].ideas", "a list that is not empty"),
        ("03-use", "[used]", "[]", 3, "prompts[1].ideas[1].any", "at least one word"),
        ("03-use", USE, USE + USE.splitlines()[-1], 4, "prompts[2].id", "each once"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_file_line_and_field(
    root: Path, file: str, before: str, after: str, line: int, field: str, expected: str
) -> None:
    path = root / "finder" / "tiny" / "1.0" / f"{file}.yaml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    problems = check_finder(path.parent)
    assert any(
        (found.file, found.line, found.field) == (path.name, line, field) and expected in found.expected for found in problems
    ), problems


def test_every_prompt_is_to_have_words(root: Path) -> None:
    (root / "finder" / "tiny" / "1.0" / "03-use.yaml").unlink()
    (problem,) = check_finder(root / "finder" / "tiny" / "1.0")
    assert (problem.file, "tiny-u1" in problem.expected) == ("groups.yaml", True)


def test_words_for_an_instrument_that_is_not_there_are_told(root: Path) -> None:
    shutil.rmtree(root / "tiny")
    (problem,) = check_finder(root / "finder" / "tiny" / "1.0")
    assert "a sound instrument in tiny/1.0" in problem.expected


@pytest.mark.parametrize("broken", [True, False])
def test_an_instrument_without_sound_words_gets_those_of_its_prompts(root: Path, *, broken: bool) -> None:
    folder = root / "finder" / "tiny" / "1.0"
    if broken:
        (folder / "groups.yaml").write_text("groups: none")
    else:
        shutil.rmtree(folder)
    found = find_prompt_words(root, "tiny", "1.0")
    assert [words[0] for words in found["tiny-p1"].words][:3] == ["purpose", "written", "down"]
    assert set(found) == {prompt.id for marker in find_instrument(root, "tiny", "1.0").markers for prompt in marker.prompts}


def test_the_words_that_come_with_plumbline_are_sound() -> None:
    folders = finder_folders(ROOT / "markers")
    assert [folder.relative_to(ROOT / "markers").as_posix() for folder in folders] == ["finder/scr-2016/1.0"]
    assert [problem for folder in folders for problem in check_finder(folder)] == []
