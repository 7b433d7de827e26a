"""Small instruments made in code for the tests of the core: the areas and rules of the 18 markers, without their texts."""

from app.domain.instrument import Area, AreaKind, Condition, Grade, Instrument, Lens, Marker, Prompt, Rule, Stage

CORE, SUPPORTING = AreaKind.CORE, AreaKind.SUPPORTING
INADEQUATE, ADEQUATE, GOOD = Grade.INADEQUATE, Grade.ADEQUATE, Grade.GOOD

TITLES = (
    "Referral", "Decision making", "Advising board members", "Informing the family", "Clarity of purpose", "Commissioning",
    "Governance", "Management", "Parallel processes", "Assembling information", "Practitioner involvement",
    "Family involvement", "Analysis", "The report", "Improvement action", "Board response", "Publication",
    "Implementation and evaluation",
)  # fmt: skip

AREAS: tuple[tuple[str, str, AreaKind, tuple[int, ...]], ...] = (
    ("scope", "Scope and purpose", SUPPORTING, (1, 2, 5, 6)),
    ("independence", "Independence and governance", CORE, (3, 7)),
    ("timeliness", "Timeliness and management", SUPPORTING, (8, 9)),
    ("information", "Information and practitioners", CORE, (10, 11)),
    ("family", "Family involvement", SUPPORTING, (4, 12)),
    ("analysis", "Analysis: why, not only what", CORE, (13,)),
    ("report", "The report", SUPPORTING, (14,)),
    ("recommendations", "Recommendations and response", CORE, (15, 16)),
    ("publication", "Publication", SUPPORTING, (17,)),
    ("impact", "Impact", SUPPORTING, (18,)),
)

RULES = (
    Rule(
        "analysis-limits",
        INADEQUATE,
        "A review that does not explain why practice occurred cannot secure learning.",
        every=(Condition(INADEQUATE, areas=("analysis",)),),
    ),
    Rule(
        "two-core",
        INADEQUATE,
        "Two of the parts on which the learning rests are inadequate.",
        every=(Condition(INADEQUATE, kind=CORE, at_least=2),),
    ),
    Rule(
        "information-and-family",
        INADEQUATE,
        "Neither the people who did the work nor the family informed the review.",
        every=(Condition(INADEQUATE, areas=("information",)), Condition(INADEQUATE, areas=("family",))),
    ),
    Rule(
        "independence-without-challenge",
        INADEQUATE,
        "The agencies in the case judged themselves, and the analysis does not make up for it.",
        every=(Condition(INADEQUATE, areas=("independence",)), Condition(ADEQUATE, areas=("analysis",))),
    ),
    Rule(
        "one-core",
        ADEQUATE,
        "One of the parts on which the learning rests is inadequate.",
        every=(Condition(INADEQUATE, kind=CORE, without=("analysis",), at_most=1),),
    ),
    Rule(
        "two-supporting",
        ADEQUATE,
        "More than one supporting part of the review is inadequate.",
        every=(Condition(INADEQUATE, kind=SUPPORTING, at_least=2),),
    ),
    Rule(
        "good-needs-core",
        ADEQUATE,
        "A good review is good in all its core parts.",
        every=(Condition(ADEQUATE, kind=CORE),),
    ),
    Rule(
        "good-allows-form",
        ADEQUATE,
        "A part of the review is inadequate and no reason is recorded.",
        every=(Condition(INADEQUATE, kind=SUPPORTING, excused_with_reason=("timeliness", "publication")),),
    ),
    Rule(
        "outstanding-needs-all",
        GOOD,
        "Outstanding is for a review that is outstanding in its core and good throughout.",
        any=(Condition(ADEQUATE), Condition(GOOD, kind=CORE, at_least=2)),
    ),
)


def make_marker(number: int, title: str, stage: str) -> Marker:
    """A marker with two prompts and a line for everything else."""
    lens = {4: Lens.FAMILY, 12: Lens.FAMILY, 11: Lens.PRACTITIONERS, 13: Lens.WHY, 14: Lens.HINDSIGHT, 18: Lens.IMPACT}
    prompts = (
        Prompt(f"qm{number}-q1", f"Is the first question about {title.lower()} answered?", (lens.get(number, Lens.WHY),)),
        Prompt(f"qm{number}-q2", f"Is the second question about {title.lower()} answered?", composed=True),
    )
    return Marker(
        number=number,
        id=f"qm{number}",
        title=title,
        stage=stage,
        statement=f"The review attends to {title.lower()}.",
        why=f"Without {title.lower()} the learning is put at risk.",
        prompts=prompts,
        descriptors={grade: f"{grade.label} in {title.lower()}." for grade in Grade if grade.is_graded},
    )


def make_instrument() -> Instrument:
    """Eighteen markers in three stages with the areas and rules of the real instrument."""
    cuts = (("setting-up", "Setting up", 1, 5), ("running", "Running", 6, 13), ("outputs", "Outputs", 14, 18))
    stages = tuple(
        Stage(stage, name, tuple(make_marker(n, TITLES[n - 1], stage) for n in range(first, last + 1)))
        for stage, name, first, last in cuts
    )
    areas = tuple(Area(ident, title, kind, tuple(f"qm{n}" for n in numbers)) for ident, title, kind, numbers in AREAS)
    return Instrument(
        id="test-18",
        version="1.0",
        title="Eighteen test markers",
        citation="Invented Authors (2016), Eighteen test markers.",
        link="https://example.org/markers",
        stages=stages,
        areas=areas,
        rules=RULES,
        about="The authors meant questions for discussion, not a score.",
        checksum="0" * 64,
    )
