"""Pages about personal data: answering before a report is issued, the public version, papers and pasted texts."""

import pytest

from app.data.audit import list_events
from app.domain.appraisal import Appraisal
from app.domain.report_public import GONE
from app.services import report as reports
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_paper, make_review
from tests.identifiers.reports import NAME, SCHOOL, SECRETS, make_identifying

SIGNED = {"signatory": "Erin Maddox", "post": "Business manager", "version": "1"}


@pytest.fixture
def done(stored: Stored, people: People) -> Appraisal:
    with stored() as db:
        return make_identifying(db, people)


@pytest.fixture
def erin(client_for: ClientFor, people: People) -> Browser:
    return client_for(people.erin)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """PDF and Word are not written."""
    kept = {name: write for name, write in reports._writers().items() if name == "json"}
    monkeypatch.setattr(reports, "_writers", lambda: {**kept, "pdf": lambda _: b"%PDF-", "docx": lambda _: b"PK"})


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def asked(html: str) -> list[str]:
    """The keys of everything that the page asks about."""
    names = (box.get("name") for box in parse(html).iter("input") if box.get("type") == "radio")
    return list(dict.fromkeys(name.removeprefix("answer-") for name in names))


def chosen(html: str, key: str) -> list[str]:
    boxes = (box for box in parse(html).iter("input") if box.get("name") == f"answer-{key}")
    return [box.get("value") for box in boxes if box.get("checked") is not None]


def value(html: str, name: str) -> str:
    return next(box.get("value") or "" for box in parse(html).iter("input") if box.get("name") == name)


def test_the_page_for_signing_asks_by_kind_with_places_and_links(erin: Browser, done: Appraisal) -> None:
    page = erin.get(urls.report_issue(done.id)).text
    text = words(page)
    keys = asked(page)
    assert f"What may identify a person ({len(keys)} to answer)" in text
    assert "Names (" in text
    assert "Schools and nurseries (1)" in text
    assert f"What is to be done about “{NAME}”?" in text
    assert f"{urls.marker(done.id, 'analysis', at='reasons')}" in page
    assert "#mark" in page
    assert "An answer counts for exactly these words, wherever they stand in this report." in text


@pytest.mark.usefixtures("quick")
def test_nothing_typed_is_lost_until_everything_is_answered_and_the_report_issued(erin: Browser, done: Appraisal) -> None:
    page = erin.get(urls.report_issue(done.id)).text
    first, second, *rest = asked(page)
    form = SIGNED | {
        "post": "A post",
        f"answer-{first}": "kept",
        f"answer-{second}": "left-out",
        f"reason-{second}": "Not needed",
    }
    refused = erin.post(urls.report_issue(done.id), data=form)
    assert refused.status_code == 422
    assert "Say why these words can stay in the public version." in words(refused.text)
    assert asked(refused.text) == [first, *rest]
    assert chosen(refused.text, first) == ["kept"]
    assert value(refused.text, "post") == "A post"
    again = erin.post(urls.report_issue(done.id), data=SIGNED | {f"answer-{first}": "kept", f"reason-{first}": "Public"})
    assert again.status_code == 422
    assert words(again.text).count("Say what is to be done about “") == 2 * len(rest)
    assert asked(again.text) == rest
    last = erin.post(urls.report_issue(done.id), data=SIGNED | {f"answer-{key}": "left-out" for key in rest})
    assert last.status_code == 303
    issued = erin.get(last.headers["location"])
    assert f"Public version, with {len(rest) + 1} details left out" in words(issued.text)


def test_answers_can_be_given_without_issuing_and_changed(erin: Browser, done: Appraisal) -> None:
    address = urls.report_identifiers(done.id)
    keys = asked(erin.get(address).text)
    answer = erin.post(address, data={f"answer-{key}": "left-out" for key in keys})
    assert (answer.status_code, answer.headers["location"]) == (303, urls.report_issue(done.id))
    page = erin.get(urls.report_issue(done.id)).text
    assert asked(page) == []
    assert f"{len(keys)} details that may identify a person have been answered about." in words(page)
    shown = erin.get(address).text
    assert {tuple(chosen(shown, key)) for key in keys} == {("left-out",)}
    assert "Answered by Erin Maddox." in words(shown)
    refused = erin.post(address, data={f"answer-{key}": "kept" for key in keys})
    assert refused.status_code == 422
    assert {tuple(chosen(refused.text, key)) for key in keys} == {("kept",)}
    assert f'href="#reason-{keys[0]}"' in refused.text


@pytest.mark.usefixtures("quick")
def test_words_typed_as_the_reason_are_asked_about_on_the_same_page(erin: Browser, done: Appraisal) -> None:
    keys = asked(erin.get(urls.report_issue(done.id)).text)
    assert erin.post(urls.report_issue(done.id), data=SIGNED | {f"answer-{key}": "left-out" for key in keys}).status_code == 303
    form = SIGNED | {"version": "2", "reason": "Because Wilfred Oakhanger asked."}
    refused = erin.post(urls.report_issue(done.id), data=form)
    assert refused.status_code == 422
    [key] = asked(refused.text)
    assert "Because Wilfred Oakhanger asked." in refused.text
    issued = erin.post(urls.report_issue(done.id), data=form | {f"answer-{key}": "left-out"})
    assert issued.status_code == 303
    public = erin.get(f"{issued.headers['location']}/public").text
    assert "Oakhanger" not in public
    assert GONE in public


