"""Cues in the papers: reading them, keeping one as evidence for a marker, dismissing one, taking that back.

A cue points and never decides. What an appraiser made of cues opens to others as their appraisal does, and not before.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from app.data import appraisal as appraisals
from app.data import cue as cues
from app.data import document as documents
from app.data import round as rounds
from app.data import study as studies
from app.data.audit import add_look, has_looked
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import event
from app.domain.clock import now
from app.domain.cue import FIRST_KINDS, Cue, CueDecision, CueKind, CueMark, kinds_of_letters, letters_of
from app.domain.document import Document, ReadingStatus
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.judgement import Bearing
from app.domain.passage import Found, PaperPage, Passage, find_quote, passage_at
from app.domain.permission import can_mark_cues, can_see_appraisal, check_mark_cues, check_read_papers
from app.domain.visibility import as_shown_to
from app.services import evidence as evidences
from app.services.document import get_paper
from app.services.document_look import SAME_LOOK
from app.services.outcome_hold import hold_of
from app.services.team_look import check_review_open

LONGEST_WORD = 100
STEP = 12  # cues to look at for the next one that was not dismissed
ON_A_PAGE = 50
MOST_CUES = 1_000_000


@dataclass(frozen=True)
class MarkedCue:
    """A cue with what people made of it, as far as the reader may see that: `mine` is the reader's own mark."""

    cue: Cue
    mine: CueMark | None = None
    others: tuple[CueMark, ...] = ()


@dataclass(frozen=True)
class CuesOnPage:
    """What is looked for on a page of a paper. `counts` are of the whole paper, `here` of the page.

    `before` and `after` are the nearest cues of the kinds on other pages that the reader has not dismissed.
    """

    kinds: tuple[CueKind, ...]
    is_studied: bool
    cues: tuple[MarkedCue, ...]
    here: dict[CueKind, int]
    counts: dict[CueKind, int]
    before: Cue | None
    after: Cue | None


@dataclass(frozen=True)
class OpenCue:
    """A cue that was opened. `draft` is the reader's own appraisal while it can be changed."""

    marked: MarkedCue
    draft: Appraisal | None
    can_mark: bool


@dataclass(frozen=True)
class PaperCues:
    """Cues of a paper: some of them, how many there are, and `counts` of all kinds. `is_studied` is false before anybody
    looked for any. `labels` are the printed numbers of the pages that carry one, `pictured` the pages that were read off
    pictures.
    """

    paper: Document
    is_studied: bool
    cues: tuple[MarkedCue, ...]
    count: int
    counts: dict[CueKind, int]
    labels: dict[int, str] = field(default_factory=dict)
    pictured: frozenset[int] = frozenset()

    def place(self, page: int) -> str:
        """How a page of the paper is cited: by its printed number where it has one; files that flow have parts."""
        word = "page" if self.paper.format is None or self.paper.format.has_fixed_pages else "part"
        return f"{word} {self.labels.get(page, page)}"


def kinds_looked_for(person: Person, db: Session, chosen: str | None, *, remember: bool = False) -> tuple[CueKind, ...]:
    """The kinds to mark: those of the letters `chosen`, or else what the person chose last, or else the first ones.

    `remember`: these are what they want to see from now on.
    """
    check_read_papers(person)
    kept = cues.choice_of(db, person.id)
    if chosen is None:
        return FIRST_KINDS if kept is None else kinds_of_letters(kept)
    kinds = kinds_of_letters(chosen)
    if remember and letters_of(kinds) != kept:
        cues.remember_choice(db, person.id, letters_of(kinds))
    return kinds


