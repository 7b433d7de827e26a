"""An event for the trail: who, when, what. Never the text of a paper or of a judgement."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.account import Person

# Stored in events that the trail makes about itself.
TRAIL = "trail"
CHAINED = "trail chained"
CLOCK = "clock went back"


@dataclass(frozen=True)
class AuditEvent:
    """Something that a person did or looked at. `subject_kind` and `subject_id` name the thing.

    The trail is read by commissioners while appraisals are still closed to them. So `detail` names at most the marker or the
    lens of an appraisal: no field, whose kind could tell how a marker was judged, no grade, and no reason.
    """

    action: str
    subject_kind: str
    subject_id: str
    actor_id: str | None
    actor_name: str
    board: str | None
    review: str | None = None
    detail: str = ""

    @property
    def is_of_trail(self) -> bool:
        """Whether the trail tells of itself. Such events are of no board, and everybody who reads a trail may see them."""
        return self.board is None and self.subject_kind == TRAIL

    @property
    def names_field(self) -> bool:
        """Whether the detail names the very field that was saved, as events did before the trail was chained."""
        return self.action == "saved" and "/" in self.detail

    @property
    def told_detail(self) -> str:
        """The detail as it may be shown to everybody who reads the trail: the marker, and not its field."""
        return self.detail.partition("/")[0] if self.names_field else self.detail


@dataclass(frozen=True)
class AuditEntry:
    """An event as it stands on the trail: with its number, its hash, and the hash of the row before it."""

    number: int
    at: datetime
    event: AuditEvent
    previous: str = ""
    hash: str = ""


def event(
    person: Person, action: str, subject_kind: str, subject_id: str, *, review: str | None = None, detail: str = ""
) -> AuditEvent:
    """An event by this person on their board."""
    return AuditEvent(action, subject_kind, subject_id, person.id, person.name, person.board.id, review, detail)


def system_event(action: str, subject_kind: str, subject_id: str, *, board: str | None = None, detail: str = "") -> AuditEvent:
    """An event that nobody signed in caused: the command line, or reading in the background."""
    return AuditEvent(action, subject_kind, subject_id, None, "Plumbline", board, None, detail)
