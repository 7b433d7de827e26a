"""Between the form of a consensus and its saved fields: what was typed, what is shown, which tick was changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.consensus import MINORITY, PRESENT, MinorityView, Present, read_present, write_minority, write_present
from app.domain.entry import fields_of, key_of
from app.domain.errors import ConflictError, InvalidError
from app.domain.instrument import Grade, Marker
from app.services.appraisal_save import Saved, Typed
from app.services.moderation import Moderation
from app.services.moderation_save import common_answers
from app.web.appraisal_pages import SavedField
from app.web.forms import Form
from app.web.marker_fields import saved_field
from app.web.moderation_pages import ConsensusForm, MinorityRow, PersonTick

MOST_ROWS = 40
BROUGHT = ("reasons", "strengths", "improve")
BROUGHT_OVER = "Brought over and not saved yet: save the consensus, or go on writing here."
SHARED = "As all who answered said. Not saved yet: save the consensus, or change it."
AS_BEFORE = "As at the marker before. Not saved yet: save the consensus, or change it."


def typed_consensus(form: Form, marker: Marker) -> list[Typed]:
    """Every field that the sent form had. Raises InvalidError with the id of the box where a minority view is not whole."""
    fields = [Typed(key_of(marker.id, name), form.text(name), form.number(f"v:{name}")) for name in names_in(form, marker)]
    if form.has(f"v:{PRESENT}"):
        value = write_present(read_people(form))
        fields.append(Typed(key_of(marker.id, PRESENT), value, form.number(f"v:{PRESENT}")))
    if form.has(f"v:{MINORITY}"):
        views = [whole_view(at, row) for at, row in enumerate(minority_rows(form)) if row != MinorityRow()]
        fields.append(Typed(key_of(marker.id, MINORITY), write_minority(views), form.number(f"v:{MINORITY}")))
    return fields


def typed_one(form: Form, marker: Marker, name: str) -> Typed:
    """One field of the form. Raises InvalidError where a minority view is not whole yet."""
    if name == PRESENT:
        value = write_present(read_people(form))
    elif name == MINORITY:
        value = write_minority(whole_view(at, row) for at, row in enumerate(minority_rows(form)) if row != MinorityRow())
    else:
        value = form.text(name)
    return Typed(key_of(marker.id, name), value, form.number(f"v:{name}"))


def names_in(form: Form, marker: Marker) -> list[str]:
    """The names of the marker's own fields that were on the page."""
    return [name for name in fields_of(marker) if form.has(f"v:{name}")]


def read_people(form: Form) -> Present:
    """Who was ticked as present. Raises InvalidError for too many other names."""
    people = tuple(one for one in form.texts(PRESENT) if one.isalnum())
    return read_present(write_present(Present(people, form.text("others"))))


def minority_rows(form: Form) -> list[MinorityRow]:
    """The minority views as typed, empty rows among them."""
    parts = ("person", "grade", "reason")
    rows = range(min(form.number("minority-rows"), MOST_ROWS))
    return [MinorityRow(*(form.text(f"minority-{part}-{at}") for part in parts)) for at in rows]


def whole_view(at: int, row: MinorityRow) -> MinorityView:
    """The view. Raises InvalidError where part of it is missing."""
    if not row.person.isalnum():
        raise InvalidError("Say whose minority view this is.", f"minority-person-{at}")
    if row.grade not in set(Grade):
        raise InvalidError("Choose the grade of the minority view.", f"minority-grade-{at}")
    if not row.reason:
        raise InvalidError("Give the reason for the minority view. It is printed in the report.", f"minority-reason-{at}")
    return MinorityView(row.person, Grade(row.grade), row.reason)


