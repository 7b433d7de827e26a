"""Lays the report out as a row of simple blocks, which every format then writes in its own way: one order, one wording.

The data itself stands in `report.py`, the kinds of block in `report_layout.py`, the annexes in `report_annexes.py`.
"""

from collections.abc import Iterable, Sequence

from app.domain.english import and_list, in_words
from app.domain.instrument import ORDER
from app.domain.report import Departure, Point, ReportData
from app.domain.report_annexes import annex_guidance, annex_markers, annex_quotes, annex_rules, annex_use
from app.domain.report_layout import (
    Bar,
    Block,
    Bullets,
    Facts,
    Heading,
    Paragraph,
    Profile,
    Table,
    cleaned,
    grade_words,
    paragraphs,
)


def blocks(report: ReportData) -> tuple[Block, ...]:
    """The whole report in reading order, without its title."""
    parts = (
        opening(report),
        area_grades(report),
        lenses(report),
        findings(report),
        points(report),
        not_judged(report),
        signatures(report),
        annex_markers(report),
        annex_quotes(report),
        annex_rules(report),
        annex_guidance(report),
        annex_use(report),
    )
    return tuple(cleaned(block) for part in parts for block in part)


def opening(report: ReportData) -> Iterable[Block]:
    """What the report is about, the outcome and its reasons."""
    heading, outcome = report.heading, report.outcome
    if report.public:
        yield Paragraph(report.public.sentence)
    if heading.fictional:
        yield Paragraph(
            "The review, its papers and everybody in them are invented. This report shows how Plumbline works.", "note"
        )
    yield Facts(tuple(heading_rows(report)))
    yield Paragraph(heading.how)
    yield Heading(2, "Outcome", "outcome")
    yield Paragraph(outcome.sentence, "lead")
    for text in outcome.reasons:
        yield Paragraph(text)
    if not outcome.confirmed:
        yield Paragraph("The grade is the rules' proposal. Nobody has confirmed it yet.", "note")
    if outcome.departure:
        yield Paragraph(departure_words("the whole review", outcome.departure))


def heading_rows(report: ReportData) -> Iterable[tuple[str, str]]:
    """The rows of the heading."""
    heading = report.heading
    issue = heading.issue
    yield "Board", heading.board
    yield "Review", heading.reference
    yield from ((fact.name, fact.words) for fact in heading.facts)
    yield "Guidance in force", heading.guidance
    yield "Markers used", f"{heading.instrument.title}, version {heading.instrument.version}"
    if issue.is_preview:
        yield "This report", "Preview. It has not been issued."
        return
    yield "This report", f"Version {issue.version}" + (f", issued on {in_words(issue.on)}" if issue.on else "")
    if issue.reason:
        yield "Why it was issued again", issue.reason


def departure_words(what: str, departure: Departure) -> str:
    """A departure from the rules in sentences, with its reason as it was given."""
    proposed = departure.proposal.label.lower() if departure.proposal else "no grade"
    on = f" on {in_words(departure.on)}" if departure.on else ""
    return (
        f"For {what} the rules proposed {proposed}; {departure.by} decided on {departure.decided.label.lower()}{on}. "
        f"The reason given: {departure.reason or 'none.'}"
    )


def area_grades(report: ReportData) -> Iterable[Block]:
    """The table of area grades and the profile of the markers."""
    yield Heading(2, "Grades by area", "areas")
    rows = []
    for area in report.areas:
        notes = ["Changed by the moderator" if area.departure else "Confirmed" if area.confirmed else "Proposed"]
        if area.provisional and not area.departure:
            notes.append("provisional")
        rows.append(
            (area.title, area.kind.value.capitalize(), grade_words(area.grade), grade_words(area.proposal), ", ".join(notes))
        )
    yield Table("Grade of each area", ("Area", "Kind", "Grade", "Rules proposed", "Standing"), tuple(rows), (28, 15, 17, 17, 23))
    bars = tuple(
        Bar(marker.name, grade_words(marker.grade), marker.grade.rank + 1 if marker.grade and marker.grade.is_graded else 0)
        for marker in report.markers
    )
    yield Heading(3, "Profile of the markers", "profile")
    yield Profile("Grade of each marker", profile_alt(bars), tuple(grade.label for grade in ORDER), bars)
    profile_rows = tuple((bar.label, bar.grade) for bar in bars)
    yield Table("The profile as a table", ("Marker", "Grade"), profile_rows, (70, 30))


def profile_alt(bars: Sequence[Bar]) -> str:
    """The profile in words: how many markers have which grade."""
    order = [grade.label for grade in reversed(ORDER)]
    found = list(dict.fromkeys(bar.grade for bar in bars))
    found.sort(key=lambda label: order.index(label) if label in order else len(order))
    counts = [f"{sum(bar.grade == label for bar in bars)} {label.lower()}" for label in found]
    return f"Bar chart of the grades of {len(bars)} markers: {and_list(counts)}. The table below gives each grade."


def lenses(report: ReportData) -> Iterable[Block]:
    """The five questions."""
    yield Heading(2, "The five questions", "questions")
    for lens in report.lenses:
        yield Heading(3, lens.question, f"question-{lens.lens.value}")
        yield from paragraphs(lens.finding)
        yield Paragraph(lens.summary)
        if lens.evidence:
            yield Paragraph(f"Evidence: {lens.evidence}.", "note")


def findings(report: ReportData) -> Iterable[Block]:
    """Findings by area."""
    yield Heading(2, "Findings by area", "findings")
    for area in report.areas:
        yield Heading(3, area.title, f"area-{area.id}")
        yield Paragraph(" ".join(area.sentences))
        if area.departure:
            yield Paragraph(departure_words("this area", area.departure))


def points(report: ReportData) -> Iterable[Block]:
    """What the review did well, what must improve and, if inadequate, what must be put right and by when."""
    yield Heading(2, "What the review did well", "did-well")
    if report.did_well:
        yield Bullets(tuple(point_words(point) for point in report.did_well))
    else:
        yield Paragraph("The appraisal records no strengths.")
    yield Heading(2, "What must improve", "must-improve")
    if report.must_improve:
        yield Paragraph("The most important comes first.")
        yield Bullets(tuple(point_words(point) for point in report.must_improve), numbered=True)
    else:
        yield Paragraph("The appraisal records nothing that must improve.")
    if report.put_right:
        yield Heading(2, "What must be put right, and by when", "put-right")
        for sentence in report.put_right.sentences:
            yield Paragraph(sentence)
        if report.put_right.by:
            yield Paragraph(f"The action plan is due by {in_words(report.put_right.by)}.")
        if report.put_right.points:
            yield Bullets(report.put_right.points, numbered=True)


def point_words(point: Point) -> str:
    """A strength or an improvement with its marker and the places of its evidence."""
    places = f"; {point.evidence}" if point.evidence else ""
    marker = point.marker_name.replace(". ", ", ", 1)
    return f"{' '.join(point.text.split())} (marker {marker}{places})"


def not_judged(report: ReportData) -> Iterable[Block]:
    """What was not judged, and the limits."""
    yield Heading(2, "What was not judged, and the limits", "limits")
    yield Bullets((*report.not_judged, *report.limits))


def signatures(report: ReportData) -> Iterable[Block]:
    """Who answers for the report."""
    yield Heading(2, "Signatures", "signatures")
    if not report.signatures:
        yield Paragraph("Nobody has signed this report.")
        return
    rows = tuple((s.name, s.post, s.part, in_words(s.on) if s.on else "") for s in report.signatures)
    yield Table("Who answers for this report", ("Name", "Post", "Part", "Date"), rows, (26, 30, 24, 20))
