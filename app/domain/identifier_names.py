"""Finds names of people in running text: by titles, initials, first names, relations, and words with capitals that are none of
the trade's. What a text itself says is not the person's name is left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.identifier import Identifier, IdentifierKind, IdentifierWords

TOKEN = re.compile(r"[^\W\d_]+(?:['’‑-][^\W\d_]+)*\.?")
SURE_TITLES = frozenset(
    (
        *(
            "mr",
            "mrs",
            "ms",
            "miss",
            "mx",
            "messrs",
            "dr",
            "drs",
            "prof",
            "professor",
            "professors",
            "sir",
            "dame",
            "lord",
            "lady",
        ),
        *("baroness", "rev", "revd", "reverend", "fr", "cllr", "councillor", "pc", "dc", "ds", "di", "dci", "dsi", "det", "sgt"),
        *("insp", "supt", "hhj"),
    )
)
# Words before a name that are also said of somebody without one.
TITLES = frozenset(
    (
        *("nurse", "midwife", "sister", "auntie", "aunt", "uncle", "nanny", "nana", "nan", "granny", "grandad", "grandma"),
        *("officer", "constable", "sergeant", "inspector", "superintendent", "detective", "judge", "imam", "rabbi", "pastor"),
        *("canon", "bishop"),
    )
)
JOINERS = frozenset(
    ("de", "da", "dos", "du", "van", "von", "der", "den", "la", "le", "bin", "ibn", "al", "el", "y", "ap", "ab", "o")
)
BETWEEN = re.compile(r"[ \t\u00a0]{1,2}|[ \t]*\n[ \t]*")
LONG_LINE = 45  # characters: a name may run on from a line as long as this, and not from a heading or a cell
DOTTED_INITIALS = re.compile(
    r"(?<![\w.])(?!(?:U\.K|U\.S|E\.G|I\.E|A\.M|P\.M|G\.P|Q\.C|K\.C|D\.C|N\.B|H\.M|O\.B|C\.E|R\.C|P\.S|D\.O|J\.P)\.)"
    r"[A-Z]\.[A-Z]\.(?:[A-Z]\.)?(?!\w)"
)
NUMBERED_OFFICER = re.compile(r"\b(?:PC|DC|DS|DI|PS|PCSO|Sgt) \d{2,6} ([A-Z][a-z]+(?:[-’'][A-Z][a-z]+)*)\b")
INITIALS_AFTER = re.compile(r",(?: ?[A-Z]\.){1,3}")
RELATION = (
    r"(?:brother|sister|son|daughter|husband|wife|partner|ex-partner|boyfriend|girlfriend|aunt|uncle|cousin|friend|niece|nephew"
    r"|mother|father|stepfather|stepmother|grandmother|grandfather|grandson|granddaughter|neighbour|landlord|sibling|twin"
    r"|dad|mum|nan|gran|babysitter|childminder|lodger|boy|girl|worker|guardian|manager|officer|fiancée?)"
)
CALLED = re.compile(
    r"(?:\b(?:named|called|nicknamed|known as|calls? (?:him|her)self|name (?:is|was|as)|answers to|goes by|spoke to)"
    rf"|\b{RELATION}),? ?[(“‘\"']?$"
)
CALLED_BEFORE = re.compile(
    r"\b(?:called|known(?: \w{1,20}){0,3} as|referred to(?: \w{1,20}){0,4} as|names?|pseudonyms?|use)(?: of)?[ \n:][“‘\"']?$"
)
THEN_NOT = re.compile(r",? (?:is|are|which is|was) not ")
NOT_THE_NAME = re.compile(
    r"\bnot (?:(?:the|her|his|their) )?(?:\w{1,20}['’]s |\w{1,20} )?(?:real |true |own )?names?\b"
    r"|\bpseudonyms?\b|\bname has been changed\b"
)
LONGEST_SHORT_FORM = 9  # letters; without an end to it a text of one endless name would fill the memory
AROUND = 160  # characters before and after it in which the name stands
AGED = re.compile(
    r"(?:,? \(?aged? (?:\d|[a-z])|,? \(?(?:DOB|dob|d\.o\.b)|,? \((?:\d{1,2}|Y\d{1,2})\)"
    r"|,? (?:was|is) (?:\d{1,2}|[a-z]+) (?:years|months|weeks) old)"
)
OF_A_CHILD = re.compile(
    r"\b([A-Z][a-zà-ÿ]{2,20})(?:['’]s (?:birth|cot|school|nursery|weight|head teacher)| (?:was )?born\b"
    r"| \(\d{1,2} (?:months|weeks|days)\b"
    r"|,? aged (?:\d|two|three|four|five|six|seven|eight|nine|ten)\b| (?:was )?weighed\b)"
)
CITED = re.compile(r"[\w.,&’' \n-]{0,90}\((?:eds?\.?\) ?\()?(?:19|20)\d\d")
HOUSEHOLD = re.compile(r"(?:['’]s?)? (?:family|children|household|siblings?|brothers|sisters|twins|boys|girls|parents|baby)\b")
PLACED = re.compile(r"\b(?:in|at|near|around|across|outside|within|throughout|via|between)\s(?:the\s)?$", re.IGNORECASE)
BARE = re.compile(r"['’]s?$")


# What was found so may also be a place, so nothing is learned from it.
BY_AGE = "A word with a capital letter and an age."
BY_CAPITALS = "Words with capital letters that are none of the trade’s."


@dataclass(frozen=True)
class Word:
    """A word that begins with a capital. `bare` is it in small letters, without a possessive or a full stop."""

    start: int
    end: int
    text: str
    bare: str


@dataclass
class Known:
    """What the texts themselves have shown: parts of names, names that are none, and words also written small."""

    parts: set[str] = field(default_factory=set)
    pseudonyms: set[str] = field(default_factory=set)
    small: set[str] = field(default_factory=set)
    beginnings: set[str] = field(default_factory=set)
    children: set[str] = field(default_factory=set)


def learn(texts: Sequence[str], words: IdentifierWords) -> Known:
    """Read the texts once for what helps to tell names: pseudonyms, words written small, and the parts of the names found."""
    known = Known()
    for text in texts:
        known.small.update(token[0].rstrip(".") for token in TOKEN.finditer(text) if token[0].islower())
        known.pseudonyms.update(pseudonyms(text))
        known.children.update(found[1] for found in OF_A_CHILD.finditer(text) if found[1].lower() not in words.never)
    for text in texts:
        for found in _sure(text, words, known):
            if found.why not in (BY_CAPITALS, BY_AGE):
                known.parts.update(_parts(found, words, known))
    known.beginnings = {part[:length] for part in known.parts for length in range(4, min(len(part), LONGEST_SHORT_FORM + 1))}
    return known


def pseudonyms(text: str) -> Iterator[str]:
    """Names of which the text says that they are not the person's own: "called Robin. Robin is not the child's name"."""
    for said in NOT_THE_NAME.finditer(text):
        around = text[max(0, said.start() - AROUND) : said.end() + AROUND]
        for token in TOKEN.finditer(around):
            before = around[max(0, token.start() - 60) : token.start()]
            if token[0][0].isupper() and (CALLED_BEFORE.search(before) or THEN_NOT.match(around, token.end())):
                yield BARE.sub("", token[0].rstrip("."))


