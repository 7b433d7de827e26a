"""Counts the automatic numbers of a Word file, which stand nowhere in its text: "1.1", "(a)", bullets.

Element names are those of ECMA-376, part 1, section 17.9. Pictures as bullets and odd numeral systems become "•" or digits.
"""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from app.outside.reading.archive import Archive

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
LEVELS = 9


@dataclass
class _Level:
    format: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    """One definition of a list with the counters of those who use it."""

    levels: dict[int, _Level] = field(default_factory=dict)
    counts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The numbers as they would be printed, asked for paragraph by paragraph in order."""

    def __init__(self, archive: Archive) -> None:
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, tuple[str, int]] = {}
        root = archive.tree("word/numbering.xml")
        if root is None:
            return
        abstract = {item.get(f"{W}abstractNumId", ""): _definition(item) for item in root.iter(f"{W}abstractNum")}
        for item in root.iter(f"{W}num"):
            target = item.find(f"{W}abstractNumId")
            definition = abstract.get(_value(target))
            if definition:
                restarted = item.find(f"{W}lvlOverride/{W}startOverride") is not None
                self._lists[item.get(f"{W}numId", "")] = _List(definition.levels) if restarted else definition
        styles = archive.tree("word/styles.xml")
        for style in styles.iter(f"{W}style") if styles is not None else ():
            if used := _used(style.find(f"{W}pPr/{W}numPr")):
                self._styles[style.get(f"{W}styleId", "")] = used

    def number(self, paragraph: Element, style: str) -> str:
        """The number of this paragraph with a space behind it, or nothing."""
        direct = paragraph.find(f"{W}pPr/{W}numPr")
        used = _used(direct) if direct is not None else self._styles.get(style)
        if not used or used[0] not in self._lists:
            return ""
        numbers, level = self._lists[used[0]], used[1]
        if level not in numbers.levels:
            return ""
        numbers.counts[level] = numbers.counts.get(level, numbers.levels[level].start - 1) + 1
        for deeper in range(level + 1, LEVELS):
            numbers.counts.pop(deeper, None)
        return _printed(numbers, level)


def _definition(item: Element) -> _List:
    found = _List()
    for level in item.iter(f"{W}lvl"):
        depth = level.get(f"{W}ilvl", "")
        if depth.isdigit() and int(depth) < LEVELS:
            start = _value(level.find(f"{W}start"))
            found.levels[int(depth)] = _Level(
                _value(level.find(f"{W}numFmt")) or "decimal",
                _value(level.find(f"{W}lvlText")),
                int(start) if start.isdigit() and len(start) < 7 else 1,
            )
    return found


def _used(element: Element | None) -> tuple[str, int] | None:
    if element is None:
        return None
    depth = _value(element.find(f"{W}ilvl"))
    return _value(element.find(f"{W}numId")), int(depth) if depth.isdigit() and len(depth) < 3 else 0


def _value(element: Element | None) -> str:
    return element.get(f"{W}val", "") if element is not None else ""


def _printed(numbers: _List, level: int) -> str:
    here = numbers.levels[level]
    if here.format == "none":
        return ""
    if here.format == "bullet":
        return "• "

    def one(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        there = numbers.levels.get(place, here)
        return numeral(numbers.counts.get(place, there.start), there.format)

    text = re.sub(r"%([1-9])", one, here.text).strip()
    return f"{text} " if text else ""


def numeral(number: int, numeral_format: str) -> str:
    """A count in Word's formats; unknown ones in digits."""
    if numeral_format in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 9)
        return letter if numeral_format == "lowerLetter" else letter.upper()
    if numeral_format in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if numeral_format == "lowerRoman" else roman.upper()
    return f"{number:02d}" if numeral_format == "decimalZero" else str(number)


def _roman(number: int) -> str:
    letters = ""
    for value, letter in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        letters += letter * (number // value)
        number %= value
    return letters
