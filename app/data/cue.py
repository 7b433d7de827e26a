"""Cues in the database: counting and stepping through them, what people made of them, and which kinds a person looks for.

Finding cues is in `app/domain/cues.py`, keeping what was found in `study.py`. Marks are only ever added.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import Select, bindparam
from sqlmodel import Session, col, select

from app.data.audit import add_event
from app.data.rows import Plain, read_rows, table
from app.data.session import write_later
from app.data.tables import AccountRow, CueChoiceRow, CueMarkRow, DocumentCueCountRow, DocumentCueRow, DocumentRow
from app.domain.audit import AuditEvent
from app.domain.cue import NO_CUE, Cue, CueDecision, CueKind, CueMark, read_key
from app.domain.errors import NotFoundError

AT_ONCE = 500  # keys in one question to the database

_count = table(DocumentCueCountRow)
_cue, _paper, _mark, _account = table(DocumentCueRow), table(DocumentRow), table(CueMarkRow), table(AccountRow)
CUES = (
    sqlalchemy.select(_cue.c.page, _cue.c.start, _cue.c.end, _cue.c.kind, _cue.c.text, _cue.c.sentence, _cue.c.pattern)
    .join(_paper, _paper.c.id == _cue.c.document_id)
    .where(_cue.c.document_id == bindparam("document"), _paper.c.board_id == bindparam("board"))
)
ONE = CUES.where(
    _cue.c.page == bindparam("page"),
    _cue.c.kind == bindparam("kind"),
    _cue.c.start == bindparam("start"),
    _cue.c.end == bindparam("end"),
)
COUNTS = (
    sqlalchemy.select(_count.c.kind, _count.c.times)
    .join(_paper, _paper.c.id == _count.c.document_id)
    .where(_count.c.document_id == bindparam("document"), _paper.c.board_id == bindparam("board"))
)
_choice = table(CueChoiceRow)
CHOICE = sqlalchemy.select(_choice.c.kinds).where(_choice.c.account_id == bindparam("account"))
OF_KINDS = CUES.where(_cue.c.kind.in_(bindparam("kinds", expanding=True))).limit(bindparam("limit"))
SOME = OF_KINDS.order_by(_cue.c.position).offset(bindparam("offset"))
AFTER = OF_KINDS.where(_cue.c.page > bindparam("page")).order_by(_cue.c.page, _cue.c.position)
BEFORE = OF_KINDS.where(_cue.c.page < bindparam("page")).order_by(_cue.c.page.desc(), _cue.c.position.desc())
MARKS = (
    sqlalchemy.select(
        _mark.c.cue, _mark.c.decision, _mark.c.word, _mark.c.marker, _mark.c.by, _mark.c.at, _account.c.name.label("by_name")
    )
    .join(_account, _account.c.id == _mark.c.by)
    .where(
        _mark.c.document_id == bindparam("document"),
        _mark.c.board_id == bindparam("board"),
        _mark.c.cue.in_(bindparam("keys", expanding=True)),
    )
    .order_by(_mark.c.id)
)


def get_cue(db: Session, board: str, document_id: str, key: str) -> Cue:
    """The cue with this key. Raises NotFoundError, also once the paper was studied again and has it no more."""
    kind, page, start, end = read_key(key)
    found = read_rows(db, ONE, document=document_id, board=board, page=page, kind=kind.value, start=start, end=end)
    if not found:
        raise NotFoundError(NO_CUE)
    return _as_cue(found[0])


def count_cues(db: Session, board: str, document_id: str) -> dict[CueKind, int]:
    """How many cues of each kind the paper has; kinds that it has none of are left out."""
    return {CueKind(row.kind): row.times for row in read_rows(db, COUNTS, document=document_id, board=board)}


def some_cues(
    db: Session, board: str, document_id: str, kinds: Sequence[CueKind], *, offset: int = 0, limit: int = 50
) -> tuple[Cue, ...]:
    """Cues of these kinds in reading order."""
    return _read(db, SOME, board, document_id, kinds, offset=offset, limit=limit)


def cues_after(db: Session, board: str, document_id: str, kinds: Sequence[CueKind], page: int, limit: int) -> tuple[Cue, ...]:
    """The first cues of these kinds on later pages, nearest first."""
    return _read(db, AFTER, board, document_id, kinds, page=page, limit=limit)


def cues_before(db: Session, board: str, document_id: str, kinds: Sequence[CueKind], page: int, limit: int) -> tuple[Cue, ...]:
    """The last cues of these kinds on earlier pages, nearest first."""
    return _read(db, BEFORE, board, document_id, kinds, page=page, limit=limit)


def _read(
    db: Session, query: Select[*tuple[Any, ...]], board: str, document_id: str, kinds: Sequence[CueKind], **more: int
) -> tuple[Cue, ...]:
    if not kinds:
        return ()
    found = read_rows(db, query, document=document_id, board=board, kinds=[kind.value for kind in kinds], **more)
    return tuple(_as_cue(row) for row in found)


def add_mark(db: Session, board: str, mark: CueMark, audit: AuditEvent) -> CueMark:
    """Keep what a person made of a cue; what they made of it before stays on record."""
    row = CueMarkRow(
        board_id=board,
        document_id=mark.document,
        cue=mark.key,
        decision=mark.decision,
        word=mark.word,
        marker=mark.marker,
        at=mark.at,
        by=mark.by,
    )
    db.add(row)
    db.flush()
    add_event(db, audit)
    return mark


def marks_of(db: Session, board: str, document_id: str, keys: Iterable[str]) -> tuple[CueMark, ...]:
    """What each person made of these cues last, oldest first. It says nothing about who may see it: ask before showing it."""
    newest: dict[tuple[str, str], CueMark] = {}
    wanted = list(dict.fromkeys(keys))
    for first in range(0, len(wanted), AT_ONCE):
        for row in read_rows(db, MARKS, document=document_id, board=board, keys=wanted[first : first + AT_ONCE]):
            newest.pop((row.by, row.cue), None)
            newest[row.by, row.cue] = _as_mark(document_id, row)
    return tuple(mark for mark in newest.values() if mark.decision is not CueDecision.UNDECIDED)


def choice_of(db: Session, account: str) -> str | None:
    """The letters of the kinds that the person looks for; None before they chose."""
    found = read_rows(db, CHOICE, account=account)
    return found[0].kinds if found else None


def remember_choice(db: Session, account: str, letters: str) -> None:
    """Keep which kinds the person looks for, once the page that they asked for has been read."""

    def write(writing: Session) -> None:
        row = writing.exec(select(CueChoiceRow).where(col(CueChoiceRow.account_id) == account)).first()
        row = row or CueChoiceRow(account_id=account, kinds=letters)
        row.kinds = letters
        writing.add(row)

    write_later(db, write)


def _as_cue(row: Plain) -> Cue:
    return Cue(row.page, row.start, row.end, CueKind(row.kind), row.text, row.sentence, row.pattern)


def _as_mark(document: str, row: Plain) -> CueMark:
    decision = CueDecision(row.decision)
    return CueMark(document, row.cue, decision, row.word, row.marker, row.by, row.by_name, row.at)
