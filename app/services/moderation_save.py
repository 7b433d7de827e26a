"""Writing the consensus: marker by marker, and the agreed ones together. The appraisals it rests on are never changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.data import appraisal as appraisals
from app.data import evidence as evidences
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalKind
from app.domain.audit import event
from app.domain.consensus import MINORITY, PRESENT, Present, read_minority, read_present, write_present
from app.domain.entry import key_of
from app.domain.errors import InvalidError, NotFoundError
from app.domain.judgement import Choice, Confidence, Evidence
from app.domain.moderation import Compared
from app.domain.permission import check_change_appraisal, check_moderate
from app.services.appraisal_save import Saved, Typed, save_fields
from app.services.moderation import Moderation, find_compared, open_moderation

CHANGED = "One of these was changed since you opened this page. Look at them again."
LOOK_FIRST = "Say that you have looked at these markers."


@dataclass(frozen=True)
class Agreed:
    """What a marker on which all agree would get as its consensus, put together from what the appraisers wrote."""

    compared: Compared
    fields: Mapping[str, str]
    evidence: tuple[Evidence, ...]

    @property
    def seen(self) -> str:
        """Names the marker with its grade, as a page had shown them."""
        return f"{self.compared.marker}:{self.fields['grade']}"


def get_consensus(person: Person, db: Session, review_id: str) -> Appraisal:
    """The consensus of this review, begun now if there is none. Raises NotAllowedError once it is signed off.

    One that somebody began at the same moment is given back: there is never a second one.
    """
    appraisals.wait_for_turn(db, review_id)
    round_ = rounds.get_round(db, person.board.id, review_id)
    check_moderate(person, round_)
    if round_.consensus is not None:
        check_change_appraisal(person, round_.consensus, round_)
        return round_.consensus
    pattern = round_.submitted[0]
    new_id = appraisals.new_appraisal_id()
    return appraisals.add_appraisal(
        db,
        board=person.board.id,
        review=review_id,
        instrument=pattern.instrument,
        version=pattern.instrument_version,
        appraiser=person.id,
        audit=event(person, "consensus begun", "appraisal", new_id, review=review_id),
        kind=AppraisalKind.CONSENSUS,
    )


def save_consensus(
    person: Person,
    db: Session,
    review_id: str,
    marker_id: str,
    typed: Iterable[Typed],
    *,
    ticked: Sequence[str] = (),
    were_ticked: Sequence[str] = (),
) -> Saved:
    """Save the consensus on a marker: its fields, and which of the appraisers' evidence is its own.

    Evidence is changed only where a tick was changed since the page was opened, so that nothing of others' is undone unseen.
    """
    found = find_compared(person, db, review_id, marker_id)
    consensus = get_consensus(person, db, review_id)
    fields = [item for item in typed if item.key.startswith(f"{marker_id}/")]
    check_named(found, fields)
    saved = save_fields(person, db, consensus.id, fields)
    original = {item.id: item for view in found.compared[marker_id].views for item in view.judgement.evidence}
    for key in [one for one in ticked if one not in were_ticked and one in original]:
        copy_evidence(person, db, consensus, original[key])
    kept = [original[one] for one in ticked if one in original]
    for key in [one for one in were_ticked if one not in ticked and one in original]:
        if any(original[key].says_the_same(other) for other in kept):
            continue  # somebody else cited the very same, and that is still ticked
        for own in evidences.original_evidence(db, consensus.id):
            if own.says_the_same(original[key]):
                audit = event(person, "evidence removed", "evidence", own.id, review=review_id, detail=marker_id)
                evidences.remove_evidence(db, consensus.id, own.id, person.id, audit)
    return saved


def check_named(found: Moderation, fields: Iterable[Typed]) -> None:
    """Raise NotFoundError where somebody is named as present, or for a view, who has no part in this review."""
    people: list[str] = []
    for item in fields:
        if item.key.endswith(f"/{PRESENT}"):
            people += read_present(item.value).people
        elif item.key.endswith(f"/{MINORITY}"):
            people += [view.person for view in read_minority(item.value)]
    if any(one not in found.names for one in people):
        raise NotFoundError("We could not find one of these people among those who take part.")


def copy_evidence(person: Person, db: Session, consensus: Appraisal, original: Evidence) -> None:
    """Give the consensus a piece of evidence of an appraiser's; one that it has already is left."""
    if any(own.says_the_same(original) for own in evidences.original_evidence(db, consensus.id)):
        return
    copy = replace(original, id=evidences.new_evidence_id(), move=None)
    audit = event(person, "evidence added", "evidence", copy.id, review=consensus.review, detail=copy.marker)
    evidences.add_evidence(db, consensus.id, copy, person.id, audit)


