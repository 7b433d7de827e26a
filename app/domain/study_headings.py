"""The headings of a paper: from the contents that its file carries, from the list of contents in its text, and from what looks
like one. Not what a chapter is for (`study_parts.py`).
"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.blocks import LONGEST_HEADING, is_heading
from app.domain.document import OutlineItem
from app.domain.study import Chapter
from app.domain.study_blocks import Stretch, bare

FIRST_LEVEL, ANY_LEVEL = 1, 9
FEWEST_CHAPTERS = 3
LONGEST_LIST = 14  # pages from the front on which a list of contents may stand
LONGEST_ENTRY = 25  # words
_CONTENTS = re.compile(r"(?:table of |list of )?(?:contents|figures|tables)\b.{0,12}$", re.IGNORECASE)
_ENTRY = re.compile(r"[^\W\d].*(?:[.…_]\s*|\s)(?:[0-9]{1,4}|[ivxlc]{1,7})$")
_PAGE_NUMBER = re.compile(r"[\s.…_]+(?:[0-9]{1,4}|[ivxlc]{1,7})$")
_CHAPTER = re.compile(r"(?:chapter|part|section|appendix|annexe?)\s+[0-9a-z]{1,4}\b", re.IGNORECASE)
_NUMBERED = re.compile(r"([0-9]{1,2})\.?\s+[A-Z“‘]")
_DEEPER = re.compile(r"[0-9]{1,2}\.[0-9]")
VERDICT = re.compile(r"(?:[0-9]{1,3}\.\s*)?(conclusion|recommendation)s?$")  # as select committees label a paragraph
_FIGURE = re.compile(r"(?:Figure|Table|Chart|Box|Source)\b")
_PLAIN = re.compile(r"[^\W\d]{3}")
_ROW = re.compile(r"\s\|\s|:$|^[0-9]{1,2} [A-Z][a-z]+ [0-9]{4} \S|^[0-9]{1,2}[/.][0-9]{1,2}[/.]|^[•●■▪‣∙·–-]\s")


@dataclass(frozen=True)
class Heading:
    """A heading at a place in the stretches of a paper. `stands` is False where its title opens a stretch with more in it."""

    at: int
    title: str
    level: int
    stands: bool = True


@dataclass(frozen=True)
class Headings:
    """All headings in order, the positions of lists of contents, and the chapters."""

    headings: tuple[Heading, ...]
    contents: frozenset[int]
    chapters: tuple[Chapter, ...]


def headings_of(stretches: Sequence[Stretch], outline: Sequence[OutlineItem], notes: frozenset[int], last_page: int) -> Headings:
    """The headings of a paper whose footnotes stand at the positions in `notes`."""
    listed, contents = _contents(stretches)
    outline = _completed(stretches, outline, listed, contents)
    known = _from_outline(stretches, outline, contents) or _from_list(stretches, listed, contents)
    found = dict(known)
    for at in range(len(stretches)):
        if at not in found and at not in contents and at not in notes and _looks_like_one(stretches, at):
            found[at] = Heading(at, stretches[at].text, _level(stretches[at].text, is_known=bool(known)))
    headings = tuple(found[at] for at in sorted(found))
    return Headings(headings, contents, _chapters(stretches, outline, headings, bool(known), last_page))


def _contents(stretches: Sequence[Stretch]) -> tuple[list[str], frozenset[int]]:
    """The titles in lists of contents at the front, and where these lists stand."""
    front = sum(1 for stretch in stretches if stretch.page <= LONGEST_LIST)
    entries = _entries(stretches, front)
    titles: list[str] = []
    places: set[int] = set()
    inside = False
    for at in range(front):
        text = stretches[at].text
        if _CONTENTS.fullmatch(text):
            inside = True
        elif inside and at not in entries:  # a title set in two lines, or worded otherwise than its heading
            is_short = stretches[at].words <= LONGEST_ENTRY and text[-1] not in ".;:"
            inside = is_short and not entries.isdisjoint((at + 1, at + 2))
        if inside:
            places.add(at)
            titles.append(text)
    return titles, frozenset(places)


def _entries(stretches: Sequence[Stretch], front: int) -> frozenset[int]:
    """What could be an entry of a list of contents: it ends with a page number, or stands again as a heading further on."""
    later = {bare(stretch.text): at for at, stretch in enumerate(stretches) if stretch.words <= LONGEST_ENTRY}
    short = [at for at in range(front) if stretches[at].words <= LONGEST_ENTRY and stretches[at].text[-1] not in ".;:"]
    return frozenset(at for at in short if _ENTRY.match(stretches[at].text) or later.get(bare(stretches[at].text), at) > at)


def _completed(
    stretches: Sequence[Stretch], outline: Sequence[OutlineItem], titles: Sequence[str], contents: frozenset[int]
) -> Sequence[OutlineItem]:
    """The file's own contents with the chapters that they lack and the list of contents in the text has."""
    have = {bare(item.title) for item in outline}
    lacking = {name: title for title in titles if _CHAPTER.match(title) and (name := bare(title)) not in have} if outline else {}
    found: list[OutlineItem] = []
    for at in range(len(stretches) - 1) if lacking else ():
        if at in contents or not _CHAPTER.match(stretches[at].text):
            continue
        both = f"{stretches[at].text} {stretches[at + 1].text}"  # a title may be set in two lines
        title = lacking.pop(bare(stretches[at].text), "") or lacking.pop(bare(both), "")
        if title:
            found.append(OutlineItem(_PAGE_NUMBER.sub("", title), stretches[at].page, FIRST_LEVEL))
    return sorted([*outline, *found], key=lambda item: item.page) if found else outline


