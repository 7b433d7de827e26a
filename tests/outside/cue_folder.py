"""The patterns of cues of the project, for tests."""

from pathlib import Path

from app.domain.cue_patterns import CuePatterns
from app.outside.cue_patterns import find_cue_patterns


def patterns(root: Path) -> CuePatterns:
    """The newest ones."""
    return find_cue_patterns(root / "markers")
