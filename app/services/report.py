"""The adequacy report: previewing it, issuing it signed and frozen, and fetching what was issued."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace

from app.data import document as documents
from app.data import report as reports
from app.data import review as reviews
from app.data import round as rounds
from app.data.audit import add_look
from app.data.ids import new_id
from app.data.report import IssuedReport
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import day_of, now
from app.domain.document import DocumentKind
from app.domain.document_version import as_cited
from app.domain.entry import LENS, key_of
from app.domain.errors import ConflictError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.guidance import check_guidance
from app.domain.identifier import Answer
from app.domain.identifier_report import Question, left_out, unanswered
from app.domain.instrument import Lens
from app.domain.permission import check_issue, check_read_papers, check_read_report
from app.domain.report import Issue, ReportData, Signature
from app.domain.report_build import AreaDecision, LensFinding, OverallDecision, ReportSources, build_report
from app.domain.report_public import LeftOut, public_report
from app.domain.review import ReviewStatus
from app.domain.review_check import one_line
from app.outside.json_out import report_from_json, report_json
from app.services.adequacy import Adequacy, open_adequacy
from app.services.agreement import note_for_report
from app.services.identifier import ask_about_report
from app.services.outcome_hold import hold_of, outcome_sources
from app.services.report_consensus import appraisers_of, consensus_sources, others_apart
from app.services.team_look import check_open

FORMATS = ("html", "pdf", "docx", "json")
# The part of the web page that is shown inside a page of ours, frozen like the files.
BODY = "body"
# In front of the name of a format: that of the public version.
PUBLIC = "public."
NO_PUBLIC = "This version was issued without a public version. Issue the report again to have one."


@dataclass(frozen=True)
class WebReport:
    """The report as a web page: a whole file that stands by itself, and the part of it that goes into a page of ours."""

    file: str
    body: str


Render = Callable[[ReportData], WebReport]


@dataclass(frozen=True)
class Preview:
    """The report as it would be issued now, what stands in the way of issuing it, and what in it may identify a person."""

    data: ReportData
    adequacy: Adequacy
    versions: tuple[IssuedReport, ...]
    obstacles: tuple[str, ...]
    questions: tuple[Question, ...]

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """What must be answered before the report is issued."""
        return unanswered(self.questions)

    @property
    def public(self) -> ReportData:
        """The public version, as it would be issued with the answers given so far."""
        return public_of(self.data, self.questions)


class UnansweredError(NotAllowedError):
    """Something in the report may identify a person, and nobody has said what is to be done about it."""

    def __init__(self, questions: tuple[Question, ...]) -> None:
        number = "one place" if len(questions) == 1 else f"{len(questions)} places"
        super().__init__(f"The report cannot be issued yet. Answer first about {number} in it that may identify a person.")
        self.questions = questions


def preview_report(person: Person, db: Session, appraisal_id: str) -> Preview:
    """The report as it would be issued now, to be read. It quotes the papers, so that this is a look."""
    preview = prepare_report(person, db, appraisal_id)
    review = preview.adequacy.opened.review.id
    add_look(db, event(person, "report previewed", "appraisal", appraisal_id, review=review))
    return preview


def prepare_report(person: Person, db: Session, appraisal_id: str) -> Preview:
    """The report as it would be issued now, of which nothing is shown but what is not quoted from the papers."""
    adequacy = open_adequacy(person, db, appraisal_id)
    versions = reports.list_reports(db, person.board.id, appraisal=appraisal_id)
    data = _build(person, db, adequacy, Issue(), None)
    questions = ask_about_report(person, db, appraisal_id, data)
    return Preview(data, adequacy, versions, obstacles(adequacy), questions)


def ask_about_issue(person: Person, db: Session, appraisal_id: str, preview: Preview, reason: str) -> tuple[Question, ...]:
    """What may identify a person in the report, and in the reason why it is issued again, as it is being typed."""
    heading = replace(preview.data.heading, issue=Issue(0, None, reason))
    return ask_about_report(person, db, appraisal_id, replace(preview.data, heading=heading))


def public_of(data: ReportData, questions: tuple[Question, ...]) -> ReportData:
    """The public version of a report, by the answers given."""
    kept = [question.words for question in questions if question.answer and question.answer.answer is Answer.KEPT]
    return public_report(data, words_left_out(questions), kept)


def words_left_out(questions: tuple[Question, ...]) -> tuple[LeftOut, ...]:
    """The words that the public version leaves out."""
    return tuple(LeftOut(q.kind, q.words, q.answer.reason if q.answer else "") for q in left_out(questions))


def obstacles(adequacy: Adequacy) -> tuple[str, ...]:
    """What must be done before the report can be issued, as sentences."""
    found = []
    if adequacy.opened.appraisal.submitted_at is None:
        is_consensus = adequacy.opened.appraisal.is_consensus
        found.append("The consensus has not been signed off." if is_consensus else "The appraisal has not been submitted.")
    if not adequacy.is_decided:
        found.append("Not every area and the overall grade have been confirmed or changed.")
    found += [
        f"“{title}” was written when the overall grade was another one. A moderator must write it again."
        for title in adequacy.texts_to_read_again
    ]
    return tuple(found)


def issue_report(
    person: Person, db: Session, appraisal_id: str, *, version: int, signatory: str, post: str, reason: str, render_html: Render
) -> IssuedReport:
    """Sign, number and freeze the report and its public version in all four formats. `version` is the number that the page
    had promised.

    Raises InvalidFieldsError for a missing signature, or reason where it was issued before; NotAllowedError while
    something stands in the way, as UnansweredError where something in it may identify a person and was not answered;
    ConflictError when somebody issued it in the meantime.
    """
    check_issue(person)
    adequacy = open_adequacy(person, db, appraisal_id)
    if stands := obstacles(adequacy):
        raise NotAllowedError(f"The report cannot be issued yet. {' '.join(stands)}")
    newest = reports.newest_version(db, appraisal_id)
    if version != newest + 1:
        raise ConflictError(reports.NEWER, "", "", newest)
    signatory, post = one_line(signatory), one_line(post)
    _check_signature(signatory, post, reason, version)
    moment = now()
    appraisal = adequacy.opened.appraisal
    signature = Signature(signatory, post, "Signed for the board", day_of(moment))
    data = _build(person, db, adequacy, Issue(version, day_of(moment), reason), signature)
    questions = ask_about_report(person, db, appraisal_id, data)
    if still := unanswered(questions):
        raise UnansweredError(still)
    written = write_files(data, render_html)
    written |= {PUBLIC + name: content for name, content in write_files(public_of(data, questions), render_html).items()}
    files = {name: (sha256_of(content), content) for name, content in written.items()}
    report = IssuedReport(
        id=new_id(),
        review=appraisal.review,
        appraisal=appraisal.id,
        version=version,
        overall=data.outcome.grade,
        signatory=signatory,
        post=post,
        reason=reason,
        sha256=files["json"][0],
        issued_at=moment,
        issued_by=person.id,
        left_out=words_left_out(questions),
    )
    audit = event(person, "report issued", "report", report.id, review=appraisal.review, detail=f"version {version}")
    reports.add_report(db, person.board.id, report, files, audit)
    reviews.set_status(db, appraisal.review, ReviewStatus.ISSUED)
    return report


def write_files(data: ReportData, render_html: Render) -> dict[str, bytes]:
    """All four formats by the ending of their name, and the body of the web page."""
    web = render_html(data)
    files = {name: write(data) for name, write in _writers().items()}
    return {**files, "html": web.file.encode(), BODY: web.body.encode()}


def write_file(data: ReportData, file_format: str, render_html: Render) -> bytes:
    """One format of a previewed report. Raises NotFoundError for another ending."""
    if file_format == "html":
        return render_html(data).file.encode()
    if file_format not in FORMATS:
        raise NotFoundError
    return _writers()[file_format](data)


def _writers() -> dict[str, Callable[[ReportData], bytes]]:
    # Loaded with the first report and not at start: they take 15 MB, and most days no report is written.
    from app.outside.docx_out import report_docx
    from app.outside.pdf_out import report_pdf

    return {"json": report_json, "pdf": report_pdf, "docx": report_docx}


def sha256_of(content: bytes) -> str:
    """The SHA-256 of these bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def _look_up(person: Person, db: Session, report_id: str) -> IssuedReport:
    """An issued report that this person may read now."""
    check_read_papers(person)
    check_open(person, db, "report", report_id)
    report = reports.get_report(db, person.board.id, report_id)
    check_read_report(person, rounds.get_round(db, person.board.id, report.review))
    hold_of(person, db, report.review).check_open()
    return report


