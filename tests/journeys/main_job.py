"""The main job, step by step as a person does it in a browser: each step acts and sees that it worked.

`scripts` says whether JavaScript is on: fields are then saved as one leaves them, and words are marked with the mouse.
"""

import re
from dataclasses import dataclass, field

from playwright.sync_api import Locator, expect

from app.example.content import ExampleAppraisal, read_complete
from app.example.papers import BuiltPaper
from tests.journeys.conftest import Window

PASSWORD = "lanterns under harbour rain"
AGENCIES = ("Wexcombe Children's Social Care", "Wexcombe Community Health Trust", "Wexcombe Police")
PEOPLE = (
    ("Dr Stephen Arkwright", "Independent chair", "panel-chair"),
    ("Judith Pellow", "Independent social work consultant", "overview-author"),
    ("Panel member 1", "Service Manager, Assessment", "panel-member"),
)
DATES = {"incident": (26, 11, 2015), "decision": (12, 1, 2016), "started": (8, 3, 2016), "completed": (14, 10, 2016)}


@dataclass
class MainJob:
    """One person doing the main job in one window."""

    window: Window
    reference: str
    scripts: bool = True
    complete: ExampleAppraisal = field(default_factory=read_complete)

    def __post_init__(self) -> None:
        """Short names."""
        self.page = self.window.page
        self.review = self.appraisal = ""

    # Signing in.

    def sign_in_by_link(self, link: str) -> None:
        """Use the one-time link that the server printed."""
        self.page.goto(link)
        self.page.get_by_role("button", name="Sign in").click()
        self.heading("Reviews")

    def set_password(self) -> None:
        """Set a password on one's own account."""
        self.page.get_by_role("navigation", name="Main").get_by_role("link", name="Erin Ashdown").click()
        self.page.get_by_label("New password").fill(PASSWORD)
        self.page.get_by_label("The same password again").fill(PASSWORD)
        self.press("Save password")
        expect(self.page.get_by_text("Your password is set.")).to_be_visible()

    def sign_out_and_in_again(self, email: str) -> None:
        """Sign out, and in with the password."""
        self.press("Sign out")
        self.heading("Sign in")
        self.page.get_by_label("E-mail address").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.press("Sign in")
        self.heading("Reviews")

    # The review and its papers.

    def register(self) -> None:
        """Register a review with a few facts, then its dates, agencies and people."""
        self.page.get_by_role("button", name="Register a review").click()
        self.page.get_by_label("Reference").fill(self.reference)
        self.page.get_by_label("The child was seriously harmed").check()
        self.page.get_by_label("1 to 5", exact=True).check()
        self.page.get_by_label("This is a fictional example").check()
        self.press("Register the review")
        self.heading(re.compile(re.escape(self.reference)))
        self.review = self.page.url.rsplit("/", 1)[1].partition("?")[0]
        self._dates()
        self._rows("agencies", "Add another agency", [self._agency(name) for name in AGENCIES])
        self._rows("people", "Add another person", [self._person(*person) for person in PEOPLE])
        expect(self.page.get_by_text("The people of the review are saved.")).to_be_visible()
        expect(self.page.get_by_text("Judith Pellow")).to_be_visible()

    def _dates(self) -> None:
        self.page.get_by_role("link", name="Change the dates").click()
        for name, (day, month, year) in DATES.items():
            self.page.locator(f"#{name}").fill(str(day))
            self.page.locator(f"#{name}-month").fill(str(month))
            self.page.locator(f"#{name}-year").fill(str(year))
        self.press("Save")
        expect(self.page.get_by_text("The dates of the review are saved.")).to_be_visible()

    def _agency(self, name: str) -> dict[str, str]:
        return {"name": name}

    def _person(self, name: str, post: str, part: str) -> dict[str, str]:
        return {"name": name, "post": post, "part": part, "independent": "yes"}

    def _rows(self, part: str, add: str, rows: list[dict[str, str]]) -> None:
        self.page.get_by_role("link", name=f"Change the {part}").click()
        noun = {"agencies": "agency", "people": "person"}[part]
        for number, row in enumerate(rows, start=1):
            if number > 1:
                self.press(add)
            for name, value in row.items():
                box = self.page.locator(f"#{noun}-{number}-{name}")
                if name in ("part", "independent"):
                    box.select_option(value)
                else:
                    box.fill(value)
        self.press("Save")

    def upload(self, papers: list[BuiltPaper]) -> None:
        """Upload all papers at once, and go on to say what they are."""
        self.page.get_by_role("button", name="Add papers").first.click()
        self.page.get_by_label("Files").set_input_files([paper.path for paper in papers])
        if self.scripts:
            expect(self.page.locator("#chosen li")).to_have_count(len(papers))
        self.press("Upload")
        self.heading("What are these papers?")
        self.describe(papers)

    def describe(self, papers: list[BuiltPaper]) -> None:
        """Say what each paper is."""
        for paper in papers:
            box = self.page.get_by_role("group", name=paper.filename)
            box.get_by_label("Title").fill(paper.title)
            box.get_by_label("Kind of paper").select_option(paper.kind.value)
            if not paper.agency:
                continue
            if paper.agency in AGENCIES:
                box.get_by_label("Agency that wrote it").select_option(paper.agency)
            else:
                box.get_by_label("Another agency").fill(paper.agency)
        self.press("Save")

    def wait_until_read(self, papers: list[BuiltPaper]) -> None:
        """Wait on the page until every paper can be read; without scripts by following the link, as it says."""
        ready = self.page.locator(".app-papers__item").get_by_text("Ready", exact=True)
        if not self.scripts:
            for _ in range(60):
                if ready.count() == len(papers):
                    break
                self.page.wait_for_timeout(500)
                self.page.locator("#papers-refresh").click()
        expect(ready).to_have_count(len(papers), timeout=60_000)

    # Appraising.

    def start_appraisal(self) -> None:
        """Start one's own appraisal."""
        self.window.go(f"/reviews/{self.review}")
        self.page.get_by_role("button", name="Start an appraisal").click()
        self.press("Start appraisal")
        self.heading("Your appraisal")
        self.appraisal = self.page.url.rsplit("/", 1)[1]
        expect(self.page.get_by_text("0 of 18 markers complete.")).to_be_visible()

    def open_marker(self, name: str) -> None:
        """Open a marker from the list of all markers."""
        self.window.go(f"/appraisals/{self.appraisal}")
        self.page.get_by_role("link", name=name).click()
        self.heading(re.compile(re.escape(name)))

    def answer(self, prompt: int, choice: str, note: str) -> None:
        """Answer a prompt and write a note."""
        box = self.page.locator(".app-prompt").nth(prompt)
        box.get_by_label(choice, exact=True).check()
        self.leave(box.get_by_label("Note"), note)

    def leave(self, box: Locator, words: str) -> None:
        """Type words and go on to the next field; with scripts they are saved by that."""
        box.fill(words)
        box.press("Tab")
        if self.scripts:
            expect(self.status_of(box)).to_contain_text("Saved")

    def choose(self, choice: str) -> None:
        """Choose one of the page's choices; with scripts it is saved by that."""
        box = self.page.get_by_label(choice, exact=True)
        box.check()
        if self.scripts:
            expect(self.status_of(box)).to_contain_text("Saved")

    def status_of(self, box: Locator) -> Locator:
        """What stands under a field about its saving."""
        return box.locator("xpath=ancestor::div[contains(@class, 'app-field')]").locator(".app-saved").first

    def save(self) -> None:
        """Save everything by the button."""
        self.press("Save")
        expect(self.page.get_by_role("status").get_by_text("Saved.")).to_be_visible()

    def find_in_papers(self, words: str) -> None:
        """Search all papers from beside the marker, and open the first place."""
        papers = self.page.locator("#papers")
        papers.get_by_label("Search all papers").fill(words)
        papers.get_by_role("button", name="Search").click()
        # What was found for other words before may still stand there.
        expect(papers.locator(".app-hits")).to_contain_text(f"for “{words}”")
        papers.locator(".app-hits__list button").first.click()
        expect(papers.locator(".app-paper mark").first).to_be_visible()

    def go_from_evidence_to_page(self, words: str) -> None:
        """Open the page of a piece of evidence beside the marker: the passage is marked there, and in view."""
        self.evidence().filter(has_text=words).get_by_role("button").click()
        marked = self.page.locator(".app-paper mark")
        shown = ""
        for _ in range(100):  # what was marked before stands there until the page has come
            shown = " ".join("".join(marked.all_inner_texts()).split())
            if shown == words:
                break
            self.page.wait_for_timeout(50)
        assert shown == words
        expect(marked.first).to_be_in_viewport()

    def mark_with_mouse(self, words: str) -> None:
        """Drag the mouse over these words of the open page."""
        ends = self.page.evaluate(FIND_WORDS, words)
        assert ends, f"the open page does not say: {words}"
        mouse = self.page.mouse
        mouse.move(*ends[0])
        mouse.down()
        mouse.move(*ends[1], steps=4)
        mouse.up()

    def use_marked(self, bearing: str, note: str) -> None:
        """Use the marked words as evidence."""
        self.press("Use as evidence")
        expect(self.page.get_by_label("Supports", exact=True)).to_be_focused()
        self.add_evidence("", bearing, note)

    def add_evidence(self, quote: str, bearing: str, note: str) -> None:
        """Paste words where there are none yet, say which way they point, and add them."""
        if quote:
            self.page.get_by_label("The words of the paper").fill(quote)
        self.page.get_by_label(bearing, exact=True).check()
        self.page.get_by_label("What it shows (optional)").fill(note)
        self.press("Add evidence")

    def paste_in_every_way(self, so_far: int) -> None:
        """Paste a quote with other marks, one that is nearly right, and one that is not there; record another source."""
        # Other apostrophe, other line breaks: found, and the paper's own words are kept.
        self.add_evidence(
            "there was routine: a walk to the shops,\nthe library's singing   group on\nTuesdays",
            "Supports",
            "One sees the child.",
        )
        expect(self.evidence()).to_have_count(so_far + 1)
        expect(self.page.get_by_text("the library’s singing group on Tuesdays")).not_to_have_count(0)
        self.add_evidence("Agencies held a great deal of information between them and failed to share it", "Weakens", "")
        self.heading("These words are not quite what the paper says")
        expect(self.page.locator("ins").first).to_contain_text("good")
        self.page.locator("#place input").first.check()
        self.press("Use this passage")
        expect(self.evidence()).to_have_count(so_far + 2)
        with self.window.watch.expecting(422):
            self.add_evidence("Nothing of this kind was ever written by anybody in Wexcombe", "Weakens", "Kept all the same.")
            expect(self.page.get_by_role("alert")).to_be_visible()
        expect(self.page.get_by_label("The words of the paper")).to_have_value(re.compile("Nothing of this kind"))
        expect(self.page.get_by_label("What it shows (optional)")).to_have_value("Kept all the same.")
        self.page.get_by_label("The words of the paper").fill("")
        self.press("Record a source that is not in the papers")
        self.page.get_by_label("Interview").check()
        self.page.get_by_label("What it is and what it shows").fill("Conversation with the author: she wrote for the public.")
        self.page.get_by_label("Supports", exact=True).check()
        self.press("Add source")
        expect(self.evidence()).to_have_count(so_far + 3)

    def see_what_is_missing(self) -> None:
        """Submitting too early lists what is missing, and a link leads to the field."""
        self.window.go(f"/appraisals/{self.appraisal}")
        self.page.get_by_role("button", name="Check and submit").click()
        expect(self.page.get_by_text("still missing")).to_be_visible()
        expect(self.page.get_by_role("button", name="Submit appraisal")).to_have_count(0)
        self.page.locator("main li a").first.click()
        self.heading("1. ")
        assert self.page.url.endswith("#grade")

    def evidence(self) -> Locator:
        """The pieces of evidence on the marker's page."""
        return self.page.locator(".app-evidence")

    def fill_quickly(self, skip: str) -> None:
        """Grade every marker but one through the form's own address, each with reasons and where one looked."""
        graded = {key.partition("/")[0]: value for key, value in self.complete.entries if key.endswith("/grade")}
        for marker, grade in graded.items():
            if marker == skip:
                continue
            fields = {
                "grade": grade,
                "reasons": f"The papers were read for {marker.replace('-', ' ')}, and bear out this grade.",
                "no_evidence": "yes",
                "where_looked": "In all papers of the review.",
            }
            form = fields | {f"v:{name}": "0" for name in fields}
            self.post(f"/appraisals/{self.appraisal}/markers/{marker}", form)

    def post(self, address: str, form: dict[str, str]) -> None:
        """Send a form as the browser would."""
        at = self.window.server.address
        answer = self.page.request.post(at + address, form={**form}, headers={"Origin": at}, max_redirects=0)
        assert answer.status == 303, f"{address} was answered with {answer.status}"

    def answer_lenses(self) -> None:
        """Write a finding to each of the five questions, going from one to the next."""
        self.window.go(f"/appraisals/{self.appraisal}")
        findings = [value for key, value in self.complete.entries if key.startswith("lens/")]
        self.page.locator("a[href*='/lenses/']").first.click()
        for number, words in enumerate(findings):
            self.leave(self.page.get_by_label("Your finding"), words)
            last = number == len(findings) - 1
            self.press("Save" if last else "Save and go to the next question")

    def submit(self) -> None:
        """Submit what is complete."""
        self.window.go(f"/appraisals/{self.appraisal}/submit")
        self.press("Submit appraisal")
        expect(self.page.get_by_text("judge adequacy")).to_be_visible()

    # Adequacy and report.

    def decide_adequacy(self) -> None:
        """Confirm all areas, depart from one with a reason, decide the whole."""
        self.window.go(f"/appraisals/{self.appraisal}/adequacy")
        self.press("Confirm all areas not decided yet")
        row = self.page.get_by_role("row").filter(has_text="Scope").first
        row.get_by_role("link", name=re.compile("Change")).click()
        self.page.get_by_label("Inadequate").check()
        self.page.get_by_label("Reason").fill("")
        with self.window.watch.expecting(422):
            self.press("Save decision")
            expect(self.page.get_by_role("alert")).to_be_visible()
        self.page.get_by_label("Reason").fill("The referral has not been seen, and blaming words fall where they matter.")
        self.press("Save decision")
        self.page.get_by_role("link", name=re.compile("the overall grade")).click()
        self.page.get_by_label("Adequate", exact=True).check()
        self.page.get_by_label("Reason").fill("Weighed against everything else the review does well.")
        self.press("Save decision")
        expect(self.page.get_by_role("region", name="Overall").first).to_contain_text("Adequate")

    def issue(self, reason: str = "") -> str:
        """Preview, sign and issue. Gives the address of the issued report."""
        self.window.go(f"/appraisals/{self.appraisal}/report")
        expect(self.page.get_by_text("This is a preview. It has not been issued.")).to_be_visible()
        self.page.get_by_role("button", name="Sign and issue").click()
        self.page.get_by_label("Signed by").fill("Erin Ashdown")
        self.page.get_by_label("Post").fill("Business Manager")
        if reason:
            self.page.get_by_label("Why is it issued again?").fill(reason)
        self.answer_identifiers()
        self.page.get_by_role("button", name=re.compile("Issue version")).click()
        expect(self.page.get_by_text(re.compile("SHA-256 of the data"))).to_be_visible()
        return self.page.url

    def answer_identifiers(self) -> None:
        """Say what is to be done about each word that may identify a person: keep the first, leave out the others."""
        for number, asked in enumerate(self.page.locator(".app-asked").all()):
            asked.get_by_label("Leave out of the public version" if number else "Keep, because …").check()
            asked.get_by_label("Reason about").fill("" if number else "The published report names it.")

    def download(self, report: str, ending: str) -> bytes:
        """Follow the link to one format of the issued report and give its bytes, as saved or as shown."""
        link = f"{report}.{ending}"
        assert self.page.locator(f"a[href='{link.removeprefix(self.window.server.address)}']").count()
        answer = self.page.request.get(link)
        assert answer.status == 200
        return answer.body()

    # Small things.

    def heading(self, words: str | re.Pattern[str]) -> None:
        """The page is the one with this heading."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(words)

    def press(self, words: str) -> None:
        """Press the button that says exactly this."""
        self.page.get_by_role("button", name=words, exact=True).click()


# The two ends, in the window, of the first place where the open page says these words, scrolled into view.
FIND_WORDS = """words => {
  for (const paragraph of document.querySelectorAll(".app-paper [data-start]")) {
    const nodes = [], walk = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) nodes.push(walk.currentNode);
    const at = nodes.map(node => node.data).join("").indexOf(words);
    if (at < 0) continue;
    const range = document.createRange();
    const point = offset => {
      for (const node of nodes) { if (offset <= node.length) return [node, offset]; offset -= node.length; }
    };
    range.setStart(...point(at));
    range.setEnd(...point(at + words.length));
    range.startContainer.parentElement.scrollIntoView({ block: "center" });
    const boxes = [...range.getClientRects()].filter(box => box.width > 0), first = boxes[0], last = boxes.at(-1);
    return [[first.left + 1, first.top + first.height / 2], [last.right - 1, last.top + last.height / 2]];
  }
  return null;
}"""
