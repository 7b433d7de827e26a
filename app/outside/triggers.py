"""Reads the triggers for moderation from `markers/moderation/<instrument>/<version>`. `app/domain/moderation.py` applies them."""

from functools import lru_cache
from pathlib import Path

from app.domain.errors import PlumblineError
from app.domain.moderation import RULES, Trigger
from app.outside.yaml_sheet import Entry, Problem, open_sheet

FOLDER, FILE = "moderation", "triggers.yaml"


class TriggersError(PlumblineError):
    """The triggers cannot be used. `problems` says what is wrong, line by line."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("The triggers for moderation cannot be used.\n" + "\n".join(map(str, problems)))
        self.problems = tuple(problems)


@lru_cache(maxsize=8)
def load_triggers(root: Path, instrument_id: str, version: str) -> tuple[Trigger, ...]:
    """The triggers that belong to this version of an instrument; none where it has no file of its own. Read once per process.

    Raises TriggersError.
    """
    path = root / FOLDER / instrument_id / version / FILE
    if not path.is_file():
        return ()
    sheet, whole = open_sheet(path, ("triggers",), ())
    entries = whole.entries("triggers", ("id", "rule", "sentence"), ("steps", "within")) if whole else []
    triggers = tuple(_trigger(entry) for entry in entries)
    if sheet.problems:
        raise TriggersError(sheet.problems)
    return triggers


def _trigger(entry: Entry) -> Trigger:
    return Trigger(
        id=entry.slug("id"),
        rule=entry.choice("rule", RULES) or "",
        sentence=entry.text("sentence"),
        steps=entry.whole("steps", 2),
        within=entry.whole("within", 1),
    )
