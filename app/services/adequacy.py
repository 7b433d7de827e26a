"""Judging adequacy: what the rules propose for areas and the whole, and what a moderator decides."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.data import decision as decisions
from app.data.decision import Decision
from app.data.session import Session
from app.domain.account import Person
from app.domain.adequacy import Assessment, MarkerGrade, WhatIf, assess, what_if
from app.domain.audit import event
from app.domain.errors import InvalidFieldsError, NotFoundError
from app.domain.instrument import Grade, Instrument
from app.domain.judgement import Judgement
from app.domain.permission import check_decide_adequacy
from app.services.appraisal import OpenAppraisal, open_appraisal
from app.settings import get_settings

OVERALL = "overall"
AREA = "area/"
CHANGED = "The proposal is another one since you opened this page, because grades were changed. Look at it, then decide again."
TEXTS = {"text/outcome": "The outcome in one sentence", "text/reasons": "The reasons"}


@dataclass(frozen=True)
class Adequacy:
    """Everything on which adequacy is judged. `decided` holds a moderator's decisions by subject."""

    opened: OpenAppraisal
    assessment: Assessment
    decided: dict[str, Decision]
    what_if: tuple[WhatIf, ...]

    def area_decision(self, area: str) -> Decision | None:
        """The decision on this area that still counts: one that was made on another proposal does not."""
        decision = self.decided.get(AREA + area)
        proposal = next(result.proposal for result in self.assessment.areas if result.id == area)
        return decision if decision and decision.grade and decision.proposal == proposal else None

    @property
    def overall_decision(self) -> Decision | None:
        """The decision on the whole that still counts."""
        decision = self.decided.get(OVERALL)
        return decision if decision and decision.grade and decision.proposal == self.assessment.proposal else None

    @property
    def grade(self) -> Grade | None:
        """The overall grade as it stands: the decided one, else the proposal."""
        return self.overall_decision.grade if self.overall_decision else self.assessment.proposal

    @property
    def texts_to_read_again(self) -> tuple[str, ...]:
        """Titles of the moderator's own texts that were written when the overall grade was another one."""
        return tuple(
            title
            for subject, title in TEXTS.items()
            if (written := self.decided.get(subject)) and written.text and written.grade != self.grade
        )

    @property
    def is_decided(self) -> bool:
        """Whether every area that can be judged, and the whole, was confirmed or departed from."""
        areas = (r for r in self.assessment.areas if r.proposal is not None and r.proposal.is_graded)
        return self.overall_decision is not None and all(self.area_decision(area.id) for area in areas)


def marker_grades(instrument: Instrument, judgements: dict[str, Judgement]) -> list[MarkerGrade]:
    """The grades as the rules want them; the reason is the one that the papers record."""
    return [MarkerGrade(m.id, judgements[m.id].grade, judgements[m.id].recorded_reason) for m in instrument.markers]


def open_adequacy(person: Person, db: Session, appraisal_id: str) -> Adequacy:
    """What the rules propose and what was decided. Raises NotAllowedError before the person may see it."""
    opened = open_appraisal(person, db, appraisal_id)
    decided = decisions.list_decisions(db, appraisal_id)
    grades = marker_grades(opened.instrument, opened.judgements)
    proposed = assess(opened.instrument, grades)
    overrides = {
        area.id: decision.grade
        for area in proposed.areas
        if (decision := decided.get(AREA + area.id)) and decision.grade and decision.proposal == area.proposal
    }
    # A confirmed area would follow its markers, so that what-if keeps the departures alone.
    departures = {
        area.id: overrides[area.id] for area in proposed.areas if overrides.get(area.id, area.proposal) != area.proposal
    }
    changes = what_if(opened.instrument, grades, departures)
    return Adequacy(opened, assess(opened.instrument, grades, overrides), decided, changes)


