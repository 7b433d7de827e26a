"""What studying papers brought (made anew whenever it is done again), and people's decisions on cues (only ever added)."""

from datetime import datetime

from sqlmodel import Field, Index, SQLModel

from app.data.tables.base import UtcDateTime


class DocumentCueRow(SQLModel, table=True):
    """A cue on a page. `position` counts in reading order."""

    __tablename__ = "document_cue"
    # With the position, so that the cues of a page are found by it and not by going through the paper in order.
    __table_args__ = (Index("ix_document_cue_document_id_page_position", "document_id", "page", "position"),)

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    position: int = Field(primary_key=True)
    page: int
    start: int
    end: int
    kind: str
    text: str
    sentence: str
    pattern: str = ""


class DocumentCueCountRow(SQLModel, table=True):
    """How many cues of a kind a paper has, so that opening a page of a long paper need not count them."""

    __tablename__ = "document_cue_count"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    kind: str = Field(primary_key=True)
    times: int


class DocumentParagraphRow(SQLModel, table=True):
    """A paragraph of running text and the part of the paper it belongs to. The full-text index is made over these."""

    __tablename__ = "document_paragraph"

    id: int | None = Field(default=None, primary_key=True)
    document_id: str = Field(foreign_key="document.id", index=True)
    page: int
    start: int
    end: int
    part: str
    words: int
    text: str


class DocumentProfileRow(SQLModel, table=True):
    """The profile of a paper, as JSON."""

    __tablename__ = "document_profile"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    body: str


class DocumentStudyRow(SQLModel, table=True):
    """How studying a paper stands: the version it is being brought to, and how often that was tried. `since`: somebody is at
    it now. `gave_up`: it is not tried again in this version. A paper without a row was never tried, or its text is new.
    """

    __tablename__ = "document_study"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    version: str
    attempts: int = 0
    since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    gave_up: bool = False


class CueMarkRow(SQLModel, table=True):
    """What a person made of a cue; the newest row of a person and cue counts. `cue` is the cue's key."""

    __tablename__ = "cue_mark"
    __table_args__ = (Index("ix_cue_mark_document_id_cue", "document_id", "cue"),)

    id: int | None = Field(default=None, primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    document_id: str = Field(foreign_key="document.id")
    cue: str
    decision: str
    word: str = ""
    marker: str = ""
    at: datetime = Field(sa_type=UtcDateTime)
    by: str = Field(foreign_key="account.id")


class CueChoiceRow(SQLModel, table=True):
    """Which kinds of cues a person looks for, as letters: the newest choice alone, for the next paper that they open."""

    __tablename__ = "cue_choice"

    account_id: str = Field(primary_key=True, foreign_key="account.id")
    kinds: str
