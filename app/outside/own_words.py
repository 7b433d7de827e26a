"""Reads the questions about an appraiser's own words from `markers/own-words`. `app/domain/own_words.py` asks them."""

from functools import lru_cache
from pathlib import Path

from app.domain.cue import CueKind
from app.domain.cue_words import PatternError, Words, compile_words
from app.domain.errors import PlumblineError
from app.domain.own_words import OwnQuestion
from app.outside.yaml_sheet import Entry, Problem, open_sheet

QUESTIONS = Path("own-words", "1.0", "questions.yaml")


class OwnQuestionsError(PlumblineError):
    """The questions cannot be used. `problems` says what is wrong, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("The questions about an appraiser’s own words cannot be used.\n" + "\n".join(map(str, problems)))
        self.problems = tuple(problems)


@lru_cache(maxsize=4)
def load_own_questions(root: Path) -> tuple[OwnQuestion, ...]:
    """The questions below `root`, the folder of all markers. Read once per process. Raises OwnQuestionsError."""
    sheet, whole = open_sheet(root / QUESTIONS, ("questions",), ())
    entries = whole.entries("questions", ("id", "question"), ("kinds", "words", "not_about")) if whole else []
    questions = tuple(_question(entry) for entry in entries)
    if sheet.problems:
        raise OwnQuestionsError(sheet.problems)
    return questions


def _question(entry: Entry) -> OwnQuestion:
    kinds = tuple(CueKind(kind) for kind in entry.choices("kinds", [kind.value for kind in CueKind]))
    return OwnQuestion(entry.slug("id"), entry.text("question"), kinds, _words(entry), frozenset(entry.texts("not_about")))


def _words(entry: Entry) -> Words | None:
    lines = entry.texts("words")
    try:
        return compile_words(lines, {}) if lines else None
    except PatternError as error:
        entry.sheet.problem(entry.at("words"), str(error))
        return None
