"""Taking in uploaded files: straight from the network to the folder of files, one by one, each with its own outcome.

Not by way of the framework's form: that would write every file twice, first to the system's temporary folder, and would
hold a place for writing to the database for as long as a slow upload lasts.
"""

import contextlib
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect

from app.data.session import work
from app.domain.document_name import clean_filename
from app.domain.errors import InvalidError, PlumblineError
from app.outside.files import Incoming, drop
from app.services import sign_in
from app.services.document import Sent, check_add_papers
from app.services.sign_in_factor import lacks_factor
from app.settings import Settings
from app.web.deps import COOKIE, NeedsFactor, NeedsSignIn, SettingsOf

MEGABYTE = 1_000_000
MOST_FILES = 100
LARGEST_REQUEST = 600 * MEGABYTE  # a dozen files of the usual largest size
BLOCK = 1 << 20

BROKEN = "The upload was broken off or could not be read, so nothing was stored. Choose the files and send them again."
TOO_MANY = f"More than {2 * MOST_FILES} files were sent at once, so none was stored. Send at most {MOST_FILES} at once."
EMPTY = "This file is empty, so it was not stored. Check the original on your computer and upload it again."


class Taking:
    """The files of one request, as the parser finds them. Other fields are passed over."""

    def __init__(self, boundary: bytes, folder: Path, most_bytes: int) -> None:
        """`most_bytes` is the largest size of one file."""
        self.folder = folder
        self.most_bytes = most_bytes
        self.sent: list[Sent] = []
        self._field = b""
        self._value = b""
        self._disposition = b""
        self._name: str | None = None
        self._file: Incoming | None = None
        self._problem = ""
        self._ended = False
        self._parser = MultipartParser(
            boundary,
            {
                "on_part_begin": self._begin,
                "on_header_field": self._header_field,
                "on_header_value": self._header_value,
                "on_header_end": self._header_end,
                "on_headers_finished": self._headers_finished,
                "on_part_data": self._data,
                "on_part_end": self._end,
                "on_end": self._end_of_all,
            },
        )

    def write(self, block: bytes) -> None:
        """Take in the next bytes of the request. Raises FormParserError, InvalidError and StorageFullError."""
        self._parser.write(block)

    def finish(self) -> None:
        """The request has ended. Raises FormParserError when it ended too soon."""
        self._parser.finalize()
        if not self._ended:
            raise FormParserError("the end is missing")

    def discard(self) -> None:
        """Remove everything that was not kept for good."""
        if self._file:
            self._file.discard()
        for file in self.sent:
            if file.arrived:
                drop(file.arrived)

    def _end_of_all(self) -> None:
        self._ended = True

    def _begin(self) -> None:
        self._field = self._value = self._disposition = b""
        self._name, self._problem = None, ""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def _header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _header_end(self) -> None:
        if self._field.lower() == b"content-disposition":
            self._disposition = self._value
        self._field = self._value = b""

    def _headers_finished(self) -> None:
        _, options = parse_options_header(self._disposition)
        name = options.get(b"filename", b"").decode("utf-8", "replace")
        if not name:  # another field, or a file box in which nothing was chosen
            return
        self._name = clean_filename(name)
        if len(self.sent) >= 2 * MOST_FILES:
            raise InvalidError(TOO_MANY)  # a line for each of them would be a page without end
        if len(self.sent) >= MOST_FILES:
            self._problem = f"At most {MOST_FILES} files can be sent at once, so this one was not stored. Send it by itself."
        else:
            self._file = Incoming(self.folder)

    def _data(self, data: bytes, start: int, end: int) -> None:
        if self._file is None:
            return
        if self._file.size + end - start > self.most_bytes:
            self._problem = (
                f"This file is larger than {self.most_bytes // MEGABYTE} MB, so it was not stored. Split it into parts, or save "
                "it with smaller pictures, and upload that."
            )
            self._file.discard()
            self._file = None
            return
        self._file.write(data[start:end])

    def _end(self) -> None:
        if self._name is None:
            return
        file, self._file = self._file, None
        if file and file.size == 0:
            file.discard()
            self.sent.append(Sent(self._name, None, EMPTY))
        else:
            self.sent.append(Sent(self._name, file.finish() if file else None, self._problem))
        self._name = None


async def take_files(request: Request, settings: SettingsOf, review_id: str) -> AsyncIterator[list[Sent]]:
    """The files that were sent, stored for the time of the request. Asks first whether the person may add papers.

    Raises NeedsSignIn, NeedsFactor, the errors of `check_add_papers`, InvalidError for a broken request, and StorageFullError.
    """
    stream = request.stream()
    try:
        await run_in_threadpool(_check_first, settings, request.cookies.get(COOKIE, ""), review_id)
        taking = _begin(request, settings)
    except (PlumblineError, NeedsSignIn, NeedsFactor):
        await _pass_over(stream)
        raise
    try:
        await _take(stream, taking)
        yield taking.sent
    finally:
        await run_in_threadpool(taking.discard)


FilesOf = Annotated[list[Sent], Depends(take_files)]


def _begin(request: Request, settings: Settings) -> Taking:
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        if kind != b"multipart/form-data":
            raise FormParserError("not a form with files")
        return Taking(options.get(b"boundary", b""), settings.files_dir, settings.upload_megabytes * MEGABYTE)
    except FormParserError as error:
        raise InvalidError(BROKEN) from error


async def _take(stream: AsyncGenerator[bytes, None], taking: Taking) -> None:
    pending = bytearray()
    try:
        async for block in stream:
            pending += block
            if len(pending) >= BLOCK:
                await run_in_threadpool(taking.write, bytes(pending))
                pending.clear()
        await run_in_threadpool(taking.write, bytes(pending))
        taking.finish()
    except ClientDisconnect as error:
        raise InvalidError(BROKEN) from error
    except FormParserError as error:
        await _pass_over(stream)
        raise InvalidError(BROKEN) from error
    except (OSError, PlumblineError):
        await _pass_over(stream)
        raise


async def _pass_over(stream: AsyncGenerator[bytes, None]) -> None:
    """Read the rest of the request and forget it: a browser shows an answer only once it could send everything."""
    with contextlib.suppress(ClientDisconnect):
        async for _ in stream:
            pass


def _check_first(settings: Settings, token: str, review_id: str) -> None:
    """Raise unless whoever holds this cookie may add papers to this review."""
    with work(settings.database, writes=False) as db:
        person = sign_in.who_is(db, token) if token else None
        if person is None:
            raise NeedsSignIn
        if lacks_factor(person, db, token, settings.roles_with_factor):
            raise NeedsFactor
        check_add_papers(person, db, review_id)
