"""Run by `cues.py` in a process of its own: finds the cues in pages from a file, and prints processor seconds and count."""

import gc
import json
import sys
import time
from pathlib import Path

from app.domain.document import Page
from app.settings import get_settings

pages = [Page(page["number"], page["text"]) for page in json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["pages"]]
gc.disable()  # as in the process that studies papers
began = time.process_time()

from app.domain.cues import find_cues  # noqa: E402  # loading it belongs to what is measured
from app.outside.cue_patterns import find_cue_patterns  # noqa: E402

found = find_cues(pages, find_cue_patterns(get_settings().markers_dir))
print(time.process_time() - began, len(found))
