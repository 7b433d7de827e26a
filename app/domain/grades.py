"""The grades of markers on their own: what the rules of adequacy work on, and reading them from a small CSV table.

Not judgements (`judgement.py`), which carry reasons, answers and evidence.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.errors import InvalidError
from app.domain.instrument import LABELS, Grade, Instrument

GRADE_WORDS: dict[str, Grade] = {grade.value: grade for grade in Grade} | {
    label.casefold(): grade for grade, label in LABELS.items()
}


@dataclass(frozen=True)
class MarkerGrade:
    """The grade of one marker. None means not yet judged. `reason` is a recorded reason that may excuse its area."""

    marker: str
    grade: Grade | None
    reason: str = ""


def read_grades_csv(text: str, instrument: Instrument) -> list[MarkerGrade]:
    """Grades from CSV text with the columns marker, grade and, where wanted, reason.

    `marker` takes the marker's number or id; an empty grade means not yet judged. Commas, semicolons or tabs divide the
    columns. Raises InvalidError with a sentence that names the line.
    """
    ids = {str(marker.number): marker.id for marker in instrument.markers}
    ids |= {marker.id.casefold(): marker.id for marker in instrument.markers}
    first_line: dict[str, int] = {}
    grades: list[MarkerGrade] = []
    for line, row in read_rows(text):
        typed = row["marker"]
        key = typed.rstrip(".").casefold()
        marker = ids.get(key.lstrip("0") if key.isdecimal() else key)
        if not typed:
            raise InvalidError(f"Line {line} names no marker. Put the marker's number or id in the column “marker”.", "marker")
        if marker is None:
            raise InvalidError(
                f"Line {line}: “{shorten(typed)}” is not a marker of {instrument.title}. Use its number or its id.", "marker"
            )
        if marker in first_line:
            raise InvalidError(
                f"Line {line}: marker “{shorten(typed)}” was already graded on line {first_line[marker]}. Keep one of the two.",
                "marker",
            )
        first_line[marker] = line
        grades.append(MarkerGrade(marker, read_grade(row["grade"], line), row.get("reason", "")))
    return grades


def read_grade(typed: str, line: int) -> Grade | None:
    """The grade for a typed word, None for an empty one. Raises InvalidError."""
    if not typed:
        return None
    grade = GRADE_WORDS.get(" ".join(typed.casefold().split()))
    if grade is None:
        raise InvalidError(
            f"Line {line}: “{shorten(typed)}” is not a grade. Use outstanding, good, adequate, inadequate, nei or na, "
            "or leave it empty where the marker is not yet judged.",
            "grade",
        )
    return grade


def read_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Line number and cells by column name, for each row that is not blank. Raises InvalidError."""
    text = text.lstrip("\ufeff")
    if not text.strip():
        raise InvalidError("The file is empty. It needs a first line with the column names marker, grade and reason.")
    header = text.strip().splitlines()[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    names: list[str] = []
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if not names:
                names = check_columns([cell.casefold() for cell in cells])
                continue
            if len(cells) > len(names) and any(cells[len(names) :]):
                raise InvalidError(
                    f"Line {reader.line_num} has {len(cells)} cells but there are {len(names)} columns. "
                    "Put quotation marks around a reason that contains the separator."
                )
            padded = cells + [""] * (len(names) - len(cells))
            yield reader.line_num, dict(zip(names, padded, strict=False))
    except csv.Error:
        raise InvalidError(
            f"Line {reader.line_num} cannot be read as CSV. Look for an unclosed quotation mark there or above it."
        ) from None


def check_columns(names: list[str]) -> list[str]:
    """The column names. Raises InvalidError where one is missing or stands twice."""
    for wanted in ("marker", "grade"):
        if wanted not in names:
            raise InvalidError(
                f"There is no column “{wanted}”. The first line must name the columns marker, grade and reason.", wanted
            )
    for name in ("marker", "grade", "reason"):
        if names.count(name) > 1:
            raise InvalidError(f"The column “{name}” stands twice in the first line. Keep one of the two.", name)
    return names


def shorten(typed: str) -> str:
    """What was typed, cut to a length that fits a sentence, without control characters."""
    plain = "".join(character if character.isprintable() else " " for character in typed)
    return plain if len(plain) <= 40 else plain[:39] + "…"
