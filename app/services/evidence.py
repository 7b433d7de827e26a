"""Evidence: a quote is looked for in the papers and kept in their own words; other sources are described."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.data import document as documents
from app.data import evidence as evidences
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.errors import InvalidError, InvalidFieldsError, NotFoundError
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Found, NearlyFound, NotFound, PaperPage, find_quote, passage_at
from app.services.appraisal import get_own_draft
from app.services.instrument import instrument_of

LONGEST_NOTE = 2000
LONGEST_QUOTE = 5000


@dataclass(frozen=True)
class Mark:
    """Words marked in a paper: offsets into the text of one page, end exclusive."""

    document: str
    page: int
    start: int
    end: int


def look_for_quote(
    person: Person, db: Session, appraisal_id: str, quote: str, document: str = ""
) -> Found | NearlyFound | NotFound:
    """Look for a pasted quote in all papers of the review, or in one. Raises InvalidError for one too short or too long."""
    appraisal = get_own_draft(person, db, appraisal_id)
    if len(quote) > LONGEST_QUOTE:
        raise InvalidError(f"A quote may have {LONGEST_QUOTE:,} characters. Cite a shorter stretch.", "quote")
    pages = documents.pages_of(db, person.board.id, appraisal.review, document)
    return find_quote(pages, quote)


def add_passages(
    person: Person, db: Session, appraisal_id: str, markers: Sequence[str], mark: Mark, bearing: str, note: str
) -> tuple[Evidence, ...]:
    """Tie marked words to one or several markers. Raises NotFoundError for a place that is not in the review's papers."""
    appraisal = get_own_draft(person, db, appraisal_id)
    document = documents.get_document(db, person.board.id, appraisal.review, mark.document)
    page = documents.get_page(db, person.board.id, document.id, mark.page)
    passage = passage_at(PaperPage(document.id, page, document.title), mark.start, mark.end)
    kept = []
    for marker in dict.fromkeys(markers):
        _check_marker(appraisal, marker)
        evidence = Evidence(evidences.new_evidence_id(), marker, _bearing(bearing), _checked(note, "note"), passage=passage)
        kept.append(_add(person, db, appraisal, evidence))
    return tuple(kept)


def add_found(person: Person, db: Session, appraisal_id: str, marker: str, found: Found, bearing: str, note: str) -> Evidence:
    """Tie the one place at which a quote was found to a marker."""
    appraisal = get_own_draft(person, db, appraisal_id)
    _check_marker(appraisal, marker)
    passage = found.passages[0]
    evidence = Evidence(evidences.new_evidence_id(), marker, _bearing(bearing), _checked(note, "note"), passage=passage)
    return _add(person, db, appraisal, evidence)


def add_other(
    person: Person,
    db: Session,
    appraisal_id: str,
    marker: str,
    *,
    kind: str,
    description: str,
    dated: str,
    bearing: str,
    note: str,
) -> Evidence:
    """Record a source that is not in the papers. Raises InvalidFieldsError with what is missing."""
    appraisal = get_own_draft(person, db, appraisal_id)
    _check_marker(appraisal, marker)
    problems = {}
    if kind not in set(SourceKind):
        problems["kind"] = "Say what kind of source it is."
    if not description:
        problems["description"] = "Describe the source and what it showed."
    elif len(description) > LONGEST_NOTE:
        problems["description"] = f"Shorten the description to {LONGEST_NOTE:,} characters or fewer."
    if len(dated) > 100:
        problems["dated"] = "Shorten the date to 100 characters or fewer."
    if bearing not in set(Bearing):
        problems["bearing"] = "Say whether it supports or weakens."
    if problems:
        raise InvalidFieldsError(problems)
    source = OtherSource(SourceKind(kind), description, dated)
    evidence = Evidence(evidences.new_evidence_id(), marker, _bearing(bearing), _checked(note, "note"), other=source)
    return _add(person, db, appraisal, evidence)


def get_evidence(person: Person, db: Session, appraisal_id: str, evidence: str) -> Evidence:
    """One piece of evidence of one's own appraisal."""
    appraisal = get_own_draft(person, db, appraisal_id)
    return evidences.get_evidence(db, appraisal.id, evidence)


def change_evidence(person: Person, db: Session, appraisal_id: str, evidence: str, bearing: str, note: str) -> None:
    """Change its bearing and note."""
    appraisal = get_own_draft(person, db, appraisal_id)
    audit = event(person, "evidence changed", "evidence", evidence, review=appraisal.review)
    evidences.change_evidence(db, appraisal.id, evidence, _bearing(bearing), _checked(note, "note"), audit)


def copy_evidence(person: Person, db: Session, appraisal_id: str, evidence: str, markers: Sequence[str]) -> int:
    """Use the same passage or source for further markers; returns how many were added. Markers that have it are left."""
    appraisal = get_own_draft(person, db, appraisal_id)
    original = evidences.get_evidence(db, appraisal.id, evidence)
    there = {
        item.marker
        for item in evidences.list_evidence(db, appraisal.id)
        if item.passage == original.passage and item.other == original.other
    }
    added = 0
    for marker in dict.fromkeys(markers):
        _check_marker(appraisal, marker)
        if marker not in there:
            copy = Evidence(
                evidences.new_evidence_id(), marker, original.bearing, original.note, original.passage, original.other
            )
            _add(person, db, appraisal, copy)
            added += 1
    return added


def remove_evidence(person: Person, db: Session, appraisal_id: str, evidence: str) -> None:
    """Take it away from its marker; the row is kept."""
    appraisal = get_own_draft(person, db, appraisal_id)
    audit = event(person, "evidence removed", "evidence", evidence, review=appraisal.review)
    evidences.remove_evidence(db, appraisal.id, evidence, person.id, audit)


def _add(person: Person, db: Session, appraisal: Appraisal, evidence: Evidence) -> Evidence:
    audit = event(person, "evidence added", "evidence", evidence.id, review=appraisal.review, detail=evidence.marker)
    return evidences.add_evidence(db, appraisal.id, evidence, person.id, audit)


def _check_marker(appraisal: Appraisal, marker: str) -> None:
    try:
        instrument_of(appraisal).marker(marker)
    except KeyError:
        raise NotFoundError("We could not find that marker.") from None


def _bearing(value: str) -> Bearing:
    if value not in set(Bearing):
        raise InvalidError("Say whether the evidence supports or weakens.", "bearing")
    return Bearing(value)


def _checked(note: str, field: str) -> str:
    if len(note) > LONGEST_NOTE:
        raise InvalidError(f"Shorten the note to {LONGEST_NOTE:,} characters or fewer.", field)
    return note
