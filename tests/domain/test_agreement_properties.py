"""What holds of agreement for every table of grades, and that the quick formulas equal the slow ones of the books."""

from itertools import combinations
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.domain.agreement import COEFFICIENTS, Agreement, Coefficient, Ratings, measure_agreement
from tests.domain.agreements import measure, ratings

SCALES = ((0, 1), (0, 1, 2), (0, 1, 2, 3), (-1, 0, 0.5, 4, 10))
Rows = list[tuple[float | None, ...]]


@st.composite
def tables(draw: st.DrawFn, missing: bool = True) -> tuple[Rows, tuple[float, ...]]:
    """A small table with its scale."""
    scale = draw(st.sampled_from(SCALES))
    people = draw(st.integers(2, 5))
    grade = st.sampled_from([None, *scale, *scale] if missing else list(scale))
    return draw(st.lists(st.tuples(*[grade] * people), min_size=1, max_size=6)), scale


def everything(agreement: Agreement) -> dict[str, Coefficient]:
    return {name: agreement.coefficient(name) for name in COEFFICIENTS}


def kappas(agreement: Agreement) -> list[Coefficient]:
    return [each for pair in agreement.pairs for each in (pair.kappa, pair.kappa_linear, pair.kappa_quadratic)]


def near(coefficient: Coefficient) -> Any:
    """The coefficient as something to compare with, forgiving the last digits."""
    told = [coefficient.value, coefficient.low, coefficient.high]
    return [None if number is None else pytest.approx(number, abs=1e-9) for number in told]


def same(first: Coefficient, second: Coefficient) -> bool:
    return [second.value, second.low, second.high] == near(first) and first.why_not == second.why_not


@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_appraisers_and_of_markers_does_not_matter(table: tuple[Rows, tuple[float, ...]], chance: Any) -> None:
    first = ratings(*table)
    people, markers = list(range(len(first.appraisers))), list(range(len(first.markers)))
    chance.shuffle(people)
    chance.shuffle(markers)
    second = Ratings(
        first.scale,
        tuple(first.appraisers[person] for person in people),
        tuple(first.markers[marker] for marker in markers),
        tuple(tuple(first.grades[marker][person] for person in people) for marker in markers),
    )
    before, after = measure_agreement(first, draws=12), measure_agreement(second, draws=12)
    assert everything(before) == everything(after)
    assert sorted(map(str, kappas(before))) == sorted(map(str, kappas(after)))
    assert sorted(map(str, before.severity)) == sorted(map(str, after.severity))


