"""Measures the evidence finder on the worked example, and the search of all papers with 10,000 reviews against 100."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from sqlalchemy import insert, select, text

from app.data.rows import table
from app.data.session import Session, work
from app.data.tables import DocumentPageRow, DocumentParagraphRow, DocumentRow, ReviewRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.clock import now
from app.domain.word import plain_words
from app.services import account as accounts
from app.services.document_study import study_paper, waiting_papers
from app.services.instrument import instrument_of
from app.settings import ROOT, Settings
from app.web import urls
from tests.bench.direct import EMPTY, Direct, Loop
from tests.bench.installation import Installation
from tests.bench.lists import FEW, MANY
from tests.bench.measure import Measure, Plan, compare, plain
from tests.factories import make_token
from tests.finder.measure import AT, measure_cited, measure_finder

PARAGRAPHS, WORDS = 20, 80  # of each review, and of each paragraph
TEXTS, AT_ONCE = 5_000, 200  # different paragraphs, and reviews that are filled at once
PLAN = Plan(rounds=5, each=10, warm_up=3)
PROMPT = ("analysis", "qm13-c3")


def measure_finding(here: Installation, app: Direct, person: Person, draft: Appraisal) -> list[Measure]:
    """How many of the labelled passages are missed, and how long looking for a prompt takes."""
    for paper in waiting_papers(here.settings):
        study_paper(here.settings, paper)
    instrument = instrument_of(draft)
    with work(here.settings.database, writes=False) as db:
        result = measure_finder(db, person.board.id, draft.review, instrument)
        cited = measure_cited(db, person.board.id, draft.review, instrument)
    missed = "; ".join(f"{pair.prompt}: {pair.places[0].words} ({pair.places[0].paper})" for pair in result.missed)
    told = (
        f"recall at {AT} over {len(result.pairs)} pairs {result.recall:.3f}, mean over prompts {result.by_prompt:.3f}, over"
        f" markers {result.by_marker:.3f}; quotes cited in the example's appraisals, by marker: {cited.found} of {cited.total}."
        f" Missed: {missed or 'none'}"
    )
    address = urls.passages(draft.id, *PROMPT)
    return [
        plain(f"Labelled passages missed among the first {AT} suggestions", [1 - result.recall], "of 1", 0.2, told),
        compare("Likely passages for a prompt", lambda: app.get(address), lambda: app.get(EMPTY), "empty page", None, PLAN),
    ]


def measure_search(folder: Path, loop: Loop) -> list[Measure]:
    """Searching all papers: of 10,000 reviews and of 100, in the databases that the lists were measured on."""
    many, few = (_filled(folder / name, loop) for name in ("many", "few"))
    with_few = f"the same of {FEW} reviews"

    def pair(name: str, asked: str) -> Measure:
        address = urls.search(q=asked)
        return compare(name, lambda: many.get(address), lambda: few.get(address), with_few, None, PLAN)

    return [
        pair(f"Search of {MANY * PARAGRAPHS:,} paragraphs, two ordinary words", "photocopier supervision"),
        pair("… two very common words", "father assessment"),
        pair("… words in quotation marks", '"health visitor"'),
    ]


def _filled(folder: Path, loop: Loop) -> Direct:
    """The database of the lists, with a studied paper in each review."""
    settings = Settings(PLUMBLINE_VAR=folder)
    with work(settings.database) as db:
        erin = next(person for person in accounts.list_everybody(db) if person.name.startswith("Erin"))
        if not db.connection().execute(text("SELECT count(*) FROM document")).scalar():
            _fill(db, erin)
    return Direct(settings, make_token(settings, erin), loop)


def _fill(db: Session, erin: Person) -> None:
    """Rows in bulk, and the index of words made once at the end: that takes seconds instead of minutes."""
    run = db.connection().execute
    chance = random.Random(2016)  # the same words every time
    words = plain_words("\n".join(path.read_text() for path in sorted((ROOT / "app" / "example" / "papers").rglob("*.md"))))
    texts = [" ".join(chance.choices(words, k=WORDS)) for _ in range(TEXTS)]
    added = run(text("SELECT sql FROM sqlite_master WHERE name = 'document_words_added'")).scalar_one()
    run(text("DROP TRIGGER document_words_added"))
    reviews = [row[0] for row in run(select(table(ReviewRow).c.id)).all()]
    for at in range(0, len(reviews), AT_ONCE):
        some = reviews[at : at + AT_ONCE]
        run(insert(DocumentRow), [_paper(review, erin) for review in some])
        run(insert(DocumentPageRow), [{"document_id": f"d{review}", "number": 1, "text": ""} for review in some])
        run(insert(DocumentParagraphRow), [one for review in some for one in _paragraphs(review, texts, chance)])
    run(text(added))
    run(text("INSERT INTO document_words (document_words) VALUES ('rebuild')"))


def _paper(review: str, erin: Person) -> dict[str, object]:
    return {
        "id": f"d{review}", "board_id": erin.board.id, "review_id": review, "kind": "overview", "title": "Overview report",
        "filename": "report.pdf", "size": 1, "sha256": review, "stored_as": review, "status": "ready", "studied": "bench",
        "added_at": now(), "added_by": erin.id,
    }  # fmt: skip


def _paragraphs(review: str, texts: Sequence[str], chance: random.Random) -> Iterator[dict[str, object]]:
    for said in chance.sample(texts, PARAGRAPHS):
        yield {
            "document_id": f"d{review}",
            "page": 1,
            "start": 0,
            "end": len(said),
            "part": "analysis",
            "words": WORDS,
            "text": said,
        }
