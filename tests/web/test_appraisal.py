"""An appraisal as a whole: starting it, its task list, its lenses, submitting and reopening; who may come in."""

import pytest

from app.data import appraisal as stored_appraisals
from app.data import entry as entries
from app.data.audit import list_events
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.instrument import Lens
from app.domain.review import Review
from app.services import appraisal as appraisals
from app.services.appraisal_save import Typed, save_field
from app.services.instrument import instrument_of
from app.services.round import open_round
from app.web import urls
from tests.browsing import Browser, parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, fill_appraisal, make_appraisal, make_paper, make_review


@pytest.fixture
def review(stored: Stored, people: People) -> Review:
    with stored() as db:
        made = make_review(db, people.erin)
        make_paper(db, people.erin, made.id, "The review asks why at every turn.")
        return made


@pytest.fixture
def draft(stored: Stored, people: People, review: Review) -> Appraisal:
    with stored() as db:
        return appraisals.start_appraisal(people.alice, db, review.id)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def links(html: str) -> list[str]:
    return [link.get("href") for link in parse(html).iter("a")]


def value_of(html: str, name: str) -> str:
    return next("".join(box.itertext()) for box in parse(html).iter("textarea") if box.get("name") == name)


def hidden(html: str, name: str) -> str:
    value: str = next(box.get("value") for box in parse(html).iter("input") if box.get("name") == name)
    return value


def save(stored: Stored, person: Person, draft: Appraisal, key: str, value: str, version: int = 0) -> None:
    with stored() as db:
        save_field(person, db, draft.id, Typed(key, value, version))


# Starting.


def test_an_appraiser_starts_an_appraisal_from_the_page_of_the_review(
    client_for: ClientFor, people: People, review: Review
) -> None:
    browser = client_for(people.alice)
    assert urls.appraisal_start(review.id) in links(browser.get(urls.review(review.id)).text)
    assert "Until you submit, only you can see what you say." in words(browser.get(urls.appraisal_start(review.id)).text)
    answer = browser.post(urls.appraisal_start(review.id))
    assert answer.status_code == 303
    page = browser.get(answer.headers["location"])
    assert "Your appraisal" in words(page.text)
    assert "0 of 18 markers complete." in words(page.text)


def test_starting_a_second_time_leads_to_the_first_appraisal(client_for: ClientFor, people: People, draft: Appraisal) -> None:
    browser = client_for(people.alice)
    for answer in (browser.get(urls.appraisal_start(draft.review)), browser.post(urls.appraisal_start(draft.review))):
        assert (answer.status_code, answer.headers["location"]) == (303, urls.appraisal(draft.id))


@pytest.mark.parametrize(("name", "status"), [("carol", 403), ("erin", 403), ("frank", 403), ("dave", 404)])
def test_others_are_offered_no_start(client_for: ClientFor, people: People, review: Review, name: str, status: int) -> None:
    browser = client_for(getattr(people, name))
    assert browser.get(urls.appraisal_start(review.id)).status_code == status
    assert browser.post(urls.appraisal_start(review.id)).status_code == status


