"""Turns the raw text of pages into text that reads, searches and quotes well. Pure; knows no file format."""

import re
import unicodedata
from collections.abc import Sequence

HYPHEN_MARKS = "\u00ad\u0002\ufffe"
_BROKEN = re.compile(f"[{HYPHEN_MARKS}] *\\r?\\n? *")
_CONTROLS = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0xFEFF, 0xFFFF, 0x200B, 0x2060, 0x200E, 0x200F]),
    **dict.fromkeys([0x0B, 0x0C, 0x2028, 0x2029, 0x85], "\n"),
    **dict.fromkeys([0x09, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " "),
    0x0A: "\n",
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}


def clean_pages(raw: Sequence[str]) -> list[str]:
    """The readable text of every page, in order."""
    return [clean(text) for text in raw]


def clean(text: str) -> str:
    """One page: soft hyphens, control characters, odd spaces and ligatures resolved."""
    text = _BROKEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", text.translate(_CONTROLS))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
