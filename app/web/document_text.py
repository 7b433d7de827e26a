"""The text of one page of a paper as it is shown: paragraphs with their offsets, and what is marked in them.

The same partial, `document/_text.html`, shows it wherever a page of a paper stands.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.cue import CueKind
from app.domain.document import Page

BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True)
class CueSpot:
    """A cue as it is marked in the text. `state` is empty, "kept" or "dismissed"; `link` opens its note, where there is one.

    `open`: its note is open.
    """

    key: str
    kind: CueKind
    start: int
    end: int
    link: str = ""
    state: str = ""
    open: bool = False


@dataclass(frozen=True)
class Segment:
    """A run of text that is marked throughout or not at all. `here`: the mark to which an address with #mark leads.

    `cues` cover all of it, the shortest first: that is the one whose note opens. `begins` are the keys of those that begin
    with it, `ends` the cues that end with it.
    """

    text: str
    mark: bool = False
    here: bool = False
    cues: tuple[CueSpot, ...] = ()
    begins: tuple[str, ...] = ()
    ends: tuple[CueSpot, ...] = ()

    @property
    def letters(self) -> str:
        """What stands behind the words where cues end: their letters, and what was made of them."""
        said = [spot.kind.letter + (f" {spot.state}" if spot.state else "") for spot in self.ends]
        return ", ".join(said) if any(spot.state for spot in self.ends) else "".join(said)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `start` is the offset of its first character in the text of the page, counted in characters, not in
    the 16-bit units of a browser. `place` is how to cite it, where that is said anew with this paragraph.
    """

    start: int
    segments: tuple[Segment, ...]
    place: str = ""


@dataclass(frozen=True)
class PageText:
    """The text of a page. `label` is the printed number where it differs from counting. No paragraphs: no text.

    `from_picture`: it was read off a picture. `is_picture`: a picture without text.
    """

    number: int
    label: str
    paragraphs: tuple[Paragraph, ...]
    from_picture: bool = False
    is_picture: bool = False

    @property
    def has_mark(self) -> bool:
        """Whether anything is marked."""
        return any(segment.mark for paragraph in self.paragraphs for segment in paragraph.segments)

    @property
    def cue_kinds(self) -> tuple[CueKind, ...]:
        """The kinds of the cues that are marked, each once."""
        found = {spot.kind for paragraph in self.paragraphs for segment in paragraph.segments for spot in segment.cues}
        return tuple(kind for kind in CueKind if kind in found)


def page_text(page: Page, marks: Iterable[tuple[int, int]] = (), at: int = -1, cues: Iterable[CueSpot] = ()) -> PageText:
    """The page cut into paragraphs, with the text between these pairs of offsets (end exclusive) marked, and the cues.

    `at` is an offset inside the mark to lead to; the first mark where none holds it. Cues may overlap each other and marks.
    """
    spans = _merged(marks, len(page.text))
    here = next((first for first, last in spans if first <= at < last), spans[0][0] if spans else -1)
    places = dict(page.places)
    spots = sorted(cues, key=lambda spot: (spot.start, spot.end))
    paragraphs = tuple(
        Paragraph(
            start,
            tuple(
                part for run, offset in _segments(page.text, start, end, spans, here) for part in _with_cues(run, offset, spots)
            ),
            _place(places, page.text, start, end),
        )
        for start, end in _paragraphs(page.text)
    )
    return PageText(page.number, page.label, paragraphs, page.from_picture, page.is_picture)


def _place(places: Mapping[int, str], text: str, start: int, end: int) -> str:
    """How to cite the paragraph; nothing for a heading, which says it itself."""
    place = places.get(start, "")
    return "" if place == text[start:end] else place


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in BREAK.finditer(text):
        if text[start : gap.start()].strip():
            yield start, gap.start()
        start = gap.end()
    if text[start:].strip():
        yield start, len(text)


def _segments(text: str, start: int, end: int, spans: Sequence[tuple[int, int]], here: int) -> Iterator[tuple[Segment, int]]:
    """The paragraph in runs that are marked or not, each with its offset."""
    at = start
    for begins, last in spans:
        first, last = max(begins, start), min(last, end)
        if first >= last:
            continue
        if first > at:
            yield Segment(text[at:first]), at
        # A mark that runs over several paragraphs is led to once, at its beginning.
        yield Segment(text[first:last], mark=True, here=begins == here and first == begins), first
        at = last
    if at < end:
        yield Segment(text[at:end]), at


def _with_cues(run: Segment, offset: int, spots: Sequence[CueSpot]) -> Iterator[Segment]:
    """The run cut where cues begin and end."""
    last = offset + len(run.text)
    inside = [spot for spot in spots if spot.start < last and spot.end > offset]
    cuts = sorted({offset, last} | {cut for spot in inside for cut in (spot.start, spot.end) if offset < cut < last})
    for first, end in itertools.pairwise(cuts):
        over = sorted(
            (spot for spot in inside if spot.start <= first and end <= spot.end), key=lambda spot: spot.end - spot.start
        )
        # A cue that runs over several paragraphs is named once, where it begins, and closed once, where it ends.
        begins = tuple(spot.key for spot in over if spot.start == first)
        ends = tuple(spot for spot in over if spot.end == end)
        yield replace(
            run, text=run.text[first - offset : end - offset], here=run.here and first == offset, cues=tuple(over),
            begins=begins, ends=ends,
        )  # fmt: skip


def _merged(marks: Iterable[tuple[int, int]], length: int) -> list[tuple[int, int]]:
    """The spans in order, within the text, those that touch or overlap put together."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted((max(0, first), min(last, length)) for first, last in marks):
        if first >= last:
            continue
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
