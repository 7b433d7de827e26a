"""What studying papers brought, in the database and within a board: cues, paragraphs and profiles. Not who studies which paper
when (`document_study.py`), and not what people made of cues.

It is all made anew whenever a paper is studied again, so nothing here is on the trail.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam, insert
from sqlmodel import Session, col, update

from app.data.rows import Plain, read_rows, table
from app.data.tables import (
    DocumentCueCountRow,
    DocumentCueRow,
    DocumentPageRow,
    DocumentParagraphRow,
    DocumentProfileRow,
    DocumentRow,
)
from app.domain.cue import Cue, CueKind
from app.domain.study import Acronym, Chapter, Episode, Part, Profile, StudiedParagraph, Study

_paper, _cue, _paragraph = table(DocumentRow), table(DocumentCueRow), table(DocumentParagraphRow)
_profile, _page = table(DocumentProfileRow), table(DocumentPageRow)
_WITHIN = (_paper.c.id == bindparam("document"), _paper.c.board_id == bindparam("board"))
CUES = (
    sqlalchemy.select(
        _cue.c.page, _cue.c.start, _cue.c.end, _cue.c.kind, _cue.c.text, _cue.c.sentence, _cue.c.pattern
    )
    .join(_paper, _paper.c.id == _cue.c.document_id)
    .where(*_WITHIN)
    .order_by(_cue.c.position)
)  # fmt: skip
CUES_ON_PAGE = CUES.where(_cue.c.page == bindparam("page"))
PLACES = (
    sqlalchemy.select(_cue.c.kind, _cue.c.page, sqlalchemy.func.count())
    .join(_paper, _paper.c.id == _cue.c.document_id)
    .where(*_WITHIN)
    .group_by(_cue.c.kind, _cue.c.page)
    .order_by(_cue.c.kind, _cue.c.page)
)
PARAGRAPHS = (
    sqlalchemy.select(
        _paragraph.c.page, _paragraph.c.start, _paragraph.c.end, _paragraph.c.text, _paragraph.c.part, _paragraph.c.words
    )
    .join(_paper, _paper.c.id == _paragraph.c.document_id)
    .where(*_WITHIN)
    .order_by(_paragraph.c.id)
)
PROFILE = sqlalchemy.select(_profile.c.body).join(_paper, _paper.c.id == _profile.c.document_id).where(*_WITHIN)
PAGE_LABELS = (
    sqlalchemy.select(_page.c.number, _page.c.label)
    .join(_paper, _paper.c.id == _page.c.document_id)
    .where(*_WITHIN, _page.c.label != "")
)
PAGES_FROM_PICTURES = (
    sqlalchemy.select(_page.c.number)
    .join(_paper, _paper.c.id == _page.c.document_id)
    .where(*_WITHIN, _page.c.from_picture.is_(sqlalchemy.true()))
)
STUDIED = sqlalchemy.select(_paper.c.studied).where(*_WITHIN)


def save_study(db: Session, document_id: str, study: Study) -> None:
    """Keep this in place of what studying the paper brought before. The paper then counts as studied in this version."""
    drop_study(db, document_id)
    connection = db.connection()
    if study.cues:
        connection.execute(insert(DocumentCueRow), _cue_rows(document_id, study.cues))
        connection.execute(insert(DocumentCueCountRow), _count_rows(document_id, study.cues))
    if study.paragraphs:
        connection.execute(insert(DocumentParagraphRow), _paragraph_rows(document_id, study.paragraphs))
    if study.profile:
        connection.execute(insert(DocumentProfileRow), [{"document_id": document_id, "body": _pack(study.profile)}])
    db.exec(update(DocumentRow).where(col(DocumentRow.id) == document_id).values(studied=study.version))


def drop_study(db: Session, document_id: str) -> None:
    """Forget what studying the paper brought, as before its text changes. It then counts as not studied."""
    for kind in (DocumentCueRow, DocumentCueCountRow, DocumentParagraphRow, DocumentProfileRow):
        rows = table(kind)
        db.connection().execute(sqlalchemy.delete(rows).where(rows.c.document_id == document_id))
    db.exec(update(DocumentRow).where(col(DocumentRow.id) == document_id).values(studied=""))


def cues_on_page(db: Session, board: str, document_id: str, page: int) -> tuple[Cue, ...]:
    """The cues that begin on this page, in reading order. Costs that page's rows alone, however long the paper is."""
    if not 0 < page < 1_000_000:
        return ()
    return tuple(_as_cue(row) for row in read_rows(db, CUES_ON_PAGE, document=document_id, board=board, page=page))


