"""Acronyms that a paper uses and never spells out. Whether a reader knows them all the same is for the reader to say."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from app.domain.study import Acronym, Part
from app.domain.study_blocks import Stretch

# Everybody reads these as words, or they are names. The trade's own (such as MARAC or CAMHS) are not here: a family or a
# school governor who reads the report may not know them.
ORDINARY: dict[str, str] = {
    "UK": "the country",
    "HM": "His or Her Majesty’s, in the names of offices",
    "HC": "the number of a paper of the House of Commons",
    "USA": "a country",
    "US": "a country",
    "EU": "a union of countries",
    "UN": "a union of countries",
    "NHS": "the health service, by the name everybody uses",
    "GP": "the family doctor, by the name everybody uses",
    "GPS": "a thing in every telephone",
    "BBC": "a broadcaster, by its name",
    "ITV": "a broadcaster, by its name",
    "TV": "an everyday word",
    "CD": "an everyday word",
    "DVD": "an everyday word",
    "PC": "a computer; or a constable beside a name",
    "IT": "computers, in everyday words",
    "PDF": "a kind of file, by the name everybody uses",
    "HTML": "a kind of file",
    "URL": "an address on the web",
    "DNA": "an everyday word",
    "HIV": "an illness, by the name everybody uses",
    "AIDS": "an illness, by the name everybody uses",
    "PE": "a school subject",
    "RE": "a school subject, or what a letter is about",
    "ID": "an everyday word",
    "OK": "an everyday word",
    "AM": "a time of day",
    "PM": "a time of day",
    "BC": "a count of years",
    "AD": "a count of years",
    "PS": "what is added to a letter",
    "MP": "a member of parliament, by the name everybody uses",
    "VAT": "a tax, by its name",
    "BA": "a degree",
    "MA": "a degree",
    "PHD": "a degree",
    "OBE": "an honour, behind a name",
    "MBE": "an honour, behind a name",
    "CBE": "an honour, behind a name",
    "DBE": "an honour, behind a name",
    "KBE": "an honour, behind a name",
    "KC": "a title, behind a name",
    "QC": "a title, behind a name",
    "FRS": "a title, behind a name",
    "ISBN": "the number of a book",
    "DO": "a word in capitals",
    "NOT": "a word in capitals",
    "AND": "a word in capitals",
    "OR": "a word in capitals",
    "NO": "a word in capitals",
    "YES": "a word in capitals",
    "ALL": "a word in capitals",
    "THE": "a word in capitals",
    "TO": "a word in capitals",
    "OF": "a word in capitals",
    "IN": "a word in capitals",
    "ON": "a word in capitals",
    "AT": "a word in capitals",
    "IS": "a word in capitals",
    "BE": "a word in capitals",
    "SHOULD": "a word in capitals",
    "MUST": "a word in capitals",
}

MOST = 400  # acronyms of one paper that are kept
_WORD = re.compile(
    r"(?<![\w/.@#-])(?:[A-Z][A-Za-z]{0,2}&[A-Z]{1,3}|[A-Z][a-z]?[A-Z]{1,6}(?:-[A-Z]{1,3})*|[A-Z]{2,8})(?=s?\b)"
    r"(?![\w/@]*[0-9_/@]|-[0-9]|\.[A-Za-z]{2})"
)
_ROMAN = re.compile(r"[IVXL]+$")
_SMALL = frozenset(["of", "and", "the", "for", "in", "on", "to", "a", "an", "at", "with", "by", "or"])
_WORDS = re.compile(r"[^\W\d_]+")
_BRACKET = re.compile(r"\s*[(\[]\s*([^()\[\]]{4,120})[)\]]")
_GLOSS = re.compile(r"s?\s*(?:[|:–—-]|\s-\s|\bis\b|\bstands for\b|\bmeans\b)?\s*")
_BEFORE = re.compile(
    r"(?:[(\[][‘“\"']?(?:the |hereafter |hereinafter |known as )*[‘“\"']?"
    r"|\b(?:known as|called|abbreviated to|or)(?: the)? [‘“\"']?)$"
)
_NAME = re.compile(r"\b[A-Z]?[a-z]{3,7}\b")
LONGEST_NAME = 14  # words before an acronym among which its own may stand


@dataclass
class _Use:
    page: int
    times: int = 0
    is_spelled_out: bool = field(default=False)


def acronyms_of(stretches: Sequence[Stretch], parts: Sequence[Part], glossary: frozenset[int]) -> tuple[Acronym, ...]:
    """Acronyms that are spelled out nowhere in the paper, the most frequent first. `glossary`: the stretches, by position, that
    stand in a list of abbreviations.
    """
    uses: dict[str, _Use] = {}
    for at, (stretch, part) in enumerate(zip(stretches, parts, strict=True)):
        if _is_shouted(stretch.text):
            continue
        for found in _WORD.finditer(stretch.text):
            word = found[0]
            if word.upper() in ORDINARY or _ROMAN.match(word):
                continue
            use = uses.setdefault(word, _Use(stretch.page))
            use.times += part is not Part.HEADING
            if not use.is_spelled_out:
                use.is_spelled_out = _is_spelled_out(stretch.text, found, in_glossary=at in glossary)
    names = {word.upper() for stretch in stretches for word in _NAME.findall(stretch.text)}
    bare = [Acronym(word, use.times, use.page) for word, use in uses.items() if _is_bare(word, use, names)]
    return tuple(sorted(bare, key=lambda one: (-one.times, one.page, one.word))[:MOST])


def _is_bare(word: str, use: _Use, names: Set[str]) -> bool:
    """Whether it is used, spelled out nowhere, and no name that stands elsewhere in small letters (such as Ebola, EBOLA)."""
    return use.times > 0 and not use.is_spelled_out and word not in names


def _is_shouted(text: str) -> bool:
    """Whether the whole stretch stands in capitals, so that these tell nothing."""
    small = sum(1 for letter in text if letter.islower())
    return small * 2 < sum(1 for letter in text if letter.isupper())


def _is_spelled_out(text: str, found: re.Match[str], *, in_glossary: bool) -> bool:
    if in_glossary and found.start() == 0:
        return True
    before, after = text[: found.start()], text[found.end() :]
    opened = _BEFORE.search(before)
    if opened and stands_for(found[0], _WORDS.findall(before[: opened.start()])[-LONGEST_NAME:], at_end=True):
        return True
    bracket = _BRACKET.match(after.removeprefix("s"))
    if bracket and stands_for(found[0], _WORDS.findall(bracket[1]), at_end=False):
        return True
    gloss = _GLOSS.match(after)
    assert gloss
    return found.start() == 0 and stands_for(found[0], _WORDS.findall(after[gloss.end() : gloss.end() + 120]), at_end=False)


def stands_for(acronym: str, words: Sequence[str], *, at_end: bool) -> bool:
    """Whether these words give the letters of an acronym: each begins a word, or stands within the word of the one before.

    `at_end`: the name ends with these words and may begin at any of them; otherwise it begins with the first.
    """
    letters = [letter for letter in acronym.casefold() if letter.isalpha()]
    names = [word.casefold() for word in words]
    starts = range(len(names)) if at_end else (first for first in range(min(2, len(names))))
    return any(
        names[start][0] == letters[0] and names[start] not in _SMALL and _gives(letters, names[start:], to_end=at_end)
        for start in starts
    )


def _gives(letters: Sequence[str], names: Sequence[str], *, to_end: bool) -> bool:
    """Whether the letters are found in order: as initials first, and within words where no initial fits."""
    states = {0}  # how many letters are found after each word
    for place, name in enumerate(names):
        reached: set[int] = set()
        for done in states:
            if name in _SMALL or (done == len(letters) and not to_end):
                reached.add(done)
            if done < len(letters) and name[0] == letters[done]:
                reached |= _within(letters, done, name)
        states = reached or (states if place and not to_end else set())
        if len(letters) in states and not to_end:
            return len(letters) > 1 and place > 0
        if not states:
            return False
    return len(letters) in states and len(names) > 1


def _within(letters: Sequence[str], done: int, name: str) -> set[int]:
    """How many letters may be found after this word, which gives at least the next one."""
    reached = {done + 1}
    at, count = 1, done + 1
    while count < len(letters) and (at := name.find(letters[count], at)) >= 0:
        at, count = at + 1, count + 1
        reached.add(count)
    return reached
