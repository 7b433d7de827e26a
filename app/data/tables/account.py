"""Boards, accounts, roles, and how people sign in."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
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
    """One role of one person on one board. `closed_at`: the account is disabled on this board, and its roles are kept."""

    __tablename__ = "membership"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    board_id: str = Field(primary_key=True, foreign_key="board.id")
    role: str = Field(primary_key=True)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


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
    # How the person signed in, in words; and after how many minutes without a page the session ends, 0 for never.
    method: str = Field(default="", sa_column_kwargs={"server_default": ""})
    idle_minutes: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
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


class SecondFactorRow(SQLModel, table=True):
    """The secret that a person's phone makes one-time codes from. It counts once `confirmed_at` is set."""

    __tablename__ = "second_factor"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    secret: str
    # The 30 seconds whose code was used last, counted since 1970: no code of these or of earlier ones is taken again.
    counter: int = -1
    started_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCodeRow(SQLModel, table=True):
    """A code to be used once in place of the phone, known by its hash alone."""

    __tablename__ = "recovery_code"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    code_hash: str = Field(primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PendingSignInRow(SQLModel, table=True):
    """A browser that gave the password or a link and still has to give the code. It is no session."""

    __tablename__ = "pending_sign_in"

    token_hash: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True)
    method: str
    expires_at: datetime = Field(sa_type=UtcDateTime)


class ProviderStartRow(SQLModel, table=True):
    """A browser that was sent to the organisation's provider. The row goes when it comes back, or some time later."""

    __tablename__ = "provider_start"

    state_hash: str = Field(primary_key=True)
    browser_hash: str
    nonce: str
    verifier: str
    next: str = ""
    # A form that was sent while signed out: where it goes, and its fields as JSON.
    resume: str = ""
    typed: str = ""
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)


class ProviderIdentityRow(SQLModel, table=True):
    """Who an account is at the organisation's provider. One identity of an issuer for an account, and the reverse."""

    __tablename__ = "provider_identity"
    __table_args__ = (UniqueConstraint("account_id", "issuer"),)

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id")
    bound_at: datetime = Field(sa_type=UtcDateTime)
