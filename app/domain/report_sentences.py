"""The generated sentences of a report: outcome, reasons, findings by area, limits. Third person, present tense, about the
review and never about a practitioner. What appraisers wrote is quoted as they wrote it and never reworded.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from app.domain.adequacy import AreaResult, Assessment, RuleTrace
from app.domain.english import and_list, first_sentence, full_stop, lower_start, sentence_case, sentences_of, spell
from app.domain.instrument import ORDER, AreaKind, Grade, Marker
from app.domain.judgement import Choice
from app.domain.regime import add_months
from app.domain.report import AnswerEntry, AreaFinding, Departure, Outcome, Point, PutRight, Signature

RECONSIDERATION_MONTHS = 3

RECONSIDER = (
    "The board is asked to have the review reconsidered by a panel under an independent chair, and to make an action plan for "
    f"the points below within {spell(RECONSIDERATION_MONTHS)} months of the date of this report."
)
TERM_SOURCE = (
    "Reconsideration and the term follow the draft guidance of 2009 as it was reported at the time. The final text could not be "
    "read, so the term is Plumbline's own proposal and no legal duty."
)

LEARNING: dict[Grade, tuple[str, str]] = {
    Grade.OUTSTANDING: (
        "The learning rests firmly on this part of the review.",
        "This serves the learning as well as could be asked.",
    ),
    Grade.GOOD: ("The learning can rest on this part of the review.", "This serves the learning well."),
    Grade.ADEQUATE: (
        "The learning rests on this part of the review, and less firmly than it could.",
        "This serves the learning, though it could serve it better.",
    ),
    Grade.INADEQUATE: ("This puts the learning at risk: {why}", "This puts the learning at risk: {why}"),
    Grade.NOT_ENOUGH_INFORMATION: ("What this means for the learning cannot be said yet.",) * 2,
}
TOLD = 3
TURN = re.compile(r"(But|However|Yet|Still|Against|Nothing|Nobody|None|Neither|Only|Elsewhere|In \w+ \w+ it does not)\b")


def outcome_sentence(grade: Grade | None) -> str:
    """The judgement in one sentence."""
    if grade is None or not grade.is_graded:
        return "The review cannot be judged yet."
    return f"The review is judged {grade.value}."


def reasons(outcome: Outcome, areas: Sequence[AreaFinding], assessment: Assessment) -> str:
    """Two to four sentences on why: strengths first, then weaknesses, then what decided, then what is uncertain."""
    graded = [area for area in areas if area.grade is not None and area.grade.is_graded]
    if not graded:
        return f"Nothing has been judged yet. {what_is_missing(outcome)}".strip()
    sentences = [
        strengths_sentence(graded, len(areas)),
        weakness_sentence(graded),
        deciding_sentence(outcome, areas, assessment.trace),
    ]
    sentences.append(what_is_missing(outcome) or provisional_sentence(outcome, areas))
    return " ".join(sentence for sentence in sentences if sentence)


def strengths_sentence(graded: Sequence[AreaFinding], total: int) -> str:
    """Where the review is good or better; or that it is nowhere."""
    grades = {area.grade for area in graded}
    if len(grades) == 1:
        judged = "" if len(graded) == total else " that could be judged"
        return f"Every area of the review{judged} is {graded[0].grade}."
    parts = [
        f"{grade.value} in {name_areas(found)}"
        for grade in (Grade.OUTSTANDING, Grade.GOOD)
        if (found := [area for area in graded if area.grade is grade])
    ]
    if not parts:
        found = [area for area in graded if area.grade is Grade.ADEQUATE]
        return f"No area of the review is better than adequate; it is adequate in {name_areas(found)}."
    return f"The review is {', and '.join(parts)}."


def weakness_sentence(graded: Sequence[AreaFinding]) -> str:
    """Where the review is inadequate and, beside good areas, where it is only adequate."""
    if len({area.grade for area in graded}) == 1:
        return ""
    has_better = any(area.grade in (Grade.GOOD, Grade.OUTSTANDING) for area in graded)
    wanted = (Grade.ADEQUATE, Grade.INADEQUATE) if has_better else (Grade.INADEQUATE,)
    parts = [
        f"{grade.value} in {name_areas(found)}" for grade in wanted if (found := [area for area in graded if area.grade is grade])
    ]
    return f"It is {'; it is '.join(parts)}." if parts else ""


def name_areas(areas: Iterable[AreaFinding]) -> str:
    """Area titles inside a sentence; divided by semicolons where a title has an "and" of its own."""
    names = [short_title(area.title) for area in areas]
    if len(names) > 1 and any(" and " in name for name in names):
        return f"{'; '.join(names[:-1])}; and {names[-1]}" if len(names) > 2 else f"{names[0]}, and {names[1]}"
    return and_list(names)


def short_title(title: str) -> str:
    """An area's title as a sentence uses it: what stands before a colon, with a small first letter."""
    return lower_start(title.split(":", 1)[0].strip())


