"""What people answered about words that may identify a person. Only ever added; the newest answer counts."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from app.data.tables.base import UtcDateTime


class IdentifierAnswerRow(SQLModel, table=True):
    """An answer. `subject` is "appraisal/<id>" or "document/<id>"; `found` is the key of what was found; `answer` is "kept" or
    "left-out".
    """

    __tablename__ = "identifier_answer"
    __table_args__ = (Index("ix_identifier_answer_subject_found", "subject", "found"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    review_id: str = Field(foreign_key="review.id")
    subject: str
    found: str
    answer: str
    reason: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")
