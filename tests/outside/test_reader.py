"""The reader's promise: every file gets a final status and a sentence, whatever it is and whatever becomes of the child."""

import json
import os
import sys
import time
from pathlib import Path

import pytest

from app.domain.document import FileFormat, Reading, ReadingStatus
from app.outside.reader import ReadingLimits, read_file, reading_as_json
from tests import files

SENTENCES = "#set page(width: 300pt, height: 200pt)\n= Findings\nRobin was seen alone at home.\n#pagebreak()\nSecond page."


def read(folder: Path, name: str, content: bytes, limits: ReadingLimits | None = None) -> Reading:
    """The reading of this content under this name."""
    return read_file(files.put(folder, name, content), limits=limits or ReadingLimits())


def child(code: str, **limits: float) -> ReadingLimits:
    """Limits whose child is this Python code instead of the reader."""
    return ReadingLimits(command=(sys.executable, "-c", code), **limits)  # type: ignore[arg-type]


def test_progress_is_told_page_by_page(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = files.put(tmp_path, "a.pdf", files.pdf(SENTENCES))
    assert read_file(path, progress=lambda done, total: told.append((done, total))).status is ReadingStatus.READY
    assert told == [(1, 2), (2, 2)]


def test_the_reading_as_json_has_status_sentence_and_pages(tmp_path: Path) -> None:
    said = reading_as_json(read(tmp_path, "a.pdf", files.pdf(SENTENCES)))
    assert json.loads(json.dumps(said)) == {
        "status": "ready",
        "sentence": "Ready: 2 pages.",
        "pages": [
            {"number": 1, "text": "Findings\n\nRobin was seen alone at home."},
            {"number": 2, "text": "Second page."},
        ],
    }


@pytest.mark.parametrize(
    ("name", "made", "kind"),
    [
        ("report.txt", lambda: files.pdf(SENTENCES), FileFormat.PDF),
        ("report.pdf", lambda: files.word(lambda word: word.add_paragraph("Robin was seen.")), FileFormat.DOCX),
        ("report.doc", lambda: files.open_text("<text:p>Robin was seen.</text:p>"), FileFormat.ODT),
        ("report.docx", lambda: b"Robin was seen.", FileFormat.TXT),
        ("late.pdf", lambda: b"\n" * 900 + files.pdf(SENTENCES), FileFormat.PDF),
    ],
)
def test_files_are_told_apart_by_content_and_not_by_name(tmp_path: Path, name: str, made: object, kind: FileFormat) -> None:
    assert callable(made)
    reading = read(tmp_path, name, made())
    assert (reading.status, reading.format) == (ReadingStatus.READY, kind)
    assert "Robin was seen" in reading.pages[0].text


LOCKED_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le") + b"\0" * 100
LOCKED_ODT = {
    "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
    "<m:encryption-data/></m:file-entry></m:manifest>"
}


@pytest.mark.parametrize(
    ("made", "status", "said"),
    [
        (lambda: b"", "empty", "is empty"),
        (lambda: b" \r\n\0\0", "empty", "is empty"),
        (lambda: files.locked_pdf(files.pdf(SENTENCES), "secret"), "encrypted", "locked with a password"),
        (lambda: LOCKED_WORD, "encrypted", "locked with a password"),
        (lambda: files.open_text("", **LOCKED_ODT), "encrypted", "locked with a password"),
        (lambda: files.pdf(SENTENCES)[:4_000], "damaged", "damaged or was not uploaded whole"),
        (lambda: b"%PDF-1.7\n" + b"\xde\xad\xbe\xef" * 500, "damaged", "damaged or was not uploaded whole"),
        (lambda: files.word(lambda word: word.add_paragraph("One"))[:2_000], "damaged", "damaged or was not uploaded whole"),
        (lambda: files.word_of("<w:p><w:r><w:t>One"), "damaged", "damaged or was not uploaded whole"),
        (lambda: files.pdf("\ue101\ue102\ue103 " * 40), "no-text", "does not tell which they are"),
        (lambda: files.pdf("#pagebreak()"), "empty", "pages of this PDF are blank"),
        (lambda: files.scrambled(files.word(lambda word: word.add_paragraph("One"))), "damaged", "damaged or was not"),
        (lambda: files.picture_pdf(3), "no-text", "pictures of pages and no text"),
        (lambda: files.word(lambda word: None), "empty", "no text in it"),
        (lambda: files.open_text("<text:p/>"), "empty", "no text in it"),
        (files.png, "wrong-type", "picture (PNG)"),
        (lambda: OLD_WORD, "wrong-type", "old Word format (.doc)"),
        (lambda: files.archive({"a.txt": "One"}), "wrong-type", "zip archive"),
        (lambda: files.archive({"[Content_Types].xml": "", "xl/workbook.xml": ""}), "wrong-type", "spreadsheet"),
        (lambda: files.archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "wrong-type", "spreadsheet"),
        (lambda: b"{\\rtf1 Robin was seen.}", "wrong-type", "Rich Text"),
        (lambda: b"<!DOCTYPE html><p>Robin was seen.", "wrong-type", "web page"),
        (lambda: bytes(range(256)) * 20, "wrong-type", "not a file of a kind"),
    ],
)
def test_what_cannot_be_read_gets_its_own_sentence(tmp_path: Path, made: object, status: str, said: str) -> None:
    assert callable(made)
    reading = read(tmp_path, "paper.pdf", made())
    assert reading.status is ReadingStatus(status)
    assert said in reading.sentence
    assert not any(page.text for page in reading.pages)
    assert reading.sentence.endswith(".")
    assert any(word in reading.sentence.lower() for word in ("upload", "check")), "a refusal says what to do"


def test_a_pdf_that_anybody_can_open_is_read_although_it_has_an_owner_password(tmp_path: Path) -> None:
    assert read(tmp_path, "a.pdf", files.locked_pdf(files.pdf(SENTENCES), "")).status is ReadingStatus.READY


def test_a_pdf_of_pictures_still_says_how_many_pages_can_be_looked_at(tmp_path: Path) -> None:
    assert read(tmp_path, "scan.pdf", files.picture_pdf(3)).page_count == 3


def test_files_over_the_limits_are_refused(tmp_path: Path) -> None:
    large = read(tmp_path, "a.pdf", files.pdf(SENTENCES), ReadingLimits(max_bytes=1_000))
    assert (large.status, large.pages) == (ReadingStatus.TOO_LARGE, ())
    long = read(tmp_path, "a.pdf", files.pdf(SENTENCES), ReadingLimits(max_pages=1))
    assert long.status is ReadingStatus.TOO_LARGE
    assert "2 pages" in long.sentence
    text = read(tmp_path, "a.txt", b"Robin was seen. " * 2_000, ReadingLimits(max_pages=3))
    assert text.status is ReadingStatus.TOO_LARGE
    assert read(tmp_path, "a.txt", b"word " * 500, ReadingLimits(max_characters=1_000)).status is ReadingStatus.TOO_LARGE


def test_a_word_file_that_unpacks_to_gigabytes_is_refused_at_once(tmp_path: Path) -> None:
    bomb = files.bomb(gigabytes=3)
    assert len(bomb) < 5_000_000
    started = time.monotonic()
    reading = read(tmp_path, "bomb.docx", bomb)
    assert reading.status is ReadingStatus.TOO_LARGE
    assert "unpacks to more than 250 MB" in reading.sentence
    assert time.monotonic() - started < 5


def test_an_archive_that_lies_about_its_size_does_no_harm(tmp_path: Path) -> None:
    assert read(tmp_path, "bomb.docx", files.lying_bomb()).status in (ReadingStatus.TOO_LARGE, ReadingStatus.DAMAGED)


def test_text_that_unpacks_further_than_allowed_stops_being_unpacked(tmp_path: Path) -> None:
    word = files.word_of("<w:p><w:r><w:t>" + "Robin was seen. " * 20_000 + "</w:t></w:r></w:p>")
    assert len(word) < 10_000
    assert read(tmp_path, "a.docx", word, ReadingLimits(max_unpacked=100_000)).status is ReadingStatus.TOO_LARGE
    assert read(tmp_path, "a.docx", word).status is ReadingStatus.READY


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    document = (
        f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]>'
        f"<w:document {files.W}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"
    )
    content = files.archive({"[Content_Types].xml": files.CONTENT_TYPES, "word/document.xml": document})
    reading = read(tmp_path, "laughs.docx", content)
    assert reading.status is ReadingStatus.DAMAGED
    assert "can stop a computer" in reading.sentence


