"""How far somebody has come with each marker: not begun, begun, judged. Never which grade, nor a word of what was said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class MarkerProgress(StrEnum):
    """How far a marker has come. Not stored."""

    NOT_BEGUN = "not begun"
    BEGUN = "begun"
    JUDGED = "judged"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()

    @property
    def symbol(self) -> str:
        """A sign beside the words."""
        return {"not begun": "○", "begun": "◐", "judged": "●"}[self.value]


@dataclass(frozen=True)
class Progress:
    """How far one appraisal has come: markers by id, and the day on which something was saved last."""

    markers: Mapping[str, MarkerProgress] = field(default_factory=dict)
    last_saved: date | None = None

    @property
    def judged(self) -> int:
        """How many markers have a grade."""
        return sum(found is MarkerProgress.JUDGED for found in self.markers.values())

    def of(self, marker: str) -> MarkerProgress:
        """How far this marker has come."""
        return self.markers.get(marker, MarkerProgress.NOT_BEGUN)


def progress_of(filled: Iterable[str], cited: Iterable[str], last_saved: date | None) -> Progress:
    """Put together from the keys of fields that hold something ("analysis/grade") and the markers that have evidence."""
    markers = dict.fromkeys(cited, MarkerProgress.BEGUN)
    for key in filled:
        marker, _, name = key.partition("/")
        if name == "grade":
            markers[marker] = MarkerProgress.JUDGED
        else:
            markers.setdefault(marker, MarkerProgress.BEGUN)
    return Progress(markers, last_saved)
