"""Every kind of page in every state worth looking at: where it is, who looks at it, and what is done on it first.

A house test holds the list against the routes, so that no page is forgotten.
"""

import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date

from playwright.sync_api import FilePayload, Page

from app.data import appraisal as appraisals
from app.data import document as documents
from app.data import evidence as evidences
from app.data import report as reports
from app.data import review as reviews
from app.data import round as rounds
from app.data import study as studies
from app.data import team as teams
from app.data.session import work
from app.domain.account import Role
from app.domain.appraisal import AppraisalState
from app.domain.audit import event
from app.domain.document import Page as PaperPage
from app.domain.entry import key_of
from app.domain.passage import Found, Passage
from app.domain.relocation import MoveOutcome
from app.domain.team import Part
from app.services import account, evidence, invitation, team
from app.services.appraisal import start_appraisal, submit_appraisal
from app.services.appraisal_save import Typed, save_field
from app.services.declaration import declare_interests
from app.services.evidence_move import move_evidence, open_moved
from app.services.invitation import Guest
from app.services.round_settings import mask_names
from app.web import urls
from tests import files
from tests.factories import fill_appraisal, make_appraisal, make_paper, make_person, make_review
from tests.journeys.moderated import moderate
from tests.journeys.second_factor import give_password, give_second_factors, give_wrong_code, open_second_factor, renew_codes
from tests.journeys.serving import Server
from tests.papers import add_file, keep, reading_of

WORDS = "kettles over quiet orchards"
ERIN, ALICE, BOB = "erin@wexcombe.example", "alice@wexcombe.example", "bob@wexcombe.example"
CAROL = "carol@wexcombe.example"


@dataclass(frozen=True)
class Known:
    """Ids in the worked example. `pdf`, `word` and `plain` are papers by format; `done` is submitted, `half` is not. `somebody`
    has an account, and `invited` is the token of an invitation.

    In another review: `older` and `newer` are versions of a paper, `moved` Bob's draft that cites it, `lost` his evidence that
    lost its place, `pictured` a paper whose first page is a picture and whose second was read off one. `compared` is a review
    that Alice and Bob appraised, and `again` Bob's appraisal, which he reopened. `teamed` has a team: Alice (`member`) is late,
    the administrator's namesake (`gone`) was withdrawn, and Bob has not declared yet. `signed` is the example's review whose
    `consensus` was signed off and reported on; in `waiting` one appraisal is in, and others are awaited.
    """

    review: str
    pdf: str
    word: str
    plain: str
    done: str
    half: str
    evidence: str
    cited: Passage
    marker: str
    report: str
    other_review: str
    unreadable: str
    link: str
    somebody: str = ""
    invited: str = ""
    older: str = ""
    newer: str = ""
    moved: str = ""
    lost: str = ""
    pictured: str = ""
    compared: str = ""
    moderated: str = ""
    second: str = ""
    again: str = ""
    teamed: str = ""
    member: str = ""
    gone: str = ""
    signed: str = ""
    consensus: str = ""
    waiting: str = ""


Act = Callable[[Page], None]


@dataclass(frozen=True)
class Place:
    """A page in a state. `route` is the address as the app declares it, "" for pages of no route of their own."""

    route: str
    state: str
    who: str
    address: Callable[[Known], str]
    act: Act | None = None
    status: int = 200

    def __str__(self) -> str:
        """For the names of tests."""
        return f"{self.route or 'an error page'}: {self.state}"


def wait_until_studied(server: Server, board: str, papers: Iterable[str]) -> None:
    """Papers are studied in the background once they are read; the pages that show what that brings wait for it here."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        with work(server.settings.database, writes=False) as db:
            if all(studies.studied_version(db, board, paper) for paper in papers):
                return
        time.sleep(0.2)
    raise AssertionError(f"the papers were not studied: {server.log[-500:]}")


def look_up(server: Server, other_review: str, unreadable: str) -> Known:
    """The ids of the worked example in this server's database. Bob gets a password, and Alice a link."""
    with work(server.settings.database) as db:
        account.change_password(next(person for person in account.list_everybody(db) if person.email == BOB), db, WORDS, WORDS)
        link = account.create_link(db, ALICE, 60)
        give_second_factors(db, next(person for person in account.list_everybody(db) if person.email == ALICE))
        erin = next(person for person in account.list_everybody(db) if person.email == ERIN)
        guest = Guest("Gina Marsh", f"gina-{time.monotonic_ns()}@marsh.example", "Reviewer", frozenset({Role.APPRAISER}))
        invited = invitation.invite(erin, db, server.settings, guest, lambda: None).rpartition("/")[2]
        board = erin.board.id
        lines, _ = reviews.list_reviews(db, board, search="WX-2016-03")
        review = lines[0].id
        papers = {paper.filename.removeprefix("WX-2016-03-"): paper.id for paper in documents.list_documents(db, board, review)}
        by_email = {person.id: person.email for person in account.list_everybody(db)}
        mine = {by_email[found.appraiser]: found for found in appraisals.list_appraisals(db, board, review)}
        cited = next(item for item in evidences.list_evidence(db, mine[BOB].id) if item.passage)
        assert cited.passage
        report = reports.list_reports(db, board, review=review)[0]
        signed, waiting = (reviews.list_reviews(db, board, search=name)[0][0].id for name in ("WX-2016-11", "WX-2017-05"))
        consensus = rounds.get_round(db, board, signed).consensus
        assert consensus
    wait_until_studied(server, board, papers.values())
    return Known(
        review=review,
        pdf=papers["overview-report.pdf"],
        word=papers["agency-report-health-visiting.docx"],
        plain=papers["agency-report-lantern.txt"],
        done=mine[ALICE].id,
        half=mine[BOB].id,
        evidence=cited.id,
        cited=cited.passage,
        marker=cited.marker,
        report=report.id,
        other_review=other_review,
        unreadable=unreadable,
        link=link,
        somebody=mine[BOB].appraiser,
        invited=invited,
        signed=signed,
        consensus=consensus.id,
        waiting=waiting,
    )


