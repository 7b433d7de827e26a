"""The small language in which patterns of cues are written, and what it becomes: a regular expression and the words it needs.

`markers/README.md` tells the language to readers. Every repetition is bounded, so that no text can make matching slow.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

LONGEST_GAP = 8
MOST_GAPS = 4
FARTHEST = 400  # characters that ~~ may pass over
LONGEST_PATTERN = 40_000  # characters of the finished regular expression
_WHOLE_WORDS = r"(?:(?<![\w'-])|(?=,))(?:{})(?![\w-])"
START = r"(?:(?<=^)|(?<=^.)|(?<=^..))"
GAP_WORD = "[^ .,;:!?]{1,40} "
_AROUND = re.compile(r"[\"()]|(?<!\w)'|'(?!\w)")
_TOKEN = re.compile(
    r"\s*(?:(?P<any>_\??)(?=[\s)|,]|$)|(?P<far>~~)|(?P<gap>~\d?)|(?P<list><[a-z-]+>\??)|(?P<open>\()|(?P<close>\)\??)"
    r"|(?P<or>\|)|(?P<start>\^)|(?P<comma>,)|(?P<word>[^\s()|<>~^,]+))"
)
_WORD = re.compile(r"\*[a-zß-ÿ'-]+\??|[a-zß-ÿ0-9][a-zß-ÿ0-9'.-]*(?:\*|(?:/[a-zß-ÿ]+)+)?\??")
_FOLDED = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "[": "(", "]": ")"}
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\n\r\t\f\v\xa0\u2002\u2003\u2009\u202f", " ")
)
# Words so common that looking for them would hardly spare a pattern a sentence.
_COMMON = frozenset(
    word
    for words in (
        "the a an of and or to in on at by for with from as be been being is are was were it its this that these those there he",
        "she they his her their had has have not no did do does would could should may might must can will shall who which what",
        "so if we our i my all any some more than but into out up about when how too very",
    )
    for word in words.split()
)


class PatternError(ValueError):
    """A pattern cannot be understood. The message says what is expected instead."""


def fold(text: str) -> str:
    """The text in small letters, with straight quotation marks and plain hyphens and blanks. As long as before."""
    small = text.translate(_FOLDED).lower()
    if len(small) == len(text):
        return small
    return "".join(one if len(one := letter.lower()) == 1 else letter for letter in text.translate(_FOLDED))


@dataclass(frozen=True)
class Bare:
    """A text as patterns see it: folded, and without the quotation marks and brackets around words."""

    text: str
    left_out: tuple[int, ...]  # offsets, in the text as it was, of what is missing

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch stands in the text as it was."""
        return self._there(start), self._there(end - 1) + 1

    def _there(self, offset: int) -> int:
        for gone in self.left_out:
            if gone > offset:
                break
            offset += 1
        return offset


def bare(text: str) -> Bare:
    """What patterns are matched against."""
    folded = fold(text)
    gone = tuple(match.start() for match in _AROUND.finditer(folded))
    if not gone:
        return Bare(folded, ())
    return Bare("".join(folded[start + 1 : end] for start, end in pairwise((-1, *gone, len(folded)))), gone)


@dataclass(frozen=True)
class Line:
    """One compiled wording. A text matches only if one of `anchors` stands in it, and one of `others` where there are any.

    Anchors are words; those that end in * are the beginning of a word.
    """

    source: str
    anchors: frozenset[str]
    others: frozenset[str]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, made when it is first needed: most papers need a part of them."""
        return re.compile(_WHOLE_WORDS.format(self.source))


@dataclass(frozen=True)
class Words:
    """The compiled wordings of a pattern, of which one must match."""

    lines: tuple[Line, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All wordings as one regular expression."""
        return re.compile(_WHOLE_WORDS.format("|".join(line.source for line in self.lines)))


@dataclass(frozen=True)
class Node:
    """A part of a pattern: its expression, and the words of which one must be there (none: the part may be left out)."""

    source: str
    anchors: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()  # the same for another word
    optional: bool = False
    gap: bool = False
    glued: bool = False  # to the word before it
    gaps: int = 0


Lists = Mapping[str, Node]


def compile_lists(named: Mapping[str, Sequence[str]], known: Lists) -> dict[str, Node]:
    """Lists of words to be used in patterns as `<name>`. They may use the lists that are known. Raises PatternError."""
    return {name: _either([parse(line, known) for line in lines]) for name, lines in named.items()}


def compile_words(lines: Sequence[str], lists: Lists) -> Words:
    """One pattern out of its alternatives. Raises PatternError where one cannot be understood."""
    nodes = [parse(line, lists) for line in lines]
    if sum(len(node.source) for node in nodes) > LONGEST_PATTERN:
        raise PatternError("fewer or shorter wordings; these are too long together")
    return Words(tuple(Line(node.source, node.anchors, node.others) for node in nodes))


