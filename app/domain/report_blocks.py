"""Lays the report out as a row of simple blocks, which every format then writes in its own way: one order, one wording.

No format is known here: no HTML, no PDF. The data itself stands in `report.py`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.english import and_list, in_words
from app.domain.instrument import ORDER, Grade
from app.domain.judgement import Bearing
from app.domain.report import Departure, MarkerEntry, Point, QuoteEntry, ReportData
from app.domain.report_evidence import SOURCE_LABELS


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 for a part, 3 and 4 below it. `annex` opens an annex, on a new page where there are pages."""

    level: int
    text: str
    id: str
    annex: bool = False
    kind: str = "heading"


@dataclass(frozen=True)
class Paragraph:
    """One paragraph. `lead` marks the outcome, `note` the small print."""

    text: str
    style: str = ""
    kind: str = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where its order means something."""

    items: tuple[str, ...]
    numbered: bool = False
    kind: str = "bullets"


@dataclass(frozen=True)
class Facts:
    """Names with their words, as a list of pairs."""

    rows: tuple[tuple[str, str], ...]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """A table with a caption and a header row; the first cell of each row heads it. `widths` are shares of the whole."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    kind: str = "table"


@dataclass(frozen=True)
class Quote:
    """A quote word for word, with the words around it, where it stands and what it is evidence for."""

    id: str
    before: str
    text: str
    after: str
    place: str
    uses: tuple[str, ...]
    kind: str = "quote"


@dataclass(frozen=True)
class Bar:
    """One marker of the profile. `length` is 1 for inadequate to 4 for outstanding, 0 for what is no grade."""

    label: str
    grade: str
    length: int


@dataclass(frozen=True)
class Profile:
    """The profile of the markers, to be drawn. `alt` says in words what it shows; a table with the same stands after it."""

    title: str
    alt: str
    scale: tuple[str, ...]
    bars: tuple[Bar, ...]
    kind: str = "profile"


Block = Heading | Paragraph | Bullets | Facts | Table | Quote | Profile

NOT_JUDGED = "Not judged yet"
BEARINGS = {Bearing.SUPPORTS: "supports", Bearing.WEAKENS: "weakens"}


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
    return tuple(block for part in parts for block in part)


def opening(report: ReportData) -> Iterable[Block]:
    """What the report is about, the outcome and its reasons."""
    heading, outcome = report.heading, report.outcome
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


def grade_words(grade: Grade | None) -> str:
    """A grade as a table shows it."""
    return grade.label if grade else NOT_JUDGED


def area_grades(report: ReportData) -> Iterable[Block]:
    """The table of area grades and the profile of the markers."""
    yield Heading(2, "Grades by area", "areas")
    rows = []
    for area in report.areas:
        notes = [
            "Decided by the moderator against the proposal" if area.departure else "Confirmed" if area.confirmed else "Proposed"
        ]
        if area.provisional:
            notes.append("provisional")
        rows.append(
            (area.title, area.kind.value.capitalize(), grade_words(area.grade), grade_words(area.proposal), ", ".join(notes))
        )
    yield Table("Grade of each area", ("Area", "Kind", "Grade", "Rules proposed", "Standing"), tuple(rows), (32, 13, 17, 17, 21))
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


def paragraphs(text: str, style: str = "") -> Iterable[Block]:
    """What somebody wrote, paragraph by paragraph."""
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip(), style)


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
    return f"{' '.join(point.text.split())} (Marker {point.marker_name}{places})"


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


def annex_markers(report: ReportData) -> Iterable[Block]:
    """Annex A: every marker with its answers and evidence."""
    yield Heading(2, "Annex A. Every marker, with answers and evidence", "annex-markers", annex=True)
    for marker in report.markers:
        yield Heading(3, marker.name, f"marker-{marker.id}")
        yield from marker_blocks(marker)


def marker_blocks(marker: MarkerEntry) -> Iterable[Block]:
    """One marker complete."""
    yield Facts(tuple((name, words) for name, words in marker_rows(marker) if words))
    answered = tuple(
        (
            f"{answer.text}{' (our own prompt)' if answer.composed else ''}",
            answer.choice.label if answer.choice else "Not answered",
            answer.note,
        )
        for answer in marker.answers
    )
    if answered:
        yield Table(f"Answers to the prompts of marker {marker.number}", ("Prompt", "Answer", "Note"), answered, (52, 16, 32))
    if marker.evidence:
        rows = []
        for item in marker.evidence:
            if item.quote is not None:
                rows.append((f"Quote {item.quote}", item.place, BEARINGS[item.bearing].capitalize(), item.note))
            else:
                source = SOURCE_LABELS[item.source].capitalize() if item.source else "Source"
                dated = f", {item.dated}" if item.dated else ""
                rows.append((f"{source}{dated}", item.description, BEARINGS[item.bearing].capitalize(), item.note))
        caption = f"Evidence for marker {marker.number}"
        yield Table(caption, ("Evidence", "Where it stands, or what it showed", "Bearing", "Note"), tuple(rows), (17, 38, 13, 32))


