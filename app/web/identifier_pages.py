"""What the pages about personal data show: papers, a pasted text, and the questions that must be answered before issuing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from app.domain.appraisal import Appraisal
from app.domain.document import Document, Page
from app.domain.identifier import Answer, Identifier, IdentifierKind
from app.domain.identifier_report import Question, ReportText, around
from app.domain.review import Review
from app.services.identifier import FoundOnPage, Typed
from app.web import urls
from app.web.forms import Form

ANSWERS = ((Answer.KEPT.value, "Keep, because …"), (Answer.LEFT_OUT.value, "Leave out of the public version"))
ON_A_PAGE = 100  # findings on one page of ours


@dataclass(frozen=True)
class Shown:
    """Found words with what stands around them; `href` leads to them, "" where they stand in no paper."""

    label: str
    href: str
    before: str
    words: str
    after: str
    why: str = ""


@dataclass(frozen=True)
class KindOfFound:
    """Everything of one kind, with how many there are."""

    kind: IdentifierKind
    shown: tuple[Shown, ...]


@dataclass(frozen=True)
class PaperIdentifiersPage:
    """What may identify a person in a paper, by page of the paper, a screenful at a time: its name, its address, whether it was
    read off a picture, and what was found.

    `counts` are of the whole paper; `kind` is the one that is looked at, None for all. `number` of `screens` is shown.
    """

    review: Review
    paper: Document
    pages: tuple[tuple[str, str, bool, tuple[Shown, ...]], ...]
    counts: tuple[tuple[IdentifierKind, int], ...]
    kind: IdentifierKind | None
    number: int
    screens: int


@dataclass(frozen=True)
class TextIdentifiersPage:
    """Checking a text that was pasted. `groups` is None before anything was checked."""

    text: str = ""
    groups: tuple[KindOfFound, ...] | None = None
    errors: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class AskedPlace:
    """One place where asked words stand, with a link to where they were written ("" where that is this very form)."""

    label: str
    href: str
    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Asked:
    """One question with what was answered or typed so far."""

    key: str
    words: str
    why: str
    places: tuple[AskedPlace, ...]
    answer: str
    reason: str
    by: str

    @property
    def answer_field(self) -> str:
        """The name of the field for the answer."""
        return f"answer-{self.key}"

    @property
    def reason_field(self) -> str:
        """The name of the field for the reason."""
        return f"reason-{self.key}"


@dataclass(frozen=True)
class AskedKind:
    """The questions of one kind."""

    kind: IdentifierKind
    questions: tuple[Asked, ...]


@dataclass(frozen=True)
class ReportIdentifiersPage:
    """Everything that may identify a person in a report, to be answered or answered anew."""

    review: Review
    appraisal: Appraisal
    kinds: tuple[AskedKind, ...]
    unanswered: int
    errors: dict[str, str] = field(default_factory=dict)
    answers: tuple[tuple[str, str], ...] = ANSWERS

    @property
    def number(self) -> int:
        """How many questions there are."""
        return sum(len(kind.questions) for kind in self.kinds)


def paper_page_of(
    review: Review, paper: Document, found: Iterable[FoundOnPage], *, kind: str = "", number: int = 1
) -> PaperIdentifiersPage:
    """A screenful of what was found in a paper, of one kind or of all; what is no kind stands for all."""
    every = [(on_page.page, item) for on_page in found for item in on_page.found]
    counts = Counter(item.kind for _, item in every)
    chosen = next((one for one in counts if one.value == kind), None)
    wanted = [(page, item) for page, item in every if chosen in (None, item.kind)]
    screens = max(1, -(-len(wanted) // ON_A_PAGE))
    number = min(max(1, number), screens)
    pages = []
    for _, shown in groupby(wanted[(number - 1) * ON_A_PAGE : number * ON_A_PAGE], key=lambda one: one[0].number):
        items = list(shown)
        page = items[0][0]
        name = f"{'Page' if paper.format is None or paper.format.has_fixed_pages else 'Part'} {page.label or page.number}"
        href = urls.paper_page(review.id, paper.id, page.number)
        pages.append((name, href, page.from_picture, tuple(_on_page(review.id, paper.id, *item) for item in items)))
    by_kind = tuple((one, counts[one]) for one in IdentifierKind if one in counts)
    return PaperIdentifiersPage(review, paper, tuple(pages), by_kind, chosen, number, screens)


def _on_page(review_id: str, document_id: str, page: Page, item: Identifier) -> Shown:
    before, after = around(page.text, item.start, item.end)
    href = f"{urls.paper_page(review_id, document_id, page.number, start=item.start, end=item.end)}#mark"
    return Shown(item.kind.label, href, before, item.words, after, item.why)


def groups_of(text: str, found: Iterable[Identifier]) -> tuple[KindOfFound, ...]:
    """What was found in a pasted text, by kind."""
    by_kind: dict[IdentifierKind, list[Shown]] = {}
    for item in found:
        before, after = around(text, item.start, item.end)
        by_kind.setdefault(item.kind, []).append(Shown(item.kind.label, "", before, item.words, after, item.why))
    return tuple(KindOfFound(kind, tuple(by_kind[kind])) for kind in IdentifierKind if kind in by_kind)


def typed_answers(form: Form, questions: Iterable[Question]) -> dict[str, Typed]:
    """What the form says about each question."""
    return {q.key: Typed(form.text(f"answer-{q.key}"), form.text(f"reason-{q.key}")) for q in questions}


def errors_of(problems: Mapping[str, str], typed: Mapping[str, Typed]) -> dict[str, str]:
    """The sentences by the field that each is about: the reason where an answer was chosen."""
    return {f"{'reason' if typed[key].answer else 'answer'}-{key}": sentence for key, sentence in problems.items()}


def asked_kinds(
    review: Review, appraisal: Appraisal, questions: Iterable[Question], typed: Mapping[str, Typed]
) -> tuple[AskedKind, ...]:
    """The questions by kind, with what was typed or else what was answered before."""
    by_kind: dict[IdentifierKind, list[Asked]] = {}
    for question in questions:
        by_kind.setdefault(question.kind, []).append(_asked(review, appraisal, question, typed.get(question.key)))
    return tuple(AskedKind(kind, tuple(by_kind[kind])) for kind in IdentifierKind if kind in by_kind)


def _asked(review: Review, appraisal: Appraisal, question: Question, typed: Typed | None) -> Asked:
    before = question.answer
    places = tuple(
        AskedPlace(place.text.label, where_written(review.id, appraisal.id, place.text), place.before, place.words, place.after)
        for place in question.places
    )
    answer = typed.answer if typed else before.answer.value if before else ""
    reason = typed.reason if typed else before.reason if before else ""
    return Asked(question.key, question.words, question.why, places, answer, reason, before.by_name if before else "")


def where_written(review_id: str, appraisal_id: str, text: ReportText) -> str:
    """The page on which a text of the report was written, or of the paper from which it is quoted."""
    match text.kind, text.ids:
        case "marker", (marker, part):
            return urls.marker(appraisal_id, marker, at=part)
        case "consensus", (marker, part):
            return urls.moderation_marker(review_id, marker, at=part)
        case "lens", (lens,):
            return urls.lens(appraisal_id, lens)
        case "decision", _:
            return urls.adequacy(appraisal_id)
        case "page", (document, page, start, end):
            return f"{urls.paper_page(review_id, document, int(page), start=int(start), end=int(end))}#mark"
        case "paper", (document,):
            return urls.paper(review_id, document)
        case "facts", (part,):
            return urls.review_edit(review_id, part)
    return ""
