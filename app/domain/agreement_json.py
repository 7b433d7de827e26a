"""The agreement as plain data for `plumbline agreement --json`. What it says stands in `agreement.py`."""

from typing import Any

from app.domain.agreement import COEFFICIENTS, Agreement, Coefficient, MarkerSpread, PairKappa, Severity

NOBODY = "nobody graded it"
Reasons = dict[str, str]  # where a figure stands, such as ac1 or pairs[0].kappa, and why it is not defined


def agreement_as_json(agreement: Agreement) -> dict[str, Any]:
    """Shares and coefficients by name, `pairs`, `markers`, `severity`, `intervals`, `not_defined` and how the draws were made.

    A figure that is not defined is None, and `not_defined` maps its place, such as `ac1` or `pairs[0].kappa`, to the reason.
    `intervals` has the two ends for each name that has an interval, `no_interval` the reason for one that has none.
    `quartiles` and van der Eijk's `agreement` stand with markers that eight appraisers or more graded.
    """
    reasons: Reasons = {}
    coefficients = {name: agreement.coefficient(name) for name in COEFFICIENTS}
    return {
        **{name: _told(name, coefficient, reasons) for name, coefficient in coefficients.items()},
        "pairs": [_pair(place, pair, reasons) for place, pair in enumerate(agreement.pairs)],
        "markers": [_marker(f"markers[{place}]", each, reasons) for place, each in enumerate(agreement.markers)],
        "severity": [_severity(f"severity[{place}]", each, reasons) for place, each in enumerate(agreement.severity)],
        "intervals": {name: [each.low, each.high] for name, each in coefficients.items() if each.low is not None},
        "no_interval": {name: each.why_no_interval for name, each in coefficients.items() if each.why_no_interval},
        "draws": agreement.draws,
        "seed": agreement.seed,
        "not_defined": reasons,
    }


def _told(place: str, coefficient: Coefficient, reasons: Reasons) -> float | None:
    if coefficient.value is None:
        reasons[place] = coefficient.why_not
    return coefficient.value


def _pair(place: int, pair: PairKappa, reasons: Reasons) -> dict[str, Any]:
    kappas = {"kappa": pair.kappa, "kappa_linear": pair.kappa_linear, "kappa_quadratic": pair.kappa_quadratic}
    told: dict[str, Any] = {"a": pair.a, "b": pair.b}
    for name, kappa in kappas.items():
        told[name] = kappa.value
        if kappa.value is None:  # there may be many thousand pairs: their places are written out only here
            reasons[f"pairs[{place}].{name}"] = kappa.why_not
    return told | {"markers": pair.markers}


def _marker(place: str, spread: MarkerSpread, reasons: Reasons) -> dict[str, Any]:
    if not spread.n:
        reasons.update(dict.fromkeys((f"{place}.median", f"{place}.low", f"{place}.high"), NOBODY))
    told: dict[str, Any] = {
        "marker": spread.marker,
        "n": spread.n,
        "median": spread.median,
        "low": spread.low,
        "high": spread.high,
        "counts": list(spread.counts),
        "pairs": spread.pairs,
        "steps": spread.steps,
    }
    if spread.agreement:
        told["quartiles"] = [spread.lower_quartile, spread.upper_quartile]
        told["agreement"] = _told(f"{place}.agreement", spread.agreement, reasons)
    return told


def _severity(place: str, severity: Severity, reasons: Reasons) -> dict[str, Any]:
    if severity.why_not:
        reasons.update(dict.fromkeys((f"{place}.from_median", f"{place}.from_mean"), severity.why_not))
    return {
        "appraiser": severity.appraiser,
        "markers": severity.markers,
        "from_median": severity.from_median,
        "from_mean": severity.from_mean,
    }
