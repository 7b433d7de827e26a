"""Two blind appraisals of one review, in each phase of a round; and what a visitor reads at every address of the application.

The addresses come from the routers. Values for the names in them stand in `names`; a name that is not there fails.
"""

import io
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2
from fastapi import FastAPI
from sqlalchemy import event as database_event
from sqlmodel import select
from starlette.testclient import TestClient

from app.data.ids import new_id
from app.data.session import Session, get_engine, work
from app.data.study import save_study
from app.data.tables import AppraisalRow, CueMarkRow, EntryRow, EvidenceRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.cue import Cue, CueKind
from app.domain.document import Document
from app.domain.entry import key_of
from app.domain.instrument import Lens
from app.domain.review import Review
from app.domain.study import Study
from app.jobs import jobs_of
from app.main import create_app
from app.services import appraisal as appraisals
from app.services import appraisal_save, cue, evidence
from app.services import instrument as instruments
from app.services.appraisal_save import Typed
from app.settings import Settings
from app.web import ROUTERS
from app.web.deps import COOKIE
from tests.browsing import SAME_ORIGIN
from tests.factories import People, make_paper, make_review, make_token

# In everything that Alice writes, and in everything that Bob writes; nowhere else.
ALICE_WORD = "quartzite"
BOB_WORD = "feldspar"
PAPER = "The panel asked why each agency acted as it did. Hindsight was held down."
MARKER = "analysis"