def with_versions(server: Server, known: Known) -> Known:
    """The same with a paper of the other review that has two versions, and evidence of Bob's that was looked for in both."""
    stays, changes, goes = "The panel met eight times", "The school was never asked", "Two visits were missed that spring"
    with work(server.settings.database) as db:
        people = {person.email: person for person in account.list_everybody(db)}
        erin, bob = people[ERIN], people[BOB]
        older = make_paper(db, erin, known.other_review, f"{stays}.\n\n{changes} what it had seen.", f"{goes}, and more later.")
        draft = start_appraisal(bob, db, known.other_review)
        for words in (stays, changes, goes):
            found = evidence.look_for_quote(bob, db, draft.id, words)
            assert isinstance(found, Found)
            evidence.add_found(bob, db, draft.id, "analysis", found.passages[0], "supports", "")
        foreword = f"A foreword. {'It is new. ' * 30}"
        newer = make_paper(
            db, erin, known.other_review, foreword, f"{stays}.\n\nThe school was hardly asked what it had seen.", replaces=older
        )
    move_evidence(server.settings, newer.id)
    with work(server.settings.database) as db:
        lost = open_moved(bob, db, draft.id).with_outcome(MoveOutcome.LOST)[0].evidence.id
    return replace(known, older=older.id, newer=newer.id, moved=draft.id, lost=lost)


def with_pictures(server: Server, known: Known) -> Known:
    """The same with a paper of the other review that is pictures."""
    pages = (PaperPage(1, "", is_picture=True), PaperPage(2, "Words that were read off a picture of a page.", from_picture=True))
    with work(server.settings.database) as db:
        erin = next(person for person in account.list_everybody(db) if person.email == ERIN)
        review = reviews.get_review(db, erin.board.id, known.other_review)
        paper = add_file(db, server.settings, erin, review, "scanned letter.pdf", files.picture_pdf(2))
        keep(db, paper, reading_of(pages))
    return replace(known, pictured=paper.id)


def with_two_appraised(server: Server, known: Known) -> Known:
    """The same with a review that two appraised: Bob differs on some markers, and changed one of them later."""
    with work(server.settings.database) as db:
        people = {person.email: person for person in account.list_everybody(db)}
        alice, bob = people[ALICE], people[BOB]
        review = make_review(db, people[ERIN], "PL-2017-02")
        make_paper(db, people[ERIN], review.id, "The panel met eight times.")
        draft = start_appraisal(bob, db, review.id)
        make_appraisal(db, alice, review.id, {"referral": "adequate", "scope": "inadequate"})
        fill_appraisal(db, bob, draft, {"analysis": "inadequate", "scope": "outstanding", "referral": "nei"})
        submitted = submit_appraisal(bob, db, draft.id)
        audit = event(bob, "appraisal reopened", "appraisal", draft.id, review=review.id)
        appraisals.add_state(db, submitted, AppraisalState.DRAFT, bob.id, audit, "A second look.")
        save_field(bob, db, draft.id, Typed(key_of("analysis", "grade"), "adequate", 1))
        submit_appraisal(bob, db, draft.id)
    return replace(known, compared=review.id, again=draft.id)


def with_team(server: Server, known: Known) -> Known:
    """The same with a review that has a team with masks."""
    with work(server.settings.database) as db:
        people = {person.email: person for person in account.list_everybody(db)}
        erin, alice, bob = people[ERIN], people[ALICE], people[BOB]
        gone = make_person(db, "Gwen Arkle", Role.APPRAISER, board=erin.board.name)
        review = make_review(db, erin, "PL-2018-05").id
        make_paper(db, erin, review, "The panel met eight times.")
        mask_names(erin, db, review, masked=True)
        team.put_on_team(erin, db, review, [("appraiser", one.id) for one in (alice, bob, gone)], None)
        audit = event(erin, "due date set", "account", alice.id, review=review)
        teams.set_due(db, review, alice.id, Part.APPRAISER, date(2026, 1, 7), audit)
        declare_interests(alice, db, review, has_any=True, interests="I taught one of the authors.", takes_part="yes")
        draft = start_appraisal(alice, db, review)
        save_field(alice, db, draft.id, Typed(key_of("analysis", "grade"), "adequate", 0))
        save_field(alice, db, draft.id, Typed(key_of("publication", "reasons"), "It came late.", 0))
        members = {member.person: member.id for member in teams.list_members(db, erin.board.id, review)}
        team.withdraw(erin, db, review, members[gone.id], "Long-term illness.")
    return replace(known, teamed=review, member=members[alice.id], gone=members[gone.id])


