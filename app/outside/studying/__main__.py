"""The student's process: loads the patterns, limits itself, takes the text from standard input, reports on standard output."""

import gc
import json
import os
import sys
from pathlib import Path

from app.domain.study_text import study_text
from app.outside.cue_patterns import load_cue_patterns
from app.outside.reading.confine import close_doors, confine
from app.outside.studying.report import pack_study, unpack_text

LEAST_URGENT = 19  # somebody may wait for a paper to be read, and nobody for its profile


def main() -> None:
    """Arguments: the folder of the patterns, then the limits as JSON (memory_bytes, cpu_seconds)."""
    gc.disable()  # the process is short; looking for rubbish would take a tenth of its time
    folder, limits = Path(sys.argv[1]), json.loads(sys.argv[2])
    patterns = load_cue_patterns(folder)
    os.nice(LEAST_URGENT)
    confine(limits["memory_bytes"], limits["cpu_seconds"])
    close_doors()
    pages, outline = unpack_text(sys.stdin.buffer.read())
    sys.stdout.buffer.write(pack_study(study_text(pages, outline, patterns)))
    sys.stdout.buffer.flush()
    os._exit(0)  # nothing is left to tidy that the end of the process does not


if __name__ == "__main__":
    main()
