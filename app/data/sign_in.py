"""Signed-in browsers, one-time links and failed attempts in the database. Tokens are kept as hashes alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, func, select, update

from app.data.account import person_on_board
from app.data.audit import add_event
from app.data.ids import new_id
from app.data.rows import Plain, read_rows, table
from app.data.session import write_later
from app.data.tables import SignInAttemptRow, SignInLinkRow, SignInRow
from app.domain.account import Person
from app.domain.audit import AuditEvent
from app.domain.clock import now

# How often the time of the last visit is written: not on every page, and more often where sessions end soon without one.
SEEN_EVERY = timedelta(minutes=5)
SEEN_SHARE = 30
# On PostgreSQL, whoever counts attempts waits here for whoever is counting.
LOCK = sqlalchemy.text("SELECT pg_advisory_xact_lock(740017)")

_sign_in = table(SignInRow)
# Asked for on every page.
OPEN = sqlalchemy.select(
    *(_sign_in.c[name] for name in ("account_id", "board_id", "idle_minutes", "seen_at", "expires_at"))
).where(_sign_in.c.token_hash == bindparam("token"), _sign_in.c.ended_at.is_(None))


@dataclass(frozen=True)
class SignIn:
    """A signed-in browser as its owner sees it listed. `method` is how the person signed in; `here` is the browser asking."""

    id: str
    browser: str
    method: str
    here: bool
    started_at: datetime
    seen_at: datetime


def add_link(db: Session, account: str, token_hash: str, expires_at: datetime, audit: AuditEvent) -> None:
    """Store a one-time link."""
    db.add(SignInLinkRow(token_hash=token_hash, account_id=account, expires_at=expires_at))
    add_event(db, audit)


def link_account(db: Session, token_hash: str) -> str | None:
    """The account for which this link works now, or None when unknown, used or too old."""
    row = db.get(SignInLinkRow, token_hash)
    return row.account_id if row and row.used_at is None and row.expires_at > now() else None


def use_link(db: Session, token_hash: str) -> bool:
    """Mark the link as used. False where somebody used it in the meantime: it works once."""
    unused = (col(SignInLinkRow.token_hash) == token_hash, col(SignInLinkRow.used_at).is_(None))
    return db.exec(update(SignInLinkRow).where(*unused).values(used_at=now())).rowcount == 1


def add_sign_in(
    db: Session,
    person: Person,
    token_hash: str,
    browser: str,
    method: str,
    expires_at: datetime,
    idle_minutes: int,
    audit: AuditEvent,
) -> None:
    """Remember a signed-in browser, until the given moment and no longer than so many minutes without a page (0: any)."""
    moment = now()
    db.add(
        SignInRow(
            token_hash=token_hash,
            id=new_id(),
            account_id=person.id,
            board_id=person.board.id,
            browser=browser[:200],
            method=method,
            idle_minutes=idle_minutes,
            started_at=moment,
            seen_at=moment,
            expires_at=expires_at,
        )
    )
    add_event(db, audit)


def signed_in_person(db: Session, token_hash: str) -> Person | None:
    """Who is signed in with this token; None when ended, too old, or without a role any more."""
    found = read_rows(db, OPEN, token=token_hash)
    moment = now()
    if not found or _is_over(found[0], moment):
        return None
    row = found[0]
    if moment - row.seen_at > min(SEEN_EVERY, timedelta(minutes=row.idle_minutes) / SEEN_SHARE or SEEN_EVERY):
        write_later(db, lambda writing: _mark_seen(writing, token_hash, moment))
    return person_on_board(db, row.account_id, row.board_id)


def method_of(db: Session, token_hash: str) -> str:
    """How the person of this session signed in; empty where there is none such."""
    row = db.get(SignInRow, token_hash)
    return row.method if row else ""


def _is_over(row: SignInRow | Plain, moment: datetime) -> bool:
    idle: bool = row.idle_minutes > 0 and moment - row.seen_at > timedelta(minutes=row.idle_minutes)
    return idle or bool(row.expires_at <= moment)


def _mark_seen(db: Session, token_hash: str, moment: datetime) -> None:
    row = db.get_one(SignInRow, token_hash)
    row.seen_at = moment
    db.add(row)


def list_sign_ins(db: Session, account: str, token_hash: str = "") -> tuple[SignIn, ...]:
    """The browsers in which this person is signed in now, newest first. The hash tells which of them asks."""
    moment = now()
    query = (
        select(SignInRow)
        .where(SignInRow.account_id == account, col(SignInRow.ended_at).is_(None), col(SignInRow.expires_at) > moment)
        .order_by(col(SignInRow.started_at).desc())
    )
    return tuple(
        SignIn(row.id, row.browser, row.method, row.token_hash == token_hash, row.started_at, row.seen_at)
        for row in db.exec(query).all()
        if not _is_over(row, moment)
    )


def end_sign_in(db: Session, account: str, audit: AuditEvent, *, token_hash: str = "", sign_in: str = "") -> bool:
    """End one sign-in of this account, named by its token or its id. False when there is none such."""
    query = select(SignInRow).where(SignInRow.account_id == account, col(SignInRow.ended_at).is_(None))
    query = query.where(SignInRow.token_hash == token_hash) if token_hash else query.where(SignInRow.id == sign_in)
    row = db.exec(query).first()
    if row is None:
        return False
    row.ended_at = now()
    db.add(row)
    add_event(db, audit)
    return True


def end_other_sign_ins(db: Session, account: str, token_hash: str, audit: AuditEvent) -> None:
    """End every sign-in of this account but the one with this token."""
    others = (
        col(SignInRow.account_id) == account,
        col(SignInRow.token_hash) != token_hash,
        col(SignInRow.ended_at).is_(None),
    )
    db.exec(update(SignInRow).where(*others).values(ended_at=now()))
    add_event(db, audit)


def wait_for_turn(db: Session) -> None:
    """Wait for whoever counts attempts now. PostgreSQL has several writers, SQLite has one."""
    if db.connection().dialect.name != "sqlite":
        db.connection().execute(LOCK)


def add_attempt(db: Session, key: str) -> int:
    """Count an attempt; returns its id."""
    row = SignInAttemptRow(key=key, at=now())
    db.add(row)
    db.flush()
    assert row.id
    return row.id


def drop_attempts(db: Session, attempts: Collection[int]) -> None:
    """These attempts were none."""
    db.exec(delete(SignInAttemptRow).where(col(SignInAttemptRow.id).in_(attempts)))


def count_attempts(db: Session, key: str, since: datetime) -> int:
    """How many failed attempts this key has had since then."""
    query = select(func.count()).where(SignInAttemptRow.key == key, col(SignInAttemptRow.at) >= since)
    return db.exec(query).one()
