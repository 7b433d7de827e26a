"""What a report says of an outcome that was held back: that it was so, and which judgements were changed after it was opened."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.english import spell
from app.domain.outcome_hold import in_numbers


@dataclass(frozen=True)
class OutcomeSources:
    """That what happened to the child was held back: the `numbers` of the markers on process, how many appraisals the report
    rests on, and by the ids of markers how many of these were changed after the outcome was opened.
    """

    numbers: tuple[int, ...]
    appraisals: int = 1
    changed: Mapping[str, int] = field(default_factory=dict)


def how_held(sources: OutcomeSources | None) -> str:
    """The sentence on how the review was appraised; empty where nothing was held back."""
    if sources is None:
        return ""
    who = "the appraiser" if sources.appraisals == 1 else "each appraiser"
    sentence = (
        f"What happened to the child was held back from {who} until the markers on process "
        f"(markers {in_numbers(sources.numbers)}) were judged."
    )
    if sources.changed:
        sentence += " Judgements that were changed after it was opened are marked as changed in annex A."
    return sentence


def changed_words(marker: str, sources: OutcomeSources | None) -> str:
    """What stands at a marker whose judgement was changed after the outcome was opened."""
    number = sources.changed.get(marker, 0) if sources else 0
    if not sources or not number:
        return ""
    if sources.appraisals == 1:
        return "This judgement was changed after the outcome was opened."
    return f"{spell(number).capitalize()} of the {spell(sources.appraisals)} appraisers changed it after the outcome was opened."
