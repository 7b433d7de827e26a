"""Evidence of a report: quotes numbered by document and page, and how a sentence cites them. No judgement is read here."""

import re
from collections.abc import Iterable, Mapping, Sequence

from app.domain.document import Document
from app.domain.english import and_list
from app.domain.instrument import Instrument
from app.domain.judgement import Bearing, Evidence, Judgement, SourceKind
from app.domain.passage import Passage
from app.domain.report import EvidenceEntry, QuoteEntry, QuoteUse

SOURCE_LABELS: dict[SourceKind, str] = {
    SourceKind.INTERVIEW: "interview",
    SourceKind.OBSERVATION: "observation",
    SourceKind.LETTER: "letter",
    SourceKind.OTHER: "other source",
}

PassageKey = tuple[str, int, int, int]


def passage_key(passage: Passage) -> PassageKey:
    """What makes two passages the same one."""
    return passage.document, passage.page, passage.start, passage.end


def number_quotes(
    instrument: Instrument, judgements: Mapping[str, Judgement], papers: Sequence[Document]
) -> tuple[QuoteEntry, ...]:
    """Every quoted passage once, in the order of the papers and their pages, numbered from 1, with all its uses."""
    order = {paper.id: place for place, paper in enumerate(papers)}
    passages: dict[PassageKey, Passage] = {}
    uses: dict[PassageKey, list[QuoteUse]] = {}
    for marker in instrument.markers:
        for item in judgements[marker.id].evidence if marker.id in judgements else ():
            if item.passage is not None and not item.passage.is_page:
                key = passage_key(item.passage)
                passages.setdefault(key, item.passage)
                uses.setdefault(key, []).append(QuoteUse(marker.id, marker.name, item.bearing, item.note.strip()))
    ordered = sorted(passages, key=lambda key: (order.get(key[0], len(order)), *key))
    return tuple(
        QuoteEntry(
            number=number,
            document=passages[key].document,
            document_title=document_title(passages[key], papers),
            page=passages[key].page,
            place=place_of(passages[key]),
            start=passages[key].start,
            end=passages[key].end,
            quote=passages[key].quote,
            before=passages[key].before,
            after=passages[key].after,
            uses=tuple(uses[key]),
            from_picture=passages[key].from_picture,
        )
        for number, key in enumerate(ordered, start=1)
    )


def evidence_entry(item: Evidence, numbers: Mapping[PassageKey, int], papers: Sequence[Document]) -> EvidenceEntry:
    """A piece of evidence as the report lists it under its marker."""
    if item.passage is not None:
        title = document_title(item.passage, papers)
        place = f"{title}, {place_of(item.passage).removeprefix(f'{title}, ')}"
        if item.passage.is_page:
            return EvidenceEntry(item.bearing, item.note.strip(), place=place)
        number = numbers[passage_key(item.passage)]
        return EvidenceEntry(item.bearing, item.note.strip(), number, place, from_picture=item.passage.from_picture)
    if item.other is None:
        return EvidenceEntry(item.bearing, item.note.strip())
    other = item.other
    return EvidenceEntry(
        item.bearing, item.note.strip(), source=other.kind, description=other.description.strip(), dated=other.dated.strip()
    )


def place_of(passage: Passage) -> str:
    """Where a passage stands, as a person cites it."""
    return passage.place or f"page {passage.page}"


def document_title(passage: Passage, papers: Sequence[Document]) -> str:
    """The title under which the report lists the passage's document."""
    listed = next((paper.title for paper in papers if paper.id == passage.document), "")
    return listed or passage.document_title or "Paper of the review"


def cite(evidence: Iterable[Evidence], papers: Sequence[Document], bearing: Bearing | None = None) -> str:
    """The places of some evidence in one phrase: "Overview report, pages 3 and 12; interview". Empty where there is none."""
    places: dict[str, list[str]] = {}
    others: list[str] = []
    for item in evidence:
        if bearing is not None and item.bearing is not bearing:
            continue
        if item.passage is not None:
            title = document_title(item.passage, papers)
            places.setdefault(title, []).append(place_of(item.passage).removeprefix(f"{title}, "))
        elif item.other is not None:
            words = SOURCE_LABELS[item.other.kind]
            others.append(f"{words}, {item.other.dated.strip()}" if item.other.dated.strip() else words)
    phrases = [f"{title}, {join_places(found)}" for title, found in places.items()]
    return "; ".join([*phrases, *dict.fromkeys(others)])


NUMBERED = re.compile(r"(.*?)(page|paragraph|row) (\d{1,6})")


def join_places(places: Sequence[str]) -> str:
    """Places in one document: numbers of the same kind together and in order, neighbours as a range; pages come first."""
    numbers: dict[tuple[str, str], set[int]] = {}
    others: list[str] = []
    for place in places:
        found = NUMBERED.fullmatch(place)
        if found:
            numbers.setdefault((found[1], found[2]), set()).add(int(found[3]))
        else:
            others.append(place)
    ordered = sorted(numbers.items(), key=lambda item: item[0] != ("", "page"))
    phrases = [f"{before}{unit}{'s' if len(found) > 1 else ''} {spans(found)}" for (before, unit), found in ordered]
    return "; ".join([*phrases, *dict.fromkeys(others)])


def spans(numbers: Iterable[int]) -> str:
    """Numbers in order with neighbours as a range: "3 and 12 to 14"."""
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return and_list([span for first, last in ranges for span in page_span(first, last)])


def page_span(first: int, last: int) -> list[str]:
    """A run of numbers in words: one, two, or "12 to 15"."""
    if last - first >= 2:
        return [f"{first} to {last}"]
    return [str(page) for page in range(first, last + 1)]