def decide(
    person: Person,
    db: Session,
    appraisal_id: str,
    subject: str,
    *,
    grade: str,
    reason: str,
    based_on: int,
    seen: str | None = None,
) -> None:
    """Confirm the proposal for an area or the whole, or depart from it with a reason.

    `seen` is the proposal that the page had shown ("" for none), None where there was no page. Raises InvalidFieldsError,
    ConflictError when somebody decided in the meantime, NotFoundError for no such subject.
    """
    adequacy = open_adequacy(person, db, appraisal_id)
    check_decide_adequacy(person, adequacy.opened.appraisal)
    proposal = _proposal(adequacy, subject)
    problems = {}
    if seen is not None and seen != (proposal or ""):
        problems["grade"] = CHANGED
    elif grade not in set(Grade) or not Grade(grade).is_graded:
        problems["grade"] = "Choose a grade."
    elif proposal is not None and grade != proposal and not reason:
        problems["reason"] = "You depart from the proposal. Give your reason; it is printed in the report."
    elif proposal is None and not reason:
        problems["reason"] = "The rules cannot propose a grade yet. Give your reason; it is printed in the report."
    if len(reason) > get_settings().text_characters:
        problems["reason"] = f"Shorten the reason to {get_settings().text_characters:,} characters or fewer."
    if problems:
        raise InvalidFieldsError(problems)
    _add(person, db, adequacy, subject, based_on, proposal, Grade(grade), reason)


def write_text(person: Person, db: Session, appraisal_id: str, subject: str, *, text: str, based_on: int) -> None:
    """Put one's own words in place of a generated text of the report; empty brings the generated one back.

    The overall grade of the moment is kept with them, so that they are read again when it becomes another.
    """
    adequacy = open_adequacy(person, db, appraisal_id)
    check_decide_adequacy(person, adequacy.opened.appraisal)
    if subject not in TEXTS:
        raise NotFoundError
    if len(text) > get_settings().text_characters:
        raise InvalidFieldsError({"text": f"Shorten the text to {get_settings().text_characters:,} characters or fewer."})
    if text or subject in adequacy.decided:
        _add(person, db, adequacy, subject, based_on, None, adequacy.grade, text)


def _proposal(adequacy: Adequacy, subject: str) -> Grade | None:
    if subject == OVERALL:
        return adequacy.assessment.proposal
    for area in adequacy.assessment.areas:
        if subject == AREA + area.id:
            return area.proposal
    raise NotFoundError("We could not find that area.")


def _add(
    person: Person,
    db: Session,
    adequacy: Adequacy,
    subject: str,
    based_on: int,
    proposal: Grade | None,
    grade: Grade | None,
    text: str,
) -> None:
    appraisal = adequacy.opened.appraisal
    newest = adequacy.decided.get(subject)
    if newest and (newest.proposal, newest.grade, newest.text) == (proposal, grade, text):
        return
    if based_on > (newest.version if newest else 0):
        raise NotFoundError("That decision does not exist. Open the page again.")
    audit = event(person, "decided", "appraisal", appraisal.id, review=appraisal.review, detail=subject)
    decisions.add_decision(
        db, appraisal.id, subject, based_on=based_on, proposal=proposal, grade=grade, text=text, by=person.id, audit=audit
    )


def confirm_areas(person: Person, db: Session, appraisal_id: str, seen: Mapping[str, str]) -> None:
    """Confirm the proposal of every area that has none decided yet. The whole is left: it is looked at by itself.

    `seen` has the proposals that the page had shown, by area: one that has changed since then is not confirmed unseen.
    """
    adequacy = open_adequacy(person, db, appraisal_id)
    check_decide_adequacy(person, adequacy.opened.appraisal)
    for area in adequacy.assessment.areas:
        is_open = area.proposal and area.proposal.is_graded and adequacy.area_decision(area.id) is None
        if is_open and seen.get(area.id) == area.proposal:
            subject = AREA + area.id
            before = adequacy.decided.get(subject)
            _add(person, db, adequacy, subject, before.version if before else 0, area.proposal, area.proposal, "")
