"""No letter tells what is blind: every kind of letter is caused, once after others did their part and once before, and read.

A new kind of letter fails here until something below causes it; and there is no way to send one that is of no kind.
"""

import ast
import inspect
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path

import pyotp
import pytest
from fastapi import FastAPI
from sqlmodel import select
from starlette.testclient import TestClient

from app.data import team as stored_team
from app.data.session import get_engine, work
from app.data.tables import LetterRow
from app.domain import letter as writing
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.clock import day_of, now
from app.domain.instrument import Grade
from app.domain.letter import Letter, LetterKind
from app.domain.review import Involved
from app.domain.review import Part as ReviewPart
from app.jobs import jobs_of
from app.main import create_app
from app.services import appraisal as appraisals
from app.services import declaration, mail, round_settings, sign_in_factor, team
from app.settings import Settings
from app.web import urls
from app.web.deps import COOKIE
from tests.browsing import SAME_ORIGIN
from tests.factories import People, fill_appraisal, make_paper, make_person, make_review, make_token
from tests.house.blind_world import ALICE_WORD, BOB_WORD, fill
from tests.house.tree import APP, code_of, modules
from tests.mail_server import Post, serving_mail

REFERENCE = "WX-2016-07"
CY = "cy@wexcombe.example"
REASON = "Marlstone said so"
# Words of the case, and words of judgements and reasons.
PRIVATE = ("Kestrel", "Penhale", "Health Trust", "Overview of the life", ALICE_WORD, BOB_WORD, "Marlstone")
INVITERS = (LetterKind.INVITATION, LetterKind.FACTOR_OFF)  # say by name who invites, and which administrator it was


@dataclass
class Scene:
    """A review with Alice, Bob and Cy as appraisers whose names are masked; Bob's draft says his word everywhere.

    `loud`: Alice has said hers and submitted, and Cy was withdrawn. Without, they have done nothing.
    """

    settings: Settings
    app: FastAPI
    people: People
    cy: Person
    review: str
    bobs: Appraisal
    loud: bool

    def send(self, who: Person, address: str, **form: object) -> None:
        """Press a button as this person, which must go well."""
        token = make_token(self.settings, who)
        with TestClient(self.app, base_url="http://127.0.0.1:8000", headers=SAME_ORIGIN) as browser:
            browser.cookies.set(COOKIE, token, domain="127.0.0.1", path="/")
            answer = browser.post(address, data=form, follow_redirects=False)
        assert answer.status_code in (200, 303), answer.text

    def place(self, who: Person) -> str:
        """The id of this person's place on the team."""
        with work(self.settings.database) as db:
            members = stored_team.list_members(db, self.people.erin.board.id, self.review)
        return next(member.id for member in members if member.person == who.id)


def invite(scene: Scene) -> None:
    """Erin invites Gina."""
    form = {"name": "Gina Marsh", "email": "gina@marsh.example", "roles": ["appraiser"]}
    scene.send(scene.people.erin, urls.invitation_new(), **form)


def make_link(scene: Scene) -> None:
    """Frank has a sign-in link sent to Bob."""
    scene.send(scene.people.frank, urls.person_link(scene.people.bob.id))


def remind(scene: Scene) -> None:
    """Erin reminds Bob."""
    scene.send(scene.people.erin, urls.team_remind(scene.review), whom=scene.place(scene.people.bob))


def put_on_team(scene: Scene) -> None:
    """Erin puts Carol on the team, and takes Bob up again, who was withdrawn."""
    scene.send(scene.people.erin, urls.team_add(scene.review), people=[f"moderator:{scene.people.carol.id}"])
    scene.send(scene.people.erin, urls.team_do(scene.review, scene.place(scene.people.bob), "return"))


def change_date(scene: Scene) -> None:
    """Erin gives Bob a date."""
    due = dict(zip(("due-day", "due-month", "due-year"), (31, 12, day_of(now()).year + 1), strict=True))
    scene.send(scene.people.erin, urls.team_do(scene.review, scene.place(scene.people.bob), "due"), **due)


def withdraw(scene: Scene) -> None:
    """Erin withdraws Bob."""
    scene.send(scene.people.erin, urls.team_do(scene.review, scene.place(scene.people.bob), "withdraw"), reason=REASON)


def ask_again(scene: Scene) -> None:
    """Everybody has submitted, and Carol asks for a second round."""
    with work(scene.settings.database) as db:
        declaration.declare_interests(scene.people.carol, db, scene.review, has_any=False, interests="", takes_part="yes")
        appraisals.submit_appraisal(scene.people.bob, db, scene.bobs.id)
        for who in () if scene.loud else (scene.people.alice, scene.cy):
            theirs = appraisals.start_appraisal(who, db, scene.review)
            fill_appraisal(db, who, theirs)
            appraisals.submit_appraisal(who, db, theirs.id)
    scene.send(scene.people.carol, urls.second_round(scene.review), reason=REASON)


