"""Finds addresses, schools, hospitals and surgeries, and rare conditions. Which words are the trade's is in `IdentifierWords`."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from app.domain.identifier import Identifier, IdentifierKind, IdentifierWords

# A word with a capital letter, and up to four of them in a row, on one line.
CAP = r"[A-ZÀ-ÖØ-ÞŁŚŻ][\w'’&-]{0,40}\.?"
GAP = r"(?:[ \u00a0]|[ \t]*\n[ \t]*)"
STREET = (
    r"(?:Road|Street|Avenue|Lane|Close|Crescent|Terrace|Grove|Gardens|Drive|Mews|Wynd|Quay|Parade|Esplanade|Walk|Way|Place"
    r"|Square|Court"
    r"|Row|Rise|Croft|Wharf|Yard|View|Vale|Park|Broadway|Hill|Gate|Green)"
)
SHORT_STREET = r"(?:Rd|St|Ave|Ln|Cl|Dr|Cres|Terr|Gdns|Pl|Sq|Ct)\b\.?"
# Words that make a street without a number in front of them.
SURE_STREET = r"(?:Road|Street|Avenue|Lane|Close|Crescent|Terrace|Grove|Mews|Wynd)"
NUMBER = r"(?<![\w/.-])(?!(?:19|20)\d\d\b)\d{1,4}[A-Za-z]?(?:[-–/]\d{1,4}[A-Za-z]?)?,?"
ADDRESS = re.compile(
    rf"{NUMBER} (?:The |St\.? )?{CAP}(?: {CAP}){{0,2}}? (?:{STREET}|{SHORT_STREET})(?!\w)"
    rf"|(?:(?<=at )|(?<=c/o )|(?<=number ))\d{{1,3}}[A-Za-z]? The [A-Z][a-z]+(?!\w| {CAP})"
    rf"|(?<![\w-])(?:{CAP} ){{1,3}}?{SURE_STREET}(?!\w)"
    rf"|(?<![\w-])(?:[Ff]lat|Apartment|Unit|Plot|Caravan|Room|House) \d{{1,4}}[A-Za-z]?\b(?:,? {CAP}(?: {CAP}){{0,2}})?"
    rf"|(?<![\w-])(?:Ground|First|Second|Third|Fourth|Fifth|Top) Floor, (?:{CAP} ){{0,2}}{CAP}"
    rf"|(?<![\w-])c/o (?:\d{{1,4}} )?{CAP}(?: {CAP}){{0,2}}"
)
ABBREVIATED = re.compile(rf"{SHORT_STREET}$")
JOINED = re.compile(rf",{GAP}(?:(?:{CAP} ){{1,2}}(?:House|Court|Lodge|Cottage|Farm|Estate|Park|Buildings?),{GAP})?")
TOWN = re.compile(rf"(, {CAP}(?: {CAP})?)(?=[,.;)]|\\n|$| [A-Z]{{1,2}}\\d)", re.ASCII)
NOT_A_STREET = re.compile(r"^(?:the )?(?:High|Main|Downing|Fleet|Wall|Sesame) ", re.IGNORECASE)

KIND_OF_SCHOOL = (
    r"(?:Primary|Infants?['’]?|Juniors?|Secondary|High|Grammar|Special|Community|Nursery|Church|of|England|C of E|CofE|C\.? ?E\.?"
    r"|R\.? ?C\.?|Roman|Catholic|Voluntary|Aided|Controlled|Free|Independent|Boarding"
    r"|Comprehensive|First|Middle|Upper|Lower|Prep(?:aratory)?"
    r"|and|&"
    r"|Girls['’]?|Boys['’]?|Day|Sixth|Form)"
)
SCHOOL = re.compile(
    rf"(?<![\w-])(?:{CAP}{GAP}(?:(?:of|the|and|on|upon) )?){{1,5}}(?:(?i:primary)|{KIND_OF_SCHOOL}{GAP}){{0,5}}"
    r"(?:[Ss]chool|Academy|College|[Nn]ursery|[Pp]re-?[Ss]chool|[Pp]laygroup|Kindergarten|Sixth Form)(?![\w-])"
)
SHORT_SCHOOL = re.compile(
    rf"\b(?:attend(?:s|ed|ing)?|pupils? at|place at|going to|goes to|went to|nursery at|school at) "
    rf"({CAP}(?: {CAP})?(?: (?:Primary|Infants?|Juniors?|High|Grammar|Academy))?)"
)
KIND_OF_HOSPITAL = (
    r"(?:General|Royal|District|Children['’]?s?|University|Community|County|Memorial|Cottage|Maternity|and|Women['’]?s?"
    r"|Hospital|City|Teaching)"
)
HOSPITAL = re.compile(
    rf"(?<![\w-])(?:{CAP}{GAP}(?:(?:of|the|and|on|upon) )?){{1,5}}(?:{KIND_OF_HOSPITAL}{GAP}){{0,4}}"
    r"(?:[Hh]ospital|Infirmary|[Hh]ospice|[Ss]urgery|(?:Medical|Health|Birth|Birthing) Centre|(?:Medical|Group) Practice)"
    r"(?![\w-])"
)
OF_PLACE = re.compile(
    rf"{KIND_OF_SCHOOL}|{KIND_OF_HOSPITAL}|St\.?|Saint|Great|Little|Old|New|Royal|Queen|King|North|South|East|West"
    rf"|The|Medical|Health|Group|School|Practice"
)
SHORT_HOSPITAL = re.compile(
    rf"(?<![\w-])({CAP} (?:General|Royal|Royal Infirmary|Royal Free))\b"
    rf"(?! (?:[A-Z]|practi|manager|election|public|meeting|population))"
)
NAMED_AFTER = re.compile(
    rf"(?<![\w-])({CAP}(?:[ –]{CAP}){{0,2}}) (?i:syndrome|disease|dystrophy|anomaly|anaemia|palsy|atrophy)(?!\w)"
)
CALLED_RARE = re.compile(
    r"\b(?:rare|very unusual)(?:,? [a-z-]{3,16}){0,3}? (?:conditions?|disorders?|diseases?|syndromes?|illness(?:es)?)\b"
)


def find_places(text: str, words: IdentifierWords) -> Iterable[Identifier]:
    """Everything of this module in a text."""
    yield from _addresses(text)
    for pattern, kind, why in (
        (SCHOOL, IdentifierKind.SCHOOL, "The name of a school, college or nursery."),
        (HOSPITAL, IdentifierKind.HOSPITAL, "The name of a hospital or surgery."),
    ):
        for found in pattern.finditer(text):
            yield from _named(found.start(), found[0], kind, why, words)
    for found in SHORT_SCHOOL.finditer(text):
        yield from _named(
            found.start(1), found[1], IdentifierKind.SCHOOL, "A name after words about going to school.", words, sure=True
        )
    for found in SHORT_HOSPITAL.finditer(text):
        yield from _named(found.start(1), found[1], IdentifierKind.HOSPITAL, "The short name of a hospital.", words, sure=True)
    yield from _conditions(text, words)


def _addresses(text: str) -> Iterator[Identifier]:
    """Addresses; pieces that a comma joins are one."""
    start = end = -1
    for found in ADDRESS.finditer(text):
        if NOT_A_STREET.match(found[0]):
            continue
        begins = _after_small_words(found.start(), found[0])
        if start >= 0 and JOINED.fullmatch(text, end, begins):
            end = found.end()
            continue
        if start >= 0:
            yield _address(text, start, end)
        start, end = begins, found.end()
    if start >= 0:
        yield _address(text, start, end)


def _address(text: str, start: int, end: int) -> Identifier:
    """An address, with the town after it where a comma, a stop or the postcode shows that it is one."""
    town = TOWN.match(text, end) if re.search(r"\d", text[start:end]) else None
    end = town.end(1) if town else end
    if text[end - 1] == "." and not ABBREVIATED.search(text, start, end):
        end -= 1
    return Identifier(IdentifierKind.ADDRESS, start, end, text[start:end], "It has the form of an address.")


SAINT = re.compile(r"(?:St|Saint)\b")
SMALL = frozenset(
    ("The", "In", "At", "On", "Of", "From", "To", "And", "A", "An", "For", "By", "When", "While", "Both", "Their", "His", "Her")
)
LEADING = re.compile(
    r"(?:(?:The|In|At|On|Of|From|To|And|A|An|For|By|When|While|Both|Their|His|Her|After|Before|Near|Until|Since|As|That|This|Its|Our|Was)\s+)+"
)


def _after_small_words(start: int, found: str) -> int:
    leading = LEADING.match(found)
    return start + (leading.end() if leading and not found[0].isdigit() else 0)


def _named(
    start: int, found: str, kind: IdentifierKind, why: str, words: IdentifierWords, *, sure: bool = False
) -> Iterator[Identifier]:
    """The finding without small words and posts in front, if a word of it is a name: not one of the trade's."""
    begins = _name_begins(found, words)
    if begins < 0 or (sure and begins > 0):
        return
    name = found[begins:].removesuffix(".")
    yield Identifier(kind, start + begins, start + begins + len(name), name, why)


