"""Measures a page of a paper of 1,000 pages against the same page of a paper of ten: text, cues, contents and all."""

from pathlib import Path

from app.data import study as studies
from app.data.migrate import migrate
from app.data.session import work
from app.domain.cue import Cue, CueKind, letters_of
from app.domain.document import Document
from app.domain.study import Part, StudiedParagraph, Study
from app.services import document as documents
from app.settings import Settings
from app.web import urls
from tests.bench.direct import Direct, Loop
from tests.bench.measure import Measure, Plan, compare
from tests.factories import make_paper, make_people, make_review, make_token

LONG, SHORT, PAGE = 1_000, 10, 5
PLAN = Plan(rounds=7, each=30, warm_up=15)
PARAGRAPH = "{0}.{1} The panel heard that visits were short because of vacancies, and staff failed to write them down. " * 4


def measure_long_papers(folder: Path, loop: Loop) -> list[Measure]:
    """Opening a page, bare and with every kind of cue switched on; and, for comparison, the very last page."""
    folder.mkdir()
    settings = Settings(PLUMBLINE_VAR=folder)
    migrate(settings.database)
    with work(settings.database) as db:
        people = make_people(db)
        review = make_review(db, people.erin, "BX-long")
        short, long = (make_paper(db, people.erin, review.id, *_texts(pages)) for pages in (SHORT, LONG))
        for paper, pages in ((short, SHORT), (long, LONG)):
            studies.save_study(db, paper.id, _study(pages))
        assert documents.get_paper(people.erin, db, review.id, long.id).page_count == LONG
    app = Direct(settings, make_token(settings, people.erin), loop)

    def pair(name: str, page_of_long: int, ending: str, limit: float | None = None) -> Measure:
        def address(paper: Document, page: int) -> str:
            return urls.paper_page(review.id, paper.id, page) + ending

        return compare(
            name,
            lambda: app.get(address(long, page_of_long)),
            lambda: app.get(address(short, PAGE)),
            f"page {PAGE} of a paper of {SHORT}",
            limit,
            PLAN,
        )

    return [
        pair(f"Page {PAGE} of a paper of {LONG:,} pages", PAGE, "", 1.3),
        pair("… with every kind of cue marked", PAGE, f"?look={letters_of(CueKind)}", 1.3),
        pair("… its last page", LONG, ""),
    ]


def _texts(pages: int) -> list[str]:
    return ["\n\n".join(PARAGRAPH.format(page, number).strip() for number in range(6)) for page in range(1, pages + 1)]


def _study(pages: int) -> Study:
    """Four cues on every page, as in a report that judges and explains much."""
    cues, paragraphs = [], []
    for number, text in enumerate(_texts(pages), start=1):
        for place in range(4):
            start = text.index("because of", place * 250)
            words = text[start : start + 10]
            cues.append(Cue(number, start, start + 10, CueKind.EXPLAINS, words, text[:100], "explains"))
        paragraphs.append(StudiedParagraph(number, 0, len(text), text, Part.ANALYSIS, len(text.split())))
    return Study("bench", tuple(cues), tuple(paragraphs))
