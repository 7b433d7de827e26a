"""Turns the raw text of pages into text that reads, searches and quotes well. Pure; knows no file format.

Raw text has paragraphs separated by empty lines and may have line feeds inside them; clean text has none inside.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

HYPHEN_MARKS = "\u00ad\u0002\ufffe"  # the soft hyphen, and what PDFium writes for a hyphen at the end of a line
MARK = "\ue00d"  # stands for a hyphen whose kind is not known yet; private use, taken out of what comes in
_KEEPING_PREFIXES = frozenset(
    word
    for words in (
        "all anti co counter cross ex full half hard high inter key long low lower mid multi near non one part post",
        "pre pro quasi re round self semi short single so sub third three two under upper well whole",
    )
    for word in words.split()
)
_LEADERS = re.compile(r"(?:\. ?){5,}|…{2,}")
_SHARING = ("-and", "-or", "-to")  # as in "short- and long-term"
_SPACES = re.compile(" {2,}")
_PARAGRAPH = re.compile(r"\n *\n\s*")
_BREAK = re.compile(rf"[{MARK}\u2010-](?<=[^\W_].)(?:(?<={MARK}) ?\n? ?| ?\n ?)(?=[^\W_])")
_LAST_WORD = re.compile(r"[^\W_]+\Z")
_FIRST_WORD = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\w+(?:-\w+)*")
_LONGEST_WORD = 40


def _characters() -> dict[int, str | int | None]:
    """What becomes of single characters; those that are not here stay as they are."""
    table: dict[int, str | int | None] = dict.fromkeys(
        [*range(0x20), *range(0x7F, 0xA0), *range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFFFF, 0xFFFD, *range(0xD800, 0xE000), 0xE00D]
    )
    # Code points that are no characters: neither web pages nor Word files may hold them.
    table |= dict.fromkeys([*range(0xFDD0, 0xFDF0), *range(0x1FFFE, 0x110000, 0x10000), *range(0x1FFFF, 0x110000, 0x10000)])
    table |= dict.fromkeys([0x0A, 0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
    table |= dict.fromkeys([0x09, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
    table |= dict(zip(range(0xFB00, 0xFB07), ("ff", "fi", "fl", "ffi", "ffl", "st", "st"), strict=True))
    table |= {0xF0B7: "•", 0xF0A7: "▪", 0xF0D8: "➢", 0xF0FC: "✓"}  # bullets of the fonts Symbol and Wingdings
    table |= {0x2011: "-"}  # a hyphen that must not break is a plain hyphen to the reader
    table |= {ord(mark): MARK for mark in HYPHEN_MARKS}
    return table


_CHARACTERS = _characters()
_ODD = re.compile("[^\n -~\xa1-\xac\xae-\u05ff\u2012-\u2027\u2030-\u205e]")


def clean(text: str) -> str:
    """One text alone; see `clean_pages`."""
    return clean_pages([text])[0]


def clean_pages(raw: Sequence[str]) -> list[str]:
    """The readable text of every page, in order.

    Ligatures are opened, odd spaces plain, control characters gone; lines of a paragraph are joined by a space and words
    broken over lines put together again, judging by how the same words are written elsewhere in these pages.
    Paragraphs are separated by one empty line. The result is in Unicode's form NFC.
    """
    pages = [_plain(text) for text in raw]
    join = _joiner(pages)
    return [_reflow(_BREAK.sub(join, text)) for text in pages]


def _plain(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").replace("\t", " ")
    if _ODD.search(text):  # translating takes ten times as long as looking
        text = text.translate(_CHARACTERS)
    return unicodedata.normalize("NFC", text)


def _reflow(text: str) -> str:
    text = text.replace(MARK, "-")
    if "....." in text or ". . ." in text:
        text = _LEADERS.sub(" … ", text)
    text = _PARAGRAPH.sub(MARK, text.strip()).replace("\n", " ")
    if "  " in text:
        text = _SPACES.sub(" ", text)
    return text.replace(f" {MARK}", MARK).replace(MARK, "\n\n")


def _joiner(pages: Sequence[str]) -> Callable[[re.Match[str]], str]:
    """How to put a broken word together in this document.

    As the document writes it elsewhere; failing that, with the hyphen after a prefix such as "self", before a capital and
    beside a digit; failing that, as most of the words that could be judged.
    """
    broken = [match for text in pages for match in _BREAK.finditer(text)]
    written = _words_among(pages, {form for match in broken for form in _forms(match)})

    def known(match: re.Match[str]) -> bool | None:
        joined, hyphened = _forms(match)
        if joined in written:
            return False
        if hyphened in written or hyphened.split("-")[0] in _KEEPING_PREFIXES:
            return True
        beside = match.string[match.start() - 1] + match.string[match.end()]
        return True if beside[1].isupper() or not beside.isalpha() else None

    judged = [known(match) for match in broken]
    usually = judged.count(True) > judged.count(False)

    def join(match: re.Match[str]) -> str:
        if _forms(match)[1].endswith(_SHARING):
            return "- "  # half a word that shares its ending with the next
        keep = known(match)
        return "-" if (usually if keep is None else keep) else ""

    return join


def _forms(match: re.Match[str]) -> tuple[str, str]:
    """The word that was broken here, joined and with a hyphen, in small letters."""
    text = match.string
    first = _LAST_WORD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    second = _FIRST_WORD.match(text, match.end())
    one, two = (half[0].casefold() if half else "" for half in (first, second))
    return one + two, f"{one}-{two}"


def _words_among(pages: Sequence[str], wanted: set[str]) -> set[str]:
    """Which of these words, in small letters, stand in the pages."""
    if not wanted:
        return set()
    text = "\n".join(pages).casefold()
    if len(wanted) > 100:  # looking each up costs more than listing all words
        return wanted.intersection(_WORD.findall(text))
    return {word for word in wanted if _stands_in(text, word)}


def _stands_in(text: str, word: str) -> bool:
    """Whether the word stands in the text by itself, not as part of a longer one."""
    at = text.find(word)
    while at >= 0:
        before, after = text[max(0, at - 1) : at], text[at + len(word) : at + len(word) + 1]
        if not (before.isalnum() or after.isalnum() or before == "-" or after == "-"):
            return True
        at = text.find(word, at + 1)
    return False
