"""The report's data and its sentences: what is said, in which order, and what is never said."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.adequacy import MarkerGrade, assess
from app.domain.instrument import Grade, Marker
from app.domain.judgement import Bearing, Evidence, OtherSource, SourceKind
from app.domain.passage import Passage
from app.domain.report import Issue, MarkerEntry, ReportData
from app.domain.report_annexes import marker_blocks
from app.domain.report_blocks import blocks
from app.domain.report_build import OverallDecision, build_report
from app.domain.report_evidence import cite
from app.domain.report_layout import Bullets, Facts, Heading, Paragraph, Profile, Quote, Table
from app.domain.report_sentences import told_sentences
from tests.domain.instruments import make_instrument, make_marker
from tests.domain.reports import GRADES, NOON, PAPERS, full_report, sources

REPORT = full_report()
INSTRUMENT = make_instrument()


def uniform(grade: Grade | None, **others: Grade | None) -> dict[int, Grade | None]:
    return dict.fromkeys(range(1, 19), grade) | {int(name[1:]): other for name, other in others.items()}


def bare_report(grades: dict[int, Grade | None], **changes: Any) -> ReportData:
    """A report without the moderator's decisions."""
    given = [MarkerGrade(marker.id, grades[marker.number]) for marker in INSTRUMENT.markers]
    return build_report(
        sources(INSTRUMENT, grades, area_decisions=(), overall=None, assessment=assess(INSTRUMENT, given), **changes)
    )


def words(report: ReportData) -> str:
    """Everything that a reader sees, in order."""
    found: list[str] = []
    for block in blocks(report):
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Bullets():
                found.extend(block.items)
            case Facts():
                found.extend(cell for row in block.rows for cell in row)
            case Table():
                found.extend([block.caption, *block.head, *(cell for row in block.rows for cell in row)])
            case Quote():
                found.extend([block.before, block.text, block.after, block.place, *block.uses])
            case Profile():
                found.append(block.alt)
    return "\n".join(found)


def test_the_parts_stand_in_the_fixed_order() -> None:
    titles = [block.text for block in blocks(REPORT) if isinstance(block, Heading) and block.level == 2]
    assert titles == [
        "Outcome",
        "Grades by area",
        "The five questions",
        "Findings by area",
        "What the review did well",
        "What must improve",
        "What must be put right, and by when",
        "What was not judged, and the limits",
        "Signatures",
        "Annex A. Every marker, with answers and evidence",
        "Annex B. Every quote, with document and page",
        "Annex C. The rules, and which of them applied",
        "Annex D. Checks against the guidance of the time, and the timeline",
        "Annex E. The papers, the markers and how they were used",
    ]


def test_headings_skip_no_level_and_every_id_stands_once() -> None:
    headings = [block for block in blocks(REPORT) if isinstance(block, Heading)]
    level = 1
    for heading in headings:
        assert heading.level <= level + 1
        level = heading.level
    ids = [heading.id for heading in headings]
    assert len(ids) == len(set(ids))


def test_every_table_row_is_as_wide_as_its_header_and_its_widths_add_up() -> None:
    tables = [block for block in blocks(REPORT) if isinstance(block, Table)]
    assert len(tables) > 30
    for table in tables:
        assert {len(row) for row in table.rows} == {len(table.head)} == {len(table.widths)}
        assert sum(table.widths) == 100


@pytest.mark.parametrize("grade", [grade for grade in Grade if grade.is_graded])
def test_the_outcome_is_one_sentence_with_the_grade(grade: Grade) -> None:
    report = bare_report(uniform(grade))
    assert report.outcome.sentence == f"The review is judged {grade.value}."
    assert f"Every area of the review is {grade.value}." in report.outcome.reasons[0]


def test_the_reasons_put_strengths_first_and_name_what_decided() -> None:
    (reasons,) = REPORT.outcome.reasons
    assert reasons.index("The review is good in") < reasons.index("inadequate in")
    assert (
        "not judged better because a review that does not explain why practice occurred cannot secure learning (analysis)"
        in reasons
    )
    assert 2 <= reasons.count(". ") + 1 <= 4


def test_a_review_that_cannot_be_judged_yet_says_what_is_missing() -> None:
    report = bare_report(uniform(Grade.GOOD, m13=Grade.NOT_ENOUGH_INFORMATION))
    assert report.outcome.sentence == "The review cannot be judged yet."
    assert "there is not enough to judge analysis; with what is known so far it would be good" in report.outcome.reasons[0]


