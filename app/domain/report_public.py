"""The public version of a report, made from the same data: words that may identify a person are left out and said to be left
out, and nothing leads into the papers. Which words: `identifier_report.py`.
"""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from app.domain.english import sentence_case, spell
from app.domain.identifier import IdentifierKind
from app.domain.identifier_day import Day, days_in, read_day
from app.domain.report import Fact, PaperEntry, PublicNote, QuoteEntry, ReportData, TimelineRow
from app.domain.report_layout import CONTROL
from app.domain.review import DATE_LABELS

T = TypeVar("T")

INCIDENT = DATE_LABELS["incident"]
DATES = (IdentifierKind.DATE, IdentifierKind.DATE_OF_BIRTH)
GONE = "[left out: may identify a person]"
# What the instrument says, what was measured, and ids; nobody wrote these about a person.
NOT_WRITTEN = frozenset(
    ("form", "id", "version", "checksum", "link", "citation", "marker", "rule", "prompt", "sha256", "agreement")
)
HYPHENS = r"[-‐‑–—−]\s*"
MARKS = dict.fromkeys("'’‘ʼ`´", "['’‘ʼ`´]") | dict.fromkeys("-‐‑–—−", HYPHENS)
# A word that goes on in the next line.
BROKEN = "(?:[-‐‑] ?\n ?)?"
# The same number is written with spaces, hyphens and brackets in other places.
NUMBERS = (IdentifierKind.NHS_NUMBER, IdentifierKind.NI_NUMBER, IdentifierKind.TELEPHONE, IdentifierKind.POSTCODE)
BETWEEN_DIGITS = r"[\s().‐‑–-]*"


@dataclass(frozen=True)
class LeftOut:
    """Words that the public version leaves out, wherever they stand, and the reason if one was given."""

    kind: IdentifierKind
    words: str
    reason: str = ""


def public_report(report: ReportData, gone: Sequence[LeftOut], kept: Sequence[str] = ()) -> ReportData:
    """The public version: without these words in any field, without the words around quotes, and without ids of papers.

    The day of the incident is given as its month, unless it is among the words that somebody decided to keep.
    """
    days = [day for item in gone if item.kind in DATES and (day := read_day(item.words))]
    incident = _incident(report, kept)
    if incident:
        days.append(incident)
    leave_out = _leaver(gone, days)
    bare = replace(
        report,
        quotes=tuple(_quote(quote) for quote in report.quotes),
        papers=tuple(_paper(paper) for paper in report.papers),
        timeline=_timeline([row for row in report.timeline if not any(day.is_on(row.on) for day in days)]),
        heading=replace(report.heading, facts=tuple(_month_alone(fact) if incident else fact for fact in report.heading.facts)),
    )
    found: ReportData = _walk(bare, leave_out, days)
    return replace(found, public=PublicNote(len(gone), note(len(gone), month_alone=incident is not None)))


def note(number: int, *, month_alone: bool = False) -> str:
    """The sentence at the top of a public version. `number` counts the different words that are left out."""
    gone = "Nothing in it was found that had to be left out."
    if number == 1:
        gone = f"One name, date or other detail is left out wherever it stood, and each place says so: {GONE}."
    elif number:
        counted = sentence_case(spell(number))
        gone = f"{counted} names, dates or other details are left out wherever they stood, and each place says so: {GONE}."
    month = " The incident is dated by its month." if month_alone else ""
    around = "The words around quotes and the links into the papers are not part of it."
    return f"This is the public version of the report. {gone}{month} {around}"


def _incident(report: ReportData, kept: Sequence[str]) -> Day | None:
    """The day of the incident, unless it is not known or was kept."""
    written = next((fact.words for fact in report.heading.facts if fact.name == INCIDENT), "")
    day = read_day(written)
    if day is None or any((other := read_day(words)) and other.is_same(day) for words in kept):
        return None
    return day


def _month_alone(fact: Fact) -> Fact:
    return replace(fact, words=fact.words.partition(" ")[2]) if fact.name == INCIDENT else fact


def _timeline(rows: Sequence[TimelineRow]) -> tuple[TimelineRow, ...]:
    """The rows that stay, with their places counted anew: from the old ones a day that is gone could be worked out."""
    if not rows:
        return ()
    first = min(row.on for row in rows)
    whole = (max(row.on for row in rows) - first).days or 1
    return tuple(replace(row, share=(row.on - first).days / whole) for row in rows)


def _quote(quote: QuoteEntry) -> QuoteEntry:
    return replace(quote, document="", start=0, end=0, before="", after="")


def _paper(paper: PaperEntry) -> PaperEntry:
    return replace(paper, id="", sha256="")


def _leaver(gone: Sequence[LeftOut], days: Sequence[Day]) -> Callable[[str], str]:
    """What takes the words out of one text: the longest first, in any case, over line ends and hyphens."""
    longest_first = sorted({(item.words, item.kind) for item in gone if item.words}, key=lambda one: -len(one[0]))
    # Not at \\w: an underscore is no part of a word.
    alternatives = (f"(?<![^\\W_]){_pattern(words, kind)}(?![^\\W_])" for words, kind in longest_first)
    pattern = re.compile("|".join(alternatives), re.IGNORECASE)

    def leave_out(text: str) -> str:
        text = unicodedata.normalize("NFC", CONTROL.sub("", text.replace("\u00ad", "").replace("\t", " ")))
        if longest_first:
            text = pattern.sub(GONE, text)
        for start, end, day in reversed(tuple(days_in(text)) if days else ()):
            if any(day.is_same(other) for other in days):
                text = text[:start] + GONE + text[end:]
        return text

    return leave_out


def _pattern(words: str, kind: IdentifierKind) -> str:
    """Words as a pattern that finds them with other spaces, quotation marks and hyphens, broken at the end of a line, and a
    name in the plural too.
    """
    words = unicodedata.normalize("NFC", words)
    if kind in NUMBERS:
        return "[(+]?" + BETWEEN_DIGITS.join(re.escape(c) for c in words if c.isalnum())
    parts = [BROKEN.join(MARKS.get(c, re.escape(c)) for c in word) for word in words.split()]
    plural = "(?:e?s)?" if kind is IdentifierKind.NAME and words[-1].isalpha() else ""
    return r"\s+".join(parts) + plural


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
