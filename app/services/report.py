"""The adequacy report: previewing it, issuing it signed and frozen, and fetching what was issued."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from app.data import account as accounts
from app.data import document as documents
from app.data import report as reports
from app.data import review as reviews
from app.data.audit import add_look
from app.data.ids import new_id
from app.data.report import IssuedReport
from app.data.session import Session
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import day_of, now
from app.domain.document import DocumentKind
from app.domain.entry import LENS, key_of
from app.domain.errors import ConflictError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.guidance import check_guidance
from app.domain.instrument import Lens
from app.domain.permission import check_issue, check_read_papers
from app.domain.report import Issue, ReportData, Signature
from app.domain.report_build import AreaDecision, LensFinding, OverallDecision, ReportSources, build_report
from app.domain.review import ReviewStatus
from app.domain.review_check import one_line
from app.outside.json_out import report_from_json, report_json
from app.services.adequacy import Adequacy, open_adequacy

FORMATS = ("html", "pdf", "docx", "json")
# The part of the web page that is shown inside a page of ours, frozen like the files.
BODY = "body"


@dataclass(frozen=True)
class WebReport:
    """The report as a web page: a whole file that stands by itself, and the part of it that goes into a page of ours."""

    file: str
    body: str


Render = Callable[[ReportData], WebReport]


@dataclass(frozen=True)
class Preview:
    """The report as it would be issued now, and what stands in the way of issuing it."""

    data: ReportData
    adequacy: Adequacy
    versions: tuple[IssuedReport, ...]
    obstacles: tuple[str, ...]


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
    return Preview(_build(person, db, adequacy, Issue(), None), adequacy, versions, obstacles(adequacy))


def obstacles(adequacy: Adequacy) -> tuple[str, ...]:
    """What must be done before the report can be issued, as sentences."""
    found = []
    if adequacy.opened.appraisal.submitted_at is None:
        found.append("The appraisal has not been submitted.")
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
    """Sign, number and freeze the report in all four formats. `version` is the number that the page had promised.

    Raises InvalidFieldsError for a missing signature, or reason where it was issued before; NotAllowedError while
    something stands in the way; ConflictError when somebody issued it in the meantime.
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
    files = {name: (sha256_of(content), content) for name, content in write_files(data, render_html).items()}
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


def read_report(person: Person, db: Session, report_id: str) -> ReportData:
    """The data of an issued report, as it was issued."""
    check_read_papers(person)
    report = reports.get_report(db, person.board.id, report_id)
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


def name_of(data: ReportData) -> str:
    """What the report is called: the reference that it was issued for, and its version."""
    issue = data.heading.issue
    return f"{data.heading.reference} {'preview' if issue.is_preview else f'version {issue.version}'}"


def _fetch(person: Person, db: Session, report_id: str, file_format: str) -> tuple[IssuedReport, bytes]:
    check_read_papers(person)
    report = reports.get_report(db, person.board.id, report_id)
    content = reports.get_file(db, report.id, file_format)[1]
    detail = f"version {report.version}" + ("" if file_format == BODY else f", {file_format}")
    add_look(db, event(person, "report opened", "report", report.id, review=report.review, detail=detail))
    return report, content


def list_versions(person: Person, db: Session, appraisal_id: str) -> tuple[IssuedReport, ...]:
    """Every issued version of an appraisal's report, newest first."""
    check_read_papers(person)
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
    papers = documents.list_documents(db, person.board.id, opened.review.id)
    agencies = {paper.agency for paper in papers if paper.kind is DocumentKind.AGENCY and paper.agency}
    overall = adequacy.overall_decision
    findings = [
        LensFinding(lens, entry.value) for lens in Lens if (entry := opened.entries.get(key_of(LENS, lens))) and entry.value
    ]
    submitted = opened.appraisal.submitted_at
    text = {name: decision.text for name, decision in adequacy.decided.items()}
    appraiser = accounts.person_on_board(db, opened.appraisal.appraiser, person.board.id)
    post = appraiser.post if appraiser else ""
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
            appraisers=[
                Signature(
                    opened.appraisal.appraiser_name, post or "Appraiser", "Appraised by", day_of(submitted) if submitted else None
                )
            ],
            moderator=moderator,
            signatory=signatory,
            issue=issue,
            outcome_text=text.get("text/outcome", ""),
            reasons_text=text.get("text/reasons", ""),
        )
    )


def _area_decisions(adequacy: Adequacy) -> list[AreaDecision]:
    decided = []
    for area in adequacy.assessment.areas:
        decision = adequacy.area_decision(area.id)
        if decision and decision.grade:
            decided.append(AreaDecision(area.id, decision.proposal, decision.grade, decision.text, decision.by, decision.at))
    return decided