def test_elements_nested_without_end_are_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "deep.docx", files.word_of("<w:p>" * 50_000)).status is ReadingStatus.DAMAGED


def test_a_child_that_hangs_is_killed_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "grandchild"
    code = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        f"open({str(note)!r}, 'w').write(str(child.pid))\n"
        "time.sleep(60)"
    )
    started = time.monotonic()
    reading = read(tmp_path, "a.pdf", b"%PDF-", child(code, seconds=1))
    assert time.monotonic() - started < 5
    assert reading.status is ReadingStatus.TIMED_OUT
    assert "took too long" in reading.sentence
    grandchild = Path("/proc", note.read_text(), "stat")
    while is_alive(grandchild):
        assert time.monotonic() - started < 10, "what the child had started is still running"
        time.sleep(0.02)


def is_alive(stat: Path) -> bool:
    """Whether the process of this `/proc/…/stat` still runs; one that waits to be counted as ended does not."""
    try:
        return stat.read_text().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
        "raise MemoryError",
        "print('not json')",
        "print('[]')",
        "print('{}')",
        """print('{"status": "ready"}')""",
        """print('{"status": "excellent", "sentence": "", "format": null, "page_count": 0, "pages": [], "outline": []}')""",
        """print('{"status": "ready", "sentence": "", "format": "pdf", "page_count": 1, "pages": [[2, 3]], "outline": []}')""",
        """print('{"status": "ready", "sentence": "", "format": "pdf", "page_count": 1, "outline": [],'
                 '"pages": [[1, "half \\\\ud83d", "", [], []]]}')""",
        "print('[' * 100000)",
        "import sys; sys.stdout.write('{')",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_means_a_crash_and_not_an_error(tmp_path: Path, code: str) -> None:
    reading = read(tmp_path, "a.pdf", b"%PDF-", child(code))
    assert reading.status is ReadingStatus.CRASHED
    assert "The file as you uploaded it is kept." in reading.sentence


