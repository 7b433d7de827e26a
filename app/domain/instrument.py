"""An instrument: a set of quality markers as data, with its stages, prompts, areas and rules.

Nothing here reads files (`app/outside/markers.py` does) and nothing here knows how many markers there are.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """Judgement of a marker, lowest first in `ORDER`. Stored values: changing one needs a migration."""

    OUTSTANDING = "outstanding"
    GOOD = "good"
    ADEQUATE = "adequate"
    INADEQUATE = "inadequate"
    NOT_ENOUGH_INFORMATION = "nei"
    NOT_APPLICABLE = "na"

    @property
    def is_graded(self) -> bool:
        """Whether this is one of the four grades; the other two are no grades and never count as one."""
        return self in ORDER

    @property
    def label(self) -> str:
        """The words for a page."""
        return LABELS[self]

    @property
    def rank(self) -> int:
        """0 for inadequate to 3 for outstanding. Raises ValueError for what is no grade."""
        return ORDER.index(self)


ORDER: tuple[Grade, ...] = (Grade.INADEQUATE, Grade.ADEQUATE, Grade.GOOD, Grade.OUTSTANDING)
LABELS: dict[Grade, str] = {
    Grade.OUTSTANDING: "Outstanding",
    Grade.GOOD: "Good",
    Grade.ADEQUATE: "Adequate",
    Grade.INADEQUATE: "Inadequate",
    Grade.NOT_ENOUGH_INFORMATION: "Not enough information",
    Grade.NOT_APPLICABLE: "Not applicable",
}


class Lens(StrEnum):
    """One of the five questions that every report answers. Stored values."""

    HINDSIGHT = "hindsight"
    WHY = "why"
    FAMILY = "family"
    PRACTITIONERS = "practitioners"
    IMPACT = "impact"

    @property
    def question(self) -> str:
        """The question, as a page and a report put it."""
        return LENS_QUESTIONS[self]


LENS_QUESTIONS: dict[Lens, str] = {
    Lens.HINDSIGHT: "Was hindsight and outcome bias held down?",
    Lens.WHY: "Does the review explain why practice occurred?",
    Lens.FAMILY: "Were families involved?",
    Lens.PRACTITIONERS: "Were practitioners involved?",
    Lens.IMPACT: "Is impact reviewed?",
}


class AreaKind(StrEnum):
    """Core areas carry the learning; supporting areas serve it."""

    CORE = "core"
    SUPPORTING = "supporting"


@dataclass(frozen=True)
class Prompt:
    """One question under a marker. `composed` tells that it is ours and not a reworded source question."""

    id: str
    text: str
    lenses: tuple[Lens, ...] = ()
    composed: bool = False
    look: str = ""


@dataclass(frozen=True)
class Marker:
    """One quality marker with everything an appraiser needs beside it, in our own words."""

    number: int
    id: str
    title: str
    stage: str
    statement: str
    why: str
    prompts: tuple[Prompt, ...]
    descriptors: dict[Grade, str]
    evidence: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()
    equality: str = ""
    source: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """Number and title, as used in lists and headings."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class Stage:
    """A part of the instrument, in order."""

    id: str
    title: str
    markers: tuple[Marker, ...]


@dataclass(frozen=True)
class Area:
    """A group of markers that the report judges together. `excusable`: a recorded reason lifts one limit."""

    id: str
    title: str
    kind: AreaKind
    markers: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A count of areas: how many of those named (or of a kind, or all) are at or below a grade.

    `areas` empty and `kind` None means every area. Areas in `without` are left out. Areas in `excused_with_reason`
    do not count when a reason is recorded for them. It holds when the count is within `at_least` and `at_most`.
    """

    at_or_below: Grade
    areas: tuple[str, ...] = ()
    kind: AreaKind | None = None
    without: tuple[str, ...] = ()
    excused_with_reason: tuple[str, ...] = ()
    at_least: int = 1
    at_most: int | None = None


@dataclass(frozen=True)
class Rule:
    """Limits the overall proposal when all of `every` hold, or, where that is empty, one of `any`."""

    id: str
    limit: Grade
    sentence: str
    every: tuple[Condition, ...] = ()
    any: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Instrument:
    """A published set of markers. `checksum` is SHA-256 over its files, so that a report can name exactly what it used."""

    id: str
    version: str
    title: str
    citation: str
    link: str
    stages: tuple[Stage, ...]
    areas: tuple[Area, ...]
    rules: tuple[Rule, ...]
    about: str = ""
    checksum: str = field(default="", compare=False)

    @property
    def markers(self) -> tuple[Marker, ...]:
        """All markers in order."""
        return tuple(marker for stage in self.stages for marker in stage.markers)

    def marker(self, marker_id: str) -> Marker:
        """The marker with this id. Raises KeyError."""
        for marker in self.markers:
            if marker.id == marker_id:
                return marker
        raise KeyError(marker_id)

    def area_of(self, marker_id: str) -> Area | None:
        """The area that a marker counts towards, or None."""
        return next((area for area in self.areas if marker_id in area.markers), None)

    @property
    def excusable_areas(self) -> frozenset[str]:
        """Ids of areas for which a recorded reason lifts a limit, read from the rules."""
        conditions = [condition for rule in self.rules for condition in (*rule.every, *rule.any)]
        return frozenset(area for condition in conditions for area in condition.excused_with_reason)
