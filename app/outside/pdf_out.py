"""The report as a tagged PDF (PDF/UA-1), set by typst from data: no word of a report is ever read as markup."""

import json
from dataclasses import asdict
from pathlib import Path

from app.domain.report import ReportData
from app.domain.report_blocks import blocks
from app.domain.report_layout import clean
from app.outside.typst_pdf import typeset

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"


def report_pdf(report: ReportData) -> bytes:
    """The report as PDF. Characters that typst's own fonts cannot show stand as their code point, such as [U+4E2D]."""
    return typeset(TEMPLATE, "report", json.dumps(report_input(report), ensure_ascii=False))


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
