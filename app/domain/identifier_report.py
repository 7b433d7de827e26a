"""What people wrote or quoted in a report, place by place, and what of it may identify a person. The public version without
it: `report_public.py`.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.identifier import Answer, GivenAnswer, Identifier, IdentifierKind, IdentifierWords
from app.domain.identifier_find import find_in_texts
from app.domain.report import AreaFinding, MarkerEntry, ReportData
from app.domain.report_annexes import whole_words_around
from app.domain.report_layout import clean

AROUND = 60  # characters of the text on each side of found words
METHOD = "How the review was done"
FIELDS = {
    "reasons": "reasons",
    "strengths": "strengths",
    "improve": "what to improve",
    "where_looked": "where they looked",
    "recorded_reason": "recorded reason",
}


@dataclass(frozen=True)
class ReportText:
    """One text of a report: `label` says where it stands, and `kind` with `ids` where it was written: "marker" with marker and
    field, "lens", "decision" with its subject, "page" with document, page, start and end, "paper", "facts", or "reissue".
    """

    label: str
    kind: str
    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class FoundPlace:
    """Found words in one text of the report, with some characters around them on one line."""

    text: ReportText
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Question:
    """Words that may identify a person, everywhere they stand in one report, and the newest answer about them, if any."""

    key: str
    kind: IdentifierKind
    words: str
    why: str
    places: tuple[FoundPlace, ...]
    answer: GivenAnswer | None = None


def texts_of(report: ReportData) -> tuple[ReportText, ...]:
    """Everything in the report that somebody wrote or quoted, in reading order, each once. Names of those who sign are not
    asked about: they answer for the report.
    """
    every = (
        *_heading(report),
        *_outcome(report),
        *(text for area in report.areas for text in _departure(area)),
        *(ReportText(f"The question “{lens.question}”", "lens", (lens.lens.value,), lens.finding) for lens in report.lenses),
        *(text for marker in report.markers for text in _marker(marker)),
        *_present(report),
        *_quotes(report),
        *(ReportText("Papers of the review", "paper", (paper.id,), f"{paper.title}\n{paper.agency}") for paper in report.papers),
    )
    return tuple(text for text in every if text.text.strip())


def _heading(report: ReportData) -> Iterable[ReportText]:
    yield ReportText("Reference of the review", "facts", ("details",), report.heading.reference)
    for fact in report.heading.facts:
        if fact.name == METHOD:
            yield ReportText(METHOD, "facts", ("details",), fact.words)
    yield ReportText("Why it was issued again", "reissue", (), report.heading.issue.reason)


def _outcome(report: ReportData) -> Iterable[ReportText]:
    outcome = report.outcome
    yield ReportText("The outcome in one sentence", "decision", ("text/outcome",), outcome.sentence)
    yield ReportText("The reasons", "decision", ("text/reasons",), "\n".join(outcome.reasons))
    if outcome.departure:
        yield ReportText("Why the overall grade departs from the rules", "decision", ("overall",), outcome.departure.reason)


def _departure(area: AreaFinding) -> Iterable[ReportText]:
    if area.departure:
        label = f"Why the grade of {area.title} departs from the rules"
        yield ReportText(label, "decision", (f"area/{area.id}",), area.departure.reason)


def _marker(marker: MarkerEntry) -> Iterable[ReportText]:
    name = f"Marker {marker.number}, {marker.title}"
    for field, words in FIELDS.items():
        yield ReportText(f"{name}: {words}", "marker", (marker.id, field), getattr(marker, field))
    for answer in marker.answers:
        yield ReportText(f"{name}: note to a prompt", "marker", (marker.id, f"prompt-{answer.prompt}"), answer.note)
    for view in marker.minority:
        yield ReportText(f"{name}: minority view", "consensus", (marker.id, "minority"), view.reason)
    for item in marker.evidence:
        text = "\n".join((item.note, item.description, item.dated))
        yield ReportText(f"{name}: evidence", "marker", (marker.id, "evidence"), text)


def _present(report: ReportData) -> Iterable[ReportText]:
    """Those who were present at a marker beside the people who sign."""
    signed = {signature.name for signature in report.signatures}
    for marker in report.markers:
        others = ", ".join(name for name in marker.present if name not in signed)
        yield ReportText(f"Marker {marker.number}, {marker.title}: present", "consensus", (marker.id, "present"), others)


def _quotes(report: ReportData) -> Iterable[ReportText]:
    for quote in report.quotes:
        ids = (quote.document, str(quote.page), str(quote.start), str(quote.end))
        # As the report prints it: a piece of a name at an end would be asked about as if it were another name.
        before, after = whole_words_around(quote)
        label = f"Quote {quote.number}: {quote.document_title}, {quote.place}"
        yield ReportText(label, "page", ids, before + quote.quote + after)


def questions_of(texts: Sequence[ReportText], words: IdentifierWords, answers: Mapping[str, GivenAnswer]) -> tuple[Question, ...]:
    """What may identify a person in these texts: the same words of the same kind are one question, by kind and then in order.

    An answer counts for exactly these words wherever they stand in this report.
    """
    cleaned = [clean(text.text) for text in texts]
    asked: dict[str, Identifier] = {}
    places: dict[str, list[FoundPlace]] = {}
    for text, body, found in zip(texts, cleaned, find_in_texts(cleaned, words), strict=True):
        for item in found:
            asked.setdefault(item.key, item)
            places.setdefault(item.key, []).append(_place(text, body, item))
    order = list(IdentifierKind)
    return tuple(
        Question(key, item.kind, item.words, item.why, tuple(places[key]), answers.get(key))
        for key, item in sorted(asked.items(), key=lambda pair: order.index(pair[1].kind))
    )


def _place(text: ReportText, body: str, item: Identifier) -> FoundPlace:
    before, after = around(body, item.start, item.end)
    return FoundPlace(text, before, item.words, after)


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words before and after a stretch of text, on one line."""
    before = re.sub(r"\s+", " ", text[max(0, start - AROUND) : start])
    after = re.sub(r"\s+", " ", text[end : end + AROUND])
    return (f"… {before.partition(' ')[2]}" if start > AROUND else before), (
        f"{after.rpartition(' ')[0]} …" if end + AROUND < len(text) else after
    )


def unanswered(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Those that nobody has answered."""
    return tuple(question for question in questions if question.answer is None)


def left_out(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Those whose words the public version leaves out."""
    return tuple(question for question in questions if question.answer and question.answer.answer is Answer.LEFT_OUT)
