"""Tables of grades as CSV, markers by appraisers: reading them on a given scale, and writing them. Nothing is measured here."""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from app.domain.agreement_ratings import Ratings, check_scale
from app.domain.errors import InvalidError
from app.domain.grades import shorten

MISSING = frozenset({"", "na", "nei"})  # no grade given, not applicable, not enough information
MOST_MARKERS = 1_000
MOST_APPRAISERS = 1_000
MOST_GRADES = 100
NUMBER = re.compile(r"[+-]?(?:[0-9]{1,15}(?:[.][0-9]{0,15})?|[.][0-9]{1,15})")
# With what a cell begins that a spreadsheet would work out; some take the wide forms of these signs for the narrow ones.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def read_scale(typed: str) -> tuple[float, ...]:
    """The values of a scale typed as "0,1,2,3". Raises InvalidError."""
    parts = [part.strip() for part in typed.replace(";", ",").split(",")]
    values = [_number(part) for part in parts]
    for part, value in zip(parts, values, strict=True):
        if value is None:
            raise InvalidError(f"The scale has “{shorten(part)}”, which is no number. Give it as in --scale 0,1,2,3.", "scale")
    scale = tuple(value for value in values if value is not None)
    if len(scale) > MOST_GRADES:
        raise InvalidError(f"The scale has {len(scale)} values; there can be {MOST_GRADES} at most.", "scale")
    try:
        check_scale(scale)
    except ValueError as wrong:
        raise InvalidError(
            f"The scale “{shorten(typed)}” cannot be used: {wrong}. Give it as in --scale 0,1,2,3.", "scale"
        ) from None
    return scale


def read_matrix_csv(text: str, scale: Sequence[float]) -> Ratings:
    """Grades from CSV: a line of names, then a line for each marker, its name first and one grade for each appraiser.

    Commas, semicolons or tabs divide the columns. A blank cell, NA or NEI is a missing grade. Raises InvalidError with a
    sentence that names the line.
    """
    rows = _rows(text)
    _, header = next(rows, (0, []))
    if not header:
        raise InvalidError("The file is empty. Its first line must name a column of markers and then each appraiser.")
    appraisers = _appraisers(header)
    known = {value: value for value in scale}
    markers: dict[str, int] = {}
    grades: list[tuple[float | None, ...]] = []
    for line, cells in rows:
        if len(cells) != len(header):
            raise InvalidError(
                f"Line {line} has {len(cells)} cells but the first line has {len(header)}. "
                "Leave a cell blank where a grade is missing, and put quotation marks around a name that contains the separator."
            )
        marker = cells[0]
        if not marker:
            raise InvalidError(f"Line {line} names no marker. Put its name or number into the first column.")
        if marker in markers:
            raise InvalidError(f"Line {line}: the marker “{shorten(marker)}” stands on line {markers[marker]} already.")
        if len(markers) == MOST_MARKERS:
            raise InvalidError(f"There are more than {MOST_MARKERS:,} markers. Compare fewer at a time.")
        markers[marker] = line
        grades.append(tuple(_grade(cell, known, line, name) for name, cell in zip(appraisers, cells[1:], strict=True)))
    if not markers:
        raise InvalidError("There are no markers. Below the line of names, each line must have a marker and its grades.")
    return Ratings(tuple(scale), appraisers, tuple(markers), tuple(grades))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and cells, stripped, of each row that is not blank. Empty cells beyond the first row's are dropped."""
    text = text.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    width = 0
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if not any(cells):
                continue
            while len(cells) > max(width, 1) and not cells[-1]:
                cells.pop()
            width = width or len(cells)
            yield reader.line_num, cells
    except csv.Error:
        raise InvalidError(
            f"Line {reader.line_num} cannot be read as CSV. Look for an unclosed quotation mark there or above it."
        ) from None


def _appraisers(header: Sequence[str]) -> tuple[str, ...]:
    names = tuple(header[1:])
    if not names:
        raise InvalidError("There are no appraisers. The first line must name a column of markers and then each appraiser.")
    if len(names) > MOST_APPRAISERS:
        raise InvalidError(f"There are {len(names):,} appraisers; there can be {MOST_APPRAISERS:,} at most.")
    seen: set[str] = set()
    for number, name in enumerate(names, start=2):
        if not name:
            raise InvalidError(f"Column {number} has no name. The first line must name each appraiser.")
        if name in seen:
            raise InvalidError(f"Two columns have the name “{shorten(name)}”. Give each appraiser a name of their own.")
        seen.add(name)
    return names


def _grade(typed: str, known: dict[float, float], line: int, appraiser: str) -> float | None:
    if typed.casefold() in MISSING:
        return None
    value = _number(typed.replace(",", "."))
    if value is None or value not in known:
        values = ", ".join(f"{each:g}" for each in known)
        raise InvalidError(
            f"Line {line}, {shorten(appraiser)}: “{shorten(typed)}” is not on the scale {shorten(values)}. "
            "Use its values, or leave the cell blank where there is no grade."
        )
    return known[value]


def _number(typed: str) -> float | None:
    """The number, whole where it can be; None for anything else."""
    if not NUMBER.fullmatch(typed):
        return None
    value = float(typed)
    return int(value) if value.is_integer() else value


def matrix_as_csv(ratings: Ratings) -> str:
    """The grades as CSV that `read_matrix_csv` reads again; no name can be taken for a formula by a spreadsheet."""
    told = io.StringIO()
    writer = csv.writer(told, lineterminator="\r\n")
    writer.writerow(["marker", *map(_harmless, ratings.appraisers)])
    for marker, row in zip(ratings.markers, ratings.grades, strict=True):
        writer.writerow([_harmless(marker), *("" if grade is None else grade for grade in row)])
    return told.getvalue()


def _harmless(name: str) -> str:
    return f"'{name}" if name.startswith(FORMULA) else name
