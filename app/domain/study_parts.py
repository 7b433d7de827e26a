"""Which part of a paper each stretch belongs to: by the headings above it, by how it begins, and by its wording."""

import re
from collections.abc import Sequence

from app.domain.cue import Cue, CueKind
from app.domain.study import Part
from app.domain.study_blocks import Stretch
from app.domain.study_headings import ANY_LEVEL, VERDICT, Heading, Headings
from app.domain.study_titles import MONTH, is_dated, is_glossary, part_of_title

_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)? {MONTH}\b|\b\d{{1,2}}[/.]\d{{1,2}}[/.](?:\d{{2}}){{1,2}}\b|\b{MONTH} (?:19|20)\d\d\b"
)
_ENTRY = re.compile(
    rf"(?:\d{{1,2}}[/.-]\d{{1,2}}[/.-](?:\d{{2}}){{1,2}}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH}(?: \d{{4}})?|{MONTH} \d{{4}}"
    r"|\d{1,2}[.:]\d\d ?(?:hrs|am|pm)?)(?:\s*[|:–-]|\s)\s*"
)
_OPENING = re.compile(
    rf"(?:\d+(?:\.\d+)*\.?\s+)?(?:(?:On|In|By|During|From|Between|At|Since|Until) (?:the )?(?:\d|{MONTH}|(?:early|late|mid) )"
    r"|(?:The )?(?:next|following) (?:day|week|month|morning))"
)
_ASKS_WHY = re.compile(r"(?:[A-Z]?\d+(?:\.\d+)*\.?\s+)?(?:Why|What explains|How could)\b[^.]{3,160}\?")
_RECOMMENDS = re.compile(
    r"(?:key )?recommendation\s+\d|\b(?:we|I|the (?:committee|inquiry|panel|review|author)) (?:therefore )?recommends?\b",
    re.IGNORECASE,
)
_FINDS = re.compile(r"(?:key )?(?:finding|lesson|learning point)\s+\d", re.IGNORECASE)
_NUMBERED = re.compile(r"[A-Z]?\d+(?:\.\d+)*\.?\s")
_TELLS_HOW = re.compile(
    r"\b(?:the (?:author|reviewer)s? (?:is|was|has|have|had|are|were|read|spoke|met)|interviews? (?:was|were) (?:held|carried)"
    r"|this (?:report|review) (?:has been|was|covers|concerns|reviews|is a)|(?:was|were) interviewed|terms of reference"
    r"|the panel (?:met|was chaired)|no direct involvement|was commissioned)\b",
    re.IGNORECASE,
)
OPENING = 120  # characters of a stretch in which it says what it is about
_REASONS = (CueKind.EXPLAINS, CueKind.JUDGEMENT, CueKind.HINDSIGHT, CueKind.BIAS_TECHNIQUE)
_TELLS_REASONS = re.compile(
    r"\b(?:because|as a result|as a consequence|consequently|therefore|led to|meant that|owing to|due to|reflects|suggests that"
    r"|it is (?:clear|likely|possible|striking)|in (?:my|our|the panel’s|the author’s) view|contributed to|the reason"
    r"|explains?)\b",
    re.IGNORECASE,
)  # fmt: skip


def parts_of(stretches: Sequence[Stretch], found: Headings, notes: frozenset[int], cues: Sequence[Cue]) -> list[Part]:
    """The part of each stretch, in their order."""
    headings = {heading.at: heading for heading in found.headings}
    reasoned = _reasoned(stretches, cues)
    sections = _Sections()
    parts: list[Part] = []
    before = Part.OTHER
    for at, stretch in enumerate(stretches):
        heading = headings.get(at)
        if heading:
            sections.open(heading)
        if at in found.contents or (heading and heading.stands):
            parts.append(Part.HEADING)
        elif at in notes:
            parts.append(Part.OTHER)
        else:
            runs_on = stretch.text[0].islower()  # over the foot of a page, or a list within a sentence
            section = sections.part_for(stretch.text)
            before = before if runs_on and not section else _part(stretch.text, section, is_reasoned=at in reasoned)
            parts.append(before)
    return parts


class _Sections:
    """The headings that a place stands under, the widest first, each with its part where it has one of its own."""

    def __init__(self) -> None:
        self._open: list[tuple[int, Part | None]] = []
        self._verdict: Part | None = None  # the label of the next numbered paragraph alone

    def open(self, heading: Heading) -> None:
        verdict = VERDICT.match(heading.title)
        if verdict:
            self._verdict = Part.FINDINGS if verdict[1] == "conclusion" else Part.RECOMMENDATIONS
            return
        self._verdict = None
        self._open = [above for above in self._open if above[0] < heading.level]
        part = part_of_title(heading.title)
        if part in (None, Part.CHRONOLOGY) and self._above() in (Part.ANALYSIS, Part.FINDINGS, Part.RECOMMENDATIONS):
            part = None
        if part is None and self._above() in (None, Part.CHRONOLOGY) and is_dated(heading.title):
            part = Part.CHRONOLOGY
        self._open.append((heading.level, part))

    def part_for(self, text: str) -> Part | None:
        """The part of the section here, for a stretch of text that is no heading."""
        if self._verdict and _NUMBERED.match(text):
            self._verdict = None
        return self._verdict or self._above()

    def _above(self) -> Part | None:
        return next((part for _, part in reversed(self._open) if part), None)


def _part(text: str, section: Part | None, *, is_reasoned: bool) -> Part:
    if _RECOMMENDS.match(text):
        return Part.RECOMMENDATIONS
    if _FINDS.match(text) and section is not Part.RECOMMENDATIONS:
        return Part.FINDINGS
    if section is Part.CHRONOLOGY:
        return Part.ANALYSIS if _ASKS_WHY.match(text) else section
    if section:
        return section
    return _by_wording(text, is_reasoned=is_reasoned)


def _by_wording(text: str, *, is_reasoned: bool) -> Part:
    """The part of a stretch in a section whose title says nothing."""
    if _ENTRY.match(text):
        return Part.CHRONOLOGY
    if _RECOMMENDS.search(text):
        return Part.RECOMMENDATIONS
    if _TELLS_HOW.search(text[:OPENING]):
        return Part.METHOD
    if is_reasoned or _ASKS_WHY.match(text) or _TELLS_REASONS.search(text):
        return Part.ANALYSIS
    if _OPENING.match(text) or len(_DATE.findall(text)) > 1:
        return Part.CHRONOLOGY
    return Part.OTHER


def _reasoned(stretches: Sequence[Stretch], cues: Sequence[Cue]) -> set[int]:
    """The stretches that judge or explain, by their cues."""
    places: dict[int, list[int]] = {}
    for cue in cues:
        if cue.kind in _REASONS:
            places.setdefault(cue.page, []).append(cue.start)
    return {
        at for at, stretch in enumerate(stretches)
        if any(stretch.start <= start < stretch.end for start in places.get(stretch.page, ()))
    }  # fmt: skip


def glossary_in(stretches: Sequence[Stretch], found: Headings) -> frozenset[int]:
    """Which stretches stand in a list of abbreviations or words, by position."""
    inside: int | None = None  # the level of its heading
    headings = {heading.at: heading for heading in found.headings}
    places: set[int] = set()
    for at in range(len(stretches)):
        heading = headings.get(at)
        if heading and is_glossary(heading.title):
            inside = heading.level
        elif heading and inside is not None and heading.level <= inside < ANY_LEVEL:
            inside = None
        if inside is not None:
            places.add(at)
    return frozenset(places)
