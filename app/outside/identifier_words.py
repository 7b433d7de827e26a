"""Reads the words by which identifiers are found from `markers/identifiers/<version>`. It finds nothing itself."""

from functools import lru_cache
from pathlib import Path

from app.domain.errors import PlumblineError
from app.domain.identifier import Condition, IdentifierWords
from app.outside.yaml_sheet import Entry, Sheet, open_sheet

VERSION = "1.0"
NEVER, SELDOM, COMPANY = "never", "seldom", "company"


class IdentifierWordsError(PlumblineError):
    """The folder does not hold what is wanted; the sentence names file, line and field."""


@lru_cache(maxsize=4)
def load_identifier_words(folder: Path) -> IdentifierWords:
    """The words in this folder. Raises IdentifierWordsError."""
    sheet, words = _open(folder / "words.yaml", ("groups",))
    parts: dict[str, set[str]] = {NEVER: set(), SELDOM: set(), COMPANY: set()}
    for group in words.entries("groups", ("id", "part", "words")):
        group.slug("id")
        parts[group.choice("part", (NEVER, SELDOM, COMPANY)) or SELDOM].update(group.text("words").split())
    _check(sheet)
    sheet, names = _open(folder / "given-names.yaml", ("certain",))
    given = frozenset(names.text("certain").split())
    _check(sheet)
    sheet, rare = _open(folder / "conditions.yaml", ("groups", "common"))
    conditions = tuple(
        Condition(condition.strip(), why)
        for group in rare.entries("groups", ("id", "why", "words"))
        for why in [group.text("why")]
        for condition in group.text("words").split("·")
    )
    common = frozenset(rare.text("common").split())
    _check(sheet)
    never = frozenset(parts[NEVER])
    company = frozenset(parts[COMPANY])
    return IdentifierWords(folder.name, never, frozenset(parts[SELDOM]) - never, given - company, company, conditions, common)


def find_identifier_words(markers: Path) -> IdentifierWords:
    """The words that this version of Plumbline uses, below the folder of markers."""
    return load_identifier_words(markers / "identifiers" / VERSION)


def _open(path: Path, fields: tuple[str, ...]) -> tuple[Sheet, Entry]:
    sheet, entry = open_sheet(path, fields, ())
    _check(sheet)
    assert entry
    return sheet, entry


def _check(sheet: Sheet) -> None:
    if sheet.problems:
        raise IdentifierWordsError(f"The words for finding identifiers cannot be used: {sheet.problems[0]}.")
