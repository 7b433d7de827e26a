"""What the pages with profiles of papers show, put together from what studying brought."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from app.domain.cue import CueKind
from app.domain.document import Document
from app.domain.review import Review
from app.domain.study import Acronym, Part, Profile, Studying
from app.services.document_profile import PaperProfile, can_be_studied
from app.web import urls
from app.web.profile_bars import Judged, Piece, judged_bar, judged_in, parts_bar, per_thousand, share_of, text_of, voices_bars
from app.web.profile_strips import Division, Stretch, Strip, divide, draw_strip, stretches_of, within

GROUPS: tuple[tuple[str, tuple[CueKind, ...]], ...] = (
    ("Judging", (CueKind.HINDSIGHT, CueKind.OUTCOME, CueKind.JUDGEMENT)),
    ("Explaining", (CueKind.EXPLAINS, CueKind.CONTEXT, CueKind.BIAS_TECHNIQUE)),
    ("Strengths", (CueKind.GOOD_PRACTICE,)),
    ("Voices", (CueKind.CHILD_VOICE, CueKind.FAMILY_VOICE, CueKind.PRACTITIONER_VOICE)),
)
FIRST_ACRONYMS = 20


@dataclass(frozen=True)
class StripGroup:
    """Strips that belong together."""

    title: str
    strips: tuple[Strip, ...]


@dataclass(frozen=True)
class Cell:
    """A number in a table and where it leads, nowhere where it is 0."""

    times: int
    href: str
    where: str


@dataclass(frozen=True)
class Row:
    """A chapter, or some pages, with a cell for each column."""

    stretch: Stretch
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class AcronymLine:
    """An acronym that is never spelled out, with the way to its first place."""

    acronym: Acronym
    href: str
    where: str


@dataclass(frozen=True)
class ProfileView:
    """Everything that is shown of one profile."""

    paper: Document
    profile: Profile
    groups: tuple[StripGroup, ...]
    divisions: tuple[Division, ...]
    rows: tuple[Row, ...]
    judged: Judged
    judged_pieces: tuple[Piece, ...]
    judged_strips: tuple[Strip, ...]
    judged_rows: tuple[Row, ...]
    parts: tuple[Piece, ...]
    voices: tuple[Strip, ...]
    voice_bars: tuple[Piece, ...]
    acronyms: tuple[AcronymLine, ...]

    @property
    def kinds(self) -> tuple[CueKind, ...]:
        """The columns of the table, in the order of the strips."""
        return tuple(kind for _, kinds in GROUPS for kind in kinds)

    @property
    def has_chapters(self) -> bool:
        """Whether the chapters are known."""
        return bool(self.divisions)

    @property
    def words(self) -> int:
        """All words of the paper."""
        return sum(self.profile.page_words)

    @property
    def text_words(self) -> int:
        """The words of its running text."""
        return text_of(self.profile.words)

    @property
    def heading_words(self) -> int:
        """The words of headings and lists of contents."""
        return self.profile.words.get(Part.HEADING, 0)

    @property
    def words_for_a_finding(self) -> int:
        """How many words there are for each finding, 0 where the paper numbers none."""
        return round(self.text_words / self.profile.findings) if self.profile.findings else 0

    @property
    def first_acronyms(self) -> tuple[AcronymLine, ...]:
        """Those that are shown at once."""
        return self.acronyms[:FIRST_ACRONYMS]

    @property
    def other_acronyms(self) -> tuple[AcronymLine, ...]:
        """Those that are unfolded."""
        return self.acronyms[FIRST_ACRONYMS:]

    def per_thousand(self, amount: int) -> str:
        """How often in a thousand words of running text."""
        return per_thousand(amount, self.text_words)

    @property
    def strips(self) -> tuple[Strip, ...]:
        """The strips of all kinds, in order."""
        return tuple(strip for group in self.groups for strip in group.strips)

    def strip_of(self, kind: CueKind) -> Strip:
        """The strip of one kind."""
        return next(strip for strip in self.strips if strip.name == kind.value)

    def share(self, part: Part) -> str:
        """The share of a part in the running text."""
        return share_of(self.profile.words.get(part, 0), self.text_words)


@dataclass(frozen=True)
class ProfilePage:
    """The profile of one paper; `view` is None until there is one. `has_others`: there are papers to compare it with."""

    review: Review
    paper: Document
    standing: Studying
    view: ProfileView | None
    has_others: bool

    @property
    def is_waiting(self) -> bool:
        """Whether there will be a profile by itself."""
        return self.view is None and self.standing is Studying.WAITING and can_be_studied(self.paper)

    @property
    def has_text(self) -> bool:
        """Whether the paper has text to study."""
        return can_be_studied(self.paper)


@dataclass(frozen=True)
class Choice:
    """A paper that can be put side by side with others."""

    paper: Document
    is_chosen: bool


@dataclass(frozen=True)
class ProfilesPage:
    """Several profiles side by side, on the same scales."""

    review: Review
    choices: tuple[Choice, ...]
    views: tuple[ProfileView, ...]
    not_ready: tuple[Document, ...]
    most: int

    @property
    def groups(self) -> tuple[tuple[str, tuple[CueKind, ...]], ...]:
        """The kinds of cues in their groups."""
        return GROUPS

    @property
    def most_judged(self) -> int:
        """Most judged episodes in one of them, which the full width stands for."""
        return max((view.judged.total for view in self.views), default=0)

    def judged_of(self, view: ProfileView) -> tuple[Piece, ...]:
        """The judged episodes of one paper, on the scale of all."""
        return judged_bar(view.judged, self.most_judged)

    @property
    def highest_rate(self) -> float:
        """The most of one kind in 1,000 words in one of them, which the full width stands for."""
        return max((strip.total / view.text_words for view in self.views if view.text_words for strip in view.strips), default=0)

    def rate_of(self, view: ProfileView, times: int) -> float:
        """How often for its length, in per cent of the most."""
        return round(times / view.text_words / self.highest_rate * 100, 2) if view.text_words and self.highest_rate else 0.0


def view_of(found: PaperProfile) -> ProfileView | None:
    """What is shown of a profile; None where there is none yet."""
    profile, paper = found.profile, found.paper
    if profile is None:
        return None
    pages = max(1, len(profile.page_words))
    called = _called(found)

    def strip(kind: CueKind) -> Strip:
        counts = found.places.get(kind, {})
        every = urls.paper_cues(paper.review, paper.id, kind.letter) if counts else ""
        return draw_strip(kind.value, kind.label, kind.letter, counts, pages, _links(paper, kind.letter), called, every)

    rows = stretches_of(profile.chapters, pages, _links(paper), called)
    judged = judged_in(profile.episodes)
    sides = (
        ("reason", "A reason nearby", judged.pages_with),
        ("no-reason", "No reason found nearby", judged.pages_without),
    )
    voices = (CueKind.CHILD_VOICE, CueKind.FAMILY_VOICE, CueKind.PRACTITIONER_VOICE)
    return ProfileView(
        paper=paper,
        profile=profile,
        groups=tuple(StripGroup(title, tuple(strip(kind) for kind in kinds)) for title, kinds in GROUPS),
        divisions=divide(profile.chapters, pages),
        rows=_rows(rows, [(found.places.get(kind, {}), kind.letter) for _, kinds in GROUPS for kind in kinds], paper, called),
        judged=judged,
        judged_pieces=judged_bar(judged),
        judged_strips=tuple(
            draw_strip(name, label, "", counts, pages, _links(paper, "JE"), called) for name, label, counts in sides
        ),
        judged_rows=_rows(rows, [(counts, "JE") for _, _, counts in sides], paper, called),
        parts=parts_bar(profile.words),
        voices=tuple(strip(kind) for kind in voices),
        voice_bars=voices_bars(found.places),
        acronyms=tuple(
            AcronymLine(acronym, urls.paper_page(paper.review, paper.id, acronym.page, find=acronym.word), called(acronym.page))
            for acronym in profile.acronyms
        ),
    )


def _rows(
    rows: tuple[Stretch, ...], columns: Sequence[tuple[Mapping[int, int], str]], paper: Document, called: Callable[[int], str]
) -> tuple[Row, ...]:
    sums = [within(counts, rows) for counts, _ in columns]
    return tuple(
        Row(
            stretch,
            tuple(
                Cell(times, _links(paper, look)(page), called(page)) if times else Cell(0, "", "")
                for (times, page), (_, look) in zip((column[place] for column in sums), columns, strict=True)
            ),
        )
        for place, stretch in enumerate(rows)
    )


def _links(paper: Document, look: str | None = None) -> Callable[[int], str]:
    return lambda page: urls.paper_page(paper.review, paper.id, page, look=look)


def _called(found: PaperProfile) -> Callable[[int], str]:
    """What a page is called: by its printed number where it has one; files that flow have parts."""
    word = "page" if found.paper.format is None or found.paper.format.has_fixed_pages else "part"
    return lambda page: f"{word} {found.labels.get(page, page)}"