def with_moderation(server: Server, known: Known) -> Known:
    """The same with a consensus that waits for a signature, and an appraisal in a second round."""
    with work(server.settings.database) as db:
        people = {person.email: person for person in account.list_everybody(db)}
        found = moderate(db, people[ERIN], people[ALICE], people[BOB], people[CAROL])
    return replace(known, moderated=found.review, second=found.in_second_round)


def press(words: str) -> Act:
    """Press a button of the page."""
    return lambda page: page.get_by_role("button", name=words, exact=True).first.click()


def fill(words: str, **values: str) -> Act:
    """Fill boxes by id, then press a button."""

    def act(page: Page) -> None:
        for name, value in values.items():
            page.locator(f"[id='{name.replace('__', '-')}']").fill(value)
        press(words)(page)

    return act


def _take_roles(page: Page) -> None:
    page.get_by_role("checkbox", name="Appraiser").uncheck()
    press("Save roles")(page)


def _choose_grace(page: Page) -> None:
    """Who has a second factor."""
    page.get_by_role("link", name="Grace Pell").click()
    page.get_by_role("link", name="Take off").click()
    page.get_by_role("button", name="Take it off").wait_for()


def _invite(page: Page) -> None:
    page.get_by_label("Name").fill("Hugo Pell")
    page.get_by_label("E-mail address").fill(f"hugo-{time.monotonic_ns()}@pell.example")
    page.get_by_role("checkbox", name="Moderator").check()
    press("Make the invitation")(page)


def _open_cue(page: Page) -> None:
    page.locator("a.app-cue").first.click()
    page.locator("#cue-note-title").wait_for()
    _unfold(page)


def _dismiss_without_a_word(page: Page) -> None:
    _open_cue(page)
    press("Dismiss this cue")(page)


def _quote(words: str, bearing: bool = True) -> Act:
    def act(page: Page) -> None:
        page.get_by_label("The words of the paper").fill(words)
        if bearing:
            page.get_by_label("Supports", exact=True).check()
        press("Add evidence")(page)

    return act


def _unfold(page: Page) -> None:
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def _conflict(field: str, button: str) -> Act:
    """Pretend that the page was opened before somebody saved something newer."""

    def act(page: Page) -> None:
        page.evaluate("name => { for (const box of document.getElementsByName(name)) box.value = 0; }", f"v:{field}")
        page.locator(f"#{field}").fill("Something else than what was saved meanwhile.")
        press(button)(page)

    return act


def _stale_review(page: Page) -> None:
    page.evaluate("() => { document.getElementsByName('version')[0].value = 0; }")
    page.get_by_label("Method of the review").fill("Another method altogether")
    press("Save")(page)


def _no_choice(page: Page) -> None:
    _quote(NEARLY)(page)
    press("Use this passage")(page)


def _depart_without_reason(page: Page) -> None:
    page.get_by_label("Outstanding").check()
    fill("Save decision", reason="")(page)


def _issue_without_reason(page: Page) -> None:
    page.get_by_role("button", name=re.compile("Issue version")).click()


def _conflict_while_typing(page: Page) -> None:
    page.evaluate("() => { document.getElementsByName('v:reasons')[0].value = 0; }")
    page.locator("#reasons").fill("Something else than what was saved meanwhile.")
    page.locator("#reasons").press("Tab")
    page.locator("#status-reasons .app-conflict").wait_for()


def _mark_words(page: Page) -> None:
    page.evaluate(
        "() => { const words = document.querySelector('.app-paper [data-start]').firstChild;"
        " getSelection().setBaseAndExtent(words, 0, words, words.length); }"
    )
    page.get_by_role("button", name="Use as evidence").wait_for()


def _likely_passages(page: Page) -> None:
    press("Likely passages")(page)
    page.locator(".app-likely, .app-likely__fold").first.wait_for()


def _search_beside(page: Page) -> None:
    page.get_by_label("Search all papers").fill("hindsight")
    page.locator("#panel-search").click()
    page.locator(".app-hits").wait_for()


