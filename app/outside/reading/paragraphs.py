"""Puts the lines of a PDF page together into paragraphs, by their distances, indents and marks. Knows no running heads."""

import itertools
import re
from collections.abc import Sequence

from app.outside.reading.lines import Line

SHORT = 6  # characters: of fewer the size cannot be told
_BULLET = re.compile(r"[•▪●◦‣⁃∙·■□○✓➢\uf0b7\uf0a7] ?|[-–—*o] +(?=\S)")
_NUMBERED = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*[.)]?|\(?[a-z]{1,4}\)|\([0-9]{1,3}\)|[A-Z]\d?\.) +(?=\S)")
_DATE = re.compile(r"\d{1,2}[/.]\d{1,2}[/.](?:\d{2}|\d{4}) ")
_SECTION = re.compile(r"\d{1,3}(?:\.\d{1,3}){1,4}\.? +(?=[A-Z“‘\"'(])|\d{1,3}\. +(?=[A-Z“‘\"'(])")
_NOTE = re.compile(r"(\d{1,4})(?: +(?=\S)|(?=[A-Z‘“\[]))")
_ENTRY = re.compile(r"(?:[ .…_](?:\d+|[ivxlc]+))$")
_SENTENCE_END = re.compile(r"[.:;?!…][”’\"')\]]*\d{0,3}$")


def paragraphs(lines: Sequence[Line], usual_distance: float) -> list[str]:
    """Paragraphs in order, the lines within each separated by a line feed. The distance of lines is that of the whole
    document, in points.
    """
    lines = _whole_lines([line.level() for line in lines])
    if not lines:
        return []
    layout = _Layout(lines, usual_distance)
    found: list[list[Line]] = [[lines[0]]]
    for line in lines[1:]:
        if layout.begins_paragraph(found[-1], line):
            found.append([line])
        else:
            found[-1].append(line)
    return ["\n".join(line.text for line in paragraph) for paragraph in found]


def _whole_lines(lines: Sequence[Line]) -> list[Line]:
    """Pieces that stand one behind the other on a baseline as one line: a raised footnote number splits a line in two."""
    whole: list[Line] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and abs(last.y1 - line.y0) < 1 and line.x0 > last.x1 - 2:
            whole[-1] = Line(last.x0, last.y0, line.x1, line.y1, f"{last.text} {line.text}")
        else:
            whole.append(line)
    return whole


class _Layout:
    """What is usual on this page: the distance of lines, the right margin, the size of type."""

    def __init__(self, lines: Sequence[Line], usual_distance: float) -> None:
        distances: dict[float, int] = {}
        for upper, lower in itertools.pairwise(lines):
            distance = round((upper.y1 - lower.y0) * 2) / 2
            if 4 < distance < 60:
                distances[distance] = distances.get(distance, 0) + 1
        sizes = sorted(line.em for line in lines if len(line.text) > 20 and line.em)
        self.em = sizes[len(sizes) // 2] if sizes else 11.0
        self.pitch = max(distances, key=lambda distance: (distances[distance], -distance)) if distances else usual_distance
        if self.pitch > 1.3 * usual_distance:  # a page of contents or of single lines
            self.pitch = usual_distance
        if distances.get(self.pitch, 0) < 3 and self.em:  # too few lines to go by
            self.pitch = min(self.pitch, 1.5 * self.em)
        wide = sum(count for distance, count in distances.items() if distance > 1.25 * self.pitch)
        self.is_spaced = wide * 25 > len(lines)  # paragraphs are set apart by white
        self.rights: dict[int, float] = {}
        for line in lines:
            column = _column(line)
            self.rights[column] = max(self.rights.get(column, 0), line.x1)
        self.width = max(self.rights.values()) - min(line.x0 for line in lines)
        self.is_contents = 2 * sum(_ENTRY.search(line.text[-8:]) is not None for line in lines) > len(lines)

    def begins_paragraph(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Whether the line opens a new paragraph after the lines of this one."""
        last = paragraph[-1]
        down = last.y1 - line.y0
        ended = _SENTENCE_END.search(last.text[-8:]) is not None
        if down < -2:  # up the page again: the next column, or a side note
            return ended or not line.text[0].islower()
        if down > self._usual_below(paragraph, last) * 1.25 or _BULLET.match(line.text) or _DATE.match(line.text):
            return True
        if _differs(last.em, line.em) and min(len(last.text), len(line.text)) > SHORT and not self.is_contents:
            return True
        if self.is_contents and _ENTRY.search(last.text[-8:]):
            return True
        if self._is_marked(line, last, ended):
            return True
        return self._steps_aside(paragraph, line) or ((ended or not line.text[0].islower()) and self._is_short(last, line))

    def _usual_below(self, paragraph: Sequence[Line], last: Line) -> float:
        """The distance of lines in this paragraph, or for its first line what suits the size of its type."""
        if len(paragraph) > 1:
            return max(paragraph[-2].y1 - last.y0, 0.8 * self.pitch)
        is_stretched = last.x1 - last.x0 > 0.9 * self.width  # to both margins, as an entry of the contents
        return max(self.pitch, 1.2 * last.em if len(last.text) > 12 and not is_stretched else 0)

    def _is_marked(self, line: Line, last: Line, ended: bool) -> bool:
        if _SECTION.match(line.text):
            return ended or line.x0 < last.x0 - 0.8 * self.em or self._room(last, line) > 2 * self.em
        if _NUMBERED.match(line.text):
            return line.x0 < last.x0 - 0.8 * self.em or (ended and self._is_short(last, line))
        return False

    def _steps_aside(self, paragraph: Sequence[Line], line: Line) -> bool:
        """A first-line indent, or the step back from a hanging indent."""
        first, last = paragraph[0], paragraph[-1]
        step = line.x0 - last.x0
        if abs(step) < 0.8 * self.em:
            return _is_next_note(first.text, line.text)
        if len(paragraph) == 1:
            hanging = step > 0 and (_NUMBERED.match(first.text) or _BULLET.match(first.text))
            return not hanging and self._is_short(last, line)
        return True

    def _is_short(self, last: Line, line: Line) -> bool:
        """Whether the first word of `line` would easily have fitted behind `last`: then the break was meant."""
        least = 2 * max(last.em, 0.5 * self.em)
        if self.is_spaced:
            least = max(least, 0.35 * (self._right(last) - last.x0))
        return self._room(last, line) > least

    def _room(self, last: Line, line: Line) -> float:
        """What would have been left of the line `last` with the first word of `line` on it, in points."""
        word = line.text.split(" ", 1)[0]
        return self._right(last) - last.x1 - (len(word) + 1) * max(last.em, 0.5 * self.em) / 2

    def _right(self, line: Line) -> float:
        column = _column(line)
        return max(self.rights.get(near, 0) for near in (column - 1, column, column + 1))


def _differs(one: float, other: float) -> bool:
    """Whether two sizes of type are as different as a heading and its text."""
    return max(one, other) > 1.35 * min(one, other) > 0


def _column(line: Line) -> int:
    """Lines of one column begin at about the same place."""
    return round(line.x0 / 4)


def _is_next_note(first: str, line: str) -> bool:
    """Whether these are the beginnings of two footnotes that follow each other."""
    one, next_one = _NOTE.match(first), _NOTE.match(line)
    return bool(one and next_one and int(next_one[1]) == int(one[1]) + 1)
