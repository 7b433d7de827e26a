"""The cases of the adequacy design on the published 18 markers, areas and rules themselves."""

from pathlib import Path

import pytest

from app.domain.adequacy import MarkerGrade, assess
from app.domain.instrument import ORDER, AreaKind, Grade, Instrument
from app.outside.markers import find_instrument

INADEQUATE, ADEQUATE, GOOD, OUTSTANDING = ORDER
NEI = Grade.NOT_ENOUGH_INFORMATION


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return find_instrument(Path(__file__).parents[2] / "markers", "scr-2016", "1.0")


@pytest.mark.parametrize(
    ("default", "others", "reasons", "proposal", "so_far", "provisional"),
    [
        (GOOD, {}, (), GOOD, GOOD, False),
        (OUTSTANDING, {}, (), OUTSTANDING, OUTSTANDING, False),
        (ADEQUATE, {}, (), ADEQUATE, ADEQUATE, False),
        (ADEQUATE, {3: INADEQUATE, 7: INADEQUATE, 10: INADEQUATE, 13: INADEQUATE}, (), INADEQUATE, INADEQUATE, False),
        (GOOD, {17: INADEQUATE}, (17,), GOOD, GOOD, False),
        (GOOD, {17: INADEQUATE}, (), ADEQUATE, ADEQUATE, False),
        (GOOD, {8: INADEQUATE, 9: INADEQUATE, 13: OUTSTANDING}, (8,), GOOD, GOOD, False),
        (OUTSTANDING, {13: GOOD}, (), OUTSTANDING, OUTSTANDING, False),
        (GOOD, {13: NEI}, (), None, GOOD, True),
        (GOOD, {18: NEI}, (), GOOD, GOOD, True),
        (ADEQUATE, {4: INADEQUATE, 12: INADEQUATE, 10: INADEQUATE, 11: INADEQUATE}, (), INADEQUATE, INADEQUATE, False),
        (GOOD, {8: INADEQUATE, 9: INADEQUATE}, (), ADEQUATE, ADEQUATE, False),
    ],
)
def test_the_published_rules_give_what_the_design_says(
    instrument: Instrument,
    default: Grade,
    others: dict[int, Grade],
    reasons: tuple[int, ...],
    proposal: Grade | None,
    so_far: Grade,
    provisional: bool,
) -> None:
    grades = [
        MarkerGrade(m.id, others.get(m.number, default), "A recorded reason." if m.number in reasons else "")
        for m in instrument.markers
    ]
    result = assess(instrument, grades)
    assert (result.proposal, result.so_far, result.provisional) == (proposal, so_far, provisional)


def test_the_panel_that_judged_itself_fails_by_the_three_rules_of_the_design(instrument: Instrument) -> None:
    poor = {3: INADEQUATE, 7: INADEQUATE, 10: INADEQUATE, 13: INADEQUATE}
    result = assess(instrument, [MarkerGrade(m.id, poor.get(m.number, ADEQUATE)) for m in instrument.markers])
    fired = {step.rule for step in result.trace if step.applied}
    assert {"analysis-limits", "two-core", "independence-without-challenge"} <= fired


def test_the_published_areas_hold_every_marker_once_and_four_of_them_are_core(instrument: Instrument) -> None:
    markers = [marker for area in instrument.areas for marker in area.markers]
    assert sorted(markers) == sorted(marker.id for marker in instrument.markers)
    core = [area.markers for area in instrument.areas if area.kind is AreaKind.CORE]
    numbers = {marker.id: marker.number for marker in instrument.markers}
    assert [[numbers[marker] for marker in area] for area in core] == [[3, 7], [10, 11], [13], [15, 16]]
