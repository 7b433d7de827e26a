"""What a file's name suggests: a title, and a kind to be checked by a person. The content alone tells the format."""

import re
import unicodedata

from app.domain.document import DocumentKind

LONGEST = 200
UNNAMED = "Untitled paper"
EXTENSION = re.compile(r"\.(pdf|docx?|odt|txt|text|rtf)$", re.IGNORECASE)
ACRONYMS = re.compile(r"\b(?:imr|scr|lscb|nhs|gp|cafcass|camhs)\b", re.IGNORECASE)

# In this order: "action plan of the agency report" is an action plan.
HINTS: tuple[tuple[DocumentKind, str], ...] = (
    (DocumentKind.ACTION_PLAN, r"action plan"),
    (DocumentKind.RESPONSE, r"response|reply"),
    (DocumentKind.TERMS, r"terms of reference|terms|\btor\b"),
    (DocumentKind.CHRONOLOGY, r"chronology|timeline|time line"),
    (DocumentKind.SUMMARY, r"summary"),
    (DocumentKind.HEALTH, r"health overview"),
    (DocumentKind.AGENCY, r"\bimr\b|agency report|agency review|individual management"),
    (DocumentKind.OVERVIEW, r"overview|serious case review|\bscr\b|report"),
)


def clean_filename(name: str) -> str:
    """The last part of the name without control characters, short enough to keep and to show."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C").strip()
    if len(kept) <= LONGEST:
        return kept or UNNAMED
    ending = EXTENSION.search(kept)
    return kept[:LONGEST] + (ending[0] if ending else "")


def title_of(filename: str) -> str:
    """A title to begin with: the name without its ending, with spaces."""
    bare = " ".join(re.sub(r"[_\-+.]+", " ", EXTENSION.sub("", filename)).split())
    bare = ACRONYMS.sub(lambda match: match[0].upper(), bare)
    return bare[:1].upper() + bare[1:] if bare else UNNAMED


def guess_kind(filename: str) -> DocumentKind:
    """The kind that the words of the name suggest; `OTHER` where they suggest none."""
    words = title_of(filename).casefold()
    return next((kind for kind, pattern in HINTS if re.search(pattern, words)), DocumentKind.OTHER)
