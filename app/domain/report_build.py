"""Builds the report's data from everything that is known about a review and its appraisal. Pure: reads no clock, no files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.domain import report_sentences as say
from app.domain.adequacy import AreaResult, Assessment
from app.domain.clock import day_of
from app.domain.document import Document, ReadingStatus
from app.domain.english import in_words
from app.domain.guidance import GuidanceCheck, regime_for, timeline
from app.domain.instrument import Area, Grade, Instrument, Lens, Marker
from app.domain.judgement import Bearing, Judgement
from app.domain.report import (
    FORM,
    AgreementNote,
    AnswerEntry,
    AreaFinding,
    CheckEntry,
    Departure,
    Fact,
    InstrumentNote,
    Issue,
    LensAnswer,
    MarkerEntry,
    Outcome,
    PaperEntry,
    Point,
    ReportData,
    ReportHeading,
    RuleEntry,
    Signature,
    TimelineRow,
)
from app.domain.report_consensus import ConsensusSources, consensus_limits, how_moderated
from app.domain.report_evidence import PassageKey, cite, evidence_entry, number_quotes
from app.domain.report_limits import limits, not_judged
from app.domain.report_outcome import OutcomeSources, changed_words, how_held
from app.domain.review import DATE_LABELS, ReviewFacts

LENS_MARKERS = 3


@dataclass(frozen=True)
class AreaDecision:
    """The moderator's grade for one area. `reason` is wanted where `decided` departs from `proposal`."""

    area: str
    proposal: Grade | None
    decided: Grade
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class OverallDecision:
    """The moderator's grade for the whole review. `reason` is wanted where `decided` departs from `proposal`."""

    proposal: Grade | None
    decided: Grade
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class LensFinding:
    """The appraiser's finding on one of the five questions."""

    lens: Lens
    finding: str


@dataclass(frozen=True)
class ReportSources:
    """Everything a report is built from. `judgements` maps marker ids; markers left out are not yet judged.

    `outcome_text` and `reasons_text` replace the generated outcome sentence and reasons where the moderator wrote their own.
    """

    facts: ReviewFacts
    board: str
    instrument: Instrument
    judgements: Mapping[str, Judgement]
    assessment: Assessment
    checks: Sequence[GuidanceCheck]
    papers: Sequence[Document] = ()
    area_decisions: Sequence[AreaDecision] = ()
    overall: OverallDecision | None = None
    lens_findings: Sequence[LensFinding] = ()
    appraisers: Sequence[Signature] = ()
    others: int = 0
    moderator: Signature | None = None
    signatory: Signature | None = None
    issue: Issue = field(default_factory=Issue)
    outcome_text: str = ""
    reasons_text: str = ""
    agreement: AgreementNote | None = None
    consensus: ConsensusSources | None = None
    outcome: OutcomeSources | None = None


def build_report(sources: ReportSources) -> ReportData:
    """The whole report, with every sentence generated, in reading order."""
    judgements = {m.id: sources.judgements.get(m.id, Judgement(m.id)) for m in sources.instrument.markers}
    quotes = number_quotes(sources.instrument, judgements, sources.papers)
    numbers = {(quote.document, quote.page, quote.start, quote.end): quote.number for quote in quotes}
    areas = tuple(build_area(area, judgements, sources) for area in sources.assessment.areas)
    markers = tuple(build_marker(m, judgements[m.id], numbers, sources) for m in sources.instrument.markers)
    outcome = build_outcome(sources, areas)
    must_improve = improvements(judgements, sources)
    return ReportData(
        form=FORM,
        heading=build_heading(sources, len(quotes)),
        outcome=outcome,
        areas=areas,
        lenses=tuple(build_lens(lens, judgements, sources) for lens in Lens),
        did_well=strengths(judgements, sources),
        must_improve=must_improve,
        put_right=say.put_right(outcome.grade, sources.issue.on, must_improve),
        not_judged=not_judged(markers),
        limits=(
            *limits(markers, sources.papers, sources.checks, len(sources.appraisers), sources.others),
            *consensus_limits(markers, sources.consensus),
        ),
        signatures=signatures(sources),
        markers=markers,
        quotes=quotes,
        rules=build_rules(sources),
        checks=tuple(CheckEntry(c.id, c.title, c.result, c.sentence, c.source, c.advisory) for c in sources.checks),
        timeline=tuple(TimelineRow(t.label, t.when, t.share, t.is_limit, t.since) for t in timeline(sources.facts)),
        papers=tuple(build_paper(paper) for paper in sources.papers),
        agreement=sources.agreement,
    )