def deciding_sentence(outcome: Outcome, areas: Sequence[AreaFinding], trace: Sequence[RuleTrace]) -> str:
    """Which rules set the limit, in their own words; or the departure from what they proposed."""
    if outcome.departure is not None:
        proposed = outcome.departure.proposal
        rules = f"The rules proposed {proposed.value}" if proposed else "The rules could not propose a grade"
        return f"{rules}, and {outcome.departure.by} departed from this for the reason given below."
    binding = [step for step in trace if step.applied and step.limit is outcome.so_far]
    if not binding or outcome.so_far is Grade.OUTSTANDING:
        return "" if outcome.so_far is not Grade.OUTSTANDING else "No rule limits the judgement."
    because = "; and because ".join(
        f"{lower_start(step.sentence).rstrip('.')} ({name_areas(a for a in areas if a.id in step.areas)})" for step in binding[:2]
    )
    return f"It is not judged better because {because}."


def what_is_missing(outcome: Outcome) -> str:
    """That the whole cannot be judged, which core areas stand in the way, and what it would be so far."""
    if not outcome.missing or outcome.grade is not None:
        return ""
    names = and_list([short_title(gap.title) for gap in outcome.missing])
    so_far = f"; with what is known so far it would be {outcome.so_far.value}" if outcome.so_far else ""
    return f"The review as a whole cannot be judged, because there is not enough to judge {names}{so_far}."


def provisional_sentence(outcome: Outcome, areas: Sequence[AreaFinding]) -> str:
    """That the judgement is provisional, and because of which areas."""
    if not outcome.provisional:
        return ""
    open_areas = [a for a in areas if a.provisional or a.grade in (None, Grade.NOT_ENOUGH_INFORMATION)]
    return f"The judgement is provisional, because not everything could be judged in {name_areas(open_areas)}."


Found = tuple[Marker, Grade | None, str, str]


def area_sentences(area: AreaResult, grade: Grade | None, departure: Departure | None, found: Sequence[Found]) -> tuple[str, ...]:
    """Two to five sentences: the judgement, what the appraisers found, and what it means for learning.

    `found` holds marker, grade, reasons as written and the places of its evidence, in marker order.
    """
    sentences = [area_judgement(area, grade, departure), *told_sentences(found)]
    if grade in LEARNING:
        weakest = min(found, key=weight, default=None)
        why = lower_start(first_sentence(weakest[0].why)) if weakest else ""
        core, supporting = LEARNING[grade]
        sentences.append((core if area.kind is AreaKind.CORE else supporting).format(why=why))
    return tuple(sentences)


def weight(item: Found) -> int:
    """Sorts markers of an area, the weakest first and those without a grade last."""
    return item[1].rank if item[1] is not None and item[1].is_graded else len(ORDER)


def told_sentences(found: Sequence[Found]) -> list[str]:
    """Up to three sentences from the reasons: one per marker, the weakest first where there are more; what is left over goes
    to the weakest, whose reasons want more room. In marker order, each marker's places after its last sentence.
    """
    reasons = {item[0].id: sentences_of(item[2]) for item in found}
    weakest_first = sorted((item for item in found if reasons[item[0].id]), key=weight)
    taken = {item[0].id: 1 for item in weakest_first[:TOLD]}
    for item in weakest_first:
        spare = TOLD - sum(taken.values())
        if item[0].id in taken:
            taken[item[0].id] += min(spare, len(reasons[item[0].id]) - 1)
    told: list[str] = []
    for marker, grade, _, places in found:
        chosen = choose(reasons[marker.id], taken.get(marker.id, 0), grade)
        if chosen:
            told += [*chosen[:-1], with_places(chosen[-1], places)]
    return told


def choose(reasons: Sequence[str], room: int, grade: Grade | None) -> list[str]:
    """The first sentence and those after it, as many as there is room for; of a weak marker those from its "but" on."""
    start = 1
    if room > 1 and grade in (Grade.ADEQUATE, Grade.INADEQUATE):
        turns = (place for place, sentence in enumerate(reasons) if place and TURN.match(sentence))
        start = min(next(turns, 1), max(len(reasons) - room + 1, 1))
    return [*reasons[: min(room, 1)], *reasons[start : start + room - 1]] if room else []


