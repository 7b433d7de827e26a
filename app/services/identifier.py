"""What may identify a person: finding it in papers, pasted texts and reports, and answering before a report is issued."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.data import document as documents
from app.data import identifier as answers
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, Page
from app.domain.identifier import Answer, GivenAnswer, Identifier, IdentifierWords
from app.domain.identifier_find import find_identifiers, find_in_texts
from app.domain.identifier_report import Question, ReportText, questions_of, texts_of
from app.domain.permission import check_issue, check_read_papers
from app.domain.report import ReportData
from app.outside.identifier_words import find_identifier_words
from app.services.document import get_paper
from app.services.outcome_hold import hold_of
from app.settings import get_settings

LONGEST_REASON = 1_000


@dataclass(frozen=True)
class FoundOnPage:
    """What may identify a person on one page of a paper."""

    page: Page
    found: tuple[Identifier, ...]


@dataclass(frozen=True)
class Typed:
    """An answer as it was typed: "kept", "left-out" or nothing, and a reason."""

    answer: str
    reason: str


def words_in_use() -> IdentifierWords:
    """The words by which identifiers are found."""
    return find_identifier_words(get_settings().markers_dir)


def check_text(person: Person, text: str) -> tuple[Identifier, ...]:
    """What may identify a person in a text that somebody pasted. Nothing of it is kept, and nothing goes on the trail."""
    check_read_papers(person)
    return find_identifiers(text, words_in_use())


def check_paper(person: Person, db: Session, review_id: str, document_id: str) -> tuple[Document, tuple[FoundOnPage, ...]]:
    """What may identify a person in a paper, by page; pages without any are left out. It shows words of the paper: a look."""
    check_read_papers(person)
    paper = get_paper(person, db, review_id, document_id)
    hold = hold_of(person, db, review_id)
    pages = [found.page for found in documents.pages_of(db, person.board.id, review_id, document_id)]
    pages = [page for page in pages if not hold.closes_page(paper.id, page.number)]
    found = find_in_texts([page.text for page in pages], words_in_use())
    add_look(db, event(person, "paper checked for personal data", "document", paper.id, review=review_id))
    return paper, tuple(FoundOnPage(page, items) for page, items in zip(pages, found, strict=True) if items)


def ask_about_report(person: Person, db: Session, appraisal_id: str, data: ReportData) -> tuple[Question, ...]:
    """What may identify a person in a report, with what was answered about it so far."""
    return ask_about_texts(person, db, appraisal_id, texts_of(data))


def ask_about_texts(person: Person, db: Session, appraisal_id: str, texts: Sequence[ReportText]) -> tuple[Question, ...]:
    """The same for some texts of a report."""
    check_read_papers(person)
    return questions_of(texts, words_in_use(), answers.list_answers(db, person.board.id, _subject(appraisal_id)))


def answer_questions(
    person: Person, db: Session, appraisal: Appraisal, questions: Sequence[Question], typed: Mapping[str, Typed]
) -> dict[str, str]:
    """Keep what was answered, by the key of the question, and give a sentence for each answer that could not be kept.

    Keeping words in the public version wants a reason; leaving them out does not. What was answered so before is not added.
    """
    check_issue(person)
    problems: dict[str, str] = {}
    given = []
    for question in questions:
        said = typed.get(question.key, Typed("", ""))
        if problem := _problem(said):
            problems[question.key] = problem
        elif said.answer:
            answer = GivenAnswer(question.key, Answer(said.answer), said.reason, person.id, person.name, now())
            if not _is_same(question.answer, answer):
                given.append(answer)
    if given:
        told = f"{len(given)} answered: {sum(a.answer is Answer.LEFT_OUT for a in given)} to leave out"
        audit = event(person, "personal data answered", "appraisal", appraisal.id, review=appraisal.review, detail=told)
        answers.add_answers(db, person.board.id, appraisal.review, _subject(appraisal.id), given, audit)
    return problems


def _problem(said: Typed) -> str:
    if said.answer and said.answer not in set(Answer):
        return "Choose whether to keep these words or to leave them out."
    if said.answer == Answer.KEPT and not said.reason:
        return "Say why these words can stay in the public version."
    if len(said.reason) > LONGEST_REASON:
        return f"Shorten the reason to {LONGEST_REASON:,} characters or fewer."
    if said.reason and not said.answer:
        return "Choose whether to keep these words or to leave them out."
    return ""


def _is_same(before: GivenAnswer | None, after: GivenAnswer) -> bool:
    return before is not None and (before.answer, before.reason) == (after.answer, after.reason)


def _subject(appraisal_id: str) -> str:
    return f"appraisal/{appraisal_id}"
