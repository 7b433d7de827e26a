"""An invitation to a board: for whom, with which roles, and whether it still works. Not how it is sent (`letter.py`)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.account import Board, Role

LASTS = timedelta(days=7)


class InvitationState(StrEnum):
    """Where an invitation stands. Not stored: it follows from its times."""

    WAITING = "waiting for an answer"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    EXPIRED = "too old"

    @property
    def label(self) -> str:
        """The words for a page."""
        return self.value.capitalize()


@dataclass(frozen=True)
class Invitation:
    """One invitation. `email` is in lower case; `invited_by` is the id of an account."""

    id: str
    board: Board
    email: str
    name: str
    post: str
    roles: frozenset[Role]
    invited_by: str
    invited_by_name: str
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None = None
    withdrawn_at: datetime | None = None

    def state(self, moment: datetime) -> InvitationState:
        """Where the invitation stands at this moment."""
        if self.accepted_at is not None:
            return InvitationState.ACCEPTED
        if self.withdrawn_at is not None:
            return InvitationState.WITHDRAWN
        return InvitationState.WAITING if moment < self.expires_at else InvitationState.EXPIRED