def build_heading(sources: ReportSources, quotes: int) -> ReportHeading:
    """What stands above the outcome."""
    facts, instrument = sources.facts, sources.instrument
    regime = regime_for(facts.dates.decision)
    if regime is not None:
        guidance = f"{regime.title} (time limit: {regime.limit})"
    elif facts.dates.decision is None:
        guidance = "Not known, because the date of the decision to review is not recorded."
    else:
        guidance = "Not known: the decision to review falls outside the years of serious case reviews, 2006 to 2019."
    known = [Fact(DATE_LABELS[name], in_words(when)) for name, when in facts.dates.in_order() if when is not None]
    about = [
        Fact("What happened", facts.harm.label if facts.harm else ""),
        Fact("Age of the child", facts.age_band.label if facts.age_band else ""),
        Fact("How the review was done", facts.method.strip()),
    ]
    return ReportHeading(
        board=sources.board,
        reference=facts.reference,
        fictional=facts.fictional,
        facts=tuple(fact for fact in [*about, *known] if fact.words),
        guidance=guidance,
        guidance_note=regime.note if regime else "",
        instrument=InstrumentNote(
            id=instrument.id,
            version=instrument.version,
            title=instrument.title,
            citation=instrument.citation,
            link=instrument.link,
            about=instrument.about,
            checksum=instrument.checksum,
        ),
        how=how_appraised(sources, quotes),
        issue=sources.issue,
    )


def how_appraised(sources: ReportSources, quotes: int) -> str:
    """Who appraised the review, on what, and how the grades came about."""
    markers = len(sources.instrument.markers)
    how = say.how_appraised(sources.appraisers, sources.moderator, len(sources.papers), quotes, markers)
    if held := how_held(sources.outcome):
        how = f"{how} {held}"
    if sources.consensus is None:
        return how
    views = sum(len(views) for views in sources.consensus.minority.values())
    return f"{how} {how_moderated(len(sources.appraisers), views, sources.consensus.moderator)}"


def build_outcome(sources: ReportSources, areas: tuple[AreaFinding, ...]) -> Outcome:
    """The judgement of the whole with its sentence and reasons."""
    assessment, decision = sources.assessment, sources.overall
    grade = decision.decided if decision else assessment.proposal
    departure = None
    if decision is not None and decision.decided is not assessment.proposal:
        departure = Departure(assessment.proposal, decision.decided, decision.reason.strip(), decision.by, day_of(decision.at))
    bare = Outcome(
        grade=grade,
        sentence=sources.outcome_text.strip() or say.outcome_sentence(grade),
        reasons=(),
        proposal=assessment.proposal,
        so_far=assessment.so_far,
        provisional=assessment.provisional,
        confirmed=decision is not None,
        departure=departure,
        missing=assessment.missing,
    )
    written = [line.strip() for line in sources.reasons_text.splitlines() if line.strip()]
    paragraphs = tuple(written) or (say.reasons(bare, areas, assessment),)
    return replace(bare, reasons=paragraphs)


def build_area(area: AreaResult, judgements: Mapping[str, Judgement], sources: ReportSources) -> AreaFinding:
    """One area's judgement and finding."""
    decision = next((d for d in sources.area_decisions if d.area == area.id), None)
    grade = decision.decided if decision else area.grade
    departure = None
    if decision is not None and decision.decided is not area.proposal:
        departure = Departure(area.proposal, decision.decided, decision.reason.strip(), decision.by, day_of(decision.at))
    found = [
        (marker, judgements[marker.id].grade, judgements[marker.id].reasons, cite(judgements[marker.id].evidence, sources.papers))
        for marker in (sources.instrument.marker(item.marker) for item in area.markers)
    ]
    return AreaFinding(
        id=area.id,
        title=area.title,
        kind=area.kind,
        grade=grade,
        proposal=area.proposal,
        provisional=area.provisional,
        confirmed=decision is not None,
        markers=tuple(item.marker for item in area.markers),
        sentences=say.area_sentences(area, grade, departure, found),
        departure=departure,
    )


def build_marker(marker: Marker, judgement: Judgement, numbers: Mapping[PassageKey, int], sources: ReportSources) -> MarkerEntry:
    """One marker complete, for the annex."""
    area = sources.instrument.area_of(marker.id)
    stage = next(stage.title for stage in sources.instrument.stages if marker in stage.markers)
    return MarkerEntry(
        number=marker.number,
        id=marker.id,
        title=marker.title,
        stage=stage,
        area=area.title if area else "",
        grade=judgement.grade,
        reasons=judgement.reasons.strip(),
        strengths=judgement.strengths.strip(),
        improve=judgement.improve.strip(),
        confidence=judgement.confidence,
        no_evidence=judgement.no_evidence,
        where_looked=judgement.where_looked.strip(),
        recorded_reason=judgement.recorded_reason.strip(),
        answers=answers_of(marker, judgement),
        evidence=tuple(evidence_entry(item, numbers, sources.papers) for item in judgement.evidence),
        minority=tuple(sources.consensus.minority.get(marker.id, ())) if sources.consensus else (),
        present=tuple(sources.consensus.present.get(marker.id, ())) if sources.consensus else (),
        after_outcome=changed_words(marker.id, sources.outcome),
    )