def test_the_page_of_the_review_names_every_appraisal_and_leads_only_where_one_may_go(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    with stored() as db:
        his = appraisals.start_appraisal(people.bob, db, draft.review)

    def shown(person: Person) -> set[str]:
        page = client_for(person).get(urls.review(draft.review)).text
        assert "Appraisal by Alice Hartwell" in words(page)
        assert "Appraisal by Bob Fenwick" in words(page)
        return {link for link in links(page) if link in (urls.appraisal(draft.id), urls.appraisal(his.id))}

    assert shown(people.alice) == {urls.appraisal(draft.id)}
    assert shown(people.bob) == {urls.appraisal(his.id)}
    assert shown(people.erin) == shown(people.carol) == set()
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
        appraisals.submit_appraisal(people.alice, db, draft.id)
    assert shown(people.erin) == shown(people.carol) == set()
    with stored() as db:
        open_round(people.carol, db, draft.review, "Bob is ill.")
    assert shown(people.erin) == shown(people.carol) == {urls.appraisal(draft.id)}
    assert shown(people.bob) == {urls.appraisal(his.id)}
    page = client_for(people.bob).get(urls.review(draft.review)).text
    assert "You can read it once you have submitted your own." in words(page)


# Who may.

PAGES = (
    urls.appraisal,
    urls.appraisal_submit,
    lambda ident: urls.marker(ident, "analysis"),
    lambda ident: urls.lens(ident, "why"),
    lambda ident: urls.evidence_other(ident, "analysis"),
    urls.adequacy,
    lambda ident: urls.adequacy_decide(ident, "overall"),
    lambda ident: urls.adequacy_decide(ident, "area/analysis"),
    lambda ident: urls.adequacy_decide(ident, "text/outcome"),
    urls.report_preview,
    lambda ident: urls.report_preview_file(ident, "json"),
    urls.report_issue,
)
FORMS = (
    urls.appraisal_submit,
    urls.appraisal_reopen,
    lambda ident: urls.marker(ident, "analysis"),
    lambda ident: urls.marker_field(ident, "analysis"),
    lambda ident: urls.lens(ident, "why"),
    lambda ident: urls.evidence_add(ident, "analysis"),
    lambda ident: urls.evidence_other(ident, "analysis"),
    urls.adequacy,
    lambda ident: urls.adequacy_decide(ident, "overall"),
    lambda ident: urls.adequacy_decide(ident, "text/outcome"),
)


@pytest.mark.parametrize(("name", "status"), [("bob", 403), ("carol", 403), ("erin", 403), ("frank", 403), ("dave", 404)])
def test_no_page_and_no_form_of_a_draft_lets_anybody_else_in(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal, name: str, status: int
) -> None:
    save(stored, people.alice, draft, "lens/why", "Secret words")
    save(stored, people.alice, draft, "analysis/reasons", "Secret words")
    browser = client_for(getattr(people, name))
    answers = [browser.get(page(draft.id)) for page in PAGES]
    answers += [browser.post(form(draft.id), data={"why": "Mine", "v:why": "1"}) for form in FORMS]
    assert {str(answer.url.path): answer.status_code for answer in answers if answer.status_code not in (403, 404)} == {}
    assert status != 404 or {answer.status_code for answer in answers} <= {404, 403}
    assert not any("Secret" in answer.text for answer in answers)
    with stored() as db:
        assert entries.newest_entries(db, draft.id)["lens/why"].value == "Secret words"
        assert stored_appraisals.get_appraisal(db, draft.board, draft.id).state is AppraisalState.DRAFT


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_on_another_board_none_of_it_exists(
    client_for: ClientFor, people: People, stored: Stored, review: Review, state: str
) -> None:
    with stored() as db:
        if state == "draft":
            found = appraisals.start_appraisal(people.alice, db, review.id)
        else:
            found = make_appraisal(db, people.alice, review.id)
    browser = client_for(people.dave)
    assert {page(found.id): browser.get(page(found.id)).status_code for page in PAGES} == {page(found.id): 404 for page in PAGES}
    assert {form(found.id): browser.post(form(found.id)).status_code for form in FORMS} == {form(found.id): 404 for form in FORMS}


def test_anybody_who_is_not_signed_in_is_asked_to_on_every_page(anonymous: Browser, draft: Appraisal) -> None:
    assert {anonymous.get(page(draft.id)).status_code for page in PAGES} == {401}
    assert {anonymous.post(form(draft.id), data={"x": "y"}).status_code for form in FORMS} == {401}


@pytest.mark.parametrize("ident", ["nothing", "%00", "a%20b", "0" * 3000])
def test_an_appraisal_that_does_not_exist_is_not_found_anywhere(client_for: ClientFor, people: People, ident: str) -> None:
    alice, erin = client_for(people.alice), client_for(people.erin)
    assert {alice.get(page(ident)).status_code for page in PAGES if page is not urls.report_issue} == {404}
    assert erin.get(urls.report_issue(ident)).status_code == 404
    assert {alice.post(form(ident)).status_code for form in FORMS} == {404}


# The task list.


def test_the_task_list_tells_how_far_each_marker_is(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    marker = instrument_of(draft).marker("analysis")
    for field, value in (("grade", "adequate"), ("reasons", "Because."), ("no_evidence", "yes"), ("where_looked", "All")):
        save(stored, people.alice, draft, f"analysis/{field}", value)
    save(stored, people.alice, draft, "the-report/where_looked", "In the chronology")
    page = client_for(people.alice).get(urls.appraisal(draft.id)).text
    assert "1 of 18 markers complete." in words(page)
    lines = {
        li.find(".//a").text: " ".join("".join(li.itertext()).split())
        for li in parse(page).iter("li")
        if li.find(".//a") is not None
    }
    assert lines[marker.name].endswith("Adequate, 0 pieces of evidence Complete")
    assert "3 things missing In progress" in lines[instrument_of(draft).marker("the-report").name]
    assert lines[instrument_of(draft).markers[0].name].endswith("Not started")


def test_every_marker_and_every_lens_is_one_link_away(client_for: ClientFor, people: People, draft: Appraisal) -> None:
    found = links(client_for(people.alice).get(urls.appraisal(draft.id)).text)
    for marker in instrument_of(draft).markers:
        assert urls.marker(draft.id, marker.id) in found
    for lens in Lens:
        assert urls.lens(draft.id, lens.value) in found
    assert urls.instrument(draft.instrument, draft.instrument_version) in found


# The lenses.


def test_a_lens_gathers_its_prompts_with_answers_and_notes_of_all_markers(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    instrument = instrument_of(draft)
    tagged = [(marker, prompt) for marker in instrument.markers for prompt in marker.prompts if Lens.FAMILY in prompt.lenses]
    marker, prompt = tagged[-1]
    save(stored, people.alice, draft, f"{marker.id}/answer:{prompt.id}", "not-stated")
    save(stored, people.alice, draft, f"{marker.id}/note:{prompt.id}", "Looked in <all> papers.")
    page = client_for(people.alice).get(urls.lens(draft.id, "family")).text
    text = words(page)
    for _, asked in tagged:
        assert " ".join(asked.text.split()) in text
    rows = {
        " ".join((row.find("dt").text or "").split()): list(row.find("dd").itertext())
        for row in parse(page).iter("div")
        if row.find("dt") is not None
    }
    assert rows[" ".join(prompt.text.split())] == ["Not stated in the papers", "Looked in <all> papers."]
    assert {urls.marker(draft.id, found.id) for found, _ in tagged} <= set(links(page))
    others = [p.text for m in instrument.markers for p in m.prompts if Lens.FAMILY not in p.lenses]
    assert not any(" ".join(other.split()) in text for other in others)


def test_opening_a_lens_is_a_look_at_what_the_papers_say(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    client_for(people.alice).get(urls.lens(draft.id, "family"))
    with stored() as db:
        newest = list_events(db, draft.board)[0].event
    assert (newest.action, newest.subject_id, newest.detail) == ("lens opened", draft.id, "family")


@pytest.mark.parametrize("lens", ["luck", "WHY", "%00", ""])
def test_a_lens_that_does_not_exist_is_not_found(client_for: ClientFor, people: People, draft: Appraisal, lens: str) -> None:
    browser = client_for(people.alice)
    assert browser.get(f"/appraisals/{draft.id}/lenses/{lens}").status_code in (404, 307)
    assert browser.post(f"/appraisals/{draft.id}/lenses/{lens}", data={"why": "x", "v:why": "0"}).status_code in (404, 307)


def test_a_finding_is_saved_and_leads_to_the_next_question(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    browser = client_for(people.alice)
    answer = browser.post(urls.lens(draft.id, "hindsight"), data={"hindsight": "It was.", "v:hindsight": "0", "go": "why"})
    assert (answer.status_code, answer.headers["location"]) == (303, urls.lens(draft.id, "why"))
    answer = browser.post(urls.lens(draft.id, "why"), data={"why": "It does.\0", "v:why": "0", "go": "<nonsense>"})
    page = browser.get(answer.headers["location"]).text
    assert "Your finding is saved." in words(page)
    assert (value_of(page, "why"), hidden(page, "v:why")) == ("It does.", "1")
    with stored() as db:
        saved = {key: entry.value for key, entry in entries.newest_entries(db, draft.id).items()}
    assert saved == {"lens/hindsight": "It was.", "lens/why": "It does."}


def test_a_finding_over_something_newer_is_refused_and_the_person_chooses(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    save(stored, people.alice, draft, "lens/why", "First tab")
    browser = client_for(people.alice)
    form = {"why": "Second tab", "v:why": "0"}

    def finding() -> str:
        with stored() as db:
            return entries.newest_entries(db, draft.id)["lens/why"].value

    answer = browser.post(urls.lens(draft.id, "why"), data=form)
    assert answer.status_code == 409
    assert "First tab" in words(answer.text)
    assert value_of(answer.text, "why") == "Second tab"
    assert browser.post(urls.lens(draft.id, "why"), data=form | {"v:why": hidden(answer.text, "v:why")}).status_code == 409
    assert browser.post(urls.lens(draft.id, "why"), data=form | {"take": "why"}).status_code == 303
    assert finding() == "First tab"
    assert browser.post(urls.lens(draft.id, "why"), data=form | {"keep": "why@1"}).status_code == 303
    assert finding() == "Second tab"


def test_a_finding_of_a_megabyte_is_refused_with_the_text_kept(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    long = "x" * 1_000_000
    answer = client_for(people.alice).post(urls.lens(draft.id, "why"), data={"why": long, "v:why": "0"})
    assert answer.status_code == 422
    assert value_of(answer.text, "why") == long
    assert "Error:" in answer.text
    with stored() as db:
        assert entries.newest_entries(db, draft.id) == {}


def test_the_lenses_of_a_submitted_appraisal_are_read_and_not_changed(
    client_for: ClientFor, people: People, stored: Stored, review: Review
) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, review.id)
    browser = client_for(people.carol)
    page = browser.get(urls.lens(done.id, "why"))
    assert page.status_code == 200
    assert not list(parse(page.text).iter("textarea"))
    assert browser.post(urls.lens(done.id, "why"), data={"why": "x", "v:why": "0"}).status_code == 403


# Submitting and reopening.


def test_submitting_too_early_lists_what_is_missing_each_a_link_to_its_field(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
    save(stored, people.alice, draft, "analysis/reasons", "", 1)
    prompt = instrument_of(draft).marker("the-report").prompts[0].id
    save(stored, people.alice, draft, f"the-report/answer:{prompt}", "na")
    browser = client_for(people.alice)
    for answer, status in (
        (browser.get(urls.appraisal_submit(draft.id)), 200),
        (browser.post(urls.appraisal_submit(draft.id)), 422),
    ):
        assert answer.status_code == status
        assert "2 things are still missing." in words(answer.text)
        missing = [link for link in links(answer.text) if "#" in link and "/markers/" in link]
        assert missing == [
            urls.marker(draft.id, "analysis", at="reasons"),
            urls.marker(draft.id, "the-report", at=f"note-{prompt}"),
        ]
        assert "Submit appraisal" not in words(answer.text)
    for link in missing:
        page, _, field = link.partition("#")
        assert any(element.get("id") == field for element in parse(browser.get(page).text).iter())


def test_a_complete_appraisal_is_submitted_once_and_reopened(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
    browser = client_for(people.alice)
    assert "Every marker is complete." in words(browser.get(urls.appraisal_submit(draft.id)).text)
    answer = browser.post(urls.appraisal_submit(draft.id))
    assert (answer.status_code, answer.headers["location"]) == (303, urls.appraisal(draft.id))
    assert "Submitted" in words(browser.get(urls.appraisal(draft.id)).text)
    assert browser.post(urls.appraisal_submit(draft.id)).status_code == 403
    assert browser.get(urls.appraisal_submit(draft.id)).status_code == 403
    assert browser.post(urls.appraisal_reopen(draft.id)).status_code == 422
    assert browser.post(urls.appraisal_reopen(draft.id), data={"reason": "A page was missed."}).status_code == 303
    assert "Check and submit" in words(browser.get(urls.appraisal(draft.id)).text)
    assert browser.post(urls.appraisal_reopen(draft.id)).status_code == 403


def test_lenses_without_a_finding_are_named_before_submitting_also_when_one_was_emptied(
    client_for: ClientFor, people: People, stored: Stored, draft: Appraisal
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
    for lens in (Lens.HINDSIGHT, Lens.FAMILY, Lens.PRACTITIONERS, Lens.IMPACT, Lens.WHY):
        save(stored, people.alice, draft, f"lens/{lens}", "A finding")
    save(stored, people.alice, draft, "lens/why", "", 1)
    page = client_for(people.alice).get(urls.appraisal_submit(draft.id)).text
    assert [link for link in links(page) if "/lenses/" in link] == [urls.lens(draft.id, "why")]


@pytest.mark.parametrize("name", ["carol", "erin"])
def test_readers_of_a_submitted_appraisal_are_offered_neither_submitting_nor_reopening(
    client_for: ClientFor, people: People, stored: Stored, review: Review, name: str
) -> None:
    with stored() as db:
        done = make_appraisal(db, people.alice, review.id)
    browser = client_for(getattr(people, name))
    page = browser.get(urls.appraisal(done.id)).text
    assert "Appraisal by Alice Hartwell" in words(page)
    assert "Reopen" not in words(page)
    assert browser.post(urls.appraisal_reopen(done.id)).status_code == 403
    assert browser.get(urls.appraisal_submit(done.id)).status_code == 403
