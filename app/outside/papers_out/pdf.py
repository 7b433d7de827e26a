"""Writes a paper as a tagged PDF with bookmarks. The layout is in `paper.typ`; the words go in as data, never as markup."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import typst

from app.outside.papers_out.model import Paper

LAYOUT = Path(__file__).with_name("paper.typ")


def write_pdf(paper: Paper, path: Path) -> None:
    """Write the paper to `path`. The same paper gives the same bytes. Raises typst.TypstError for a broken layout."""
    made = typst.compile(
        LAYOUT.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"paper": json.dumps(asdict(paper), ensure_ascii=False)},
        pdf_standards="ua-1",
        timestamp=datetime(*paper.dated, tzinfo=UTC),
    )
    assert isinstance(made, bytes)
    path.write_bytes(made)