def answers_of(marker: Marker, judgement: Judgement) -> tuple[AnswerEntry, ...]:
    """Every prompt of the marker with what was answered."""
    found = []
    for prompt in marker.prompts:
        answer = judgement.answers.get(prompt.id)
        choice, note = (answer.choice, answer.note.strip()) if answer else (None, "")
        found.append(AnswerEntry(prompt.id, prompt.text, choice, note, prompt.composed, prompt.lenses))
    return tuple(found)


def build_lens(lens: Lens, judgements: Mapping[str, Judgement], sources: ReportSources) -> LensAnswer:
    """The answer to one of the five questions, with the evidence of the three markers whose prompts bear on it most."""
    markers = [m for m in sources.instrument.markers if any(lens in prompt.lenses for prompt in m.prompts)]
    answers = [a for m in markers for a in answers_of(m, judgements[m.id]) if lens in a.lenses]
    most_first = sorted(markers, key=lambda m: -sum(lens in prompt.lenses for prompt in m.prompts))
    closest = [m for m in markers if m in most_first[:LENS_MARKERS]]
    written = next((f.finding.strip() for f in sources.lens_findings if f.lens is lens and f.finding.strip()), "")
    return LensAnswer(
        lens=lens,
        question=lens.question,
        finding=written or say.LENS_UNANSWERED,
        summary=say.lens_summary(answers),
        evidence=cite([item for m in closest for item in judgements[m.id].evidence], sources.papers),
    )


def by_importance(sources: ReportSources, judgements: Mapping[str, Judgement]) -> Iterable[tuple[Marker, Area | None, Judgement]]:
    """Markers with area and judgement, what must improve most first."""
    found = [(marker, sources.instrument.area_of(marker.id), judgements[marker.id]) for marker in sources.instrument.markers]
    return sorted(found, key=lambda f: say.importance(f[1].kind if f[1] else None, f[2].grade, f[0].number))


def improvements(judgements: Mapping[str, Judgement], sources: ReportSources) -> tuple[Point, ...]:
    """What must improve, most important first."""
    points = []
    for marker, area, judgement in by_importance(sources, judgements):
        text = say.improvement_text(marker, judgement.grade, judgement.improve)
        if text:
            places = cite(judgement.evidence, sources.papers, Bearing.WEAKENS)
            points.append(Point(text, marker.id, marker.name, area.title if area else "", judgement.grade, places))
    return tuple(points)


def strengths(judgements: Mapping[str, Judgement], sources: ReportSources) -> tuple[Point, ...]:
    """What the review did well: the best grades first, in marker order."""
    points = []
    for marker in sources.instrument.markers:
        judgement, area = judgements[marker.id], sources.instrument.area_of(marker.id)
        if judgement.strengths.strip():
            places = cite(judgement.evidence, sources.papers, Bearing.SUPPORTS)
            title = area.title if area else ""
            points.append(Point(judgement.strengths.strip(), marker.id, marker.name, title, judgement.grade, places))
    return tuple(sorted(points, key=lambda p: -p.grade.rank if p.grade and p.grade.is_graded else 1))


def build_rules(sources: ReportSources) -> tuple[RuleEntry, ...]:
    """The trace with the titles of the areas."""
    titles = {area.id: area.title for area in sources.instrument.areas}
    return tuple(
        RuleEntry(step.rule, step.applied, step.limit, tuple(titles[area] for area in step.areas), step.sentence)
        for step in sources.assessment.trace
    )


def build_paper(paper: Document) -> PaperEntry:
    """One paper as the annex lists it."""
    return PaperEntry(
        id=paper.id,
        title=paper.title,
        kind=paper.kind.label,
        agency=paper.agency,
        pages=paper.page_count if paper.format and paper.format.has_fixed_pages else 0,
        read=paper.status is ReadingStatus.READY,
        sha256=paper.sha256,
    )


def signatures(sources: ReportSources) -> tuple[Signature, ...]:
    """Who answers for the report: appraisers, those who signed the consensus, moderator, signatory."""
    signed = sources.consensus.signed if sources.consensus else ()
    people = [*sources.appraisers, *signed, sources.moderator, sources.signatory]
    return tuple(person for person in people if person is not None)
