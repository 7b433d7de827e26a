"""The process in which typst sets one PDF, and ends. What typst remembers for the next run, some 40 MB for each report and
text of cases with it, ends with the process.
"""

import json
import re
import sys
from datetime import datetime
from typing import Any

import typst

NO_GLYPH = re.compile(r"the text `\"(.+?)\"` could not be displayed")
ESCAPED = re.compile(r"\\u\{([0-9a-fA-F]+)\}")
ATTEMPTS = 12
ASCII, LATIN, FAR, EAST_ASIA_ENDS = 0x7E, 0x24F, 0x2E80, 0xD7FF


def main() -> None:
    """On standard input the layout, the name of its input, the data and perhaps a date, as JSON. On standard output a line
    with the error, empty when all went well, then the PDF.
    """
    asked: dict[str, Any] = json.load(sys.stdin.buffer)
    out = sys.stdout.buffer
    try:
        pdf = set_pdf(asked["layout"], asked["name"], asked["data"], asked["dated"])
    except typst.TypstError as error:
        out.write(json.dumps(str(error)).encode() + b"\n")
        return
    out.write(b'""\n' + pdf)


def set_pdf(layout: str, name: str, data: str, dated: str | None) -> bytes:
    """The PDF. Characters that typst's own fonts cannot show stand as their code point, such as [U+4E2D]."""
    for _ in range(ATTEMPTS):
        try:
            return _compile(layout, name, data, dated)
        except typst.TypstError as error:
            found = NO_GLYPH.search(str(error))
            if found is None:
                raise
            data = without_glyphs(data, ESCAPED.sub(lambda match: chr(int(match[1], 16)), found[1]))
    plain = "".join(spell_out(character) if ord(character) > LATIN else character for character in data)
    return _compile(layout, name, plain, dated)


def _compile(layout: str, name: str, data: str, dated: str | None) -> bytes:
    pdf = typst.compile(
        layout,
        sys_inputs={name: data},
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        timestamp=datetime.fromisoformat(dated) if dated else None,
    )
    assert isinstance(pdf, bytes)
    return pdf


def without_glyphs(data: str, text: str) -> str:
    """The data with every character spelt out that fonts cannot show: those of `text` and, of far scripts, their block."""
    missing = {character for character in text if ord(character) > ASCII}
    far = {block_of(character) for character in missing if ord(character) >= FAR}
    return "".join(spell_out(c) if c in missing or (ord(c) >= FAR and block_of(c) in far) else c for c in data)


def block_of(character: str) -> int:
    """A rough block of characters that fonts have or lack together: 256 neighbours, or the whole of East Asia."""
    code = ord(character)
    return FAR >> 8 if FAR <= code <= EAST_ASIA_ENDS else code >> 8


def spell_out(character: str) -> str:
    """A character as its code point."""
    return f"[U+{ord(character):04X}]"


if __name__ == "__main__":
    main()
