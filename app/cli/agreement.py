"""The command `plumbline agreement`: how far appraisers agree, from a table of grades. What is measured stands in the domain."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from app.domain.agreement import COEFFICIENTS, Agreement, measure_agreement
from app.domain.agreement_json import agreement_as_json
from app.domain.agreement_methods import methods_paragraph
from app.domain.agreement_table import read_matrix_csv, read_scale
from app.domain.agreement_words import agreement_in_words, figure, number
from app.domain.grades import shorten

LARGEST = 5_000_000  # bytes
MOST_LISTED = 10  # appraisers, above which pairs are left to --json

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of words.")]


def agreement(
    matrix: Annotated[
        Path, typer.Argument(help="A CSV file: the marker first, then one column for each appraiser; blank is missing.")
    ],
    scale: Annotated[str, typer.Option(help="Every grade of the instrument, rising, such as 0,1,2,3.")],
    as_json: AsJson = False,
) -> None:
    """Measure how far several appraisers agree, and say it in words."""
    from app.cli.adequacy_text import decode
    from app.cli.commands import check_file, refuse

    check_file(matrix)
    if matrix.stat().st_size > LARGEST:
        refuse(f"The file {matrix} is too large: a table of grades has at most {LARGEST // 1_000_000} MB.")
    ratings = read_matrix_csv(decode(matrix.read_bytes()), read_scale(scale))
    measured = measure_agreement(ratings, pairs=as_json or len(ratings.appraisers) <= MOST_LISTED)
    if as_json:
        typer.echo(json.dumps(agreement_as_json(measured), ensure_ascii=False, allow_nan=False))
    else:
        typer.echo("\n\n".join(in_words(measured)))


def in_words(measured: Agreement) -> Iterator[str]:
    """Sentences first, then the figures behind them, then how they were measured."""
    yield from agreement_in_words(measured)
    width = max(map(len, COEFFICIENTS.values()))
    yield "\n".join(
        ["Figures, with 95 per cent intervals"]
        + [f"  {label:<{width}}  {figure(measured.coefficient(name))}" for name, label in COEFFICIENTS.items()]
    )
    yield "\n".join(["Markers: median, lowest to highest, number of grades", *_markers(measured)])
    if measured.pairs:
        yield "\n".join(["Pairs: Cohen’s kappa plain, linear, quadratic", *_pairs(measured)])
    elif len(measured.appraisers) > MOST_LISTED:
        yield "The kappas of single pairs are given with --json."
    yield f"How this was measured\n  {methods_paragraph(measured)}"


def _markers(measured: Agreement) -> Iterator[str]:
    width = max(len(shorten(each.marker)) for each in measured.markers)
    for each in measured.markers:
        name = f"  {shorten(each.marker):<{width}}"
        if each.median is None or each.low is None or each.high is None:
            yield f"{name}  nobody graded it"
            continue
        told = f"{name}  {number(each.median, 1)}, {number(each.low, 1)} to {number(each.high, 1)}, {each.n}"
        if each.agreement and each.lower_quartile is not None and each.upper_quartile is not None:
            middle = f"{number(each.lower_quartile)} to {number(each.upper_quartile)}"
            told += f"; middle half {middle}; van der Eijk’s agreement {figure(each.agreement)}"
        yield told


def _pairs(measured: Agreement) -> Iterator[str]:
    for pair in measured.pairs:
        told = ", ".join(figure(each) for each in (pair.kappa, pair.kappa_linear, pair.kappa_quadratic))
        if pair.kappa.value is None and pair.kappa.why_not == pair.kappa_linear.why_not == pair.kappa_quadratic.why_not:
            told = figure(pair.kappa)
        yield f"  {shorten(pair.a)} and {shorten(pair.b)}  {told}"
