"""Boards, accounts, roles, and how people sign in."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.data.tables.base import UtcDateTime


class BoardRow(SQLModel, table=True):
    """An organisation to which everything belongs."""

    __tablename__ = "board"

    id: str = Field(primary_key=True)
    name: str
    created_at: datetime = Field(sa_type=UtcDateTime)


class AccountRow(SQLModel, table=True):
    """Somebody who can sign in. `email` is kept in lower case. No password until the person sets one."""

    __tablename__ = "account"

    id: str = Field(primary_key=True)
    name: str
    email: str = Field(unique=True)
    post: str = ""
    password_hash: str | None = None
    created_at: datetime = Field(sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class MembershipRow(SQLModel, table=True):
    """One role of one person on one board."""

    __tablename__ = "membership"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    board_id: str = Field(primary_key=True, foreign_key="board.id")
    role: str = Field(primary_key=True)


class SignInLinkRow(SQLModel, table=True):
    """A one-time link, known by the hash of its token alone."""

    __tablename__ = "sign_in_link"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInRow(SQLModel, table=True):
    """A signed-in browser, known by the hash of its token alone; it can be ended."""

    __tablename__ = "sign_in"

    token_hash: str = Field(primary_key=True)
    id: str = Field(unique=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    board_id: str = Field(foreign_key="board.id")
    browser: str = ""
    started_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttemptRow(SQLModel, table=True):
    """A failed attempt to sign in, counted by e-mail address and by network address."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime)
