"""From marker grades to area proposals and an overall proposal, by the instrument's own rules, with a trace of each.

Proposals only: a moderator confirms them or departs with a reason. The rules are data (`Instrument.rules`); nothing here
knows an area by name. Reading grades from CSV stands in `grades.py` and is offered here too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.domain.grades import MarkerGrade, read_grades_csv
from app.domain.instrument import ORDER, Area, AreaKind, Condition, Grade, Instrument, Rule

__all__ = [
    "AreaResult", "Assessment", "MarkerGrade", "Missing", "RuleTrace", "WhatIf", "assess", "assessment_as_json", "lowest_limit",
    "read_grades_csv", "what_if",
]  # fmt: skip

NOT_GRADES = (Grade.NOT_ENOUGH_INFORMATION, Grade.NOT_APPLICABLE)


@dataclass(frozen=True)
class AreaResult:
    """What the rules propose for one area, and what the moderator decided where they did.

    `proposal` is None while nothing in the area has been judged. `provisional`: graded markers stand beside markers with
    not enough information or not yet judged. `excused`: a reason is recorded and the rules let a reason count here.
    """

    id: str
    title: str
    kind: AreaKind
    proposal: Grade | None
    provisional: bool
    markers: tuple[MarkerGrade, ...]
    excused: bool = False
    decided: Grade | None = None

    @property
    def grade(self) -> Grade | None:
        """The grade that counts for the whole: the decided one where there is one, else the proposal."""
        return self.decided or self.proposal

    @property
    def is_open(self) -> bool:
        """Whether something about this area is still not known."""
        return (self.decided is None and self.provisional) or self.grade in (None, Grade.NOT_ENOUGH_INFORMATION)


@dataclass(frozen=True)
class RuleTrace:
    """Whether one rule applied, on which areas (ids; empty where it did not), and the limit it sets."""

    rule: str
    applied: bool
    limit: Grade
    areas: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class Missing:
    """A core area that cannot be judged yet, and the ids of its markers without a grade."""

    area: str
    title: str
    markers: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """Area results and the overall proposal.

    `proposal` is None while a core area cannot be judged (`missing` says which); `so_far` is what the rules give on what
    is known, None while nothing is. The lowest limit among the applied rules of `trace`, outstanding where none applied, is
    `so_far`.
    """

    areas: tuple[AreaResult, ...]
    proposal: Grade | None
    so_far: Grade | None
    provisional: bool
    missing: tuple[Missing, ...]
    trace: tuple[RuleTrace, ...]

    def area(self, area_id: str) -> AreaResult:
        """The result for this area. Raises KeyError."""
        for area in self.areas:
            if area.id == area_id:
                return area
        raise KeyError(area_id)


@dataclass(frozen=True)
class WhatIf:
    """One marker changed by one grade, and the overall grade that would follow."""

    marker: str
    before: Grade
    after: Grade
    overall: Grade


def assess(
    instrument: Instrument, grades: Iterable[MarkerGrade], area_overrides: Mapping[str, Grade] | None = None
) -> Assessment:
    """Area results and overall proposal by the instrument's areas and rules. Markers left out are not yet judged.

    `area_overrides` maps area ids to the moderator's decided grades, which then count instead of the proposals.
    Raises KeyError for an unknown marker or area and ValueError for a marker given twice.
    """
    overrides = dict(area_overrides or {})
    by_marker = index_grades(instrument, grades)
    excusable = instrument.excusable_areas
    areas = tuple(
        replace(judge_area(area, by_marker, area.id in excusable), decided=decision_for(area, overrides.pop(area.id, None)))
        for area in instrument.areas
    )
    if overrides:
        raise KeyError(next(iter(overrides)))
    trace = tuple(try_rule(rule, areas) for rule in instrument.rules)
    missing = tuple(
        Missing(area.id, area.title, tuple(m.marker for m in area.markers if m.grade is None or m.grade in NOT_GRADES))
        for area in areas
        if area.kind is AreaKind.CORE and not is_graded(area.grade)
    )
    known = any(is_graded(area.grade) for area in areas)
    so_far = lowest_limit(trace) if known else None
    return Assessment(
        areas=areas,
        proposal=None if missing else so_far,
        so_far=so_far,
        provisional=so_far is None or any(area.is_open for area in areas),
        missing=missing,
        trace=trace,
    )


def index_grades(instrument: Instrument, grades: Iterable[MarkerGrade]) -> dict[str, MarkerGrade]:
    """The grades by marker id, every marker of the instrument present."""
    by_marker = {marker.id: MarkerGrade(marker.id, None) for marker in instrument.markers}
    seen: set[str] = set()
    for grade in grades:
        if grade.marker not in by_marker:
            raise KeyError(grade.marker)
        if grade.marker in seen:
            raise ValueError(f"marker {grade.marker} was given twice")
        seen.add(grade.marker)
        by_marker[grade.marker] = grade
    return by_marker


def is_graded(grade: Grade | None) -> bool:
    """Whether this is one of the four grades."""
    return grade is not None and grade.is_graded


def decision_for(area: Area, decided: Grade | None) -> Grade | None:
    """The decided grade; a core area cannot be not applicable."""
    if area.kind is AreaKind.CORE and decided is Grade.NOT_APPLICABLE:
        return Grade.NOT_ENOUGH_INFORMATION
    return decided


def judge_area(area: Area, by_marker: Mapping[str, MarkerGrade], excusable: bool) -> AreaResult:
    """The area's proposal: lower median of its graded markers, at most one grade above the lowest of them."""
    markers = tuple(by_marker[marker] for marker in area.markers)
    given = [m.grade for m in markers]
    graded = [grade for grade in given if is_graded(grade)]
    provisional = False
    proposal: Grade | None
    if graded:
        ranks = sorted(grade.rank for grade in graded if grade is not None)
        proposal = ORDER[min(ranks[(len(ranks) - 1) // 2], ranks[0] + 1)]
        provisional = None in given or Grade.NOT_ENOUGH_INFORMATION in given
    elif None in given:
        proposal = None
    elif area.kind is AreaKind.SUPPORTING and all(grade is Grade.NOT_APPLICABLE for grade in given):
        proposal = Grade.NOT_APPLICABLE
    else:
        proposal = Grade.NOT_ENOUGH_INFORMATION
    excused = excusable and any(m.reason.strip() for m in markers)
    return AreaResult(area.id, area.title, area.kind, proposal, provisional, markers, excused)


def try_rule(rule: Rule, areas: tuple[AreaResult, ...]) -> RuleTrace:
    """Whether the rule applies to these areas, and on which of them."""
    if rule.every:
        counted = [count_areas(condition, areas) for condition in rule.every]
        applied = all(holds for holds, _ in counted)
    else:
        counted = [found for found in (count_areas(condition, areas) for condition in rule.any) if found[0]]
        applied = bool(counted)
    touched = {area for _, found in counted for area in found} if applied else set()
    return RuleTrace(rule.id, applied, rule.limit, tuple(a.id for a in areas if a.id in touched), rule.sentence)


def count_areas(condition: Condition, areas: tuple[AreaResult, ...]) -> tuple[bool, tuple[str, ...]]:
    """Whether the condition holds, and the ids of the areas that it counted. Areas without a grade never count."""
    found = tuple(area.id for area in areas if is_counted(condition, area))
    holds = len(found) >= condition.at_least and (condition.at_most is None or len(found) <= condition.at_most)
    return holds, found


def is_counted(condition: Condition, area: AreaResult) -> bool:
    """Whether one area counts towards the condition."""
    if area.id in condition.without or (condition.areas and area.id not in condition.areas):
        return False
    if condition.kind is not None and area.kind is not condition.kind:
        return False
    if area.id in condition.excused_with_reason and area.excused:
        return False
    return area.grade is not None and area.grade.is_graded and area.grade.rank <= condition.at_or_below.rank


def lowest_limit(trace: Iterable[RuleTrace]) -> Grade:
    """The overall grade that a trace alone gives: the lowest limit that applied, outstanding where none did."""
    return min((step.limit for step in trace if step.applied), key=lambda grade: grade.rank, default=Grade.OUTSTANDING)


def what_if(
    instrument: Instrument, grades: Iterable[MarkerGrade], area_overrides: Mapping[str, Grade] | None = None
) -> tuple[WhatIf, ...]:
    """Every single marker that, moved up or down by one grade, would move the overall grade (`so_far`), in marker order."""
    by_marker = index_grades(instrument, grades)
    now = assess(instrument, by_marker.values(), area_overrides).so_far
    found: list[WhatIf] = []
    for marker in instrument.markers:
        given = by_marker[marker.id]
        if given.grade is None or not given.grade.is_graded:
            continue
        for step in (1, -1):
            rank = given.grade.rank + step
            if not 0 <= rank < len(ORDER):
                continue
            changed = by_marker | {marker.id: replace(given, grade=ORDER[rank])}
            then = assess(instrument, changed.values(), area_overrides).so_far
            if then is not None and then is not now:
                found.append(WhatIf(marker.id, given.grade, ORDER[rank], then))
    return tuple(found)


def assessment_as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as plain data for `plumbline adequacy --json`; a proposal is None where it cannot be judged yet."""
    return {
        "areas": [
            {"id": a.id, "title": a.title, "kind": a.kind.value, "proposal": word(a.proposal), "provisional": a.provisional}
            for a in assessment.areas
        ],
        "overall": {
            "proposal": word(assessment.proposal),
            "so_far": word(assessment.so_far),
            "provisional": assessment.provisional,
        },
        "trace": [
            {
                "rule": step.rule,
                "applied": step.applied,
                "limit": step.limit.value,
                "areas": list(step.areas),
                "sentence": step.sentence,
            }
            for step in assessment.trace
        ],
    }


def word(grade: Grade | None) -> str | None:
    """The stored value of a grade, None for none."""
    return None if grade is None else grade.value
