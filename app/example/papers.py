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


def build_papers(folder: Path) -> list[BuiltPaper]:
    """Write all papers into `folder`, in the order in which a board would add them. The same bytes every time."""
    return [_build(entry, folder) for entry in _list()["papers"]]


@dataclass(frozen=True)
class ListedPaper:
    """A paper of the example before it is built."""

    key: str
    kind: DocumentKind
    agency: str


def list_papers() -> list[ListedPaper]:
    """Which papers there are, in order."""
    return [ListedPaper(entry["key"], DocumentKind(entry["kind"]), entry.get("agency", "")) for entry in _list()["papers"]]


def read_paper(key: str) -> Paper:
    """One paper as data, before it becomes a file. Raises StopIteration for an unknown key."""
    return _paper(next(entry for entry in _list()["papers"] if entry["key"] == key))


@cache
def _list() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((TEXTS / "papers.yaml").read_text(encoding="utf-8"))
    return loaded


def _build(entry: dict[str, Any], folder: Path) -> BuiltPaper:
    path = folder / entry["filename"]
    WRITERS[path.suffix](_paper(entry), path)
    kind = DocumentKind(entry["kind"])
    return BuiltPaper(entry["key"], entry["filename"], kind, entry.get("agency", ""), entry["title"], path)


def _paper(entry: dict[str, Any]) -> Paper:
    text = "\n\n".join((TEXTS / part).read_text(encoding="utf-8") for part in entry["texts"])
    when = entry["dated"]
    return Paper(
        title=entry["title"],
        head=entry["head"],
        notice=NOTICE,
        organisation=entry.get("organisation", _list()["board"]),
        reference=_list()["reference"],
        subtitle=entry.get("subtitle", ""),
        cover=tuple(entry.get("cover", ())),
        contents=entry.get("contents", False),
        landscape=entry.get("landscape", False),
        dated=(when.year, when.month, when.day),
        blocks=parse(text, numbered=entry.get("numbered", False)),
    )
