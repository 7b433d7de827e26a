"""What goes to the process that studies a paper and what comes back, as JSON. What comes back is checked against the pages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from app.domain.cue import Cue, CueKind
from app.domain.document import OutlineItem, Page
from app.domain.study import Acronym, Chapter, Episode, Part, Profile, StudiedParagraph, Study


def pack_text(pages: Sequence[Page], outline: Sequence[OutlineItem]) -> bytes:
    """The text of a paper, for the process."""
    return _json(
        {
            "pages": [[page.number, page.text] for page in pages],
            "outline": [[item.title, item.page, item.level] for item in outline],
        }
    )


def unpack_text(sent: bytes) -> tuple[tuple[Page, ...], tuple[OutlineItem, ...]]:
    """The text of a paper, in the process."""
    said = json.loads(sent)
    return tuple(Page(*page) for page in said["pages"]), tuple(OutlineItem(*item) for item in said["outline"])


def pack_study(study: Study) -> bytes:
    """The study, for the parent. Texts that stand on the pages are not sent again."""
    profile = study.profile
    assert profile
    return _json(
        {
            "version": study.version,
            "cues": [[cue.page, cue.start, cue.end, cue.kind.value, cue.sentence, cue.pattern] for cue in study.cues],
            "paragraphs": [[one.page, one.start, one.end, one.part.value] for one in study.paragraphs],
            "chapters": [[chapter.title, chapter.first_page, chapter.last_page] for chapter in profile.chapters],
            "episodes": [[one.page, one.start, one.end, one.has_reason] for one in profile.episodes],
            "acronyms": [[acronym.word, acronym.times, acronym.page] for acronym in profile.acronyms],
            "findings": profile.findings,
            "recommendations": profile.recommendations,
        }
    )


def unpack_study(sent: bytes, pages: Sequence[Page]) -> Study:
    """The study of these pages. Raises ValueError, KeyError, TypeError or IndexError where it is not of that shape or points
    to where there is nothing; nothing in it is trusted.
    """
    said: Any = json.loads(sent)
    texts = {page.number: page.text for page in pages}
    cues = tuple(
        Cue(page, start, end, CueKind(kind), _cut(texts, page, start, end), _sound(sentence), _sound(pattern))
        for page, start, end, kind, sentence, pattern in said["cues"]
    )
    paragraphs = tuple(_paragraph(texts, *one) for one in said["paragraphs"])
    profile = Profile(
        words={part: sum(one.words for one in paragraphs if one.part is part) for part in Part},
        chapters=tuple(
            Chapter(_sound(title), _page(texts, first), _page(texts, last)) for title, first, last in said["chapters"]
        ),
        episodes=tuple(_episode(texts, *one) for one in said["episodes"]),
        acronyms=tuple(Acronym(_sound(word), int(times), _page(texts, page)) for word, times, page in said["acronyms"]),
        findings=int(said["findings"]),
        recommendations=int(said["recommendations"]),
        page_words=_page_words(paragraphs, texts),
    )
    return Study(_sound(said["version"]), cues, paragraphs, profile)


def _paragraph(texts: Mapping[int, str], page: int, start: int, end: int, part: str) -> StudiedParagraph:
    text = _cut(texts, page, start, end)
    return StudiedParagraph(page, start, end, text, Part(part), len(text.split()))


def _chapter(texts: Mapping[int, str], title: str, first: int, last: int) -> Chapter:
    return Chapter(_sound(title), _page(texts, first), _page(texts, last))


def _episode(texts: Mapping[int, str], page: int, start: int, end: int, has_reason: bool) -> Episode:
    _cut(texts, page, start, end)
    return Episode(page, start, end, bool(has_reason))


def _page_words(paragraphs: Iterable[StudiedParagraph], texts: Mapping[int, str]) -> tuple[int, ...]:
    counts = dict.fromkeys(texts, 0)
    for one in paragraphs:
        counts[one.page] += one.words
    return tuple(counts.values())


def _cut(texts: Mapping[int, str], page: int, start: int, end: int) -> str:
    text = texts[page]
    if not (isinstance(start, int) and isinstance(end, int) and 0 <= start < end <= len(text)):
        raise ValueError("there is no such place")
    return text[start:end]


def _page(texts: Mapping[int, str], page: int) -> int:
    if page not in texts:
        raise ValueError("there is no such page")
    return page


def _sound(text: object) -> str:
    """The text, if it is one that can be stored and shown."""
    if not isinstance(text, str) or "\0" in text:
        raise TypeError("not a text")
    text.encode()  # raises UnicodeEncodeError, a ValueError, for half characters
    return text


def _json(what: dict[str, Any]) -> bytes:
    return json.dumps(what, separators=(",", ":")).encode("ascii")
