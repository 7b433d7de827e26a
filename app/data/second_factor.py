"""Second factors, recovery codes and sign-ins that wait for a code, in the database. Not what a code is made of."""

from datetime import datetime

from sqlmodel import Session, col, delete, func, select, update

from app.data.audit import add_event
from app.data.tables import PendingSignInRow, RecoveryCodeRow, SecondFactorRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.sign_in import Method, SecondFactor


def secret_of(db: Session, account: str, *, confirmed: bool) -> str | None:
    """The secret that is in use, or the one that waits to be confirmed; None where there is none such."""
    row = db.get(SecondFactorRow, account)
    return row.secret if row and (row.confirmed_at is not None) is confirmed else None


def find_second_factor(db: Session, account: str) -> SecondFactor | None:
    """The second factor of this account that is on."""
    row = db.get(SecondFactorRow, account)
    if row is None or row.confirmed_at is None:
        return None
    unused = select(func.count()).where(RecoveryCodeRow.account_id == account, col(RecoveryCodeRow.used_at).is_(None))
    return SecondFactor(row.confirmed_at, db.exec(unused).one())


def begin_second_factor(db: Session, account: str, secret: str) -> None:
    """Keep a secret that is not in use yet, in place of an earlier one that never was."""
    db.exec(
        delete(SecondFactorRow).where(col(SecondFactorRow.account_id) == account, col(SecondFactorRow.confirmed_at).is_(None))
    )
    db.add(SecondFactorRow(account_id=account, secret=secret, started_at=now()))


def set_second_factor(db: Session, account: str, code_hashes: list[str], audit: AuditEvent) -> None:
    """Put the secret into use, with fresh recovery codes."""
    row = db.get_one(SecondFactorRow, account)
    row.confirmed_at = now()
    db.add(row)
    change_recovery_codes(db, account, code_hashes, audit)


def change_recovery_codes(db: Session, account: str, code_hashes: list[str], audit: AuditEvent) -> None:
    """Put these recovery codes in place of all earlier ones."""
    db.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account))
    db.add_all(RecoveryCodeRow(account_id=account, code_hash=each) for each in code_hashes)
    add_event(db, audit)


def remove_second_factor(db: Session, account: str, audit: AuditEvent) -> None:
    """Take the second factor off, with its recovery codes."""
    db.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.account_id) == account))
    db.exec(delete(SecondFactorRow).where(col(SecondFactorRow.account_id) == account))
    add_event(db, audit)


def take_counter(db: Session, account: str, counter: int) -> bool:
    """Note that the code of these 30 seconds was used. False where it, or a later one, was used already."""
    fresh = (col(SecondFactorRow.account_id) == account, col(SecondFactorRow.counter) < counter)
    return db.exec(update(SecondFactorRow).where(*fresh).values(counter=counter)).rowcount == 1


def take_recovery_code(db: Session, account: str, code_hash: str) -> bool:
    """Use up a recovery code. False where this account has none such left."""
    unused = (
        col(RecoveryCodeRow.account_id) == account,
        col(RecoveryCodeRow.code_hash) == code_hash,
        col(RecoveryCodeRow.used_at).is_(None),
    )
    return db.exec(update(RecoveryCodeRow).where(*unused).values(used_at=now())).rowcount == 1


def put_pending(db: Session, account: str, token_hash: str, method: Method, expires_at: datetime) -> None:
    """Remember a browser that still has to give the code; forget those that never did in time."""
    db.exec(delete(PendingSignInRow).where(col(PendingSignInRow.expires_at) <= now()))
    db.add(PendingSignInRow(token_hash=token_hash, account_id=account, method=method, expires_at=expires_at))


def find_pending(db: Session, token_hash: str) -> tuple[str, Method] | None:
    """Account and method of the browser that waits with this token, or None when unknown, let in already or too old."""
    row = db.get(PendingSignInRow, token_hash)
    return (row.account_id, Method(row.method)) if row and row.expires_at > now() else None


def drop_pending(db: Session, token_hash: str) -> bool:
    """Forget the waiting browser, as it is let in. False where somebody was let in with it in the meantime."""
    return db.exec(delete(PendingSignInRow).where(col(PendingSignInRow.token_hash) == token_hash)).rowcount == 1
