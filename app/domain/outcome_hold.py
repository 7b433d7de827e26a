"""Holding back what happened to the child until an appraiser has judged the markers on process. Pure: asks no database.

Whoever is kept from it, what is closed to them, when it opens, and which judgements were changed afterwards.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain.account import Person, Role
from app.domain.appraisal import Entry
from app.domain.document import Document, DocumentKind
from app.domain.english import and_list
from app.domain.errors import InvalidError, NotAllowedError
from app.domain.instrument import Instrument, Marker
from app.domain.judgement import Evidence, Judgement, gaps
from app.domain.review import Review

LAST_PAGE = 1_000_000
ABOUT = "This tells what happened to the child."
RANGE = re.compile(r"([0-9]{1,6})(?:\s*[-–]\s*([0-9]{1,6}))?")
PAGES_CLOSED = "Closed for now, because it tells what happened to the child"
CLOSED_TITLE = "A paper kept closed for now"
NO_RANGE = "Write pages as numbers and ranges, such as 3, 12-14."


@dataclass(frozen=True)
class PageRange:
    """Pages of a paper, counted from 1, both ends included."""

    first: int
    last: int

    @property
    def words(self) -> str:
        """As it is typed."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class OutcomeMarks:
    """What tells the outcome: whole `papers`, and `pages` of others, by the ids of papers."""

    papers: frozenset[str] = frozenset()
    pages: Mapping[str, tuple[PageRange, ...]] = field(default_factory=dict)

    def has_paper(self, paper: str) -> bool:
        """Whether the whole paper tells it."""
        return paper in self.papers

    def has_page(self, paper: str, number: int) -> bool:
        """Whether this page of a paper tells it."""
        return self.has_paper(paper) or any(one.first <= number <= one.last for one in self.pages.get(paper, ()))

    def touches(self, paper: str) -> bool:
        """Whether any of the paper tells it."""
        return self.has_paper(paper) or bool(self.pages.get(paper))

    @property
    def ranges(self) -> tuple[tuple[str, int, int], ...]:
        """Everything as paper, first and last page."""
        whole = [(paper, 1, LAST_PAGE) for paper in sorted(self.papers)]
        return (*whole, *((paper, one.first, one.last) for paper, found in sorted(self.pages.items()) for one in found))


@dataclass(frozen=True)
class Hold:
    """What is closed to one person in one review now. `numbers` are those of the markers on process, `missing` of those that
    are still to be judged. `opened_at`: when this person opened it. `is_on`: it is held back from appraisers of this review.
    """

    is_closed: bool = False
    marks: OutcomeMarks = field(default_factory=OutcomeMarks)
    numbers: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    opened_at: datetime | None = None
    is_on: bool = False

    @property
    def can_open(self) -> bool:
        """Whether the person may open it now."""
        return self.is_closed and not self.missing

    @property
    def sentence(self) -> str:
        """When it opens; empty where nothing is closed."""
        if not self.is_closed:
            return ""
        if self.can_open:
            return f"{ABOUT} You have judged the markers on process: open it from the page of your appraisal."
        still = "" if self.missing == self.numbers else f" Still to be judged: {in_numbers(self.missing)}."
        return f"{ABOUT} It opens once you have judged markers {in_numbers(self.numbers)}.{still}"

    def closes_paper(self, paper: str) -> bool:
        """Whether all of this paper is closed."""
        return self.is_closed and self.marks.has_paper(paper)

    def closes_page(self, paper: str, number: int) -> bool:
        """Whether this page is closed."""
        return self.is_closed and self.marks.has_page(paper, number)

    def closes_any(self, paper: str) -> bool:
        """Whether something of this paper is closed, and with it all that tells of the paper as a whole, such as its file."""
        return self.is_closed and self.marks.touches(paper)

    def check_paper(self, paper: str) -> None:
        """Raise NotAllowedError where all of the paper is closed."""
        self._check(self.closes_paper(paper))

    def check_page(self, paper: str, number: int) -> None:
        """Raise NotAllowedError where the page is closed."""
        self._check(self.closes_page(paper, number))

    def check_whole(self, paper: str) -> None:
        """Raise NotAllowedError where any of the paper is closed."""
        self._check(self.closes_any(paper))

    def check_open(self) -> None:
        """Raise NotAllowedError where the outcome is closed altogether."""
        self._check(self.is_closed)

    def shown(self, paper: Document) -> Document:
        """The paper as this person may see it in a list: where all of it is closed, nothing that somebody wrote about it, since
        a title or the name of a file may tell the outcome by itself.
        """
        if self.closes_paper(paper.id):
            nothing = replace(paper, title=CLOSED_TITLE, filename="", sentence="", sha256="", kind=DocumentKind.OTHER, agency="")
            return replace(nothing, closed=self.sentence, is_closed=True)
        if self.closes_any(paper.id):
            pages = [one.words.replace("-", " to ") for one in self.marks.pages[paper.id]]
            word = "page" if len(pages) == 1 and pages[0].isdecimal() else "pages"
            return replace(paper, closed=f"{PAGES_CLOSED}: {word} {and_list(pages)}.")
        return paper

    def without_outcome(self, review: Review) -> Review:
        """The review without what its facts tell of the outcome, where that is closed."""
        return replace(review, facts=replace(review.facts, harm=None)) if self.is_closed else review

    def _check(self, closed: bool) -> None:
        if closed:
            raise NotAllowedError(self.sentence)


