"""One guidance check and how it comes out, with what all checks share. The checks stand in `guidance.py` and
`guidance_people.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.domain.english import in_words
from app.domain.regime import REGIMES
from app.domain.review import Involved, Part, ReviewFacts


class Result(StrEnum):
    """How a check came out."""

    PASS = "pass"
    NOT_MET = "not-met"
    NOT_KNOWN = "not-known"

    @property
    def label(self) -> str:
        """The words for a page."""
        return {Result.PASS: "Pass", Result.NOT_MET: "Not met", Result.NOT_KNOWN: "Not known"}[self]


@dataclass(frozen=True)
class GuidanceCheck:
    """One check. `advisory`: the guidance of the time did not ask for it, so *not met* is a note and no breach."""

    id: str
    title: str
    result: Result
    sentence: str
    source: str
    advisory: bool = False


Outcome = tuple[Result, str]


def worst(outcomes: Iterable[Outcome], label: str) -> Outcome:
    """The outcome that decides among several people in one part: a breach, then a gap, then a pass."""
    for wanted in (Result.NOT_MET, Result.NOT_KNOWN, Result.PASS):
        for outcome in outcomes:
            if outcome[0] is wanted:
                return outcome
    return unknown(f"No {label} is listed")


def unknown(what: str) -> Outcome:
    """Not known, with the sentence that says which fact is wanted."""
    return Result.NOT_KNOWN, f"{what}."


def holders(facts: ReviewFacts, part: Part) -> list[Involved]:
    """The people listed in one part."""
    return [person for person in facts.people if person.part is part]


def identity(person: Involved) -> tuple[str, str]:
    """Two entries are one person when name and post agree."""
    return fold(person.name), fold(person.post)


def fold(words: str) -> str:
    """Words for comparison: no case, single spaces."""
    return " ".join(words.casefold().split())


def date_wanted(facts: ReviewFacts) -> str:
    """Why no guidance can be named."""
    if facts.dates.decision is None:
        return "Which guidance was in force is not known: the date of the decision to review is missing"
    return outside_sentence().rstrip(".")


def outside_sentence() -> str:
    """That the decision falls outside the guidance that is known here."""
    return (
        f"Plumbline holds no guidance for a decision outside {in_words(REGIMES[0].starts)} to {in_words(REGIMES[-1].ends)}, "
        "so this cannot be checked."
    )
