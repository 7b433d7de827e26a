"""The published instruments: whole, as their source has them, unchanged since publication, and not counted on by the code."""

import ast
import json
from pathlib import Path

import pytest

from app.domain.instrument import ORDER, Area, AreaKind, Condition, Grade, Instrument, Lens, Marker, Rule
from app.outside.cue_patterns import cue_folders
from app.outside.markers import check_instrument, checksum_of, find_instrument, instrument_folders

PROJECT = Path(__file__).parents[2]
MARKERS = PROJECT / "markers"
SCR_2016 = {
    "Review setup": ["Referral", "Decision making", "Advising board members", "Informing the family", "Clarity of purpose"],
    "Running the review": [
        "Commissioning",
        "Governance",
        "SCR management",
        "Parallel processes",
        "Assembling information",
        "Practitioner involvement",
        "Family involvement",
        "Analysis",
    ],
    "Review outputs": [
        "The report",
        "Improvement action",
        "Board written response",
        "Publication",
        "Implementation and evaluation",
    ],
}
# How many questions of the source could be read and have a subject, marker by marker, and how many are composed.
QUESTIONS = {
    1: (1, 4), 2: (2, 5), 3: (2, 0), 4: (4, 0), 5: (0, 6), 6: (4, 3), 7: (5, 0), 8: (7, 0), 9: (2, 5),
    10: (2, 6), 11: (6, 7), 12: (9, 4), 13: (7, 9), 14: (0, 13), 15: (4, 7), 16: (7, 0), 17: (0, 7), 18: (4, 8),
}  # fmt: skip
AREAS = {
    "scope": (AreaKind.SUPPORTING, [1, 2, 5, 6]),
    "independence": (AreaKind.CORE, [3, 7]),
    "timeliness": (AreaKind.SUPPORTING, [8, 9]),
    "information": (AreaKind.CORE, [10, 11]),
    "family": (AreaKind.SUPPORTING, [4, 12]),
    "analysis": (AreaKind.CORE, [13]),
    "report": (AreaKind.SUPPORTING, [14]),
    "recommendations": (AreaKind.CORE, [15, 16]),
    "publication": (AreaKind.SUPPORTING, [17]),
    "impact": (AreaKind.SUPPORTING, [18]),
}
LOW, MIDDLE = Grade.INADEQUATE, Grade.ADEQUATE
RULES = {
    "analysis-limits": (LOW, [Condition(LOW, areas=("analysis",))]),
    "two-core": (LOW, [Condition(LOW, kind=AreaKind.CORE, at_least=2)]),
    "information-and-family": (LOW, [Condition(LOW, areas=("information", "family"), at_least=2)]),
    "independence-without-challenge": (LOW, [Condition(LOW, areas=("independence",)), Condition(MIDDLE, areas=("analysis",))]),
    "one-core": (MIDDLE, [Condition(LOW, kind=AreaKind.CORE, without=("analysis",), at_most=1)]),
    "two-supporting": (MIDDLE, [Condition(LOW, kind=AreaKind.SUPPORTING, at_least=2)]),
    "good-needs-core": (MIDDLE, [Condition(MIDDLE, kind=AreaKind.CORE)]),
    "good-allows-form": (
        MIDDLE,
        [Condition(LOW, kind=AreaKind.SUPPORTING, excused_with_reason=("timeliness", "publication"))],
    ),
    "outstanding-needs-all": (Grade.GOOD, [Condition(MIDDLE), Condition(Grade.GOOD, kind=AreaKind.CORE, at_least=2)]),
}
LENS_BOUNDS = {
    Lens.HINDSIGHT: (5, 10),
    Lens.WHY: (8, 14),
    Lens.FAMILY: (12, 30),
    Lens.PRACTITIONERS: (10, 25),
    Lens.IMPACT: (8, 14),
}


@pytest.fixture(scope="module")
def scr() -> Instrument:
    return find_instrument(MARKERS, "scr-2016", "1.0")


def test_every_instrument_of_the_project_is_valid() -> None:
    problems = {folder: check_instrument(folder) for folder in instrument_folders(MARKERS)}
    assert problems
    assert not any(problems.values()), problems


def test_no_published_version_has_changed() -> None:
    published = json.loads((MARKERS / "published.json").read_text(encoding="utf-8"))
    cues = [folder for folder in cue_folders(MARKERS) if f"cues/{folder.name}" in published]  # the newest may not be yet
    sums = {folder.relative_to(MARKERS).as_posix(): checksum_of(folder) for folder in [*instrument_folders(MARKERS), *cues]}
    assert sums == published, "A published version is never edited: make a new one, as markers/README.md tells."


def test_the_stages_and_markers_stand_in_the_order_of_the_source(scr: Instrument) -> None:
    assert {stage.title: [marker.title for marker in stage.markers] for stage in scr.stages} == SCR_2016
    assert [stage.title for stage in scr.stages] == list(SCR_2016)
    assert [marker.number for marker in scr.markers] == list(range(1, len(QUESTIONS) + 1))


