"""The report as a tagged PDF (PDF/UA-1), set by typst from data: no word of a report is ever read as markup."""

import json
import re
from dataclasses import asdict
from pathlib import Path

import typst

from app.domain.report import ReportData
from app.domain.report_blocks import blocks
from app.domain.report_layout import clean

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
ATTEMPTS = 12
ASCII, LATIN, FAR, EAST_ASIA_ENDS = 0x7E, 0x24F, 0x2E80, 0xD7FF


def report_pdf(report: ReportData) -> bytes:
    """The report as PDF. Characters that typst's own fonts cannot show stand as their code point, such as [U+4E2D]."""
    data = json.dumps(report_input(report), ensure_ascii=False)
    for _ in range(ATTEMPTS):
        try:
            return set_pdf(data)
        except typst.TypstError as error:
            found = NO_GLYPH.search(str(error))
            if found is None:
                raise
            data = without_glyphs(data, ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1]))
    return set_pdf("".join(spell_out(character) if ord(character) > LATIN else character for character in data))


def without_glyphs(data: str, text: str) -> str:
    """The data with every character spelt out that fonts cannot show: those of `text` and, of far scripts, their block."""
    missing = {character for character in text if ord(character) > ASCII}
    far = {block_of(character) for character in missing if ord(character) >= FAR}
    return "".join(spell_out(c) if c in missing or (ord(c) >= FAR and block_of(c) in far) else c for c in data)


def set_pdf(data: str) -> bytes:
    """The PDF for this JSON. Raises typst.TypstError."""
    pdf = typst.compile(TEMPLATE, sys_inputs={"report": data}, ignore_system_fonts=True, pdf_standards="ua-1")
    assert isinstance(pdf, bytes)
    return pdf


def report_input(report: ReportData) -> dict[str, object]:
    """What the template gets: title, running head and the blocks."""
    issue = report.heading.issue
    standing = "Preview, not issued" if issue.is_preview else f"Version {issue.version}"
    return {
        "title": clean(report.title),
        "board": clean(report.heading.board),
        "description": clean(report.outcome.sentence),
        "running": clean(f"{report.title}{' (invented)' if report.heading.fictional else ''}"),
        "standing": standing,
        "blocks": [asdict(block) for block in blocks(report)],
    }


def block_of(character: str) -> int:
    """A rough block of characters that fonts have or lack together: 256 neighbours, or the whole of East Asia."""
    code = ord(character)
    return FAR >> 8 if FAR <= code <= EAST_ASIA_ENDS else code >> 8


def spell_out(character: str) -> str:
    """A character as its code point."""
    return f"[U+{ord(character):04X}]"
