"""Every text that people or papers bring in is shown, printed and sent as text: nowhere as markup, nowhere as a command.

Every field of every form is filled (`tests/hostile/story.py`), and everything is looked at that comes out again.
"""

import csv
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pypdfium2
import pytest
from defusedxml.ElementTree import fromstring

from app.data.migrate import migrate
from app.data.session import get_engine
from app.main import create_app
from app.services import mail
from app.settings import ROOT, Settings
from app.web import ROUTERS
from app.web.deps import read_form
from tests.fuzz.client import Answer
from tests.hostile.filling import Filler, route_of
from tests.hostile.story import Story, tell, upload
from tests.hostile.words import FORMULA_SIGNS, HOSTILE, MARKUP, is_harmless
from tests.mail_server import serving_mail

VISITORS = ("adm", "amy", "cat", "mod", "com", "")  # one of each role, one who was withdrawn, and nobody
# What is typed there is looked for and not kept.
NOT_KEPT = {
    ("POST /sign-in", "email"),
    ("POST /identifiers", "text"),
    ("POST /appraisals/{appraisal_id}/markers/{marker_id}", "q"),
}
# Forms that stand on no page of the story. None takes a text that is kept.
WITHOUT_PAGE = {
    "POST /account/boards",
    "POST /account/second-factor/confirm",
    "POST /account/second-factor/off",
    "POST /account/second-factor/recovery-codes",
    "POST /reviews/{review_id}/team/remind",
    "POST /sign-in/code",
    "POST /sign-in/provider",
}
MIME = ("Content-Type", "Content-Transfer-Encoding", "MIME-Version")
SCRIPT = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "trail.md").read_text(), re.DOTALL)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    """All of it, once; then every page of it visited by everybody, of every kind of page one."""
    settings = Settings(PLUMBLINE_VAR=tmp_path_factory.mktemp("hostile"))
    migrate(settings.database)
    told = tell(settings)
    for who in VISITORS:
        visit_all(told, who)
    yield told
    told.filler.client.close()
    get_engine(settings.database).dispose()


def visit_all(story: Story, who: str) -> None:
    """Every kind of page to which links lead this person."""
    filler, waiting, seen = story.filler, ["/", "/reviews", "/sign-in", "/account"], set[tuple[str, ...]]()
    while waiting:
        address = waiting.pop(0)
        kind = (route_of("GET", address), *re.findall(r"[?&](\w+)=", address))
        if kind in seen or not kind[0]:
            continue
        seen.add(kind)
        answer = filler.get(who, address)
        assert answer.status in (200, 303, 401, 403, 404, 422), (who, address, answer.status)
        is_named_harmlessly(answer, address)
        if answer.is_page:
            story.visited[kind[:1]] = (who, address)
            tree = filler.look_at(who, answer, address)
            waiting += [link.get("href").partition("#")[0] for link in tree.iter("a") if (link.get("href") or "").startswith("/")]


def is_named_harmlessly(answer: Answer, address: str) -> None:
    """No name of a file says more than a name."""
    for name, value in answer.headers.items():
        assert not re.search(r"[\r\n<>]", value), (address, name, value)
        assert not name.startswith(("bcc", "x-made-up")), address
    if named := answer.headers.get("content-disposition"):
        fits = re.fullmatch(r"(attachment|inline); filename(=\"[\w. -]+\"|\*=UTF-8''[\w%.~-]+)", named, re.ASCII)
        assert fits, (address, named)
        assert answer.headers["x-content-type-options"] == "nosniff"


def test_every_text_field_of_every_form_took_a_hostile_text_and_showed_it_as_text(story: Story) -> None:
    filler = story.filler
    missing = {field: page for field, page in filler.met.items() if field not in filler.filled and field not in NOT_KEPT}
    assert missing == {}, "fill these in tests/hostile/story.py"
    shown = " ".join(" ".join(filler.seen).split())
    unseen = [field for field, text in filler.filled.items() if field not in NOT_KEPT and as_shown(text) not in shown]
    assert unseen == [], "these were kept and are shown nowhere, or not as they were typed"
    assert len(filler.filled) > 55
    assert with_form() - set(filler.forms) <= WITHOUT_PAGE, "lead to this form in tests/hostile/story.py"
    assert filler.pages > 200


def with_form() -> set[str]:
    """The routes that read a form of a page. One field by itself is sent by a script, and filled here with its whole page."""
    routes = [route for router in ROUTERS for route in router.routes if not route.path.endswith("/field")]
    posted = [route for route in routes if "POST" in route.methods]
    return {f"POST {route.path}" for route in posted if read_form in [one.call for one in route.dependant.dependencies]}


def as_shown(text: str) -> str:
    """The beginning of a text, as it must stand on a page: with its sign, its mark and its markup."""
    return " ".join(text.splitlines()[0].split())[:60]


def test_whatever_is_asked_for_after_the_question_mark_comes_back_as_text(story: Story) -> None:
    asked = {
        name for router in ROUTERS for route in router.routes for name in (one.alias for one in route.dependant.query_params)
    }
    assert {"q", "next", "done"} <= asked
    query = "&".join(f"{name}={quote(MARKUP)}" for name in sorted(asked))
    for who, address in story.visited.values():
        answer = story.filler.get(who, f"{address.partition('?')[0]}?{query}")
        assert answer.status in (200, 303, 401, 403, 404, 422), address
        is_named_harmlessly(answer, address)
        if answer.is_page:
            is_harmless(answer.text, address)


