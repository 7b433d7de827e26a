"""Reviews with their people and agencies."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from app.data.tables.base import UtcDateTime


class ReviewRow(SQLModel, table=True):
    """The facts of a review. `version` grows with each edit. `status` is kept up to date so that long lists stay fast."""

    __tablename__ = "review"
    __table_args__ = (
        UniqueConstraint("board_id", "reference"),
        # Each order of the list, with what it can be narrowed by, so that skipped rows are never read.
        Index("ix_review_board_id_registered_at", "board_id", "registered_at", "reference", "status"),
        Index("ix_review_board_id_decision", "board_id", "decision", "reference", "status"),
        Index("ix_review_board_id_status_reference", "board_id", "status", "reference"),
    )

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    reference: str
    harm: str | None = None
    age_band: str | None = None
    method: str = ""
    fictional: bool = False
    incident: date | None = None
    notified: date | None = None
    decision: date | None = None
    started: date | None = None
    completed: date | None = None
    submitted: date | None = None
    published: date | None = None
    status: str = "registered"
    version: int = 1
    registered_at: datetime = Field(sa_type=UtcDateTime)
    registered_by: str = Field(foreign_key="account.id")


class ReviewPersonRow(SQLModel, table=True):
    """A person with a part in the review, in the order in which they were typed."""

    __tablename__ = "review_person"

    review_id: str = Field(primary_key=True, foreign_key="review.id")
    position: int = Field(primary_key=True)
    name: str
    post: str
    part: str
    agency: str = ""
    on_board: bool | None = None
    independent_of_agencies: bool | None = None
    managed_the_case: bool | None = None


class ReviewAgencyRow(SQLModel, table=True):
    """An agency that had contact with the child or family."""

    __tablename__ = "review_agency"

    review_id: str = Field(primary_key=True, foreign_key="review.id")
    position: int = Field(primary_key=True)
    name: str
    report_expected: bool | None = None
