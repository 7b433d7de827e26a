"""Invitations to a board, and the letters that wait to be sent by e-mail."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.data.tables.base import UtcDateTime


class InvitationRow(SQLModel, table=True):
    """An invitation to a board by a one-time link, known by the hash of its token alone. `roles` has a space between them."""

    __tablename__ = "invitation"

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id", index=True)
    email: str = Field(index=True)
    name: str
    post: str = ""
    roles: str
    token_hash: str = Field(unique=True)
    invited_by: str = Field(foreign_key="account.id")
    invited_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    accepted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    accepted_by: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: str | None = Field(default=None, foreign_key="account.id")


class LetterRow(SQLModel, table=True):
    """An e-mail to be sent, or what became of it. One with a one-time link has no text: the link is made when it is sent.

    `next_at` is when it is tried (again), empty once it was sent or given up. The text is dropped with sending.
    """

    __tablename__ = "letter"

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id", index=True)
    kind: str
    subject_id: str = Field(index=True)
    address: str
    subject: str = ""
    text: str = ""
    asked_by: str | None = Field(default=None, foreign_key="account.id")
    asked_at: datetime = Field(sa_type=UtcDateTime)
    attempts: int = 0
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    given_up_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    problem: str = ""