def test_a_child_that_writes_without_end_is_stopped(tmp_path: Path) -> None:
    code = "while True: print('x' * 100_000)"
    assert read(tmp_path, "a.pdf", b"%PDF-", child(code, max_characters=50_000)).status is ReadingStatus.CRASHED


def test_the_reader_stays_within_its_memory(tmp_path: Path) -> None:
    word = files.word_of("<w:p><w:r><w:t>" + "Robin was seen. " * 3_000_000 + "</w:t></w:r></w:p>")
    started = time.monotonic()
    assert read(tmp_path, "a.docx", word, ReadingLimits(memory_bytes=120_000_000)).status is ReadingStatus.CRASHED
    assert time.monotonic() - started < 20


def test_the_child_has_none_of_our_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "secret")
    code = (
        "import json, os\n"
        "print(json.dumps({'status': 'ready', 'sentence': ' '.join(os.environ), 'format': None, 'page_count': 0,"
        " 'pages': [], 'outline': []}))"
    )
    names = set(read(tmp_path, "a.pdf", b"%PDF-", child(code)).sentence.split())
    assert "PYTHONPATH" in names
    assert "DATABASE_URL" not in names


def test_once_it_reads_the_child_can_open_no_file_and_no_connection() -> None:
    code = (
        "import errno, socket\n"
        "from app.outside.reading.confine import close_doors, confine\n"
        "confine(1_000_000_000, 10)\n"
        "close_doors()\n"
        "for attempt in (lambda: open('/etc/passwd'), socket.socket):\n"
        "    try:\n"
        "        attempt()\n"
        "    except OSError as error:\n"
        "        assert error.errno == errno.EMFILE, error\n"
        "    else:\n"
        "        raise SystemExit('a door is open')\n"
    )
    assert os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-c", code) == 0


def test_the_child_can_write_no_file(tmp_path: Path) -> None:
    target = tmp_path / "stolen"
    code = (
        "from app.outside.reading.confine import confine\n"
        "confine(1_000_000_000, 10)\n"
        "try:\n"
        f"    open({str(target)!r}, 'w').write('x' * 10)\n"
        "except OSError:\n"
        "    pass\n"
    )
    os.spawnl(os.P_WAIT, sys.executable, sys.executable, "-c", code)
    assert not target.exists() or target.stat().st_size == 0
