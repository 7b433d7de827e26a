"""What the pages on holding back what happened to the child show."""

from dataclasses import dataclass, field

from app.domain.document import Document
from app.domain.instrument import Instrument
from app.domain.outcome_hold import Hold
from app.domain.review import Review


@dataclass(frozen=True)
class OutcomePage:
    """What is held back from the person, and the button that opens it."""

    review: Review
    hold: Hold
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OutcomePaper:
    """A paper with what is said to tell the outcome in it, as typed."""

    paper: Document
    whole: bool
    pages: str


@dataclass(frozen=True)
class OutcomeSettingsPage:
    """The choice of the commissioner. `held` is "yes" or "no", `stages` the ids of those about process."""

    review: Review
    instrument: Instrument
    held: str
    stages: tuple[str, ...]
    papers: tuple[OutcomePaper, ...]
    can_change: bool
    saved: bool = False
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def stage_items(self) -> list[dict[str, object]]:
        """The stages as boxes to tick."""
        return [{"value": stage.id, "text": stage.title, "checked": stage.id in self.stages} for stage in self.instrument.stages]
