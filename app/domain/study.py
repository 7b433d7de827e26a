"""What studying a paper's text brings beside its pages: paragraphs by part, cues, and the profile. Not the studying itself."""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.cue import Cue


class Part(StrEnum):
    """What a stretch of a paper does. Stored values."""

    CHRONOLOGY = "chronology"
    ANALYSIS = "analysis"
    FINDINGS = "findings"
    RECOMMENDATIONS = "recommendations"
    METHOD = "method"
    HEADING = "heading"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The words for a page."""
        return PART_LABELS[self]


PART_LABELS: dict[Part, str] = {
    Part.CHRONOLOGY: "Chronology",
    Part.ANALYSIS: "Analysis",
    Part.FINDINGS: "Findings and learning",
    Part.RECOMMENDATIONS: "Recommendations",
    Part.METHOD: "How the review was done",
    Part.HEADING: "Headings and lists of contents",
    Part.OTHER: "Other text",
}


@dataclass(frozen=True)
class StudiedParagraph:
    """A paragraph: offsets in characters into the text of its page, end exclusive, and the part it belongs to.

    Paragraphs cover the whole text of the pages, headings and contents lists too (as `HEADING`).
    """

    page: int
    start: int
    end: int
    text: str
    part: Part
    words: int = 0


@dataclass(frozen=True)
class Chapter:
    """A chapter of the paper: where it begins, by the contents of the file or by its headings."""

    title: str
    first_page: int
    last_page: int


@dataclass(frozen=True)
class Acronym:
    """An acronym that is used and never spelled out: how often, and where first."""

    word: str
    times: int
    page: int


@dataclass(frozen=True)
class Episode:
    """A judged episode: a judgement of practice in the paper, and whether a reason stands in or beside its sentence."""

    page: int
    start: int
    end: int
    has_reason: bool


@dataclass(frozen=True)
class Profile:
    """The shape of a paper. `words` per part; `findings` counts what the paper itself numbers as findings or learning points."""

    words: dict[Part, int]
    chapters: tuple[Chapter, ...] = ()
    episodes: tuple[Episode, ...] = ()
    acronyms: tuple[Acronym, ...] = ()
    findings: int = 0
    recommendations: int = 0
    page_words: tuple[int, ...] = ()


class Studying(StrEnum):
    """How studying a paper stands. Not stored."""

    WAITING = "waiting"
    DONE = "done"
    GAVE_UP = "gave-up"


@dataclass(frozen=True)
class Study:
    """Everything that studying one paper brought. `version` names the patterns and the way of studying, as in "1.0/1"."""

    version: str
    cues: tuple[Cue, ...] = ()
    paragraphs: tuple[StudiedParagraph, ...] = ()
    profile: Profile | None = None