def cues_on_page(person: Person, db: Session, paper: Document, number: int, kinds: Sequence[CueKind]) -> CuesOnPage:
    """The cues of these kinds on a page. Looking at the page is put on the trail by whoever shows its text."""
    check_read_papers(person)
    board = person.board.id
    everything = studies.cues_on_page(db, board, paper.id, number)
    counts = cues.count_cues(db, board, paper.id)
    before = cues.cues_before(db, board, paper.id, kinds, number, STEP)
    after = cues.cues_after(db, board, paper.id, kinds, number, STEP)
    hold = hold_of(person, db, paper.review)
    before, after = (tuple(one for one in found if not hold.closes_page(paper.id, one.page)) for found in (before, after))
    # One question to the database for the marks on all of them.
    marks = cues.marks_of(db, board, paper.id, [cue.key for cue in (*everything, *before, *after)])
    return CuesOnPage(
        tuple(kinds),
        bool(counts) or bool(studies.studied_version(db, board, paper.id)),
        _with_marks(person, db, paper, [cue for cue in everything if cue.kind in kinds], marks),
        dict(Counter(cue.kind for cue in everything)),
        counts,
        _first_not_dismissed(person, before, marks),
        _first_not_dismissed(person, after, marks),
    )


def cues_beside_marker(person: Person, db: Session, paper: Document, number: int) -> tuple[MarkedCue, ...]:
    """The cues on a page of the kinds that the person looks for, for a page that shows no more than that of them."""
    kinds = kinds_looked_for(person, db, None)
    found = studies.cues_on_page(db, person.board.id, paper.id, number) if kinds else ()
    return _marked(person, db, paper, [cue for cue in found if cue.kind in kinds])


def _first_not_dismissed(person: Person, found: Sequence[Cue], marks: Iterable[CueMark]) -> Cue | None:
    """The nearest cue that is not dismissed; the nearest at all where all of these are."""
    dismissed = {mark.key for mark in marks if mark.by == person.id and mark.decision is CueDecision.DISMISSED}
    return next((cue for cue in found if cue.key not in dismissed), found[0] if found else None)


def _marked(person: Person, db: Session, paper: Document, found: Sequence[Cue]) -> tuple[MarkedCue, ...]:
    return _with_marks(person, db, paper, found, cues.marks_of(db, person.board.id, paper.id, [cue.key for cue in found]))


def _with_marks(
    person: Person, db: Session, paper: Document, found: Sequence[Cue], marks: Sequence[CueMark]
) -> tuple[MarkedCue, ...]:
    """The cues with those of the marks that this person may see, by the names that they may know."""
    seen = _seen(person, db, paper, {mark.by: mark.by_name for mark in marks})
    by_key: dict[str, list[CueMark]] = {}
    for mark in marks:
        if mark.by in seen:
            by_key.setdefault(mark.key, []).append(replace(mark, by_name=seen[mark.by]))
    return tuple(
        MarkedCue(
            cue,
            next((mark for mark in by_key.get(cue.key, ()) if mark.by == person.id), None),
            tuple(mark for mark in by_key.get(cue.key, ()) if mark.by != person.id),
        )
        for cue in found
    )


def _seen(person: Person, db: Session, paper: Document, makers: dict[str, str]) -> dict[str, str]:
    """Whose marks this person may see: their own, and those of appraisers whose appraisal of the review they may see. With the
    names that they may know.
    """
    if not makers.keys() - {person.id}:
        return makers
    round_ = as_shown_to(person, rounds.get_round(db, person.board.id, paper.review))
    others = {found.appraiser: found.appraiser_name for found in round_.appraisals if can_see_appraisal(person, found, round_)}
    return others | {person.id: person.name}


def open_cue(person: Person, db: Session, paper: Document, key: str) -> OpenCue:
    """One cue with its marks. Its sentence is shown, so this is a look at its page. Raises NotFoundError."""
    check_read_papers(person)
    cue = _get_cue(person, db, paper, key)
    look = event(person, "page opened", "document", paper.id, review=paper.review, detail=f"page {cue.page}")
    if not has_looked(db, look, now() - SAME_LOOK):
        add_look(db, look)
    own = _own(person, db, paper.review)
    is_draft = own is not None and own.state is AppraisalState.DRAFT
    can_mark = can_mark_cues(person, own.state if own else None)
    return OpenCue(_marked(person, db, paper, [cue])[0], own if is_draft and can_mark else None, can_mark)


def _own(person: Person, db: Session, review_id: str) -> Appraisal | None:
    return appraisals.own_appraisal(db, person.board.id, review_id, person.id)


