"""Issued reports: frozen, with every format as it was issued."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from app.data.tables.base import UtcDateTime


class ReportRow(SQLModel, table=True):
    """One issued version. `sha256` is that of the data from which all formats were made. `left_out` is JSON: what
    the public version of this issue leaves out.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("appraisal_id", "version"),)

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    review_id: str = Field(foreign_key="review.id", index=True)
    appraisal_id: str = Field(foreign_key="appraisal.id")
    version: int
    overall: str | None = None
    signatory: str
    post: str
    reason: str = ""
    sha256: str
    issued_at: datetime = Field(sa_type=UtcDateTime)
    issued_by: str = Field(foreign_key="account.id")
    left_out: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})


class ReportFileRow(SQLModel, table=True):
    """One format of an issued report, byte for byte as issued."""

    __tablename__ = "report_file"

    report_id: str = Field(primary_key=True, foreign_key="report.id")
    format: str = Field(primary_key=True)
    sha256: str
    content: bytes
