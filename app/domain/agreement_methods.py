"""How agreement was measured: the paragraph for the annex of a report, and the works it names. No figure is reckoned here."""

from collections.abc import Callable

from app.domain.agreement import Agreement
from app.domain.agreement_words import count_of, number

SOURCES = (
    "Cohen J (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20, 37–46.",
    "Cohen J (1968), Weighted kappa, Psychological Bulletin 70, 213–220.",
    "Efron B and Tibshirani RJ (1993), An Introduction to the Bootstrap.",
    "Gwet KL (2014), Handbook of Inter-Rater Reliability, 4th edition.",
    "Hutchinson A and others (2010), Assessing quality of care from hospital case notes, Quality & Safety in Health Care 19(6).",
    "Krippendorff K (2004), Content Analysis, 2nd edition; (2011), Computing Krippendorff’s Alpha-Reliability.",
    "Lilford R and others (2007), Inter-rater reliability of case-note audit, J Health Services Research & Policy 12(3).",
    "Shrout PE and Fleiss JL (1979), Intraclass correlations, Psychological Bulletin 86, 420–428.",
    "van der Eijk C (2001), Measuring agreement in ordered rating scales, Quality & Quantity 35(3), 325–341.",
)


def methods_paragraph(agreement: Agreement, called: Callable[[float], str] | None = None) -> str:
    """How all this was measured, with authors and years, for the annex of a report. `called` gives the word for a grade."""
    scale = ", ".join(number(value, 1) + (f" ({called(value)})" if called else "") for value in agreement.scale)
    return " ".join(
        (
            f"Agreement was measured on the scale {scale} of the instrument, whether or not each grade occurred.",
            "Missing grades, not enough information and not applicable were left out and never counted as a grade.",
            "Shares of equal and neighbouring grades are over all pairs of appraisers and markers.",
            "Agreement beyond chance is given as Krippendorff’s alpha with nominal, ordinal and interval metric (Krippendorff",
            "2004, 2011; not the ordinal alpha that rests on polychoric correlations), as Gwet’s AC1 and AC2 (Gwet 2014), as",
            "Cohen’s kappa for each pair, plain and with linear and quadratic weights (Cohen 1960, 1968), and as the",
            "intraclass correlations ICC(2,1) and ICC(2,k) (Shrout and Fleiss 1979), on",
            f"{count_of(agreement.complete, 'marker')} that every appraiser graded.",
            f"Intervals are 95 per cent percentile intervals from {agreement.draws:,} bootstrap draws over markers, with the",
            f"fixed seed {agreement.seed} (Efron and Tibshirani 1993); they say nothing about other appraisers.",
            "For markers with eight grades or more, quartiles and van der Eijk’s agreement (2001) are given.",
            "A coefficient is reported as not defined where the grades do not vary, where too few can be compared, or where its",
            "formula leaves the range from −1 to 1. No figure was turned into a verdict.",
        )
    )
