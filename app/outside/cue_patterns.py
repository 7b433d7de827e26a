"""Reads the patterns of cues from a folder such as `markers/cues/1.0`, or says by line what is wrong. Finds no cues itself."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from threading import Lock

from app.domain.cue import CueKind
from app.domain.cue_patterns import CuePattern, CuePatterns
from app.domain.cue_words import Lists, Node, PatternError, Words, compile_lists, compile_words
from app.domain.errors import PlumblineError
from app.outside.marker_schema import VERSION
from app.outside.yaml_sheet import Entry, Problem, Sheet, open_sheet

__all__ = ["CuePatternsError", "check_cue_patterns", "cue_folders", "find_cue_patterns", "load_cue_patterns"]

READING = Lock()
WORDS_FILE, TRAPS_FILE = "words.yaml", "traps.yaml"
KIND_REQUIRED = ("kind", "why", "patterns")
PATTERN_REQUIRED = ("id", "words", "example", "counter_example")
PATTERN_OPTIONAL = ("why", "unless", "not_after", "not_before", "also_normative", "only_past", "cause_first")
LIST_REQUIRED = ("name", "words")
TRAP_NAMES = (
    "denial",
    "denied",
    "denied-outcome",
    "statute",
    "reported",
    "reported-after",
    "own-voice",
    "conditional",
    "normative",
    "past",
    "present",
    "past-tense",
)


class CuePatternsError(PlumblineError):
    """The folder holds no valid patterns. `problems` has everything that is wrong, in the order of files and lines."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        count = "1 thing" if len(problems) == 1 else f"{len(problems)} things"
        listed = "".join(f"\n{problem}" for problem in problems)
        super().__init__(f"The patterns of cues in {folder.name} cannot be used: {count} must be put right first.{listed}")
        self.problems = tuple(problems)


@lru_cache(maxsize=8)
def load_cue_patterns(folder: Path) -> CuePatterns:
    """The patterns in this folder, whose name is their version. Read once per process. Raises CuePatternsError."""
    patterns, problems = _read_folder(folder)
    if problems:
        raise CuePatternsError(folder, problems)
    return patterns


def find_cue_patterns(root: Path) -> CuePatterns:
    """The newest version below `root`, the folder of all markers. Looked for once per process. Raises CuePatternsError where
    there is none."""
    with READING:  # several who ask at once would all read them
        return _find(root)


@lru_cache(maxsize=8)
def _find(root: Path) -> CuePatterns:
    folders = cue_folders(root)
    if not folders:
        raise CuePatternsError(root / "cues", [Problem("cues", 1, "", "a folder such as cues/1.0 with patterns")])
    return load_cue_patterns(max(folders, key=lambda folder: [int(part) for part in folder.name.split(".")]))


def cue_folders(root: Path) -> list[Path]:
    """Every folder at or below `root` that holds patterns of cues, sorted by path."""
    found = sorted(path.parent for path in root.rglob(TRAPS_FILE))
    return [folder for folder in found if folder.absolute().parent.name == "cues" and VERSION.fullmatch(folder.name)]


def check_cue_patterns(folder: Path) -> list[Problem]:
    """Everything that is wrong with the patterns in this folder, in the order of files and lines; empty when valid."""
    return _read_folder(folder)[1]


def _read_folder(folder: Path) -> tuple[CuePatterns, list[Problem]]:
    """The patterns as far as they could be read, and everything that is wrong with them."""
    sheets: list[Sheet] = []
    lists = _read_lists(folder, sheets)
    traps = _read_traps(folder, lists, sheets)
    patterns: list[CuePattern] = []
    whys: dict[CueKind, str] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name in (WORDS_FILE, TRAPS_FILE):
            continue
        sheet, entry = open_sheet(path, KIND_REQUIRED, ())
        sheets.append(sheet)
        if entry is None:
            continue
        kind = CueKind(entry.choice("kind", [kind.value for kind in CueKind]) or CueKind.HINDSIGHT)
        if kind in whys:
            sheet.problem("kind", f"one file for {kind} only")
        whys[kind] = entry.text("why")
        patterns += (
            _read_pattern(item, kind, whys[kind], lists) for item in entry.entries("patterns", PATTERN_REQUIRED, PATTERN_OPTIONAL)
        )
    _check_whole(patterns, whys, sheets)
    return CuePatterns(folder.name, tuple(patterns), whys, traps), sorted({one for sheet in sheets for one in sheet.problems})


def _check_whole(patterns: Sequence[CuePattern], whys: dict[CueKind, str], sheets: list[Sheet]) -> None:
    ids = [pattern.id for pattern in patterns]
    whole = Sheet(WORDS_FILE)
    sheets.append(whole)
    for name in sorted({one for one in ids if one and ids.count(one) > 1}):
        whole.problem("", f"each id of a pattern once, and not “{name}” twice")
    for kind in CueKind:
        if kind not in whys:
            whole.problem("", f"a file beside this one for the kind {kind}")


def _read_lists(folder: Path, sheets: list[Sheet]) -> Lists:
    """The lists of words that patterns may use, by name."""
    sheet, entry = open_sheet(folder / WORDS_FILE, ("lists",), ())
    sheets.append(sheet)
    lists: dict[str, Node] = {}
    for item in entry.entries("lists", LIST_REQUIRED) if entry else ():
        try:
            lists |= compile_lists({item.slug("name"): item.texts("words")}, lists)
        except PatternError as error:
            sheet.problem(item.at("words"), str(error))
    return lists


def _read_traps(folder: Path, lists: Lists, sheets: list[Sheet]) -> dict[str, Words]:
    """The wordings that keep a pattern from counting, by name."""
    sheet, entry = open_sheet(folder / TRAPS_FILE, TRAP_NAMES, ())
    sheets.append(sheet)
    if entry is None:
        return {}
    return {name: found for name in TRAP_NAMES if (found := _words(entry, name, lists))}


def _read_pattern(entry: Entry, kind: CueKind, why: str, lists: Lists) -> CuePattern:
    return CuePattern(
        id=entry.slug("id"),
        kind=kind,
        why=entry.text("why") or why,
        example=entry.text("example"),
        counter_example=entry.text("counter_example"),
        words=_words(entry, "words", lists) or Words(()),
        unless=_words(entry, "unless", lists),
        not_after=_words(entry, "not_after", lists),
        not_before=_words(entry, "not_before", lists),
        also_normative=entry.flag("also_normative"),
        only_past=entry.flag("only_past"),
        cause_first=entry.flag("cause_first"),
    )


def _words(entry: Entry, name: str, lists: Lists) -> Words | None:
    """The compiled wordings in a field; None where it is absent or wrong, which is recorded."""
    lines = entry.texts(name)
    if not lines:
        if name in entry.values:
            entry.sheet.problem(entry.at(name), "a list of at least one wording")
        return None
    try:
        return compile_words(lines, lists)
    except PatternError as error:
        entry.sheet.problem(entry.at(name), str(error))
        return None
