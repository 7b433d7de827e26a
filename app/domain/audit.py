"""An event for the trail: who, when, what. Never the text of a paper or of a judgement."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.account import Person


@dataclass(frozen=True)
class AuditEvent:
    """Something that a person did or looked at. `subject_kind` and `subject_id` name the thing."""

    action: str
    subject_kind: str
    subject_id: str
    actor_id: str | None
    actor_name: str
    board: str | None
    review: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class AuditEntry:
    """An event as it stands on the trail."""

    number: int
    at: datetime
    event: AuditEvent


def event(
    person: Person, action: str, subject_kind: str, subject_id: str, *, review: str | None = None, detail: str = ""
) -> AuditEvent:
    """An event by this person on their board."""
    return AuditEvent(action, subject_kind, subject_id, person.id, person.name, person.board.id, review, detail)


def system_event(action: str, subject_kind: str, subject_id: str, *, board: str | None = None, detail: str = "") -> AuditEvent:
    """An event that nobody signed in caused: the command line, or reading in the background."""
    return AuditEvent(action, subject_kind, subject_id, None, "Plumbline", board, None, detail)