def list_cues(
    person: Person, db: Session, review_id: str, document_id: str, kinds: Sequence[CueKind], number: int = 1
) -> PaperCues:
    """A page of the list of a paper's cues of these kinds, `ON_A_PAGE` at a time. That is a look at the paper."""
    paper = get_paper(person, db, review_id, document_id)
    add_look(db, event(person, "cues listed", "document", paper.id, review=review_id))
    offset = (min(max(1, number), 1_000_000) - 1) * ON_A_PAGE
    counts = cues.count_cues(db, person.board.id, paper.id)
    found = cues.some_cues(db, person.board.id, paper.id, kinds, offset=offset, limit=ON_A_PAGE)
    if hold_of(person, db, review_id).closes_any(paper.id):
        open_ones, counts = _open_cues(person, db, paper)
        found = tuple(cue for cue in open_ones if cue.kind in kinds)[offset : offset + ON_A_PAGE]
    return _paper_cues(person, db, paper, kinds, counts, found)


def cues_beside(person: Person, db: Session, review_id: str, kinds: Sequence[CueKind], most: int) -> tuple[PaperCues, ...]:
    """The first cues of these kinds in each paper of the review that can be quoted: of each kind no more than `most`."""
    check_review_open(person, db, review_id)
    papers = documents.list_documents(db, person.board.id, review_id) if kinds else ()
    hold = hold_of(person, db, review_id)
    ready = [paper for paper in papers if paper.status is ReadingStatus.READY and not paper.replaced_by]
    ready = [paper for paper in ready if not hold.closes_paper(paper.id)]
    return tuple(_first_cues(person, db, paper, kinds, most) for paper in ready)


def _first_cues(person: Person, db: Session, paper: Document, kinds: Sequence[CueKind], most: int) -> PaperCues:
    counts = cues.count_cues(db, person.board.id, paper.id)
    if hold_of(person, db, paper.review).closes_any(paper.id):
        open_ones, counts = _open_cues(person, db, paper)
        found = [cue for kind in kinds for cue in [one for one in open_ones if one.kind is kind][:most]]
        return _paper_cues(person, db, paper, kinds, counts, found)
    found = [
        cue for kind in kinds if counts.get(kind) for cue in cues.some_cues(db, person.board.id, paper.id, [kind], limit=most)
    ]
    return _paper_cues(person, db, paper, kinds, counts, sorted(found, key=lambda cue: (cue.page, cue.start)))


def _open_cues(person: Person, db: Session, paper: Document) -> tuple[list[Cue], dict[CueKind, int]]:
    """The cues on those pages of a paper that are open to the person, and how many of each kind."""
    hold = hold_of(person, db, paper.review)
    every = cues.some_cues(db, person.board.id, paper.id, tuple(CueKind), limit=MOST_CUES)
    found = [cue for cue in every if not hold.closes_page(paper.id, cue.page)]
    return found, dict(Counter(cue.kind for cue in found))


def _get_cue(person: Person, db: Session, paper: Document, key: str) -> Cue:
    cue = cues.get_cue(db, person.board.id, paper.id, key)
    hold_of(person, db, paper.review).check_page(paper.id, cue.page)
    return cue


def _paper_cues(
    person: Person, db: Session, paper: Document, kinds: Sequence[CueKind], counts: dict[CueKind, int], found: Sequence[Cue]
) -> PaperCues:
    is_studied = bool(counts) or bool(studies.studied_version(db, person.board.id, paper.id))
    count = sum(counts.get(kind, 0) for kind in kinds)
    labels = studies.page_labels(db, person.board.id, paper.id) if found else {}
    pictured = studies.pages_from_pictures(db, person.board.id, paper.id) if found else frozenset()
    return PaperCues(paper, is_studied, _marked(person, db, paper, found), count, counts, labels, pictured)


def keep_cue(
    person: Person, db: Session, review_id: str, document_id: str, key: str,
    *, marker: str, bearing: str, note: str, whole_sentence: bool = True,
) -> CueMark:  # fmt: skip
    """Tie the cue's sentence, or its words alone, to a marker of one's own draft, and mark the cue as kept.

    Raises InvalidFieldsError (marker, bearing), InvalidError (note), NotAllowedError without a draft of one's own.
    """
    paper, cue, own = _to_be_marked(person, db, review_id, document_id, key)
    if own is None:
        raise NotAllowedError("Start your own appraisal of this review first: evidence belongs to a marker of it.")
    problems = {}
    if not marker:
        problems["marker"] = "Choose the marker for which this is evidence."
    if bearing not in set(Bearing):
        problems["bearing"] = "Say whether the evidence supports or weakens."
    if problems:
        raise InvalidFieldsError(problems)
    passage = _passage(person, db, paper, cue, whole_sentence=whole_sentence)
    evidences.add_found(person, db, own.id, marker, passage, bearing, note)
    return _mark(person, db, paper, cue, CueDecision.KEPT, marker=marker)