def fetch(story: Story, who: str, address: str) -> bytes:
    """A file."""
    answer = story.filler.get(who, address)
    assert answer.status == 200, address
    is_named_harmlessly(answer, address)
    return answer.body


@pytest.mark.parametrize("public", ["", "/public"])
def test_the_report_prints_hostile_texts_as_they_are_in_every_format(story: Story, public: str) -> None:
    here = f"/appraisals/{story.consensus}/report{public}"
    files = {ending: fetch(story, "com", f"{here}.{ending}") for ending in ("html", "json", "pdf", "docx")}
    is_harmless(files["html"].decode(), "report.html")
    assert json.dumps(MARKUP)[1:-1] in json.dumps(json.loads(files["json"]), ensure_ascii=False)
    words = zipfile.ZipFile(io.BytesIO(files["docx"]))
    for part in words.namelist():
        if part.endswith((".xml", ".rels")):
            tree = fromstring(words.read(part))
            assert not [link.get("Target") for link in tree.iter() if link.get("TargetMode") == "External"], part
    text = "".join(fromstring(words.read("word/document.xml")).itertext())
    assert MARKUP in text
    assert '#panic("x")' in text
    printed = pypdfium2.PdfDocument(files["pdf"])
    squeezed = "".join("".join(page.get_textpage().get_text_range().split()) for page in printed).replace("\u200b", "")
    assert '#panic("x")$x^2$@here`raw`]]' in squeezed
    assert "<scriptsrc=//x.example>" in squeezed
    for bad in (b"/JavaScript", b"/Launch", b"/EmbeddedFile"):
        assert bad not in files["pdf"]


def test_no_cell_of_a_table_begins_as_a_formula_does(story: Story) -> None:
    table = fetch(story, "mod", f"{story.at}/agreement.csv").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_SIGNS)]
    assert len(cells) > 36


def test_every_line_of_the_trail_is_one_row_and_all_fit(story: Story, tmp_path: Path) -> None:
    written = fetch(story, "adm", "/trail/export.jsonl")
    rows = [json.loads(line) for line in written.decode("ascii").split("\n") if line]
    assert any("<script" in (row.get("actor_name") or "") for row in rows)
    (tmp_path / "trail.jsonl").write_bytes(written)
    assert SCRIPT
    (tmp_path / "verify.py").write_text(SCRIPT[1])
    told = subprocess.run([sys.executable, "verify.py", "trail.jsonl"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.stdout.startswith("Every row fits."), told


def test_letters_are_plain_text_to_one_address_whatever_names_say(story: Story) -> None:
    with serving_mail() as post:
        changes = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none", "smtp_sender": "p@w.example"}
        using = story.settings.model_copy(update=changes)
        filler = Filler.at(create_app(using))
        filler.tokens = story.filler.tokens
        filler.fill("adm", "/people/invite", {"email": "gina@x.example", "roles": ["moderator"]})
        reading = f"/people/{story.people['ben'].id}"
        filler.fill("adm", reading, at=f"{reading}/link")
        filler.fill("com", story.away, at=f"{story.away}/return")
        filler.fill("com", f"{story.at}/team/remind?whom=all")
        mail.send_waiting(using)
        filler.client.close()
    assert len(post.letters) >= 3
    for letter, (sender, to) in zip(post.letters, post.envelopes, strict=True):
        assert (sender, len(to)) == ("p@w.example", 1)
        assert set(letter) == {"From", "To", "Subject", "Message-ID", "Auto-Submitted", *MIME}
        assert letter.get_content_type() == "text/plain"
        assert "x.example></script>" in letter.get_content()


@pytest.mark.parametrize(
    "name", ['a"; filename="b.exe', "a\r\nX-Made-Up: 1", "ünïcödé ☃.pdf", "../../etc/passwd", "a%22%0d%0a", "'\"", "."]
)
def test_names_of_files_cannot_say_more_than_a_name(story: Story, name: str) -> None:
    sent = upload(story, name, f"Words enough to be {name!r}.".encode(), f"{story.at}/papers/add")
    address = f"{story.at}/papers/{sent.rpartition('paper=')[2]}/original"
    answer = story.filler.get("com", address)
    is_named_harmlessly(answer, address)
    assert answer.headers["content-disposition"].startswith("attachment; ")
    assert answer.headers["cache-control"] == "no-store"
    assert not answer.headers["content-type"].startswith("text/html")


def test_a_form_that_is_wrong_in_every_field_is_answered_with_a_harmless_page(story: Story) -> None:
    """Fields that a page hides, and choices that no page offers, among them: anybody can send these. Changes much: comes last."""
    filler = story.filler
    for route, (who, action, names) in sorted(filler.forms.items(), key=lambda met: "/sign-out" in met[0]):
        answer = filler.post(
            who, action, [(name, f"{HOSTILE}\r\nX-Made-Up: 1") for name in (*names, "do", "next", "typed", "resume")]
        )
        is_named_harmlessly(answer, route)
        if answer.is_page:
            is_harmless(answer.text, route)
