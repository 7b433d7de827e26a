"""The format of an instrument: which fields its files have and which domain objects they become. `markers.py` reads folders."""

import re

from app.domain.instrument import ORDER, Area, AreaKind, Condition, Grade, Lens, Marker, Prompt, Rule
from app.outside.yaml_sheet import Entry

INSTRUMENT_REQUIRED = ("id", "version", "title", "citation", "link", "stages", "areas", "rules")
INSTRUMENT_OPTIONAL = ("about",)
STAGE_REQUIRED = ("id", "title")
AREA_REQUIRED = ("id", "title", "kind", "markers")
RULE_REQUIRED = ("id", "limit", "sentence")
RULE_OPTIONAL = ("every", "any")
CONDITION_REQUIRED = ("at_or_below",)
CONDITION_OPTIONAL = ("areas", "kind", "without", "excused_with_reason", "at_least", "at_most")
MARKER_REQUIRED = ("number", "id", "title", "stage", "statement", "why", "prompts", "descriptors")
MARKER_OPTIONAL = ("evidence", "obstacles", "equality", "source")
PROMPT_REQUIRED = ("id", "text")
PROMPT_OPTIONAL = ("lenses", "composed", "look")

GRADES = tuple(grade.value for grade in reversed(ORDER))
LENSES = tuple(lens.value for lens in Lens)
KINDS = tuple(kind.value for kind in AreaKind)
VERSION = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,6}){0,3}")
LINK = re.compile(r"https?://\S+")  # pages show these as links, so no other scheme may pass
LINK_EXPECTED = "a web address that begins with https:// or http://"


def read_link(entry: Entry) -> str:
    """The web address in `link`."""
    return entry.matching("link", LINK, LINK_EXPECTED)


def read_version(entry: Entry) -> str:
    """The version: numbers with full stops between, as text."""
    return entry.matching("version", VERSION, 'numbers with full stops between, in quotation marks, such as "1.0"')


def read_areas(entry: Entry) -> tuple[Area, ...]:
    """The areas of `instrument.yaml`. Whether their markers exist is checked once all files are read."""
    return tuple(
        Area(area.slug("id"), area.text("title"), AreaKind(area.choice("kind", KINDS) or KINDS[0]), area.texts("markers"))
        for area in entry.entries("areas", AREA_REQUIRED)
    )


def read_rules(entry: Entry) -> tuple[Rule, ...]:
    """The rules of `instrument.yaml`, each with its conditions under `every` or under `any`."""
    rules = []
    for rule in entry.entries("rules", RULE_REQUIRED, RULE_OPTIONAL):
        if ("every" in rule.values) == ("any" in rule.values):
            rule.sheet.problem(rule.path, "either every or any, and not both")
        limit = _grade(rule, "limit")
        every, some = _read_conditions(rule, "every"), _read_conditions(rule, "any")
        rules.append(Rule(rule.slug("id"), limit, rule.text("sentence"), every, some))
    return tuple(rules)


def _read_conditions(rule: Entry, name: str) -> tuple[Condition, ...]:
    return tuple(_read_condition(entry) for entry in rule.entries(name, CONDITION_REQUIRED, CONDITION_OPTIONAL))


def _read_condition(entry: Entry) -> Condition:
    if "areas" in entry.values and "kind" in entry.values:
        entry.sheet.problem(entry.at("kind"), "either areas or kind, and not both")
    kind = entry.choice("kind", KINDS)
    condition = Condition(
        at_or_below=_grade(entry, "at_or_below"),
        areas=entry.texts("areas"),
        kind=AreaKind(kind) if kind else None,
        without=entry.texts("without"),
        excused_with_reason=entry.texts("excused_with_reason"),
        at_least=entry.whole("at_least"),
        at_most=entry.whole("at_most") if "at_most" in entry.values else None,
    )
    if condition.at_most is not None and condition.at_most < condition.at_least:
        entry.sheet.problem(entry.at("at_most"), f"a number not below at_least, which is {condition.at_least}")
    return condition


def _grade(entry: Entry, name: str) -> Grade:
    return Grade(entry.choice(name, GRADES) or GRADES[0])


def read_marker(entry: Entry) -> Marker:
    """One marker file. Whether its stage exists is checked once all files are read."""
    return Marker(
        number=entry.whole("number", default=0),
        id=entry.slug("id"),
        title=entry.text("title"),
        stage=entry.text("stage"),
        statement=entry.text("statement"),
        why=entry.text("why"),
        prompts=tuple(_read_prompt(prompt) for prompt in entry.entries("prompts", PROMPT_REQUIRED, PROMPT_OPTIONAL)),
        descriptors=_read_descriptors(entry),
        evidence=entry.texts("evidence"),
        obstacles=entry.texts("obstacles"),
        equality=entry.text("equality"),
        source=entry.texts_matching("source", LINK, LINK_EXPECTED),
    )


def _read_prompt(entry: Entry) -> Prompt:
    lenses = tuple(Lens(lens) for lens in entry.choices("lenses", LENSES))
    return Prompt(entry.slug("id"), entry.text("text"), lenses, entry.flag("composed"), entry.text("look"))


def _read_descriptors(marker: Entry) -> dict[Grade, str]:
    """What a reader would see at each of the four grades, best first."""
    entry = marker.entry("descriptors", GRADES)
    return {Grade(grade): entry.text(grade) for grade in GRADES} if entry else {}
