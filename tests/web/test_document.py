"""Adding papers, their list, what they are, and the original: anonymous, wrong person, right person, bad input."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from app.data.audit import list_events
from app.domain.account import Person
from app.domain.document import Document, Reading, ReadingStatus
from app.domain.review import Review
from app.main import create_app
from app.outside.files import INCOMING, Incoming
from app.services import document as documents
from app.services import document_read
from app.settings import Settings
from app.web import urls
from tests.browsing import Browser, open_browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_review, make_token
from tests.papers import add_file, add_read, keep

PATHS: tuple[Callable[[str, str], str], ...] = (
    lambda review, _: urls.papers_status(review),
    lambda review, _: urls.papers_add(review),
    lambda review, paper: urls.papers_describe(review, [paper]),
    urls.paper,
    urls.paper_edit,
    urls.paper_original,
)


@pytest.fixture
def review(stored: Stored, erin: Person) -> Review:
    """A review of Erin's board."""
    with stored() as db:
        return make_review(db, erin)


@pytest.fixture
def paper(stored: Stored, settings: Settings, erin: Person, review: Review) -> Document:
    """A paper of one page in it, read."""
    with stored() as db:
        return add_read(db, settings, erin, review, ["One page."])


def words(html: str) -> str:
    """The text of a page as a reader sees it, with single spaces."""
    return " ".join("".join(parse(html).itertext()).split())


def listed(stored: Stored, person: Person, review: Review) -> tuple[Document, ...]:
    """The papers of the review."""
    with stored() as db:
        return documents.list_papers(person, db, review.id)


def upload(browser: Browser, review: Review, *files: tuple[str, bytes]):  # noqa: ANN201
    """Send files as a browser does."""
    return browser.post(urls.papers_add(review.id), files=[("files", (name, content)) for name, content in files])


@pytest.mark.parametrize("path", PATHS)
def test_whoever_is_not_signed_in_is_asked_to_sign_in(
    anonymous: Browser, review: Review, paper: Document, path: Callable[[str, str], str]
) -> None:
    assert anonymous.get(path(review.id, paper.id)).status_code == 401


@pytest.mark.parametrize("path", PATHS)
def test_papers_of_another_board_are_not_found(
    client_for: ClientFor, dave: Person, review: Review, paper: Document, path: Callable[[str, str], str]
) -> None:
    assert client_for(dave).get(path(review.id, paper.id)).status_code == 404


@pytest.mark.parametrize("path", PATHS)
def test_an_administrator_sees_no_papers(
    client_for: ClientFor, frank: Person, review: Review, paper: Document, path: Callable[[str, str], str]
) -> None:
    assert client_for(frank).get(path(review.id, paper.id)).status_code == 403


@pytest.mark.parametrize("path", [*PATHS[3:]])
def test_unknown_papers_are_not_found(
    client_for: ClientFor, erin: Person, review: Review, path: Callable[[str, str], str]
) -> None:
    browser = client_for(erin)
    for unknown in ("nosuchpaper", "%00", "a" * 5000):
        assert browser.get(path(review.id, unknown)).status_code == 404


def test_an_appraiser_reads_papers_and_changes_none(
    client_for: ClientFor, stored: Stored, alice: Person, review: Review, paper: Document
) -> None:
    browser = client_for(alice)
    for address in (urls.papers_status(review.id), urls.paper(review.id, paper.id)):
        answer = browser.get(address)
        assert answer.status_code == 200
        assert urls.papers_add(review.id) not in answer.text
    for address in (urls.papers_add(review.id), urls.paper_edit(review.id, paper.id)):
        assert browser.get(address).status_code == 403
    assert upload(browser, review, ("new.pdf", b"x")).status_code == 403
    assert browser.post(urls.paper_retry(review.id, paper.id)).status_code == 403
    typed = {f"title-{paper.id}": "Mine", f"kind-{paper.id}": "other"}
    assert browser.post(urls.paper_edit(review.id, paper.id), data=typed).status_code == 403
    assert [found.title for found in listed(stored, alice, review)] == [paper.title]


