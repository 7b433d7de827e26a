"""Every text that people or papers bring in is shown and printed as text: nowhere as markup, nowhere as a command."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring
from fastapi import FastAPI

from app.data import document as documents
from app.data import document_read as readings
from app.data.ids import new_id
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.audit import event
from app.domain.clock import now
from app.domain.document import Document, DocumentKind, FileFormat, OutlineItem, Page, Reading, ReadingStatus
from app.domain.entry import key_of
from app.domain.instrument import Lens
from app.domain.page_text import clean
from app.domain.review import Agency, Involved, Part
from app.services import appraisal as appraisals
from app.services import appraisal_save
from app.services import evidence as evidences
from app.services import instrument as instruments
from app.services.appraisal_save import Typed
from app.settings import Settings
from tests.browsing import Browser, open_browser, parse
from tests.conftest import Stored
from tests.factories import fill_appraisal, make_person, make_review, make_token

MARKUP = "\"'><script src=//x.example></script><img src=x onerror=go()>&amp;{{7*7}}"
COMMANDS = '#panic("x") $x^2$ @here `raw` ]] */ // \\u{0} #include "/etc/passwd" %s <w:p/>'
ODD = "\N{RIGHT-TO-LEFT OVERRIDE}\N{ZERO WIDTH JOINER}\N{PILE OF POO}中文"
HOSTILE = f"{MARKUP} {COMMANDS} {ODD}"
# Characters that neither HTML nor Word files can hold; a damaged paper may bring them.
BROKEN = "\x01\x0b\x0c\x1f\x85\ufdd0\ufffe\uffff\U0001ffff"


@dataclass(frozen=True)
class World:
    """A review in which everything that can be named or written is hostile, and its three readers."""

    app: FastAPI
    settings: Settings
    people: dict[str, Person]
    review: str
    paper: str
    appraisal: str

    def browser(self, name: str) -> Browser:
        """A browser in which this person is signed in."""
        return open_browser(self.app, make_token(self.settings, self.people[name]))


@pytest.fixture
def world(app: FastAPI, settings: Settings, stored: Stored) -> World:
    """All of it, up to a submitted appraisal."""
    with stored() as db:
        roles = {"appraiser": Role.APPRAISER, "moderator": Role.MODERATOR, "commissioner": Role.COMMISSIONER}
        people = {}
        for name, role in roles.items():
            made = make_person(db, f"{name} {MARKUP}", role, board=f"Board {HOSTILE}", post=HOSTILE)
            people[name] = made
        facts = {
            "method": HOSTILE,
            "agencies": (Agency(MARKUP),),
            "people": (Involved(MARKUP, MARKUP, Part.PANEL_CHAIR), Involved(MARKUP, MARKUP, Part.PANEL_MEMBER, MARKUP)),
        }
        review = make_review(db, people["commissioner"], MARKUP[:60], **facts)
        paper = add_paper(db, people["commissioner"], review.id)
        appraisal = appraise(db, people["appraiser"], review.id, paper)
    return World(app, settings, people, review.id, paper.id, appraisal.id)


def add_paper(db: Session, person: Person, review: str) -> Document:
    paper = Document(
        id=new_id(),
        review=review,
        kind=DocumentKind.AGENCY,
        agency=MARKUP,
        title=HOSTILE,
        filename=f"{HOSTILE}.pdf",
        size=1,
        sha256="0",
        status=ReadingStatus.QUEUED,
        sentence="",
        added_at=now(),
        added_by=person.id,
    )
    told = event(person, "paper added", "document", paper.id, review=review)
    documents.add_document(db, person.board.id, paper, paper.id, told)
    claim = readings.claim_reading(db, paper.id)
    assert claim
    text = clean(f"{HOSTILE}\n\nThe panel {HOSTILE} asked why.{BROKEN}")
    page = Page(1, text, HOSTILE, ((0, HOSTILE),), (HOSTILE,))
    outline = (OutlineItem(HOSTILE, 1, 1),)
    readings.save_reading(db, claim, Reading(ReadingStatus.READY, HOSTILE, FileFormat.PDF, (page,), outline, 1), told)
    db.expire_all()
    return documents.get_document(db, person.board.id, review, paper.id)


def appraise(db: Session, person: Person, review: str, paper: Document) -> Appraisal:
    appraisal = appraisals.start_appraisal(person, db, review)
    fill_appraisal(db, person, appraisal, {"analysis": "inadequate"})
    length = len(documents.get_page(db, person.board.id, paper.id, 1).text)
    for marker in instruments.instrument_of(appraisal).markers:
        for field, version in (("reasons", 1), ("strengths", 0), ("improve", 0), (f"note:{marker.prompts[0].id}", 0)):
            appraisal_save.save_field(person, db, appraisal.id, Typed(key_of(marker.id, field), f"{field} {HOSTILE}", version))
        mark = evidences.Mark(paper.id, 1, 0, length)
        evidences.add_passages(person, db, appraisal.id, [marker.id], mark, "weakens", HOSTILE)
        said = {"kind": "letter", "description": HOSTILE, "dated": MARKUP[:100], "bearing": "supports", "note": HOSTILE}
        evidences.add_other(person, db, appraisal.id, marker.id, **said)
    for lens in Lens:
        appraisal_save.save_field(person, db, appraisal.id, Typed(key_of("lens", lens), HOSTILE, 0))
    return appraisals.submit_appraisal(person, db, appraisal.id)


def is_harmless(text: str, where: str) -> None:
    """No element and no attribute that came out of a text. The page is parsed as a browser does."""
    for element in parse(text).iter():
        if not isinstance(element.tag, str):
            continue
        assert element.tag not in ("iframe", "object", "embed", "base"), where
        if element.tag == "script":
            assert (element.get("src") or "").startswith("/static/"), where
        if element.tag == "img":
            assert re.match(r"/static/|/reviews/|data:image/", element.get("src") or ""), where
        for name, value in element.attrib.items():
            assert not name.startswith("on"), (where, name)
            if name in ("href", "src", "action"):
                assert not value.strip().lower().startswith(("javascript:", "//", "http:")), (where, value)


def crawl(browser: Browser, start: str) -> Iterator[tuple[str, Any]]:
    """Every page that links lead to, from this one."""
    seen, waiting = {start}, [start]
    while waiting:
        path = waiting.pop()
        answer = browser.get(path)
        yield path, answer
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        for element in parse(answer.text).iter("a"):
            link = (element.get("href") or "").partition("#")[0]
            if link.startswith("/") and link not in seen and not link.startswith("/static/"):
                seen.add(link)
                waiting.append(link)


def decide_everything(world: World) -> None:
    with world.browser("moderator") as browser:
        here = f"/appraisals/{world.appraisal}/adequacy"
        (form,) = [form for form in parse(browser.get(here).text).iter("form") if form.get("action") == here]
        seen = [box.get("value") for box in form.iter("input")]
        assert browser.post(here, data={"seen": seen}).status_code == 303
        assert browser.post(f"{here}/overall", data={"grade": "good", "reason": HOSTILE, "version": "0"}).status_code == 303
        for name in ("outcome", "reasons"):
            assert browser.post(f"{here}/text/{name}", data={"text": HOSTILE, "version": "0"}).status_code == 303


def test_no_page_runs_or_draws_what_a_text_says(world: World) -> None:
    decide_everything(world)
    with world.browser("commissioner") as browser:
        sent = {"signatory": MARKUP, "post": HOSTILE[:200], "reason": "", "version": "1"}
        issued = browser.post(f"/appraisals/{world.appraisal}/issue", data=sent)
        assert issued.status_code == 303, re.findall(r"<p class=.govuk-body.>(.*?)</p>", issued.text)
    visited = 0
    for name in world.people:
        with world.browser(name) as browser:
            for path, answer in crawl(browser, "/reviews"):
                visited += 1
                assert answer.status_code in (200, 303, 403, 404, 422), path
                if answer.headers.get("content-type", "").startswith("text/html"):
                    is_harmless(answer.text, path)
            query = {"q": MARKUP, "paper": world.paper, "passage": MARKUP}
            for path in (f"/reviews/{world.review}/search", f"/appraisals/{world.appraisal}/markers/analysis"):
                is_harmless(browser.get(path, params=query).text, path)
            is_harmless(browser.post("/reviews/new", data={"reference": HOSTILE, "method": HOSTILE * 9}).text, "an error")
            is_harmless(browser.get("/reviews", params={"search": MARKUP}).text, "a search in the list")
    assert visited > 60


def test_the_report_prints_hostile_texts_as_they_are_in_every_format(world: World) -> None:
    decide_everything(world)
    with world.browser("commissioner") as browser:
        files = {}
        for ending in ("html", "json", "pdf", "docx"):
            answer = browser.get(f"/appraisals/{world.appraisal}/report.{ending}")
            assert answer.status_code == 200
            assert "\r" not in answer.headers["content-disposition"]
            assert "<" not in answer.headers["content-disposition"]
            files[ending] = answer.content
    is_harmless(files["html"].decode(), "report.html")
    told = json.dumps(json.loads(files["json"]), ensure_ascii=False)
    assert json.dumps(MARKUP)[1:-1] in told
    words = zipfile.ZipFile(io.BytesIO(files["docx"]))
    for part in words.namelist():
        if part.endswith((".xml", ".rels")):
            tree = fromstring(words.read(part))
            assert not [link.get("Target") for link in tree.iter() if link.get("TargetMode") == "External"], part
    text = "".join(fromstring(words.read("word/document.xml")).itertext())
    assert MARKUP in text
    assert '#panic("x")' in text
    printed = pypdfium2.PdfDocument(files["pdf"])
    squeezed = "".join("".join(page.get_textpage().get_text_range().split()) for page in printed)
    assert '#panic("x")$x^2$@here`raw`]]' in squeezed.replace("\u200b", "")
    assert "<scriptsrc=//x.example>" in squeezed.replace("\u200b", "")
    for bad in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"):
        assert bad not in files["pdf"]


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "a\r\nX-Made-Up: 1", "ünïcödé ☃.pdf", "../../etc/passwd", "a%22%0d%0a", "'\"", "."]
)
def test_names_of_files_cannot_say_more_than_a_name(world: World, stored: Stored, name: str) -> None:
    with world.browser("commissioner") as browser:
        files = {"files": (name, b"Words enough to be a paper of its own.", "text/html")}
        sent = browser.post(f"/reviews/{world.review}/papers/add", files=files)
        assert sent.status_code == 303
        paper = sent.headers["location"].rpartition("paper=")[2]
        answer = browser.get(f"/reviews/{world.review}/papers/{paper}/original")
        assert answer.status_code == 200
        assert "x-made-up" not in answer.headers
        assert re.fullmatch(r"attachment; filename\*=UTF-8''[\w%.~-]+", answer.headers["content-disposition"], re.ASCII)
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
        assert not answer.headers["content-type"].startswith("text/html")


def test_a_reference_cannot_break_the_name_of_a_downloaded_report(world: World) -> None:
    with world.browser("commissioner") as browser:
        answer = browser.get(f"/appraisals/{world.appraisal}/report.json")
    assert re.fullmatch(r'attachment; filename="[\w. -]+"', answer.headers["content-disposition"], re.ASCII)
