"""Rounds in the database: settings and steps are added, and everything that a round rests on is read together."""

import json
from collections.abc import Sequence

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session

from app.data import appraisal as appraisals
from app.data.audit import add_event
from app.data.rows import read_rows, table
from app.data.tables import AccountRow, RoundSettingsRow, RoundStepRow
from app.data.team import list_members
from app.domain.audit import AuditEvent
from app.domain.clock import now
from app.domain.round import Round, RoundSettings, RoundStep, Step

_settings, _step, _account = table(RoundSettingsRow), table(RoundStepRow), table(AccountRow)
STEPS = (
    sqlalchemy.select(*_step.c, _account.c.name)
    .join(_account, _account.c.id == _step.c.by)
    .where(_step.c.review_id == bindparam("review"))
    .order_by(_step.c.id)
)
NEWEST_SETTINGS = (
    sqlalchemy.select(*(_settings.c[name] for name in ("masked", "outcome_held", "process_stages", "version")))
    .where(_settings.c.review_id == bindparam("review"))
    .order_by(_settings.c.version.desc())
    .limit(1)
)


def get_round(db: Session, board: str, review: str) -> Round:
    """The round of this review; an empty one where nothing has begun."""
    found = appraisals.list_appraisals(db, board, review)
    return Round(
        review=review,
        settings=get_settings(db, review),
        steps=list_steps(db, review),
        members=list_members(db, board, review),
        appraisals=tuple(appraisal for appraisal in found if not appraisal.is_consensus),
        consensus=next((appraisal for appraisal in found if appraisal.is_consensus), None),
    )


def get_settings(db: Session, review: str) -> RoundSettings:
    """What was chosen for this review last."""
    found = read_rows(db, NEWEST_SETTINGS, review=review)
    if not found:
        return RoundSettings()
    row = found[0]
    return RoundSettings(row.masked, row.outcome_held, tuple(json.loads(row.process_stages)), row.version)


def add_settings(db: Session, review: str, settings: RoundSettings, by: str, audit: AuditEvent) -> None:
    """Keep a new version of the settings; `settings.version` is that on which it rests."""
    db.add(
        RoundSettingsRow(
            review_id=review,
            version=settings.version + 1,
            masked=settings.masked,
            outcome_held=settings.outcome_held,
            process_stages=json.dumps(settings.process_stages),
            at=now(),
            by=by,
        )
    )
    db.flush()
    add_event(db, audit)


def list_steps(db: Session, review: str) -> tuple[RoundStep, ...]:
    """The steps that were taken, oldest first."""
    return tuple(
        RoundStep(Step(row.step), row.at, row.by, row.name, row.reason, tuple(json.loads(row.markers)))
        for row in read_rows(db, STEPS, review=review)
    )


def add_step(
    db: Session, review: str, step: Step, by: str, audit: AuditEvent, *, reason: str = "", markers: Sequence[str] = ()
) -> None:
    """Take a step; earlier ones stay on record."""
    db.add(RoundStepRow(review_id=review, step=step, reason=reason, markers=json.dumps(list(markers)), at=now(), by=by))
    db.flush()
    add_event(db, audit)
