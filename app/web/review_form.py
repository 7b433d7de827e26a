"""Reading the forms about a review: what was typed, kept as it is, and the facts that it stands for. Checks are the service's."""

from enum import StrEnum
from typing import TypeVar

from app.domain.review import AgeBand, Harm, ReviewFacts
from app.web.forms import Form
from app.web.review_pages import TypedDetails

Choice = TypeVar("Choice", bound=StrEnum)


def read_details(form: Form) -> TypedDetails:
    """The details as typed."""
    return TypedDetails(
        form.text("reference"), form.text("harm"), form.text("age_band"), form.text("method"), form.ticked("fictional")
    )


def details_facts(typed: TypedDetails) -> ReviewFacts:
    """The facts that the typed details stand for; a value that no page of ours offers counts as not known."""
    return ReviewFacts(
        reference=typed.reference,
        harm=choose(Harm, typed.harm),
        age_band=choose(AgeBand, typed.age_band),
        method=typed.method,
        fictional=typed.fictional,
    )


def choose(kind: type[Choice], value: str) -> Choice | None:
    """The member with this stored value."""
    return kind(value) if value in {member.value for member in kind} else None
