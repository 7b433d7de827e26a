"""The process that draws one page of a PDF as a PNG. Reading text is `pdf_in`."""

import json
import os
import struct
import sys
import zlib
from pathlib import Path

from app.outside.reading.confine import close_doors, confine
from app.outside.reading.pdf_in import open_pdf
from app.outside.reading.pdfium import DamagedError, Picture, draw_page, draw_to_read
from app.outside.reading.report import CannotReadError

TALLEST = 4  # times the width; a longer strip is drawn narrower


def main() -> None:
    """Arguments: the file, then JSON with number, width (0: as sharp as it is read best), memory_bytes, cpu_seconds.

    Writes a line of JSON and the PNG.
    """
    path, asked = Path(sys.argv[1]), json.loads(sys.argv[2])
    confine(asked["memory_bytes"], asked["cpu_seconds"])
    picture, dots, sentence = b"", 0, ""
    with os.fdopen(os.dup(1), "wb") as out:
        os.dup2(2, 1)
        try:
            picture, dots = draw(path, asked["number"], asked["width"])
        except CannotReadError as refusal:
            sentence = refusal.reading.sentence
        except (DamagedError, MemoryError):
            sentence = "This page is damaged and could not be drawn. The original file can be downloaded."
        out.write(json.dumps({"sentence": sentence, "size": len(picture), "dots": dots}).encode() + b"\n")
        out.write(picture)


def draw(path: Path, number: int, width: int) -> tuple[bytes, int]:
    """The page as PNG, and its dots to the inch where it is drawn to be read. Raises CannotReadError or DamagedError."""
    document = open_pdf(path)
    close_doors()
    if width:
        return encode_png(draw_page(document, number - 1, width, TALLEST * width)), 0
    picture, dots = draw_to_read(document, number - 1)
    return encode_png(picture), dots


def encode_png(picture: Picture) -> bytes:
    """A PNG of 8 bits per channel; one without any colour becomes grey, which is a third of the size.

    The chunks and their order are those of the PNG specification, third edition, sections 5 and 11.
    """
    pixels, width, height, stride = picture
    if stride != 3 * width:
        pixels = b"".join(pixels[row * stride : row * stride + 3 * width] for row in range(height))
    channels = 3
    if pixels[::3] == pixels[1::3] == pixels[2::3]:
        pixels, channels = pixels[::3], 1
    row_bytes = width * channels
    rows = b"".join(b"\0" + pixels[at : at + row_bytes] for at in range(0, row_bytes * height, row_bytes))
    header = struct.pack(">IIBBBBB", width, height, 8, 2 if channels == 3 else 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    )


if __name__ == "__main__":
    main()