def dismiss_cue(person: Person, db: Session, review_id: str, document_id: str, key: str, word: str) -> CueMark:
    """Mark the cue as one that points at nothing here. Raises InvalidError (field `word`) where no word says why."""
    paper, cue, _ = _to_be_marked(person, db, review_id, document_id, key)
    if not word:
        raise InvalidError("Say in a word or two why this cue is dismissed.", "word")
    if len(word) > LONGEST_WORD:
        raise InvalidError(f"Shorten this to {LONGEST_WORD} characters or fewer: a word or two is enough.", "word")
    return _mark(person, db, paper, cue, CueDecision.DISMISSED, word=" ".join(word.split()))


def take_back(person: Person, db: Session, review_id: str, document_id: str, key: str) -> CueMark:
    """Make the cue undecided again. Evidence that was made of it stays with its marker until it is removed there."""
    paper, cue, _ = _to_be_marked(person, db, review_id, document_id, key)
    return _mark(person, db, paper, cue, CueDecision.UNDECIDED)


def _to_be_marked(
    person: Person, db: Session, review_id: str, document_id: str, key: str
) -> tuple[Document, Cue, Appraisal | None]:
    paper = get_paper(person, db, review_id, document_id)
    own = _own(person, db, review_id)
    check_mark_cues(person, own.state if own else None)
    return paper, _get_cue(person, db, paper, key), own


def _mark(
    person: Person, db: Session, paper: Document, cue: Cue, decision: CueDecision, word: str = "", marker: str = ""
) -> CueMark:
    before = next((mark for mark in cues.marks_of(db, person.board.id, paper.id, [cue.key]) if mark.by == person.id), None)
    mark = CueMark(paper.id, cue.key, decision, word, marker, person.id, person.name, now())
    said = (before.decision, before.word, before.marker) if before else (CueDecision.UNDECIDED, "", "")
    if said == (decision, word, marker):
        return before or mark  # a second press of the same button
    # The trail is read before the appraisal is submitted, so it does not tell what was made of which cue.
    audit = event(person, "cue marked", "document", paper.id, review=paper.review, detail=f"page {cue.page}")
    return cues.add_mark(db, person.board.id, mark, audit)


def _passage(person: Person, db: Session, paper: Document, cue: Cue, *, whole_sentence: bool) -> Passage:
    """The cue's sentence as a passage, over the end of a page too; the cue's own words where it cannot be put together."""
    board = person.board.id
    page = PaperPage(paper.id, documents.get_page(db, board, paper.id, cue.page), paper.title)
    if whole_sentence:
        hold = hold_of(person, db, paper.review)
        near = [number for number in (cue.page - 1, cue.page + 1) if not hold.closes_page(paper.id, number)]
        around = [one for number in (cue.page, *near) for one in _page(db, board, paper, number)]
        around.sort(key=lambda one: one.page.number)
        try:
            outcome = find_quote(around, cue.sentence)
        except InvalidError:  # too short or too long to be looked for
            outcome = None
        for passage in outcome.passages if isinstance(outcome, Found) else ():
            if _holds(passage, cue):
                return passage
    return passage_at(page, cue.start, cue.end)


def _page(db: Session, board: str, paper: Document, number: int) -> tuple[PaperPage, ...]:
    try:
        return (PaperPage(paper.id, documents.get_page(db, board, paper.id, number), paper.title),)
    except NotFoundError:
        return ()


def _holds(passage: Passage, cue: Cue) -> bool:
    if passage.page == cue.page:
        return passage.start <= cue.start and cue.end <= passage.end
    return passage.page + 1 == cue.page and cue.end <= len(passage.runs_on)
