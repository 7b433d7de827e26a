"""What can only be checked once all files of an instrument are read: that ids are unique and that every name names something."""

from app.domain.entry import LENS
from app.domain.instrument import Area, Condition, Instrument, Marker
from app.outside.yaml_sheet import Sheet

Sheets = list[tuple[Sheet, Marker]]


def check_whole(instrument: Instrument, main: Sheet, markers: Sheets) -> None:
    """Record in the sheets what does not fit together. A blank id was recorded when it was read and is passed over."""
    _check_unique(instrument, main, markers)
    _check_stages(instrument, main, markers)
    _check_areas(instrument.areas, main, markers)
    known = [area.id for area in instrument.areas]
    for position, rule in enumerate(instrument.rules, start=1):
        for name, conditions in (("every", rule.every), ("any", rule.any)):
            for number, condition in enumerate(conditions, start=1):
                path = f"rules[{position}].{name}[{number}]"
                _check_names(condition, known, main, path)
                _check_reach(condition, instrument.areas, main, path)


def _check_unique(instrument: Instrument, main: Sheet, markers: Sheets) -> None:
    seen: dict[tuple[str, str], str] = {}

    def see(sheet: Sheet, kind: str, value: str, path: str) -> None:
        if not value:
            return
        if (kind, value) in seen:
            sheet.problem(path, f"another {kind}: {value} is taken in {seen[kind, value]}")
        seen.setdefault((kind, value), f"{sheet.file}, line {sheet.lines[path]}")

    ids = {
        "stage": [stage.id for stage in instrument.stages],
        "area": [area.id for area in instrument.areas],
        "rule": [rule.id for rule in instrument.rules],
    }
    for kind, values in ids.items():
        for position, value in enumerate(values, start=1):
            see(main, f"{kind} id", value, f"{kind}s[{position}].id")
    for sheet, marker in markers:
        see(sheet, "number", str(marker.number or ""), "number")
        see(sheet, "marker id", marker.id, "id")
        if marker.id == LENS:
            sheet.problem("id", f"another id: {LENS} is kept for the findings on the five questions")
        for position, prompt in enumerate(marker.prompts, start=1):
            see(sheet, "prompt id", prompt.id, f"prompts[{position}].id")


def _check_stages(instrument: Instrument, main: Sheet, markers: Sheets) -> None:
    known = [stage.id for stage in instrument.stages]
    for position, stage in enumerate(instrument.stages, start=1):
        if stage.id and not stage.markers:
            main.problem(f"stages[{position}].id", f"a stage with at least one marker; no marker file names {stage.id}")
    furthest = 0
    for sheet, marker in markers:
        if not marker.stage:
            continue
        if marker.stage not in known:
            sheet.problem("stage", f"one of the stages {', '.join(known)}")
        elif known.index(marker.stage) < furthest:
            sheet.problem("number", f"a number below those of the stage {known[furthest]}, which comes after {marker.stage}")
        else:
            furthest = known.index(marker.stage)


def _check_areas(areas: tuple[Area, ...], main: Sheet, markers: Sheets) -> None:
    known = {marker.id for _, marker in markers}
    home: dict[str, str] = {}
    for position, area in enumerate(areas, start=1):
        for number, marker_id in enumerate(area.markers, start=1):
            path = f"areas[{position}].markers[{number}]"
            if marker_id and marker_id not in known:
                main.problem(path, f"the id of a marker; no marker file has {marker_id}")
            elif marker_id in home:
                main.problem(path, f"each marker in one area; {marker_id} already stands in {home[marker_id]}")
            home.setdefault(marker_id, area.id)
        if not area.markers:
            main.problem(f"areas[{position}].markers", "at least one marker")
    for sheet, marker in markers:
        if marker.id and marker.id not in home:
            sheet.problem("id", f"a marker that stands in an area of instrument.yaml; {marker.id} stands in none")


def _check_names(condition: Condition, known: list[str], main: Sheet, path: str) -> None:
    for name, areas in (
        ("areas", condition.areas),
        ("without", condition.without),
        ("excused_with_reason", condition.excused_with_reason),
    ):
        for number, area in enumerate(areas, start=1):
            if area and area not in known:
                main.problem(f"{path}.{name}[{number}]", f"the id of an area: one of {', '.join(known)}")


def _check_reach(condition: Condition, areas: tuple[Area, ...], main: Sheet, path: str) -> None:
    """A rule that can never apply is a slip, and would go unnoticed for years."""
    counted = [
        area
        for area in areas
        if area.id not in condition.without
        and (not condition.areas or area.id in condition.areas)
        and condition.kind in (None, area.kind)
    ]
    if condition.at_least > len(counted):
        wrong = "at_least" if f"{path}.at_least" in main.lines else "at_or_below"
        main.problem(f"{path}.{wrong}", f"at least as many areas to count as are wanted: {condition.at_least} of {len(counted)}")
