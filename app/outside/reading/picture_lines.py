"""The lines that Tesseract found on the picture of a page, with their places in points. What they mean is for `paragraphs`.

A page that was scanned sideways, upside down or a little askew gives the lines of an upright one.
"""

import itertools
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from app.outside.reading.lines import Line

WORD = "5"  # the level of a row of Tesseract's table
LEAST_CONFIDENCE = 35.0  # per cent; smudges and drawings give "words" below
BELOW = frozenset("gjpqyQJ,;()[]{}|/@_§$")  # reach below the baseline
ABOVE = frozenset("‘’“”'\"`´^*°-–—~=+·•")  # do not reach down to it
BULLETS = frozenset("e¢«")  # what a bullet at the beginning of a line looks like to Tesseract
STEEPEST = 0.2
LONGEST = 200_000  # rows; a page has a few hundred


class Word(NamedTuple):
    """One word in pixels; y counts downwards."""

    left: float
    top: float
    right: float
    bottom: float
    text: str


def picture_lines(found: str, width: float, height: float) -> list[Line]:
    """The lines in the order of reading. `found` is Tesseract's table of tab separated values; `width` and `height` are those
    of the page in points. Raises ValueError where it is no such table.
    """
    rows = [row.split("\t") for row in found.split("\n", LONGEST)[:LONGEST]]
    across, down = next(((float(row[8]), float(row[9])) for row in rows if row[0] == "1" and len(row) == 12), (width, height))
    words = [(row[2:5], _word(row)) for row in rows if row[0] == WORD and len(row) == 12 and _is_sure(row)]
    lines = [[word for _, word in group] for _, group in itertools.groupby(words, key=lambda pair: pair[0])]
    turns = _quarter_turns(lines)
    if turns:
        lines = [[_turned(word, turns, across, down) for word in line] for line in lines]
    slope, tall = _slope(lines), across if turns % 2 else down
    return [_line(line, slope, width / max(across, 1), tall) for line in lines]


def _is_sure(row: Sequence[str]) -> bool:
    return bool(row[11].strip()) and float(row[10]) >= LEAST_CONFIDENCE


def _word(row: Sequence[str]) -> Word:
    left, top, width, height = (float(value) for value in row[6:10])
    return Word(left, top, left + width, top + height, row[11].strip())


def _quarter_turns(lines: Sequence[Sequence[Word]]) -> int:
    """How often the page must be turned clockwise by a quarter so that its lines run from left to right."""
    votes = [0.0] * 4
    for line in lines:
        first, last = line[0], line[-1]
        right, down = last.left + last.right - first.left - first.right, last.top + last.bottom - first.top - first.bottom
        if abs(right) >= abs(down):
            votes[0 if right >= 0 else 2] += abs(right)
        else:
            votes[3 if down > 0 else 1] += abs(down)
    return max(range(4), key=lambda turns: votes[turns])


def _turned(word: Word, turns: int, across: float, down: float) -> Word:
    left, top, right, bottom, text = word
    if turns == 1:
        return Word(down - bottom, left, down - top, right, text)
    if turns == 2:
        return Word(across - right, down - bottom, across - left, down - top, text)
    return Word(top, across - right, bottom, across - left, text)


def _baseline(word: Word) -> float | None:
    """Where the word stands; None where its letters do not tell."""
    return None if BELOW & set(word.text) or set(word.text) <= ABOVE else word.bottom


def _slope(lines: Sequence[Sequence[Word]]) -> float:
    """How much a line falls for each pixel to the right, by the long lines."""
    slopes = []
    for line in lines:
        stands = [(word.left + word.right, bottom) for word in line if (bottom := _baseline(word)) is not None]
        if len(stands) > 3 and stands[-1][0] - stands[0][0] > 0:
            slopes.append(2 * (stands[-1][1] - stands[0][1]) / (stands[-1][0] - stands[0][0]))
    slope = statistics.median(slopes) if slopes else 0.0
    return slope if abs(slope) < STEEPEST else 0.0


def _line(words: Sequence[Word], slope: float, scale: float, down: float) -> Line:
    """The words as one line, level, in points, with y upwards."""
    stands = [bottom - slope * (word.left + word.right) / 2 for word in words if (bottom := _baseline(word)) is not None]
    if not stands:
        stands = [word.bottom - slope * word.left - 0.2 * (word.bottom - word.top) for word in words]
    y = (down - statistics.median(stands)) * scale
    mark = "•" if words[0].text in BULLETS and len(words) > 1 else words[0].text
    text = " ".join([mark, *(word.text for word in words[1:])])
    right = words[-1].right - (words[-1].right - words[-1].left) / max(len(words[-1].text), 1)
    return Line(words[0].left * scale, y, max(right, words[0].left) * scale, y, text)