def find_names(text: str, words: IdentifierWords, known: Known) -> Iterable[Identifier]:
    """Names in a text, those that stand in full and those whose parts were learned."""
    for name in (*_sure(text, words, known), *_by_parts(text, words, known)):
        if not CITED.match(text, name.end):
            yield name


def _by_parts(text: str, words: IdentifierWords, known: Known) -> Iterator[Identifier]:
    for found in TOKEN.finditer(text):
        bare = BARE.sub("", found[0].rstrip("."))
        if bare not in known.parts and not _is_short_form(bare, words, known):
            continue
        if bare not in known.pseudonyms:
            end = found.start() + len(bare)
            initials = INITIALS_AFTER.match(text, end)
            end = initials.end() if initials else end
            yield Identifier(
                IdentifierKind.NAME,
                found.start(),
                end,
                text[found.start() : end],
                "A part of a name that stands elsewhere in full.",
            )


def _is_short_form(bare: str, words: IdentifierWords, known: Known) -> bool:
    """Whether a word with a capital is the beginning of a name that stands elsewhere: Leigh, where there is a Leighton."""
    small = bare.lower()
    if bare not in known.beginnings:
        return False
    return not (small in words.never or small in words.seldom or small in SURE_TITLES or small in known.small)


def _sure(text: str, words: IdentifierWords, known: Known) -> Iterator[Identifier]:
    for run in _runs(text):
        yield from _in_run(text, run, words, known)
    for found in NUMBERED_OFFICER.finditer(text):
        yield Identifier(IdentifierKind.NAME, *found.span(1), found[1], "A name after an officer’s number.")
    for found in DOTTED_INITIALS.finditer(text):
        yield Identifier(IdentifierKind.NAME, *found.span(), found[0], "Initials.")


