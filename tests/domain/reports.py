"""A whole invented appraisal of an invented review, from which the tests build a full report."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from app.domain.adequacy import MarkerGrade, assess
from app.domain.document import Document, DocumentKind, FileFormat, Page, ReadingStatus
from app.domain.guidance import check_guidance
from app.domain.instrument import Grade, Instrument, Lens, Marker
from app.domain.judgement import (
    Answer,
    Bearing,
    Choice,
    Confidence,
    Evidence,
    Judgement,
    OtherSource,
    SourceKind,
)
from app.domain.passage import PaperPage, Passage, whole_page
from app.domain.report import Issue, ReportData, Signature
from app.domain.report_build import AreaDecision, LensFinding, OverallDecision, ReportSources, build_report
from app.domain.review import AgeBand, Agency, Harm, Involved, Part, ReviewDates, ReviewFacts
from tests.domain.instruments import make_instrument

NOON = datetime(2011, 3, 1, 12, tzinfo=UTC)

GRADES: dict[int, Grade | None] = dict.fromkeys(range(1, 19), Grade.GOOD) | {
    3: Grade.ADEQUATE,
    7: Grade.ADEQUATE,
    8: Grade.INADEQUATE,
    10: Grade.ADEQUATE,
    13: Grade.INADEQUATE,
    12: Grade.OUTSTANDING,
    17: Grade.NOT_APPLICABLE,
    18: Grade.NOT_ENOUGH_INFORMATION,
}

FACTS = ReviewFacts(
    reference="FX-2010-04",
    dates=ReviewDates(
        incident=date(2010, 1, 12),
        notified=date(2010, 1, 20),
        decision=date(2010, 2, 26),
        started=date(2010, 3, 15),
        completed=date(2010, 11, 30),
        published=date(2011, 1, 17),
    ),
    harm=Harm.DIED,
    age_band=AgeBand.UNDER_1,
    method="Panel with agency reports and an overview report",
    people=(
        Involved("Jo Marsh", "Director of children's services", Part.PANEL_CHAIR, "Fenwick council", on_board=True),
        Involved("Jo Marsh", "Director of children's services", Part.BOARD_CHAIR, "Fenwick council", on_board=True),
        Involved("Kit Lowe", "Consultant", Part.OVERVIEW_AUTHOR, on_board=False, independent_of_agencies=True),
        Involved("Ida Combe", "Head of safeguarding", Part.PANEL_MEMBER, "Fenwick council"),
        Involved("Ned Vale", "Inspector", Part.PANEL_MEMBER, "Harwich police"),
    ),
    agencies=(Agency("Fenwick council"), Agency("Harwich police"), Agency("Lea community health trust")),
    fictional=True,
)


def paper(ident: str, kind: DocumentKind, title: str, **others: Any) -> Document:
    values: dict[str, Any] = {
        "agency": "",
        "filename": f"{ident}.pdf",
        "size": 1000,
        "sha256": f"{sum(ident.encode()):064x}",
        "status": ReadingStatus.READY,
        "sentence": "Read.",
        "added_at": NOON,
        "added_by": "erin",
        "format": FileFormat.PDF,
        "page_count": 32,
    }
    return Document(id=ident, review="r1", kind=kind, title=title, **(values | others))


PAPERS = (
    paper("overview", DocumentKind.OVERVIEW, "Overview report"),
    paper("terms", DocumentKind.TERMS, "Terms of reference", page_count=3),
    paper("council", DocumentKind.AGENCY, "Agency report of the council", agency="Fenwick council", page_count=14),
    paper("plan", DocumentKind.ACTION_PLAN, "Action plan", format=FileFormat.DOCX, page_count=1),
    paper("scan", DocumentKind.CHRONOLOGY, "Integrated chronology", status=ReadingStatus.NO_TEXT, page_count=40),
)

QUOTES: dict[int, tuple[str, int, str]] = {
    1: ("overview", 3, "The board decided on 26 February 2010 that a review was needed."),
    2: ("terms", 1, "The review shall establish what lessons are to be learned."),
    3: ("overview", 5, "Members received the minutes of the panel by post."),
    7: ("overview", 6, "The panel was chaired by the director, who also chairs the board."),
    8: ("overview", 7, "The agency reports arrived between four and eleven weeks late."),
    10: ("council", 9, "A list of contacts follows; “no further action” was recorded on each."),
    12: ("overview", 12, "The child’s grandmother met the author twice and read the draft."),
    13: ("overview", 19, "Staff should have known that the injuries were not accidental."),
    15: (
        "plan",
        1,
        "Training will be refreshed & “rolled out” <soon> to 100% of staff — #1 *priority* [sic] $5 @ once \\ `now` _x_.",
    ),
}


def judgement_of(marker: Marker, grade: Grade | None) -> Judgement:
    """A judgement with everything in it, every text of its own, so that a test can look for each."""
    n = marker.number
    evidence: list[Evidence] = []
    if n in QUOTES:
        document, page, quote = QUOTES[n]
        place = "Actions, paragraph 2" if document == "plan" else f"page {page}"
        passage = Passage(document, page, 100, 100 + len(quote), quote, "Words before ", " words after", place)
        passage = replace(passage, from_picture=document == "council")
        bearing = Bearing.WEAKENS if grade in (Grade.INADEQUATE, Grade.ADEQUATE) else Bearing.SUPPORTS
        evidence.append(Evidence(f"e{n}", marker.id, bearing, f"Note on the evidence of marker {n}.", passage, added_at=NOON))
    if n == 14:
        page_alone = whole_page(PaperPage("scan", Page(7, "", is_picture=True)))
        evidence.append(Evidence("e14", marker.id, Bearing.SUPPORTS, "A chart of visits by month.", page_alone, added_at=NOON))
    if n == 11:
        other = OtherSource(SourceKind.INTERVIEW, "The panel's administrator told how staff were asked.", "3 February 2011")
        evidence.append(Evidence("e11", marker.id, Bearing.SUPPORTS, "Note on the interview.", other=other))
    answers = {
        prompt.id: Answer(prompt.id, choice, f"Note on {prompt.id}.")
        for prompt, choice in zip(marker.prompts, (list(Choice) * 4)[n % 5 :], strict=False)
    }
    return Judgement(
        marker=marker.id,
        grade=grade,
        reasons=f"Reason one for marker {n} is plain. Reason two for marker {n} follows from it.",
        strengths=f"A strength at marker {n} is that dates are given." if n % 3 == 0 else "",
        improve=f"At marker {n} the review must say more." if n % 2 == 1 else "",
        confidence=(Confidence.HIGH, Confidence.MEDIUM, Confidence.LOW)[n % 3],
        no_evidence=not evidence and grade is not None and grade.is_graded,
        where_looked=f"Every paper was searched for marker {n}." if not evidence else "",
        recorded_reason="The agencies asked for more time in writing." if n == 8 else "",
        answers=answers,
        evidence=tuple(evidence),
    )


def sources(
    instrument: Instrument | None = None, grades: Mapping[int, Grade | None] | None = None, **changes: Any
) -> ReportSources:
    """Everything for a full report on the invented review; keyword arguments replace parts of it."""
    instrument = instrument or make_instrument()
    by_number = GRADES | dict(grades or {})
    judgements = {m.id: judgement_of(m, by_number.get(m.number, Grade.GOOD)) for m in instrument.markers}
    given = [MarkerGrade(j.marker, j.grade, j.recorded_reason) for j in judgements.values()]
    first = assess(instrument, given)
    decisions = tuple(
        AreaDecision(area.id, area.proposal, area.proposal, "", "Carol Dene", NOON)
        for area in first.areas
        if area.proposal is not None
    )
    reason = "The questions set were general & not about this child."
    decisions = tuple(replace(d, decided=Grade.ADEQUATE, reason=reason) if d.area == "scope" else d for d in decisions)
    assessment = assess(instrument, given, {decision.area: decision.decided for decision in decisions})
    base = ReportSources(
        facts=FACTS,
        board="Fenwick safeguarding children board",
        instrument=instrument,
        judgements=judgements,
        assessment=assessment,
        checks=check_guidance(FACTS, ["Fenwick council"]),
        papers=PAPERS,
        area_decisions=decisions,
        overall=OverallDecision(assessment.proposal, Grade.INADEQUATE, "", "Carol Dene", NOON),
        lens_findings=tuple(LensFinding(lens, f"The finding on {lens.value} stands here.") for lens in Lens),
        appraisers=(Signature("Alice Ashby", "Independent reviewer", "Appraised the review", date(2011, 2, 20)),),
        moderator=Signature("Carol Dene", "Moderator", "Confirmed the grades", date(2011, 3, 1)),
        signatory=Signature("Erin Foss", "Independent chair of the board", "Signed for the board", date(2011, 3, 4)),
        issue=Issue(2, date(2011, 3, 4), "A page reference was wrong in version 1."),
    )
    return replace(base, **changes)


def full_report(instrument: Instrument | None = None, **changes: Any) -> ReportData:
    """A full report on the invented review."""
    return build_report(sources(instrument, **changes))
