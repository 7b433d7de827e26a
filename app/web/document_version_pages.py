"""What the pages about versions of papers and moved evidence show."""

from dataclasses import dataclass, field

from app.domain.document import Document
from app.domain.instrument import Instrument, Marker
from app.domain.passage import Near, Passage
from app.domain.relocation import MoveOutcome
from app.domain.review import Review
from app.services.document import Refused
from app.services.evidence_move import Moved, MovedEvidence


@dataclass(frozen=True)
class PaperReplacePage:
    """Choosing the file that replaces a paper. `refused`: why it cannot be, or was not, with the paper to look at instead.

    `stands`: nothing can be chosen now.
    """

    review: Review
    paper: Document
    megabytes: int
    pages: int
    refused: Refused | None = None
    stands: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MovedGroup:
    """Pieces of evidence with the same outcome. `outcome` is None for those that are still being looked for."""

    outcome: MoveOutcome | None
    title: str
    items: tuple[MovedEvidence, ...]


TITLES: dict[MoveOutcome | None, str] = {
    MoveOutcome.CHANGED: "Words changed, or place uncertain: yours to decide",
    MoveOutcome.LOST: "Lost their place: yours to decide",
    None: "Still being looked for",
    MoveOutcome.ACCEPTED: "Changed words or place accepted",
    MoveOutcome.PLACED: "Placed by hand",
    MoveOutcome.KEPT: "Citing an older version on purpose",
    MoveOutcome.FOUND: "Found again",
}


@dataclass(frozen=True)
class MovedPage:
    """All evidence of an appraisal whose papers were replaced, what waits for a decision first."""

    moved: Moved
    instrument: Instrument
    can_change: bool

    @property
    def review(self) -> Review:
        """The review of the appraisal."""
        return self.moved.review

    @property
    def groups(self) -> tuple[MovedGroup, ...]:
        """By outcome, none of them empty."""
        outcomes = {item.evidence.id: item.move.outcome if item.move else None for item in self.moved.items}
        groups = (
            MovedGroup(outcome, title, tuple(item for item in self.moved.items if outcomes[item.evidence.id] is outcome))
            for outcome, title in TITLES.items()
        )
        return tuple(group for group in groups if group.items)

    def marker(self, item: MovedEvidence) -> Marker:
        """The marker of a piece of evidence."""
        return self.instrument.marker(item.evidence.marker)


@dataclass(frozen=True)
class EvidenceMovePage:
    """Deciding about one piece of evidence. `passages` and `near` are places in the newest version for what was looked for."""

    moved: Moved
    item: MovedEvidence
    marker: Marker
    can_change: bool
    quote: str = ""
    reason: str = ""
    passages: tuple[Passage, ...] = ()
    near: tuple[Near, ...] = ()
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def seen(self) -> int:
        """The move that the page shows, so that a decision made meanwhile is noticed."""
        return self.item.move.id if self.item.move else 0
