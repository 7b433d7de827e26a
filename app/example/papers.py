"""Builds the papers of the worked example from its texts in `papers/`. It does not store them: `services` does that."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from app.domain.document import DocumentKind
from app.example.markup import parse
from app.outside.papers_out.docx import write_docx
from app.outside.papers_out.model import Paper
from app.outside.papers_out.odt import write_odt
from app.outside.papers_out.pdf import write_pdf
from app.outside.papers_out.txt import write_txt

TEXTS = Path(__file__).with_name("papers")
FURTHER = Path(__file__).with_name("further")
NOTICE = "Fictional example written for Plumbline. No real child, family or service."
WRITERS = {".pdf": write_pdf, ".docx": write_docx, ".odt": write_odt, ".txt": write_txt}


@dataclass(frozen=True)
class BuiltPaper:
    """A paper of the example as a file. `key` names it in the example's appraisals."""

    key: str
    filename: str
    kind: DocumentKind
    agency: str
    title: str
    path: Path


def build_papers(folder: Path, review: str = "") -> list[BuiltPaper]:
    """Write all papers into `folder`, in the order in which a board would add them. The same bytes every time.

    `review` is the reference of one of the further reviews; without it they are those of the one that has a whole set.
    """
    return [_build(entry, folder, review) for entry in _list(review)["papers"]]


@dataclass(frozen=True)
class ListedPaper:
    """A paper of the example before it is built."""

    key: str
    kind: DocumentKind
    agency: str


def list_papers(review: str = "") -> list[ListedPaper]:
    """Which papers there are, in order. `review` as in `build_papers`."""
    entries = _list(review)["papers"]
    return [ListedPaper(entry["key"], DocumentKind(entry["kind"]), entry.get("agency", "")) for entry in entries]


def read_paper(key: str, review: str = "") -> Paper:
    """One paper as data, before it becomes a file. Raises StopIteration for an unknown key. `review` as in `build_papers`."""
    return _paper(next(entry for entry in _list(review)["papers"] if entry["key"] == key), review)


def _texts(review: str) -> Path:
    return FURTHER / review if review else TEXTS


@cache
def _list(review: str) -> dict[str, Any]:
    path = _texts(review) / "papers.yaml"
    if not path.exists():  # a review that was only registered
        return {"papers": []}
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def _build(entry: dict[str, Any], folder: Path, review: str) -> BuiltPaper:
    path = folder / entry["filename"]
    WRITERS[path.suffix](_paper(entry, review), path)
    kind = DocumentKind(entry["kind"])
    return BuiltPaper(entry["key"], entry["filename"], kind, entry.get("agency", ""), entry["title"], path)


def _paper(entry: dict[str, Any], review: str) -> Paper:
    text = "\n\n".join((_texts(review) / part).read_text(encoding="utf-8") for part in entry["texts"])
    when = entry["dated"]
    return Paper(
        title=entry["title"],
        head=entry["head"],
        notice=NOTICE,
        organisation=entry.get("organisation", _list(review)["board"]),
        reference=_list(review)["reference"],
        subtitle=entry.get("subtitle", ""),
        cover=tuple(entry.get("cover", ())),
        contents=entry.get("contents", False),
        landscape=entry.get("landscape", False),
        dated=(when.year, when.month, when.day),
        blocks=parse(text, numbered=entry.get("numbered", False)),
    )
