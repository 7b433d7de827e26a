"""The example's facts and appraisals: complete where they say so, agreeing with the papers, and coming out as intended."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from app.domain.adequacy import Assessment, MarkerGrade, assess
from app.domain.entry import check_entry, judgement_from
from app.domain.guidance import Result, check_guidance
from app.domain.instrument import Grade, Instrument, Lens
from app.domain.judgement import Evidence, Judgement, OtherSource, gaps
from app.domain.passage import Passage
from app.domain.review import check_dates
from app.example.content import ExampleAppraisal, ExampleEvidence, read_complete, read_half, read_review
from app.example.papers import list_papers, read_paper
from app.outside.markers import find_instrument

ROOT = Path(__file__).resolve().parents[2]
APPRAISALS = {"complete": read_complete, "half": read_half}


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return find_instrument(ROOT / "markers", "scr-2016", "1.0")


def judgements(appraisal: ExampleAppraisal, instrument: Instrument) -> dict[str, Judgement]:
    values = dict(appraisal.entries)
    evidence = [stored(number, item) for number, item in enumerate(appraisal.evidence)]
    return {marker.id: judgement_from(marker, values, evidence) for marker in instrument.markers}


def stored(number: int, item: ExampleEvidence) -> Evidence:
    passage = Passage(item.paper, 1, 0, len(item.quote), item.quote) if item.paper else None
    other = OtherSource(item.source, item.description, item.dated) if item.source else None
    return Evidence(str(number), item.marker, item.bearing, item.note, passage, other)


def texts_of(key: str) -> list[str]:
    blocks = read_paper(key).blocks
    return [cell for block in blocks for row in block.rows for cell in row] + [block.text for block in blocks]


def assessment(instrument: Instrument) -> Assessment:
    complete = read_complete()
    made = judgements(complete, instrument)
    assert complete.adequacy
    return assess(
        instrument,
        [MarkerGrade(marker, judgement.grade, judgement.recorded_reason) for marker, judgement in made.items()],
        {decision.area: decision.grade for decision in complete.adequacy.areas if decision.grade},
    )


@pytest.mark.parametrize("name", APPRAISALS)
def test_every_saved_field_exists_in_the_instrument(name: str, instrument: Instrument) -> None:
    appraisal = APPRAISALS[name]()
    for key, value in appraisal.entries:
        check_entry(instrument, key, value, longest=20_000)
    assert {item.marker for item in appraisal.evidence} <= {marker.id for marker in instrument.markers}


@pytest.mark.parametrize("name", APPRAISALS)
def test_evidence_is_a_quote_of_8_to_40_words_from_a_known_paper_or_another_source(name: str) -> None:
    papers = {paper.key for paper in list_papers()}
    for item in APPRAISALS[name]().evidence:
        assert item.note
        assert bool(item.paper) != bool(item.source)
        if item.paper:
            assert item.paper in papers
            assert 8 <= len(item.quote.split()) <= 40, item.quote


@pytest.mark.parametrize("name", APPRAISALS)
def test_every_quote_stands_in_one_block_of_its_paper(name: str) -> None:
    for item in APPRAISALS[name]().evidence:
        if item.paper:
            assert sum(item.quote in text for text in texts_of(item.paper)) == 1, item.quote


def test_the_complete_appraisal_has_no_gaps(instrument: Instrument) -> None:
    made = judgements(read_complete(), instrument)
    assert [gap for marker in instrument.markers for gap in gaps(marker, made[marker.id])] == []
    assert all(len(judgement.reasons.split()) > 50 for judgement in made.values())


def test_the_complete_appraisal_answers_every_prompt_and_every_lens(instrument: Instrument) -> None:
    made = judgements(read_complete(), instrument)
    for marker in instrument.markers:
        assert set(made[marker.id].answers) == {prompt.id for prompt in marker.prompts}, marker.id
    keys = {key for key, _ in read_complete().entries}
    assert {f"lens/{lens}" for lens in Lens} <= keys


def test_the_complete_appraisal_shows_each_way_of_judging(instrument: Instrument) -> None:
    made = judgements(read_complete(), instrument)
    grades = [judgement.grade for judgement in made.values()]
    assert {Grade.GOOD, Grade.ADEQUATE, Grade.INADEQUATE, Grade.NOT_ENOUGH_INFORMATION} == set(grades)
    assert grades.count(Grade.NOT_ENOUGH_INFORMATION) == 1
    assert [marker for marker, judgement in made.items() if judgement.no_evidence] == ["publication"]
    assert made["publication"].recorded_reason
    assert any(item.source for item in read_complete().evidence)


def test_the_rules_propose_adequate_by_more_than_one_way(instrument: Instrument) -> None:
    result = assessment(instrument)
    assert result.proposal is Grade.ADEQUATE
    applied = {rule.rule for rule in result.trace if rule.applied}
    assert {"good-needs-core", "two-supporting", "good-allows-form", "outstanding-needs-all"} <= applied


def test_the_moderator_decides_every_area_and_departs_from_one_proposal_with_a_reason(instrument: Instrument) -> None:
    adequacy = read_complete().adequacy
    assert adequacy
    assert [decision.area for decision in adequacy.areas] == [area.id for area in instrument.areas]
    departures = [decision for decision in adequacy.areas if decision.grade]
    assert [decision.area for decision in departures] == ["scope"]
    assert departures[0].reason
    proposed = {area.id: area.proposal for area in assessment(instrument).areas}
    assert proposed["scope"] is Grade.GOOD
    assert departures[0].grade is Grade.ADEQUATE


def test_the_half_done_appraisal_has_eight_markers_complete_and_three_begun(instrument: Instrument) -> None:
    made = judgements(read_half(), instrument)
    complete = [marker.id for marker in instrument.markers if not gaps(marker, made[marker.id])]
    begun = [marker for marker, judgement in made.items() if judgement.is_started and marker not in complete]
    assert (len(complete), len(begun)) == (8, 3)
    assert read_half().adequacy is None


def test_no_practitioner_is_named_in_what_the_appraisers_write() -> None:
    words = " ".join(value for name in APPRAISALS for _, value in APPRAISALS[name]().entries)
    assert re.findall(r"\b(?:Health Visitor|Social Worker|Midwife|GP|Team Leader|Doctor) \d", words) == []


def test_the_dates_are_in_order_and_give_checks_of_both_kinds() -> None:
    _, facts = read_review()
    assert check_dates(facts.dates, date(2026, 1, 1)) == {}
    assert facts.dates.decision
    assert facts.dates.notified
    assert facts.dates.decision - facts.dates.notified < timedelta(days=31)
    reports = [paper.agency for paper in list_papers() if paper.agency]
    results = {check.id: check.result for check in check_guidance(facts, reports)}
    assert results == {
        "time-limit": Result.NOT_MET,
        "start": Result.NOT_MET,
        "panel-chair": Result.PASS,
        "author": Result.PASS,
        "both-chairs": Result.PASS,
        "author-and-chair": Result.PASS,
        "panel-share": Result.NOT_MET,
        "reports-present": Result.NOT_MET,
        "line-management": Result.NOT_MET,
    }


def test_one_agency_report_is_missing() -> None:
    _, facts = read_review()
    present = {paper.agency for paper in list_papers()}
    assert [agency.name for agency in facts.agencies if agency.name not in present] == ["Fernside Surgery"]
    assert facts.fictional