def test_files_are_named_after_their_markers(scr: Instrument) -> None:
    names = sorted(path.name for path in (MARKERS / "scr-2016" / "1.0").glob("[0-9]*.yaml"))
    assert names == [f"{marker.number:02}-{marker.id}.yaml" for marker in scr.markers]


def test_questions_are_numbered_and_tagged_as_in_the_source(scr: Instrument) -> None:
    for marker in scr.markers:
        source, composed = QUESTIONS[marker.number]
        ids = [prompt.id for prompt in marker.prompts]
        expected = [f"qm{marker.number}-q{number}" for number in range(1, source + 1)]
        expected += [f"qm{marker.number}-c{number}" for number in range(1, composed + 1)]
        assert ids == expected
        assert all(prompt.composed == ("-c" in prompt.id) for prompt in marker.prompts), marker.name


def test_every_prompt_says_where_to_look(scr: Instrument) -> None:
    prompts = [prompt for marker in scr.markers for prompt in marker.prompts]
    assert [prompt.id for prompt in prompts if not prompt.look] == []
    assert len({prompt.text for prompt in prompts}) == len(prompts)


def test_every_marker_has_all_that_an_appraiser_needs_beside_it(scr: Instrument) -> None:
    for marker in scr.markers:
        assert all((marker.statement, marker.why, marker.evidence, marker.obstacles, marker.equality)), marker.name
        assert marker.source, marker.name
        assert all(link.startswith("https://www.scie.org.uk/") for link in marker.source), marker.name


def test_each_grade_of_each_marker_has_a_description_of_its_own(scr: Instrument) -> None:
    texts = [marker.descriptors[grade] for marker in scr.markers for grade in ORDER]
    assert len(set(texts)) == len(scr.markers) * len(ORDER)
    assert [text for text in texts if not 25 <= len(text.split()) <= 60] == []


def test_descriptions_are_not_one_ladder_with_words_exchanged(scr: Instrument) -> None:
    """Two descriptions of one grade share at most a few runs of four words, so none was made from another."""
    for grade in ORDER:
        runs = [(marker.id, four_word_runs(marker.descriptors[grade])) for marker in scr.markers]
        for position, (one, first) in enumerate(runs):
            for other, second in runs[position + 1 :]:
                assert len(first & second) <= 3, (grade, one, other, first & second)


def four_word_runs(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[start : start + 4]) for start in range(len(words) - 3)}


@pytest.mark.parametrize("lens", list(Lens))
def test_every_lens_gathers_a_useful_set_of_prompts_from_several_markers(scr: Instrument, lens: Lens) -> None:
    homes = [marker.id for marker in scr.markers for prompt in marker.prompts if lens in prompt.lenses]
    least, most = LENS_BOUNDS[lens]
    assert least <= len(homes) <= most
    assert len(set(homes)) >= 4


def test_areas_are_those_of_the_adequacy_table_and_hold_every_marker_once(scr: Instrument) -> None:
    def numbers(area: Area) -> list[int]:
        return sorted(scr.marker(marker_id).number for marker_id in area.markers)

    assert {area.id: (area.kind, numbers(area)) for area in scr.areas} == AREAS
    placed = sorted(number for area in scr.areas for number in numbers(area))
    assert placed == [marker.number for marker in scr.markers]


def test_rules_are_those_of_the_adequacy_table(scr: Instrument) -> None:
    def conditions(rule: Rule) -> list[Condition]:
        return [*rule.every, *rule.any]

    assert {rule.id: (rule.limit, conditions(rule)) for rule in scr.rules} == RULES
    assert [rule.id for rule in scr.rules] == list(RULES)
    assert [rule.id for rule in scr.rules if rule.any] == ["outstanding-needs-all"]
    assert scr.excusable_areas == {"timeliness", "publication"}


def test_the_words_are_about_the_review_and_use_british_spelling(scr: Instrument) -> None:
    american = ("organization", "behavior", "center", "analyze", "program ", "recognize", "judgment ")
    for marker in scr.markers:
        text = all_text(marker).lower()
        assert [word for word in american if word in text] == [], marker.name


def all_text(marker: Marker) -> str:
    lists = (*marker.evidence, *marker.obstacles, *(prompt.text for prompt in marker.prompts), *marker.descriptors.values())
    return " ".join((marker.statement, marker.why, marker.equality, *lists))


def test_no_code_knows_how_many_markers_an_instrument_has(scr: Instrument) -> None:
    counting = []
    for path in sorted((PROJECT / "app").rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines = [
            node.lineno for node in ast.walk(tree) if isinstance(node, ast.Constant) and is_number(node.value, len(scr.markers))
        ]
        counting += [f"{path.relative_to(PROJECT)}:{line}" for line in lines]
    assert counting == []


def is_number(value: object, number: int) -> bool:
    return type(value) in (int, float) and value == number
