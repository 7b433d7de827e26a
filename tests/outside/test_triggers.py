"""The triggers of moderation as data: those that are shipped, and files that are wrong."""

from pathlib import Path

import pytest

from app.outside.triggers import TriggersError, load_triggers
from app.services.instrument import get_instrument
from app.settings import get_settings


def test_the_shipped_instrument_has_every_rule_once_with_a_sentence() -> None:
    instrument = get_instrument()
    triggers = load_triggers(get_settings().markers_dir, instrument.id, instrument.version)
    assert [trigger.rule for trigger in triggers] == ["gap", "straddle", "nei", "outlier", "low-confidence"]
    assert all(trigger.sentence.endswith(".") for trigger in triggers)


def test_a_version_without_triggers_of_its_own_has_none() -> None:
    assert load_triggers(get_settings().markers_dir, "scr-2016", "9.9") == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("triggers:\n  - id: one\n    rule: nothing\n    sentence: So.\n", "rule"),
        ("triggers:\n  - id: one\n    rule: gap\n", "sentence"),
        ("triggers:\n  - id: one\n    rule: gap\n    sentence: So.\n    steps: none\n", "steps"),
        ("triggers: []\n", "triggers"),
    ],
)
def test_a_file_that_is_wrong_is_told_line_by_line(tmp_path: Path, text: str, says: str) -> None:
    folder = tmp_path / "moderation" / "tiny" / "1.0"
    folder.mkdir(parents=True)
    (folder / "triggers.yaml").write_text(text)
    with pytest.raises(TriggersError, match=says):
        load_triggers(tmp_path, "tiny", "1.0")