def marker_rows(marker: MarkerEntry) -> Iterable[tuple[str, str]]:
    """The judgement of one marker in pairs; empty ones are left out by the caller."""
    yield "Grade", grade_words(marker.grade)
    yield "Area", marker.area
    yield "Stage", marker.stage
    yield "Reasons", marker.reasons
    yield "Strengths", marker.strengths
    yield "What to improve", marker.improve
    yield "Confidence", marker.confidence.value.capitalize() if marker.confidence else ""
    if marker.no_evidence:
        yield "Evidence", f"No evidence found. Looked in: {marker.where_looked}"
    yield "Recorded reason", marker.recorded_reason


def annex_quotes(report: ReportData) -> Iterable[Block]:
    """Annex B: every quote with document and place."""
    yield Heading(2, "Annex B. Every quote, with document and page", "annex-quotes", annex=True)
    if not report.quotes:
        yield Paragraph("The appraisal quotes nothing from the papers.")
        return
    yield Paragraph("Quotes are word for word as the document has them. Grey words before and after show where they stand.")
    for quote in report.quotes:
        yield Heading(3, f"Quote {quote.number}", f"quote-{quote.number}")
        yield quote_block(quote)


def quote_block(quote: QuoteEntry) -> Quote:
    """One quote."""
    uses = tuple(
        f"{BEARINGS[use.bearing].capitalize()} marker {use.marker_name}" + (f": {use.note}" if use.note else "")
        for use in quote.uses
    )
    before = f"… {quote.before.lstrip()}" if quote.before.strip() else ""
    after = f"{quote.after.rstrip()} …" if quote.after.strip() else ""
    return Quote(f"quote-{quote.number}-text", before, quote.quote, after, f"{quote.document_title}, {quote.place}", uses)


def annex_rules(report: ReportData) -> Iterable[Block]:
    """Annex C: the rules and which of them applied."""
    yield Heading(2, "Annex C. The rules, and which of them applied", "annex-rules", annex=True)
    yield Paragraph(
        "An area's grade is proposed as the lower middle of its markers' grades and at most one grade above the lowest of them. "
        "The overall grade starts at outstanding; every rule that applies takes it down to its limit, and the lowest limit is "
        "the proposal. “Not enough information” and “not applicable” are no grades and never count as one."
    )
    rows = tuple(
        (
            rule.sentence,
            rule.limit.label,
            f"Applied: {'; '.join(rule.areas)}" if rule.applied else "Did not apply",
            rule.rule,
        )
        for rule in report.rules
    )
    yield Table("Rules for the overall grade", ("Rule", "Limit", "Whether it applied", "Name"), rows, (42, 13, 26, 19))


def annex_guidance(report: ReportData) -> Iterable[Block]:
    """Annex D: checks against the guidance of the time, and the timeline."""
    yield Heading(2, "Annex D. Checks against the guidance of the time, and the timeline", "annex-guidance", annex=True)
    yield Paragraph(f"Guidance in force: {report.heading.guidance}")
    if report.checks:
        rows = tuple(
            (check.title, check.result.label + (" (advisory)" if check.advisory else ""), check.sentence, check.source)
            for check in report.checks
        )
        yield Table(
            "Checks on the facts of the review", ("Check", "Result", "What the facts show", "Source"), rows, (22, 13, 38, 27)
        )
    if report.timeline:
        rows = tuple((row.label, in_words(row.on), row.since) for row in report.timeline)
        yield Table("Timeline of the review", ("Event", "Date", "How long after the decision"), rows, (36, 24, 40))
    else:
        yield Paragraph("No date of the review is recorded, so there is no timeline.")


def annex_use(report: ReportData) -> Iterable[Block]:
    """Annex E: the papers, how the markers were used, and their citation."""
    instrument = report.heading.instrument
    yield Heading(2, "Annex E. The papers, the markers and how they were used", "annex-use", annex=True)
    if report.papers:
        rows = []
        for paper in report.papers:
            kind = f"{paper.kind}, {paper.agency}" if paper.agency else paper.kind
            pages = str(paper.pages) if paper.pages else "none fixed"
            rows.append((paper.title, kind, pages if paper.read else "could not be read", paper.sha256))
        yield Table("Papers of the review", ("Paper", "Kind", "Pages", "SHA-256 of the file"), tuple(rows), (30, 22, 13, 35))
    else:
        yield Paragraph("There were no papers.")
    yield Heading(3, "How the markers were used", "use")
    if instrument.about:
        yield from paragraphs(instrument.about)
    yield Paragraph(
        "Appraisers answered the prompts, cited passages of the papers word for word, and gave each marker a grade with reasons. "
        "Plumbline proposed grades for the areas and the whole by the rules in annex C; people decided."
    )
    rows_used = [
        ("Markers", f"{instrument.title} ({instrument.id}, version {instrument.version})"),
        ("Citation", instrument.citation),
        ("Where to find them", instrument.link),
        ("SHA-256 of the markers", instrument.checksum),
    ]
    yield Facts(tuple((name, words) for name, words in rows_used if words))
