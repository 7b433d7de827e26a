"""Hostile files sent through the form for papers and read as in use: each gets its sentence on the page, nothing is half stored.

`make test` sends a handful; `make hostile` sends some of every kind.
"""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, zip_longest
from pathlib import Path

import pytest

from app.data.migrate import migrate
from app.data.session import get_engine, work
from app.domain.account import Role
from app.main import create_app
from app.services import document_read
from app.settings import Settings
from tests.factories import make_person, make_review, make_token
from tests.fuzz.client import Answer, Client
from tests.fuzz.world import is_whole
from tests.hostile.case import Case
from tests.hostile.corpus import corpus
from tests.hostile.words import is_harmless, text_of

SENT = 40 if os.environ.get("HOSTILE") == "all" else 5
LARGEST = 8_000_000  # bytes; larger ones are read without being sent, in test_hostile_files.py
KIND = (("content-type", "multipart/form-data; boundary=b7"),)
INSIDES = ("Traceback", "Error:", "app/", "lxml", "pdfium", "site-packages", "/tmp")


@dataclass(frozen=True)
class Desk:
    """A commissioner at the papers of a review."""

    settings: Settings
    client: Client
    token: str
    review: str

    @property
    def at(self) -> str:
        """The address of the papers."""
        return f"/reviews/{self.review}/papers"

    def get(self, address: str) -> Answer:
        """What the commissioner gets there."""
        return self.client.send("GET", address, self.token)

    def upload(self, name: bytes, content: bytes) -> Answer:
        """Send a file under a name as it is, whatever is in it."""
        body = b'--b7\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n--b7--\r\n' % (name, content)
        return self.client.send(
            "POST", f"{self.at}/add", self.token, body, (("content-type", "multipart/form-data; boundary=b7"),)
        )

    def kept(self) -> list[str]:
        """The names in the folder of papers."""
        return [path.name for path in self.settings.files_dir.rglob("*") if path.is_file()]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """With smaller limits than in use, so that a file which runs up against them does so soon."""
    folder = tmp_path_factory.mktemp("uploads")
    settings = Settings(PLUMBLINE_VAR=folder / "var", PLUMBLINE_READING_SECONDS=20, PLUMBLINE_READING_MB=700)
    settings.var_dir.mkdir()
    migrate(settings.database)
    with work(settings.database) as db:
        erin = make_person(db, "Erin Maddox", Role.COMMISSIONER)
        review = make_review(db, erin)
    client = Client(create_app(settings))
    yield Desk(settings, client, make_token(settings, erin), review.id)
    is_whole(settings)
    assert sorted(path.name for path in folder.iterdir()) == ["var"]
    client.close()
    get_engine(settings.database).dispose()


@cache
def cases() -> list[Case]:
    """So many, of all endings in turn, none of them very large."""
    by_ending: dict[str, list[Case]] = {}
    for case in corpus():
        by_ending.setdefault(Path(case.filename).suffix[:8], []).append(case)
    for found in by_ending.values():
        random.Random(SENT).shuffle(found)
    in_turn = (case for row in zip_longest(*by_ending.values()) for case in row if case)
    return list(islice((case for case in in_turn if len(case.content) < LARGEST), SENT))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.what)
def test_a_hostile_file_that_is_uploaded_gets_its_sentence_on_the_page(desk: Desk, case: Case) -> None:
    before, content = set(desk.kept()), case.content
    answer = desk.upload(case.filename.encode("utf-8", "replace").translate(None, b'"\r\n'), content)
    assert not answer.error
    if answer.status == 422:  # empty, or there already: refused with its sentence, and nothing is kept
        assert "so it was not stored" in text_of(is_harmless(answer.text, case.what))
        assert set(desk.kept()) == before
        return
    assert answer.status == 303, answer.text
    paper = answer.headers["location"].rpartition("paper=")[2]
    (stored,) = set(desk.kept()) - before
    assert re.fullmatch(r"[0-9a-z]+", stored)
    status = document_read.read_paper(desk.settings, paper)
    assert status
    assert status.is_final
    for address in (f"{desk.at}/{paper}", desk.at, f"{desk.at}/{paper}/pages/1"):
        page = desk.get(address)
        assert page.status in (200, 303, 404), address  # no page is shown of what could not be read
        if page.status == 303:
            continue
        told = text_of(is_harmless(page.text, address))
        assert not [inside for inside in INSIDES if inside in told and inside not in case.filename]
    original = desk.get(f"{desk.at}/{paper}/original")
    assert original.status == 200
    assert original.body == content
    assert original.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert set(desk.kept()) == before | {stored}


@pytest.mark.parametrize(
    "name",
    [
        b'a"; filename="b.exe',
        b"a\r\nX-Owned: 1",
        b"a\r\n\r\nwords",
        b"\xff\xfe.pdf",
        b"../../../owned.txt",
        b"C:\\owned.txt",
        b"",
        b"\0",
        b"%00%0d%0a",
        b"x" * 70_000,
    ],
)
def test_a_name_that_breaks_the_form_breaks_nothing_else(desk: Desk, name: bytes) -> None:
    before = len(desk.kept())
    answer = desk.upload(name, b"Words under the name of " + name[:50] + b".")
    assert not answer.error
    assert answer.status in (303, 422)
    assert "x-owned" not in answer.headers
    assert len(desk.kept()) == before + (answer.status == 303)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"--b7\r\n",
        b'--b7\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nnever ended',
        b'--b7\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n' + b"X: y\r\n" * 5_000,
        b"--b7" * 100_000,
    ],
)
def test_an_upload_that_breaks_off_leaves_nothing(desk: Desk, body: bytes) -> None:
    before = desk.kept()
    answer = desk.client.send("POST", f"{desk.at}/add", desk.token, body, KIND)
    assert answer.status == 422
    is_harmless(answer.text, "a broken upload")
    assert desk.kept() == before


def test_files_of_many_kinds_are_sent() -> None:
    assert len({case.what for case in cases()}) == SENT
    assert len({Path(case.filename).suffix for case in cases()}) >= 5
