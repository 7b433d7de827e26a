"""What the pages of the trail show."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.domain.audit import AuditEntry
from app.services.audit import MOST_CHECKED, TrailCheck


@dataclass(frozen=True)
class TrailPage:
    """The trail of the board, newest first, with the references of its reviews by id. `is_blind`: what others did in some
    review is left out for this reader.
    """

    entries: tuple[AuditEntry, ...]
    references: Mapping[str, str]
    number: int
    has_more: bool
    is_blind: bool


@dataclass(frozen=True)
class TrailCheckPage:
    """What checking the chain found; `found` is None where what was typed could not be read."""

    found: TrailCheck | None
    number: str = ""
    hash: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def most(self) -> int:
        """How many rows a page checks at most."""
        return MOST_CHECKED

    @property
    def confirms(self) -> bool:
        """Whether the row that was noted stands as it was noted."""
        return bool(self.number) and self.found is not None and self.found.checked.fault is None
