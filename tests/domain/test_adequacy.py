"""From marker grades to proposals: the cases of the design, and the properties that must always hold."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.adequacy import Assessment, MarkerGrade, assess, assessment_as_json, lowest_limit, read_grades_csv, what_if
from app.domain.errors import InvalidError
from app.domain.instrument import ORDER, Area, AreaKind, Grade
from tests.domain.instruments import make_instrument

INSTRUMENT = make_instrument()
NUMBERS = {marker.number: marker.id for marker in INSTRUMENT.markers}
INADEQUATE, ADEQUATE, GOOD, OUTSTANDING = ORDER
NEI, NA = Grade.NOT_ENOUGH_INFORMATION, Grade.NOT_APPLICABLE


def grades(default: Grade | None, reasons: dict[int, str] | None = None, **others: Grade | None) -> list[MarkerGrade]:
    """Every marker at `default`, save those given as `m13=...`."""
    by_number = {int(name[1:]): grade for name, grade in others.items()}
    return [MarkerGrade(ident, by_number.get(n, default), (reasons or {}).get(n, "")) for n, ident in NUMBERS.items()]


def fired(assessment: Assessment) -> set[str]:
    return {step.rule for step in assessment.trace if step.applied}


@pytest.mark.parametrize("grade", [INADEQUATE, ADEQUATE, GOOD, OUTSTANDING])
def test_a_review_with_one_grade_throughout_gets_that_grade(grade: Grade) -> None:
    result = assess(INSTRUMENT, grades(grade))
    assert result.proposal is grade
    assert {area.proposal for area in result.areas} == {grade}
    assert not result.provisional
    assert not result.missing


def test_a_panel_that_judged_itself_without_asking_why_is_inadequate_by_three_rules() -> None:
    result = assess(INSTRUMENT, grades(ADEQUATE, m3=INADEQUATE, m7=INADEQUATE, m10=INADEQUATE, m13=INADEQUATE))
    assert result.proposal is INADEQUATE
    assert {"analysis-limits", "two-core", "independence-without-challenge"} <= fired(result)
    two_core = next(step for step in result.trace if step.rule == "two-core")
    assert two_core.areas == ("independence", "information", "analysis")


def test_an_inadequate_publication_with_a_recorded_reason_leaves_good_within_reach() -> None:
    assert assess(INSTRUMENT, grades(GOOD, {17: "The criminal trial runs until May."}, m17=INADEQUATE)).proposal is GOOD


def test_an_inadequate_publication_without_a_reason_limits_to_adequate() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m17=INADEQUATE))
    assert result.proposal is ADEQUATE
    assert "good-allows-form" in fired(result)


def test_a_reason_excuses_only_the_areas_that_the_rules_name() -> None:
    assert assess(INSTRUMENT, grades(GOOD, {14: "A reason."}, m14=INADEQUATE)).proposal is ADEQUATE


def test_lateness_with_a_reason_leaves_a_good_review_good_even_with_outstanding_analysis() -> None:
    result = assess(INSTRUMENT, grades(GOOD, {8: "The inquest came first."}, m8=INADEQUATE, m9=INADEQUATE, m13=OUTSTANDING))
    assert result.proposal is GOOD


def test_one_core_area_at_good_does_not_keep_a_review_from_outstanding() -> None:
    assert assess(INSTRUMENT, grades(OUTSTANDING, m13=GOOD)).proposal is OUTSTANDING


def test_two_core_areas_at_good_keep_a_review_from_outstanding() -> None:
    result = assess(INSTRUMENT, grades(OUTSTANDING, m13=GOOD, m3=GOOD))
    assert result.proposal is GOOD
    assert fired(result) == {"outstanding-needs-all"}


def test_not_enough_information_in_a_core_area_means_it_cannot_be_judged_yet() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m13=NEI))
    assert result.proposal is None
    assert result.so_far is GOOD
    assert result.provisional
    assert [(gap.area, gap.markers) for gap in result.missing] == [("analysis", ("qm13",))]


def test_not_enough_information_in_a_supporting_area_makes_the_proposal_provisional() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m18=NEI))
    assert (result.proposal, result.provisional) == (GOOD, True)
    assert result.area("impact").proposal is NEI


def test_lateness_alone_never_makes_a_review_inadequate() -> None:
    assert assess(INSTRUMENT, grades(GOOD, m8=INADEQUATE, m9=INADEQUATE)).proposal is ADEQUATE


@pytest.mark.parametrize(
    ("first", "second", "third", "fourth", "wanted"),
    [
        (INADEQUATE, GOOD, GOOD, GOOD, ADEQUATE),
        (INADEQUATE, INADEQUATE, GOOD, GOOD, INADEQUATE),
        (ADEQUATE, GOOD, OUTSTANDING, OUTSTANDING, GOOD),
        (ADEQUATE, OUTSTANDING, OUTSTANDING, OUTSTANDING, GOOD),
        (ADEQUATE, NA, GOOD, GOOD, GOOD),
    ],
)
def test_an_area_gets_the_lower_median_and_at_most_one_grade_above_its_lowest(
    first: Grade, second: Grade, third: Grade, fourth: Grade, wanted: Grade
) -> None:
    area = assess(INSTRUMENT, grades(GOOD, m1=first, m2=second, m5=third, m6=fourth)).area("scope")
    assert (area.proposal, area.provisional) == (wanted, False)


@pytest.mark.parametrize(
    ("one", "other", "wanted", "provisional"),
    [
        (GOOD, NEI, GOOD, True),
        (GOOD, None, GOOD, True),
        (GOOD, NA, GOOD, False),
        (NA, NA, NA, False),
        (NEI, NA, NEI, False),
        (None, NA, None, False),
        (None, NEI, None, False),
    ],
)
def test_an_area_without_every_grade_says_so(
    one: Grade | None, other: Grade | None, wanted: Grade | None, provisional: bool
) -> None:
    area = assess(INSTRUMENT, grades(GOOD, m8=one, m9=other)).area("timeliness")
    assert (area.proposal, area.provisional) == (wanted, provisional)


def test_a_core_area_cannot_be_not_applicable() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m13=NA))
    assert result.area("analysis").proposal is NEI
    assert result.proposal is None
    decided = assess(INSTRUMENT, grades(GOOD), {"analysis": NA})
    assert decided.area("analysis").grade is NEI
    assert decided.proposal is None


def test_a_supporting_area_that_does_not_apply_drops_out() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m17=NA))
    assert (result.proposal, result.provisional) == (GOOD, False)


def test_nothing_judged_gives_no_grade_at_all() -> None:
    result = assess(INSTRUMENT, [])
    assert (result.proposal, result.so_far, result.provisional) == (None, None, True)
    assert {area.proposal for area in result.areas} == {None}
    assert len(result.missing) == 4


def test_the_moderators_area_grade_counts_instead_of_the_proposal() -> None:
    result = assess(INSTRUMENT, grades(GOOD, m13=NEI), {"analysis": INADEQUATE})
    assert result.proposal is INADEQUATE
    assert result.area("analysis").proposal is NEI
    assert result.area("analysis").grade is INADEQUATE
    assert not result.provisional


def test_the_trace_lists_every_rule_in_order_with_its_sentence() -> None:
    result = assess(INSTRUMENT, grades(GOOD))
    assert [step.rule for step in result.trace] == [rule.id for rule in INSTRUMENT.rules]
    assert all(step.sentence and (step.applied or not step.areas) for step in result.trace)


def test_another_instrument_with_other_areas_works_the_same() -> None:
    small = replace(
        INSTRUMENT, areas=(Area("all", "All of it", AreaKind.CORE, tuple(NUMBERS.values())),), rules=INSTRUMENT.rules[-1:]
    )
    assert assess(small, grades(ADEQUATE)).proposal is GOOD


def test_an_unknown_marker_a_marker_twice_and_an_unknown_area_are_refused() -> None:
    with pytest.raises(KeyError):
        assess(INSTRUMENT, [MarkerGrade("qm99", GOOD)])
    with pytest.raises(ValueError, match="twice"):
        assess(INSTRUMENT, [MarkerGrade("qm1", GOOD), MarkerGrade("qm1", GOOD)])
    with pytest.raises(KeyError):
        assess(INSTRUMENT, [], {"weather": GOOD})


any_grade = st.sampled_from([*Grade, None])
one_grade = st.builds(MarkerGrade, marker=st.just(""), grade=any_grade, reason=st.sampled_from(["", "A recorded reason."]))
all_grades = st.lists(one_grade, min_size=18, max_size=18).map(
    lambda given: [replace(grade, marker=ident) for grade, ident in zip(given, NUMBERS.values(), strict=True)]
)
mostly_graded = st.lists(st.sampled_from([*ORDER, *ORDER, GOOD, GOOD, OUTSTANDING, None, NEI, NA]), min_size=18, max_size=18).map(
    lambda given: [MarkerGrade(ident, grade) for grade, ident in zip(given, NUMBERS.values(), strict=True)]
)


def rank(grade: Grade | None) -> int:
    return grade.rank if grade is not None and grade.is_graded else -1


@settings(max_examples=60, deadline=None)
@given(given_grades=st.one_of(all_grades, mostly_graded), place=st.integers(0, 17))
def test_raising_one_markers_grade_never_lowers_a_proposal(given_grades: list[MarkerGrade], place: int) -> None:
    before = assess(INSTRUMENT, given_grades)
    marker = given_grades[place]
    if marker.grade is None or not marker.grade.is_graded:
        return
    for higher in ORDER[marker.grade.rank + 1 :]:
        raised = [*given_grades]
        raised[place] = replace(marker, grade=higher)
        after = assess(INSTRUMENT, raised)
        assert rank(after.so_far) >= rank(before.so_far)
        assert rank(after.proposal) >= rank(before.proposal)
        for lower_area, higher_area in zip(before.areas, after.areas, strict=True):
            assert rank(higher_area.proposal) >= rank(lower_area.proposal)


@settings(max_examples=60, deadline=None)
@given(given_grades=all_grades, data=st.data())
def test_the_order_of_markers_does_not_matter(given_grades: list[MarkerGrade], data: st.DataObject) -> None:
    shuffled = data.draw(st.permutations(given_grades))
    assert assess(INSTRUMENT, shuffled) == assess(INSTRUMENT, given_grades)


@settings(max_examples=100, deadline=None)
@given(given_grades=st.one_of(all_grades, mostly_graded))
def test_the_trace_alone_is_enough_to_recompute_the_proposal(given_grades: list[MarkerGrade]) -> None:
    result = assessment_as_json(assess(INSTRUMENT, given_grades))
    limits = [Grade(step["limit"]) for step in result["trace"] if step["applied"]]
    recomputed = min(limits, key=lambda grade: grade.rank, default=OUTSTANDING)
    if result["overall"]["proposal"] is not None:
        assert result["overall"]["proposal"] == recomputed
    if result["overall"]["so_far"] is not None:
        assert result["overall"]["so_far"] == recomputed


@settings(max_examples=25, deadline=None)
@given(given_grades=mostly_graded)
def test_what_if_finds_exactly_the_single_steps_that_move_the_overall(given_grades: list[MarkerGrade]) -> None:
    now = assess(INSTRUMENT, given_grades).so_far
    found = {(step.marker, step.after): step.overall for step in what_if(INSTRUMENT, given_grades)}
    for place, marker in enumerate(given_grades):
        for one, other in itertools.pairwise(ORDER):
            for after in (other,) if marker.grade is one else (one,) if marker.grade is other else ():
                changed = [*given_grades]
                changed[place] = replace(marker, grade=after)
                then = assess(INSTRUMENT, changed).so_far
                assert found.get((marker.marker, after)) == (then if then is not now else None)


def test_what_if_names_the_marker_the_step_and_what_follows() -> None:
    steps = what_if(INSTRUMENT, grades(ADEQUATE, m3=GOOD, m7=GOOD))
    assert [(step.marker, step.before, step.after, step.overall) for step in steps] == [
        ("qm13", ADEQUATE, INADEQUATE, INADEQUATE)
    ]


def test_what_if_leaves_alone_an_area_that_the_moderator_decided() -> None:
    assert what_if(INSTRUMENT, grades(ADEQUATE, m3=GOOD, m7=GOOD), {"analysis": ADEQUATE}) == ()


def test_the_json_has_the_published_form() -> None:
    result = assessment_as_json(assess(INSTRUMENT, grades(GOOD, m13=NEI, m17=NA, m18=None)))
    assert set(result) == {"areas", "overall", "trace"}
    assert {frozenset(area) for area in result["areas"]} == {frozenset({"id", "title", "kind", "proposal", "provisional"})}
    proposals = {area["id"]: area["proposal"] for area in result["areas"]}
    assert (proposals["analysis"], proposals["publication"], proposals["impact"]) == ("nei", "na", None)
    assert result["overall"] == {"proposal": None, "so_far": "good", "provisional": True}
    assert set(result["trace"][0]) == {"rule", "applied", "limit", "areas", "sentence"}
    assert lowest_limit(assess(INSTRUMENT, grades(GOOD)).trace) is GOOD


@pytest.mark.parametrize(
    "text",
    [
        'marker,grade,reason\n1,good,\nqm13,inadequate,"late, and why"\n17,,\n',
        "\ufeffmarker;grade;reason\r\n1;Good;\r\nQM13;INADEQUATE;late, and why\r\n17;;\r\n",
        "reason\tGrade\tMarker\n\tgood\t1.\n\nlate, and why\tinadequate\t013\n\t\t17\n",
    ],
)
def test_grades_are_read_from_the_usual_shapes_of_csv(text: str) -> None:
    assert read_grades_csv(text, INSTRUMENT) == [
        MarkerGrade("qm1", GOOD),
        MarkerGrade("qm13", INADEQUATE, "late, and why"),
        MarkerGrade("qm17", None),
    ]


def test_a_csv_without_a_reason_column_is_taken_and_so_are_the_long_words() -> None:
    assert read_grades_csv("marker,grade\n1,Not enough  information\n2,na", INSTRUMENT) == [
        MarkerGrade("qm1", NEI),
        MarkerGrade("qm2", NA),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("  \n\n", "empty"),
        ("marker,reason\n1,x", "no column “grade”"),
        ("number,grade\n1,good", "no column “marker”"),
        ("marker,grade,grade\n1,good,good", "stands twice"),
        ("marker,grade\n19,good", "Line 2: “19” is not a marker"),
        ("marker,grade\n²,good", "is not a marker"),
        ("marker,grade\n1,excellent", "Line 2: “excellent” is not a grade"),
        ("marker,grade\n1,good\n01,good", "Line 3: marker “01” was already graded on line 2"),
        ("marker,grade\n,good", "names no marker"),
        ("marker,grade,reason\n1,good,late, and why", "Put quotation marks"),
        ('marker,grade\n1,"good', "unclosed quotation mark"),
        ("marker,grade\n1," + "x\x00" * 5000, "is not a grade"),
    ],
)
def test_a_csv_that_cannot_be_taken_is_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(InvalidError) as refused:
        read_grades_csv(text, INSTRUMENT)
    assert words in refused.value.sentence
    assert refused.value.sentence.endswith(".")
    assert len(refused.value.sentence) < 250
