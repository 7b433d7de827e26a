"""The reader's process: limits itself, reads one file, reports on standard output."""

import gc
import json
import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.outside.reading.confine import confine
from app.outside.reading.report import Bounds, CannotReadError, Found, Progress, pack, pack_progress

PDF_MARK = b"%PDF-"
Reader = Callable[[Path, Bounds, Progress], Reading]


def main() -> None:
    """Arguments: the file, then the limits as JSON (memory_bytes, cpu_seconds, and the fields of Bounds). Standard input is empty
    or says what was found on the pictures of a PDF, as JSON by page number.
    """
    gc.disable()  # the process is short; looking for rubbish would take a tenth of its time
    path, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
    find_reader = _load(path, {int(number): str(found) for number, found in json.loads(sys.stdin.buffer.read() or b"{}").items()})
    confine(limits.pop("memory_bytes"), limits.pop("cpu_seconds"))
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever a library prints must not mix with the report

        def progress(done: int, total: int) -> None:
            out.write(pack_progress(done, total))
            out.flush()

        try:
            reading = read(path, Bounds(**limits), progress, find_reader)
        except CannotReadError as refusal:
            reading = refusal.reading
        out.write(pack(reading))
    os._exit(0)  # nothing is left to tidy that the end of the process does not


def read(path: Path, bounds: Bounds, progress: Progress, find_reader: Callable[[Path], Reader]) -> Reading:
    """The file as pages. Raises CannotReadError."""
    if path.stat().st_size > bounds.max_bytes:
        raise CannotReadError(
            ReadingStatus.TOO_LARGE,
            f"This file is larger than {bounds.max_bytes // 1_000_000} MB. Split it into parts, or save it with smaller "
            "pictures, and upload that.",
        )
    return find_reader(path)(path, bounds, progress)


def _load(path: Path, found: Found) -> Callable[[Path], Reader]:
    """The code for this file, loaded before the limits set in: afterwards nothing can be cached on disk. Most papers are
    PDF, and for these nothing else is loaded.
    """
    with path.open("rb") as file:
        is_pdf = PDF_MARK in file.read(1024)
    if is_pdf:
        from app.outside.reading.pdf_in import read_pdf

        return lambda _: partial(read_pdf, found=found)
    from app.outside.reading.docx_in import read_docx
    from app.outside.reading.odt_in import read_odt
    from app.outside.reading.sniff import sniff
    from app.outside.reading.txt_in import read_txt

    others = {FileFormat.DOCX: read_docx, FileFormat.ODT: read_odt, FileFormat.TXT: read_txt}
    return lambda found: others[sniff(found)]


if __name__ == "__main__":
    main()
