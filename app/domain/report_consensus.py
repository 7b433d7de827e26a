"""What a report says of moderation: who appraised apart, that the grades are a consensus, who signed it, and minority views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.english import and_list, lower_start, sentence_case, spell
from app.domain.report import MarkerEntry, MinorityEntry, Signature


@dataclass(frozen=True)
class ConsensusSources:
    """What a report on a moderated consensus is built from, beside the consensus itself. Maps have marker ids.

    `signed` are those who signed it, `unsigned` names and reasons of those who were present and did not.
    """

    moderator: str
    minority: Mapping[str, Sequence[MinorityEntry]] = field(default_factory=dict)
    present: Mapping[str, Sequence[str]] = field(default_factory=dict)
    signed: Sequence[Signature] = ()
    unsigned: Sequence[tuple[str, str]] = ()


def how_moderated(appraisers: int, views: int, moderator: str) -> str:
    """That the grades are a consensus, how many appraised apart, and how many minority views are printed."""
    apart = (
        f"{sentence_case(spell(appraisers))} people appraised the review apart" if appraisers > 1 else "One person appraised it"
    )
    sentence = (
        f"{apart}; the grades of the markers are a consensus moderated by {moderator}, which left their appraisals as they were."
    )
    if views:
        kept, stand = ("minority view", "stands") if views == 1 else ("minority views", "stand")
        sentence += f" {sentence_case(spell(views))} {kept} {stand} at the markers in annex A, with the reason."
    return sentence


def consensus_limits(markers: Sequence[MarkerEntry], sources: ConsensusSources | None) -> Iterable[str]:
    """On which markers somebody holds another view, and whose signature is missing, why."""
    disputed = [f"marker {marker.number} ({lower_start(marker.title)})" for marker in markers if marker.minority]
    if disputed:
        yield f"The consensus is not shared by all on {and_list(disputed)}; annex A has the other view and its reason."
    for name, reason in sources.unsigned if sources else ():
        yield f"{name} was present and has not signed the consensus: {reason}"
