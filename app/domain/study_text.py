"""Studying the text of a paper: its cues, its paragraphs by part, and its profile. Points at things and judges nothing."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.cue import Cue, CueKind
from app.domain.cue_patterns import CuePatterns
from app.domain.cues import find_cues
from app.domain.document import OutlineItem, Page
from app.domain.study import Part, Profile, StudiedParagraph, Study
from app.domain.study_acronyms import acronyms_of
from app.domain.study_blocks import Stretch, notes_in, stretches_of
from app.domain.study_counts import count_findings, count_recommendations, episodes_of
from app.domain.study_headings import headings_of
from app.domain.study_parts import glossary_in, parts_of

WAY = "1"  # the number of this way of studying: with a new one every paper is studied again


def version_of(patterns_version: str) -> str:
    """The version of a study that is made with these patterns, such as "1.0/1"."""
    return f"{patterns_version}/{WAY}"


def study_text(pages: Sequence[Page], outline: Sequence[OutlineItem], patterns: CuePatterns) -> Study:
    """Everything that the text of a paper tells by its wording and layout. `outline` is the contents that the file carries."""
    cues = find_cues(pages, patterns)
    stretches = stretches_of(pages)
    notes = notes_in(pages, stretches)
    headings = headings_of(stretches, outline, notes, pages[-1].number if pages else 0)
    parts = parts_of(stretches, headings, notes, cues)
    paragraphs = tuple(
        StudiedParagraph(stretch.page, stretch.start, stretch.end, stretch.text, part, stretch.words)
        for stretch, part in zip(stretches, parts, strict=True)
    )
    profile = Profile(
        words=_words(paragraphs),
        chapters=headings.chapters,
        episodes=episodes_of(_judgements(stretches, cues, patterns), cues),
        acronyms=acronyms_of(stretches, parts, glossary_in(stretches, headings)),
        findings=count_findings(stretches, parts),
        recommendations=count_recommendations(stretches, parts),
        page_words=_page_words(pages, stretches),
    )
    return Study(version_of(patterns.version), cues, paragraphs, profile)


def _judgements(stretches: Sequence[Stretch], cues: Sequence[Cue], patterns: CuePatterns) -> tuple[Cue, ...]:
    """All judgements, those with a reason too: where nothing is known to explain, no reason hides one. Only stretches with a
    reason in them are looked through again.
    """
    by_page: dict[int, list[int]] = {}
    for cue in cues:
        if cue.kind is CueKind.EXPLAINS:
            by_page.setdefault(cue.page, []).append(cue.start)
    explained = [one for one in stretches if any(one.start <= start < one.end for start in by_page.get(one.page, ()))]
    judging = replace(patterns, patterns=patterns.of_kind(CueKind.JUDGEMENT))
    found = find_cues([Page(at, one.text) for at, one in enumerate(explained)], judging)
    moved = [
        replace(cue, page=one.page, start=one.start + cue.start, end=one.start + cue.end)
        for cue in found
        for one in (explained[cue.page],)
    ]
    judged = {cue.key: cue for cue in (*moved, *cues) if cue.kind is CueKind.JUDGEMENT}
    return tuple(sorted(judged.values(), key=lambda cue: (cue.page, cue.start)))


def _words(paragraphs: Sequence[StudiedParagraph]) -> dict[Part, int]:
    return {part: sum(one.words for one in paragraphs if one.part is part) for part in Part}


def _page_words(pages: Sequence[Page], stretches: Sequence[Stretch]) -> tuple[int, ...]:
    counts = {page.number: 0 for page in pages}
    for stretch in stretches:
        counts[stretch.page] += stretch.words
    return tuple(counts.values())