def _name_begins(found: str, words: IdentifierWords) -> int:
    """Where in a found name its own name begins, after other bodies and posts; -1 where it has none of its own."""
    tokens = list(re.finditer(r"\S+", found))[:-1]
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place][0]
        if token[0].isupper() and _is_known(token, words) and not OF_PLACE.fullmatch(token):
            tokens = tokens[place + 1 :]
            break
    tokens = _after_another_name(tokens)
    while tokens and (not tokens[0][0][0].isupper() or tokens[0][0] in SMALL):
        tokens = tokens[1:]
    own = (token[0] for token in tokens if token[0][0].isupper() and not OF_PLACE.fullmatch(token[0]))
    if not any(not _is_known(token, words) and not (token.isupper() and len(token) > 1) for token in own):
        return -1
    return tokens[0].start()


def _after_another_name(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last of two names: "Robin Hale of Fernside Surgery" is two, "St Peter and St Paul School" is one."""
    for place in range(len(tokens) - 2, 0, -1):
        joins = tokens[place][0] in ("and", "&") or (tokens[place][0] == "of" and place > 1)
        following = tokens[place + 1][0]
        if joins and len(following) > 1 and not SAINT.match(following) and not OF_PLACE.fullmatch(following):
            return tokens[place + 1 :]
    return tokens


def _is_known(token: str, words: IdentifierWords) -> bool:
    """Whether this word is the trade's and part of no name."""
    bare = re.sub(r"['’]s?$", "", token.rstrip(".,").lower())
    return bare in words.never or bare.removesuffix("s") in words.never


MOST_SHORT = 100  # short names that are looked for; no paper has so many
LAST_WORDS = re.compile(
    rf"(?: (?:{KIND_OF_SCHOOL}|{KIND_OF_HOSPITAL}|[Ss]chool|Academy|College|[Nn]ursery|[Ss]urgery|Infirmary))+$"
)


def short_names(found: Iterable[Identifier]) -> dict[str, IdentifierKind]:
    """What schools and hospitals are called for short: Little Puffins, where a Little Puffins Nursery was found."""
    short: dict[str, IdentifierKind] = {}
    for place in found:
        if place.kind in (IdentifierKind.SCHOOL, IdentifierKind.HOSPITAL):
            name = LAST_WORDS.sub("", place.words)
            if name != place.words and " " in name and len(short) < MOST_SHORT:
                short[name] = place.kind
    return short


def find_short_names(text: str, short: dict[str, IdentifierKind]) -> Iterator[Identifier]:
    """Schools and hospitals that stand in full elsewhere."""
    for name, kind in short.items():
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            yield Identifier(kind, *found.span(), found[0], "Short for a name that stands in full elsewhere.")


@lru_cache(maxsize=4)
def _condition_pattern(words: IdentifierWords) -> re.Pattern[str]:
    longest_first = sorted((re.escape(condition.words) for condition in words.conditions), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})(?: type \w{{1,3}})?(?!\w)", re.IGNORECASE)


def _conditions(text: str, words: IdentifierWords) -> Iterator[Identifier]:
    reasons = {condition.words.lower(): condition.why for condition in words.conditions}
    for found in _condition_pattern(words).finditer(text):
        why = reasons.get(re.sub(r" type \w+$", "", found[0].lower()), "A rare condition.")
        yield Identifier(IdentifierKind.CONDITION, *found.span(), found[0], why)
    for found in NAMED_AFTER.finditer(text):
        tokens = [token.replace("’", "'").lower() for token in re.split(r"[ –-]", found[1])]
        if not any(token in words.common or _is_known(token, words) for token in tokens):
            why = "A condition named after people, which is often rare."
            yield Identifier(IdentifierKind.CONDITION, *found.span(), found[0], why)
    for found in CALLED_RARE.finditer(text):
        yield Identifier(IdentifierKind.CONDITION, *found.span(), found[0], "The text itself calls it rare.")
