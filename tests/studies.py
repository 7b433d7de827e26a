"""Papers that have been studied, to test with: in this process, which costs a tenth of a process for each."""

from app.data import document_study as studying
from app.data.session import Session, work
from app.domain.cue import CueKind
from app.domain.cue_patterns import CuePattern, CuePatterns
from app.domain.cue_words import compile_words
from app.domain.document import Document
from app.domain.study_text import study_text
from app.outside.cue_patterns import load_cue_patterns
from app.outside.study import current_version, newest_patterns
from app.settings import ROOT, Settings

MARKERS = ROOT / "markers"


def pattern(kind: CueKind, *words: str) -> CuePattern:
    """A pattern of these wordings."""
    return CuePattern(f"{kind}-one", kind, "why", "example", "counter", compile_words(list(words), {}))


# Two patterns that stay as they are, for tests that are not about patterns.
SIMPLE = CuePatterns("7.0", (pattern(CueKind.JUDGEMENT, "failed to"), pattern(CueKind.EXPLAINS, "because")), {}, {})


def study(db: Session, paper: Document | str, patterns: CuePatterns | None = None) -> None:
    """Study one paper as the worker would, with the patterns that ship with Plumbline or with these."""
    claim = studying.claim_study(db, paper if isinstance(paper, str) else paper.id, current_version(MARKERS))
    assert claim, "the paper is not ready, or was studied already"
    pages, outline = studying.text_of(db, claim)
    found = study_text(pages, outline, patterns or load_cue_patterns(newest_patterns(MARKERS)))
    assert studying.keep_study(db, claim, found)


def study_waiting(settings: Settings) -> None:
    """Study every paper that waits for it."""
    with work(settings.database) as db:
        for document in studying.to_study(db, current_version(MARKERS)):
            study(db, document)
