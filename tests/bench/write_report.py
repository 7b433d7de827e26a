"""A process of its own that writes a report once and prints how many seconds that took, without loading its code."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import typst

from app.outside.docx_out import report_docx
from app.outside.json_out import report_from_json
from app.outside.pdf_out import TEMPLATE, report_pdf
from app.services.report import write_files
from app.web.report import render_report

LOADED = (report_pdf, report_docx)  # the server loads them with its first report, which takes a fifth of a second once


def main() -> None:
    """Arguments: what to write (pdf, all, or typst for the bare compiler), and the file with the report or the source."""
    what, content = sys.argv[1], Path(sys.argv[2]).read_bytes()
    if what == "typst":
        source = content.decode()
        begin: Callable[[], object] = lambda: typst.compile(  # noqa: E731  # named like the others
            TEMPLATE, sys_inputs={"report": source}, ignore_system_fonts=True, pdf_standards="ua-1"
        )
    else:
        data = report_from_json(content)
        begin = (lambda: report_pdf(data)) if what == "pdf" else (lambda: write_files(data, render_report))
    began = time.perf_counter()
    begin()
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