def test_files_are_stored_queued_and_then_described(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    browser = client_for(erin)
    assert "50 MB" in browser.get(urls.papers_add(review.id)).text
    answer = upload(browser, review, ("overview report.pdf", b"one"), ("IMR police.docx", b"two" * 500_000))
    assert answer.status_code == 303
    first, second = listed(stored, erin, review)
    assert parse_qs(urlsplit(answer.headers["location"]).query)["paper"] == [first.id, second.id]
    page = browser.get(answer.headers["location"])
    assert page.text.count('<option value="overview" selected>') == 1
    assert page.text.count('<option value="agency" selected>') == 1
    typed = {
        "paper": [first.id, second.id],
        f"title-{first.id}": "The overview", f"kind-{first.id}": "overview",
        f"title-{second.id}": "Police", f"kind-{second.id}": "agency", f"agency-{second.id}": "Wexcombe Council",
    }  # fmt: skip
    assert browser.post(urls.papers_describe(review.id), data=typed).headers["location"] == urls.papers_status(review.id)
    shown = [(found.title, found.kind.value, found.agency) for found in listed(stored, erin, review)]
    assert shown == [("The overview", "overview", ""), ("Police", "agency", "Wexcombe Council")]
    assert document_read.take_up(settings, alone=False) == (first.id, second.id)


def test_what_is_wrong_with_a_description_stands_beside_the_field_with_what_was_typed(
    client_for: ClientFor, erin: Person, review: Review, paper: Document
) -> None:
    browser = client_for(erin)
    typed = {f"title-{paper.id}": "", f"kind-{paper.id}": "agency", f"other-{paper.id}": ""}
    answer = browser.post(urls.paper_edit(review.id, paper.id), data=typed)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert f'href="#title-{paper.id}"' in answer.text
    assert f'href="#agency-{paper.id}"' in answer.text
    assert '<option value="agency" selected>' in answer.text
    typed |= {f"title-{paper.id}": "Housing", f"other-{paper.id}": "Lantern House"}
    assert browser.post(urls.paper_edit(review.id, paper.id), data=typed).headers["location"] == urls.paper(review.id, paper.id)
    assert 'value="Lantern House"' in browser.get(urls.paper_edit(review.id, paper.id)).text


def test_each_file_has_its_own_outcome(
    client_for: ClientFor, stored: Stored, people: People, settings: Settings, review: Review, paper: Document
) -> None:
    small = replace_settings(settings, upload_megabytes=1)
    browser = open_browser(create_app(small), make_token(small, people.erin))
    files = (("fine.pdf", b"fine"), ("empty.pdf", b""), ("huge.pdf", b"x" * 1_000_001), ("twice.pdf", b"fine"))
    answer = upload(browser, review, *files)
    assert answer.status_code == 422
    said = words(answer.text)
    assert "empty.pdf: This file is empty" in said
    assert "huge.pdf: This file is larger than 1 MB" in said
    assert "twice.pdf: This is the same file as “Fine”" in said
    assert "1 paper is stored" in said
    assert [found.filename for found in listed(stored, people.erin, review)] == [paper.filename, "fine.pdf"]
    again = upload(browser, review, ("fine.pdf", b"fine"))
    assert again.status_code == 422
    assert "Open “Fine”" in words(again.text)
    browser.close()


def replace_settings(settings: Settings, **changes: object) -> Settings:
    """The same settings but for these."""
    return settings.model_copy(update=changes)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", "multipart/form-data; boundary=x"),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="files"; filename="a"\r\n\r\nhalf', "multipart/form-data; boundary=x"),
        (b"nothing of the kind", "multipart/form-data; boundary=x"),
        (b"--x--", "multipart/form-data"),
        (b"--x--", "multipart/form-data; boundary=" + "x" * 300),
        (b"a=b", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"x", ""),
    ],
)
def test_a_broken_upload_gets_a_page_and_leaves_nothing(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review, content: bytes, kind: str
) -> None:
    answer = client_for(erin).post(urls.papers_add(review.id), content=content, headers={"content-type": kind})
    assert answer.status_code == 422
    assert "</h1>" in answer.text
    assert listed(stored, erin, review) == ()
    assert [path for path in settings.files_dir.rglob("*") if path.is_file()] == []


