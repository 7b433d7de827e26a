"""Tells what a file is from what is in it, never from its name. Does not read it."""

import zipfile
from pathlib import Path

from app.domain.document import FileFormat, ReadingStatus
from app.outside.reading.archive import BROKEN, DAMAGED, LOCKED
from app.outside.reading.report import CannotReadError
from app.outside.reading.txt_in import decode

HEAD = 1024  # the PDF mark may stand this far into the file
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODT_TYPES = (b"application/vnd.oasis.opendocument.text", b"application/vnd.oasis.opendocument.text-template")
SAVE_AS = "Save it as PDF, Word (.docx), OpenDocument (.odt) or plain text, and upload that."
WHOLE = "If you need it as evidence, put it into a document, save that as PDF and upload it."

PICTURES = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
)
STARTS = (
    (b"{\\rtf", f"This file is in Rich Text Format (RTF), which cannot be read here. {SAVE_AS}"),
    (b"7z\xbc\xaf\x27\x1c", "This file is an archive (7z). Unpack it on your computer and upload the papers in it one by one."),
    (b"Rar!", "This file is an archive (RAR). Unpack it on your computer and upload the papers in it one by one."),
    (b"\x1f\x8b", "This file is an archive (gzip). Unpack it on your computer and upload the papers in it one by one."),
    (b"ID3", f"This file is a sound recording, not a document. {WHOLE}"),
    (b"\x7fELF", "This file is a program, not a document. Check that you chose the right file."),
    (b"MZ", "This file is a program, not a document. Check that you chose the right file."),
    (b"%!PS", f"This file is in PostScript, which cannot be read here. {SAVE_AS}"),
)
ARCHIVES = (
    ("xl/workbook.xml", f"This file is a spreadsheet. {SAVE_AS}"),
    ("xl/workbook.bin", f"This file is a spreadsheet. {SAVE_AS}"),
    ("ppt/presentation.xml", f"This file is a presentation. {SAVE_AS}"),
)
COMPOUNDS = (
    ("WordDocument", f"This file is in the old Word format (.doc), which cannot be read here. {SAVE_AS}"),
    ("Workbook", f"This file is an old spreadsheet (.xls). {SAVE_AS}"),
    ("PowerPoint Document", f"This file is an old presentation (.ppt). {SAVE_AS}"),
    ("__substg1.0_", f"This file is an e-mail saved from Outlook (.msg). {SAVE_AS}"),
)


def sniff(path: Path) -> FileFormat:
    """The format. Raises CannotReadError for an empty file or one that cannot be read here."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if b"%PDF-" in head:
        return FileFormat.PDF
    if head.startswith(ZIP):
        return _in_archive(path)
    if head.startswith(COMPOUND):
        raise _compound(path)
    if sentence := _known(head):
        raise CannotReadError(ReadingStatus.WRONG_TYPE, sentence)
    return _plain_text(path)


def _known(head: bytes) -> str:
    """What to say about files that cannot be read but are well known."""
    for start, name in PICTURES:
        if head.startswith(start):
            return f"This file is a picture ({name}), not a document. {WHOLE}"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return f"This file is a picture (WebP), not a document. {WHOLE}"
    if head[4:8] == b"ftyp":
        kind = "picture" if head[8:12] in (b"heic", b"heix", b"mif1", b"avif") else "recording"
        return f"This file is a {kind}, not a document. {WHOLE}"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "This file is a web page. Open it in your browser, print it to PDF, and upload that."
    if text.startswith(b"<?xml"):
        return f"This file holds XML, not a document as one reads it. {SAVE_AS}"
    return next((sentence for start, sentence in STARTS if head.startswith(start)), "")


def _in_archive(path: Path) -> FileFormat:
    """Word and OpenDocument files are zip archives; so are many others."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            kind = archive.open("mimetype").read(200).strip() if "mimetype" in names else b""
    except BROKEN as error:
        raise CannotReadError(ReadingStatus.DAMAGED, DAMAGED) from error
    if "[Content_Types].xml" in names and any(name.startswith("word/document") for name in names):
        return FileFormat.DOCX
    if kind in ODT_TYPES:
        return FileFormat.ODT
    for name, sentence in ARCHIVES:
        if name in names:
            raise CannotReadError(ReadingStatus.WRONG_TYPE, sentence)
    if kind.startswith(b"application/vnd.oasis.opendocument."):
        what = kind.rsplit(b".", 1)[1].decode("ascii", "replace")
        raise CannotReadError(ReadingStatus.WRONG_TYPE, f"This OpenDocument file is not a text ({what}). {SAVE_AS}")
    if kind == b"application/epub+zip":
        raise CannotReadError(ReadingStatus.WRONG_TYPE, f"This file is an electronic book (EPUB). {SAVE_AS}")
    raise CannotReadError(
        ReadingStatus.WRONG_TYPE,
        "This file is a zip archive. Unpack it on your computer and upload the papers in it one by one.",
    )


def _compound(path: Path) -> CannotReadError:
    """Old Office files, and new ones locked with a password, share one kind of container."""
    content = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in content:
        return CannotReadError(ReadingStatus.ENCRYPTED, LOCKED)
    for stream, sentence in COMPOUNDS:
        if stream.encode("utf-16-le") in content:
            return CannotReadError(ReadingStatus.WRONG_TYPE, sentence)
    return CannotReadError(ReadingStatus.WRONG_TYPE, f"This file is in an old Office format that cannot be read here. {SAVE_AS}")


def _plain_text(path: Path) -> FileFormat:
    content = path.read_bytes()
    if not content.strip(b"\0 \t\r\n\f\xef\xbb\xbf\xff\xfe"):
        raise CannotReadError(ReadingStatus.EMPTY, "This file is empty. Check the original on your computer and upload it again.")
    if decode(content) is None:
        raise CannotReadError(ReadingStatus.WRONG_TYPE, f"This is not a file of a kind that can be read here. {SAVE_AS}")
    return FileFormat.TXT