def cues_of(db: Session, board: str, document_id: str, kinds: Iterable[CueKind] = ()) -> tuple[Cue, ...]:
    """The cues of the whole paper in reading order: of these kinds, or of every kind where none is named."""
    wanted = [kind.value for kind in kinds]
    query = CUES.where(_cue.c.kind.in_(wanted)) if wanted else CUES
    return tuple(_as_cue(row) for row in read_rows(db, query, document=document_id, board=board))


def paragraphs_of(db: Session, board: str, document_id: str) -> tuple[StudiedParagraph, ...]:
    """The paragraphs of the paper in reading order."""
    found = read_rows(db, PARAGRAPHS, document=document_id, board=board)
    return tuple(StudiedParagraph(page, start, end, text, Part(part), words) for page, start, end, text, part, words in found)


def profile_of(db: Session, board: str, document_id: str) -> Profile | None:
    """The profile of the paper; None before it was studied."""
    found = read_rows(db, PROFILE, document=document_id, board=board)
    return _unpack(found[0].body) if found else None


def studied_version(db: Session, board: str, document_id: str) -> str:
    """In which version the paper was studied last; empty where it was not, or is not to be found."""
    found = read_rows(db, STUDIED, document=document_id, board=board)
    return str(found[0].studied) if found else ""


def places_of(db: Session, board: str, document_id: str) -> dict[CueKind, dict[int, int]]:
    """How many cues of each kind begin on which page of the paper; kinds and pages without any are left out."""
    found: dict[CueKind, dict[int, int]] = {}
    for kind, page, times in read_rows(db, PLACES, document=document_id, board=board):
        found.setdefault(CueKind(kind), {})[page] = times
    return found


def pages_from_pictures(db: Session, board: str, document_id: str) -> frozenset[int]:
    """The numbers of the pages whose text was read off a picture."""
    return frozenset(row.number for row in read_rows(db, PAGES_FROM_PICTURES, document=document_id, board=board))


def page_labels(db: Session, board: str, document_id: str) -> dict[int, str]:
    """The printed numbers of the pages that carry one."""
    return dict(read_rows(db, PAGE_LABELS, document=document_id, board=board))


def _as_cue(row: Plain) -> Cue:
    return Cue(row.page, row.start, row.end, CueKind(row.kind), row.text, row.sentence, row.pattern)


def _cue_rows(document_id: str, cues: Sequence[Cue]) -> list[dict[str, object]]:
    return [
        {
            "document_id": document_id,
            "position": position,
            "page": cue.page,
            "start": cue.start,
            "end": cue.end,
            "kind": cue.kind.value,
            "text": cue.text,
            "sentence": cue.sentence,
            "pattern": cue.pattern,
        }
        for position, cue in enumerate(cues)
    ]


def _count_rows(document_id: str, cues: Sequence[Cue]) -> list[dict[str, object]]:
    counts = Counter(cue.kind.value for cue in cues)
    return [{"document_id": document_id, "kind": kind, "times": times} for kind, times in counts.items()]


def _paragraph_rows(document_id: str, paragraphs: Sequence[StudiedParagraph]) -> list[dict[str, object]]:
    return [
        {
            "document_id": document_id,
            "page": paragraph.page,
            "start": paragraph.start,
            "end": paragraph.end,
            "part": paragraph.part.value,
            "words": paragraph.words,
            "text": paragraph.text,
        }
        for paragraph in paragraphs
    ]


def _pack(profile: Profile) -> str:
    return json.dumps(
        {
            "words": {part.value: words for part, words in profile.words.items()},
            "chapters": [[chapter.title, chapter.first_page, chapter.last_page] for chapter in profile.chapters],
            "episodes": [[one.page, one.start, one.end, one.has_reason] for one in profile.episodes],
            "acronyms": [[acronym.word, acronym.times, acronym.page] for acronym in profile.acronyms],
            "findings": profile.findings,
            "recommendations": profile.recommendations,
            "page_words": profile.page_words,
        },
        ensure_ascii=False,
    )


def _unpack(body: str) -> Profile:
    said: dict[str, Any] = json.loads(body)
    return Profile(
        words={Part(part): words for part, words in said["words"].items()},
        chapters=tuple(Chapter(*chapter) for chapter in said["chapters"]),
        episodes=tuple(Episode(*episode) for episode in said["episodes"]),
        acronyms=tuple(Acronym(*acronym) for acronym in said["acronyms"]),
        findings=said["findings"],
        recommendations=said["recommendations"],
        page_words=tuple(said["page_words"]),
    )
