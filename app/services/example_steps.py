"""Steps by which the worked example is made: an appraisal written as a person writes it, and a report decided on and issued.

Which reviews there are, and in what order, is in `example.py` and `example_further.py`.
"""

from collections.abc import Mapping, Sequence

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import entry as entries
from app.data import report as issued
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.judgement import Evidence
from app.domain.passage import Found, PaperPage, find_quote
from app.example.content import ExampleAdequacy, ExampleAppraisal, ExampleEvidence
from app.services import adequacy, appraisal_save, evidence, identifier, report
from app.services.appraisal import start_appraisal, submit_appraisal
from app.services.appraisal_save import Typed
from app.services.report import Render


def write_appraisal(
    person: Person, db: Session, review_id: str, content: ExampleAppraisal, papers: dict[str, str], *, submits: bool
) -> str:
    """Start, write and perhaps submit this person's appraisal, unless it was begun before; returns its id.

    `papers` has the ids of the review's papers by the key under which the content names them.
    """
    if existing := appraisals.own_appraisal(db, person.board.id, review_id, person.id):
        return existing.id
    appraisal = start_appraisal(person, db, review_id)
    write_down(person, db, appraisal, content, papers)
    if submits:
        submit_appraisal(person, db, appraisal.id)
    return appraisal.id


def write_down(person: Person, db: Session, appraisal: Appraisal, content: ExampleAppraisal, papers: dict[str, str]) -> None:
    """Save the fields over whatever stands in them, and add the evidence. Raises RuntimeError where something is refused."""
    there = entries.newest_entries(db, appraisal.id)
    typed = [Typed(key, value, there[key].version if key in there else 0) for key, value in content.entries]
    saved = appraisal_save.save_fields(person, db, appraisal.id, typed)
    if saved.conflicts or saved.problems:
        raise RuntimeError(f"the example cannot be saved: {sorted({**saved.conflicts, **saved.problems})}")
    cited = {item.paper for item in content.evidence if item.paper}
    pages = {key: documents.pages_of(db, person.board.id, appraisal.review, papers[key]) for key in cited}
    for item in content.evidence:
        _evidence(person, db, appraisal.id, item, pages)


def _evidence(
    person: Person, db: Session, appraisal_id: str, item: ExampleEvidence, pages: Mapping[str, Sequence[PaperPage]]
) -> Evidence:
    if item.source:
        return evidence.add_other(
            person,
            db,
            appraisal_id,
            item.marker,
            kind=item.source,
            description=item.description,
            dated=item.dated,
            bearing=item.bearing,
            note=item.note,
        )
    found = find_quote(pages[item.paper], item.quote)
    if not isinstance(found, Found):
        raise RuntimeError(f"the example quotes words that are not in {item.paper}")
    return evidence.add_found(person, db, appraisal_id, item.marker, found.passages[0], item.bearing, item.note)


def issue_example(
    person: Person, erin: Person, db: Session, appraisal_id: str, decided: ExampleAdequacy, render_html: Render
) -> None:
    """Decide as the moderator, this person, and issue as the commissioner, unless the report was issued before."""
    if issued.newest_version(db, appraisal_id):
        return
    for choice in decided.areas:
        if choice.grade:
            subject = adequacy.AREA + choice.area
            adequacy.decide(person, db, appraisal_id, subject, grade=choice.grade, reason=choice.reason, based_on=0)
    db.flush()
    proposed = adequacy.open_adequacy(person, db, appraisal_id).assessment.areas
    adequacy.confirm_areas(person, db, appraisal_id, {area.id: area.proposal or "" for area in proposed})
    db.flush()
    overall = adequacy.open_adequacy(person, db, appraisal_id).assessment.proposal
    assert overall
    adequacy.decide(person, db, appraisal_id, adequacy.OVERALL, grade=overall, reason="", based_on=0)
    adequacy.write_text(person, db, appraisal_id, "text/outcome", text=decided.outcome, based_on=0)
    db.flush()
    _answer_identifiers(erin, db, appraisal_id, decided)
    report.issue_report(
        erin,
        db,
        appraisal_id,
        version=1,
        signatory=decided.signatory.name,
        post=decided.signatory.post,
        reason="",
        render_html=render_html,
    )


def _answer_identifiers(erin: Person, db: Session, appraisal_id: str, decided: ExampleAdequacy) -> None:
    preview = report.prepare_report(erin, db, appraisal_id)
    given = {
        question.key: identifier.Typed(*decided.identifiers[question.words])
        for question in preview.unanswered
        if question.words in decided.identifiers
    }
    identifier.answer_questions(erin, db, preview.adequacy.opened.appraisal, preview.questions, given)
    db.flush()
