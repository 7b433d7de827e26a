"""What the appraisers of one review are compared by: their grades as a table on the scale of the instrument. No figure is
reckoned here, and what a page draws of it stands with the page.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.agreement_ratings import Ratings
from app.domain.instrument import LABELS, ORDER, Grade, Instrument

SCALE = tuple(float(grade.rank) for grade in ORDER)  # the order of the grades, 0 for the lowest


@dataclass(frozen=True)
class GradesGiven:
    """What one appraiser gave: grades by marker id. Blank, not enough information and not applicable are missing."""

    appraiser: str
    grades: Mapping[str, Grade | None]

    def grade_of(self, marker: str) -> Grade | None:
        """One of the grades of the scale, or None where none of them was given."""
        grade = self.grades.get(marker)
        return grade if grade and grade.is_graded else None


@dataclass(frozen=True)
class Changed:
    """A grade that is another one now than at the first submission; None stands for no grade."""

    marker: str
    appraiser: str
    before: Grade | None
    after: Grade | None


def ratings_of(instrument: Instrument, given: Sequence[GradesGiven]) -> Ratings:
    """The grades as a table with markers in the order of the instrument. People of one name are told apart by a number."""
    return Ratings(
        scale=SCALE,
        appraisers=tell_apart([one.appraiser for one in given]),
        markers=tuple(marker.name for marker in instrument.markers),
        grades=tuple(
            tuple(float(grade.rank) if (grade := one.grade_of(marker.id)) else None for one in given)
            for marker in instrument.markers
        ),
    )


def tell_apart(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with a number behind each that has been there before."""
    found: list[str] = []
    for place, name in enumerate(names):
        again = list(names[:place]).count(name)
        found.append(f"{name} ({again + 1})" if again else name)
    return tuple(found)


def changes_between(instrument: Instrument, before: Sequence[GradesGiven], after: Sequence[GradesGiven]) -> tuple[Changed, ...]:
    """Every grade that was changed, by marker. Both list the same people in the same order."""
    names = tell_apart([one.appraiser for one in after])
    return tuple(
        Changed(marker.name, name, first, last)
        for marker in instrument.markers
        for name, one, other in zip(names, before, after, strict=True)
        if (first := one.grades.get(marker.id)) is not (last := other.grades.get(marker.id))
    )


def grade_at(value: float) -> str:
    """A value of the scale in words: "good", or "between good and outstanding" for a median that lies between two."""
    low = int(value)
    if value == low:
        return LABELS[ORDER[low]].lower()
    return f"between {LABELS[ORDER[low]].lower()} and {LABELS[ORDER[low + 1]].lower()}"
