"""What an issued report's files have to be, whichever way it was made."""

import io
import json
import re
import zipfile

import pypdf

from tests.journeys.main_job import MainJob


def check_formats(job: MainJob, report: str, *, version: int, reason: str = "") -> dict[str, bytes]:
    """Download the four formats from the open report's page, look into each, and give their bytes."""
    files = {ending: job.download(report, ending) for ending in ("pdf", "docx", "html", "json")}
    data = json.loads(files["json"])
    issue = data["heading"]["issue"]
    texts = {
        "pdf": _squeezed("".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files["pdf"])).pages)),
        "docx": _squeezed(_word_text(files["docx"])),
        "html": _squeezed(files["html"].decode()),
        "json": _squeezed(json.dumps(data, ensure_ascii=False)),
    }
    assert files["pdf"].startswith(b"%PDF-")
    assert files["html"].lstrip().lower().startswith(b"<!doctype html>")
    for ending, text in texts.items():
        for words in (job.reference, "Erin Ashdown", "The report has been written so that it can be published in full"):
            assert _squeezed(words) in text, f"the {ending} file does not say: {words}"
    assert (issue["version"], issue["reason"]) == (version, reason)
    assert all(_squeezed(reason) in text for text in texts.values())
    return files


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _word_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return re.sub(r"<[^>]+>", "", archive.read("word/document.xml").decode())
