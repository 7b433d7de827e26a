"""Loading the worked example: its board and people, a review with all its papers and an issued report, and further reviews.

`example_steps.py` has how an appraisal and a report are made, `example_further.py` the further reviews. Every step goes
through the same services as a person's work. Each is kept as it ends and is left out when it was done before, so that loading
which was broken off goes on where it stopped.
"""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from app.data import account as accounts
from app.data import document as documents
from app.data import review as reviews
from app.data.session import Session, work
from app.domain.account import Person, Role
from app.domain.document import DocumentKind, ReadingStatus
from app.domain.errors import PlumblineError
from app.domain.review import ReviewFacts
from app.example.content import ExampleAppraisal, read_complete, read_half, read_review
from app.example.further import FurtherReview, read_further, read_third
from app.outside.files import Incoming
from app.services import document, document_read, review
from app.services.account import create_account
from app.services.example_further import tell_further
from app.services.example_steps import issue_example, write_appraisal
from app.services.report import Render
from app.services.round import open_round
from app.settings import Settings

if TYPE_CHECKING:  # every start asks whether the example is loaded; what makes files of it is loaded only for that
    from app.example.papers import BuiltPaper

BLOCK = 1 << 20
OPENED_BECAUSE = "The board asked for a report on the appraisal that is complete; the other one is still being written."


def load_example(settings: Settings, render_html: Render) -> Person:
    """Load the worked example and return the person with whom to look at it. Loading it twice changes nothing."""
    mark = settings.var_dir / "example-unfinished"
    if mark.exists():
        # Loading was broken off, and perhaps its reader with it, which then still holds its paper.
        document_read.put_down(settings)
    mark.write_text("The worked example is being loaded.\n")
    complete, half = read_complete(), read_half()
    with work(settings.database) as db:
        people = _people(db, complete, half)
    _whole(people, settings, complete, half, render_html)
    for further in read_further():
        _further(people, settings, further, render_html)
    mark.unlink()
    return people["erin"]


def is_unfinished(settings: Settings) -> bool:
    """Whether loading was broken off."""
    return (settings.var_dir / "example-unfinished").exists()


def _whole(
    people: dict[str, Person], settings: Settings, complete: ExampleAppraisal, half: ExampleAppraisal, render_html: Render
) -> None:
    """The review with a whole set of papers, one appraisal complete and issued, and one half done."""
    erin = people["erin"]
    assert complete.adequacy
    with work(settings.database) as db:
        review_id = _review(erin, db, read_review()[1])
    papers = _papers(erin, settings, review_id)
    with work(settings.database) as db:
        first = write_appraisal(people["alice"], db, review_id, complete, papers, submits=True)
    with work(settings.database) as db:
        write_appraisal(people["bob"], db, review_id, half, papers, submits=False)
    with work(settings.database) as db:
        open_round(people["carol"], db, review_id, OPENED_BECAUSE)
    with work(settings.database) as db:
        issue_example(people["carol"], erin, db, first, complete.adequacy, render_html)


def _further(people: dict[str, Person], settings: Settings, further: FurtherReview, render_html: Render) -> None:
    """A further review: its papers are kept one by one, and everything that people did on it at once."""
    erin = people["erin"]
    with work(settings.database) as db:
        review_id = _review(erin, db, further.facts)
    papers = _papers(erin, settings, review_id, further.reference)
    with work(settings.database) as db:
        tell_further(erin, db, review_id, further, people, papers, render_html)


def _people(db: Session, complete: ExampleAppraisal, half: ExampleAppraisal) -> dict[str, Person]:
    board, _ = read_review()
    moderated = complete.adequacy
    assert moderated
    # Erin holds every role, so that one person can try the whole job.
    wanted = {
        "erin": (moderated.signatory, frozenset(Role)),
        "alice": (complete.appraiser, frozenset({Role.APPRAISER})),
        "bob": (half.appraiser, frozenset({Role.APPRAISER})),
        "imran": (read_third(), frozenset({Role.APPRAISER})),
        "carol": (moderated.moderator, frozenset({Role.MODERATOR, Role.COMMISSIONER})),
    }
    people = {}
    for key, (somebody, roles) in wanted.items():
        email = f"{key}@wexcombe.example"
        found = accounts.find_account(db, email)
        if found is None:
            people[key] = create_account(db, board_name=board, name=somebody.name, email=email, post=somebody.post, roles=roles)
            continue
        own = accounts.find_board(db, board)
        assert own
        person = accounts.person_on_board(db, found[0], own.id)
        assert person
        people[key] = person
    return people


def _review(erin: Person, db: Session, facts: ReviewFacts) -> str:
    lines, _ = reviews.list_reviews(db, erin.board.id, search=facts.reference)
    for line in lines:
        if line.reference == facts.reference:
            return line.id
    return review.register_review(erin, db, facts).id


def _papers(erin: Person, settings: Settings, review_id: str, reference: str = "") -> dict[str, str]:
    """Document ids by the key under which the appraisals name a paper, all of them read."""
    from app.example.papers import build_papers

    with tempfile.TemporaryDirectory(prefix="plumbline-example-") as folder:
        built = build_papers(Path(folder), reference)
        with work(settings.database) as db:
            there = {paper.filename: paper.id for paper in documents.list_documents(db, erin.board.id, review_id)}
        for paper in built:
            if paper.filename not in there:
                there[paper.filename] = _add_paper(erin, settings, review_id, paper)
            _read(erin, settings, review_id, there[paper.filename])
    return {paper.key: there[paper.filename] for paper in built}


def _add_paper(erin: Person, settings: Settings, review_id: str, paper: "BuiltPaper") -> str:
    with Incoming(settings.files_dir) as incoming:
        with paper.path.open("rb") as source:
            while block := source.read(BLOCK):
                incoming.write(block)
        sent = document.Sent(paper.filename, incoming.finish())
    with work(settings.database) as db:
        added = document.add_papers(erin, db, review_id, [sent], settings.files_dir, lambda _: None)
        new = added.documents[0]
        db.flush()
        agency = paper.agency if paper.kind is DocumentKind.AGENCY else ""
        said = document.Description(paper.kind.value, agency, paper.title)
        document.describe_papers(erin, db, review_id, {new.id: said})
    return new.id


def _read(erin: Person, settings: Settings, review_id: str, document_id: str) -> None:
    with work(settings.database) as db:
        paper = document.get_paper(erin, db, review_id, document_id)
        if paper.status is ReadingStatus.READY:
            return
        if paper.status.is_final:
            document_read.read_again(erin, db, review_id, document_id, lambda _: None)
    if document_read.read_paper(settings, document_id) is not ReadingStatus.READY:
        raise PlumblineError(f"The worked example is not loaded: “{paper.title}” could not be read. Start again to go on.")