@dataclass(frozen=True)
class World:
    """A review of Alice's and Bob's, in a database of its own. `other_names` replace what stands for names in addresses."""

    settings: Settings
    app: FastAPI
    people: People
    review: Review
    paper: Document
    cue: Cue
    alice: Appraisal
    bob: Appraisal
    alice_evidence: str
    formats: tuple[str, ...] = ()
    other_names: dict[str, list[str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def work(self) -> Any:
        """A session whose work is kept."""
        return work(self.settings.database)

    def browser(self, name: str) -> TestClient:
        """A browser in which this person is signed in."""
        if name != "nobody" and name not in self.tokens:
            self.tokens[name] = make_token(self.settings, getattr(self.people, name))
        # Whether pages are sound is looked at elsewhere; it would take most of the time here.
        browser = TestClient(self.app, base_url="http://127.0.0.1:8000", headers=dict(SAME_ORIGIN), follow_redirects=False)
        browser.cookies.set(COOKIE, self.tokens.get(name, ""), domain="127.0.0.1", path="/")
        return browser

    def names(self) -> dict[str, list[str]]:
        """What stands for each name in an address: Alice's things wherever there is a choice."""
        prompt = instruments.instrument_of(self.alice).marker(MARKER).prompts[0].id
        return {
            "review_id": [self.review.id],
            "document_id": [self.paper.id],
            "appraisal_id": [self.alice.id, self.bob.id],
            "evidence_id": [self.alice_evidence],
            "marker_id": [MARKER],
            "prompt_id": [prompt],
            "lens_id": [Lens.WHY.value],
            "file_format": list(self.formats),
            "subject": ["overall"],
            "name": ["outcome"],
            "number": ["1"],
            "part": ["dates"],
            "key": [self.cue.key],
            "instrument_id": [self.alice.instrument],
            "version": [self.alice.instrument_version],
            "report_id": ["made-up"],
            "sign_in_id": ["made-up"],
            "token": ["made-up"],
            "person_id": [self.people.alice.id, self.people.bob.id],
            "invitation_id": ["made-up"],
            "member_id": ["made-up"],
            "submission": ["1"],
            "account": [self.people.alice.id],
        } | self.other_names

    def addresses(self, method: str) -> Iterator[str]:
        """Every address of the application, with Alice's and with Bob's things in it."""
        names = self.names()
        for path in paths(method):
            found = [path]
            for name in re.findall(r"\{(\w+)", path):
                assert name in names, f"say in tests/house/blind_world.py what stands for {{{name}}} in {path}"
                found = [re.sub(r"\{" + name + r"(:\w+)?\}", value, one) for one in found for value in names[name]]
            yield from found


def paths(method: str) -> list[str]:
    """The addresses of all routes that are called so, with names in braces."""
    return [route.path for router in ROUTERS for route in router.routes if method in route.methods]


def make_world(folder: Path, database: Path, people: People) -> World:
    """Both appraisals are drafts in which all is said; so they are in every phase that a copy of this world is taken to."""
    settings = Settings(PLUMBLINE_VAR=folder)
    shutil.copyfile(database, folder / "plumbline.db")
    with work(settings.database) as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, PAPER, "The board heard the family.")
        found = Cue(1, PAPER.index("Hindsight"), PAPER.index("Hindsight") + 9, CueKind.HINDSIGHT, "Hindsight", PAPER[49:])
        save_study(db, paper.id, Study("of this test", (found,)))
        alice = appraisals.start_appraisal(people.alice, db, review.id)
        bob = appraisals.start_appraisal(people.bob, db, review.id)
        fill(db, people.alice, alice, ALICE_WORD, "outstanding")
        fill(db, people.bob, bob, BOB_WORD, "inadequate")
        mark = evidence.Mark(paper.id, 1, 0, 20)
        (cited,) = evidence.add_passages(people.alice, db, alice.id, [MARKER], mark, "supports", f"{ALICE_WORD} note")
        for person, appraisal, word in ((people.alice, alice, ALICE_WORD), (people.bob, bob, BOB_WORD)):
            said = {"kind": "interview", "description": f"{word} source", "dated": "", "bearing": "weakens", "note": word}
            evidence.add_other(person, db, appraisal.id, MARKER, **said)
            cue.dismiss_cue(person, db, review.id, paper.id, found.key, f"{word} word")
    return World(settings, create_app(settings), people, review, paper, found, alice, bob, cited.id)


def fill(db: Session, person: Person, appraisal: Appraisal, word: str, grade: str, end: str = "") -> None:
    """Say the word in every field, over whatever stands there. `end` makes it another text."""
    markers = instruments.instrument_of(appraisal).markers
    said = {key_of("lens", lens): f"{word} {lens}{end}" for lens in Lens}
    for marker in markers:
        wanted = [f"note:{prompt.id}" for prompt in marker.prompts] if marker.id == MARKER else []
        for name in ("reasons", "strengths", "improve", "where_looked", *wanted):
            said[key_of(marker.id, name)] = f"{word} {name}{end}"
        said |= {key_of(marker.id, "grade"): grade, key_of(marker.id, "no_evidence"): "yes"}
    newest = appraisals.open_appraisal(person, db, appraisal.id).entries
    typed = [Typed(key, value, newest[key].version if key in newest else 0) for key, value in said.items()]
    saved = appraisal_save.save_fields(person, db, appraisal.id, typed)
    assert not saved.conflicts
    assert not saved.problems


def copy_world(world: World, folder: Path, formats: tuple[str, ...]) -> World:
    """The same world in a folder of its own, where files of reports are asked for in these formats."""
    settings = Settings(PLUMBLINE_VAR=folder)
    get_engine(world.settings.database).dispose()
    shutil.copytree(world.settings.var_dir, folder, dirs_exist_ok=True)
    return replace(world, settings=settings, app=create_app(settings), formats=formats, tokens={})


def close_world(world: World) -> None:
    """Let its database go."""
    get_engine(world.settings.database).dispose()
    jobs_of.cache_clear()


def say_otherwise(world: World, appraisal: Appraisal, word: str) -> None:
    """Change everything in this appraisal behind everybody's back: other grades, longer texts, more evidence, other marks.

    Nothing else changes by it, not the trail either, so that whoever is blind must get the same answers as before.
    """
    with world.work() as db:
        for row in db.exec(select(EntryRow).where(EntryRow.appraisal_id == appraisal.id)):
            row.value = "good" if row.key.endswith("/grade") else row.value if "/no_evidence" in row.key else row.value + LONGER
        for row in db.exec(select(EvidenceRow).where(EvidenceRow.appraisal_id == appraisal.id)).all():
            for _ in range(5):
                kept = {name: getattr(row, name) for name in EvidenceRow.model_fields}
                db.add(EvidenceRow(**(kept | {"id": new_id(), "note": f"{word} again"})))
        for row in db.exec(select(CueMarkRow).where(CueMarkRow.by == appraisal.appraiser)):
            row.word = f"{word} otherwise"
        for row in db.exec(select(AppraisalRow).where(AppraisalRow.id == appraisal.id)):
            row.place_marker, row.place_document, row.place_page = "scope", world.paper.id, 2


def write_more(world: World, appraisal: Appraisal, word: str) -> None:
    """Save other grades and longer texts as their appraiser, so that what was submitted before stays as it was."""
    writer = world.people.alice if appraisal.id == world.alice.id else world.people.bob
    with world.work() as db:
        fill(db, writer, appraisal, word, "good", LONGER)


LONGER = " and longer" * 40


@dataclass(frozen=True)
class Answer:
    """What somebody got: its status, the headers, all of its text, and how many questions it cost the database."""

    status: int
    headers: dict[str, str]
    text: str
    statements: int


@contextmanager
def counted(world: World) -> Iterator[Callable[[], int]]:
    """Counts what is asked of the database meanwhile, looks and other writing left out."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip()[:6].upper() in ("SELECT", "WITH P"):
            asked.append(statement)

    engine = get_engine(world.settings.database)
    database_event.listen(engine, "before_cursor_execute", note)
    try:
        yield lambda: len(asked)
    finally:
        database_event.remove(engine, "before_cursor_execute", note)


def read_all(world: World, name: str) -> dict[str, Answer]:
    """Everything that this person gets at every address that can be asked for, with words to look for."""
    asked = f"?passage={world.alice_evidence}&q=agency&search=WX&sort=reference&n=1"
    found = {}
    own = getattr(world, name, None)
    with world.browser(name) as browser, counted(world) as count:
        if isinstance(own, Appraisal):  # so that "carry on where you were" leads to the same place both times
            browser.get(f"/appraisals/{own.id}/markers/{MARKER}{asked}")
        for path in world.addresses("GET"):
            before = count()
            answer = browser.get(path + asked)
            found[path] = Answer(answer.status_code, _headers(answer), text_of(answer), count() - before)
    return found


def _headers(answer: Any) -> dict[str, str]:
    """The headers. How long a packed file is says nothing: it changes with the second in which it is packed."""
    packed = {"content-length"} if answer.headers.get("content-type", "").startswith("application/") else set()
    return {name: value for name, value in answer.headers.items() if name not in packed}


def send_all(world: World, name: str) -> Iterator[tuple[str, str]]:
    """What this person gets when sending empty and odd forms to every address."""
    odd = {"field": "reasons", "reasons": "x", "v:reasons": "0", "do": "evidence", "ev-quote": "each agency acted"}
    with world.browser(name) as browser:
        for path in world.addresses("POST"):
            if path == "/sign-out" or path.endswith("/submit"):  # submitting one's own opens the others' work by right
                continue
            yield path, text_of(browser.post(path, data={}))
            yield path, text_of(browser.post(path, data=odd, headers={"hx-request": "true"}))


def text_of(answer: Any) -> str:
    """All text of an answer, whatever kind of file it is, and what its headers say."""
    kind = answer.headers.get("content-type", "")
    told = answer.headers.get("content-disposition", "") + answer.headers.get("location", "")
    if kind.startswith("application/pdf"):
        return told + "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(answer.content))
    if "officedocument" in kind or "zip" in kind:
        with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
            return told + "".join(packed.read(one).decode("utf-8", "replace") for one in packed.namelist())
    return told + str(answer.text)
