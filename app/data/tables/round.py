"""Rounds of independent appraisals: their settings and steps, the team, and what was declared. Steps, settings and
declarations are only ever added.
"""

from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, UniqueConstraint

from app.data.tables.base import UtcDateTime


class RoundSettingsRow(SQLModel, table=True):
    """What the commissioner chose for the round of this review; the newest version counts. `process_stages` is JSON."""

    __tablename__ = "round_settings"

    review_id: str = Field(primary_key=True, foreign_key="review.id")
    version: int = Field(primary_key=True)
    masked: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    outcome_held: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    process_stages: str = "[]"
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")


class RoundStepRow(SQLModel, table=True):
    """A step that a moderator took with the round of this review. `markers` is JSON."""

    __tablename__ = "round_step"

    id: int | None = Field(default=None, primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    step: str
    reason: str = ""
    markers: str = "[]"
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")


class TeamMemberRow(SQLModel, table=True):
    """A part that a person has in appraising a review. Withdrawing marks the row and keeps it."""

    __tablename__ = "team_member"
    __table_args__ = (UniqueConstraint("review_id", "person_id", "part"),)

    id: str = Field(primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    person_id: str = Field(foreign_key="account.id", index=True)
    part: str
    mask: str = ""
    due: date | None = None
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by: str = Field(foreign_key="account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    withdrawn_by: str | None = Field(default=None, foreign_key="account.id")
    withdrawn_reason: str = ""


class DeclarationRow(SQLModel, table=True):
    """What a person declared before their first look at a review; the newest counts."""

    __tablename__ = "declaration"

    id: int | None = Field(default=None, primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    person_id: str = Field(foreign_key="account.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    interests: str = ""
    takes_part: bool