def test_no_file_at_all_is_said(client_for: ClientFor, erin: Person, review: Review) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--x--\r\n'
    answer = client_for(erin).post(
        urls.papers_add(review.id), content=body, headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 422
    assert "Choose one or more files." in answer.text


@pytest.mark.parametrize(
    ("sent", "kept"), [("../../etc/passwd", "passwd"), ("a\u202eb.pdf", "ab.pdf"), ("naïve – “plan”.docx", "naïve – “plan”.docx")]
)
def test_names_of_files_are_kept_safely(
    client_for: ClientFor, stored: Stored, erin: Person, review: Review, sent: str, kept: str
) -> None:
    browser = client_for(erin)
    assert upload(browser, review, (sent, b"content")).status_code == 303
    (found,) = listed(stored, erin, review)
    assert found.filename == kept
    answer = browser.get(urls.paper_original(review.id, found.id))
    assert answer.content == b"content"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")


def test_a_full_disk_refuses_the_upload_and_stores_nothing(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Incoming.write

    def until_full(self: Incoming, block: bytes) -> None:
        if b"second" in block:
            raise OSError(28, "No space left on device")
        write(self, block)

    monkeypatch.setattr(Incoming, "write", until_full)
    answer = upload(client_for(erin), review, ("one.pdf", b"first"), ("two.pdf", b"second"), ("three.pdf", b"third"))
    assert answer.status_code == 507
    assert "disk is full" in answer.text
    assert listed(stored, erin, review) == ()
    assert list((settings.files_dir / INCOMING).iterdir()) == []


def test_more_than_the_service_takes_at_once_gets_a_page(
    client_for: ClientFor, stored: Stored, erin: Person, review: Review, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = client_for(erin)
    answer = browser.post(
        urls.papers_add(review.id), content=b"x",
        headers={"content-type": "multipart/form-data; boundary=x", "content-length": "600000001"},
    )  # fmt: skip
    assert answer.status_code == 413
    assert "too large" in answer.text
    assert "content-security-policy" in answer.headers


def test_a_flood_of_files_is_refused_in_one_sentence(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    answer = upload(client_for(erin), review, *((f"{number}.txt", b"%d" % number) for number in range(201)))
    assert answer.status_code == 422
    assert "More than 200 files were sent at once, so none was stored." in answer.text
    assert listed(stored, erin, review) == ()
    assert list((settings.files_dir / INCOMING).iterdir()) == []


def test_the_list_asks_again_only_while_something_is_unread(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review, paper: Document
) -> None:
    browser, address = client_for(erin), urls.papers_status(review.id)
    assert "hx-get" not in browser.get(address).text
    with stored() as db:
        waits = add_file(db, settings, erin, review, "plan.pdf")
    page = browser.get(address)
    assert f'hx-get="{address}" hx-trigger="every 1s"' in page.text
    assert "1 of 2 papers still to be read" in words(page.text)
    fragment = browser.get(address, headers={"hx-request": "true"})
    assert fragment.text.startswith("<div") or "<html" not in fragment.text
    assert fragment.headers["vary"].count("HX-Request") == 1
    with stored() as db:
        keep(db, waits, Reading(ReadingStatus.ENCRYPTED, "This PDF is locked."))
    done = browser.get(address, headers={"hx-request": "true"}).text
    assert "hx-get" not in done
    assert "This PDF is locked." in done
    assert urls.paper_original(review.id, waits.id) in done
    assert urls.paper_retry(review.id, waits.id) in done


def test_a_paper_that_could_not_be_read_is_read_again_on_request(
    client_for: ClientFor, stored: Stored, settings: Settings, erin: Person, review: Review
) -> None:
    with stored() as db:
        paper = add_file(db, settings, erin, review)
        keep(db, paper, Reading(ReadingStatus.DAMAGED, "This PDF is damaged."))
    browser = client_for(erin)
    assert "This PDF is damaged." in browser.get(urls.paper(review.id, paper.id)).text
    assert browser.post(urls.paper_retry(review.id, paper.id)).status_code == 303
    assert listed(stored, erin, review)[0].status is ReadingStatus.QUEUED
    assert browser.post(urls.paper_retry(review.id, paper.id)).status_code == 403


def test_the_original_is_saved_and_never_shown_and_the_look_is_on_the_trail(
    client_for: ClientFor, stored: Stored, alice: Person, review: Review, paper: Document
) -> None:
    answer = client_for(alice).get(urls.paper_original(review.id, paper.id))
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''overview%20report.pdf"
    assert answer.headers["x-content-type-options"] == "nosniff"
    with stored() as db:
        newest = list_events(db, alice.board.id)[0].event
    assert (newest.action, newest.subject_id, newest.actor_id) == ("original downloaded", paper.id, alice.id)


def test_the_page_of_a_paper_tells_what_it_is(client_for: ClientFor, alice: Person, review: Review, paper: Document) -> None:
    said = words(client_for(alice).get(urls.paper(review.id, paper.id)).text)
    for part in ("Overview report", "Ready", "PDF", "by Erin Maddox", paper.sha256, paper.filename):
        assert part in said


def test_describing_nothing_or_papers_of_another_review_is_no_mistake(
    client_for: ClientFor, stored: Stored, erin: Person, review: Review, paper: Document
) -> None:
    with stored() as db:
        other = make_review(db, erin, "WX-2015-09")
    browser = client_for(erin)
    assert browser.get(urls.papers_describe(review.id)).status_code == 200
    assert browser.post(urls.papers_describe(review.id), data={}).status_code == 303
    assert browser.get(urls.papers_describe(other.id, [paper.id])).status_code == 404
    assert browser.post(urls.papers_describe(other.id), data={"paper": paper.id}).status_code == 404


def test_very_long_titles_are_refused_and_kept(
    client_for: ClientFor, stored: Stored, erin: Person, review: Review, paper: Document
) -> None:
    typed = {f"title-{paper.id}": "t" * 1_000_000, f"kind-{paper.id}": "other"}
    answer = client_for(erin).post(urls.paper_edit(review.id, paper.id), data=typed)
    assert answer.status_code == 422
    assert "200 characters" in answer.text
    assert listed(stored, erin, review) == (replace(paper, **read_fields(listed(stored, erin, review)[0])),)


def read_fields(paper: Document) -> dict[str, object]:
    """What reading changed of a paper."""
    names = ("status", "sentence", "format", "page_count", "pages_read")
    return {name: getattr(paper, name) for name in names}
