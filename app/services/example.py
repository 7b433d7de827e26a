"""Loading the worked example: its board and people, the review, its papers, two appraisals and an issued report.

Every step goes through the same services as a person's work. Each is kept as it ends and is left out when it was done
before, so that loading which was broken off goes on where it stopped.
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.data import account as accounts
from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import report as issued
from app.data import review as reviews
from app.data.session import Session, work
from app.domain.account import Person, Role
from app.domain.document import DocumentKind, ReadingStatus
from app.domain.errors import PlumblineError
from app.domain.judgement import Evidence
from app.domain.passage import Found, find_quote
from app.example.content import ExampleAdequacy, ExampleAppraisal, ExampleEvidence, read_complete, read_half, read_review
from app.outside.files import Incoming
from app.services import adequacy, appraisal_save, document, document_read, evidence, identifier, report, review
from app.services.account import create_account
from app.services.appraisal import start_appraisal, submit_appraisal
from app.services.appraisal_save import Typed
from app.services.report import Render
from app.services.round import open_round
from app.settings import Settings

if TYPE_CHECKING:  # every start asks whether the example is loaded; what makes files of it is loaded only for that
    from app.example.papers import BuiltPaper

BLOCK = 1 << 20
OPENED_BECAUSE = "The board asked for a report on the appraisal that is complete; the other one is still being written."


def load_example(settings: Settings, render_html: Render) -> Person:
    """Load the worked example and return the person with whom to look at it. Loading it twice changes nothing."""
    mark = settings.var_dir / "example-unfinished"
    if mark.exists():
        # Loading was broken off, and perhaps its reader with it, which then still holds its paper.
        document_read.put_down(settings)
    mark.write_text("The worked example is being loaded.\n")
    complete, half = read_complete(), read_half()
    with work(settings.database) as db:
        people = _people(db, complete, half)
    erin = people["erin"]
    with work(settings.database) as db:
        review_id = _review(erin, db)
    papers = _papers(erin, settings, review_id)
    with work(settings.database) as db:
        first = _appraisal(people["alice"], db, review_id, complete, papers)
    with work(settings.database) as db:
        _appraisal(people["bob"], db, review_id, half, papers)
    with work(settings.database) as db:
        open_round(people["carol"], db, review_id, OPENED_BECAUSE)
    with work(settings.database) as db:
        _report(people["carol"], erin, db, first, complete, render_html)
    mark.unlink()
    return erin


def is_unfinished(settings: Settings) -> bool:
    """Whether loading was broken off."""
    return (settings.var_dir / "example-unfinished").exists()


def _people(db: Session, complete: ExampleAppraisal, half: ExampleAppraisal) -> dict[str, Person]:
    board, _ = read_review()
    moderated = complete.adequacy
    assert moderated
    # Erin holds every role, so that one person can try the whole job.
    wanted = {
        "erin": (moderated.signatory, frozenset(Role)),
        "alice": (complete.appraiser, frozenset({Role.APPRAISER})),
        "bob": (half.appraiser, frozenset({Role.APPRAISER})),
        "carol": (moderated.moderator, frozenset({Role.MODERATOR, Role.COMMISSIONER})),
    }
    people = {}
    for key, (somebody, roles) in wanted.items():
        email = f"{key}@wexcombe.example"
        found = accounts.find_account(db, email)
        if found is None:
            people[key] = create_account(db, board_name=board, name=somebody.name, email=email, post=somebody.post, roles=roles)
            continue
        own = accounts.find_board(db, board)
        assert own
        person = accounts.person_on_board(db, found[0], own.id)
        assert person
        people[key] = person
    return people


def _review(erin: Person, db: Session) -> str:
    _, facts = read_review()
    lines, _ = reviews.list_reviews(db, erin.board.id, search=facts.reference)
    for line in lines:
        if line.reference == facts.reference:
            return line.id
    return review.register_review(erin, db, facts).id


def _papers(erin: Person, settings: Settings, review_id: str) -> dict[str, str]:
    """Document ids by the key under which the appraisals name a paper, all of them read."""
    from app.example.papers import build_papers

    with tempfile.TemporaryDirectory(prefix="plumbline-example-") as folder:
        built = build_papers(Path(folder))
        with work(settings.database) as db:
            there = {paper.filename: paper.id for paper in documents.list_documents(db, erin.board.id, review_id)}
        for paper in built:
            if paper.filename not in there:
                there[paper.filename] = _add_paper(erin, settings, review_id, paper)
            _read(erin, settings, review_id, there[paper.filename])
    return {paper.key: there[paper.filename] for paper in built}


def _add_paper(erin: Person, settings: Settings, review_id: str, paper: "BuiltPaper") -> str:
    with Incoming(settings.files_dir) as incoming:
        with paper.path.open("rb") as source:
            while block := source.read(BLOCK):
                incoming.write(block)
        sent = document.Sent(paper.filename, incoming.finish())
    with work(settings.database) as db:
        added = document.add_papers(erin, db, review_id, [sent], settings.files_dir, lambda _: None)
        new = added.documents[0]
        db.flush()
        agency = paper.agency if paper.kind is DocumentKind.AGENCY else ""
        said = document.Description(paper.kind.value, agency, paper.title)
        document.describe_papers(erin, db, review_id, {new.id: said})
    return new.id


def _read(erin: Person, settings: Settings, review_id: str, document_id: str) -> None:
    with work(settings.database) as db:
        paper = document.get_paper(erin, db, review_id, document_id)
        if paper.status is ReadingStatus.READY:
            return
        if paper.status.is_final:
            document_read.read_again(erin, db, review_id, document_id, lambda _: None)
    if document_read.read_paper(settings, document_id) is not ReadingStatus.READY:
        raise PlumblineError(f"The worked example is not loaded: “{paper.title}” could not be read. Start again to go on.")


def _appraisal(person: Person, db: Session, review_id: str, content: ExampleAppraisal, papers: dict[str, str]) -> str:
    if existing := appraisals.own_appraisal(db, person.board.id, review_id, person.id):
        return existing.id
    appraisal = start_appraisal(person, db, review_id)
    for key, value in content.entries:
        appraisal_save.save_field(person, db, appraisal.id, Typed(key, value, 0))
    for item in content.evidence:
        _evidence(person, db, appraisal.id, review_id, item, papers)
    if content.adequacy:
        submit_appraisal(person, db, appraisal.id)
    return appraisal.id


def _evidence(
    person: Person, db: Session, appraisal_id: str, review_id: str, item: ExampleEvidence, papers: dict[str, str]
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
    pages = documents.pages_of(db, person.board.id, review_id, papers[item.paper])
    found = find_quote(pages, item.quote)
    if not isinstance(found, Found):
        raise RuntimeError(f"the example quotes words that are not in {item.paper}")
    return evidence.add_found(person, db, appraisal_id, item.marker, found.passages[0], item.bearing, item.note)


def _report(carol: Person, erin: Person, db: Session, appraisal_id: str, content: ExampleAppraisal, render_html: Render) -> None:
    decided = content.adequacy
    assert decided
    if issued.newest_version(db, appraisal_id):
        return
    opened = adequacy.open_adequacy(carol, db, appraisal_id)
    for choice in decided.areas:
        result = next(area for area in opened.assessment.areas if area.id == choice.area)
        grade = choice.grade or result.proposal
        if grade and grade.is_graded:
            subject = adequacy.AREA + choice.area
            adequacy.decide(carol, db, appraisal_id, subject, grade=grade, reason=choice.reason, based_on=0)
    db.flush()
    overall = adequacy.open_adequacy(carol, db, appraisal_id).assessment.proposal
    assert overall
    adequacy.decide(carol, db, appraisal_id, adequacy.OVERALL, grade=overall, reason="", based_on=0)
    adequacy.write_text(carol, db, appraisal_id, "text/outcome", text=decided.outcome, based_on=0)
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