def take_off_factor(scene: Scene) -> None:
    """Frank takes Bob's second factor off."""
    bob = scene.people.bob
    with work(scene.settings.database) as db:
        sign_in_factor.begin_second_factor(bob, db)
        waiting = sign_in_factor.waiting_secret(bob, db)
        assert waiting
        sign_in_factor.confirm_second_factor(bob, db, pyotp.TOTP(waiting[0]).now())
    scene.send(scene.people.frank, urls.person_factor(bob.id))


# In this order: whoever is withdrawn comes back, and who submits has nothing before them any more.
CAUSES: dict[LetterKind, Callable[[Scene], None]] = {
    LetterKind.INVITATION: invite,
    LetterKind.SIGN_IN_LINK: make_link,
    LetterKind.REMINDER: remind,
    LetterKind.DUE_DATE: change_date,
    LetterKind.WITHDRAWN: withdraw,
    LetterKind.PUT_ON_TEAM: put_on_team,
    LetterKind.FACTOR_OFF: take_off_factor,
    LetterKind.SECOND_ROUND: ask_again,
}


def make_scene(folder: Path, made: tuple[Path, People], port: int, *, loud: bool) -> Scene:
    """The scene in a database of its own."""
    people = made[1]
    folder.mkdir()
    shutil.copyfile(made[0], folder / "plumbline.db")
    settings = settings_in(folder, port)
    erin, alice, bob = people.erin, people.alice, people.bob
    with work(settings.database) as db:
        cy = make_person(db, "Cy Farrow", Role.APPRAISER)
        chair = Involved("Ruth Penhale", "Consultant", ReviewPart.PANEL_CHAIR, on_board=False, independent_of_agencies=True)
        review = make_review(db, erin, REFERENCE, people=(chair,)).id
        make_paper(db, erin, review, "Kestrel was seen twice.", title="Overview of the life of Kestrel")
        round_settings.mask_names(erin, db, review, masked=True)
        team.put_on_team(erin, db, review, [("appraiser", one.id) for one in (alice, bob, cy)], None)
        for one in (alice, bob, cy):
            declaration.declare_interests(one, db, review, has_any=True, interests=REASON, takes_part="yes")
        bobs = appraisals.start_appraisal(bob, db, review)
        fill_appraisal(db, bob, bobs)
        fill(db, bob, bobs, BOB_WORD, "inadequate")
        if loud:
            hers = appraisals.start_appraisal(alice, db, review)
            fill_appraisal(db, alice, hers)
            fill(db, alice, hers, ALICE_WORD, "outstanding")
            appraisals.submit_appraisal(alice, db, hers.id)
            place = next(one.id for one in stored_team.list_members(db, erin.board.id, review) if one.person == cy.id)
            team.withdraw(erin, db, review, place, REASON)
    return Scene(settings, create_app(settings), people, cy, review, bobs, loud)


def settings_in(folder: Path, port: int) -> Settings:
    """With a mail server on this port."""
    return Settings(
        PLUMBLINE_VAR=folder,
        PLUMBLINE_SMTP_HOST="127.0.0.1",
        PLUMBLINE_SMTP_PORT=port,
        PLUMBLINE_SMTP_SECURITY="none",
        PLUMBLINE_SMTP_SENDER="p@wexcombe.example",
    )


@dataclass
class Sent:
    """Every letter that was caused, by its kind: in the loud scene and in the quiet one; and what wrote them."""

    loud: dict[LetterKind, list[EmailMessage]] = field(default_factory=dict)
    quiet: dict[LetterKind, list[EmailMessage]] = field(default_factory=dict)
    writers: set[str] = field(default_factory=set)


MAKERS = {name for name, made in inspect.getmembers(writing, inspect.isfunction) if made.__annotations__.get("return") is Letter}


@pytest.fixture(scope="module")
def known(_made_once: tuple[Path, People]) -> tuple[Path, People]:
    """The fixed people, and a database that has them."""
    return _made_once


