"""What is typed about a review, part by part: read from a form, shown again as it was, and put into the facts.

Nothing is lost on the way: what cannot be a fact stays as typed, with its problem. Lists of agencies and people are in
`review_rows.py`.
"""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import ClassVar, Protocol, Self, TypeVar

from app.domain.review import DATE_LABELS, AgeBand, Harm, ReviewDates, ReviewFacts
from app.web.forms import Form, TypedDate, read_date

NOT_KNOWN = "not-known"
Choice = TypeVar("Choice", bound=StrEnum)


class Typed(Protocol):
    """One part of the facts as typed."""

    title: ClassVar[str]

    @classmethod
    def of(cls, facts: ReviewFacts) -> Self:
        """The form for what is stored."""

    @classmethod
    def read(cls, form: Form) -> Self:
        """The form as it was sent."""

    def apply(self, facts: ReviewFacts) -> tuple[ReviewFacts, dict[str, str]]:
        """The facts with this part replaced, and the problems with what cannot be a fact, by field."""

    def change_rows(self, action: str) -> Self | None:
        """With a row more or less where the button that was pressed asks for that; else None."""

    def filled(self) -> Self:
        """Without the rows in which nothing was typed."""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in the order of the form."""


@dataclass(frozen=True)
class TypedDetails:
    """The details of a review as typed: words and stored values, nothing checked."""

    title: ClassVar[str] = "Details"
    fields: ClassVar[tuple[str, ...]] = ("reference", "harm", "age_band", "method", "fictional")

    reference: str = ""
    harm: str = ""
    age_band: str = ""
    method: str = ""
    fictional: bool = False

    @classmethod
    def of(cls, facts: ReviewFacts) -> "TypedDetails":
        """The form for what is stored."""
        harm, age_band = facts.harm or NOT_KNOWN, facts.age_band or NOT_KNOWN
        return cls(facts.reference, harm, age_band, facts.method, facts.fictional)

    @classmethod
    def read(cls, form: Form) -> "TypedDetails":
        """The form as it was sent."""
        reference, harm, age_band, method = (form.text(name) for name in cls.fields[:4])
        return cls(reference, harm, age_band, method, form.ticked("fictional"))

    def apply(self, facts: ReviewFacts) -> tuple[ReviewFacts, dict[str, str]]:
        """A choice that no page of ours offers counts as not known."""
        harm, age_band = choose(Harm, self.harm), choose(AgeBand, self.age_band)
        changed = replace(facts, reference=self.reference, harm=harm, age_band=age_band, method=self.method)
        return replace(changed, fictional=self.fictional), {}

    def change_rows(self, action: str) -> None:
        """There are no rows."""

    def filled(self) -> Self:
        """There are no rows."""
        return self


@dataclass(frozen=True)
class TypedDates:
    """The seven dates as typed, by name."""

    title: ClassVar[str] = "Dates"
    fields: ClassVar[tuple[str, ...]] = tuple(DATE_LABELS)

    dates: dict[str, TypedDate] = field(default_factory=dict)

    @classmethod
    def of(cls, facts: ReviewFacts) -> "TypedDates":
        """The form for what is stored."""
        return cls({name: TypedDate.of(when) for name, when in facts.dates.in_order()})

    @classmethod
    def read(cls, form: Form) -> "TypedDates":
        """The form as it was sent."""
        return cls({name: read_date(form, name, label) for name, label in DATE_LABELS.items()})

    def apply(self, facts: ReviewFacts) -> tuple[ReviewFacts, dict[str, str]]:
        """Boxes that are no date are a problem; empty ones are a date that is not known."""
        problems = {name: typed.problem for name, typed in self.dates.items() if typed.problem}
        return replace(facts, dates=ReviewDates(**{name: typed.value for name, typed in self.dates.items()})), problems

    def change_rows(self, action: str) -> None:
        """There are no rows."""

    def filled(self) -> Self:
        """There are no rows."""
        return self


def choose(kind: type[Choice], value: str) -> Choice | None:
    """The member with this stored value."""
    return kind(value) if value in {member.value for member in kind} else None