def _signed_in_again(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_label("Strengths").fill("Typed while the session had ended.")
    press("Save")(page)
    fill("Sign in", email=BOB, password=WORDS)(page)


def _signed_out_while_typing(page: Page) -> None:
    page.context.clear_cookies()
    page.get_by_label("Why is it issued again?").fill("Something was wrong.")
    _issue_without_reason(page)


def _unknown_file(page: Page) -> None:
    empty = FilePayload(name="empty.pdf", mimeType="application/pdf", buffer=b"")
    programme = FilePayload(name="programme.exe", mimeType="application/octet-stream", buffer=b"MZ\x90\x00" + bytes(200))
    page.locator("#files").set_input_files([empty, programme])
    press("Upload")(page)


def _cited(known: Known) -> str:
    return urls.marker(known.half, known.marker)


SIGNED_OUT = ""
REVIEW, APPRAISAL = "/reviews/{review_id}", "/appraisals/{appraisal_id}"
MARKER = APPRAISAL + "/markers/{marker_id}"
JUDGED = 22  # a page of the overview report that judges, and explains
NEARLY = "Agencies held a great deal of information between them and failed to share it"

PLACES = (
    Place("/sign-in", "as it opens", SIGNED_OUT, lambda _: urls.sign_in()),
    Place("/sign-in", "on the way to another page", SIGNED_OUT, lambda _: urls.reviews(), status=401),
    Place("/sign-in", "with a wrong password", SIGNED_OUT, lambda _: urls.sign_in(),
          fill("Sign in", email="nobody@wexcombe.example", password="not the right one"), 422),
    Place("/sign-in", "with what was typed kept", ERIN, lambda k: urls.report_issue(k.done), _signed_out_while_typing, 401),
    Place("/sign-in", "signed in again, with what was typed", BOB, _cited, _signed_in_again),
    Place("/sign-in/link/{token}", "used up", SIGNED_OUT, lambda _: urls.sign_in_link("used-up"), status=404),
    Place("/sign-in/link/{token}", "still good", SIGNED_OUT, lambda k: urls.sign_in_link(k.link)),
    Place("/sign-in/code", "as it opens", SIGNED_OUT, lambda _: urls.sign_in(), give_password),
    Place("/sign-in/code", "with a wrong code", SIGNED_OUT, lambda _: urls.sign_in(), give_wrong_code, 422),
    Place("/account/second-factor", "off", ERIN, lambda _: urls.second_factor()),
    Place("/account/second-factor", "with a key for the phone", ALICE, lambda _: urls.second_factor()),
    Place("/account/second-factor", "with a wrong code", ALICE,
          lambda _: urls.second_factor(), fill("Turn it on", code="12"), 422),
    Place("/account/second-factor", "on", SIGNED_OUT, lambda _: urls.sign_in(), open_second_factor),
    Place("/account/second-factor", "with recovery codes", SIGNED_OUT, lambda _: urls.sign_in(), renew_codes),
    Place("/account", "as it opens", ERIN, lambda _: urls.account()),
    Place("/account", "with a password too short", ERIN,
          lambda _: urls.account(), fill("Save password", password="short"), 422),
    Place("/account/boards", "one's only board", ERIN, lambda _: urls.boards()),
    Place("/people", "with somebody invited", ERIN, lambda _: urls.people()),
    Place("/people/permissions", "as it opens", BOB, lambda _: urls.permissions()),
    Place("/people/{account}", "as it opens", ERIN, lambda k: urls.person(k.somebody)),
    Place("/people/{account}", "with no role", ERIN, lambda k: urls.person(k.somebody), _take_roles, 422),
    Place("/people/{account}/second-factor", "none to take off", ERIN, lambda k: urls.person_factor(k.somebody)),
    Place("/people/{account}/second-factor", "asked once more", ERIN, lambda _: urls.people(), _choose_grace),
    Place("/people/invite", "as it opens", ERIN, lambda _: urls.invitation_new()),
    Place("/people/invite", "with problems", ERIN, lambda _: urls.invitation_new(), press("Make the invitation"), 422),
    Place("/people/invite", "with the link to hand over", ERIN, lambda _: urls.invitation_new(), _invite),
    Place("/invitations/{token}", "as it opens", "", lambda k: urls.invitation(k.invited)),
    Place("/invitations/{token}", "with a poor password", "", lambda k: urls.invitation(k.invited),
          fill("Accept and make the account", name="", password="short", again="short"), 422),
    Place("/invitations/{token}", "somebody else's", BOB, lambda k: urls.invitation(k.invited)),
    Place("/trail", "full", ERIN, lambda _: urls.trail()),
    Place("/trail/check", "whole", ERIN, lambda _: urls.trail_check()),
    Place("/trail/check", "with a hash that is none", ERIN, lambda _: urls.trail_check(),
          fill("Check again", number="1", hash="x"), 422),
    Place("/help", "as it opens", SIGNED_OUT, lambda _: urls.help_page()),
    Place("/help/keys", "as it opens", SIGNED_OUT, lambda _: urls.keys()),
    Place("/accessibility", "as it opens", SIGNED_OUT, lambda _: urls.accessibility()),
    Place("/reviews", "with reviews", ERIN, lambda _: urls.reviews()),
    Place("/reviews", "with nothing found", ERIN, lambda _: urls.reviews(search="nothing of the kind")),
    Place("/reviews/new", "as it opens", ERIN, lambda _: urls.review_new()),
    Place("/reviews/new", "with problems", ERIN, lambda _: urls.review_new(), press("Register the review"), 422),
    Place(REVIEW, "with everything", ERIN, lambda k: urls.review(k.review, saved="dates")),
    Place(REVIEW, "seen by an appraiser", BOB, lambda k: urls.review(k.review)),
    Place(REVIEW, "with a paper that cannot be read", ERIN, lambda k: urls.review(k.other_review)),
    Place(REVIEW + "/edit/{part}", "details", ERIN, lambda k: urls.review_edit(k.review, "details")),
    Place(REVIEW + "/edit/{part}", "somebody saved something newer", ERIN,
          lambda k: urls.review_edit(k.review, "details"), _stale_review, 409),
    Place(REVIEW + "/edit/{part}", "dates", ERIN, lambda k: urls.review_edit(k.review, "dates")),
    Place(REVIEW + "/edit/{part}", "dates that are none", ERIN, lambda k: urls.review_edit(k.review, "dates"),
          fill("Save", incident="31", incident__month="2"), 422),
    Place(REVIEW + "/edit/{part}", "agencies", ERIN, lambda k: urls.review_edit(k.review, "agencies")),
    Place(REVIEW + "/edit/{part}", "people", ERIN, lambda k: urls.review_edit(k.review, "people")),
    Place(REVIEW + "/papers", "read", ERIN, lambda k: urls.papers_status(k.review)),
    Place(REVIEW + "/papers", "one that cannot be read", ERIN, lambda k: urls.papers_status(k.other_review)),
    Place(REVIEW + "/papers/add", "as it opens", ERIN, lambda k: urls.papers_add(k.review)),
    Place(REVIEW + "/papers/add", "with no file", ERIN, lambda k: urls.papers_add(k.review), press("Upload"), 422),
    Place(REVIEW + "/papers/add", "with files refused", ERIN, lambda k: urls.papers_add(k.other_review), _unknown_file, 422),
    Place(REVIEW + "/papers/describe", "two papers", ERIN, lambda k: urls.papers_describe(k.review, [k.pdf, k.word])),
    Place(REVIEW + "/papers/{document_id}", "a PDF", ERIN, lambda k: urls.paper(k.review, k.pdf)),
    Place(REVIEW + "/papers/{document_id}", "a Word file", ERIN, lambda k: urls.paper(k.review, k.word)),
    Place(REVIEW + "/papers/{document_id}", "one that cannot be read", ERIN,
          lambda k: urls.paper(k.other_review, k.unreadable)),
    Place(REVIEW + "/papers/{document_id}", "one that was replaced", ERIN, lambda k: urls.paper(k.other_review, k.older)),
    Place(REVIEW + "/papers", "with an earlier version", ERIN, lambda k: urls.papers_status(k.other_review), _unfold),
    Place(REVIEW + "/papers/{document_id}/replace", "as it opens", ERIN, lambda k: urls.paper_replace(k.review, k.word)),
    Place(REVIEW + "/papers/{document_id}/replace", "with no file", ERIN,
          lambda k: urls.paper_replace(k.review, k.word), press("Replace"), 422),
    Place(REVIEW + "/papers/{document_id}/replace", "replaced already", ERIN,
          lambda k: urls.paper_replace(k.other_review, k.older)),
    Place(REVIEW + "/papers/{document_id}/compare", "two versions", BOB,
          lambda k: urls.paper_compare(k.other_review, k.newer, k.older), _unfold),
    Place(REVIEW + "/papers/{document_id}/compare", "two papers, in parts", ERIN,
          lambda k: urls.paper_compare(k.review, k.pdf, k.word), _unfold),
    Place(REVIEW + "/papers/{document_id}/compare", "nothing chosen yet", ERIN, lambda k: urls.paper_compare(k.review, k.pdf)),
    Place(REVIEW + "/papers/{document_id}/edit", "as it opens", ERIN, lambda k: urls.paper_edit(k.review, k.word)),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "of a PDF", ERIN,
          lambda k: urls.paper_page(k.review, k.pdf, 9, find="assessment"), _unfold),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "with a passage marked", BOB,
          lambda k: urls.paper_page(k.review, k.cited.document, k.cited.page, passage=k.evidence)),
    Place(REVIEW + "/papers/{document_id}", "one with pictures to be read", ERIN,
          lambda k: urls.paper(k.other_review, k.pictured)),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "that is a picture", BOB,
          lambda k: urls.paper_page(k.other_review, k.pictured, 1)),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "read off a picture", BOB,
          lambda k: urls.paper_page(k.other_review, k.pictured, 2)),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "of a Word file", ERIN,
          lambda k: urls.paper_page(k.review, k.word, 1), _unfold),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "of a plain text", ERIN,
          lambda k: urls.paper_page(k.review, k.plain, 1)),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "with the note of a cue", BOB,
          lambda k: urls.paper_page(k.review, k.pdf, JUDGED, look="HOJEWGCFPB"), _open_cue),
    Place(REVIEW + "/papers/{document_id}/pages/{number}", "a cue dismissed without a word", BOB,
          lambda k: urls.paper_page(k.review, k.pdf, JUDGED, look="HOJE"), _dismiss_without_a_word, 422),
    Place(REVIEW + "/papers/{document_id}/cues", "of every kind", ERIN,
          lambda k: urls.paper_cues(k.review, k.pdf, "HOJEWGCFPB")),
    Place("/search", "as it opens", ERIN, lambda _: urls.search(), _unfold),
    Place("/search", "with many hits", ERIN, lambda _: urls.search(q="assessment", kind="overview")),
    Place("/search", "with no hit and a date that is none", ERIN,
          lambda _: "/search?q=father&added-from-day=31&added-from-month=2&added-from-year=2016", status=422),
    Place(REVIEW + "/papers/{document_id}/profile", "of a PDF", BOB, lambda k: urls.paper_profile(k.review, k.pdf), _unfold),
    Place(REVIEW + "/papers/{document_id}/profile", "of a plain text", ERIN, lambda k: urls.paper_profile(k.review, k.plain)),
    Place(REVIEW + "/papers/{document_id}/profile", "one that cannot be read", ERIN,
          lambda k: urls.paper_profile(k.other_review, k.unreadable)),
    Place(REVIEW + "/profiles", "agency reports", BOB, lambda k: urls.profiles(k.review), _unfold),
    Place(REVIEW + "/profiles", "with no paper to study", ERIN, lambda k: urls.profiles(k.other_review)),
    Place(REVIEW + "/search", "as it opens", ERIN, lambda k: urls.papers_search(k.review)),
    Place(REVIEW + "/search", "with many hits", ERIN, lambda k: urls.papers_search(k.review, "assessment")),
    Place(REVIEW + "/search", "with no hit", ERIN, lambda k: urls.papers_search(k.review, "helicopter")),
    Place(REVIEW + "/search", "with no word", ERIN, lambda k: urls.papers_search(k.review, "!"), status=422),
    Place(REVIEW + "/appraisals/new", "as it opens", ERIN, lambda k: urls.appraisal_start(k.review)),
    Place(APPRAISAL, "half done", BOB, lambda k: urls.appraisal(k.half)),
    Place(APPRAISAL, "submitted", ALICE, lambda k: urls.appraisal(k.done)),
    Place(APPRAISAL + "/reopen", "with no reason", ALICE, lambda k: urls.appraisal_reopen(k.done), press("Reopen"), 422),
    Place(APPRAISAL + "/submissions/{submission}", "an earlier one", BOB, lambda k: urls.submission(k.again, 1)),
    Place(REVIEW + "/declaration", "with nothing said", BOB, lambda k: urls.review(k.teamed), press("Declare"), 422),
    Place(REVIEW + "/declaration", "declared before", ALICE, lambda k: urls.declaration(k.teamed)),
    Place(REVIEW + "/team", "with a team", ERIN, lambda k: urls.team(k.teamed, done="added")),
    Place(REVIEW + "/team", "with nobody", ERIN, lambda k: urls.team(k.other_review)),
    Place(REVIEW + "/team/add", "with nobody chosen", ERIN,
          lambda k: urls.team_add(k.other_review), press("Add to the team"), 422),
    Place(REVIEW + "/team/remind", "text to copy", ERIN, lambda k: urls.team_remind(k.teamed, "late")),
    Place(REVIEW + "/team/{member_id}", "withdrawing with no reason", ERIN,
          lambda k: urls.team_member(k.teamed, k.member), press("Withdraw"), 422),
    Place(REVIEW + "/team/{member_id}", "withdrawn", ERIN, lambda k: urls.team_member(k.teamed, k.gone)),
    Place(REVIEW + "/grid", "with progress", ERIN, lambda k: urls.team_grid(k.teamed)),
    Place(REVIEW + "/round", "open", ERIN, lambda k: urls.round_settings(k.teamed)),
    Place(REVIEW + "/round", "fixed", ERIN, lambda k: urls.round_settings(k.review)),
    Place(REVIEW + "/round/open", "open already", ERIN, lambda k: urls.round_open(k.compared)),
    Place(REVIEW + "/round/outcome", "open", ERIN, lambda k: urls.outcome_settings(k.teamed)),
    Place(REVIEW + "/round/outcome", "fixed", ERIN, lambda k: urls.outcome_settings(k.review)),
    Place(REVIEW + "/outcome", "nothing held back", BOB, lambda k: urls.outcome(k.review)),
    Place(MARKER, "with evidence", BOB, _cited, _unfold),
    Place(MARKER, "not begun, with hits in the papers", BOB,
          lambda k: urls.marker(k.half, "publication", paper=k.word, page=1, q="assessment"), _unfold),
    Place(MARKER, "beside a page that is a picture", BOB,
          lambda k: urls.marker(k.moved, "analysis", paper=k.pictured, page=1)),
    Place(APPRAISAL + "/cite-page", "as it opens", BOB, lambda k: urls.evidence_page(k.moved, paper=k.pictured, page=1)),
    Place(APPRAISAL + "/cite-page", "with problems", BOB,
          lambda k: urls.evidence_page(k.moved, paper=k.pictured, page=1), press("Cite this page"), 422),
    Place(MARKER, "submitted", ERIN, lambda k: urls.marker(k.done, "analysis"), _unfold),
    Place(MARKER, "words that are nowhere", BOB, _cited,
          _quote("Nothing of this kind was ever written by anybody"), 422),
    Place(MARKER, "no bearing chosen", BOB, _cited,
          _quote("the assessment", bearing=False), 422),
    Place(MARKER, "something newer was saved", BOB, _cited,
          _conflict("reasons", "Save"), 409),
    Place(MARKER, "something newer was saved while typing", BOB, _cited, _conflict_while_typing),
    Place(MARKER, "with words marked", BOB, _cited, _mark_words),
    Place(MARKER, "with papers searched beside it", BOB, _cited, _search_beside),
    Place(MARKER, "choosing a nearly found passage", BOB,
          _cited, _quote(NEARLY)),
    Place(MARKER, "choosing among several places", BOB,
          _cited, _quote("Wexcombe Safeguarding Children Board")),
    Place(MARKER, "no place chosen", BOB,
          _cited, _no_choice, 422),
    Place(MARKER + "/prompts/{prompt_id}/passages", "suggestions", BOB, lambda k: urls.passages(k.half, "analysis", "qm13-q6")),
    Place(MARKER, "with likely passages", BOB, lambda k: urls.marker(k.half, "analysis"), _likely_passages),
    Place(MARKER + "/evidence/other", "as it opens", BOB, lambda k: urls.evidence_other(k.half, k.marker)),
    Place(MARKER + "/evidence/other", "with problems", BOB,
          lambda k: urls.evidence_other(k.half, k.marker), press("Add source"), 422),
    Place(APPRAISAL + "/evidence/{evidence_id}", "as it opens", BOB, lambda k: urls.evidence_edit(k.half, k.evidence), _unfold),
    Place(APPRAISAL, "with evidence that moved", BOB, lambda k: urls.appraisal(k.moved)),
    Place(MARKER, "with evidence that moved", BOB, lambda k: urls.marker(k.moved, "analysis", paper=k.older, page=1)),
    Place(APPRAISAL + "/moved", "with all outcomes", BOB, lambda k: urls.moved(k.moved)),
    Place(APPRAISAL + "/moved", "with nothing", ERIN, lambda k: urls.moved(k.done)),
    Place(APPRAISAL + "/evidence/{evidence_id}/move", "lost", BOB, lambda k: urls.evidence_move(k.moved, k.lost)),
    Place(APPRAISAL + "/evidence/{evidence_id}/move", "choosing a place", BOB, lambda k: urls.evidence_move(k.moved, k.lost),
          fill("Cite these words", quote="The school was hardly ever asked what it had seen")),
    Place(APPRAISAL + "/evidence/{evidence_id}/move", "kept without a reason", BOB,
          lambda k: urls.evidence_move(k.moved, k.lost), press("Keep the older version"), 422),
    Place(APPRAISAL + "/lenses/{lens_id}", "half done", BOB, lambda k: urls.lens(k.half, "why"), _unfold),
    Place(APPRAISAL + "/lenses/{lens_id}", "submitted", ERIN, lambda k: urls.lens(k.done, "hindsight"), _unfold),
    Place(APPRAISAL + "/submit", "with much missing", BOB, lambda k: urls.appraisal_submit(k.half)),
    Place(APPRAISAL + "/adequacy", "decided", ERIN, lambda k: urls.adequacy(k.done)),
    Place(APPRAISAL + "/adequacy", "not submitted", BOB, lambda k: urls.adequacy(k.half)),
    Place(APPRAISAL + "/adequacy/{subject:path}", "an area", ERIN, lambda k: urls.adequacy_decide(k.done, "area/scope")),
    Place(APPRAISAL + "/adequacy/{subject:path}", "the whole", ERIN, lambda k: urls.adequacy_decide(k.done, "overall")),
    Place(APPRAISAL + "/adequacy/{subject:path}", "with no reason", ERIN,
          lambda k: urls.adequacy_decide(k.done, "area/family"), _depart_without_reason, 422),
    Place(APPRAISAL + "/adequacy/text/{name}", "as it opens", ERIN, lambda k: urls.adequacy_decide(k.done, "text/outcome")),
    Place(APPRAISAL + "/report", "before issuing", ERIN, lambda k: urls.report_preview(k.done)),
    Place(APPRAISAL + "/issue", "as it opens", ERIN, lambda k: urls.report_issue(k.done)),
    Place(APPRAISAL + "/issue", "with no reason", ERIN, lambda k: urls.report_issue(k.done), _issue_without_reason, 422),
    Place(REVIEW + "/moderation", "before a consensus", ERIN, lambda k: urls.moderation(k.compared)),
    Place(REVIEW + "/moderation", "with a consensus", ALICE, lambda k: urls.moderation(k.moderated)),
    Place(REVIEW + "/moderation/{marker_id}", "to be written", ERIN, lambda k: urls.moderation_marker(k.compared, "referral")),
    Place(REVIEW + "/moderation/{marker_id}", "with half a minority view", ERIN,
          lambda k: urls.moderation_marker(k.compared, "referral"),
          fill("Save the consensus", minority__reason__0="Half of one."), 422),
    Place(REVIEW + "/moderation/{marker_id}", "to be read", ALICE, lambda k: urls.moderation_marker(k.moderated, "analysis")),
    Place(REVIEW + "/consensus/agreed", "without a look", ERIN,
          lambda k: urls.consensus_agreed(k.compared), press("Take them as agreed"), 422),
    Place(REVIEW + "/consensus", "with a signature missing", ERIN, lambda k: urls.consensus_sign(k.moderated)),
    Place(REVIEW + "/consensus", "to be signed by one who was there", BOB, lambda k: urls.consensus_sign(k.moderated)),
    Place(REVIEW + "/moderation", "signed off", CAROL, lambda k: urls.moderation(k.signed)),
    Place(REVIEW + "/moderation/{marker_id}", "signed off, with a minority view", CAROL,
          lambda k: urls.moderation_marker(k.signed, "analysis"), _unfold),
    Place(REVIEW + "/consensus", "signed off", CAROL, lambda k: urls.consensus_sign(k.signed), _unfold),
    Place(REVIEW + "/consensus", "opened again without a reason", CAROL,
          lambda k: urls.consensus_sign(k.signed), press("Open the consensus again"), 422),
    Place(REVIEW, "waiting for appraisers", CAROL, lambda k: urls.review(k.waiting)),
    Place(APPRAISAL, "the consensus", CAROL, lambda k: urls.appraisal(k.consensus)),
    Place(APPRAISAL, "in a second round", BOB, lambda k: urls.appraisal(k.second)),
    Place(APPRAISAL + "/adequacy", "of a consensus", CAROL, lambda k: urls.adequacy(k.consensus)),
    Place(REVIEW + "/agreement", "of three, with the consensus", CAROL, lambda k: urls.agreement(k.signed), _unfold),
    Place(REVIEW + "/round/open", "without a reason", CAROL, lambda k: urls.round_open(k.waiting), press("Open the round"), 422),
    Place(REVIEW + "/second-round", "without a word", ERIN,
          lambda k: urls.second_round(k.compared), press("Send the appraisals back"), 422),
    Place(APPRAISAL + "/first-round", "as it fell", BOB, lambda k: urls.first_round(k.second)),
    Place(REVIEW + "/agreement", "of two appraisers", ERIN, lambda k: urls.agreement(k.compared), _unfold),
    Place(REVIEW + "/agreement", "with one alone", ERIN, lambda k: urls.agreement(k.review)),
    Place("/identifiers", "as it opens", ERIN, lambda _: urls.text_identifiers()),
    Place("/identifiers", "with what was found", ERIN, lambda _: urls.text_identifiers(),
          fill("Check this text", text="It was Jocasta Thornquill, who rang 01632 960123.")),
    Place("/identifiers", "with nothing typed", ERIN, lambda _: urls.text_identifiers(), press("Check this text"), 422),
    Place(REVIEW + "/papers/{document_id}/identifiers", "of a PDF", ERIN, lambda k: urls.paper_identifiers(k.review, k.pdf)),
    Place(REVIEW + "/papers/{document_id}/identifiers", "its names", ERIN,
          lambda k: urls.paper_identifiers(k.review, k.pdf, kind="name")),
    Place(APPRAISAL + "/identifiers", "answered", ERIN, lambda k: urls.report_identifiers(k.done)),
    Place(APPRAISAL + "/issue", "asking about words typed as the reason", ERIN, lambda k: urls.report_issue(k.done),
          fill("Issue version 2", reason="Because Wilfred Oakhanger asked."), 422),
    Place(APPRAISAL + "/report/public", "before issuing", ERIN, lambda k: urls.report_public_preview(k.done)),
    Place("/reports/{report_id}/public", "issued", ERIN, lambda k: urls.report_public(k.report)),
    Place("/reports/{report_id}", "issued", ERIN, lambda k: urls.report(k.report)),
    Place("/reports/{report_id}.{file_format}", "as a web page of its own", ERIN, lambda k: urls.report_file(k.report, "html")),
    Place("/instruments/{instrument_id}/{version}", "the markers used", ERIN,
          lambda _: urls.instrument("scr-2016", "1.0"), _unfold),
    Place("", "not found", ERIN, lambda _: "/nowhere", status=404),
    Place("", "not allowed", BOB, lambda _: urls.review_new(), status=403),
    Place("", "not allowed yet", BOB, lambda k: urls.report(k.report), status=403),
    Place("", "another's appraisal, still closed", BOB, lambda k: urls.appraisal(k.done), status=403),
    Place("", "not in this way", ERIN, lambda _: urls.sign_out(), status=405),
)  # fmt: skip

# GET routes that answer with no page: where they lead, or what they send, is tested elsewhere.
NO_PAGES = {
    "/appraisals/{appraisal_id}/report/public.{file_format}": "sends a file, of the same make as the issued one",
    "/reports/{report_id}/public.{file_format}": "sends a file, of the same make as the full one, which is looked at",
    "/appraisals/{appraisal_id}/report.{file_format}": "sends a file, of the same make as the issued one, which is looked at",
    "/reviews/{review_id}/agreement.csv": "sends a file",
    "/": "leads on",
    "/trail/export.jsonl": "sends a file",
    "/health": "is for machines",
    "/sign-in/provider/back": "leads on, or shows the page for signing in; without a provider there is none",
    "/reviews/{review_id}/papers/{document_id}/pages": "leads on",
    "/reviews/{review_id}/papers/{document_id}/cues/{key}": "leads on",
    "/reviews/{review_id}/papers/{document_id}/pages/{number}/picture": "sends a picture",
    "/reviews/{review_id}/papers/{document_id}/original": "sends a file",
}
