"""What the patterns say: why a reader should look at a cue. The patterns are read when they are first asked for, so that the
service starts as quickly and stays as small as without them.
"""

from app.domain.cue import Cue
from app.settings import get_settings


def why_look(cue: Cue) -> str:
    """The sentence of the cue's pattern, or of its kind where the patterns have changed since the paper was studied."""
    from app.outside.cue_patterns import find_cue_patterns

    patterns = find_cue_patterns(get_settings().markers_dir)
    pattern = patterns.called(cue.pattern)
    return pattern.why if pattern else patterns.whys[cue.kind]