def test_nothing_judged_yet_gives_a_report_that_says_so() -> None:
    report = bare_report(uniform(None), judgements={}, lens_findings=(), papers=(), appraisers=(), signatory=None, moderator=None)
    assert report.outcome.reasons[0].startswith("Nothing has been judged yet.")
    assert "Nobody yet appraised" in report.heading.how
    assert {area.grade for area in report.areas} == {None}
    said = words(report)
    assert "The appraisal quotes nothing" in said
    assert "Nobody has signed" in said
    assert "The appraisal records no strengths." in said
    assert "The appraisal records no finding on this question." in said


def test_a_provisional_judgement_says_because_of_what() -> None:
    report = bare_report(uniform(Grade.GOOD, m18=Grade.NOT_ENOUGH_INFORMATION))
    assert "provisional, because not everything could be judged in impact" in report.outcome.reasons[0]


def test_a_departure_from_the_overall_proposal_is_told_with_its_reason() -> None:
    decision = OverallDecision(Grade.INADEQUATE, Grade.ADEQUATE, "The board's response makes up for it.", "Carol Dene", NOON)
    report = full_report(overall=decision)
    assert report.outcome.grade is Grade.ADEQUATE
    assert "The rules proposed inadequate, and Carol Dene departed" in report.outcome.reasons[0]
    assert "The reason given: The board's response makes up for it." in words(report)
    assert report.put_right is None


def test_the_moderators_own_words_replace_the_generated_ones() -> None:
    report = full_report(outcome_text="The review is inadequate. ", reasons_text="First paragraph.\n\nSecond paragraph.")
    assert report.outcome.sentence == "The review is inadequate."
    assert report.outcome.reasons == ("First paragraph.", "Second paragraph.")


def test_a_finding_has_two_to_five_sentences_with_pages_and_what_it_means_for_learning() -> None:
    for area in REPORT.areas:
        assert 2 <= len(area.sentences) <= 5
    analysis = next(area for area in REPORT.areas if area.id == "analysis")
    assert analysis.sentences == (
        "Analysis is judged inadequate.",
        "Reason one for marker 13 is plain.",
        "Reason two for marker 13 follows from it (Overview report, page 19).",
        "This puts the learning at risk: without analysis the learning is put at risk.",
    )


def test_an_area_that_departs_from_its_proposal_says_both_grades() -> None:
    scope = next(area for area in REPORT.areas if area.id == "scope")
    assert scope.sentences[0] == "Scope and purpose are judged adequate, where the rules proposed good."
    assert scope.departure is not None
    assert "The questions set were general & not about this child." in words(REPORT)


def test_what_must_improve_puts_weak_core_markers_first() -> None:
    numbers = [int(point.marker.removeprefix("qm")) for point in REPORT.must_improve]
    assert numbers[:3] == [13, 3, 7]
    assert numbers.index(8) < numbers.index(1)
    assert REPORT.must_improve[0].evidence == "Overview report, page 19"


def test_an_inadequate_marker_without_a_written_improvement_still_gets_one() -> None:
    (point,) = [point for point in REPORT.must_improve if point.marker == "qm8"]
    assert point.text == "The review does not yet do what this marker asks: the review attends to management."


def test_an_inadequate_review_is_told_what_to_put_right_and_by_when() -> None:
    assert REPORT.put_right is not None
    assert REPORT.put_right.by == date(2011, 6, 4)
    assert "draft guidance of 2009" in " ".join(REPORT.put_right.sentences)
    assert "Plumbline's own proposal and no legal duty" in " ".join(REPORT.put_right.sentences)
    assert REPORT.put_right.points == tuple(p.text for p in REPORT.must_improve if p.grade is Grade.INADEQUATE)
    assert "due by 4 June 2011" in words(REPORT)
    assert full_report(grades=uniform(Grade.GOOD), overall=None).put_right is None


def test_quotes_are_numbered_in_the_order_of_papers_and_pages_and_shared_ones_stand_once() -> None:
    assert [quote.number for quote in REPORT.quotes] == list(range(1, 10))
    places = [(quote.document_title, quote.place) for quote in REPORT.quotes]
    assert places[0] == ("Overview report", "page 3")
    assert places[-1] == ("Action plan", "Actions, paragraph 2")
    given = sources(INSTRUMENT)
    again = replace(given.judgements["qm13"].evidence[0], id="again", marker="qm14", bearing=Bearing.SUPPORTS)
    shared = dict(given.judgements) | {"qm14": replace(given.judgements["qm14"], evidence=(again,))}
    report = build_report(replace(given, judgements=shared))
    assert len(report.quotes) == 9
    (quote,) = [quote for quote in report.quotes if quote.place == "page 19"]
    assert [use.marker for use in quote.uses] == ["qm13", "qm14"]