@pytest.fixture(scope="module")
def sent(known: tuple[Path, People], tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Cause every kind of letter in both scenes, one after the other, with a real mail server."""
    folder, found = tmp_path_factory.mktemp("letters"), Sent()
    with serving_mail() as post, pytest.MonkeyPatch.context() as patching:
        for name in MAKERS:
            patching.setattr(writing, name, noting(name, found.writers))
        for loud, letters in ((True, found.loud), (False, found.quiet)):
            scene = make_scene(folder / f"loud {loud}", known, post.port, loud=loud)
            for kind in CAUSES:
                letters[kind] = told(scene, kind, post)
            get_engine(scene.settings.database).dispose()
    jobs_of.cache_clear()
    return found


def noting(name: str, called: set[str]) -> Callable[..., Letter]:
    """What writes this letter, and notes that it did."""
    write: Callable[..., Letter] = getattr(writing, name)

    def note(*told: object, **more: object) -> Letter:
        called.add(name)
        return write(*told, **more)

    return note


def told(scene: Scene, kind: LetterKind, post: Post) -> list[EmailMessage]:
    """Cause it, and have sent what was caused."""
    post.letters.clear()
    CAUSES[kind](scene)
    mail.send_waiting(scene.settings)
    with work(scene.settings.database) as db:
        rows = db.exec(select(LetterRow).where(LetterRow.kind == kind)).all()
        assert rows, f"nothing was caused: {kind}"
        assert all(row.sent_at for row in rows), [row.problem for row in rows]
    return list(post.letters)


def plain(letter: EmailMessage) -> str:
    """The text without links and days."""
    text = re.sub(r"http://\S+", "LINK", letter.get_content())
    return re.sub(r"\d+ [A-Z][a-z]+ \d{4}", "DAY", text)


def lines_of(letters: list[EmailMessage]) -> list[tuple[str, str, str]]:
    """To whom, the subject, and the text, without what is another one each time."""
    return sorted((str(letter["to"]), str(letter["subject"]), plain(letter)) for letter in letters)


def test_every_kind_of_letter_is_caused_here() -> None:
    assert set(CAUSES) == set(LetterKind)


@pytest.mark.parametrize("kind", LetterKind, ids=lambda kind: kind.name)
def test_no_letter_tells_anything_in_its_text_or_its_headers(kind: LetterKind, sent: Sent, known: tuple[Path, People]) -> None:
    people = vars(known[1]).values()
    for letter in (*sent.loud[kind], *sent.quiet[kind]):
        whole = "\n".join((*(f"{name}: {value}" for name, value in letter.items()), letter.get_content()))
        for word in PRIVATE:
            assert word.lower() not in whole.lower(), word
        for person in people:
            is_named = person.name in whole or person.email in whole
            may_be = person.email == letter["to"] or (kind in INVITERS and not person.has(Role.APPRAISER, Role.MODERATOR))
            assert may_be or not is_named, person.name
        for grade in Grade:
            assert not re.search(rf"\b{grade.label}\b", whole, re.IGNORECASE), grade
        assert "Appraiser " not in whole, "a mask"
        # No count of anything: what is left of figures is the reference, and how long a link works.
        counted = re.sub(r"for \d+ minutes", "", plain(letter).replace(REFERENCE, ""))
        assert not re.search(r"\d", counted), counted


@pytest.mark.parametrize("kind", LetterKind, ids=lambda kind: kind.name)
def test_no_letter_depends_on_what_others_did(kind: LetterKind, sent: Sent) -> None:
    quiet = lines_of(sent.quiet[kind])
    if kind is LetterKind.SECOND_ROUND:  # Cy, who was withdrawn in the other scene, is asked here, too
        quiet = [one for one in quiet if one[0] != CY]
    assert lines_of(sent.loud[kind]) == quiet


def test_every_letter_is_written_by_something_that_is_read_here(sent: Sent) -> None:
    assert sent.writers == MAKERS


def test_there_is_one_way_out_for_letters_and_one_place_where_they_are_written() -> None:
    """Nothing but the postman's service sends, and nothing but `domain/letter.py` says what a letter says."""
    senders, writers = set(), set()
    for path in modules(APP):
        name, text = str(path.relative_to(APP)), path.read_text("utf-8")
        if not any(word in text for word in ("Letter(", "smtplib", "outside.mail")):
            continue
        for node in ast.walk(code_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module in ("app.outside.mail", "smtplib"):
                senders.add(name)
            if isinstance(node, ast.Import) and any(alias.name == "smtplib" for alias in node.names):
                senders.add(name)
            called = node.func if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and "Letter" in (getattr(called, "id", ""), getattr(called, "attr", "")):
                says = [ast.unparse(argument) for argument in node.args[1:]]
                if says != ["''", "''"]:  # empty, until the link is made with which it is sent
                    writers.add(name)
    assert senders == {"services/mail.py", "outside/mail.py"}
    assert writers == {"domain/letter.py", "data/letter.py"}, "the latter reads them back"
