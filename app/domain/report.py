"""The adequacy report as one tree of data, in the order in which it is read. Every format is written from this tree alone.

It is built by `report_build.py`, worded by `report_sentences.py` and laid out by `report_blocks.py`; nothing here is generated.
The published form of the data is `app/outside/report.schema.json`; `FORM` names it and changes when the tree changes shape.
"""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.domain.adequacy import Missing
from app.domain.guidance_check import Result
from app.domain.instrument import AreaKind, Grade, Lens
from app.domain.judgement import Bearing, Choice, Confidence, SourceKind

if TYPE_CHECKING:
    from app.domain.report_layout import Block

FORM = "plumbline-report/3"
# Forms that can still be read: what they lack has a default.
EARLIER_FORMS = ("plumbline-report/1", "plumbline-report/2")


@dataclass(frozen=True)
class Fact:
    """One fact of the heading: its name and its words."""

    name: str
    words: str


@dataclass(frozen=True)
class Signature:
    """A person who answers for something in the report: what for, on which day."""

    name: str
    post: str
    part: str
    on: date | None = None


@dataclass(frozen=True)
class Issue:
    """Which issue of the report this is. Version 0 is a preview: not issued, no date. `reason` says why it was issued again."""

    version: int = 0
    on: date | None = None
    reason: str = ""

    @property
    def is_preview(self) -> bool:
        """Whether this has not been issued."""
        return self.version == 0


@dataclass(frozen=True)
class InstrumentNote:
    """Exactly which markers were used, whose they are, and how their authors meant them."""

    id: str
    version: str
    title: str
    citation: str
    link: str
    about: str
    checksum: str


@dataclass(frozen=True)
class ReportHeading:
    """What stands above the outcome: whose review, which dates, which guidance, which markers, who appraised and how."""

    board: str
    reference: str
    fictional: bool
    facts: tuple[Fact, ...]
    guidance: str
    guidance_note: str
    instrument: InstrumentNote
    how: str
    issue: Issue


@dataclass(frozen=True)
class Departure:
    """A decision that departs from what the rules proposed, with the reason and who decided when."""

    proposal: Grade | None
    decided: Grade
    reason: str
    by: str
    on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """The judgement of the whole review. `grade` is None where it cannot be judged yet."""

    grade: Grade | None
    sentence: str
    reasons: tuple[str, ...]
    proposal: Grade | None
    so_far: Grade | None
    provisional: bool
    confirmed: bool
    departure: Departure | None = None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class AreaFinding:
    """The judgement of one area and what was found, in sentences. `markers` are marker ids."""

    id: str
    title: str
    kind: AreaKind
    grade: Grade | None
    proposal: Grade | None
    provisional: bool
    confirmed: bool
    markers: tuple[str, ...]
    sentences: tuple[str, ...]
    departure: Departure | None = None


@dataclass(frozen=True)
class LensAnswer:
    """The answer to one of the five questions: the finding, what the prompts gave, and where the evidence stands."""

    lens: Lens
    question: str
    finding: str
    summary: str
    evidence: str = ""


@dataclass(frozen=True)
class Point:
    """Something the review did well or must improve, with the marker it comes from and where the evidence stands."""

    text: str
    marker: str
    marker_name: str
    area: str
    grade: Grade | None
    evidence: str = ""


@dataclass(frozen=True)
class PutRight:
    """For an inadequate review: what is to be put right, by when, and where that term comes from."""

    sentences: tuple[str, ...]
    by: date | None
    points: tuple[str, ...]


@dataclass(frozen=True)
class AnswerEntry:
    """One prompt and what was answered to it."""

    prompt: str
    text: str
    choice: Choice | None
    note: str
    composed: bool
    lenses: tuple[Lens, ...]


@dataclass(frozen=True)
class EvidenceEntry:
    """One piece of evidence of a marker: the number of its quote, a page cited as such, or the source outside the papers."""

    bearing: Bearing
    note: str
    quote: int | None = None
    place: str = ""
    source: SourceKind | None = None
    description: str = ""
    dated: str = ""
    from_picture: bool = False

    @property
    def is_page(self) -> bool:
        """Whether it is a page cited as such, which was a picture without text to quote."""
        return self.quote is None and self.source is None and bool(self.place)