def test_pages_are_cited_together_and_in_order() -> None:
    def at(page: int, document: str = "overview", place: str = "") -> Evidence:
        return Evidence("e", "m", Bearing.SUPPORTS, "", Passage(document, page, 0, 1, "x", place=place or f"page {page}"))

    assert cite([at(12), at(3), at(13), at(14), at(3)], PAPERS) == "Overview report, pages 3 and 12 to 14"
    assert cite([at(4), at(5)], PAPERS) == "Overview report, pages 4 and 5"
    assert cite([at(1, "plan", "Actions, paragraph 2"), at(2, "terms")], PAPERS) == (
        "Action plan, Actions, paragraph 2; Terms of reference, page 2"
    )
    assert cite([at(2, "gone", "page iv")], PAPERS) == "Paper of the review, page iv"
    letter = Evidence("e", "m", Bearing.WEAKENS, "", other=OtherSource(SourceKind.LETTER, "A letter."))
    assert cite([letter, at(1)], PAPERS) == "Overview report, page 1; letter"
    assert cite([letter, at(1)], PAPERS, Bearing.SUPPORTS) == "Overview report, page 1"
    assert cite([], PAPERS) == ""


def test_the_limits_name_what_was_missing() -> None:
    said = " ".join((*REPORT.not_judged, *REPORT.limits))
    assert "It does not judge the practitioners, the services or the child's family, and lays no blame." in said
    assert "There was not enough information to judge marker 18 (implementation and evaluation)." in said
    assert "These markers do not apply to this review: marker 17 (publication)." in said
    assert "The papers did not include a board response." in said
    assert "Integrated chronology has pictures of pages and no text, so nothing in this report is quoted from there." in said
    assert "One quote was read from pictures of pages by machine: check its wording in the paper." in said
    assert "One piece of evidence cites a page as such, which was a picture without text to quote" in said
    assert "checks against the guidance of the time could not be made" in said
    assert "No evidence was found for marker 4" in said
    assert "One piece of evidence comes from outside the papers" in said
    assert "confidence is low" in said
    assert "One person appraised the review" in said


def test_the_heading_tells_whose_review_which_guidance_and_how_it_was_appraised() -> None:
    said = words(REPORT)
    assert "Working Together, chapter 8 as revised in December 2009" in said
    assert "The review, its papers and everybody in them are invented." in said
    assert "Version 2, issued on 4 March 2011" in said
    assert "A page reference was wrong in version 1." in said
    assert "Alice Ashby (Independent reviewer) appraised the review against 18 markers on five papers" in said
    assert "citing nine passages word for word" in said
    assert "26 February 2010" in said
    assert "Preview. It has not been issued." in words(full_report(issue=Issue()))


def test_people_of_the_review_are_not_named() -> None:
    said = words(REPORT)
    assert not [name for name in ("Jo Marsh", "Kit Lowe", "Ida Combe", "Ned Vale") if name in said]


def test_the_lens_says_how_the_prompts_were_answered_and_where_the_evidence_stands() -> None:
    family = next(lens for lens in REPORT.lenses if lens.lens == "family")
    assert family.question == "Were families involved?"
    assert family.finding == "The finding on family stands here."
    assert family.summary == "The two prompts behind this question were answered: one no and one not applicable."
    assert family.evidence == "Overview report, page 12"


def test_the_profile_shows_every_marker_and_says_in_words_what_it_shows() -> None:
    (profile,) = [block for block in blocks(REPORT) if isinstance(block, Profile)]
    assert [bar.label for bar in profile.bars] == [marker.name for marker in INSTRUMENT.markers]
    assert profile.alt.startswith(
        "Bar chart of the grades of 18 markers: 1 outstanding, 10 good, 3 adequate, 2 inadequate, 1 not"
    )
    assert {bar.length for bar in profile.bars} == {0, 1, 2, 3, 4}
    assert sum(grade is Grade.GOOD for grade in GRADES.values()) == 10


def test_every_rule_stands_with_whether_it_applied() -> None:
    assert [rule.rule for rule in REPORT.rules] == [rule.id for rule in INSTRUMENT.rules]
    applied = [rule for rule in REPORT.rules if rule.applied]
    assert applied
    assert all(rule.areas for rule in applied)


