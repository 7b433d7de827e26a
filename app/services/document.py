"""Papers of a review: adding, listing, describing, and the original. Reading and searching have modules of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from app.data import account as accounts
from app.data import document as documents
from app.data import review as reviews
from app.data.audit import add_look
from app.data.ids import new_id
from app.data.session import Session, after_commit, if_dropped
from app.domain.account import Person
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, DocumentKind, ReadingStatus
from app.domain.document_name import clean_filename, guess_kind, title_of
from app.domain.errors import InvalidFieldsError, NotFoundError
from app.domain.permission import check_register
from app.domain.review import Review, ReviewStatus
from app.outside import files
from app.services.outcome_hold import hold_of
from app.services.team_look import check_review_open

LONGEST = 200
LOST = "The original of this paper is no longer on the disk of the service. Tell whoever looks after it; a backup may have it."


@dataclass(frozen=True)
class Sent:
    """One file as it was sent. `problem` is the sentence for a file that was not taken; otherwise `arrived` holds it."""

    filename: str
    arrived: files.Arrived | None
    problem: str = ""


@dataclass(frozen=True)
class Refused:
    """A file that was not added: why, and the paper that it is the same as, if that is why."""

    filename: str
    sentence: str
    same_as: Document | None = None


@dataclass(frozen=True)
class Added:
    """What came of the files that were sent, each list in the order of sending."""

    documents: tuple[Document, ...]
    refused: tuple[Refused, ...]


@dataclass(frozen=True)
class Description:
    """What a person says that a paper is."""

    kind: str
    agency: str
    title: str


def check_add_papers(person: Person, db: Session, review_id: str) -> Review:
    """The review, when the person may add papers to it. Asked before the files are taken in. Raises NotFoundError."""
    check_register(person)
    check_review_open(person, db, review_id)
    return reviews.get_review(db, person.board.id, review_id)


def add_papers(
    person: Person, db: Session, review_id: str, sent: Sequence[Sent], folder: Path, queue: Callable[[str], None]
) -> Added:
    """Keep the files that arrived and have them read; one that cannot be taken spoils none of the others.

    `folder` is the folder of files; `queue` is called with the id of each added paper once the work is kept.
    """
    review = check_add_papers(person, db, review_id)
    added: list[Document] = []
    refused: list[Refused] = []
    for file in sent:
        if file.arrived is None:
            refused.append(Refused(file.filename, file.problem))
            continue
        same = documents.find_same(db, person.board.id, review.id, file.arrived.sha256)
        if same:
            sentence = f"This is the same file as “{same.title}”, which this review has already, so it was not stored again."
            refused.append(Refused(file.filename, sentence, same))
            continue
        added.append(store_paper(person, db, new_paper(person, review.id, file.filename, file.arrived), file.arrived, folder))
        after_commit(db, partial(queue, added[-1].id))
    if added:
        reviews.set_status(db, review.id, ReviewStatus.PAPERS)
    return Added(tuple(added), tuple(refused))


def new_paper(person: Person, review_id: str, filename: str, arrived: files.Arrived) -> Document:
    """A paper for a file that arrived, waiting to be read, with what can be guessed about it."""
    name = clean_filename(filename)
    return Document(
        id=new_id(),
        review=review_id,
        kind=guess_kind(name),
        agency="",
        title=title_of(name)[:LONGEST],
        filename=name,
        size=arrived.size,
        sha256=arrived.sha256,
        status=ReadingStatus.QUEUED,
        sentence="",
        added_at=now(),
        added_by=person.id,
    )


def store_paper(person: Person, db: Session, document: Document, arrived: files.Arrived, folder: Path) -> Document:
    """Keep the file and the paper; the file goes again where the work is dropped. Ask before whether the person may."""
    stored_as = files.keep(arrived, folder, person.board.id, document.id)
    if_dropped(db, partial(files.remove, folder, stored_as))
    detail = f"SHA-256 {arrived.sha256}" + (f", version {document.version}" if document.replaces else "")
    audit = event(person, "paper added", "document", document.id, review=document.review, detail=detail)
    return documents.add_document(db, person.board.id, document, stored_as, audit)


def list_papers(person: Person, db: Session, review_id: str) -> tuple[Document, ...]:
    """The papers of a review in the order in which they were added, each as far as this person may know of it."""
    check_review_open(person, db, review_id)
    hold = hold_of(person, db, review_id)
    return tuple(hold.shown(paper) for paper in documents.list_documents(db, person.board.id, review_id))


def get_paper(person: Person, db: Session, review_id: str, document_id: str) -> Document:
    """One paper, what it is and how its reading went. Raises NotFoundError, and NotAllowedError while it is held back."""
    check_review_open(person, db, review_id)
    found = documents.get_document(db, person.board.id, review_id, document_id)
    hold_of(person, db, review_id).check_paper(found.id)
    return found


def added_by(db: Session, paper: Document) -> str:
    """The name of whoever added the paper."""
    return accounts.name_of(db, paper.added_by)


def describe_papers(person: Person, db: Session, review_id: str, said: dict[str, Description]) -> None:
    """Keep what a person says that papers are, by id. Raises InvalidFieldsError, with fields such as "title-<id>"."""
    check_register(person)
    check_review_open(person, db, review_id)
    found = {document_id: documents.get_document(db, person.board.id, review_id, document_id) for document_id in said}
    problems: dict[str, str] = {}
    for document_id, description in said.items():
        problems |= _problems(document_id, found[document_id], description)
    if problems:
        raise InvalidFieldsError(problems)
    for document_id, description in said.items():
        document, kind = found[document_id], DocumentKind(description.kind)
        agency = description.agency if kind is DocumentKind.AGENCY else ""
        if (document.kind, document.agency, document.title) != (kind, agency, description.title):
            audit = event(person, "paper described", "document", document_id, review=review_id, detail=kind.label)
            documents.describe_document(db, person.board.id, document, kind, agency, description.title, audit)


def _problems(document_id: str, document: Document, said: Description) -> dict[str, str]:
    problems = {}
    if not said.title:
        problems[f"title-{document_id}"] = f"Give “{document.filename}” a title."
    elif len(said.title) > LONGEST:
        problems[f"title-{document_id}"] = f"Shorten the title to {LONGEST} characters or fewer."
    if said.kind not in set(DocumentKind):
        problems[f"kind-{document_id}"] = f"Say what kind of paper “{document.filename}” is."
    elif said.kind == DocumentKind.AGENCY and not said.agency:
        problems[f"agency-{document_id}"] = f"Say which agency wrote “{said.title or document.filename}”."
    elif len(said.agency) > LONGEST:
        problems[f"agency-{document_id}"] = f"Shorten the agency to {LONGEST} characters or fewer."
    return problems


def fetch_original(person: Person, db: Session, review_id: str, document_id: str, folder: Path) -> tuple[Document, Path]:
    """A paper and where its original lies. The look is put on the trail. Raises NotFoundError."""
    document = get_paper(person, db, review_id, document_id)
    hold_of(person, db, review_id).check_whole(document.id)
    path = folder / documents.stored_as(db, person.board.id, document.id)
    if not path.is_file():
        raise NotFoundError(LOST)
    add_look(db, event(person, "original downloaded", "document", document.id, review=review_id))
    return document, path
