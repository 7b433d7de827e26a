"""What the page on agreement shows, put together from what was measured. No figure is reckoned here."""

from dataclasses import dataclass

from app.domain.agreement import COEFFICIENTS, Agreement, Coefficient, MarkerSpread, Ratings, Severity
from app.domain.agreement_explained import EXPLAINED
from app.domain.agreement_methods import SOURCES, methods_paragraph
from app.domain.agreement_review import Changed, grade_at
from app.domain.agreement_words import agreement_in_words, moderation_in_words, number, percent
from app.domain.english import sentence_case, spell
from app.domain.instrument import LABELS, ORDER, Grade
from app.domain.review import Review
from app.services.agreement import MOST_PAIRED, ReviewAgreement
from app.web.agreement_drawing import SpreadRow, draw_row

MOST_COLUMNS = 12  # appraisers whose grades are set side by side; the file has those of all
SHARES = ("exact", "within_one")


@dataclass(frozen=True)
class FigureRow:
    """A share or coefficient: its value and interval in words, or why there is none, and what it says."""

    name: str
    value: str
    interval: str
    about: str


@dataclass(frozen=True)
class SeverityRow:
    """How far one appraiser lies from the others, in grades."""

    appraiser: str
    markers: int
    from_median: str
    from_mean: str


@dataclass(frozen=True)
class PairRow:
    """The three kappas of one pair."""

    names: str
    kappas: tuple[str, str, str]


@dataclass(frozen=True)
class ChangeRow:
    """A grade that was changed after the first submission."""

    marker: str
    appraiser: str
    before: str
    after: str


@dataclass(frozen=True)
class BeforeAfter:
    """What changed since the first submissions."""

    words: str
    figures: tuple[tuple[str, str, str], ...]
    changes: tuple[ChangeRow, ...]


