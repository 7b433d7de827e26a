"""Whatever is sent to whichever address: an answer of ours with a sentence, never a mistake of ours and never data."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from inspect import getsource
from typing import Any

import pytest
from fastapi import FastAPI

from app.data.study import save_study
from app.domain.account import Person, Role
from app.domain.cue import Cue, CueKind
from app.domain.study import Study
from app.services import account as accounts
from app.services import appraisal as appraisals
from app.services import evidence as evidences
from app.settings import Settings
from app.web import ROUTERS
from tests.browsing import Browser, open_browser
from tests.conftest import Stored
from tests.factories import BOARD, People, make_appraisal, make_paper, make_person, make_review, make_token

PLAIN = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"
# Each holds several oddities at once, to keep the number of requests small.
ODD_PARTS = ("-1", "9" * 25, "%00%ff%ED%A0%80", "..%2f%0d%0aX-Made-Up:%201%22%3E%3Cscript%3E")
ODD_WORDS = ("-1", "9" * 5000, "\0a\r\nb\x01☃\ufffe\u202e", '"><script>%_*[(\\', "::@-1", "a" * 9000)
PASSWORD = "a plumb line shows what is true"


@dataclass(frozen=True)
class World:
    """A review with a paper, one submitted appraisal and one draft; `everything` has every role and appraises nothing."""

    app: FastAPI
    settings: Settings
    everything: Person
    drafting: Person
    names: dict[str, str]
    draft: dict[str, str]

    def browser(self, person: Person | None) -> Browser:
        """A browser in which this person is signed in."""
        return open_browser(self.app, make_token(self.settings, person) if person else "")


@pytest.fixture
def world(app: FastAPI, settings: Settings, stored: Stored, people: People) -> World:
    """Everything that an address can name."""
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, "The panel asked why each agency acted as it did.")
        submitted = make_appraisal(db, people.alice, review.id)
        draft = appraisals.start_appraisal(people.bob, db, review.id)
        mark = evidences.Mark(paper.id, 1, 0, 20)
        cue = Cue(1, 4, 9, CueKind.HINDSIGHT, "panel", "The panel asked why each agency acted as it did.")
        save_study(db, paper.id, Study("of this test", (cue,)))
        (evidence,) = evidences.add_passages(people.bob, db, draft.id, ["analysis"], mark, "supports", "")
        everything = make_person(db, "Zelda Marsh", *Role, board=BOARD)
    names = {
        "token": "made-up",
        "sign_in_id": "made-up",
        "instrument_id": draft.instrument,
        "version": draft.instrument_version,
        "review_id": review.id,
        "part": "people",
        "document_id": paper.id,
        "number": "1",
        "key": cue.key,
        "appraisal_id": submitted.id,
        "marker_id": "analysis",
        "prompt_id": "qm13-q6",
        "evidence_id": evidence.id,
        "lens_id": "why",
        "subject": "overall",
        "name": "outcome",
        "report_id": "made-up",
        "file_format": "json",
        "account": people.alice.id,
        "invitation_id": "made-up",
        "member_id": "made-up",
        "submission": "1",
    }
    return World(app, settings, everything, people.bob, names, names | {"appraisal_id": draft.id})


def routes(method: str) -> Iterator[Any]:
    return (route for router in ROUTERS for route in router.routes if method in route.methods)


def fill(path: str, names: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: names[found[1]], path)


def is_ours(answer: Any, what: object) -> None:
    """Below 500, and where something was refused, a page with a sentence or a message for htmx."""
    assert answer.status_code < 500, what
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "text/html; charset=utf-8", what
        assert any(sign in answer.text for sign in ("<h1", "govuk-error-message", 'class="app-saved"')), what
        assert "Traceback" not in answer.text, what


def test_odd_names_in_addresses(world: World) -> None:
    with world.browser(world.everything) as browser:
        for method in ("GET", "POST"):
            for route in routes(method):
                for name in re.findall(r"\{(\w+)", route.path):
                    for odd in ODD_PARTS:
                        answer = browser.request(method, fill(route.path, world.names | {name: odd}))
                        is_ours(answer, (method, route.path, name, odd))
                        assert "x-made-up" not in answer.headers


@pytest.mark.parametrize("who", ["everything", "drafting", "nobody"])
def test_odd_words_after_the_question_mark(world: World, who: str) -> None:
    names = world.draft if who == "drafting" else world.names
    with world.browser(getattr(world, who, None)) as browser:
        for route in routes("GET"):
            asked = [parameter.alias for parameter in route.dependant.query_params]
            path = fill(route.path, names)
            for name in [*asked, *(["search", "status", "sort", "page"] if path == "/reviews" else [])]:
                for odd in ODD_WORDS:
                    is_ours(browser.get(path, params={name: odd}), (path, name, odd[:20]))
                is_ours(browser.get(f"{path}?{name}=%ff&{name}=2&%00&=&{name}[]=x"), (path, name))


FIELDS = (
    *("email", "password", "again", "next", "resume", "typed", "version", "text", "do", "grade", "reason", "signatory", "post"),
    *("reference", "harm", "age_band", "method", "fictional", "rows", "agency-1-name", "agency-1-report", "person-1-name"),
    *("person-1-part", "incident-day", "incident-month", "incident-year", "decision-day", "decision-month", "decision-year"),
    *("paper", "field", "v:grade", "v:reasons", "reasons", "take", "keep", "go", "q", "q-was", "page", "page-was", "paper-was"),
    *("ev-quote", "ev-bearing", "ev-note", "ev-document", "ev-page", "ev-start", "ev-end", "quote", "bearing", "note", "place"),
    *("kind", "description", "dated", "seen", "also", "why", "v:why", "confidence", "no_evidence", "where_looked"),
)


@dataclass(frozen=True)
class Post:
    """Where a form goes, and who may send it. `saves`: a single field can be saved there, named by another; elsewhere one
    such form is as good as twelve.
    """

    path: str
    person: Person
    names: dict[str, str]
    saves: bool


def post_routes(world: World) -> list[Post]:
    """Every form, as whoever may send it: forms of an appraisal by the person whose draft it is."""
    kept = ("/sign-out", "/submit", "/remove", "/reopen")
    drafts = ("markers", "evidence", "lenses")
    return [
        Post(fill(route.path, names), person, names, saves='"field"' in getsource(sys.modules[route.endpoint.__module__]))
        for route in routes("POST")
        if not route.path.endswith(kept)
        for names, person in [
            (world.draft, world.drafting) if any(word in route.path for word in drafts) else (world.names, world.everything)
        ]
    ]


def test_odd_words_in_every_field_of_every_form(world: World) -> None:
    posts = post_routes(world)
    assert any(post.saves for post in posts)
    for post in posts:
        fields = (*FIELDS, *(f"{name}-{post.names['document_id']}" for name in ("kind", "title", "agency", "other")))
        browser = world.browser(post.person)
        for odd in ODD_WORDS:
            sent = dict.fromkeys(fields, odd) | {"password": "x"}
            is_ours(browser.post(post.path, data=sent), (post.path, odd[:20]))
        for name in ("grade", "reasons", "answer:made-up", "lens", "", "a/b", "v:reasons") if post.saves else ("grade",):
            sent = {"field": name, name: "x", f"v:{name}": "-1"}
            for headers in ({}, {"hx-request": "true"}) if post.saves else ({"hx-request": "true"},):
                is_ours(browser.post(post.path, data=sent, headers=headers), (post.path, "field", name))


def test_broken_forms(world: World) -> None:
    parts = b"".join(b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n\\ud800 +2AA-\r\n' % f.encode() for f in FIELDS)
    sent = [
        ("application/json", b'{"grade": ["good"]}'),
        ("multipart/form-data", b"no boundary"),
        (MULTIPART, b"--b\r\nContent-Disp"),
        (MULTIPART, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
        (MULTIPART, b'--b\r\nContent-Disposition: form-data; name="grade"; filename="x"\r\n\r\nx\r\n--b--\r\n'),
        (f"{MULTIPART}; charset=unicode_escape", parts + b"--b--\r\n"),
        (f"{MULTIPART}; charset=idna", parts + b"--b--\r\n"),
        (PLAIN, b"reasons=%ED%A0%80&password=%ff&%00=%00&&==&=%zz&email"),
        (PLAIN, "&".join(f"{name}=1&{name}=2&{name}" for name in FIELDS).encode()),
        (PLAIN, b"&".join(b"x=1" for _ in range(2001))),
    ]
    long = (PLAIN, b"field=reasons&v:reasons=0&reasons=" + b"w+" * 500_000)
    for post in post_routes(world):
        browser = world.browser(post.person)
        for kind, body in [*sent, *([long] if post.saves else [])]:
            is_ours(browser.post(post.path, content=body, headers={"content-type": kind}), (post.path, kind, body[:60]))


def test_half_characters_in_passwords_are_no_error(world: World, stored: Stored) -> None:
    # A charset that no browser names, with which half of a pair of code units comes through.
    body = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n\\ud800 and enough more\r\n' % name
        for name in (b"email", b"password", b"again")
    )
    headers = {"content-type": f"{MULTIPART}; charset=unicode_escape"}
    with world.browser(world.everything) as browser:
        assert browser.post("/sign-in", content=body + b"--b--\r\n", headers=headers).status_code == 422
        assert browser.post("/account/password", content=body + b"--b--\r\n", headers=headers).status_code == 303


ODD_HEADERS = (
    *(("origin", value) for value in ("http://[", "null", "", "file://", "\xff", "http://a@127.0.0.1:8000")),
    *(("host", value) for value in ("[", "a b", "127.0.0.1:8000/x?y#z")),
    *(("cookie", value) for value in ("plumbline", "=;;=;plumbline=\xff", "plumbline=" + "x" * 9000, 'plumbline="\\342"')),
    *(("content-type", "\xff"), ("range", "bytes=0-0,0-0"), ("if-modified-since", "soon"), ("accept", "application/json")),
    *(("user-agent", "\xff" * 300), ("x-forwarded-proto", "javascript"), ("hx-request", "\xff"), ("accept-encoding", "gzip;q=x")),
)


@pytest.mark.parametrize(("name", "value"), ODD_HEADERS)
def test_odd_headers(app: FastAPI, settings: Settings, people: People, name: str, value: str) -> None:
    token = make_token(settings, people.erin)
    for method, path in (("GET", "/reviews"), ("GET", "/nothing"), ("POST", "/reviews/new"), ("GET", "/static/js/plumbline.js")):
        browser = open_browser(app, "" if name == "cookie" else token)
        if name == "origin":
            del browser.headers["sec-fetch-site"]
        answer = browser.request(method, path, headers={name: value.encode("latin-1")})
        is_ours(answer, path)
        if name == "origin" and method == "POST":
            assert answer.status_code == 403


@pytest.mark.parametrize(
    "elsewhere", ["/\t/elsewhere.example", "/\n/elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"]
)
def test_signing_in_leads_nowhere_else(world: World, stored: Stored, elsewhere: str) -> None:
    with stored() as db:
        accounts.change_password(world.everything, db, PASSWORD, PASSWORD)
    sent = {"email": world.everything.email, "password": PASSWORD, "next": elsewhere, "resume": elsewhere}
    with world.browser(None) as browser:
        assert browser.post("/sign-in", data=sent).headers["location"] == "/"
        answer = browser.post("/sign-in", data=sent | {"typed": '[["reasons", "\\ud800\\u0000words"]]'})
        assert '<form method="post" action="/" novalidate>' in answer.text
        assert '<textarea name="reasons" hidden>words</textarea>' in answer.text


def test_a_long_form_sent_while_signed_out_is_kept_whole(world: World) -> None:
    fields = {f"note:{number}": f"words {number}" for number in range(120)}
    with world.browser(None) as browser:
        answer = browser.post(fill("/appraisals/{appraisal_id}/markers/analysis", world.draft), data=fields)
        assert answer.status_code == 401
        assert all(f"words {number}" in answer.text for number in range(120))


def test_an_original_that_is_lost_is_said(world: World) -> None:
    with world.browser(world.everything) as browser:
        answer = browser.get(fill("/reviews/{review_id}/papers/{document_id}/original", world.names))
        is_ours(answer, "original")
        assert answer.status_code == 404
        assert "no longer on the disk" in answer.text


def test_a_mistake_at_a_sign_in_link_is_logged_without_its_token(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.services.sign_in.check_link", lambda db, token: 1 // 0)
    with open_browser(world.app, raise_server_exceptions=False) as browser:
        assert browser.get("/sign-in/link/a-token-that-still-works").status_code == 500
    assert [record.getMessage() for record in caplog.records if record.name == "plumbline"] == [
        "unexpected ZeroDivisionError at GET /sign-in/link/…"
    ]


@pytest.mark.parametrize("path", ["/sign-in/link/%00", "/reviews/a%00b"])
def test_an_address_with_a_nul_asks_no_database(world: World, monkeypatch: pytest.MonkeyPatch, path: str) -> None:
    # PostgreSQL takes no text with one; SQLite does.
    monkeypatch.setattr("app.web.deps.open_session", lambda *_, **__: 1 // 0)
    with world.browser(None) as browser:
        answer = browser.get(path, headers={"cookie": "plumbline=x"})
    assert answer.status_code == 404


def test_a_question_with_a_nul_is_read_without_it(world: World) -> None:
    with world.browser(world.everything) as browser:
        answer = browser.get("/reviews?search=W%0%000X-2016")
    assert answer.status_code == 200
    assert 'value="WX-2016"' in answer.text