@given(tables())
def test_turning_the_scale_round_changes_no_coefficient(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    turned = [tuple(None if grade is None else -grade for grade in row) for row in rows]
    before, after = measure(rows, scale, draws=12), measure(turned, tuple(-value for value in reversed(scale)), draws=12)
    for name, coefficient in everything(before).items():
        assert same(coefficient, after.coefficient(name)), name
    for first, second in zip(kappas(before), kappas(after), strict=True):
        assert same(first, second)


@given(tables())
def test_stretching_and_shifting_the_scale_changes_no_coefficient(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    moved = [tuple(None if grade is None else 2 * grade + 7 for grade in row) for row in rows]
    before, after = measure(rows, scale), measure(moved, tuple(2 * value + 7 for value in scale))
    for name, coefficient in everything(before).items():
        assert same(coefficient, after.coefficient(name)), name


@given(tables())
def test_nothing_leaves_minus_one_to_one(table: tuple[Rows, tuple[float, ...]]) -> None:
    found = measure(*table, draws=12)
    for coefficient in (*everything(found).values(), *kappas(found)):
        for number in (coefficient.value, coefficient.low, coefficient.high):
            assert number is None or -1 <= number <= 1
        assert (coefficient.value is None) == bool(coefficient.why_not)


@given(st.sampled_from(SCALES), st.data(), st.integers(2, 5))
def test_full_agreement_with_variation_is_one(scale: tuple[float, ...], data: st.DataObject, people: int) -> None:
    grades = data.draw(st.lists(st.sampled_from(scale), min_size=2, max_size=6))
    assume(len(set(grades)) > 1)
    found = measure([(grade,) * people for grade in grades], scale)
    assert {each.value for each in (*everything(found).values(), *kappas(found))} == {1}


@given(tables())
def test_an_appraiser_or_marker_without_grades_changes_nothing(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    before = measure(rows, scale)
    after = measure([*[(*row, None) for row in rows], (None,) * (len(rows[0]) + 1)], scale)
    for name, coefficient in everything(before).items():
        assert same(coefficient, after.coefficient(name)), name


@given(tables())
def test_alpha_is_what_the_definition_gives(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    units = [[grade for grade in row if grade is not None] for row in rows]
    units = [unit for unit in units if len(unit) > 1]
    everyone = [grade for unit in units for grade in unit]
    assume(len(units) > 1 and len(set(everyone)) > 1)

    def ordinal(low: float, high: float) -> float:
        low, high = min(low, high), max(low, high)
        ends = (everyone.count(low) + everyone.count(high)) / 2
        return (sum(1 for grade in everyone if low <= grade <= high) - ends) ** 2 if low != high else 0

    metrics = {
        "alpha_nominal": lambda a, b: float(a != b),
        "alpha_ordinal": ordinal,
        "alpha_interval": lambda a, b: (a - b) ** 2,
    }
    found = measure(rows, scale)
    for name, metric in metrics.items():
        inside = sum(2 * sum(metric(a, b) for a, b in combinations(unit, 2)) / (len(unit) - 1) for unit in units)
        outside = 2 * sum(metric(a, b) for a, b in combinations(everyone, 2)) / (len(everyone) - 1)
        assert found.coefficient(name).value == pytest.approx(1 - inside / outside), name


@given(tables())
def test_gwets_coefficients_are_what_the_definition_gives(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    units = [[grade for grade in row if grade is not None] for row in rows]
    compared, graded = [unit for unit in units if len(unit) > 1], [unit for unit in units if unit]
    assume(len(compared) > 1 and len({grade for unit in compared for grade in unit}) > 1)
    size, width = len(scale), scale[-1] - scale[0]
    weights = {
        "ac1": lambda a, b: float(a == b),
        "ac2_linear": lambda a, b: 1 - abs(a - b) / width,
        "ac2_quadratic": lambda a, b: 1 - ((a - b) / width) ** 2,
        "ac2_ordinal": lambda a, b: 1 - len(list(combinations(range(abs(scale.index(a) - scale.index(b)) + 1), 2)))
        / len(list(combinations(range(size), 2))),
    }  # fmt: skip
    shares = [sum(unit.count(value) / len(unit) for unit in graded) / len(graded) for value in scale]
    found = measure(rows, scale)
    for name, weight in weights.items():
        pairs = [[weight(a, b) for a, b in combinations(unit, 2)] for unit in compared]
        agreed = sum(sum(each) / len(each) for each in pairs) / len(compared)
        total = sum(weight(a, b) for a in scale for b in scale)
        by_chance = total * sum(share * (1 - share) for share in shares) / (size * (size - 1))
        expected = (agreed - by_chance) / (1 - by_chance)
        shown = found.coefficient(name).value
        assert shown == pytest.approx(expected) if expected >= -1 else shown is None, name


@given(tables())
def test_kappa_is_what_the_definition_gives(table: tuple[Rows, tuple[float, ...]]) -> None:
    rows, scale = table
    both = [(row[0], row[1]) for row in rows if row[0] is not None and row[1] is not None]
    assume(len(both) > 1)
    costs = (lambda a, b: float(a != b), lambda a, b: abs(a - b), lambda a, b: (a - b) ** 2)
    pair = measure(rows, scale).pairs[0]
    for cost, found in zip(costs, (pair.kappa, pair.kappa_linear, pair.kappa_quadratic), strict=True):
        expected = sum(cost(a, b) for a, _ in both for _, b in both) / len(both)
        observed = sum(cost(a, b) for a, b in both)
        assert found.value == (pytest.approx(1 - observed / expected, abs=1e-9) if expected else None)


@given(tables())
@settings(max_examples=30)
def test_the_same_seed_gives_the_same_intervals_and_they_hold_the_order_of_their_ends(table: Any) -> None:
    rows, scale = table
    first = measure_agreement(ratings(rows, scale), draws=30, seed=5, pairs=False)
    assert first == measure_agreement(ratings(rows, scale), draws=30, seed=5, pairs=False)
    for coefficient in everything(first).values():
        assert coefficient.low is None or coefficient.high is None or coefficient.low <= coefficient.high


def test_another_seed_gives_other_draws() -> None:
    rows = [(0, 1), (2, 2), (3, 1), (1, 1), (0, 3)]
    first, second = (measure_agreement(ratings(rows, (0, 1, 2, 3)), draws=40, seed=seed) for seed in (1, 2))
    assert first.alpha_ordinal.value == second.alpha_ordinal.value
    assert first.alpha_ordinal.low != second.alpha_ordinal.low
