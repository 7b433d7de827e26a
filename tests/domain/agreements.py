"""Tables of grades from published worked examples, each with where it was printed, and small ways of making tables."""

from collections.abc import Sequence

from app.domain.agreement import Agreement, Ratings, measure_agreement

Table = Sequence[Sequence[float | None]]


def ratings(rows: Table, scale: Sequence[float]) -> Ratings:
    """Rows of grades, a marker each, with made-up names."""
    people = tuple(f"Appraiser {number}" for number in range(1, len(rows[0]) + 1)) if rows else ()
    return Ratings(tuple(scale), people, tuple(f"M{number}" for number in range(1, len(rows) + 1)), tuple(map(tuple, rows)))


def measure(rows: Table, scale: Sequence[float], draws: int = 0) -> Agreement:
    """The agreement on these rows, without intervals unless draws are asked for."""
    return measure_agreement(ratings(rows, scale), draws=draws)


def by_appraiser(*columns: Sequence[float | None]) -> list[tuple[float | None, ...]]:
    """Rows from columns: how most of the examples are printed."""
    return list(zip(*columns, strict=True))


def from_counts(table: Sequence[Sequence[int]]) -> list[tuple[float | None, ...]]:
    """Rows of two appraisers from their table of counts: the first one's grades go down."""
    return [(first, second) for first, row in enumerate(table) for second, count in enumerate(row) for _ in range(count)]


_ = None

# Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section C.
FOUR_BY_TWELVE = by_appraiser(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, 3],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, _],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
)

# Gwet (2014), page 120, the data set cac.raw4raters of irrCAC: here the third rater, not the second, graded the last.
GWET_TWELVE = by_appraiser(
    [1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _],
    [_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _],
)

# Krippendorff (2011), section A: two observers, two values, ten articles.
TWO_VALUES = by_appraiser([1, 1, 0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 0, 0, 1, 0, 1, 0, 0])

# Krippendorff (2011), section B: two observers, five values (a to e are 1 to 5), twelve units.
FIVE_VALUES = by_appraiser([1, 1, 2, 2, 4, 3, 3, 3, 5, 4, 4, 1], [2, 1, 2, 2, 2, 3, 3, 3, 5, 4, 4, 4])

# Hayes and Krippendorff (2007), Communication Methods and Measures 1, 77-89, table 1: five observers, forty articles.
NEWS_TONE = by_appraiser(
    [1, 1, 2, _, 0, 0, 1, 1, 2, 2, _, 0, 1, 3, 1, 1, 2, 1, 1, 0, 0, 0, 2, 0, 1, 0, 0, 1, 1, 1, 1, 2, 2, 3, 2, 2, 2, 2, 2, 1],
    [1, 1, 3, 0, 0, 0, 0, _, 2, 1, 1, 0, 2, 3, 1, 1, 1, 2, 1, 0, 0, 0, 3, 0, 2, 1, 0, 2, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 1],
    [2, 0, 3, 0, 0, 0, 2, 2, 2, 1, 0, 0, 2, 2, 1, 1, 2, 3, 0, 0, 1, _, 3, 0, _, 1, 0, 1, 2, 2, 0, 2, _, 2, 2, 3, 2, _, 2, 1],
    [_, 1, 3, _, _, _, _, 0, _, 1, 0, 0, 2, 2, _, _, _, 3, 1, _, 1, 0, 3, 0, 2, 1, 1, 2, 2, _, _, 1, 2, 2, _, _, _, 1, 2, _],
    [2, _, _, 0, 0, 0, 1, _, 2, _, _, _, _, 3, 1, 1, 2, _, _, 0, _, 0, _, _, 2, _, 0, _, _, 2, 0, _, 2, _, 2, 2, 2, 2, _, 1],
)  # fmt: skip

# Gwet (2014), a part of the table on page 125, as in the data set cac.raw5obser of irrCAC: five observers, fifteen units.
FIVE_OBSERVERS = NEWS_TONE[:15]

# The data set cac.raw.gender of irrCAC: four raters, fifteen people, three categories (a to c are 1 to 3).
FOUR_BY_FIFTEEN = by_appraiser(
    [1, 1, 1, 1, 1, 2, 2, 2, 3, 1, 1, 1, 1, 1, 2],
    [1, 1, 1, 1, 2, 1, 2, 3, 3, 1, 1, 1, 1, 2, 1],
    [1, 2, 2, 3, 1, 1, 2, 2, 3, 1, 2, 2, 3, 1, 1],
    [3, 3, 3, 3, 1, 1, 2, 2, 3, 3, 3, 3, 3, 1, 1],
)

# Shrout and Fleiss (1979), Psychological Bulletin 86, 420-428, table 2: six targets, four judges.
SHROUT_FLEISS = [(9, 2, 5, 8), (6, 1, 3, 2), (8, 4, 6, 8), (7, 1, 2, 6), (10, 5, 6, 9), (6, 2, 4, 7)]

# The data set anxiety of the R package irr: three raters, twenty people, grades 1 to 6.
ANXIETY = by_appraiser(
    [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
    [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    [2, 1, 4, 4, 3, 2, 1, 6, 1, 1, 1, 2, 3, 3, 1, 1, 3, 3, 2, 2],
)

# Stata, Base Reference Manual, kappa, example of 85 xeromammograms read by two radiologists (Boyd and others 1982).
RADIOLOGISTS = from_counts([[21, 12, 0, 0], [4, 17, 1, 0], [3, 9, 15, 2], [0, 0, 0, 1]])

# SAS/STAT User's Guide, The FREQ Procedure, getting started: 88 patients seen by two dermatologists.
DERMATOLOGISTS = from_counts([[10, 4, 1, 0], [5, 10, 12, 2], [2, 4, 12, 5], [0, 2, 6, 13]])

# Fleiss (1981), Statistical Methods for Rates and Proportions, 2nd ed., page 213: 100 people, three diagnoses.
FLEISS_PAIR = from_counts([[75, 1, 4], [5, 4, 1], [0, 0, 10]])

# Cohen (1968), Psychological Bulletin 70, 213-220, table 1: 200 cases, three diagnoses.
COHEN = from_counts([[88, 10, 2], [14, 40, 6], [18, 10, 12]])

# Gwet (2014), the data set cont3x3abstractors of irrCAC: 100 records read by two abstractors.
ABSTRACTORS = from_counts([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
