"""Where appraisers differ about a marker: the spread of their grades, triggers for talking, passages read differently. Pure.

It shows and orders; what follows is for people to say. The statistics over a whole review stand in `agreement*.py`.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean

from app.domain.english import and_list
from app.domain.instrument import LABELS, ORDER, Grade
from app.domain.judgement import Confidence, Evidence, Judgement
from app.domain.passage import Passage

RULES = ("gap", "straddle", "nei", "outlier", "low-confidence")


@dataclass(frozen=True)
class Trigger:
    """A reason to talk about a marker, as data: which rule of `RULES` it follows, and how far (in grades)."""

    id: str
    rule: str
    sentence: str
    steps: int = 2
    within: int = 1


@dataclass(frozen=True)
class Post:
    """What somebody (`by`, an id) said about a marker in the discussion. It is never edited."""

    by: str
    text: str
    at: datetime


@dataclass(frozen=True)
class View:
    """What one appraiser said about a marker. `name` is the one to show, a mask where names are masked.

    `after_outcome`: they changed it after what happened to the child was opened to them.
    """

    appraisal: str
    person: str
    name: str
    judgement: Judgement
    after_outcome: bool = False


@dataclass(frozen=True)
class Spread:
    """The grades of one marker. `counts` has every grade that was given, the best first; `median` is the lower one of two."""

    counts: tuple[tuple[Grade, int], ...] = ()
    lowest: Grade | None = None
    highest: Grade | None = None
    median: Grade | None = None

    @property
    def steps(self) -> int:
        """How many grades lie between the lowest and the highest, 0 where all graded alike."""
        return self.highest.rank - self.lowest.rank if self.highest and self.lowest else 0

    @property
    def words(self) -> str:
        """The range in words."""
        if not self.lowest or not self.highest:
            return and_list([grade.label for grade, _ in self.counts]) or "Not graded"
        if self.lowest is self.highest:
            return self.lowest.label
        return f"{self.lowest.label} to {self.highest.label.lower()}"


@dataclass(frozen=True)
class SamePassage:
    """Two appraisers read the same place and graded differently, or took it the opposite way. `place` is how one cites it."""

    place: str
    words: str
    sentence: str


@dataclass(frozen=True)
class Compared:
    """A marker as several appraisers judged it. `weight` orders by disagreement: the greatest first."""

    marker: str
    views: tuple[View, ...]
    spread: Spread
    triggers: tuple[Trigger, ...]
    weight: tuple[float, ...]
    same_passages: tuple[SamePassage, ...] = field(default=())

    @property
    def is_agreed(self) -> bool:
        """Whether several people gave one and the same grade, and no trigger asks to talk about it."""
        return len(self.views) > 1 and len(self.spread.counts) == 1 and not self.triggers

    @property
    def difference(self) -> str:
        """How far apart they are where no trigger asks to talk about it, as a sentence."""
        if self.is_agreed:
            return "All agree."
        if sum(count for grade, count in self.spread.counts if grade.is_graded) < 2:
            return "There are not two grades to compare yet."
        return "They differ by one grade at most."


def compare(marker: str, views: Sequence[View], triggers: Iterable[Trigger]) -> Compared:
    """Everything about one marker that a moderator looks at first."""
    fired = tuple(trigger for trigger in triggers if CHECKS[trigger.rule](views, trigger))
    return Compared(marker, tuple(views), spread_of(views), fired, disagreement(views), same_passages(views))


def by_disagreement(found: Iterable[Compared]) -> tuple[Compared, ...]:
    """The widest disagreement first; ties stay in the order in which they came, which is the instrument's."""
    return tuple(sorted(found, key=lambda one: tuple(-part for part in one.weight)))


