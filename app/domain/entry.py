"""The saved fields of an appraisal: their keys, what they may hold, and how a judgement is put together from them."""

from collections.abc import Iterable, Mapping

from app.domain.appraisal import Entry
from app.domain.consensus import EXTRA, check_extra
from app.domain.errors import InvalidError, NotFoundError
from app.domain.instrument import Grade, Instrument, Lens, Marker
from app.domain.judgement import Answer, Choice, Confidence, Evidence, Judgement

TEXTS = ("reasons", "strengths", "improve", "where_looked", "recorded_reason")
CHOICES: dict[str, frozenset[str]] = {
    "grade": frozenset(Grade),
    "confidence": frozenset(Confidence),
    "no_evidence": frozenset({"yes"}),
}
LENS = "lens"


def key_of(marker: str, field: str) -> str:
    """The key under which a field of a marker is saved."""
    return f"{marker}/{field}"


def fields_of(marker: Marker) -> tuple[str, ...]:
    """Every field of this marker, in the order of the page."""
    prompts = (name for prompt in marker.prompts for name in (f"answer:{prompt.id}", f"note:{prompt.id}"))
    return (*prompts, "grade", "reasons", "strengths", "improve", "confidence", "no_evidence", "where_looked", "recorded_reason")


def check_entry(instrument: Instrument, key: str, value: str, longest: int, *, consensus: bool = False) -> None:
    """Raise NotFoundError for a field that the instrument does not have, InvalidError for what the field cannot hold.

    A consensus has fields of its own at each marker: who was present, and minority views.
    """
    owner, _, field = key.partition("/")
    if owner == LENS:
        if field not in set(Lens):
            raise NotFoundError
    elif consensus and field in EXTRA and any(marker.id == owner for marker in instrument.markers):
        check_extra(field, value)
    else:
        allowed = _allowed(instrument, owner, field)
        if allowed is not None and value and value not in allowed:
            raise InvalidError("Choose one of the options.", field)
    if len(value) > longest:
        raise InvalidError(
            f"This text has {len(value):,} characters. Shorten it to {longest:,} or fewer; it is still in the box.", field
        )


def _allowed(instrument: Instrument, owner: str, field: str) -> frozenset[str] | None:
    """The values that a field may hold, None for free text."""
    try:
        marker = instrument.marker(owner)
    except KeyError:
        raise NotFoundError from None
    if field not in fields_of(marker):
        raise NotFoundError
    if field.startswith("answer:"):
        return frozenset(Choice)
    return CHOICES.get(field)


def words_of(field: str, value: str) -> str:
    """What a page says for a stored value: the label of a choice, and a text as it is."""
    if field == "grade" and value in set(Grade):
        return Grade(value).label
    if field.startswith("answer:") and value in set(Choice):
        return Choice(value).label
    return value.capitalize() if field in CHOICES and value in CHOICES[field] else value


def judgement_from(marker: Marker, values: Mapping[str, str], evidence: Iterable[Evidence]) -> Judgement:
    """The judgement of one marker. `values` maps keys to the newest saved values of the whole appraisal."""

    def value(field: str) -> str:
        return values.get(key_of(marker.id, field), "")

    answers = {}
    for prompt in marker.prompts:
        choice, note = value(f"answer:{prompt.id}"), value(f"note:{prompt.id}")
        if choice or note:
            answers[prompt.id] = Answer(prompt.id, Choice(choice) if choice else None, note)
    grade, confidence = value("grade"), value("confidence")
    return Judgement(
        marker=marker.id,
        grade=Grade(grade) if grade else None,
        confidence=Confidence(confidence) if confidence else None,
        no_evidence=value("no_evidence") == "yes",
        answers=answers,
        evidence=tuple(item for item in evidence if item.marker == marker.id),
        **{field: value(field) for field in TEXTS},
    )


def judgements_from(
    markers: Iterable[Marker], entries: Mapping[str, Entry], evidence: Iterable[Evidence]
) -> dict[str, Judgement]:
    """The judgements of these markers by marker id, in their order."""
    values = {key: entry.value for key, entry in entries.items()}
    kept = tuple(evidence)
    return {marker.id: judgement_from(marker, values, kept) for marker in markers}