def test_the_public_version_is_previewed_and_says_what_waits(
    erin: Browser, client_for: ClientFor, people: People, done: Appraisal
) -> None:
    page = words(erin.get(urls.report_public_preview(done.id)).text)
    assert "This is a preview of the public version. It has not been issued." in page
    assert "not answered yet" in page
    assert NAME in page
    assert urls.report_public_preview(done.id) in erin.get(urls.report_preview(done.id)).text
    keys = asked(erin.get(urls.report_issue(done.id)).text)
    erin.post(urls.report_identifiers(done.id), data={f"answer-{key}": "left-out" for key in keys})
    for address in (urls.report_public_preview(done.id), urls.report_public_preview_file(done.id, "html")):
        shown = client_for(people.carol).get(address).text
        assert [secret for secret in SECRETS if secret in shown] == []
        assert GONE in shown
    data = erin.get(urls.report_public_preview_file(done.id, "json"))
    assert data.headers["content-disposition"] == 'attachment; filename="Adequacy report WX-2015-03 preview- public version.json"'


@pytest.mark.usefixtures("quick")
def test_the_issued_public_version_is_a_page_and_files_for_readers_of_the_board(
    erin: Browser, client_for: ClientFor, people: People, done: Appraisal
) -> None:
    keys = asked(erin.get(urls.report_issue(done.id)).text)
    location = erin.post(urls.report_issue(done.id), data=SIGNED | {f"answer-{key}": "left-out" for key in keys}).headers[
        "location"
    ]
    for address in (f"{location}/public", f"{location}/public.html", f"{location}/public.json"):
        shown = client_for(people.alice).get(address)
        assert shown.status_code == 200
        assert [secret for secret in SECRETS if secret in shown.text] == []
        assert client_for(people.frank).get(address).status_code == 403
        assert client_for(people.dave).get(address).status_code == 404
    assert erin.get(f"{location}/public.exe").status_code == 404


def test_a_paper_lists_what_was_found_with_a_link_to_the_place(client_for: ClientFor, people: People, stored: Stored) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, "Nothing.", f"It was {NAME} of {SCHOOL} <b>who</b> rang.")
        empty = make_paper(db, people.erin, review.id, "Nothing at all.", title="Another paper")
    bob = client_for(people.bob)
    assert urls.paper_identifiers(review.id, paper.id) in bob.get(urls.paper(review.id, paper.id)).text
    page = bob.get(urls.paper_identifiers(review.id, paper.id)).text
    assert "Names: 1 Schools and nurseries: 1" in words(page)
    assert f"pages/2?start=7&amp;end={7 + len(NAME)}#mark" in page
    assert "Page 2" in words(page)
    assert "<b>who" not in page
    assert "Nothing was found in this paper." in words(bob.get(urls.paper_identifiers(review.id, empty.id)).text)


def test_a_long_list_of_what_was_found_has_pages_and_can_be_cut_down_to_one_kind(
    client_for: ClientFor, people: People, stored: Stored
) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
        pages = [f"On page {number} it was {NAME}." for number in range(1, 121)]
        paper = make_paper(db, people.erin, review.id, *pages, f"She went to {SCHOOL}.")
    bob = client_for(people.bob)

    def shown(**asked: str | int) -> tuple[str, list[str]]:
        page = bob.get(urls.paper_identifiers(review.id, paper.id, **asked)).text  # type: ignore[arg-type]
        return words(page), [found.get("aria-label") or "" for found in parse(page).iter("section")]

    text, places = shown()
    assert "Names: 120 Schools and nurseries: 1" in text
    assert (places[0], places[-1]) == ("Page 1", "Page 100")
    assert (shown(page=2)[1][0], shown(page=2)[1][-1]) == ("Page 101", "Page 121")
    assert shown(page=10**20)[1] == shown(page=2)[1]
    assert shown(page=-3)[1] == places
    assert shown(kind="nonsense")[1] == places
    _, schools = shown(kind="school")
    assert schools == ["Page 121"]


def test_a_pasted_text_is_checked_without_being_stored(client_for: ClientFor, people: People, stored: Stored) -> None:
    browser = client_for(people.bob)
    with stored() as db:
        before = len(list_events(db, people.bob.board.id))
    answer = browser.post(urls.text_identifiers(), data={"text": f"It was <i>{NAME}</i>, who rang 01632 960123."})
    assert answer.status_code == 200
    assert "Names (1)" in words(answer.text)
    assert "Telephone numbers (1)" in words(answer.text)
    assert "<i>" not in answer.text
    with stored() as db:
        assert len(list_events(db, people.bob.board.id)) == before
    assert "Nothing was found" in words(browser.post(urls.text_identifiers(), data={"text": "Nobody said anything."}).text)
    for text in ("", "x" * 500_001):
        refused = browser.post(urls.text_identifiers(), data={"text": text})
        assert refused.status_code == 422
        assert 'href="#text"' in refused.text
