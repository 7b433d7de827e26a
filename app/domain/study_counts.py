"""What can be counted in a paper: the findings and recommendations that it numbers itself, and its judged episodes."""

import re
from collections.abc import Iterable, Sequence

from app.domain.cue import Cue, CueKind
from app.domain.study import Episode, Part
from app.domain.study_blocks import Stretch

_FINDING = re.compile(r"(?:key )?(finding|lesson|learning point|learning|theme)\s+(?:no\.? ?)?([0-9]{1,3})\b", re.IGNORECASE)
_RECOMMENDATION = re.compile(r"(?:key )?(recommendation|R)\s?(?:no\.? ?)?([0-9]{1,3})\b(?!\.[0-9])", re.IGNORECASE)
_VERDICT = re.compile(r"(?:[0-9]{1,3}\.\s*)?(conclusion|recommendation)$")
_ITEM = re.compile(r"([0-9]{1,3})[.)]\s")
_BULLET = re.compile(r"[•●■▪‣∙·–-]\s")


def count_findings(stretches: Sequence[Stretch], parts: Sequence[Part]) -> int:
    """How many findings, lessons or learning points the paper itself numbers; 0 where it numbers none."""
    texts = [stretch.text for stretch in stretches]
    return (
        _most_named(_FINDING, texts)
        or sum(1 for text in texts if _is_verdict(text, "conclusion"))
        or _longest_list(text for text, part in zip(texts, parts, strict=True) if part is Part.FINDINGS)
    )


def count_recommendations(stretches: Sequence[Stretch], parts: Sequence[Part]) -> int:
    """How many recommendations the paper itself numbers or lists; 0 where it lists none."""
    texts = [stretch.text for stretch in stretches]
    inside = [text for text, part in zip(texts, parts, strict=True) if part is Part.RECOMMENDATIONS]
    return (
        _most_named(_RECOMMENDATION, texts)
        or sum(1 for text in texts if _is_verdict(text, "recommendation"))
        or _longest_list(inside)
        or sum(1 for text in inside if _BULLET.match(text))
    )


def episodes_of(judged: Iterable[Cue], without_reason: Iterable[Cue]) -> tuple[Episode, ...]:
    """The judged episodes: each sentence that judges practice once. `judged` are all judgements, and `without_reason` those of
    them in whose sentence and the next one no reason was found.
    """
    bare = {cue.key for cue in without_reason if cue.kind is CueKind.JUDGEMENT}
    found: dict[tuple[int, str], Episode] = {}
    for cue in judged:
        if cue.kind is not CueKind.JUDGEMENT:
            continue
        place = (cue.page, cue.sentence)
        if place not in found:
            found[place] = Episode(cue.page, cue.start, cue.end, has_reason=cue.key not in bare)
    return tuple(found.values())


def _most_named(pattern: re.Pattern[str], texts: Iterable[str]) -> int:
    """How far things of one name are counted from 1 upwards at the beginnings of stretches."""
    numbers: dict[str, set[int]] = {}
    for text in texts:
        found = pattern.match(text)
        if found:
            numbers.setdefault(found[1].casefold(), set()).add(int(found[2]))
    return max((_from_one(seen) for seen in numbers.values()), default=0)


def _from_one(seen: set[int]) -> int:
    last = 0
    while last + 1 in seen or last + 2 in seen:  # one may be hidden within a stretch
        last += 1
    return last if last in seen else last - 1


def _longest_list(texts: Iterable[str]) -> int:
    """The longest list that is numbered 1, 2, 3 …, at least two long."""
    longest = after = 0
    for text in texts:
        found = _ITEM.match(text)
        if found and int(found[1]) in (1, after, after + 1):
            after = int(found[1])
            longest = max(longest, after)
    return longest if longest > 1 else 0


def _is_verdict(text: str, word: str) -> bool:
    found = _VERDICT.match(text)
    return found is not None and found[1] == word
