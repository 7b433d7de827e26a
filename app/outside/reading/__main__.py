"""The reader's process: limits itself, reads one file, reports on standard output."""

import gc
import json
import os
import sys
from pathlib import Path

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.outside.reading.confine import confine
from app.outside.reading.report import Bounds, CannotReadError, Progress, pack, pack_progress
from app.outside.reading.sniff import sniff


def main() -> None:
    """Arguments: the file, then the limits as JSON (memory_bytes, cpu_seconds, and the fields of Bounds)."""
    gc.disable()  # the process is short; looking for rubbish would take a tenth of its time
    path, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
    confine(limits.pop("memory_bytes"), limits.pop("cpu_seconds"))
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)  # whatever a library prints must not mix with the report

        def progress(done: int, total: int) -> None:
            out.write(pack_progress(done, total))
            out.flush()

        try:
            reading = read(path, Bounds(**limits), progress)
        except CannotReadError as refusal:
            reading = refusal.reading
        out.write(pack(reading))
    os._exit(0)  # nothing is left to tidy that the end of the process does not


def read(path: Path, bounds: Bounds, progress: Progress) -> Reading:
    """The file as pages. Raises CannotReadError."""
    if path.stat().st_size > bounds.max_bytes:
        raise CannotReadError(
            ReadingStatus.TOO_LARGE,
            f"This file is larger than {bounds.max_bytes // 1_000_000} MB. Split it into parts, or save it with smaller "
            "pictures, and upload that.",
        )
    found = sniff(path)
    if found is FileFormat.PDF:
        from app.outside.reading.pdf_in import read_pdf

        return read_pdf(path, bounds, progress)
    raise NotImplementedError(found)


if __name__ == "__main__":
    main()