def spread_of(views: Sequence[View]) -> Spread:
    """The spread of the grades; what is not judged yet is left out, and NEI and NA are counted and never ranked."""
    given = [view.judgement.grade for view in views if view.judgement.grade]
    counts = tuple((grade, given.count(grade)) for grade in LABELS if grade in given)
    ranks = sorted(grade.rank for grade in given if grade.is_graded)
    if not ranks:
        return Spread(counts)
    return Spread(counts, ORDER[ranks[0]], ORDER[ranks[-1]], ORDER[ranks[(len(ranks) - 1) // 2]])


def disagreement(views: Sequence[View]) -> tuple[float, float, float]:
    """What to order by: the range in grades, the mean difference of pairs, and whether some could not grade at all.

    Grades beside "not enough information" or "not applicable" count as a range of one at least: people disagree on whether
    it can be judged.
    """
    ranks, given = _ranks(views), {view.judgement.grade for view in views if view.judgement.grade}
    mixed = float(len({grade if not grade.is_graded else "graded" for grade in given}) > 1)
    pairs = [abs(one - other) for one, other in itertools.combinations(ranks, 2)]
    return (max(float(max(ranks) - min(ranks)) if ranks else 0.0, mixed), fmean(pairs) if pairs else 0.0, mixed)


def _ranks(views: Sequence[View]) -> list[int]:
    return [view.judgement.grade.rank for view in views if view.judgement.grade and view.judgement.grade.is_graded]


def _gap(views: Sequence[View], trigger: Trigger) -> bool:
    ranks = _ranks(views)
    return bool(ranks) and max(ranks) - min(ranks) >= trigger.steps


def _straddle(views: Sequence[View], _: Trigger) -> bool:
    """At least one inadequate beside at least one adequate or better."""
    ranks = _ranks(views)
    return bool(ranks) and min(ranks) == Grade.INADEQUATE.rank < max(ranks)


def _nei(views: Sequence[View], _: Trigger) -> bool:
    return bool(_ranks(views)) and any(view.judgement.grade is Grade.NOT_ENOUGH_INFORMATION for view in views)


def _outlier(views: Sequence[View], trigger: Trigger) -> bool:
    """One of three or more lies `steps` or further from every other, and those agree within `within`."""
    return outlier_of(views, trigger) is not None


def outlier_of(views: Sequence[View], trigger: Trigger) -> View | None:
    """The one view that stands apart, if there is one."""
    graded = [view for view in views if view.judgement.grade and view.judgement.grade.is_graded]
    for view in graded if len(graded) > 2 else ():
        others = _ranks([other for other in graded if other is not view])
        own = _ranks([view])[0]
        if max(others) - min(others) <= trigger.within and min(abs(own - rank) for rank in others) >= trigger.steps:
            return view
    return None


def _low_confidence(views: Sequence[View], _: Trigger) -> bool:
    return len(views) > 1 and all(view.judgement.confidence is Confidence.LOW for view in views)


CHECKS: dict[str, Callable[[Sequence[View], Trigger], bool]] = dict(
    zip(RULES, (_gap, _straddle, _nei, _outlier, _low_confidence), strict=True)
)


def same_passages(views: Sequence[View]) -> tuple[SamePassage, ...]:
    """Places that several appraisers cite for this marker who came to different grades, or who took the place opposite ways.

    Passages that share words are one place, told once with everybody who read it.
    """
    places: list[list[tuple[View, Evidence]]] = []
    for view in views:
        for item in view.judgement.evidence:
            if item.passage is None:
                continue
            for readers in places:
                if any(other.passage and overlap(item.passage, other.passage) for _, other in readers):
                    readers.append((view, item))
                    break
            else:
                places.append([(view, item)])
    found = []
    for readers in places:
        passage = readers[0][1].passage
        if passage and (sentence := _differently(readers, passage.place)):
            found.append(SamePassage(f"{passage.document_title}, {passage.place}", passage.words, sentence))
    return tuple(found)


def overlap(one: Passage, other: Passage) -> bool:
    """Whether two passages share words of the same page, or cite the same page as such."""
    if (one.document, one.page) != (other.document, other.page):
        return False
    return (one.is_page and other.is_page) or (one.start < other.end and other.start < one.end)


def _differently(readers: Sequence[tuple[View, Evidence]], place: str) -> str:
    """The sentence about those who read the same place; empty where one alone read it, or all made the same of it."""
    by_person = {view.appraisal: (view, item) for view, item in readers}
    if len(by_person) < 2:
        return ""
    grades = {view.judgement.grade for view, _ in by_person.values() if view.judgement.grade}
    people = and_list([view.name for view, _ in by_person.values()])
    if len(grades) > 1:
        said = [f"{view.name} {view.judgement.grade.label.lower()}" for view, _ in by_person.values() if view.judgement.grade]
        return f"{people} read the same passage on {place} and graded differently: {and_list(said)}."
    if len({item.bearing for _, item in by_person.values()}) > 1:
        said = [f"for {view.name} it {item.bearing.value}" for view, item in by_person.values()]
        return f"{people} read the same passage on {place} opposite ways: {and_list(said)} the judgement."
    return ""