@dataclass(frozen=True)
class MinorityEntry:
    """The view of somebody who does not share the consensus on a marker, with its reason."""

    name: str
    grade: Grade
    reason: str


@dataclass(frozen=True)
class MarkerEntry:
    """One marker as it was judged, complete. `minority` and `present` are empty where the report is not on a consensus.

    `after_outcome`: that the judgement was changed after the outcome was opened; empty where it was not.
    """

    number: int
    id: str
    title: str
    stage: str
    area: str
    grade: Grade | None
    reasons: str
    strengths: str
    improve: str
    confidence: Confidence | None
    no_evidence: bool
    where_looked: str
    recorded_reason: str
    answers: tuple[AnswerEntry, ...]
    evidence: tuple[EvidenceEntry, ...]
    minority: tuple[MinorityEntry, ...] = ()
    present: tuple[str, ...] = ()
    after_outcome: str = ""

    @property
    def name(self) -> str:
        """Number and title."""
        return f"{self.number}. {self.title}"


@dataclass(frozen=True)
class QuoteUse:
    """A marker for which a quote is evidence, and which way it points."""

    marker: str
    marker_name: str
    bearing: Bearing
    note: str


@dataclass(frozen=True)
class QuoteEntry:
    """A quote, word for word as the document has it, with where it stands. Offsets are characters into the page's text.

    `from_picture`: the page's text was read off a picture by machine, so that the wording is to be checked.
    """

    number: int
    document: str
    document_title: str
    page: int
    place: str
    start: int
    end: int
    quote: str
    before: str
    after: str
    uses: tuple[QuoteUse, ...]
    from_picture: bool = False


@dataclass(frozen=True)
class RuleEntry:
    """One rule of the instrument: whether it applied, on which areas (titles), and the limit it sets."""

    rule: str
    applied: bool
    limit: Grade
    areas: tuple[str, ...]
    sentence: str


@dataclass(frozen=True)
class CheckEntry:
    """One check against the guidance of the time."""

    id: str
    title: str
    result: Result
    sentence: str
    source: str
    advisory: bool = False


@dataclass(frozen=True)
class TimelineRow:
    """One date of the review, or the day by which the guidance wanted it completed. `share` is its place from 0 to 1."""

    label: str
    on: date
    share: float
    is_limit: bool
    since: str


@dataclass(frozen=True)
class PaperEntry:
    """A paper that was read. `pages` is 0 where it has none; `sha256` tells exactly which file it was."""

    id: str
    title: str
    kind: str
    agency: str
    pages: int
    read: bool
    sha256: str


@dataclass(frozen=True)
class AgreementNote:
    """How far those who appraised the review independently agreed, in sentences that name nobody, and how it was measured."""

    sentences: tuple[str, ...]
    methods: str


@dataclass(frozen=True)
class PublicNote:
    """That this is the public version of a report: how many different words it leaves out, and a sentence that says so."""

    left_out: int
    sentence: str


@dataclass(frozen=True)
class ReportData:
    """The whole report, in reading order. Annexes: markers, quotes, rules, checks and timeline, papers, the instrument.

    `public` is null in the full version, `agreement` where fewer than two people appraised the review.
    """

    form: str
    heading: ReportHeading
    outcome: Outcome
    areas: tuple[AreaFinding, ...]
    lenses: tuple[LensAnswer, ...]
    did_well: tuple[Point, ...]
    must_improve: tuple[Point, ...]
    put_right: PutRight | None
    not_judged: tuple[str, ...]
    limits: tuple[str, ...]
    signatures: tuple[Signature, ...]
    markers: tuple[MarkerEntry, ...]
    quotes: tuple[QuoteEntry, ...]
    rules: tuple[RuleEntry, ...]
    checks: tuple[CheckEntry, ...]
    timeline: tuple[TimelineRow, ...]
    papers: tuple[PaperEntry, ...]
    public: PublicNote | None = None
    agreement: AgreementNote | None = None

    @property
    def title(self) -> str:
        """The title of the report as a document."""
        return f"Adequacy report on review {self.heading.reference}{' (public version)' if self.public else ''}"

    @property
    def blocks(self) -> "tuple[Block, ...]":
        """The report laid out for reading, without its title."""
        from app.domain.report_blocks import blocks  # there and not above, because the layout is made from this tree

        return blocks(self)
