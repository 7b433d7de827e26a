"""What the patterns say: why a reader should look at a cue, and what an appraiser may ask of their own words.

The patterns are read when they are first asked for, so that the service starts as quickly and stays as small as without them.
"""

from functools import lru_cache

from app.domain.cue import Cue, CueKind, PointedOut
from app.settings import get_settings


def why_look(cue: Cue) -> str:
    """The sentence of the cue's pattern, or of its kind where the patterns have changed since the paper was studied."""
    from app.outside.cue_patterns import find_cue_patterns

    patterns = find_cue_patterns(get_settings().markers_dir)
    pattern = patterns.called(cue.pattern)
    return pattern.why if pattern else patterns.whys[cue.kind]


def why_look_at_kinds() -> tuple[tuple[CueKind, str], ...]:
    """Every kind with the sentence on why a reader should look, as the patterns have it."""
    from app.outside.cue_patterns import find_cue_patterns

    whys = find_cue_patterns(get_settings().markers_dir).whys
    return tuple((kind, whys[kind]) for kind in CueKind)


def prepare_questions() -> None:
    """Read the patterns while a page is only looked at: during a save all who want to save would wait for it."""
    point_out_in("-")


@lru_cache(maxsize=256)
def point_out_in(text: str) -> tuple[PointedOut, ...]:
    """Questions about an appraiser's own words, where they judge with hindsight, by the outcome, or blame."""
    if not text.strip():
        return ()
    from app.domain.own_words import point_out
    from app.outside.cue_patterns import find_cue_patterns
    from app.outside.own_words import load_own_questions

    folder = get_settings().markers_dir
    return point_out(text, load_own_questions(folder), find_cue_patterns(folder))
