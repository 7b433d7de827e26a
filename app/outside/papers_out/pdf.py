"""Writes a paper as a tagged PDF with bookmarks. The layout is in `paper.typ`; the words go in as data, never as markup."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from app.outside.papers_out.model import Paper
from app.outside.typst_pdf import typeset

LAYOUT = Path(__file__).with_name("paper.typ")


def write_pdf(paper: Paper, path: Path) -> None:
    """Write the paper to `path`. The same paper gives the same bytes. Raises TypesettingError for a broken layout."""
    data = json.dumps(asdict(paper), ensure_ascii=False)
    path.write_bytes(typeset(LAYOUT, "paper", data, datetime(*paper.dated, tzinfo=UTC)))