@dataclass(frozen=True)
class Compared:
    """Everything that is shown where two or more have submitted."""

    words: tuple[str, ...]
    rows: tuple[SpreadRow, ...]
    has_consensus: bool
    figures: tuple[FigureRow, ...]
    severity: tuple[SeverityRow, ...]
    pairs: tuple[PairRow, ...]
    names: tuple[str, ...]
    grades: tuple[tuple[str, tuple[str, ...]], ...]
    before: BeforeAfter | None
    methods: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The grades in the order of the picture, the lowest first."""
        return tuple(LABELS[grade] for grade in ORDER)

    @property
    def sources(self) -> tuple[str, ...]:
        """The works that the methods paragraph names."""
        return SOURCES


@dataclass(frozen=True)
class AgreementPage:
    """The page. `compared` is None where fewer than two appraisals are submitted, and `standing` then says so."""

    review: Review
    standing: str
    is_masked: bool
    compared: Compared | None


def page_of(found: ReviewAgreement) -> AgreementPage:
    """The page as this person may see it."""
    gone = sum(1 for member in found.round.appraisers if member.is_missing)
    return AgreementPage(found.review, standing(found, gone), found.round.settings.masked, _compared(found))


def standing(found: ReviewAgreement, gone: int) -> str:
    """Whose appraisals are compared, and who is missing."""
    waiting, told = len(found.round.awaited), ""
    if waiting:
        told += f" {sentence_case(spell(waiting))} {'is' if waiting == 1 else 'are'} not in yet and not part of this."
    if gone:
        take, are = ("takes", "is") if gone == 1 else ("take", "are")
        told += f" {sentence_case(spell(gone))} no longer {take} part and {are} left out."
    number_in = len(found.round.submitted)
    if number_in < 2:
        return f"One appraisal has been submitted so far. Agreement needs two or more.{told}"
    return f"{sentence_case(spell(number_in))} submitted appraisals are compared.{told}"


def _compared(found: ReviewAgreement) -> Compared | None:
    if found.measured is None or found.ratings is None or found.instrument is None:
        return None
    consensus = found.consensus or {}
    ids = [marker.id for marker in found.instrument.markers]
    people = len(found.ratings.appraisers)
    return Compared(
        words=agreement_in_words(found.measured, grade_at),
        rows=tuple(
            draw_row(
                spread, people, grade_at(spread.median).capitalize() if spread.median is not None else "", consensus.get(marker)
            )
            for spread, marker in zip(found.measured.markers, ids, strict=True)
        ),
        has_consensus=bool(consensus),
        figures=tuple(_figure(name, found.measured.coefficient(name)) for name in COEFFICIENTS),
        severity=tuple(_severity(one) for one in found.measured.severity),
        pairs=_pairs(found.measured) if people <= MOST_PAIRED else (),
        names=found.ratings.appraisers,
        grades=_grades(found.ratings) if people <= MOST_COLUMNS else (),
        before=_before(found),
        methods=methods_paragraph(found.measured, grade_at),
    )


def _median(spread: MarkerSpread) -> str:
    return "" if spread.median is None else sentence_case(grade_at(spread.median))


def _figure(name: str, coefficient: Coefficient) -> FigureRow:
    label, about = COEFFICIENTS[name], EXPLAINED[name]
    if coefficient.value is None:
        return FigureRow(label, "Not defined", f"Not defined: {coefficient.why_not}", about)
    say = percent if name in SHARES else number
    if coefficient.low is None or coefficient.high is None:
        why = f"No interval: {coefficient.why_no_interval}" if coefficient.why_no_interval else "No interval"
        return FigureRow(label, say(coefficient.value), why, about)
    return FigureRow(label, say(coefficient.value), f"{say(coefficient.low)} to {say(coefficient.high)}", about)


def _severity(one: Severity) -> SeverityRow:
    if one.from_median is None or one.from_mean is None:
        return SeverityRow(one.appraiser, one.markers, f"Not defined: {one.why_not}", "")
    return SeverityRow(one.appraiser, one.markers, _higher(one.from_median), _higher(one.from_mean))


def _higher(grades: float) -> str:
    told = number(abs(grades))
    return "no difference" if told == "0.00" else f"{told} {'higher' if grades > 0 else 'lower'}"


def _pairs(measured: Agreement) -> tuple[PairRow, ...]:
    return tuple(
        PairRow(f"{pair.a} and {pair.b}", (_kappa(pair.kappa), _kappa(pair.kappa_linear), _kappa(pair.kappa_quadratic)))
        for pair in measured.pairs
    )


def _kappa(coefficient: Coefficient) -> str:
    return number(coefficient.value) if coefficient.value is not None else f"Not defined: {coefficient.why_not}"


def _grades(ratings: Ratings) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple(
        (marker, tuple("–" if grade is None else LABELS[ORDER[int(grade)]] for grade in row))
        for marker, row in zip(ratings.markers, ratings.grades, strict=True)
    )


def _before(found: ReviewAgreement) -> BeforeAfter | None:
    if found.before is None or found.measured is None:
        return None
    then, now = found.before.measured, found.measured
    if found.round.in_second_round:
        words = moderation_in_words(then, now)
    else:
        words = (
            "No second round was asked for, but appraisals were reopened and submitted again. Below, the first submission of "
            "each stands against the latest."
        )
    rows = [(_figure(name, then.coefficient(name)), _figure(name, now.coefficient(name))) for name in COEFFICIENTS]
    figures = tuple((first.name, _with_interval(first), _with_interval(last)) for first, last in rows)
    return BeforeAfter(words, figures, tuple(_change(one) for one in found.before.changes))


def _with_interval(row: FigureRow) -> str:
    return f"{row.value} ({row.interval})" if row.interval[:1].isdigit() or row.interval[:1] == "−" else row.value


def _change(one: Changed) -> ChangeRow:
    return ChangeRow(one.marker, one.appraiser, _word(one.before), _word(one.after))


def _word(grade: Grade | None) -> str:
    return grade.label if grade else "No grade"
