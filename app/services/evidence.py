"""Evidence: a quote is looked for in the papers and kept in their own words; other sources are described."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.data import document as documents
from app.data import evidence as evidences
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.errors import ConflictError, InvalidError, InvalidFieldsError, NotFoundError
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Found, NearlyFound, NotFound, PaperPage, Passage, find_quote, passage_at
from app.services.appraisal import get_own_draft
from app.services.instrument import instrument_of
from app.services.outcome_hold import hold_of
from app.services.second_round_lock import check_not_kept

LONGEST_NOTE = 2000
LONG_NOTE = f"Shorten the note to {LONGEST_NOTE:,} characters or fewer."
Outcome = Found | NearlyFound | NotFound


@dataclass(frozen=True)
class Mark:
    """Words marked in a paper: offsets into the text of one page, end exclusive."""

    document: str
    page: int
    start: int
    end: int


def look_for_quote(
    person: Person, db: Session, appraisal_id: str, quote: str, document: str = "", *, older: bool = False
) -> Outcome:
    """Look for a pasted quote in all papers of the review, or in one; in `older` versions too when they are asked for.

    Raises InvalidError for a quote that is too short or too long.
    """
    appraisal = get_own_draft(person, db, appraisal_id)
    pages = documents.pages_of(db, person.board.id, appraisal.review, document, older=older)
    hold = hold_of(person, db, appraisal.review)
    outcome = find_quote([one for one in pages if not hold.closes_page(one.document, one.page.number)], quote)
    # The words around each place are shown, so that this is a look at the papers.
    found = f"{len(passages_of(outcome))} places found"
    add_look(db, event(person, "quote looked for", "review", appraisal.review, review=appraisal.review, detail=found))
    return outcome


def passages_of(outcome: Outcome) -> tuple[Passage, ...]:
    """The places at which a quote was found, or nearly found."""
    if isinstance(outcome, NearlyFound):
        return tuple(near.passage for near in outcome.candidates)
    return outcome.passages if isinstance(outcome, Found) else ()


def add_passages(
    person: Person, db: Session, appraisal_id: str, markers: Sequence[str], mark: Mark, bearing: str, note: str
) -> tuple[Evidence, ...]:
    """Tie marked words to one or several markers. Raises NotFoundError for a place that is not in the review's papers."""
    appraisal = get_own_draft(person, db, appraisal_id)
    document = documents.get_document(db, person.board.id, appraisal.review, mark.document)
    hold_of(person, db, appraisal.review).check_page(document.id, mark.page)
    page = documents.get_page(db, person.board.id, document.id, mark.page)
    passage = passage_at(PaperPage(document.id, page, document.title), mark.start, mark.end)
    kept = []
    check_note(note)
    for marker in dict.fromkeys(markers):
        _check_marker(person, db, appraisal, marker)
        evidence = Evidence(evidences.new_evidence_id(), marker, _bearing(bearing), note, passage=passage)
        kept.append(_add(person, db, appraisal, evidence))
    return tuple(kept)


def add_found(person: Person, db: Session, appraisal_id: str, marker: str, passage: Passage, bearing: str, note: str) -> Evidence:
    """Tie a place at which `look_for_quote` found a quote to a marker."""
    appraisal = get_own_draft(person, db, appraisal_id)
    _check_marker(person, db, appraisal, marker)
    check_note(note)
    evidence = Evidence(evidences.new_evidence_id(), marker, _bearing(bearing), note, passage=passage)
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
    _check_marker(person, db, appraisal, marker)
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
    if len(note) > LONGEST_NOTE:
        problems["note"] = LONG_NOTE
    if problems:
        raise InvalidFieldsError(problems)
    source = OtherSource(SourceKind(kind), description, dated)
    evidence = Evidence(evidences.new_evidence_id(), marker, Bearing(bearing), note, other=source)
    return _add(person, db, appraisal, evidence)


def get_evidence(person: Person, db: Session, appraisal_id: str, evidence: str) -> Evidence:
    """One piece of evidence of one's own appraisal."""
    appraisal = get_own_draft(person, db, appraisal_id)
    return evidences.get_evidence(db, appraisal.id, evidence)


def change_evidence(
    person: Person, db: Session, appraisal_id: str, evidence: str, bearing: str, note: str, *, seen: str
) -> Evidence:
    """Change its bearing and note. `seen` is the fingerprint of the evidence as the page had shown it.

    Raises InvalidError, NotFoundError, and ConflictError when it was changed in the meantime: nothing is overwritten unseen.
    """
    appraisal = get_own_draft(person, db, appraisal_id)
    before = evidences.get_evidence(db, appraisal.id, evidence)
    _check_marker(person, db, appraisal, before.marker)
    check_note(note)
    if before.passage and before.passage.is_page and not note:
        raise InvalidError("Say in your own words what the page shows: it has no words to quote.", "note")
    after = replace(before, bearing=_bearing(bearing), note=note)
    if after == before:
        return before
    if seen != before.fingerprint:
        raise ConflictError(evidences.CHANGED, before.in_words, after.in_words, 0)
    audit = event(person, "evidence changed", "evidence", evidence, review=appraisal.review, detail=before.marker)
    evidences.change_evidence(db, appraisal.id, after, person.id, audit)
    return after


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
        _check_marker(person, db, appraisal, marker)
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
    marker = evidences.get_evidence(db, appraisal.id, evidence).marker
    _check_marker(person, db, appraisal, marker)
    audit = event(person, "evidence removed", "evidence", evidence, review=appraisal.review, detail=marker)
    evidences.remove_evidence(db, appraisal.id, evidence, person.id, audit)


def _add(person: Person, db: Session, appraisal: Appraisal, evidence: Evidence) -> Evidence:
    """Store it, unless it is there already, as after a second press of the same button."""
    for existing in evidences.list_evidence(db, appraisal.id, evidence.marker):
        if existing.says_the_same(evidence):
            return existing
    audit = event(person, "evidence added", "evidence", evidence.id, review=appraisal.review, detail=evidence.marker)
    return evidences.add_evidence(db, appraisal.id, evidence, person.id, audit)


def _check_marker(person: Person, db: Session, appraisal: Appraisal, marker: str) -> None:
    instrument = instrument_of(appraisal)
    try:
        instrument.marker(marker)
    except KeyError:
        raise NotFoundError("We could not find that marker.") from None
    check_not_kept(person, db, appraisal, instrument, marker)


def _bearing(value: str) -> Bearing:
    if value not in set(Bearing):
        raise InvalidError("Say whether the evidence supports or weakens.", "bearing")
    return Bearing(value)


def check_note(note: str) -> None:
    """Raise InvalidError for a note that is too long."""
    if len(note) > LONGEST_NOTE:
        raise InvalidError(LONG_NOTE, "note")
