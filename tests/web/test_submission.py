"""Reopening a submitted appraisal with a reason, and what was submitted before."""

from app.domain.account import Person
from app.services.appraisal_save import Typed, save_field
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import make_appraisal, make_review


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_reopening_needs_a_reason_and_what_was_submitted_stays_readable(
    client_for: ClientFor, stored: Stored, alice: Person, bob: Person, erin: Person
) -> None:
    with stored() as db:
        done = make_appraisal(db, alice, make_review(db, erin).id, {"analysis": "adequate"})
    browser = client_for(alice)
    assert "Why you reopen it" in browser.get(urls.appraisal_reopen(done.id)).text
    refused = browser.post(urls.appraisal_reopen(done.id))
    assert refused.status_code == 422
    assert "Say why you reopen your appraisal." in refused.text
    assert browser.post(urls.appraisal_reopen(done.id), data={"reason": "x" * 2001}).status_code == 422
    reason = "The chronology had been misread."
    assert browser.post(urls.appraisal_reopen(done.id), data={"reason": reason}).status_code == 303
    with stored() as db:
        save_field(alice, db, done.id, Typed("analysis/grade", "inadequate", 1))
        save_field(alice, db, done.id, Typed("analysis/reasons", "Now said otherwise.", 1))
    listed = browser.get(urls.appraisal(done.id)).text
    assert reason in listed
    assert urls.submission(done.id, 1) in listed
    page = words(browser.get(urls.submission(done.id, 1)).text)
    assert "Adequate" in page
    assert "Inadequate" not in page
    assert "Now said otherwise." not in page
    assert "The papers bear this out" in page
    assert reason in page
    assert browser.get(urls.submission(done.id, 2)).status_code == 404
    for other in (bob, erin):
        assert client_for(other).get(urls.submission(done.id, 1)).status_code == 403, "a draft again, so closed to others"
    assert client_for(bob).get(urls.appraisal_reopen(done.id)).status_code == 403
