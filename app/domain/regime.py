"""The guidance in force when a review was decided on, and the review's dates as a timeline. The checks stand in `guidance.py`.

Nothing is shown as fact that was not read in a source; what is our own reading says so.
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.english import count, spell
from app.domain.review import ReviewDates, ReviewFacts

OWN_READING = "Plumbline's own reading"

DRAFT_2009 = "Community Care, summer 2009, on the draft of chapter 8 of Working Together"
FEATURE_2008 = "Community Care, December 2008, on the 2006 guidance"
HANSARD_2010 = "House of Commons debate, 23 February 2010"
PUBLICATION_2010 = "Knowsley procedures, on publication from 10 June 2010"
ANSWER_C = "written parliamentary answer on the 2013 and 2015 guidance"
PRINCIPLES_C = "Norfolk board's procedures, on the 2013 and 2015 guidance"
IMR_FORMAT_2010 = "a board's format for agency reports, 2010"
INTERIM_2010 = "Community Care, 7 April 2010, on Ofsted's interim report"
RESULTS_2008 = "Community Care, 15 July 2008, on Ofsted's first 36 evaluations"


@dataclass(frozen=True)
class Regime:
    """One text of statutory guidance. `starts` and `ends` are the first and last decision dates, both inclusive.

    `months` is the time limit in calendar months from the decision to completion. `note` says what about the dates is
    our own reading, because the sources read give a month or a season only.
    """

    id: str
    title: str
    starts: date
    ends: date
    months: int
    source: str
    note: str

    @property
    def limit(self) -> str:
        """The time limit in words."""
        return f"{spell(self.months)} months from the decision to completion"


REGIMES: tuple[Regime, ...] = (
    Regime(
        "A",
        "Working Together 2006, chapter 8",
        date(2006, 1, 1),
        date(2009, 11, 30),
        4,
        DRAFT_2009,
        "The sources read give the year 2006 and the month of December 2009; that the guidance is counted from the first day of "
        "each is Plumbline's own reading.",
    ),
    Regime(
        "B",
        "Working Together, chapter 8 as revised in December 2009, then Working Together 2010",
        date(2009, 12, 1),
        date(2010, 6, 9),
        6,
        HANSARD_2010,
        "The sources read give the month of December 2009; that it is counted from 1 December is Plumbline's own reading.",
    ),
    Regime(
        "B+",
        "Working Together 2010, for reviews begun on or after 10 June 2010",
        date(2010, 6, 10),
        date(2013, 4, 14),
        6,
        f"{HANSARD_2010}; {PUBLICATION_2010}",
        "The sources read give the spring of 2013 for its end; that it is counted to 14 April 2013 is Plumbline's own reading.",
    ),
    Regime(
        "C",
        "Working Together 2013 and 2015, chapter 4",
        date(2013, 4, 15),
        date(2019, 9, 29),
        6,
        ANSWER_C,
        "The sources read give the spring of 2013 for its start; that it is counted from 15 April 2013 is Plumbline's own "
        "reading. Serious case reviews ended by 29 September 2019, when the new arrangements had to be in place.",
    ),
)


def regime_for(decision: date | None) -> Regime | None:
    """The guidance in force on the date of the decision to review; None where that is unknown or outside 2006 to 2019."""
    if decision is None:
        return None
    return next((regime for regime in REGIMES if regime.starts <= decision <= regime.ends), None)


def add_months(start: date, months: int) -> date:
    """The same day so many calendar months later, or the last day of that month where it is shorter."""
    index = start.year * 12 + start.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


@dataclass(frozen=True)
class TimelineEntry:
    """One date on the timeline. `share` is its place from 0 to 1 between the first and the last; `is_limit` marks the day
    by which the guidance wanted the review completed. `since` tells how long after the decision, or is empty.
    """

    label: str
    when: date
    share: float
    is_limit: bool = False
    since: str = ""


TIMELINE_LABELS: dict[str, str] = {
    "incident": "Incident",
    "notified": "Board told",
    "decision": "Decision to review",
    "started": "Review started",
    "completed": "Review completed",
    "submitted": "Submitted",
    "published": "Published",
}


def timeline(facts: ReviewFacts) -> tuple[TimelineEntry, ...]:
    """The known dates in time order with the day of the time limit among them; empty where no date is known."""
    dates = facts.dates
    found = [(when, TIMELINE_LABELS[name], False) for name, when in dates.in_order() if when is not None]
    regime = regime_for(dates.decision)
    if regime is not None and dates.decision is not None:
        found.append((add_months(dates.decision, regime.months), f"Limit: {spell(regime.months)} months", True))
    found.sort(key=lambda entry: entry[0])
    if not found:
        return ()
    first, last = found[0][0], found[-1][0]
    span = max((last - first).days, 1)
    return tuple(
        TimelineEntry(label, when, (when - first).days / span, is_limit, since_decision(dates, when))
        for when, label, is_limit in found
    )


def since_decision(dates: ReviewDates, when: date) -> str:
    """How long after the decision, such as "5 months and 12 days after the decision"; empty where it is not after it."""
    if dates.decision is None or when <= dates.decision:
        return ""
    return f"{duration(dates.decision, when)} after the decision"


def duration(start: date, end: date) -> str:
    """The time between two dates in calendar months and days, such as "6 months and 1 day"."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, months) > end:
        months -= 1
    days = (end - add_months(start, months)) // timedelta(days=1)
    parts = [count(months, "month")] if months else []
    if days or not months:
        parts.append(count(days, "day"))
    return " and ".join(parts)
