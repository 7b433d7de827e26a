"""The process that draws one page of a PDF as a PNG. Reading text is `pdf_in`."""

import json
import os
import struct
import sys
import zlib
from pathlib import Path

import pypdfium2 as pdfium

from app.outside.reading.confine import close_doors, confine
from app.outside.reading.pdf_in import open_pdf
from app.outside.reading.report import CannotReadError

TALLEST = 4  # times the width; a longer strip is drawn narrower


def main() -> None:
    """Arguments: the file, then JSON with number, width, memory_bytes, cpu_seconds. Writes a line of JSON and the PNG."""
    path, asked = Path(sys.argv[1]), json.loads(sys.argv[2])
    confine(asked["memory_bytes"], asked["cpu_seconds"])
    picture, sentence = b"", ""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        try:
            picture = draw(path, asked["number"], asked["width"])
        except CannotReadError as refusal:
            sentence = refusal.reading.sentence
        except (pdfium.PdfiumError, MemoryError):
            sentence = "This page is damaged and could not be drawn. The original file can be downloaded."
        out.write(json.dumps({"sentence": sentence, "size": len(picture)}).encode() + b"\n")
        out.write(picture)


def draw(path: Path, number: int, width: int) -> bytes:
    """The page as PNG. Raises CannotReadError or PdfiumError."""
    document = open_pdf(path)
    close_doors()
    if not 1 <= number <= len(document):
        raise pdfium.PdfiumError("no such page")
    page = document[number - 1]
    wide, high = page.get_size()
    if wide <= 0 or high <= 0:
        raise pdfium.PdfiumError("a page without size")
    scale = width / wide * min(1.0, TALLEST * wide / high)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    return encode_png(bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.n_channels, bitmap.stride)


def encode_png(pixels: bytes, width: int, height: int, channels: int, stride: int) -> bytes:
    """Rows of 8-bit grey (1 channel), RGB (3) or RGBA (4) as PNG; RGB without any colour becomes grey.

    The chunks and their order are those of the PNG specification, third edition, sections 5 and 11.
    """
    if stride != width * channels:
        pixels = b"".join(pixels[row * stride : row * stride + width * channels] for row in range(height))
    if channels == 3 and pixels[::3] == pixels[1::3] == pixels[2::3]:
        pixels, channels = pixels[::3], 1
    row_bytes = width * channels
    rows = b"".join(b"\0" + pixels[at : at + row_bytes] for at in range(0, row_bytes * height, row_bytes))
    header = struct.pack(">IIBBBBB", width, height, 8, {1: 0, 3: 2, 4: 6}[channels], 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    )


if __name__ == "__main__":
    main()
