"""Things to test with, made by plain functions. Everybody and every place in here is invented.

Alice and Bob appraise, Carol moderates, Erin commissions, Frank administers: all on one board. Dave holds every role on
another board and must see nothing of the first.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.data import document as documents
from app.data import document_read as readings
from app.data.ids import new_id
from app.data.session import Session, work
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, DocumentKind, FileFormat, Page, Reading, ReadingStatus
from app.domain.entry import key_of
from app.domain.review import AgeBand, Agency, Harm, Involved, Part, Review, ReviewDates, ReviewFacts
from app.services import account as accounts
from app.services import appraisal as appraisals
from app.services import appraisal_save, document_version
from app.services import instrument as instruments
from app.services import review as reviews
from app.services import sign_in as signing
from app.services.appraisal_save import Typed
from app.settings import Settings

BOARD = "Wexcombe Safeguarding Partnership"
OTHER_BOARD = "Tarnmouth Safeguarding Partnership"


@dataclass(frozen=True)
class People:
    """The fixed people."""

    alice: Person
    bob: Person
    carol: Person
    dave: Person
    erin: Person
    frank: Person


def make_person(db: Session, name: str, *roles: Role, board: str = BOARD, post: str = "") -> Person:
    """An account on a board, which is made where it is new."""
    email = f"{name.split(maxsplit=1)[0].lower()}@{board.split(maxsplit=1)[0].lower()}.example"
    return accounts.create_account(db, board_name=board, name=name, email=email, post=post, roles=frozenset(roles))


def make_people(db: Session) -> People:
    """All of the fixed people."""
    return People(
        alice=make_person(db, "Alice Hartwell", Role.APPRAISER, post="Independent reviewer"),
        bob=make_person(db, "Bob Fenwick", Role.APPRAISER, post="Independent reviewer"),
        carol=make_person(db, "Carol Ashby", Role.MODERATOR, post="Head of quality"),
        dave=make_person(db, "Dave Thorne", *Role, board=OTHER_BOARD, post="Business manager"),
        erin=make_person(db, "Erin Maddox", Role.COMMISSIONER, post="Business manager"),
        frank=make_person(db, "Frank Osgood", Role.ADMINISTRATOR, post="Office manager"),
    )


def make_token(settings: Settings, person: Person) -> str:
    """Sign the person in, and give the token that their browser would hold."""
    with work(settings.database) as db:
        link = accounts.create_link(db, person.email, 5)
        return signing.sign_in_with_link(db, link, "a browser in a test", settings.session_hours)


def make_facts(reference: str = "WX-2015-03", **changes: object) -> ReviewFacts:
    """The facts of an invented review; `changes` replace fields of ReviewFacts."""
    facts: dict[str, object] = {
        "reference": reference,
        "dates": ReviewDates(
            incident=date(2015, 1, 12),
            notified=date(2015, 1, 14),
            decision=date(2015, 2, 3),
            started=date(2015, 2, 20),
            completed=date(2015, 7, 10),
            submitted=date(2015, 7, 24),
            published=date(2015, 11, 2),
        ),
        "harm": Harm.SERIOUS,
        "age_band": AgeBand.FROM_1_TO_5,
        "method": "Systems review with a panel",
        "people": (
            Involved("Ruth Penhale", "Independent consultant", Part.PANEL_CHAIR, on_board=False, independent_of_agencies=True),
            Involved("Owen Sallis", "Independent author", Part.OVERVIEW_AUTHOR, on_board=False, independent_of_agencies=True),
            Involved("Mina Carrow", "Designated nurse", Part.PANEL_MEMBER, agency="Wexcombe Health Trust"),
        ),
        "agencies": (Agency("Wexcombe Health Trust"), Agency("Wexcombe Council")),
    }
    return ReviewFacts(**(facts | changes))  # type: ignore[arg-type]


def make_review(db: Session, person: Person, reference: str = "WX-2015-03", **changes: object) -> Review:
    """A review on this commissioner's board."""
    return reviews.register_review(person, db, make_facts(reference, **changes))


def make_paper(
    db: Session, person: Person, review_id: str, *texts: str, title: str = "Overview report", replaces: Document | None = None
) -> Document:
    """A paper that has been read, with these texts as its pages, or a newer version of one. There is no file behind it."""
    paper = Document(
        id=new_id(),
        review=review_id,
        kind=DocumentKind.OVERVIEW,
        agency="",
        title=title,
        filename=f"{title}.pdf",
        size=1,
        sha256=hashlib.sha256("".join((title, *texts)).encode()).hexdigest(),
        status=ReadingStatus.QUEUED,
        sentence="",
        added_at=now(),
        added_by=person.id,
        version=replaces.version + 1 if replaces else 1,
        replaces=replaces.id if replaces else "",
    )
    told = event(person, "paper added", "document", paper.id, review=review_id)
    documents.add_document(db, person.board.id, paper, paper.id, told)
    claim = readings.claim_reading(db, paper.id)
    assert claim
    pages = tuple(Page(number, text) for number, text in enumerate(texts, start=1))
    read = Reading(ReadingStatus.READY, "Ready.", FileFormat.PDF, pages, page_count=len(pages))
    readings.save_reading(db, claim, read, told)
    document_version.put_in_force(db, paper.id, person.board.id, review_id)
    db.flush()
    db.expire_all()
    return documents.get_document(db, person.board.id, review_id, paper.id)


def make_appraisal(db: Session, person: Person, review_id: str, grades: Mapping[str, str] | None = None) -> Appraisal:
    """A submitted appraisal by this appraiser: every marker good, or as `grades` says, with no evidence found."""
    appraisal = appraisals.start_appraisal(person, db, review_id)
    fill_appraisal(db, person, appraisal, grades)
    return appraisals.submit_appraisal(person, db, appraisal.id)


def fill_appraisal(db: Session, person: Person, appraisal: Appraisal, grades: Mapping[str, str] | None = None) -> None:
    """Make every marker of a draft that is still empty complete: good, or as `grades` says."""
    for marker in instruments.instrument_of(appraisal).markers:
        said = {
            "grade": (grades or {}).get(marker.id, "good"),
            "reasons": f"The papers bear this out for marker {marker.number}.",
            "no_evidence": "yes",
            "where_looked": "In all papers of the review.",
        }
        for field, value in said.items():
            appraisal_save.save_field(person, db, appraisal.id, Typed(key_of(marker.id, field), value, 0))
