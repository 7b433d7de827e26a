"""What a measure is, how two things are compared fairly, and how the figures are shown. Not what is measured."""

import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

Timed = Callable[[], float]


@dataclass(frozen=True)
class Measure:
    """One line of the table. `ours` and `bare` are in `unit`; `value` is what `limit` is for: a ratio, or `ours` itself.

    `rounds` holds the value of each round, so that one sees how far they lie apart. `n` counts single measurements of ours.
    """

    name: str
    ours: float
    unit: str
    limit: float | None
    n: int
    bare: float | None = None
    compared_with: str = ""
    rounds: tuple[float, ...] = ()
    absent: str = ""
    note: str = ""
    value: float = field(init=False)

    def __post_init__(self) -> None:
        ratio = statistics.median(self.rounds) if self.rounds else self.ours / self.bare if self.bare else 0.0
        object.__setattr__(self, "value", ratio if self.bare is not None else self.ours)

    @property
    def verdict(self) -> str:
        """One of: ok, over, absent, and nothing for a figure without a limit."""
        if self.absent:
            return "absent"
        if self.limit is None:
            return ""
        return "ok" if self.value <= self.limit else "over"


def absent(name: str, limit: float, why: str) -> Measure:
    """A measure that cannot be taken here, with the reason."""
    return Measure(name, 0, "", limit, 0, absent=why)


def plain(name: str, values: Sequence[float], unit: str, limit: float | None, note: str = "") -> Measure:
    """A measure that has a limit of its own, by the median of several measurements."""
    return Measure(name, statistics.median(values), unit, limit, len(values), rounds=tuple(values), note=note)


@dataclass(frozen=True)
class Plan:
    """How often something is measured: rounds, and in each round so many measurements of either side in turn."""

    rounds: int
    each: int
    warm_up: int = 0


def compare(name: str, ours: Timed, bare: Timed, compared_with: str, limit: float | None, plan: Plan, note: str = "") -> Measure:
    """Measure both in turn, ours and bare, ours and bare, so that a busy moment of the machine meets both.

    Each round gives one ratio, of the medians of its two sides; the value is the median of the rounds. Both sides answer
    with seconds; milliseconds are kept.
    """
    for _ in range(plan.warm_up):
        ours(), bare()
    all_ours: list[float] = []
    all_bare: list[float] = []
    ratios: list[float] = []
    for _ in range(plan.rounds):
        pairs = [(ours(), bare()) for _ in range(plan.each)]
        first, second = (list(side) for side in zip(*pairs, strict=True))
        ratios.append(statistics.median(first) / statistics.median(second))
        all_ours += first
        all_bare += second
    return Measure(
        name,
        statistics.median(all_ours) * 1000,
        "ms",
        limit,
        len(all_ours),
        statistics.median(all_bare) * 1000,
        compared_with,
        tuple(ratios),
        note=note,
    )


def table(measures: Sequence[Measure]) -> str:
    """All measures in columns of plain text."""
    head = ("measure", "ours", "compared with", "ratio", "limit", "n", "verdict")
    rows = [head, *(_cells(measure) for measure in measures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    notes = [f"{measure.name}: {measure.absent or measure.note}" for measure in measures if measure.absent or measure.note]
    return "\n".join([*lines, "", *notes])


def _cells(measure: Measure) -> tuple[str, ...]:
    if measure.absent:
        return (measure.name, "-", "-", "-", _number(measure.limit), "0", "absent")
    ours = f"{_number(measure.ours)} {measure.unit}"
    limit = _number(measure.limit) if measure.limit is not None else "-"
    if measure.bare is None:
        return (measure.name, ours, "-", "-", f"{limit} {measure.unit}".removeprefix("- "), str(measure.n), measure.verdict)
    spread = f"{measure.value:.2f} ({min(measure.rounds):.2f} to {max(measure.rounds):.2f})" if measure.rounds else "-"
    bare = f"{measure.compared_with}: {_number(measure.bare)} {measure.unit}"
    return (measure.name, ours, bare, spread, limit, str(measure.n), measure.verdict)


def _number(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}".rstrip("0").rstrip(".")


def write(measures: Sequence[Measure], path: Path) -> None:
    """All figures as JSON, with what they were measured on."""
    said = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "processors": os.cpu_count(),
        "measures": [{**asdict(measure), "verdict": measure.verdict} for measure in measures],
    }
    path.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n")
