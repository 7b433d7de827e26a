"""Reading what was typed: fields as clean text, dates in three boxes, files. Nothing typed is lost on the way."""

import unicodedata
from dataclasses import dataclass, field
from datetime import date

from starlette.datastructures import FormData

KEPT_CONTROLS = frozenset("\n\t")
NOT_TEXT = frozenset(("Cc", "Cs", "Co", "Cn"))


def clean(text: str) -> str:
    """Text as it is stored: one kind of line break, no control characters, composed letters, no space at the ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Each character that occurs is looked at once, because forms may be long.
    gone = [ord(c) for c in set(text) - KEPT_CONTROLS if unicodedata.category(c) in NOT_TEXT]
    kept = text.translate(dict.fromkeys(gone)) if gone else text
    return unicodedata.normalize("NFC", kept).strip()


@dataclass(frozen=True)
class Form:
    """The fields of one submitted form."""

    data: FormData = field(default_factory=FormData)

    def text(self, name: str) -> str:
        """The field as clean text, empty when it is missing."""
        value = self.data.get(name)
        return clean(value) if isinstance(value, str) else ""

    def secret(self, name: str) -> str:
        """The field exactly as typed, for passwords. Half characters, which nobody can type, are replaced."""
        value = self.data.get(name)
        return value.encode("utf-8", "replace").decode() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """All values of a field that may stand several times, in order."""
        return [clean(value) for value in self.data.getlist(name) if isinstance(value, str)]

    def ticked(self, name: str) -> bool:
        """Whether a box is ticked."""
        return self.text(name) not in ("", "no")

    def number(self, name: str, default: int = 0) -> int:
        """The field as a whole number, the default when it is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else default

    def has(self, name: str) -> bool:
        """Whether the form had this field at all."""
        return name in self.data

    def pairs(self) -> list[tuple[str, str]]:
        """All text fields as clean text, so that they can be shown or sent again."""
        return [(clean(name), clean(value)) for name, value in self.data.multi_items() if isinstance(value, str)]


@dataclass(frozen=True)
class TypedDate:
    """A date as typed in three boxes. `problem` is the sentence to show, empty when it is a date or is left out."""

    day: str = ""
    month: str = ""
    year: str = ""
    value: date | None = None
    problem: str = ""

    @classmethod
    def of(cls, value: date | None) -> "TypedDate":
        """The boxes for a stored date."""
        return cls() if value is None else cls(str(value.day), str(value.month), str(value.year), value)


MONTHS = {
    name: number
    for number, names in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1)
    for name in (names,)
}


def read_date(form: Form, name: str, label: str) -> TypedDate:
    """Read `name-day`, `name-month` and `name-year`. A month may be a number or a word. The label opens the sentence."""
    day, month, year = (form.text(f"{name}-{part}") for part in ("day", "month", "year"))
    if not (day or month or year):
        return TypedDate()
    missing = [word for word, text in (("a day", day), ("a month", month), ("a year", year)) if not text]
    if missing:
        return TypedDate(day, month, year, None, f"{label} must include {' and '.join(missing)}.")
    try:
        month_number = MONTHS.get(month[:3].lower()) or int(month)
        if len(year) != 4:
            raise ValueError
        return TypedDate(day, month, year, date(int(year), month_number, int(day)))
    except (ValueError, OverflowError):
        return TypedDate(day, month, year, None, f"{label} must be a real date, such as 27 3 2015.")
