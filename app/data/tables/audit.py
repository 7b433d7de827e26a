"""The trail: who did or looked at what, and when. Rows are only ever added."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from app.data.tables.base import UtcDateTime


class AuditRow(SQLModel, table=True):
    """One event. `detail` never holds the text of a paper or of a judgement. Triggers refuse to change or remove a row.

    `hash` covers the row and `previous`, the hash of the row before it: `app/domain/audit_chain.py`.
    """

    __tablename__ = "audit_event"
    __table_args__ = (Index("ix_audit_event_board_id_at", "board_id", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: str | None = Field(default=None, foreign_key="board.id")
    at: datetime = Field(sa_type=UtcDateTime)
    actor_id: str | None = None
    actor_name: str
    action: str
    subject_kind: str
    subject_id: str
    review_id: str | None = Field(default=None, index=True)
    detail: str = ""
    previous: str = Field(default="", sa_column_kwargs={"server_default": ""})
    hash: str = Field(default="", sa_column_kwargs={"server_default": ""})
