"""Measures the server's time for pages and for saving: the app in this process, without a network."""

from itertools import cycle

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import review as reviews
from app.data.session import work
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.entry import key_of
from app.services.instrument import instrument_of
from app.web import urls
from tests.bench.direct import EMPTY, ONE_ROW, Direct
from tests.bench.installation import Installation
from tests.bench.measure import Measure, Plan, absent, compare

MARKER, PAGE = "analysis", 73
EMPTY_PAGE = "empty page"
PLAN = Plan(rounds=7, each=40, warm_up=20)


def measure_paper_page(app: Direct, paper: Document | None) -> Measure:
    """Opening a page in the middle of the long report."""
    name = f"Opening page {PAGE} of it"
    if paper is None:
        return absent(name, 3, "The report is not there.")
    address = urls.paper_page(paper.review, paper.id, PAGE)
    return compare(name, lambda: app.get(address), lambda: app.get(EMPTY), EMPTY_PAGE, 3, PLAN)


def draft_of(here: Installation, person: Person) -> Appraisal:
    """The appraisal of the worked example that this person has begun."""
    with work(here.settings.database, writes=False) as db:
        lines, _ = reviews.list_reviews(db, person.board.id, search="WX-2016-03")
        for line in lines:
            for appraisal in appraisals.list_appraisals(db, person.board.id, line.id):
                if appraisal.appraiser == person.id:
                    return appraisal
    raise RuntimeError("the worked example has no such appraisal")


def measure_marker_page(app: Direct, draft: Appraisal) -> Measure:
    """Opening a marker of a draft, with its whole form and the papers beside it."""
    address = urls.marker(draft.id, MARKER)
    name = "Opening a marker page of the worked example"
    return compare(name, lambda: app.get(address), lambda: app.get(EMPTY), EMPTY_PAGE, 3, PLAN)


def measure_saving(here: Installation, app: Direct, draft: Appraisal) -> Measure:
    """Saving an answer as htmx sends it, a different one each time."""
    field = f"answer:{instrument_of(draft).marker(MARKER).prompts[0].id}"
    address = urls.marker_field(draft.id, MARKER)
    with work(here.settings.database, writes=False) as db:
        entry = entries.newest_entry(db, draft.id, key_of(MARKER, field))
    version = entry.version if entry else 0
    answers = cycle(answer for answer in ("yes", "partly", "no") if not entry or answer != entry.value)

    def save() -> float:
        nonlocal version
        seconds = app.post(address, {"field": field, field: next(answers), f"v:{field}": str(version)})
        version += 1
        return seconds

    return compare("Saving an answer", save, lambda: app.post(ONE_ROW, {}), "writing and committing one row", 3, PLAN)