def consensus_form(found: Moderation, marker: Marker, person: str) -> ConsensusForm:
    """The consensus as it is saved. Where nothing is saved yet: answers that all share, and those present at the last marker."""
    fields = {name: saved_field(found.entries, marker.id, name) for name in (*fields_of(marker), PRESENT, MINORITY)}
    for name, value in common_answers(found.compared[marker.id]).items():
        if name in fields and value and not fields[name].version:
            fields[name] = replace(fields[name], value=value, waiting=SHARED)
    there = found.present.get(marker.id) if fields[PRESENT].version else last_present(found, person)
    if there and not fields[PRESENT].version:
        fields[PRESENT] = replace(fields[PRESENT], waiting=AS_BEFORE)
    rows = tuple(MinorityRow(view.person, view.grade.value, view.reason) for view in found.minority.get(marker.id, ()))
    there = there or Present()
    return ConsensusForm(fields, person_ticks(found, there.people), there.others, (*rows, MinorityRow()))


def last_present(found: Moderation, person: str) -> Present:
    """Who was there at the marker that was judged last; at the first one whoever writes it."""
    saved = [entry for key, entry in found.entries.items() if key.endswith(f"/{PRESENT}")]
    if saved:
        return read_present(max(saved, key=lambda entry: entry.saved_at).value)
    return Present((person,) if person in found.names else ())


def person_ticks(found: Moderation, people: Sequence[str]) -> tuple[PersonTick, ...]:
    """Those who may have been present, those who were ticked."""
    ordered = sorted(found.takes_part, key=lambda one: found.names[one])
    return tuple(PersonTick(one, found.names[one], one in people) for one in ordered)


def typed_form(found: Moderation, marker: Marker, form: Form, typed: Sequence[Typed], saved: Saved | None) -> ConsensusForm:
    """The consensus as it was typed, with what became of each field."""
    by_key = {item.key: item for item in typed}
    fields = {}
    for name in (*fields_of(marker), PRESENT, MINORITY):
        key = key_of(marker.id, name)
        if saved is not None:
            shown = saved_field(found.entries, marker.id, name, by_key.get(key), saved)
            fields[name] = replace(shown, conflict=in_words(found, name, shown.conflict)) if shown.conflict else shown
        else:
            fields[name] = SavedField(name, form.text(name), form.number(f"v:{name}"))
    people = [one for one in form.texts(PRESENT) if one.isalnum()]
    rows = [row for row in minority_rows(form) if row != MinorityRow()]
    return ConsensusForm(fields, person_ticks(found, people), form.text("others"), (*rows, MinorityRow()))


def in_words(found: Moderation, name: str, conflict: ConflictError) -> ConflictError:
    """The two texts of a conflict as people read them."""
    if name not in (PRESENT, MINORITY):
        return conflict
    say = present_words if name == PRESENT else minority_words
    return ConflictError(conflict.sentence, say(found, conflict.theirs), say(found, conflict.yours), conflict.newest)


def present_words(found: Moderation, value: str) -> str:
    """Who was present, in words."""
    present = read_present(value)
    return ", ".join([*(found.names.get(one, "Somebody") for one in present.people), *filter(None, [present.others])])


def minority_words(found: Moderation, value: str) -> str:
    """Minority views, in words."""
    views: list[Mapping[str, str]] = json.loads(value) if value else []
    return "\n".join(f"{found.names.get(v['person'], 'Somebody')}: {Grade(v['grade']).label}. {v['reason']}" for v in views)


def bring_over(form: ConsensusForm, found: Moderation, marker: Marker, asked: str) -> ConsensusForm:
    """The form with an appraiser's text behind what is in the box already. `asked` is "<appraisal>:<field>"."""
    appraisal, _, name = asked.partition(":")
    views = [view for view in found.compared[marker.id].views if view.appraisal == appraisal]
    if not views or name not in BROUGHT:
        return form
    text = getattr(views[0].judgement, name).strip()
    before = form.fields[name].value
    value = before if text in before else "\n\n".join(filter(None, [before, text]))
    return replace(form, fields={**form.fields, name: replace(form.fields[name], value=value, waiting=BROUGHT_OVER)})