def _runs(text: str) -> Iterator[list[Word]]:
    """Words with capitals that stand side by side; small joiners such as "van" may stand between two of them."""
    run: list[Word] = []
    waiting: list[re.Match[str]] = []
    for token in TOKEN.finditer(text):
        is_cap = token[0][0].isupper()
        last = waiting[-1].end() if waiting else run[-1].end if run else -1
        joined = bool(run) and _joins(text, last, token.start())
        if joined and not is_cap and token[0].lower() in JOINERS and len(waiting) < 2:
            waiting.append(token)
            continue
        if not joined or not is_cap:
            if run:
                yield run
            run = []
        waiting = []
        if is_cap:
            run.append(_word(token))
    if run:
        yield run


def _word(token: re.Match[str]) -> Word:
    text = token[0]
    # A full stop belongs to an initial or a title and ends a sentence otherwise.
    if text.endswith(".") and len(text) > 2 and text[:-1].lower() not in SURE_TITLES and text != "St.":
        text = text[:-1]
    text = BARE.sub("", text)
    return Word(token.start(), token.start() + len(text), text, text.rstrip(".").lower())


def _joins(text: str, end: int, start: int) -> bool:
    between = text[end:start]
    if not BETWEEN.fullmatch(between):
        return False
    return "\n" not in between or end - (text.rfind("\n", 0, end) + 1) >= LONG_LINE


def _is_never(word: Word, words: IdentifierWords) -> bool:
    if len(word.bare) == 1:
        return word.text in ("A", "I")
    if word.bare in TITLES:
        return True
    whole = word.bare in words.never or word.bare.removesuffix("s") in words.never or word.bare.split("-")[0] in words.never
    return whole and word.bare not in words.given


def _is_seldom(word: Word, words: IdentifierWords, known: Known) -> bool:
    if _is_initial(word):
        return False
    return word.bare in words.seldom or word.bare.removesuffix("s") in words.seldom or word.bare in known.small


def _is_initial(word: Word) -> bool:
    return len(word.bare) == 1 or (len(word.bare) == 2 and word.text.isupper())


def _is_given(word: Word, words: IdentifierWords) -> bool:
    return (
        word.bare in words.given
        or word.bare in words.company
        or any(part in words.given and len(part) > 2 for part in re.split(r"[-‑]", word.bare)[:1])
    )


def _has_company(place: int, run: list[Word], words: IdentifierWords) -> bool:
    """Whether the word is a first name only because a name follows it: Robin Swann, and not Robin alone."""
    if run[place].bare not in words.company or place + 1 == len(run):
        return False
    following = run[place + 1]
    return not _is_never(following, words) and following.bare not in words.seldom and not following.text.isupper()


