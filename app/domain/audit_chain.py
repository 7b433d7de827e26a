"""The chain of the trail: the hash of a row, and whether rows follow each other. Not for reading them from anywhere.

`docs/trail.md` gives the format, and says what a chain can show and what it cannot.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from app.domain.audit import CHAINED, CLOCK, AuditEntry
from app.domain.errors import InvalidFieldsError

# Clocks are put right all the time, by a little. Further back than this needs an event that says so.
SLACK = timedelta(minutes=1)
LONGEST_NUMBER = 15
HASH_LENGTH = 64
_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


class Misfit(StrEnum):
    """How a row does not fit."""

    CONTENT = "content"
    LINK = "link"
    GAP = "gap"
    TIME = "time"
    NOTED = "noted"


@dataclass(frozen=True)
class Fault:
    """A row that does not fit, and the sentence that says how."""

    number: int
    misfit: Misfit
    sentence: str


@dataclass(frozen=True)
class Noted:
    """Number and hash of a row, as they were noted down elsewhere, or as they stand there."""

    number: int
    hash: str


@dataclass(frozen=True)
class Checked:
    """What checking found: how many rows, the last of them, and the first that does not fit. `last` is None without rows."""

    count: int
    last: Noted | None
    fault: Fault | None


def written_time(at: datetime) -> str:
    """A moment as it goes into the hash: UTC with six digits of a second, such as 2026-11-22T05:44:38.000120Z."""
    return f"{at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def written_form(entry: AuditEntry) -> dict[str, int | str | None]:
    """Everything that the hash of a row covers, by name, in the order in which it is written."""
    event = entry.event
    return {
        "number": entry.number,
        "at": written_time(entry.at),
        "board": event.board,
        "actor": event.actor_id,
        "actor_name": event.actor_name,
        "action": event.action,
        "subject_kind": event.subject_kind,
        "subject": event.subject_id,
        "review": event.review,
        "detail": event.detail,
        "previous": entry.previous,
    }


def as_json(form: dict[str, int | str | None]) -> str:
    """JSON without spaces, in ASCII: the same text for the same values everywhere."""
    return _encode(form)


def hash_of(entry: AuditEntry) -> str:
    """SHA-256, in hexadecimal, of the written form of this row."""
    return hashlib.sha256(as_json(written_form(entry)).encode("ascii")).hexdigest()


def sealed(entry: AuditEntry, previous: str) -> AuditEntry:
    """The row in its place behind the row whose hash is `previous`."""
    placed = replace(entry, previous=previous)
    return replace(placed, hash=hash_of(placed))


def exported(entry: AuditEntry, *, closed: bool = False) -> str:
    """One line of an export. Of a row that is closed to the reader it has the two hashes and nothing else."""
    form = {"previous": entry.previous} if closed else written_form(entry)
    return as_json({**form, "hash": entry.hash})


def read_noted(number: str, digest: str) -> Noted | None:
    """Number and hash as somebody typed them; None where both are empty. Raises InvalidFieldsError."""
    number, digest = number.strip().replace(",", ""), digest.strip().lower()
    if not number and not digest:
        return None
    problems = {}
    if not (number.isascii() and number.isdigit() and 0 < len(number) <= LONGEST_NUMBER and int(number)):
        problems["number"] = "Give the number of the row that was noted, such as 1200."
    if len(digest) != HASH_LENGTH or set(digest) - set("0123456789abcdef"):
        problems["hash"] = "Give the hash that was noted with it: 64 characters, digits and the letters a to f."
    if problems:
        raise InvalidFieldsError(problems)
    return Noted(int(number), digest)


def check_chain(rows: Iterable[AuditEntry], after: Noted | None = None, noted: Noted | None = None) -> Checked:
    """Whether each row fits its own hash, the row before it, the count and the clock.

    `rows` rise by number. `after` is the row before the first of them, None where they begin with the first of all. `noted`
    must stand among them.
    """
    walk = _Walk(after, noted)
    rows = iter(rows)
    for row in rows:
        if fault := walk.step(row):
            if walk.forgivable and not any(_tells_of_chaining(row) for row in rows):
                fault = walk.forgivable
            return Checked(walk.count, walk.last, fault)
    return Checked(walk.count, walk.last, walk.forgivable or walk.missing_noted())


def _tells_of_chaining(row: AuditEntry) -> bool:
    return row.event.is_of_trail and row.event.action == CHAINED


class _Walk:
    """Where a check has come to."""

    def __init__(self, after: Noted | None, noted: Noted | None) -> None:
        self.last = after
        self.at: datetime | None = None
        self.noted = noted
        self.seen_noted = False
        self.count = 0
        # Rows that are older than the chain may have gaps and may be out of time, which the row that tells of the chaining
        # makes up for. This is the first such fault until that row comes.
        self.forgivable: Fault | None = None

    def step(self, row: AuditEntry) -> Fault | None:
        """Take the next row; returns how it does not fit."""
        if fault := self._own(row) or self._link(row) or self._noted(row):
            return fault
        self.forgivable = self.forgivable or self._gap(row) or self._time(row)
        if _tells_of_chaining(row):
            self.forgivable = None
        self.count += 1
        self.last = Noted(row.number, row.hash)
        self.at = row.at
        return None

    def _own(self, row: AuditEntry) -> Fault | None:
        if not row.hash:
            return Fault(row.number, Misfit.CONTENT, f"Row {row.number:,} is not chained: it was put in from outside.")
        if hash_of(row) == row.hash:
            return None
        return Fault(
            row.number,
            Misfit.CONTENT,
            f"Row {row.number:,} was changed after it was written: its content does not give the hash that stands with it.",
        )

    def _link(self, row: AuditEntry) -> Fault | None:
        if row.previous == (self.last.hash if self.last else ""):
            return None
        if gap := self._gap(row):
            return gap
        before = f"row {self.last.number:,}" if self.last else "the beginning"
        return Fault(
            row.number,
            Misfit.LINK,
            f"Row {row.number:,} does not follow {before}: one of the two was changed, and its hash made new.",
        )

    def _gap(self, row: AuditEntry) -> Fault | None:
        expected = self.last.number + 1 if self.last else 1
        if row.number == expected:
            return None
        gone = f"Row {expected:,} is" if row.number == expected + 1 else f"Rows {expected:,} to {row.number - 1:,} are"
        return Fault(row.number, Misfit.GAP, f"{gone} missing: row {row.number:,} comes next.")

    def _time(self, row: AuditEntry) -> Fault | None:
        if self.at is None or row.at >= self.at - SLACK or row.event.action == CLOCK:
            return None
        return Fault(
            row.number,
            Misfit.TIME,
            f"Row {row.number:,} is earlier than the row before it by over a minute, and no row says that the clock went back.",
        )

    def _noted(self, row: AuditEntry) -> Fault | None:
        if self.noted is None or row.number != self.noted.number:
            return None
        self.seen_noted = True
        if row.hash == self.noted.hash:
            return None
        return Fault(
            row.number,
            Misfit.NOTED,
            f"Row {row.number:,} is not the one that was noted: its hash is another. The trail was rewritten there or before.",
        )

    def missing_noted(self) -> Fault | None:
        """The fault of a trail that no longer has the row that was noted."""
        if self.noted is None or self.seen_noted:
            return None
        end = f"ends with row {self.last.number:,}" if self.last else "is empty"
        return Fault(
            self.noted.number,
            Misfit.NOTED,
            f"Row {self.noted.number:,}, which was noted, is not there: the trail {end}. Rows were cut off its end.",
        )
