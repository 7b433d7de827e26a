"""Saving the fields of an appraisal one by one. A save over something newer is refused, and both texts are kept."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.data import entry as entries
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, Entry
from app.domain.audit import event
from app.domain.entry import check_entry
from app.domain.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.services.appraisal import Judged, get_own_draft, judge_marker
from app.services.instrument import instrument_of
from app.services.second_round_lock import KEPT, kept_markers
from app.settings import get_settings


@dataclass(frozen=True)
class Typed:
    """A field as it came from a page: its key, the value, and the version that the page had shown."""

    key: str
    value: str
    based_on: int


@dataclass(frozen=True)
class Saved:
    """What became of a form: newest entries by key, and by key what could not be saved."""

    entries: dict[str, Entry]
    conflicts: dict[str, ConflictError]
    problems: dict[str, InvalidError]


def save_field(person: Person, db: Session, appraisal_id: str, typed: Typed) -> Entry | None:
    """Save one field; returns its newest entry, None when it is still empty and nothing had to be saved.

    Raises ConflictError over something newer, InvalidError for what the field cannot hold, NotAllowedError.
    """
    appraisal = get_own_draft(person, db, appraisal_id)
    return _save(person, db, appraisal, typed, kept_markers(person, db, appraisal, instrument_of(appraisal)))


def save_fields(person: Person, db: Session, appraisal_id: str, fields: Iterable[Typed]) -> Saved:
    """Save a whole form. What can be saved is saved; the rest is told by key, so that nothing typed is lost."""
    return _save_each(person, db, get_own_draft(person, db, appraisal_id), fields)


def save_in_marker(person: Person, db: Session, appraisal_id: str, marker_id: str, typed: Typed) -> tuple[Judged, Saved]:
    """Save one field of a page that stays open. Gives how its marker, or the lenses, stand afterwards, and what became of it."""
    appraisal = get_own_draft(person, db, appraisal_id)
    saved = _save_each(person, db, appraisal, [typed])
    return judge_marker(person, db, appraisal, marker_id), saved


def _save_each(person: Person, db: Session, appraisal: Appraisal, fields: Iterable[Typed]) -> Saved:
    kept = kept_markers(person, db, appraisal, instrument_of(appraisal))
    newest: dict[str, Entry] = {}
    conflicts: dict[str, ConflictError] = {}
    problems: dict[str, InvalidError] = {}
    for typed in fields:
        try:
            entry = _save(person, db, appraisal, typed, kept)
        except ConflictError as error:
            conflicts[typed.key] = error
        except InvalidError as error:
            problems[typed.key] = error
        else:
            if entry:
                newest[typed.key] = entry
    return Saved(newest, conflicts, problems)


def _save(person: Person, db: Session, appraisal: Appraisal, typed: Typed, kept: frozenset[str]) -> Entry | None:
    longest = get_settings().text_characters
    check_entry(instrument_of(appraisal), typed.key, typed.value, longest, consensus=appraisal.is_consensus)
    newest = entries.newest_entry(db, appraisal.id, typed.key)
    version = newest.version if newest else 0
    if typed.value == (newest.value if newest else ""):
        return newest
    if typed.based_on > version:
        raise NotFoundError("That version does not exist. Open the page again.")
    if typed.based_on < version:
        if typed.value == entries.value_at(db, appraisal.id, typed.key, typed.based_on):
            # Not touched on this page: the newer text simply stands.
            return newest
        assert newest is not None
        raise ConflictError(entries.NEWER, newest.value, typed.value, newest.version)
    # The marker or the lens alone: which field was filled may tell how it was judged, and others read the trail meanwhile.
    owner = typed.key.partition("/")[0]
    if owner in kept:
        raise NotAllowedError(KEPT)
    audit = event(person, "saved", "appraisal", appraisal.id, review=appraisal.review, detail=owner)
    return entries.add_entry(db, appraisal.id, typed.key, typed.value, version, person.id, audit)
