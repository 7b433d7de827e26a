"""Every hostile file: PDFs, archives, texts, files that are two things at once, and names that are attacks themselves."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
from collections.abc import Iterator
from functools import cache

from tests import files
from tests.hostile.archives import SOUND, archives
from tests.hostile.case import Case
from tests.hostile.changes import SEED
from tests.hostile.pdfs import one_page, pdfs, raw

REFUSED = ("wrong-type", "damaged", "empty", "no-text", "crashed")


@cache
def corpus() -> tuple[Case, ...]:
    """All of them; the same every time."""
    return (*pdfs(), *archives(), *texts(), *two_at_once(), *other_kinds(), *badly_named())


def sample(size: int = 12) -> tuple[Case, ...]:
    """A few of every kind."""
    every = corpus()
    return every[:: max(1, len(every) // size)][:size]


def texts() -> Iterator[Case]:
    """Plain texts that are hardly texts."""
    chance = random.Random(SEED)
    words = "The panel met eight times. Nobody asked why.\n"
    for encoding in ("utf-16", "utf-16-be", "utf-32", "utf-7", "cp037", "shift_jis", "gb18030", "koi8-r", "cp1252"):
        yield Case(f"a text in {encoding}", ".txt", (words * 20).encode(encoding))
    for what, content in {
        "of noise": chance.randbytes(50_000),
        "of nothing": b"",
        "of blanks": b" \t\r\n" * 5_000,
        "of zeros": bytes(100_000),
        "of one line of 10 MB": b"x" * 10_000_000,
        "of three million empty lines": b"\n" * 3_000_000,
        "of control characters": bytes(range(32)) * 500 + words.encode(),
        "that colours a terminal": b"\x1b[31m\x1b]0;owned\x07" * 500 + words.encode(),
        "that runs backwards": "\u202e\u2066\u200f abc ".encode() * 500,
        "of half characters": b"\xed\xa0\x80\xed\xbf\xbf" * 500 + words.encode(),
        "of marks of order": "\ufeff".encode() * 5_000 + words.encode(),
        "of piled accents": ("a" + "\u0301" * 20_000).encode(),
        "of overlong characters": b"\xc0\xaf\xe0\x80\xaf" * 500 + words.encode(),
        "that is a script of a shell": b"#!/bin/sh\nrm -rf ~\n" * 10,
        "that is a web page": b"<!doctype html><script>alert(1)</script>" * 10,
        "that is a formula": b'=HYPERLINK("http://127.0.0.1","x")\n' * 10,
        "that is a template": b"{{7*7}} ${7*7} <%= 7*7 %> #{7*7}\n" * 10,
        "that is PHP": b"<?php system($_GET['c']); ?>\n" * 10,
    }.items():
        yield Case(f"a text {what}", ".txt", content)


def two_at_once() -> Iterator[Case]:
    """Files that are of two kinds, or of another kind than they say."""
    page, word, text = raw(one_page()), files.word_of(SOUND), files.open_text("<text:p>The panel met.</text:p>")
    html = b"<html><script>alert(1)</script>"
    for what, name, content in (
        ("a PDF and an archive", ".pdf", page + word),
        ("an archive and a PDF", ".docx", word + page),
        ("a web page and a PDF", ".html", html + page),
        ("a picture and an archive", ".docx", files.png() + word),
        ("a GIF and a script", ".pdf", b"GIF89a/*" + page + b"*/=1;alert(1)"),
        ("a program and a PDF", ".pdf", b"MZ" + bytes(60) + page),
        ("a PDF in a PDF", ".pdf", page.replace(b"%%EOF", page)),
        ("a Word file called PDF", ".pdf", word),
        ("a PDF called Word file", ".docx", page),
        ("an OpenDocument called text", ".txt", text),
        ("a PDF called program", ".exe", page),
        (
            "Word and OpenDocument",
            ".odt",
            files.archive(
                {
                    "mimetype": "application/vnd.oasis.opendocument.text",
                    "[Content_Types].xml": files.CONTENT_TYPES,
                    "word/document.xml": "<x/>",
                    "content.xml": "<x/>",
                }
            ),
        ),
    ):
        yield Case(f"{what} at once", name, content)


def other_kinds() -> Iterator[Case]:
    """Files of kinds that are not taken."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        link = tarfile.TarInfo("word/document.xml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    zeros = bytes(50_000_000)
    for what, name, content in (
        ("a program for Linux", ".pdf", b"\x7fELF\x02\x01\x01" + bytes(500)),
        ("a program for Windows", ".docx", b"MZ\x90\0" + bytes(500)),
        ("a program for the Mac", ".pdf", b"\xcf\xfa\xed\xfe" + bytes(500)),
        ("an old Word file", ".doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)),
        ("a rich text", ".rtf", b"{\\rtf1{\\object\\objdata 0105}" + b"{" * 100_000),
        ("a tape with a link", ".tar", out.getvalue()),
        ("a gzip bomb", ".gz", lambda: gzip.compress(zeros, mtime=0)),
        ("a bzip2 bomb", ".bz2", lambda: bz2.compress(zeros)),
        ("an xz bomb", ".xz", lambda: lzma.compress(zeros)),
        ("a drawing with a script", ".svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        (
            "a PNG of a billion dots",
            ".png",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0" + bytes(50),
        ),
        ("a short cut", ".lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(200)),
    ):
        yield Case(what, name, content)


def badly_named() -> Iterator[Case]:
    """A sound file under names that are attacks themselves."""
    content = b"The panel met eight times, and nobody asked why."
    for name in (
        "../../../../etc/cron.d/owned.txt",
        "/etc/owned.txt",
        "..\\..\\owned.txt",
        "C:\\Windows\\owned.txt",
        "owned\0.txt",
        "owned\r\nX-Owned: 1.txt",
        "a\x1b[31m\x07.txt",
        "\u202etxt.exe",
        "x" * 5_000 + ".txt",
        "CON.txt",
        ".txt",
        "...",
        " ",
        "'; DROP TABLE document; --.txt",
        "<img src=x onerror=alert(1)>.txt",
        "$(touch owned).txt",
        "`id`.txt",
        "|id.txt",
        "--help.txt",
        "%2e%2e%2fowned.txt",
        "\N{PILE OF POO}\ud800.txt",
        "=cmd|'/c calc'!A1.txt",
    ):
        yield Case(f"a text called {name[:40]!r}", name, content, ("ready",))
