"""Appraisals: their states, saved fields, evidence and decisions. States, entries and decisions are only ever added."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from app.data.tables.base import UtcDateTime


class AppraisalRow(SQLModel, table=True):
    """One appraisal. The last place is a convenience and the only thing here that is overwritten."""

    __tablename__ = "appraisal"

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    review_id: str = Field(foreign_key="review.id", index=True)
    instrument: str
    instrument_version: str
    appraiser_id: str = Field(foreign_key="account.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    kind: str = Field(default="independent", sa_column_kwargs={"server_default": "independent"})
    place_marker: str = ""
    place_document: str = ""
    place_page: int = 0


class AppraisalStateRow(SQLModel, table=True):
    """A state that the appraisal entered; the newest is the current one."""

    __tablename__ = "appraisal_state"

    id: int | None = Field(default=None, primary_key=True)
    appraisal_id: str = Field(foreign_key="appraisal.id", index=True)
    state: str
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")
    reason: str = Field(default="", sa_column_kwargs={"server_default": ""})


class EntryRow(SQLModel, table=True):
    """One saved version of one field. The primary key refuses a second save over the same version."""

    __tablename__ = "entry"

    appraisal_id: str = Field(primary_key=True, foreign_key="appraisal.id")
    key: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    value: str
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: str = Field(foreign_key="account.id")


class EvidenceRow(SQLModel, table=True):
    """A passage, or a source outside the papers, tied to a marker, as it was added. What is said about it later is added as
    versions beside it; removing it writes once from when it no longer counts, and keeps the row.
    """

    __tablename__ = "evidence"

    id: str = Field(primary_key=True)
    appraisal_id: str = Field(foreign_key="appraisal.id", index=True)
    marker: str
    bearing: str
    note: str = ""
    document_id: str | None = Field(default=None, foreign_key="document.id", index=True)
    page: int = 0
    start: int = 0
    end: int = 0
    quote: str = ""
    before: str = ""
    after: str = ""
    place: str = ""
    runs_on: str = ""
    from_picture: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    source_kind: str | None = None
    source_description: str = ""
    source_dated: str = ""
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by: str = Field(foreign_key="account.id")
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    removed_by: str | None = Field(default=None, foreign_key="account.id")


class EvidenceVersionRow(SQLModel, table=True):
    """What is said about a piece of evidence from then on: which way it points, and its note. The newest version counts."""

    __tablename__ = "evidence_version"

    evidence_id: str = Field(primary_key=True, foreign_key="evidence.id")
    version: int = Field(primary_key=True)
    bearing: str
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")


class EvidenceMoveRow(SQLModel, table=True):
    """Where a piece of evidence stands in a newer version of its paper, or that it lost its place there. The newest row counts;
    the evidence itself keeps the place in the version it was taken from.
    """

    __tablename__ = "evidence_move"

    id: int | None = Field(default=None, primary_key=True)
    evidence_id: str = Field(foreign_key="evidence.id", index=True)
    document_id: str = Field(foreign_key="document.id")
    outcome: str
    page: int = 0
    start: int = 0
    end: int = 0
    quote: str = ""
    before: str = ""
    after: str = ""
    place: str = ""
    runs_on: str = ""
    from_picture: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    note: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = ""


class DecisionRow(SQLModel, table=True):
    """A moderator's decision on an area ("area/analysis"), on the whole ("overall") or on a text ("text/outcome")."""

    __tablename__ = "decision"

    appraisal_id: str = Field(primary_key=True, foreign_key="appraisal.id")
    subject: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    proposal: str | None = None
    grade: str | None = None
    text: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")