def parse(line: str, lists: Lists) -> Node:
    """What one line becomes. Raises PatternError."""
    try:
        tokens = _tokens(line)
        node, at = _alternatives(tokens, 0, lists)
        if at != len(tokens):
            raise PatternError("an opening bracket for every closing one")
        if node.gaps > MOST_GAPS or sum(kind == "far" for kind, _ in tokens) > 1:
            raise PatternError(f"at most {MOST_GAPS} gaps, and ~~ only once")
    except PatternError as error:
        raise PatternError(f"{error}, in “{line}”") from None
    return node


def _tokens(line: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    line = line.rstrip()
    at = 0
    while at < len(line):
        match = _TOKEN.match(line, at)
        if match is None or match.lastgroup is None:
            raise PatternError("words, brackets, lists and gaps only")
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


def _alternatives(tokens: list[tuple[str, str]], at: int, lists: Lists) -> tuple[Node, int]:
    """What stands from here to the closing bracket, or to the end."""
    branches: list[list[Node]] = [[]]
    first = False  # whether what comes must begin the sentence
    while at < len(tokens) and tokens[at][0] != "close":
        kind, text = tokens[at]
        at += 1
        if kind == "or":
            branches.append([])
            continue
        if kind == "start":
            first = True
            continue
        if kind == "open":
            node, at = _alternatives(tokens, at, lists)
            if at >= len(tokens):
                raise PatternError("a closing bracket for every opening one")
            node = replace(node, optional=tokens[at][1].endswith("?"))
            at += 1
        else:
            node = _single(kind, text, lists)
        branches[-1].append(replace(node, source=START + node.source) if first else node)
        first = False
    return _either([_sequence(parts) for parts in branches]), at


def _either(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    anchors = frozenset().union(*(node.anchors for node in nodes)) if all(node.anchors for node in nodes) else frozenset()
    others = frozenset().union(*(node.others for node in nodes)) if all(node.others for node in nodes) else frozenset()
    return Node("(?:" + "|".join(node.source for node in nodes) + ")", anchors, others, gaps=max(node.gaps for node in nodes))


def _single(kind: str, text: str, lists: Lists) -> Node:
    if kind == "gap":
        return Node(f"(?:{GAP_WORD}){{0,{_gap(text)}}}", gap=True, gaps=1)
    if kind == "any":
        return Node(r"[\w'-]{1,40}", optional=text.endswith("?"))
    if kind == "comma":
        return Node(",", glued=True)
    if kind == "far":
        return Node(f"[^\n]{{0,{FARTHEST}}}?(?<![\\w'-])", gap=True, gaps=1)
    if kind == "list":
        name = text.strip("<>?")
        if name not in lists:
            raise PatternError(f"the name of a list of words.yaml, not “{name}”")
        return replace(lists[name], optional=text.endswith("?"))
    if not _WORD.fullmatch(text):
        raise PatternError(f"words in small letters, with *, ? or /endings, not “{text}”")
    return _word(text.removesuffix("?"), optional=text.endswith("?"))


def _gap(text: str) -> int:
    number = int(text[1:] or 3)
    if not 1 <= number <= LONGEST_GAP:
        raise PatternError(f"a gap of 1 to {LONGEST_GAP} words, not “{text}”")
    return number


def _word(text: str, *, optional: bool) -> Node:
    if text.startswith("*"):
        return Node(r"[\w'-]{1,24}" + re.escape(text[1:]), optional=optional)
    if text.endswith("*"):
        return Node(re.escape(text[:-1]) + r"[\w'-]{0,24}", frozenset([text]), optional=optional)
    stem, *endings = text.rstrip("'").split("/")
    tail = "s?" if endings == ["s"] else f"(?:{'|'.join(endings)})?" if endings else ""  # making the former is far quicker
    return Node(re.escape(stem) + tail, frozenset([stem, *(stem + ending for ending in endings)]), optional=optional)


def _sequence(parts: Sequence[Node]) -> Node:
    """Parts that follow each other. What may be left out takes its blank with it."""
    if not parts or parts[0].gap or parts[-1].gap or all(part.optional for part in parts):
        raise PatternError("alternatives that begin and end with a word and hold one that must be there")
    source, blank = "", False
    for part in parts:
        if part.gap:
            source, blank = source + (" " if blank else "") + part.source, False
        elif part.glued and source:
            source, blank = source + part.source, True
        elif part.optional:
            source += f"(?: {part.source})?" if blank else f"(?:{part.source} )?"
        else:
            source, blank = source + (" " if blank else "") + part.source, True
    firm = [part for part in parts if not part.optional]
    needed = sorted((words for part in firm for words in (part.anchors, part.others) if words), key=_commonness)
    none: frozenset[str] = frozenset()
    needed += [none, none]
    return Node(source, needed[0], needed[1], gaps=sum(part.gaps for part in parts))


def _commonness(words: frozenset[str]) -> int:
    """How often one of these words is likely to stand in a text, as far as one can tell from the words."""
    return sum(40 if word in _COMMON else 3 if len(word) < 6 else 1 for word in words)
