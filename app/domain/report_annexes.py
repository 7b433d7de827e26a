"""The annexes of a report as blocks: markers, quotes, rules, guidance checks and timeline, papers and the use of the markers."""

import re
from collections.abc import Iterable

from app.domain.english import and_list, count, full_stop, in_words
from app.domain.judgement import Bearing
from app.domain.passage import CONTEXT, FROM_PICTURE
from app.domain.report import MarkerEntry, QuoteEntry, ReportData
from app.domain.report_evidence import SOURCE_LABELS
from app.domain.report_layout import Block, Facts, Heading, Paragraph, Quote, Table, grade_words, paragraphs

BEARINGS = {Bearing.SUPPORTS: "supports", Bearing.WEAKENS: "weakens"}


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
    if answered and not any(answer.choice or answer.note for answer in marker.answers):
        # A page of "Not answered" says no more than this.
        yield Paragraph(f"None of the {count(len(answered), 'prompt')} of this marker was answered.")
    elif answered:
        yield Table(f"Answers to the prompts of marker {marker.number}", ("Prompt", "Answer", "Note"), answered, (52, 16, 32))
    if marker.evidence:
        rows = []
        for item in marker.evidence:
            if item.quote is not None or item.is_page:
                what = "Page" if item.is_page else f"Quote {item.quote}"
                place = f"{item.place} ({FROM_PICTURE})" if item.from_picture else item.place
                rows.append((what, place, BEARINGS[item.bearing].capitalize(), item.note))
            else:
                source = SOURCE_LABELS[item.source].capitalize() if item.source else "Source"
                dated = f", {item.dated}" if item.dated else ""
                rows.append((f"{source}{dated}", item.description, BEARINGS[item.bearing].capitalize(), item.note))
        caption = f"Evidence for marker {marker.number}"
        yield Table(caption, ("Evidence", "Where it stands, or what it showed", "Bearing", "Note"), tuple(rows), (17, 38, 13, 32))


def marker_rows(marker: MarkerEntry) -> Iterable[tuple[str, str]]:
    """The judgement of one marker in pairs; empty ones are left out by the caller."""
    yield "Grade", grade_words(marker.grade)
    yield "Changed", marker.after_outcome
    yield "Area", marker.area
    yield "Stage", marker.stage
    yield "Reasons", marker.reasons
    yield "Strengths", marker.strengths
    yield "What to improve", marker.improve
    yield "Confidence", marker.confidence.value.capitalize() if marker.confidence else ""
    yield "Evidence", "No evidence was found." if marker.no_evidence else ""
    yield "Where they looked", marker.where_looked
    yield "Recorded reason", marker.recorded_reason
    for view in marker.minority:
        yield f"Minority view of {view.name}", f"{view.grade.label}. {view.reason}"
    yield "Present", and_list(marker.present)


def annex_quotes(report: ReportData) -> Iterable[Block]:
    """Annex B: every quote with document and place."""
    yield Heading(2, "Annex B. Every quote, with document and page", "annex-quotes", annex=True)
    if not report.quotes:
        yield Paragraph("The appraisal quotes nothing from the papers.")
        return
    around = "The words around them are left out." if report.public else "Grey words before and after show where they stand."
    yield Paragraph(f"Quotes are word for word as the document has them. {around}")
    for quote in report.quotes:
        yield Heading(3, f"Quote {quote.number}", f"quote-{quote.number}")
        yield quote_block(quote)


def quote_block(quote: QuoteEntry) -> Quote:
    """One quote."""
    uses = tuple(
        f"{BEARINGS[use.bearing].capitalize()} marker {use.marker_name}" + (f": {use.note}" if use.note else "")
        for use in quote.uses
    )
    before, after = whole_words_around(quote)
    before = f"… {one_line(before).lstrip()}" if before.strip() else ""
    after = f"{one_line(after).rstrip()} …" if after.strip() else ""
    place = f"{quote.document_title}, {quote.place.removeprefix(f'{quote.document_title}, ')}"
    if quote.from_picture:
        place = f"{place} ({FROM_PICTURE})"
    return Quote(f"quote-{quote.number}-text", before, quote.quote, after, place, uses)


def whole_words_around(quote: QuoteEntry) -> tuple[str, str]:
    """What stands before and after a quote, without the pieces of words at its ends: it was cut at a number of characters."""
    before, after = quote.before, quote.after
    if len(before) >= CONTEXT:
        before = before[re.search(r"\s|$", before).end() :]  # type: ignore[union-attr]  # "$" is always found
    if len(after) >= CONTEXT:
        after = after[: re.search(r"\S*$", after).start()]  # type: ignore[union-attr]
    return before, after


def one_line(text: str) -> str:
    """A text with every run of white space as one space."""
    return re.sub(r"\s+", " ", text)


def annex_rules(report: ReportData) -> Iterable[Block]:
    """Annex C: the rules and which of them applied."""
    yield Heading(2, "Annex C. The rules, and which of them applied", "annex-rules")
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
    yield Table("Rules for the overall grade", ("Rule", "Limit", "Whether it applied", "Name"), rows, (36, 12, 35, 17))


def annex_guidance(report: ReportData) -> Iterable[Block]:
    """Annex D: checks against the guidance of the time, and the timeline."""
    yield Heading(2, "Annex D. Checks against the guidance of the time, and the timeline", "annex-guidance")
    yield Paragraph(f"Guidance in force: {full_stop(report.heading.guidance)} {report.heading.guidance_note}".strip())
    if report.checks:
        rows = tuple(
            (check.title, check.result.label + (" (advisory)" if check.advisory else ""), check.sentence, check.source)
            for check in report.checks
        )
        yield Table(
            "Checks on the facts of the review", ("Check", "Result", "What the facts show", "Source"), rows, (19, 12, 36, 33)
        )
    if report.timeline:
        dates = tuple((row.label, in_words(row.on), row.since) for row in report.timeline)
        yield Table("Timeline of the review", ("Event", "Date", "How long after the decision"), dates, (36, 24, 40))
    else:
        yield Paragraph("No date of the review is recorded, so there is no timeline.")


def agreement_blocks(report: ReportData) -> Iterable[Block]:
    """How far independent appraisers agreed, where there were two or more."""
    if report.agreement:
        yield Heading(3, "How far the appraisers agreed", "agreement")
        for sentence in report.agreement.sentences:
            yield Paragraph(sentence)
        yield Paragraph(report.agreement.methods)


def annex_use(report: ReportData) -> Iterable[Block]:
    """Annex E: the papers, how the markers were used, and their citation."""
    instrument = report.heading.instrument
    yield Heading(2, "Annex E. The papers, the markers and how they were used", "annex-use")
    if report.papers:
        papers = []
        for paper in report.papers:
            kind = f"{paper.kind}, {paper.agency}" if paper.agency else paper.kind
            pages = str(paper.pages) if paper.pages else "none fixed"
            papers.append((paper.title, kind, pages if paper.read else "could not be read"))
        yield Table("Papers of the review", ("Paper", "Kind", "Pages"), tuple(papers), (44, 36, 20))
        if files := tuple((paper.title, paper.sha256) for paper in report.papers if paper.sha256):
            yield Table("Exactly which files they were", ("Paper", "SHA-256 of the file"), files, (33, 67))
    else:
        yield Paragraph("There were no papers.")
    yield from agreement_blocks(report)
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
