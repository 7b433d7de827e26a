"""Makes small files of every kind that the reader meets, good and hostile. Nothing here is taken from a real paper."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
import pypdf
import typst
from PIL import Image, ImageDraw, ImageFont

CONTENT_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ODT = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
)


def pdf(source: str) -> bytes:
    """A PDF set from typst markup."""
    made: bytes = typst.compile(source.encode())
    return made


def locked_pdf(content: bytes, user: str, owner: str = "owner") -> bytes:
    """The same PDF, encrypted; with an empty user password anybody can open it."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(content))
    writer.encrypt(user_password=user, owner_password=owner, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_pdf(pages: int = 2) -> bytes:
    """A PDF of pictures alone, as a scanner makes it."""
    pictures = [Image.new("RGB", (200, 280), (250, 250 - 20 * number, 240)) for number in range(pages)]
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:])
    return out.getvalue()


def scanned_pdf(*pages: str) -> bytes:
    """A PDF of pictures with these texts on them, as a scanner makes it: at 150 dots to the inch, a little askew."""
    font = ImageFont.load_default(30)
    pictures = []
    for text in pages:
        picture = Image.new("L", (1240, 900), 250)
        ImageDraw.Draw(picture).multiline_text((120, 100), text, font=font, fill=20, spacing=14)
        pictures.append(picture.rotate(0.7, resample=Image.Resampling.BICUBIC, fillcolor=250))
    out = io.BytesIO()
    pictures[0].save(out, "PDF", save_all=True, append_images=pictures[1:], resolution=150)
    return out.getvalue()


def joined_pdf(*parts: bytes) -> bytes:
    """Several PDFs as one, page after page."""
    writer = pypdf.PdfWriter()
    for part in parts:
        writer.append(io.BytesIO(part))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def png() -> bytes:
    """A small picture."""
    out = io.BytesIO()
    Image.new("RGB", (20, 20), "red").save(out, "PNG")
    return out.getvalue()


def word(build: Callable[[Any], None]) -> bytes:
    """A Word file; `build` fills python-docx's document."""
    document = docx.Document()
    build(document)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(parts: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def word_of(body: str, **parts: str) -> bytes:
    """A Word file from the XML of its body and of further parts under `word/`."""
    document = f'<?xml version="1.0" encoding="UTF-8"?><w:document {W}><w:body>{body}</w:body></w:document>'
    return archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": document,
            **{f"word/{name}.xml": content for name, content in parts.items()},
        }
    )


def open_text(body: str, styles: str = "", **parts: str) -> bytes:
    """An OpenDocument text from the XML of its body."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {ODT}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **parts})


def scrambled(content: bytes) -> bytes:
    """A zip archive with its list of contents whole and the middle of everything in it overwritten."""
    broken = bytearray(content)
    with zipfile.ZipFile(io.BytesIO(content)) as whole:
        for entry in whole.infolist():
            start = entry.header_offset + 30 + len(entry.filename) + 20
            broken[start : start + 60] = b"\xff" * len(broken[start : start + 60])
    return bytes(broken)


def bomb(gigabytes: int = 3) -> bytes:
    """A Word file of a few kilobytes whose text unpacks to gigabytes: one small stretch of compressed zeros, repeated.

    The entry's size and checksum are those of its real content, so that only unpacking it shows what it is.
    """
    block = 1 << 26
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = squeezer.compress(b"<?xml version='1.0'?>") + squeezer.flush(zlib.Z_FULL_FLUSH)
    middle = squeezer.compress(b" " * block) + squeezer.flush(zlib.Z_FULL_FLUSH)
    times = (gigabytes << 30) // block
    packed = head + middle * times + squeezer.flush()
    return _one_entry("word/document.xml", packed, declared=21 + times * block)


def lying_bomb() -> bytes:
    """A Word file that says its text is short although it unpacks to a hundred megabytes."""
    packed = zlib.compress(b" " * (100 << 20), 9)[2:-4]
    return _one_entry("word/document.xml", packed, declared=5_000)


def _one_entry(name: str, packed: bytes, declared: int) -> bytes:
    """A zip archive with [Content_Types].xml and one entry whose compressed bytes and size are given."""
    entries: Sequence[tuple[bytes, bytes, int]] = (
        (b"[Content_Types].xml", zlib.compress(CONTENT_TYPES.encode(), 9)[2:-4], len(CONTENT_TYPES)),
        (name.encode(), packed, declared),
    )
    out, directory = io.BytesIO(), b""
    for title, data, size in entries:
        at = out.tell()
        fields = (20, 0, 8, 0, 0x21, 0, len(data), size, len(title), 0)
        out.write(struct.pack("<IHHHHHIIIHH", 0x04034B50, *fields) + title + data)
        directory += struct.pack("<IHHHHHHIIIHHHHHII", 0x02014B50, 20, *fields, 0, 0, 0, 0, at) + title
    start = out.tell()
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 2, 2, len(directory), start, 0)
    return out.getvalue() + directory + end


def put(folder: Path, name: str, content: bytes) -> Path:
    """The content as a file."""
    path = folder / name
    path.write_bytes(content)
    return path
