"""What tells the outcome of a case, and who opened it when. Openings are only ever added."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.data.tables.base import UtcDateTime


class OutcomePagesRow(SQLModel, table=True):
    """Pages of a paper, both ends included, that tell what happened to the child."""

    __tablename__ = "outcome_pages"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    first: int = Field(primary_key=True)
    last: int


class OutcomeOpeningRow(SQLModel, table=True):
    """An appraiser opened the outcome of a review, after they had judged the markers on process."""

    __tablename__ = "outcome_opening"

    review_id: str = Field(primary_key=True, foreign_key="review.id")
    person_id: str = Field(primary_key=True, foreign_key="account.id")
    at: datetime = Field(sa_type=UtcDateTime)
