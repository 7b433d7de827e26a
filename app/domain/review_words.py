"""The facts of a review in words, field by field: for comparing two versions, and for the trail to say which part changed."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.english import in_words
from app.domain.review import DATE_LABELS, Involved, ReviewFacts, lower_first


@dataclass(frozen=True)
class Difference:
    """One field that differs between what is stored and what was typed, both in words."""

    label: str
    stored: str
    typed: str


def differences(stored: ReviewFacts, typed: ReviewFacts) -> tuple[Difference, ...]:
    """The fields that differ, in the order of the forms."""
    before, after = facts_in_words(stored), facts_in_words(typed)
    labels = list(before) + [label for label in after if label not in before]
    return tuple(
        Difference(label, before.get(label, "Not listed"), after.get(label, "Not listed"))
        for label in labels
        if before.get(label) != after.get(label)
    )


def facts_in_words(facts: ReviewFacts) -> dict[str, str]:
    """Each field with its value in words."""
    words = {
        "Reference": facts.reference,
        "Harm": facts.harm.label if facts.harm else "Not known",
        "Age of the child": facts.age_band.label if facts.age_band else "Not known",
        "Method": facts.method or "Not known",
        "Fictional": "Yes" if facts.fictional else "No",
    }
    for name, when in facts.dates.in_order():
        words[DATE_LABELS[name]] = in_words(when) if when else "Not known"
    for number, agency in enumerate(facts.agencies, start=1):
        words[f"Agency {number}"] = f"{agency.name}; report expected: {lower_first(yes_or_no(agency.report_expected))}"
    for number, person in enumerate(facts.people, start=1):
        words[f"Person {number}"] = person_in_words(person)
    return words


def changed_parts(before: ReviewFacts, after: ReviewFacts) -> str:
    """Which parts of the facts differ, for the trail: "dates, people". Never what they say."""
    parts: dict[str, Callable[[ReviewFacts], object]] = {
        "details": lambda facts: (facts.reference, facts.harm, facts.age_band, facts.method, facts.fictional),
        "dates": lambda facts: facts.dates,
        "agencies": lambda facts: facts.agencies,
        "people": lambda facts: facts.people,
    }
    return ", ".join(part for part, of in parts.items() if of(before) != of(after))


def yes_or_no(known: bool | None) -> str:
    """A fact that may be unknown, in words."""
    return "Not known" if known is None else "Yes" if known else "No"


def person_in_words(person: Involved) -> str:
    """One entry of the list of people."""
    who = ", ".join(text for text in (person.name, person.post, person.agency) if text)
    facts = (
        ("member of the board", person.on_board),
        ("independent of the agencies", person.independent_of_agencies),
        ("in the line of management of the case", person.managed_the_case),
    )
    said = "; ".join(f"{label}: {lower_first(yes_or_no(known))}" for label, known in facts)
    return f"{person.part.label}: {who}; {said}"