def _from_outline(stretches: Sequence[Stretch], outline: Sequence[OutlineItem], contents: frozenset[int]) -> dict[int, Heading]:
    """Where the entries of the file's own contents stand in the text: on their page, else at its top."""
    by_page: dict[int, list[int]] = {}
    for at, stretch in enumerate(stretches):
        if at not in contents:
            by_page.setdefault(stretch.page, []).append(at)
    found: dict[int, Heading] = {}
    for item in outline:
        here = by_page.get(item.page, [])
        place = next((at for at in here if at not in found and _is_titled(stretches[at].text, item.title)), None)
        if place is None:
            place = next((at for at in here if at not in found), None)
            if place is not None:
                found[place] = Heading(place, item.title, item.level, stands=False)
            continue
        stands = len(stretches[place].text) <= 1.3 * len(item.title) + 8
        found[place] = Heading(place, item.title, item.level, stands)
        if place + 1 in here and bare(stretches[place].text + " " + stretches[place + 1].text) == bare(item.title):
            found[place + 1] = Heading(place + 1, item.title, item.level)  # a title set in two lines
    return found


def _is_titled(text: str, title: str) -> bool:
    """Whether a stretch is this title, begins with it, or is the beginning of it."""
    here, wanted = bare(text[: len(title) + 40]), bare(title)
    if not here or not wanted:
        return False
    return here.startswith(wanted) or (len(here) > 8 and wanted.startswith(here))


def _from_list(stretches: Sequence[Stretch], titles: Sequence[str], contents: frozenset[int]) -> dict[int, Heading]:
    """Where the titles of the list of contents in the text stand again."""
    wanted = {bare(title): title for title in titles if not _CONTENTS.fullmatch(title)}
    found: dict[int, Heading] = {}
    for at, stretch in enumerate(stretches):
        if at in contents or stretch.words > LONGEST_ENTRY:
            continue
        title = wanted.pop(bare(stretch.text), None)
        if title:
            found[at] = Heading(at, stretch.text, 2 if _DEEPER.match(title) else FIRST_LEVEL)
    return found if len(found) >= FEWEST_CHAPTERS else {}


def _looks_like_one(stretches: Sequence[Stretch], at: int) -> bool:
    """Whether a stretch reads like a heading and stands where one may stand: before text, and not within a sentence."""
    text = stretches[at].text
    if VERDICT.match(text):
        return True
    if not _PLAIN.search(text) or _ROW.search(text):
        return False
    if not (is_heading(text) or _is_question(stretches[at]) or _is_in_capitals(stretches[at])):
        return False
    if at + 1 == len(stretches):
        return False
    before, after = stretches[at - 1].text if at else "", stretches[at + 1]
    if _FIGURE.match(text) or _FIGURE.match(before):  # captions, also in two lines
        return False
    return before[-1:] not in (",", "-", "–") and (after.words >= 12 or _ROW.search(after.text) is not None)


def _is_question(stretch: Stretch) -> bool:
    return stretch.words <= 10 and stretch.text.endswith("?") and stretch.text[0].isupper()


def _is_in_capitals(stretch: Stretch) -> bool:
    return stretch.words <= LONGEST_HEADING and stretch.text.isupper() and stretch.text[-1] not in ".;,"


def _level(title: str, *, is_known: bool) -> int:
    """A level by the look of a title. Below a contents list that is known, everything else is a small heading."""
    if is_known:
        return ANY_LEVEL
    if _CHAPTER.match(title) or _NUMBERED.match(title) or (title.isupper() and len(title) > 4):
        return FIRST_LEVEL
    return 2 if _DEEPER.match(title) else ANY_LEVEL


def _chapters(
    stretches: Sequence[Stretch], outline: Sequence[OutlineItem], headings: Sequence[Heading], is_known: bool, last_page: int
) -> tuple[Chapter, ...]:
    """The chapters: the highest level of headings of which there are at least three."""
    begun = _outlined(outline)
    if len(begun) < FEWEST_CHAPTERS:
        begun = [(item.title, stretches[item.at].page) for item in headings if item.level == FIRST_LEVEL]
        if not is_known and not _counts_on(begun):
            return ()
    begun = _without_front(begun)
    if len(begun) < FEWEST_CHAPTERS:
        return ()
    ends = [max(page, after - 1) for (_, page), (_, after) in itertools.pairwise(begun)]
    return tuple(Chapter(title, page, end) for (title, page), end in zip(begun, [*ends, last_page], strict=True))


def _outlined(outline: Sequence[OutlineItem]) -> list[tuple[str, int]]:
    """The chapters by the contents of the file: one level, and what is called a chapter on whatever level it was put."""
    for level in sorted({item.level for item in outline}):
        begun = [(item.title, item.page) for item in outline if item.level == level or _CHAPTER.match(item.title)]
        if len(begun) >= FEWEST_CHAPTERS:
            return begun
    return []


def _without_front(begun: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Without lists of contents, and without the title of the paper where that is the first heading."""
    kept = [(title, page) for title, page in begun if not _CONTENTS.fullmatch(title)]
    is_title = len(kept) > FEWEST_CHAPTERS and kept[0][1] == 1 and (len(kept) < len(begun) or kept[1][1] == 1)
    return kept[1:] if is_title and not _NUMBERED.match(kept[0][0]) else kept


def _counts_on(begun: Sequence[tuple[str, int]]) -> bool:
    """Whether headings found by their look are numbered in order, or all in capitals: then they are chapters."""
    numbers = [int(number[1]) for title, _ in begun if (number := _NUMBERED.match(title))]
    if not numbers:
        return all(title.isupper() for title, _ in begun)
    return numbers == list(range(numbers[0], numbers[0] + len(numbers)))