NOT_HELD = Hold()


def is_kept_from(person: Person, *, appraises: bool) -> bool:
    """Whether the outcome is kept from this person at all: from appraisers, and from nobody who puts the papers in.

    `appraises`: they are an appraiser of this review, by its team or because they began. A moderator who is not is kept from
    nothing; anybody else who might begin to appraise is.
    """
    if person.has(Role.COMMISSIONER) or not person.has(Role.APPRAISER):
        return False
    return appraises or not person.has(Role.MODERATOR)


def process_markers(instrument: Instrument, stages: Sequence[str]) -> tuple[Marker, ...]:
    """The markers to be judged before the outcome opens: those of these stages, or of all stages but the last."""
    chosen = [stage for stage in instrument.stages if stage.id in stages] or list(instrument.stages[:-1] or instrument.stages)
    return tuple(marker for stage in chosen for marker in stage.markers)


def not_judged(markers: Iterable[Marker], judgements: Mapping[str, Judgement]) -> tuple[int, ...]:
    """The numbers of those markers that are not complete."""
    return tuple(marker.number for marker in markers if gaps(marker, judgements.get(marker.id, Judgement(marker.id))))


def changed_after(
    markers: Iterable[Marker],
    then: Mapping[str, Entry],
    now: Mapping[str, Entry],
    evidence_then: Iterable[Evidence] = (),
    evidence_now: Iterable[Evidence] = (),
) -> frozenset[str]:
    """The ids of the markers on process of which something says something else now than when the outcome was opened: a field,
    or evidence that was added, taken away, or turned the other way. A place that moved with a newer version is no change.
    """

    def said(entries: Mapping[str, Entry]) -> dict[str, str]:
        return {key: entry.value for key, entry in entries.items() if entry.value}

    before, after = said(then), said(now)

    def cited(evidence: Iterable[Evidence]) -> set[tuple[str, str, str, str]]:
        return {(item.marker, item.id, item.bearing, item.note) for item in evidence}

    changed = {key.partition("/")[0] for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
    changed |= {marker for marker, *_ in cited(evidence_then) ^ cited(evidence_now)}
    return frozenset(marker.id for marker in markers if marker.id in changed)


def in_numbers(numbers: Sequence[int]) -> str:
    """Numbers with runs put together: 1 to 12, 14."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def read_ranges(typed: str, pages: int, field_name: str) -> tuple[PageRange, ...]:
    """Pages as typed, such as "3, 12-14"; nothing where nothing is typed. Raises InvalidError for what is none, or not there."""
    found = []
    for part in filter(None, (one.strip() for one in typed.split(","))):
        match = RANGE.fullmatch(part)
        if not match:
            raise InvalidError(NO_RANGE, field_name)
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= max(1, pages):
            raise InvalidError(
                f"This paper has pages 1 to {max(1, pages):,}, and a range begins with the lower number.", field_name
            )
        found.append(PageRange(first, last))
    return tuple(found)
