"""What pages show of cues: the legend, the note of a cue, steps from cue to cue, and lists of cues."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from app.domain.cue import Cue, CueKind, CueMark
from app.domain.document import Document
from app.domain.review import Review
from app.services.cue import CuesOnPage, MarkedCue, OpenCue, PaperCues
from app.web import urls
from app.web.cue_lines import CueSentence, sentences_of
from app.web.document_text import CueSpot


@dataclass(frozen=True)
class KindLine:
    """A line of the legend. `here` counts on the page, `total` in the paper."""

    kind: CueKind
    is_on: bool
    here: int
    total: int


@dataclass(frozen=True)
class MarkLine:
    """What one person made of a cue. `marker` is the name of the marker for which it was kept, `link` leads to its evidence."""

    mark: CueMark
    marker: str
    is_mine: bool
    link: str = ""


@dataclass(frozen=True)
class CueForm:
    """The note's form as typed."""

    marker: str = ""
    bearing: str = ""
    note: str = ""
    words: str = "sentence"
    word: str = ""


NOTHING_TYPED = CueForm()


@dataclass(frozen=True)
class CueNote:
    """The small note of a cue. `why` says why a reader should look; `markers` are the choices of its form, empty without an
    appraisal of one's own to keep it for; `beside` are other cues of the page at the same words.
    """

    cue: Cue
    why: str
    marks: tuple[MarkLine, ...]
    markers: tuple[tuple[str, str], ...]
    can_mark: bool
    close: str
    save: str
    start: str
    look: str | None = None
    beside: tuple[tuple[str, str], ...] = ()
    form: CueForm = NOTHING_TYPED
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def mine(self) -> CueMark | None:
        """The reader's own mark."""
        return next((line.mark for line in self.marks if line.is_mine), None)


@dataclass(frozen=True)
class CuePanel:
    """What is looked for on a page of a paper. `look` are the letters in the address, None where it has none.

    `is_choosing`: the choice is open, because something was chosen just now.
    """

    lines: tuple[KindLine, ...]
    is_studied: bool
    look: str | None
    previous: str
    next: str
    note: CueNote | None = None
    is_choosing: bool = False

    @property
    def on(self) -> tuple[KindLine, ...]:
        """The kinds that are marked."""
        return tuple(line for line in self.lines if line.is_on)

    @property
    def here(self) -> int:
        """How many are marked on this page."""
        return sum(line.here for line in self.on)


@dataclass(frozen=True)
class CuesPage:
    """All cues of some kinds in one paper, a screenful at a time."""

    review: Review
    paper: Document
    lines: tuple[KindLine, ...]
    found: PaperCues
    look: str
    number: int
    pages: int

    @property
    def sentences(self) -> tuple[CueSentence, ...]:
        """The cues by the sentence in which they stand."""
        return sentences_of(self.found.cues)


@dataclass(frozen=True)
class LensCues:
    """Cues beside the prompts of a lens, paper by paper. `look` are the letters of their kinds."""

    kinds: tuple[CueKind, ...]
    look: str
    papers: tuple[PaperCues, ...]

    def sentences(self, found: PaperCues) -> tuple[CueSentence, ...]:
        """The cues of one of the papers by the sentence in which they stand."""
        return sentences_of(found.cues)

    @property
    def with_some(self) -> tuple[PaperCues, ...]:
        """The papers that have such cues."""
        return tuple(found for found in self.papers if found.count)

    @property
    def with_none(self) -> tuple[PaperCues, ...]:
        """The papers that were looked through and have none."""
        return tuple(found for found in self.papers if found.is_studied and not found.count)

    @property
    def not_ready(self) -> tuple[PaperCues, ...]:
        """The papers that nobody looked through yet."""
        return tuple(found for found in self.papers if not found.is_studied)


def plain_spots(found: Iterable[MarkedCue]) -> tuple[CueSpot, ...]:
    """Cues as they are marked in a text from which no link may lead away."""
    return tuple(replace(spot, link="") for spot in spots_of(found, "", "", None))


def spots_of(found: Iterable[MarkedCue], review: str, document: str, look: str | None, opened: str = "") -> tuple[CueSpot, ...]:
    """Cues as they are marked in the text, each leading to its note."""
    return tuple(
        CueSpot(
            marked.cue.key,
            marked.cue.kind,
            marked.cue.start,
            marked.cue.end,
            urls.paper_cue(review, document, marked.cue.page, marked.cue.key, look=look),
            marked.mine.decision.value if marked.mine else "",
            marked.cue.key == opened,
        )
        for marked in found
    )


def panel_of(found: CuesOnPage, review: str, document: str, look: str | None, opened: str = "") -> CuePanel:
    """The panel for a page, with the steps to the cues before and after the one that is open, or else after the page's top."""

    def link(cue: Cue | None) -> str:
        return urls.paper_cue(review, document, cue.page, cue.key, look=look) if cue else ""

    lines = tuple(KindLine(kind, kind in found.kinds, found.here.get(kind, 0), found.counts.get(kind, 0)) for kind in CueKind)
    before, after = _steps(found, opened)
    return CuePanel(lines, found.is_studied, look, link(before), link(after))


def _steps(found: CuesOnPage, opened: str) -> tuple[Cue | None, Cue | None]:
    """The cue to go back to, and the one to go on to. Dismissed ones are passed over."""
    cues = [
        marked.cue
        for marked in found.cues
        if marked.cue.key == opened or not (marked.mine and marked.mine.decision == "dismissed")
    ]
    here = next((at for at, cue in enumerate(cues) if cue.key == opened), -1)
    before = cues[here - 1] if here > 0 else found.before
    after = cues[here + 1] if here + 1 < len(cues) else found.after
    return before, after


def note_of(
    opened: OpenCue, why: str, names: dict[str, str], person_id: str, links: tuple[str, str, str], form: CueForm, look: str | None
) -> CueNote:
    """The note of a cue. `names` are names of markers by id, `links` lead to closing it, saving, and starting an appraisal."""
    marked = opened.marked
    marks = ((marked.mine,) if marked.mine else ()) + marked.others
    draft = opened.draft.id if opened.draft else ""

    def evidence(mark: CueMark) -> str:
        return urls.marker(draft, mark.marker, at="evidence") if draft and mark.marker and mark is marked.mine else ""

    return CueNote(
        marked.cue,
        why,
        tuple(MarkLine(mark, names.get(mark.marker, ""), mark.by == person_id, evidence(mark)) for mark in marks),
        tuple(names.items()) if opened.draft else (),
        opened.can_mark,
        *links,
        look,
        form=form,
    )


def with_neighbours(note: CueNote, found: CuesOnPage, review: str, document: str, look: str | None) -> CueNote:
    """The note with links to the other cues of the page that overlap it."""
    cue = note.cue
    beside = tuple(
        (other.cue.kind.label, urls.paper_cue(review, document, cue.page, other.cue.key, look=look))
        for other in found.cues
        if other.cue.key != cue.key and other.cue.start < cue.end and cue.start < other.cue.end
    )
    return replace(note, beside=beside)
