"""What several people do with one review, step by step as each does it in a browser of their own: team, blind appraisals,
moderation, signatures, report. Each step acts and sees that it worked.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from app.data import account as accounts
from app.data import appraisal as appraisals
from app.data.session import work
from app.domain.account import Person, Role
from app.domain.clock import day_of, now
from app.domain.entry import key_of
from app.services.appraisal_save import Typed, save_fields
from app.services.instrument import instrument_of
from tests.factories import make_paper, make_person, make_review
from tests.journeys.conftest import Window
from tests.journeys.serving import Server

PASSAGE = "the school was not asked what it had seen that spring"
PAPER = f"The panel met eight times. The board agreed that {PASSAGE}. Two visits were missed."
ANALYSIS = "13. Analysis"


@dataclass(frozen=True)
class Board:
    """A review with one paper, and four people with one role each. `server` has them."""

    server: Server
    reference: str
    review: str
    commissioner: Person
    first: Person
    second: Person
    moderator: Person


def make_board(server: Server, name: str, reference: str) -> Board:
    """A new board with a review that nobody has begun with, and people with one role each."""
    with work(server.settings.database) as db:
        nia, hal, ruth, mona = (
            make_person(db, who, role, board=name)
            for who, role in (
                ("Nia Calder", Role.COMMISSIONER),
                ("Hal Arkell", Role.APPRAISER),
                ("Ruth Corrie", Role.APPRAISER),
                ("Mona Ridley", Role.MODERATOR),
            )
        )
        review = make_review(db, nia, reference).id
        make_paper(db, nia, review, PAPER)
    return Board(server, reference, review, nia, hal, ruth, mona)


@dataclass
class Seat:
    """One person of the board at their browser."""

    window: Window
    board: Board
    person: Person
    scripts: bool = True

    @property
    def page(self) -> Page:
        """The open page."""
        return self.window.page

    def press(self, words: str) -> None:
        """Press the button that says exactly this."""
        self.page.get_by_role("button", name=words, exact=True).first.click()

    def follow(self, words: str | re.Pattern[str]) -> None:
        """Follow the link that says exactly this, or that fits."""
        self.page.locator("main").get_by_role("link", name=words, exact=True).first.click()

    def heading(self, words: str) -> None:
        """The page is the one with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def reads(self, *words: str) -> None:
        """The page says this."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one)

    def reads_nothing_of(self, *words: str) -> None:
        """The page does not say this."""
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one)

    def open_review(self) -> None:
        """From the list of all reviews to this one."""
        self.window.go(f"/reviews?search={self.board.reference}")
        self.follow(self.board.reference)

    def is_refused(self, address: str, *because: str) -> None:
        """An address that is closed to this person now says why."""
        with self.window.watch.expecting(403):
            self.window.go(address)
        assert self.window.watch.shown == 403
        self.reads(*because)

    # The commissioner.

    def put_team_together(self) -> None:
        """Two appraisers with a due date and a moderator; then their names are masked."""
        self.open_review()
        self.press("Choose the team")
        for one in (self.board.first, self.board.second, self.board.moderator):
            self.page.get_by_label(one.name).check()
        due = day_of(now()) + timedelta(days=21)
        for part, value in (("", due.day), ("-month", due.month), ("-year", due.year)):
            self.page.locator(f"#due{part}").fill(str(value))
        self.press("Add to the team")
        self.reads("They are on the team.", "Asked")
        self.follow("Settings of the round")
        self.page.get_by_label("Names are masked").check()
        self.press("Save the choice of names")
        self.reads("The settings are saved.")

    def issue(self) -> str:
        """Read the report through, sign and issue it; gives its address."""
        self.open_review()
        self.press("Preview the report")
        self.reads("This is a preview. It has not been issued.")
        self.press("Sign and issue")
        self.page.get_by_label("Signed by").fill(self.person.name)
        self.page.get_by_label("Post").fill("Business Manager")
        for asked in self.page.locator(".app-asked").all():
            asked.get_by_label("Keep, because …").check()
            asked.get_by_label("Reason about").fill("It is no name of anybody.")
        self.page.get_by_role("button", name=re.compile("Issue version")).click()
        expect(self.page.get_by_text(re.compile("SHA-256 of the data"))).to_be_visible()
        return self.page.url

    # Appraisers.

    def declare(self, interests: str = "") -> None:
        """Open the review, which asks for a declaration first."""
        self.open_review()
        self.heading("Declaration of interests")
        self.page.get_by_label("I have some" if interests else "I have none").check()
        self.page.get_by_label("What they are").fill(interests)
        self.page.get_by_label("I can take part").check()
        self.press("Declare")
        self.heading(self.board.reference)

    def start(self) -> str:
        """Start one's own appraisal; gives its id. All markers but one are filled at once, to save time."""
        self.press("Start an appraisal")
        self.press("Start appraisal")
        self.heading("Your appraisal")
        appraisal = self.page.url.rsplit("/", 1)[1]
        with work(self.board.server.settings.database) as db:
            person = accounts.person_on_board(db, self.person.id, self.person.board.id)
            assert person
            found = appraisals.get_appraisal(db, person.board.id, appraisal)
            said = {"grade": "good", "reasons": f"As {person.name} reads it.", "no_evidence": "yes", "where_looked": "All over."}
            typed = [
                Typed(key_of(marker.id, name), value, 0)
                for marker in instrument_of(found).markers
                if marker.id != "analysis"
                for name, value in said.items()
            ]
            save_fields(person, db, appraisal, typed)
        return appraisal

    def judge(self, appraisal: str, grade: str, reasons: str, bearing: str) -> None:
        """Judge the marker that is left, citing the paper."""
        self.window.go(f"/appraisals/{appraisal}")
        self.follow(ANALYSIS)
        self.page.get_by_label("The words of the paper").fill(PASSAGE)
        self.page.get_by_label(bearing, exact=True).check()
        self.press("Add evidence")
        expect(self.page.locator(".app-evidence")).to_have_count(1)
        self.regrade(grade, reasons)

    def regrade(self, grade: str, reasons: str) -> None:
        """On the page of the marker: choose this grade and give these reasons."""
        self.page.get_by_label(grade, exact=True).check()
        box = self.page.get_by_label("Reasons", exact=True)
        box.fill(reasons)
        box.press("Tab")
        if self.scripts:
            expect(self.page.locator("#status-reasons")).to_contain_text("Saved")
        else:
            self.press("Save")
        self.page.reload()
        expect(box).to_have_value(reasons)
        expect(self.page.get_by_label(grade, exact=True)).to_be_checked()

    def submit(self, appraisal: str) -> None:
        """Check and submit."""
        self.window.go(f"/appraisals/{appraisal}")
        self.press("Check and submit")
        self.press("Submit appraisal")
        self.reads("Submitted")

    def say(self, words: str) -> None:
        """Say something about the marker in its discussion."""
        self.window.go(f"/reviews/{self.board.review}/moderation/analysis")
        self.page.get_by_label("Say something about this marker").fill(words)
        self.press("Post")
        self.reads(words)

    # The moderator, and whoever was present.

    def open_moderation(self) -> Locator:
        """From the review to the markers; gives their rows, the widest disagreement first."""
        self.open_review()
        self.press("Moderate the appraisals")
        self.heading("Moderation")
        return self.page.locator("tbody tr")

    def ask_again(self, words: str) -> None:
        """Send one marker back for a second blind round."""
        self.follow("Ask for a second round")
        self.page.get_by_label("What do you ask them to look at again?").fill(words)
        self.page.get_by_label(ANALYSIS).check()
        self.press("Send the appraisals back")

    def open_round(self, reason: str) -> None:
        """Open the round before all are in."""
        self.open_review()
        self.follow("Open the round before all are in")
        self.page.get_by_label("Why the round is opened before all are in").fill(reason)
        self.press("Open the round")

    def take_agreed(self) -> None:
        """Take all markers as agreed on which all agree, after a look; both appraisers and the moderator were present."""
        self.open_moderation()
        self.follow("Take 17 markers as agreed")
        for name in ("Appraiser A", "Appraiser B", self.person.name):
            self.page.get_by_label(name, exact=True).check()
        self.page.get_by_label("I have looked at each of the markers that are ticked").check()
        self.press("Take them as agreed")
        self.reads("17 of 18 markers have a consensus.")

    def write_consensus(self, grade: str, reasons: str, minority: tuple[str, str, str]) -> None:
        """The marker on which they differ: grade and reasons, the evidence of both, and who sees it otherwise."""
        self.follow(ANALYSIS)
        box = self.page.locator("#consensus")
        for tick in self.page.get_by_label("Use for the consensus").all():
            tick.check()
        box.get_by_label(grade, exact=True).check()
        box.get_by_label("Reasons", exact=True).fill(reasons)
        who, theirs, why = minority
        # With scripts each box is saved as one leaves it, and half of another view is answered with what is missing.
        with self.window.watch.expecting(422):
            box.get_by_label("Whose view").first.select_option(label=who)
            box.get_by_label("Their grade").first.select_option(label=theirs)
            box.get_by_label("Their reason").first.fill(why)
            self.press("Save the consensus")
            self.reads("Saved.")

    def sign(self) -> None:
        """Sign what the consensus says."""
        self.open_review()
        self.page.locator("main").get_by_role("button").or_(self.page.locator("#next a")).first.click()
        self.follow("Sign the consensus off")
        self.press("Sign the consensus")

    def decide_adequacy(self) -> None:
        """Confirm what the rules propose, after a look at what each appraiser's own judgements would have given."""
        self.open_review()
        self.press("Judge adequacy")
        self.reads("What each appraiser’s own judgements would have given")
        expect(self.page.get_by_role("table", name="Areas and the whole")).to_contain_text("Appraiser A")
        self.press("Confirm all areas not decided yet")
        self.follow(re.compile("the overall grade"))
        self.page.get_by_label("Adequate", exact=True).check()
        self.page.get_by_label("Reason").fill("Weighed against all that the review does well.")
        self.press("Save decision")
