"""Moderation in the database: what was said about a marker, and who signed a consensus. Both are only ever added."""

from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.tables import DiscussionRow, SignOffRow
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.consensus import SignOff
from app.domain.moderation import Post


def list_posts(db: Session, review: str, marker: str) -> tuple[Post, ...]:
    """What was said about this marker of the review, oldest first. It says nothing about who may see it."""
    query = select(DiscussionRow).where(DiscussionRow.review_id == review, DiscussionRow.marker == marker)
    return tuple(Post(row.by, row.text, row.at) for row in db.exec(query.order_by(col(DiscussionRow.id))).all())


def add_post(db: Session, review: str, marker: str, text: str, by: str, audit: AuditEvent) -> None:
    """Keep what somebody says about a marker."""
    db.add(DiscussionRow(review_id=review, marker=marker, text=text, at=now(), by=by))
    db.flush()
    add_event(db, audit)


def list_sign_offs(db: Session, appraisal: str) -> tuple[SignOff, ...]:
    """Every signature under a consensus, and every reason why one is missing, oldest first."""
    query = select(SignOffRow).where(SignOffRow.appraisal_id == appraisal).order_by(col(SignOffRow.id))
    return tuple(SignOff(row.person_id, row.digest, row.at, row.excuse) for row in db.exec(query).all())


def add_sign_off(db: Session, appraisal: str, person: str, digest: str, by: str, audit: AuditEvent, excuse: str = "") -> None:
    """Keep a signature, or with `excuse` why it is missing."""
    db.add(SignOffRow(appraisal_id=appraisal, person_id=person, digest=digest, excuse=excuse, at=now(), by=by))
    db.flush()
    add_event(db, audit)
