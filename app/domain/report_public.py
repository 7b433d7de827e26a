"""The public version of a report, made from the same data: words that may identify a person are left out and said to be left
out, and nothing leads into the papers. Which words: `identifier_report.py`.
"""

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from app.domain.english import sentence_case, spell
from app.domain.identifier import IdentifierKind
from app.domain.identifier_day import Day, days_in, read_day
from app.domain.report import PaperEntry, PublicNote, QuoteEntry, ReportData
from app.domain.report_layout import CONTROL

T = TypeVar("T")

GONE = "[left out: may identify a person]"
# What the instrument says, and ids; nobody wrote these about a person.
NOT_WRITTEN = frozenset(("form", "id", "version", "checksum", "link", "citation", "marker", "rule", "prompt", "sha256"))
QUOTE_MARKS = {"'": "['’‘]", "’": "['’‘]", "‘": "['’‘]", "-": "[-‐‑–]", "–": "[-‐‑–]", "‑": "[-‐‑–]"}


@dataclass(frozen=True)
class LeftOut:
    """Words that the public version leaves out, wherever they stand, and the reason if one was given."""

    kind: IdentifierKind
    words: str
    reason: str = ""


def public_report(report: ReportData, gone: Sequence[LeftOut]) -> ReportData:
    """The public version: without these words in any field, without the words around quotes, and without ids of papers."""
    days = tuple(
        day for item in gone if item.kind in (IdentifierKind.DATE, IdentifierKind.DATE_OF_BIRTH) if (day := read_day(item.words))
    )
    leave_out = _leaver(gone, days)
    bare = replace(
        report,
        quotes=tuple(_quote(quote) for quote in report.quotes),
        papers=tuple(_paper(paper) for paper in report.papers),
        timeline=tuple(row for row in report.timeline if not any(day.is_on(row.on) for day in days)),
    )
    found: ReportData = _walk(bare, leave_out, days)
    return replace(found, public=PublicNote(len(gone), note(len(gone))))


def note(number: int) -> str:
    """The sentence at the top of a public version."""
    quotes = "The words around quotes and the links into the papers are not part of it."
    if not number:
        return f"This is the public version of the report. Nothing in it was found to identify a person. {quotes}"
    gone = "One name, date or other detail is left out wherever it stood"
    if number > 1:
        gone = f"{sentence_case(spell(number))} names, dates or other details are left out wherever they stood"
    return f"This is the public version of the report. {gone}, and each place says so: {GONE}. {quotes}"


def _quote(quote: QuoteEntry) -> QuoteEntry:
    return replace(quote, document="", start=0, end=0, before="", after="")


def _paper(paper: PaperEntry) -> PaperEntry:
    return replace(paper, id="", sha256="")


def _leaver(gone: Sequence[LeftOut], days: Sequence[Day]) -> Callable[[str], str]:
    """What takes the words out of one text: the longest first, in any case, over line ends and hyphens."""
    longest_first = sorted({item.words for item in gone if item.words}, key=len, reverse=True)
    pattern = re.compile("|".join(f"(?<!\\w){_pattern(words)}(?!\\w)" for words in longest_first), re.IGNORECASE)

    def leave_out(text: str) -> str:
        text = CONTROL.sub("", text.replace("\u00ad", "").replace("\t", " "))
        if longest_first:
            text = pattern.sub(GONE, text)
        for start, end, day in reversed(tuple(days_in(text)) if days else ()):
            if any(day.is_same(other) for other in days):
                text = text[:start] + GONE + text[end:]
        return text

    return leave_out


def _pattern(words: str) -> str:
    """Words as a pattern that finds them with other spaces, quotation marks and hyphens, and broken at the end of a line."""
    parts = []
    for word in words.split():
        marks = [QUOTE_MARKS.get(c, re.escape(c)) for c in word]
        parts.append("(?:[-‐]\\n)?".join(marks))
    return r"\s+".join(parts)


def _walk(value: T, leave_out: Callable[[str], str], days: Sequence[Day]) -> Any:  # noqa: ANN401  # as many types as a report has
    if isinstance(value, str):
        return leave_out(value) if type(value) is str else value
    if isinstance(value, date):
        return value
    if isinstance(value, tuple):
        return tuple(_walk(item, leave_out, days) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{f.name: _field(f.name, getattr(value, f.name), leave_out, days) for f in dataclasses.fields(value)}
        )
    return value


def _field(name: str, value: object, leave_out: Callable[[str], str], days: Sequence[Day]) -> object:
    if isinstance(value, date):
        # Every day that is a field by itself may be missing; the rows of the timeline that must go are gone already.
        return None if any(day.is_on(value) for day in days) else value
    return value if name in NOT_WRITTEN else _walk(value, leave_out, days)
