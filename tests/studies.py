"""Papers that have been studied, to test with: in this process, which costs a tenth of a process for each."""

from app.data import document_study as studying
from app.data.session import Session, work
from app.domain.document import Document
from app.domain.study_text import study_text
from app.outside.cue_patterns import load_cue_patterns
from app.outside.study import current_version, newest_patterns
from app.settings import ROOT, Settings

MARKERS = ROOT / "markers"


def study(db: Session, paper: Document | str) -> None:
    """Study one paper with the patterns that ship with Plumbline, as the worker would."""
    claim = studying.claim_study(db, paper if isinstance(paper, str) else paper.id, current_version(MARKERS))
    assert claim, "the paper is not ready, or was studied already"
    pages, outline = studying.text_of(db, claim)
    assert studying.keep_study(db, claim, study_text(pages, outline, load_cue_patterns(newest_patterns(MARKERS))))


def study_waiting(settings: Settings) -> None:
    """Study every paper that waits for it."""
    with work(settings.database) as db:
        for document in studying.to_study(db, current_version(MARKERS)):
            study(db, document)