def read_report(person: Person, db: Session, report_id: str) -> ReportData:
    """The data of an issued report, as it was issued."""
    report = _look_up(person, db, report_id)
    return report_from_json(reports.get_file(db, report.id, "json")[1])


def open_report(person: Person, db: Session, report_id: str) -> tuple[IssuedReport, str]:
    """An issued report and the body of its web page, as issued. Raises NotFoundError."""
    report, body = _fetch(person, db, report_id, BODY)
    return report, body.decode()


def fetch_file(person: Person, db: Session, report_id: str, file_format: str) -> tuple[str, bytes]:
    """One format of an issued report, byte for byte as issued, and a name for it. Raises NotFoundError."""
    if file_format not in FORMATS:
        raise NotFoundError(reports.MISSING)
    _, content = _fetch(person, db, report_id, file_format)
    return name_of(read_report(person, db, report_id)), content


def fetch_public(person: Person, db: Session, report_id: str, file_format: str) -> tuple[str, bytes]:
    """One format of the public version of an issued report, byte for byte as issued, and a name for it. Raises NotFoundError."""
    if file_format not in FORMATS:
        raise NotFoundError(reports.MISSING)
    _, content = _fetch(person, db, report_id, PUBLIC + file_format)
    report = reports.get_report(db, person.board.id, report_id)
    return name_of(report_from_json(reports.get_file(db, report.id, f"{PUBLIC}json")[1])), content