def test_the_report_without_a_decision_date_claims_no_guidance() -> None:
    given = sources(INSTRUMENT)
    report = build_report(replace(given, facts=replace(given.facts, dates=replace(given.facts.dates, decision=None))))
    assert report.heading.guidance.startswith("Not known")
    late = replace(given.facts.dates, decision=date(2024, 1, 1))
    assert "outside the years" in build_report(replace(given, facts=replace(given.facts, dates=late))).heading.guidance


def found(*told: tuple[int, Grade | None, str]) -> list[tuple[Marker, Grade | None, str, str]]:
    return [(make_marker(number, "One", "stage"), grade, reasons, f"page {number}") for number, grade, reasons in told]


def test_the_weakest_marker_of_an_area_gets_the_room_that_is_left() -> None:
    told = told_sentences(
        found((1, Grade.GOOD, "Alpha is so. Beta too."), (2, Grade.INADEQUATE, "Late. Very late. Unexplained."))
    )
    assert told == ["Alpha is so (page 1).", "Late.", "Very late (page 2)."]
    alone = told_sentences(found((1, Grade.INADEQUATE, "Prompt at first. Late in the end. No reason. More.")))
    assert alone == ["Prompt at first.", "Late in the end.", "No reason (page 1)."]


def test_a_weak_marker_is_told_with_its_but_and_a_good_one_from_the_start() -> None:
    reasons = "Good at its best. Fine too. Well made. But five matters stop short. They weigh most."
    assert told_sentences(found((1, Grade.ADEQUATE, reasons))) == [
        "Good at its best.",
        "But five matters stop short.",
        "They weigh most (page 1).",
    ]
    late = told_sentences(found((1, Grade.ADEQUATE, "Good. Fine. Well made. But late.")))
    assert late == ["Good.", "Well made.", "But late (page 1)."]
    assert told_sentences(found((1, Grade.GOOD, reasons)))[1] == "Fine too."


def test_of_four_markers_the_three_weakest_are_told_in_marker_order() -> None:
    told = told_sentences(
        found(
            (1, Grade.GOOD, "First told."),
            (2, Grade.OUTSTANDING, "Second left out."),
            (3, None, ""),
            (4, Grade.ADEQUATE, "Fourth told."),
            (5, Grade.INADEQUATE, "Fifth told."),
        )
    )
    assert told == ["First told (page 1).", "Fourth told (page 4).", "Fifth told (page 5)."]


def test_a_place_does_not_repeat_the_title_of_its_paper() -> None:
    passage = Passage("plan", 1, 0, 1, "x", place="Action plan, table 1, row 5")
    assert cite([Evidence("e", "m", Bearing.SUPPORTS, "", passage)], PAPERS) == "Action plan, table 1, row 5"
    other = replace(passage, place="Action plan, table 1, row 4")
    both = [Evidence("e", "m", Bearing.SUPPORTS, "", place) for place in (passage, other)]
    assert cite(both, PAPERS) == "Action plan, table 1, rows 4 and 5"


def test_the_words_around_a_quote_are_cut_at_words_and_keep_their_distance() -> None:
    given = sources(INSTRUMENT)
    evidence = given.judgements["qm13"].evidence[0]
    assert evidence.passage is not None
    around = replace(
        evidence.passage,
        before="utside the first\n\nparagraph stands what is said in many words before it begins, which is (",
        after=".\nMore",
    )
    judgements = dict(given.judgements) | {
        "qm13": replace(given.judgements["qm13"], evidence=(replace(evidence, passage=around),))
    }
    shown = [block for block in build_report(replace(given, judgements=judgements)).blocks if isinstance(block, Quote)]
    (quote,) = [quote for quote in shown if quote.text == around.quote]
    assert quote.before == "… the first paragraph stands what is said in many words before it begins, which is ("
    assert quote.after == ". More …"


def test_a_marker_whose_prompts_nobody_answered_says_so_in_one_sentence() -> None:
    marker = next(marker for marker in full_report().markers if marker.answers)
    asked = replace(marker, answers=tuple(replace(answer, choice=None, note="") for answer in marker.answers))

    def answers(entry: MarkerEntry) -> list[str]:
        return [block.caption for block in marker_blocks(entry) if isinstance(block, Table) and "Answers" in block.caption]

    assert answers(marker)
    assert not answers(asked)
    said = [block.text for block in marker_blocks(asked) if isinstance(block, Paragraph)]
    assert any(text.startswith("None of the ") and text.endswith("of this marker was answered.") for text in said)