def area_judgement(area: AreaResult, grade: Grade | None, departure: Departure | None) -> str:
    """The judgement of one area in a sentence."""
    title = short_title(area.title)
    if grade is None:
        return f"{sentence_case(title)} {'have' if ' and ' in title else 'has'} not been judged yet."
    if grade is Grade.NOT_ENOUGH_INFORMATION:
        return f"There is not enough information to judge {title}."
    if grade is Grade.NOT_APPLICABLE:
        return f"{sentence_case(title)} {'do' if ' and ' in title else 'does'} not apply to this review."
    sentence = f"{sentence_case(title)} {'are' if ' and ' in title else 'is'} judged {grade.value}"
    if departure is not None and departure.proposal is not None:
        sentence += f", where the rules proposed {departure.proposal.label.lower()}"
    elif area.provisional and area.decided is None:
        sentence += ", provisionally, because not every marker in it could be judged"
    return f"{sentence}."


def with_places(sentence: str, places: str) -> str:
    """A sentence with the places of its evidence in brackets before its full stop."""
    if not places:
        return sentence
    if sentence.endswith("."):
        return f"{sentence[:-1]} ({places})."
    return f"{sentence} ({places})"


def lens_summary(answers: Sequence[AnswerEntry]) -> str:
    """How the prompts behind one of the five questions were answered, in a sentence."""
    if not answers:
        return "No prompt of these markers bears on this question."
    labels = {
        Choice.YES: "yes",
        Choice.PARTLY: "partly",
        Choice.NO: "no",
        Choice.NOT_STATED: "not stated in the papers",
        Choice.NOT_APPLICABLE: "not applicable",
        None: "not answered",
    }
    counts = [
        f"{spell(number)} {label}" for choice, label in labels.items() if (number := sum(a.choice is choice for a in answers))
    ]
    asked = "The one prompt" if len(answers) == 1 else f"The {spell(len(answers))} prompts"
    was = "was" if len(answers) == 1 else "were"
    return f"{asked} behind this question {was} answered: {and_list(counts)}."


LENS_UNANSWERED = "The appraisal records no finding on this question."


def improvement_text(marker: Marker, grade: Grade | None, written: str) -> str:
    """What must improve at a marker: what was written or, for an inadequate one, what the marker asks. Empty otherwise."""
    if written.strip():
        return written.strip()
    if grade is Grade.INADEQUATE:
        return f"The review does not yet do what this marker asks: {lower_start(full_stop(marker.statement))}"
    return ""


def put_right(grade: Grade | None, issued: date | None, points: Sequence[Point]) -> PutRight | None:
    """For an inadequate review what must be put right, by when, and where the term comes from (R28, R29). None otherwise."""
    if grade is not Grade.INADEQUATE:
        return None
    return PutRight(
        sentences=(RECONSIDER, TERM_SOURCE),
        by=add_months(issued, RECONSIDERATION_MONTHS) if issued else None,
        points=tuple(point.text for point in points if point.grade is Grade.INADEQUATE),
    )


def importance(kind: AreaKind | None, grade: Grade | None, number: int) -> tuple[bool, bool, int, int]:
    """Sorts what must improve: weak markers first, among them core areas first, then the lowest grade, then the number."""
    rank = grade.rank if grade is not None and grade.is_graded else len(ORDER)
    return rank >= Grade.GOOD.rank, kind is not AreaKind.CORE, rank, number


def how_appraised(appraisers: Sequence[Signature], moderator: Signature | None, papers: int, quotes: int, markers: int) -> str:
    """Who appraised the review, on what, and how the grades came about."""
    who = and_list([with_post(person) for person in appraisers]) or "Nobody yet"
    on = f"{spell(papers)} papers of the review" if papers != 1 else "one paper of the review"
    cited = f", citing {spell(quotes)} passage{'s' if quotes > 1 else ''} word for word" if quotes else ""
    sentences = [f"{who} appraised the review against {spell(markers)} markers on {on}{cited}."]
    decided = f"confirmed or changed by {with_post(moderator)}" if moderator else "have not been confirmed yet"
    link = "and " if moderator else "and they "
    sentences.append(f"Area grades and the overall grade are proposed by printed rules {link}{decided}.")
    return " ".join(sentences)


def with_post(person: Signature) -> str:
    """A person with the post in brackets."""
    return f"{person.name} ({person.post})" if person.post else person.name
