"""Reads the words of the evidence finder from `markers/finder/<instrument>/<version>/`, or says line by line what is wrong.

An instrument does well without such a folder: then the words of its prompts are looked for.
"""

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.domain.document import DocumentKind
from app.domain.finder import Idea, PromptWords, words_of_prompt
from app.domain.instrument import Instrument, Lens, Prompt
from app.domain.study import Part
from app.domain.word import plain_words, stem
from app.outside.markers import check_instrument, find_instrument, instrument_folders, load_instrument
from app.outside.yaml_sheet import Entry, Problem, Sheet, open_sheet

FOLDER, GROUPS = "finder", "groups.yaml"
HIGHEST_WEIGHT = 9
KINDS, PARTS = tuple(kind.value for kind in DocumentKind), tuple(part.value for part in Part if part is not Part.HEADING)
Terms = tuple[tuple[str, ...], ...]
log = logging.getLogger("plumbline")


def finder_folders(root: Path) -> list[Path]:
    """Every folder with words for the finder that is at or below `root`, or belongs to an instrument there; sorted."""
    beside = {folder for instrument in instrument_folders(root) if (folder := _folder_of(instrument)).is_dir()}
    return sorted({path.parent for path in root.rglob(GROUPS)} | beside)


def check_finder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the words in this folder, by file and line; empty where all is well."""
    home = folder.parent.parent.parent / folder.parent.name / folder.name
    if check_instrument(home):
        return [Problem(GROUPS, 1, "instrument", f"a sound instrument in {folder.parent.name}/{folder.name} beside {FOLDER}")]
    return _read_folder(folder, load_instrument(home))[1]


def _folder_of(instrument_folder: Path) -> Path:
    return instrument_folder.parent.parent / FOLDER / instrument_folder.parent.name / instrument_folder.name


@lru_cache(maxsize=32)
def find_prompt_words(root: Path, instrument_id: str, version: str) -> Mapping[str, PromptWords]:
    """For each prompt of the instrument what to look for, by its id. Read once per process.

    Where there are no words as data, or where those are not right, the prompts' own words are looked for.
    """
    instrument = find_instrument(root, instrument_id, version)
    own = {prompt.id: words_of_prompt(prompt, marker) for marker in instrument.markers for prompt in marker.prompts}
    folder = _folder_of(root / instrument.id / instrument.version)
    if not folder.is_dir():
        return own
    found, problems = _read_folder(folder, instrument)
    if problems:
        log.warning("the words of the evidence finder cannot be used: %s", problems[0])
        return own
    return found


def _read_folder(folder: Path, instrument: Instrument) -> tuple[dict[str, PromptWords], list[Problem]]:
    main, top = open_sheet(folder / GROUPS, ("instrument", "version", "groups"), ())
    if top is None:
        return {}, main.problems
    for name, expected in (("instrument", instrument.id), ("version", instrument.version)):
        if (said := top.text(name)) and said != expected:
            main.problem(name, f"{expected}, as the folders are named")
    groups = _groups(main, top)
    found: dict[str, PromptWords] = {}
    known = {marker.id: {prompt.id: prompt for prompt in marker.prompts} for marker in instrument.markers}
    sheets = [main]
    for path in sorted(folder.glob("*.yaml")):
        if path.name == GROUPS:
            continue
        sheet, entry = open_sheet(path, ("marker", "prompts"), ("kinds", "parts"))
        sheets.append(sheet)
        if entry:
            _read_marker(sheet, entry, known, groups, found)
    if all(not sheet.problems for sheet in sheets):  # otherwise most of what is missing follows from that
        for missing in [name for prompts in known.values() for name in prompts if name not in found]:
            main.problem("", f"words for the prompt {missing} too, in the file of its marker")
    return found, sorted({problem for sheet in sheets for problem in sheet.problems})


def _groups(sheet: Sheet, top: Entry) -> dict[str, Terms]:
    groups: dict[str, Terms] = {}
    for entry in top.entries("groups", ("id", "words")):
        name = entry.slug("id")
        if name in groups:
            sheet.problem(entry.at("id"), f"another id: {name} is taken")
        groups[name] = _terms(sheet, entry, "words", {})
    return groups


def _read_marker(
    sheet: Sheet,
    marker: Entry,
    known: Mapping[str, Mapping[str, Prompt]],
    groups: Mapping[str, Terms],
    found: dict[str, PromptWords],
) -> None:
    name = marker.slug("marker")
    if name and name not in known:
        sheet.problem("marker", "the id of a marker of this instrument")
        return
    kinds, parts = marker.choices("kinds", KINDS), marker.choices("parts", PARTS)
    for entry in marker.entries("prompts", ("id", "ideas"), ("kinds", "parts", "reasons")):
        prompt = known.get(name, {}).get(entry.slug("id"))
        if prompt is None or prompt.id in found:
            sheet.problem(entry.at("id"), "the id of a prompt of this marker, each once")
            continue
        ideas, words = _ideas(sheet, entry, groups)
        found[prompt.id] = PromptWords(
            prompt=prompt.id,
            ideas=ideas,
            words=words,
            asks_reasons=entry.flag("reasons") if "reasons" in entry.values else Lens.WHY in prompt.lenses,
            kinds=frozenset(map(DocumentKind, entry.choices("kinds", KINDS) or kinds)),
            parts=frozenset(map(Part, entry.choices("parts", PARTS) or parts)),
        )


def _ideas(sheet: Sheet, prompt: Entry, groups: Mapping[str, Terms]) -> tuple[tuple[Idea, ...], Terms]:
    """The ideas of a prompt, and all of their words as they are asked of the index."""
    ideas: list[Idea] = []
    words: list[tuple[str, ...]] = []
    for entry in prompt.entries("ideas", ("any",), ("weight",)):
        terms = _terms(sheet, entry, "any", groups)
        weight = entry.whole("weight")
        if weight > HIGHEST_WEIGHT:
            sheet.problem(entry.at("weight"), f"a whole number from 1 to {HIGHEST_WEIGHT}")
        words += terms
        ideas.append(Idea(tuple(dict.fromkeys(tuple(map(stem, term)) for term in terms)), float(weight)))
    return tuple(ideas), tuple(dict.fromkeys(words))


def _terms(sheet: Sheet, entry: Entry, name: str, groups: Mapping[str, Terms]) -> Terms:
    """The words and sequences of words in a list; `@name` stands for the words of a group."""
    terms: list[tuple[str, ...]] = []
    for place, text in enumerate(entry.texts(name), start=1):
        path = f"{entry.at(name)}[{place}]"
        if text.startswith("@"):
            if text[1:] not in groups:
                sheet.problem(path, f"one of the groups {', '.join(groups)}")
            terms += groups.get(text[1:], ())
        elif words := plain_words(text):
            terms.append(words)
        elif text:
            sheet.problem(path, "one word or more, of letters and figures")
    if name in entry.values and not terms:
        sheet.problem(entry.at(name), "at least one word")
    return tuple(terms)
