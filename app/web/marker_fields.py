"""Between the form of a marker and saved fields: what was typed, what is shown, and how saving went."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from app.domain.appraisal import Appraisal, Entry
from app.domain.entry import fields_of, key_of, words_of
from app.domain.errors import ConflictError
from app.domain.instrument import Lens, Marker
from app.domain.judgement import Evidence
from app.services.appraisal_save import Saved, Typed
from app.services.cue_words import point_out_in
from app.web import urls
from app.web.appraisal_pages import EvidenceLine, SavedField
from app.web.forms import Form

FIELDS = ("grade", "reasons", "strengths", "improve", "confidence", "no_evidence", "where_looked", "recorded_reason")

# Fields in which an appraiser judges in words of their own, and the lenses.
IN_OWN_WORDS = ("reasons", "strengths", "improve", "note:", *Lens)


def typed_fields(form: Form, marker: Marker) -> list[Typed]:
    """Every field that the sent form had, with the version that its page had shown.

    A choice that nobody made is not sent at all, so the version field tells that it was on the page.
    """
    return [
        Typed(key_of(marker.id, name), form.text(name), form.number(f"v:{name}"))
        for name in fields_of(marker)
        if form.has(f"v:{name}")
    ]


def with_choice(typed: Iterable[Typed], form: Form, owner: str) -> list[Typed]:
    """What to save once the person chose between two texts: `take` leaves the one saved in the meantime as it is, `keep`
    ("<field>@<version>") puts theirs on top of the version that they saw.
    """
    taken = key_of(owner, form.text("take"))
    kept, _, version = form.text("keep").rpartition("@")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    chosen = key_of(owner, kept)
    return [replace(item, based_on=seen) if item.key == chosen else item for item in typed if item.key != taken]


def saved_field(
    entries: Mapping[str, Entry], owner: str, name: str, typed: Typed | None = None, saved: Saved | None = None
) -> SavedField:
    """A field to show: the newest saved value, or what was typed where that could not be saved."""
    key = key_of(owner, name)
    entry = entries.get(key)
    version = entry.version if entry else 0
    at = entry.saved_at if entry else None
    if typed is not None and saved is not None:
        conflict, problem = saved.conflicts.get(key), saved.problems.get(key)
        if conflict:
            # Still based on what the page had shown: saving by itself while one types on must not be a choice.
            return SavedField(name, typed.value, typed.based_on, at, _in_words(name, conflict))
        if problem:
            return SavedField(name, typed.value, version, at, None, problem.sentence)
    return SavedField(name, entry.value if entry else "", version, at)


def _in_words(name: str, conflict: ConflictError) -> ConflictError:
    theirs, yours = words_of(name, conflict.theirs), words_of(name, conflict.yours)
    return ConflictError(conflict.sentence, theirs, yours, conflict.newest)


def all_fields(
    entries: Mapping[str, Entry], marker: Marker, typed: Iterable[Typed] = (), saved: Saved | None = None
) -> dict[str, SavedField]:
    """Every field of the marker by name."""
    by_key = {item.key: item for item in typed}
    return {name: saved_field(entries, marker.id, name, by_key.get(key_of(marker.id, name)), saved) for name in fields_of(marker)}


def with_questions(field: SavedField) -> SavedField:
    """The field with questions about the appraiser's own words in it, where it is saved and printed in the report."""
    if not field.value or field.conflict or field.problem or not field.name.startswith(IN_OWN_WORDS):
        return field
    return replace(field, pointed=point_out_in(field.value))


def evidence_lines(appraisal: Appraisal, evidence: Iterable[Evidence]) -> tuple[EvidenceLine, ...]:
    """Evidence with the link back to its page, the passage marked."""
    return tuple(EvidenceLine(item, passage_link(appraisal, item)) for item in evidence)


def passage_link(appraisal: Appraisal, evidence: Evidence) -> str:
    """Where the passage stands in its paper; empty for a source that is not in the papers."""
    if evidence.passage is None:
        return ""
    return urls.paper_page(appraisal.review, evidence.passage.document, evidence.passage.page, passage=evidence.id)