def open_public(person: Person, db: Session, report_id: str) -> tuple[IssuedReport, str]:
    """An issued report and the body of its public version's web page, as issued. Raises NotFoundError."""
    report, body = _fetch(person, db, report_id, PUBLIC + BODY)
    return report, body.decode()


def has_public(person: Person, db: Session, report: IssuedReport) -> bool:
    """Whether a public version was issued with this report: those issued before there were any have none."""
    check_read_papers(person)
    return reports.has_file(db, report.id, f"{PUBLIC}json")


def name_of(data: ReportData) -> str:
    """What the report is called: the reference that it was issued for, and its version."""
    issue = data.heading.issue
    called = f"{data.heading.reference} {'preview' if issue.is_preview else f'version {issue.version}'}"
    return f"{called}, public version" if data.public else called


def _fetch(person: Person, db: Session, report_id: str, file_format: str) -> tuple[IssuedReport, bytes]:
    report = _look_up(person, db, report_id)
    if file_format.startswith(PUBLIC) and not reports.has_file(db, report.id, file_format):
        raise NotFoundError(NO_PUBLIC)
    content = reports.get_file(db, report.id, file_format)[1]
    detail = f"version {report.version}" + (
        "" if file_format == BODY else f", {file_format.removesuffix('.body').replace('.', ' ')}"
    )
    add_look(db, event(person, "report opened", "report", report.id, review=report.review, detail=detail))
    return report, content


def list_versions(person: Person, db: Session, appraisal_id: str) -> tuple[IssuedReport, ...]:
    """Every issued version of an appraisal's report, newest first."""
    check_read_papers(person)
    check_open(person, db, "appraisal", appraisal_id)
    return reports.list_reports(db, person.board.id, appraisal=appraisal_id)


def _check_signature(signatory: str, post: str, reason: str, version: int) -> None:
    problems = {}
    if not signatory:
        problems["signatory"] = "Give the name of the person who signs."
    if not post:
        problems["post"] = "Give the post of the person who signs."
    if version > 1 and not reason:
        problems["reason"] = f"Version {version - 1} has been issued already. Say why you issue the report again."
    for field, value, longest in (("signatory", signatory, 200), ("post", post, 200), ("reason", reason, 5000)):
        if len(value) > longest:
            problems[field] = f"Shorten this to {longest:,} characters or fewer."
    if problems:
        raise InvalidFieldsError(problems)


def _build(person: Person, db: Session, adequacy: Adequacy, issue: Issue, signatory: Signature | None) -> ReportData:
    opened = adequacy.opened
    evidence = (item for judgement in opened.judgements.values() for item in judgement.evidence)
    cited = {item.passage.document for item in evidence if item.passage}
    hold = hold_of(person, db, opened.review.id)
    papers = as_cited([hold.shown(one) for one in documents.list_documents(db, person.board.id, opened.review.id)], cited)
    agencies = {paper.agency for paper in papers if paper.kind is DocumentKind.AGENCY and paper.agency}
    overall = adequacy.overall_decision
    findings = [
        LensFinding(lens, entry.value) for lens in Lens if (entry := opened.entries.get(key_of(LENS, lens))) and entry.value
    ]
    text = {name: decision.text for name, decision in adequacy.decided.items()}
    moderator = Signature(overall.by, overall.post or "Moderator", "Moderated by", day_of(overall.at)) if overall else None
    return build_report(
        ReportSources(
            facts=opened.review.facts,
            board=person.board.name,
            instrument=opened.instrument,
            judgements=opened.judgements,
            assessment=adequacy.assessment,
            checks=check_guidance(opened.review.facts, agencies),
            papers=papers,
            area_decisions=_area_decisions(adequacy),
            overall=OverallDecision(overall.proposal, overall.grade, overall.text, overall.by, overall.at)
            if overall and overall.grade
            else None,
            lens_findings=findings,
            appraisers=appraisers_of(person, db, opened),
            others=others_apart(person, db, opened),
            moderator=moderator,
            signatory=signatory,
            issue=issue,
            outcome_text=text.get("text/outcome", ""),
            reasons_text=text.get("text/reasons", ""),
            agreement=note_for_report(person, db, opened.review.id),
            consensus=consensus_sources(person, db, opened),
            outcome=outcome_sources(person, db, opened),
        )
    )


def _area_decisions(adequacy: Adequacy) -> list[AreaDecision]:
    decided = []
    for area in adequacy.assessment.areas:
        decision = adequacy.area_decision(area.id)
        if decision and decision.grade:
            decided.append(AreaDecision(area.id, decision.proposal, decision.grade, decision.text, decision.by, decision.at))
    return decided
