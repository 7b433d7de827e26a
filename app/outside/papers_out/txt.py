"""Writes a paper as plain text, with the notice at its head and at its foot, since such a file has no pages."""

import textwrap
from pathlib import Path

from app.outside.papers_out.model import Block, Paper

WIDTH = 90


def write_txt(paper: Paper, path: Path) -> None:
    """Write the paper to `path` in UTF-8. Raises ValueError for a table or a footnote: plain text has none."""
    opening = [paper.notice, paper.organisation, paper.title.upper(), paper.subtitle]
    parts = [*filter(None, opening), *map(_lines, paper.blocks), paper.notice]
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8", newline="\n")


def _lines(block: Block) -> str:
    if block.kind == "table" or any(run.style == "note" for run in block.runs):
        raise ValueError("A plain text paper of the example has no tables and no footnotes.")
    if block.kind == "chapter":
        return block.text.upper()
    return textwrap.fill(block.text, WIDTH, initial_indent="- " if block.kind == "item" else "")
