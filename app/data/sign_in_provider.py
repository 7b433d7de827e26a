"""Browsers that were sent to the organisation's provider, and who accounts are there, in the database."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from app.data.audit import add_event
from app.data.tables import ProviderIdentityRow, ProviderStartRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.sign_in import Identity, Start


def put_start(db: Session, state_hash: str, browser_hash: str, start: Start, expires_at: datetime) -> None:
    """Remember a browser that is sent to the provider; forget those that never came back in time."""
    db.exec(delete(ProviderStartRow).where(col(ProviderStartRow.expires_at) <= now()))
    db.add(
        ProviderStartRow(
            state_hash=state_hash,
            browser_hash=browser_hash,
            nonce=start.nonce,
            verifier=start.verifier,
            next=start.next,
            resume=start.resume,
            typed=start.typed,
            expires_at=expires_at,
        )
    )


def take_start(db: Session, state_hash: str, browser_hash: str) -> Start | None:
    """What is remembered of this browser, once; None when unknown, of another browser, taken already or too old."""
    row = db.get(ProviderStartRow, state_hash)
    if row is None or row.browser_hash != browser_hash or row.expires_at <= now():
        return None
    start = Start(row.nonce, row.verifier, row.next, row.resume, row.typed)
    taken = db.exec(delete(ProviderStartRow).where(col(ProviderStartRow.state_hash) == state_hash)).rowcount == 1
    return start if taken else None


def account_of(db: Session, identity: Identity) -> str | None:
    """The account that is bound to this identity."""
    row = db.get(ProviderIdentityRow, (identity.issuer, identity.subject))
    return row.account_id if row else None


def has_identity(db: Session, account: str, issuer: str) -> bool:
    """Whether this account is bound to an identity of this issuer."""
    query = select(ProviderIdentityRow.subject).where(
        ProviderIdentityRow.account_id == account, ProviderIdentityRow.issuer == issuer
    )
    return db.exec(query).first() is not None


def add_identity(db: Session, account: str, identity: Identity, audit: AuditEvent) -> None:
    """Bind the account to this identity, from now on."""
    db.add(ProviderIdentityRow(issuer=identity.issuer, subject=identity.subject, account_id=account, bound_at=now()))
    add_event(db, audit)


def remove_identities(db: Session, account: str, audit: AuditEvent) -> None:
    """Forget who this account is at any provider, so that the address finds it again."""
    if db.exec(delete(ProviderIdentityRow).where(col(ProviderIdentityRow.account_id) == account)).rowcount:
        add_event(db, audit)
