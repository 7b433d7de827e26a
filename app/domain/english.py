"""Small pieces of English for generated sentences: numbers, dates, lists. No sentence of the field stands here."""

import re
from datetime import date

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

SENTENCE_END = re.compile(r"[.!?]+[”’\"')\]]*(?=\s)")
ABBREVIATIONS = frozenset(
    ("p", "pp", "e.g", "i.e", "cf", "para", "paras", "no", "nos", "ch", "fig", "vol", "dr", "mr", "mrs", "ms", "st", "etc", "vs")
)


def spell(number: int) -> str:
    """A small number as a word, a larger one in figures."""
    return NUMBER_WORDS[number] if 0 <= number < len(NUMBER_WORDS) else str(number)


def in_words(when: date) -> str:
    """A date as a sentence writes it: 3 March 2010."""
    return f"{when.day} {when:%B %Y}"


def count(number: int, thing: str) -> str:
    """A number with its noun: "1 day", "2 days"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def and_list(things: tuple[str, ...] | list[str]) -> str:
    """Things in a row as a sentence writes them: "a, b and c"."""
    if len(things) < 2:
        return "".join(things)
    return f"{', '.join(things[:-1])} and {things[-1]}"


def sentence_case(words: str) -> str:
    """The words with a capital first letter."""
    return words[:1].upper() + words[1:]


def be(things: list[str]) -> str:
    """The verb for one or several things."""
    return "is" if len(things) == 1 else "are"


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, the last with a full stop. Abbreviations such as "p. 12" and "e.g." end none."""
    plain = " ".join(text.split())
    found: list[str] = []
    start = 0
    for end in SENTENCE_END.finditer(plain):
        word = plain[start : end.start()].rsplit(" ", 1)[-1].lstrip("(“‘\"'[").casefold()
        if word not in ABBREVIATIONS and not re.fullmatch(r"[a-z]", word):
            found.append(plain[start : end.end()].strip())
            start = end.end()
    rest = full_stop(plain[start:])
    return [*found, rest] if rest else found


def first_sentence(text: str) -> str:
    """The first sentence of a text, with its full stop; empty for an empty text."""
    return next(iter(sentences_of(text)), "")


def full_stop(text: str) -> str:
    """The text with an end mark, and none added where it has one; empty stays empty."""
    text = text.strip()
    return text if not text or text.rstrip("”’\"')]").endswith((".", "!", "?", "…")) else f"{text}."


def lower_start(text: str) -> str:
    """The text with a small first letter, save where its first word is an abbreviation or "I"."""
    word = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if word == "A" or word[1:].islower() else text