def agreed_ones(found: Moderation) -> tuple[Agreed, ...]:
    """Every marker that can be taken as agreed, with what it would get."""
    return tuple(put_together(found.compared[marker.id]) for marker in found.agreed)


def put_together(compared: Compared) -> Agreed:
    """The consensus on a marker on which all agree: one grade, the texts one after another, the answers that all share."""
    judged = [view.judgement for view in compared.views]
    grade = compared.spread.counts[0][0]
    fields = {"grade": grade.value}
    for name in ("reasons", "strengths", "improve", "where_looked", "recorded_reason"):
        texts = dict.fromkeys(text for one in judged if (text := getattr(one, name).strip()))
        fields[name] = "\n\n".join(texts)
    order = [confidence.value for confidence in (Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)]
    sure = sorted((one.confidence.value for one in judged if one.confidence), key=order.index)
    fields["confidence"] = sure[0] if sure else ""
    fields |= common_answers(compared)
    evidence: list[Evidence] = []
    for item in (item for one in judged for item in one.evidence):
        if not any(item.says_the_same(other) for other in evidence):
            evidence.append(item)
    fields["no_evidence"] = "" if evidence or not any(one.no_evidence for one in judged) else "yes"
    if evidence:
        fields["where_looked"] = ""
    return Agreed(compared, {name: value for name, value in fields.items() if value}, tuple(evidence))


def common_answers(compared: Compared) -> dict[str, str]:
    """By field, the answers to prompts that all who answered share, and for "not applicable" why."""
    found: dict[str, list[tuple[Choice, str]]] = {}
    for view in compared.views:
        for prompt, answer in view.judgement.answers.items():
            if answer.choice:
                found.setdefault(prompt, []).append((answer.choice, answer.note.strip()))
    fields = {}
    for prompt, given in found.items():
        if len({choice for choice, _ in given}) == 1:
            fields[f"answer:{prompt}"] = given[0][0].value
            fields[f"note:{prompt}"] = "\n\n".join(dict.fromkeys(note for _, note in given if note))
    return fields


def take_agreed(
    person: Person, db: Session, review_id: str, seen: Sequence[str], *, present: Present, looked: bool
) -> tuple[str, ...]:
    """Write the consensus of markers on which all agree, those that were ticked on a page. Returns their ids.

    `seen` names each with its grade (`Agreed.seen`). Raises InvalidError where nothing was ticked, where nobody says that they
    have looked, and where one of them is not as the page had shown it.
    """
    found = open_moderation(person, db, review_id)
    check_moderate(person, found.round)
    if not seen:
        raise InvalidError("Tick the markers that you take as agreed.", "take")
    if not looked:
        raise InvalidError(LOOK_FIRST, "looked")
    agreed = {one.seen: one for one in agreed_ones(found)}
    if any(one not in agreed for one in seen):
        raise InvalidError(CHANGED, "take")
    there = write_present(present)
    check_named(found, [Typed(key_of("", PRESENT), there, 0)])
    consensus = get_consensus(person, db, review_id)
    for one in (agreed[key] for key in dict.fromkeys(seen)):
        marker = one.compared.marker
        values = {**one.fields, PRESENT: there}
        at = {name: found.entries[key].version if (key := key_of(marker, name)) in found.entries else 0 for name in values}
        save_fields(person, db, consensus.id, [Typed(key_of(marker, name), value, at[name]) for name, value in values.items()])
        for item in one.evidence:
            copy_evidence(person, db, consensus, item)
    return tuple(agreed[key].compared.marker for key in dict.fromkeys(seen))
