"""Papers, the text of their pages and their contents. The original files lie outside the database."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, Index, SQLModel

from app.data.tables.base import UtcDateTime


class DocumentRow(SQLModel, table=True):
    """A paper. `stored_as` names the original under the folder of files. `replaces` is the paper of which this is a newer
    version; that one's `replaced_by` leads back once this one has been read. `studied` names the way in which its text was
    studied last; empty before that. `tells_outcome`: all of it tells what happened to the child.
    `pictures` tells how reading text off its pictures stands: `pictures_read` of the
    `picture_pages` that had no text; one reader has it since `pictures_since`, in this attempt at the next page.
    """

    __tablename__ = "document"
    __table_args__ = (Index("ix_document_review_id_sha256", "review_id", "sha256"),)

    id: str = Field(primary_key=True)
    board_id: str = Field(foreign_key="board.id")
    review_id: str = Field(foreign_key="review.id", index=True)
    kind: str
    agency: str = ""
    title: str
    filename: str
    size: int
    sha256: str
    stored_as: str
    format: str | None = None
    status: str = Field(index=True)
    sentence: str = ""
    page_count: int = 0
    pages_read: int = 0
    attempts: int = 0
    reading_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    added_at: datetime = Field(sa_type=UtcDateTime)
    added_by: str = Field(foreign_key="account.id")
    version: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    replaces: str | None = Field(default=None, index=True)
    replaced_by: str | None = None
    replaced_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    studied: str = Field(default="", sa_column_kwargs={"server_default": ""})
    tells_outcome: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    pictures: str = Field(default="", index=True, sa_column_kwargs={"server_default": ""})
    picture_pages: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pictures_read: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pictures_attempts: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    pictures_since: datetime | None = Field(default=None, sa_type=UtcDateTime)


class DocumentPageRow(SQLModel, table=True):
    """The text of one page. `places` is JSON: pairs of offset and citable place. `running` is JSON: running heads that were
    taken out of the text. `search` is the text's skeleton, for finding pages quickly. `from_picture`: the text was read
    off a picture (OCR). `is_picture`: the page is a picture without any text layer.
    """

    __tablename__ = "document_page"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    number: int = Field(primary_key=True)
    label: str = ""
    text: str
    places: str = "[]"
    running: str = "[]"
    search: str = ""
    from_picture: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    is_picture: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class DocumentPictureRow(SQLModel, table=True):
    """What was found on the picture of a page, until the text of all of them is put together: Tesseract's table, or "-" where
    it could not be read.
    """

    __tablename__ = "document_picture"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    page: int = Field(primary_key=True)
    found: str


class DocumentOutlineRow(SQLModel, table=True):
    """An entry of the contents that the file carries."""

    __tablename__ = "document_outline"

    document_id: str = Field(primary_key=True, foreign_key="document.id")
    position: int = Field(primary_key=True)
    title: str
    page: int
    level: int
