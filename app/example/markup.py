"""Reads the light markup in which the example's papers are written. Not a Markdown reader: it knows these few marks only.

`# ` chapter (`# ! ` one without numbers), `## ` heading, `### ` subheading, `- ` bullet, `> ` quotation, `| a | b |` table
(its first row may be preceded by a line `|: 1 4 2` of column widths), `:: Recommendation 1 | To: somebody` before the
recommendation's text, `! ` before a paragraph that stays unnumbered. In the text: `*italic*`, `**bold**`, `^[footnote]`,
`{#key}` at the start of a paragraph to name it and `{@key}` for its number. Straight quotation marks become typographic.
"""

import re
from dataclasses import dataclass, field, replace

from app.outside.papers_out.model import Block, Run

_INLINE = re.compile(r"\^\[(?P<note>[^\]]+)\]|\*\*(?P<bold>[^*]+)\*\*|\*(?P<italic>[^*]+)\*")
_KEY = re.compile(r"^\{#([a-z0-9-]+)\}\s*")
_REFERENCE = re.compile(r"\{@([a-z0-9-]+)\}")
_HEADINGS = {"# ": "chapter", "## ": "heading", "### ": "subheading"}


@dataclass
class _Numbers:
    """Counts chapters and paragraphs, and remembers the named ones."""

    on: bool
    chapter: str = ""
    chapters: int = 0
    paragraphs: int = 0
    named: dict[str, str] = field(default_factory=dict)

    def start_chapter(self, title: str) -> str:
        """The number to print before the chapter's title: a digit, or nothing for an appendix."""
        self.paragraphs = 0
        if title.startswith("! "):
            self.chapter = ""
            return ""
        appendix = re.match(r"Appendix ([A-Z])\b", title)
        if appendix:
            self.chapter = appendix.group(1)
            return ""
        self.chapters += 1
        self.chapter = str(self.chapters)
        return self.chapter if self.on else ""

    def next_paragraph(self) -> str:
        """The number of the next paragraph, or nothing where the paper has no numbers."""
        if not self.on or not self.chapter:
            return ""
        self.paragraphs += 1
        return f"{self.chapter}.{self.paragraphs}"


def parse(text: str, *, numbered: bool) -> tuple[Block, ...]:
    """The blocks of a paper. Raises KeyError for a `{@key}` that names nothing, ValueError for a mark used wrongly."""
    numbers = _Numbers(numbered)
    blocks: list[Block] = []
    for chunk in re.split(r"\n\s*\n", text.strip()):
        blocks.extend(_chunk(chunk.strip("\n"), numbers))
    return tuple(_resolve(block, numbers.named) for block in blocks)


def _chunk(chunk: str, numbers: _Numbers) -> list[Block]:
    lines = chunk.split("\n")
    for mark, kind in _HEADINGS.items():
        if chunk.startswith(mark):
            title = _joined(lines)[len(mark) :]
            number = numbers.start_chapter(title) if kind == "chapter" else ""
            return [Block(kind, inline(title.removeprefix("! ")), number)]  # type: ignore[arg-type]
    if chunk.startswith("- "):
        inset = "in" if numbers.on and numbers.chapter else ""
        return [Block("item", inline(item), inset) for item in _items(lines)]
    if chunk.startswith("> "):
        return [Block("quote", inline(_joined([line.removeprefix("> ") for line in lines])))]
    if chunk.startswith("|"):
        return [_table(lines)]
    if chunk.startswith(":: "):
        label, _, to = lines[0][3:].partition(" | ")
        return [Block("recommendation", inline(_joined(lines[1:])), label, ((to,),))]
    if chunk.startswith("! "):
        return [Block("para", inline(_joined(lines)[2:]))]
    return [_paragraph(_joined(lines), numbers)]


def _paragraph(text: str, numbers: _Numbers) -> Block:
    number = numbers.next_paragraph()
    key = _KEY.match(text)
    if key:
        if not number or key.group(1) in numbers.named:
            raise ValueError(f"The name {key.group(1)} stands twice, or on a paragraph without a number.")
        numbers.named[key.group(1)] = number
        text = text[key.end() :]
    return Block("para", inline(text), number)


def _items(lines: list[str]) -> list[str]:
    items: list[str] = []
    for line in lines:
        if line.startswith("- "):
            items.append(line[2:].strip())
        else:
            items[-1] += " " + line.strip()
    return items


def _table(lines: list[str]) -> Block:
    widths: tuple[float, ...] = ()
    if lines[0].startswith("|:"):
        widths = tuple(float(width) for width in lines.pop(0)[2:].split())
    rows = tuple(tuple(curl(cell.strip()) for cell in line.strip().strip("|").split("|")) for line in lines)
    widths = widths or (1.0,) * len(rows[0])
    wrong = [row for row in rows if len(row) != len(widths)]
    if wrong:
        raise ValueError(f"A table row has {len(wrong[0])} cells, not {len(widths)}: {wrong[0][0]}")
    return Block("table", rows=rows, widths=widths)


def curl(text: str) -> str:
    """The text with typographic quotation marks and apostrophes."""
    return re.sub(r'(^|[\s(\[])"', r"\1“", text).replace('"', "”").replace("'", "’")


def inline(text: str) -> tuple[Run, ...]:
    """The runs of a stretch of marked text."""
    text = curl(text)
    runs: list[Run] = []
    end = 0
    for mark in _INLINE.finditer(text):
        if mark.start() > end:
            runs.append(Run(text[end : mark.start()]))
        style = mark.lastgroup
        assert style in ("note", "bold", "italic")
        runs.append(Run(mark.group(style), style))  # type: ignore[arg-type]
        end = mark.end()
    if end < len(text):
        runs.append(Run(text[end:]))
    return tuple(runs)


def _resolve(block: Block, named: dict[str, str]) -> Block:
    runs = tuple(replace(run, text=_REFERENCE.sub(lambda found: named[found.group(1)], run.text)) for run in block.runs)
    return replace(block, runs=runs)


def _joined(lines: list[str]) -> str:
    return " ".join(line.strip() for line in lines)
