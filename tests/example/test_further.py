"""The further reviews of the example: their texts fit instrument and papers, and what they are there to show is in them."""

from collections import Counter

import pytest

from app.domain.entry import check_entry, judgement_from
from app.domain.instrument import Grade, Instrument
from app.domain.judgement import gaps
from app.domain.moderation import View, compare
from app.domain.team import Part
from app.example.further import ExampleOwn, FurtherReview, read_further
from app.example.papers import list_papers, read_paper
from app.outside.markers import find_instrument
from app.outside.triggers import load_triggers
from app.settings import ROOT
from tests.example.test_content import judgements, stored

FURTHER = {further.reference: further for further in read_further()}
OWN = [(reference, own) for reference, further in FURTHER.items() for own in further.appraisals]
BY_THREE = FURTHER["WX-2016-11"]
names = pytest.mark.parametrize(("reference", "own"), OWN, ids=[f"{reference} {own.who}" for reference, own in OWN])


@pytest.fixture(scope="module")
def instrument() -> Instrument:
    return find_instrument(ROOT / "markers", "scr-2016", "1.0")


def texts_of(key: str, review: str) -> list[str]:
    blocks = read_paper(key, review).blocks
    return [cell for block in blocks for row in block.rows for cell in row] + [block.text for block in blocks]


@names
def test_every_saved_field_exists_in_the_instrument(reference: str, own: ExampleOwn, instrument: Instrument) -> None:
    for key, value in own.appraisal.entries:
        check_entry(instrument, key, value, longest=20_000)


@names
def test_every_quote_has_8_to_40_words_and_stands_in_one_block_of_its_paper(reference: str, own: ExampleOwn) -> None:
    papers = {paper.key for paper in list_papers(reference)}
    cited = [item for item in own.appraisal.evidence if item.paper]
    assert cited
    assert {item.paper for item in cited} <= papers
    for item in cited:
        assert 8 <= len(item.quote.split()) <= 40, item.quote
        assert sum(item.quote in text for text in texts_of(item.paper, reference)) == 1, item.quote
        assert item.note


@names
def test_what_is_submitted_has_no_gaps_and_what_is_not_has_some(reference: str, own: ExampleOwn, instrument: Instrument) -> None:
    made = judgements(own.appraisal, instrument)
    missing = [gap for marker in instrument.markers for gap in gaps(marker, made[marker.id])]
    assert own.submits == (missing == [])


@names
def test_each_reason_is_somebody_s_own(reference: str, own: ExampleOwn) -> None:
    mine = [value for key, value in own.appraisal.entries if key.endswith("/reasons")]
    others = {
        value
        for _, other in OWN
        if other is not own
        for key, value in other.appraisal.entries
        if key.endswith("/reasons")
    }  # fmt: skip
    assert len(set(mine)) == len(mine)
    assert not set(mine) & others


def test_three_appraise_one_review_apart_and_disagree_in_every_way_that_is_looked_for(instrument: Instrument) -> None:
    views: dict[str, list[View]] = {marker.id: [] for marker in instrument.markers}
    for own in BY_THREE.appraisals:
        evidence = [stored(number, item) for number, item in enumerate(own.appraisal.evidence)]
        for marker in instrument.markers:
            judged = judgement_from(marker, dict(own.appraisal.entries), evidence)
            views[marker.id].append(View(own.who, own.who, own.who.title(), judged))
    triggers = load_triggers(ROOT / "markers", instrument.id, instrument.version)
    compared = [compare(marker, said, triggers) for marker, said in views.items()]
    fired = Counter(trigger.rule for one in compared for trigger in one.triggers)
    assert set(fired) == {"gap", "straddle", "nei", "outlier", "low-confidence"}
    assert sum(one.is_agreed for one in compared) >= 4


def test_its_consensus_keeps_two_other_views_with_their_reasons() -> None:
    moderation = BY_THREE.moderation
    assert moderation
    kept = {said.marker: [(view.who, view.grade) for view in said.minority] for said in moderation.markers if said.minority}
    assert kept == {"analysis": [("bob", Grade.INADEQUATE)], "improvement-action": [("imran", Grade.INADEQUATE)]}
    assert all(len(view.reason.split()) > 20 for said in moderation.markers for view in said.minority)
    assert len(moderation.signed) == 4
    assert moderation.others


@pytest.mark.parametrize("further", FURTHER.values(), ids=FURTHER)
def test_every_further_review_is_fictional_and_names_no_appraiser_in_what_is_written(further: FurtherReview) -> None:
    assert further.facts.fictional
    appraising = {member.who for member in further.team if member.part is Part.APPRAISER}
    assert {own.who for own in further.appraisals} <= appraising
    said = [value for own in further.appraisals for _, value in own.appraisal.entries]
    said += [value for one in (further.moderation.markers if further.moderation else ()) for _, value in one.entries]
    assert [text for text in said for name in ("Alice", "Bob", "Imran", "Carol") if name in text] == []
