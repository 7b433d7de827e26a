"""Has typst set a PDF, tagged as PDF/UA-1, in a process of its own. What goes into it is for `pdf_out` and `papers_out`."""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
COMMAND = (sys.executable, "-P", "-m", "app.outside.typst_run")
SECONDS = 120


class TypesettingError(Exception):
    """typst could not set the PDF, which is a mistake in a layout. The message can hold text of a case: it is not for logs."""


def typeset(layout: Path, name: str, data: str, dated: datetime | None = None) -> bytes:
    """The PDF by this layout, which finds the data under `name` and takes no word of it as markup. `dated`: the date that the
    file says it was made on, for the same bytes each time.

    Raises TypesettingError, subprocess.TimeoutExpired after two minutes, and OSError where no process can be started.
    """
    asked = {"layout": str(layout), "name": name, "data": data, "dated": dated.isoformat() if dated else None}
    done = subprocess.run(
        COMMAND,
        input=json.dumps(asked).encode(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        timeout=SECONDS,
        check=False,
    )
    said, _, pdf = done.stdout.partition(b"\n")
    error = json.loads(said) if done.returncode == 0 and said else "the process ended without an answer"
    if error or not pdf:
        raise TypesettingError(error)
    return pdf
