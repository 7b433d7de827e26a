"""Moderation: what was said about a marker, and who signed the consensus. Rows are only ever added."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.data.tables.base import UtcDateTime


class DiscussionRow(SQLModel, table=True):
    """A short post about one marker of a review. It is never edited."""

    __tablename__ = "discussion"

    id: int | None = Field(default=None, primary_key=True)
    review_id: str = Field(foreign_key="review.id", index=True)
    marker: str
    text: str
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")


class SignOffRow(SQLModel, table=True):
    """A person signed the consensus, or a moderator (`by`) says why that person has not. `digest` stands for what was signed:
    once the consensus says something else, the row no longer counts.
    """

    __tablename__ = "sign_off"

    id: int | None = Field(default=None, primary_key=True)
    appraisal_id: str = Field(foreign_key="appraisal.id", index=True)
    person_id: str = Field(foreign_key="account.id")
    digest: str
    excuse: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")
