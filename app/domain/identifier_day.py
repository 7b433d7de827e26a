"""An exact day as people write it, and whether two ways of writing it mean the same. Days near a child: `identifier_dates.py`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

LONG = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
SHORT = ["Jan", "Feb", "Mar", "Apr", "Jun", "Jul", "Aug", "Sept", "Sep", "Oct", "Nov", "Dec"]


def _either(names: list[str]) -> str:
    """One of these as they stand or in capitals, and not in small letters: "section 3 may apply"."""
    return "|".join((*names, *(name.upper() for name in names)))


MONTH = rf"(?:(?:{_either(LONG)})\b|(?:{_either(SHORT)})\b\.?)"
NAMED = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s{1,2})?(?:the\s)?"
YEAR = r"(?:19|20)\d\d"
EXACT = re.compile(
    rf"(?<![\w/.-])(?:{NAMED}\d{{1,2}}(?:st|nd|rd|th)?\s{{0,2}}(?:of\s{{1,2}})?{MONTH}(?:,?\s{{1,2}}{YEAR}|\s'?\d\d(?![\d:.]))?"
    rf"|{NAMED}{MONTH}\s{{1,2}}\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s{{1,2}}{YEAR})?(?!\d)"
    rf"|\d{{1,2}}([./-])\d{{1,2}}\1(?:{YEAR}|\d\d)|{YEAR}-\d\d-\d\d)(?![\w/]|[.-]\d)"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CENTURY = 100


@dataclass(frozen=True)
class Day:
    """A day of the year, and the year where it was written."""

    day: int
    month: int
    year: int | None

    def is_same(self, other: "Day") -> bool:
        """Whether the two may be the same day: a year that is missing in one of them is not held against it."""
        return (self.day, self.month) == (other.day, other.month) and (None in (self.year, other.year) or self.year == other.year)

    def is_on(self, when: date) -> bool:
        """Whether it may be this date."""
        return self.is_same(Day(when.day, when.month, when.year))


def days_in(text: str) -> Iterator[tuple[int, int, Day]]:
    """Every exact day in a text: offsets, end exclusive, and the day."""
    for found in EXACT.finditer(text):
        if (day := read_day(found[0])) is not None:
            yield found.start(), found.end(), day


def read_day(written: str) -> Day | None:
    """The day that these words mean, British order; None where they are none."""
    numbers = [int(n) for n in re.findall(r"\d+", written)]
    if re.match(r"\d{4}-", written):
        numbers.reverse()
    if name := re.search(rf"{MONTH}", written):
        numbers.insert(1, MONTHS.index(name[0][:3].lower()) + 1)
    if len(numbers) not in (2, 3) or not 1 <= numbers[0] <= 31 or not 1 <= numbers[1] <= 12:
        return None
    return Day(numbers[0], numbers[1], _full_year(numbers[2]) if len(numbers) == 3 else None)


def _full_year(year: int) -> int:
    if year >= CENTURY:
        return year
    return year + (1900 if year > 40 else 2000)