def _in_run(text: str, run: list[Word], words: IdentifierWords, known: Known) -> Iterator[Identifier]:
    """The names in one run: it is cut at words that are part of no name, and at titles."""
    piece: list[Word] = []
    title: Word | None = None
    for place, word in enumerate(run):
        is_title = word.bare in SURE_TITLES or (word.bare in TITLES and place + 1 < len(run))
        if is_title or (_is_never(word, words) and not _has_company(place, run, words)):
            yield from _name(text, title, piece, words, known, followed=not is_title)
            piece, title = [], word if is_title else None
        else:
            piece.append(word)
    yield from _name(text, title, piece, words, known, followed=False)


def _name(
    text: str, title: Word | None, piece: list[Word], words: IdentifierWords, known: Known, *, followed: bool
) -> Iterator[Identifier]:
    """The piece as a name, if it is one. `followed`: a word that is part of no name stands right after it in the run."""
    piece = [word for word in piece if word.text not in known.pseudonyms]
    if title is not None:
        yield from _titled(text, title, piece, words)
        return
    if len(piece) == 1 and piece[0].bare in words.company:
        return
    while piece and not _is_given(piece[0], words) and _is_seldom(piece[0], words, known):
        piece = piece[1:]
    if not piece:
        return
    span = (piece[0].start, piece[-1].end)
    why = _why(text, piece, words, known, followed=followed)
    if why:
        yield Identifier(IdentifierKind.NAME, *span, text[span[0] : span[1]], why)


def _titled(text: str, title: Word, piece: list[Word], words: IdentifierWords) -> Iterator[Identifier]:
    if not any(len(word.bare) > 1 for word in piece):
        return
    if title.bare in TITLES and all(word.bare in words.seldom for word in piece):
        return
    yield Identifier(
        IdentifierKind.NAME, title.start, piece[-1].end, text[title.start : piece[-1].end], f"A name after “{title.text}”."
    )


def _why(text: str, piece: list[Word], words: IdentifierWords, known: Known, *, followed: bool) -> str:
    """Why these words with capitals are a name; empty where they are none."""
    unknown = [word for word in piece if not _is_seldom(word, words, known) and not _is_initial(word) and not _is_acronym(word)]
    shouted = len(piece) > 1 and all(_is_acronym(word) and len(word.bare) > 2 for word in piece)
    given = [word for word in piece if _is_given(word, words) and (shouted or not _is_acronym(word))]
    before, after = text[max(0, piece[0].start - 60) : piece[0].start], text[piece[-1].end : piece[-1].end + 40]
    if given and not (followed and len(piece) == 1):
        return "A first name." if len(piece) == 1 else "It has a first name in it."
    if not unknown:
        return ""
    if len(piece) > 1 and _is_initial(piece[0]) and not followed:
        return "Initials with a name."
    if (
        len(piece) > 1
        and len(unknown) > 1
        and not followed
        and not (PLACED.search(before) and not after.startswith(("'s", "’s")))
    ):
        return BY_CAPITALS
    if followed or len(piece) > 2:
        return ""
    return _why_alone(before, after)


def _why_alone(before: str, after: str) -> str:
    if INITIALS_AFTER.match(after):
        return "A name with initials after it."
    if CALLED.search(before):
        return "A word with a capital letter after “called”, or after a relation."
    if AGED.match(after):
        return BY_AGE
    if PLACED.search(before):
        return ""
    if re.search(r"\bthe $", before, re.IGNORECASE) and HOUSEHOLD.match(after):
        return "The name of a family."
    return ""


def _is_acronym(word: Word) -> bool:
    return len(word.text) > 1 and word.text.isupper()


def _parts(found: Identifier, words: IdentifierWords, known: Known) -> Iterator[str]:
    """The parts of a name that are sure to mean the same person elsewhere."""
    for token in TOKEN.finditer(found.text):
        part = BARE.sub("", token[0].rstrip("."))
        bare = part.lower()
        common = bare in words.never or bare in words.seldom or bare in words.company or bare in known.small
        common = common or bare in SURE_TITLES or bare in TITLES
        if len(part) > 2 and part[0].isupper() and not common and not part.isupper():
            yield part
