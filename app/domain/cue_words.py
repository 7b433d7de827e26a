"""The small language in which patterns of cues are written, and what it becomes: a regular expression and the words it needs.

`markers/README.md` tells the language to readers. Every repetition is bounded, so that no text can make matching slow.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

LONGEST_GAP = 8
MOST_GAPS = 4
FARTHEST = 400  # characters that ~~ may pass over
MOST_NEEDS = 4  # that are remembered of a wording: more would hardly spare it a sentence
LONGEST_PATTERN = 40_000  # characters of the finished regular expression
_WHOLE_WORDS = r"(?<![\w'-])(?:{})(?![\w-])"
_COMMA_FIRST = r"(?:(?<![\w'-])|(?=,))(?:{})(?![\w-])"
START = r"(?:(?<=^)|(?<=^.)|(?<=^..))"
_COMMA = re.compile(r",(?![\d;])")  # in an expression, but not in {0,3} or in a class of marks
GAP_WORD = "[^ .,;:!?]{1,40} "
_TOKEN = re.compile(
    r"\s*(?:(?P<choice>\([^\s()|<>~^,?_]+(?:\|[^\s()|<>~^,?_]+)+\)\??)|(?P<any>_\??)(?=[\s)|,]|$)|(?P<far>~~)|(?P<gap>~\d?)|(?P<list><[a-z-]+>\??)|(?P<open>\()|(?P<close>\)\??)"
    r"|(?P<or>\|)|(?P<start>\^)|(?P<comma>,)|(?P<word>[^\s()|<>~^,]+))"
)
_WORD = re.compile(r"\*[a-zß-ÿ'-]+\??|[a-zß-ÿ0-9][a-zß-ÿ0-9'.-]*(?:\*|(?:/[a-zß-ÿ]+)+)?\??")
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


@dataclass(frozen=True)
class Line:
    """One compiled wording. A text matches only if a word of each of its `needs` stands in it.

    In needs, what ends in * is the beginning of a word, and what begins with * the end of one. `steps` are needs in the
    order in which they must stand, each with the most blanks there can be between its word and the word of the one before.
    """

    source: str
    needs: tuple[frozenset[str], ...]
    steps: tuple[tuple[frozenset[str], int], ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The regular expression, made when it is first needed: most papers need a part of them."""
        return _regex(self.source)


@dataclass(frozen=True)
class Words:
    """The compiled wordings of a pattern, of which one must match."""

    lines: tuple[Line, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """All wordings as one regular expression."""
        return _regex("|".join(line.source for line in self.lines))


def _regex(source: str) -> re.Pattern[str]:
    """Matches whole words; the comma that some wordings begin with may stand at the end of one."""
    return re.compile((_COMMA_FIRST if _COMMA.search(source) else _WHOLE_WORDS).format(source))


class Need(NamedTuple):
    """Words of which one must be there, and how common they are together.

    `before` and `after` are the most blanks that can stand on either side of the word in the part that needs it.
    """

    commonness: int
    words: frozenset[str]
    before: int = 0
    after: int = 0


class Node(NamedTuple):
    """A part of a pattern: its expression, and what must be there, the rarest first (nothing: the part may be left out)."""

    source: str
    needs: tuple[Need, ...] = ()
    optional: bool = False
    gap: bool = False
    glued: bool = False  # to the word before it
    anchor: bool = False  # the beginning of the sentence, which takes no blank
    gaps: int = 0
    blanks: int = 0  # the most that can stand in it
    steps: tuple[tuple[frozenset[str], int], ...] = ()


Lists = Mapping[str, Node]


def compile_lists(named: Mapping[str, Sequence[str]], known: Lists) -> dict[str, Node]:
    """Lists of words to be used in patterns as `<name>`. They may use the lists that are known. Raises PatternError."""
    return {name: _either([parse(line, known) for line in lines]) for name, lines in named.items()}


def compile_words(lines: Sequence[str], lists: Lists) -> Words:
    """One pattern out of its alternatives. Raises PatternError where one cannot be understood."""
    nodes = [parse(line, lists) for line in lines]
    if sum(len(node.source) for node in nodes) > LONGEST_PATTERN:
        raise PatternError("fewer or shorter wordings; these are too long together")
    return Words(tuple(Line(node.source, tuple(need.words for need in node.needs), node.steps) for node in nodes))


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
    for match in _TOKEN.finditer(line):
        if match.start() != at or match.lastgroup is None:
            break
        found.append((match.lastgroup, match[match.lastgroup]))
        at = match.end()
    if at < len(line):
        raise PatternError("words, brackets, lists and gaps only")
    return found


def _alternatives(tokens: list[tuple[str, str]], at: int, lists: Lists) -> tuple[Node, int]:
    """What stands from here to the closing bracket, or to the end."""
    branches: list[list[Node]] = [[]]
    while at < len(tokens) and tokens[at][0] != "close":
        kind, text = tokens[at]
        at += 1
        if kind == "or":
            branches.append([])
            continue
        if kind == "open":
            node, at = _alternatives(tokens, at, lists)
            if at >= len(tokens):
                raise PatternError("a closing bracket for every opening one")
            node = node._replace(optional=tokens[at][1].endswith("?"))
            at += 1
        else:
            node = _single(kind, text, lists)
        branches[-1].append(node)
    return _either([_sequence(parts) for parts in branches]), at


def _either(nodes: Sequence[Node]) -> Node:
    if len(nodes) == 1:
        return nodes[0]
    together = [
        Need(
            sum([need.commonness for need in needs]),
            frozenset().union(*[need.words for need in needs]),
            max([need.before for need in needs]),
            max([need.after for need in needs]),
        )
        for needs in zip(*(node.needs for node in nodes), strict=False)
    ]
    together.sort(key=_commonness)
    return Node(
        "(?:" + "|".join([node.source for node in nodes]) + ")",
        tuple(together),
        gaps=max([node.gaps for node in nodes]),
        blanks=max([node.blanks for node in nodes]),
    )


def _single(kind: str, text: str, lists: Lists) -> Node:
    if kind in ("word", "choice"):
        return _choice(text)
    if kind == "gap":
        return Node(f"(?:{GAP_WORD}){{0,{_gap(text)}}}", gap=True, gaps=1, blanks=_gap(text))
    if kind == "any":
        return Node(r"[\w'-]{1,40}", optional=text.endswith("?"))
    if kind == "comma":
        return Node(",", glued=True)
    if kind == "start":
        return Node(START, anchor=True)
    if kind == "far":
        return Node(f"[^\n]{{0,{FARTHEST}}}?(?<![\\w'-])", gap=True, gaps=1, blanks=FARTHEST)
    if kind == "list":
        name = text.strip("<>?")
        if name not in lists:
            raise PatternError(f"the name of a list of words.yaml, not “{name}”")
        return lists[name]._replace(optional=text.endswith("?"))
    raise PatternError("words, brackets, lists and gaps only")


def _gap(text: str) -> int:
    number = int(text[1:] or 3)
    if not 1 <= number <= LONGEST_GAP:
        raise PatternError(f"a gap of 1 to {LONGEST_GAP} words, not “{text}”")
    return number


@lru_cache(maxsize=4096)  # wordings repeat the same words and choices between single words over and over
def _choice(text: str) -> Node:
    """A word, or several in brackets."""
    if text.startswith("("):
        whole = _either([_choice(word) for word in text.removesuffix("?")[1:-1].split("|")])
        return whole._replace(optional=text.endswith("?"))
    if not _WORD.fullmatch(text):
        raise PatternError(f"words in small letters, with *, ? or /endings, not “{text}”")
    return _word(text.removesuffix("?"))._replace(optional=text.endswith("?"))


def _word(text: str) -> Node:
    if text.startswith("*"):
        return Node(r"[\w'-]{1,24}" + re.escape(text[1:]), _needs(text))
    if text.endswith("*"):
        return Node(re.escape(text[:-1]) + r"[\w'-]{0,24}", _needs(text))
    stem, *endings = text.rstrip("'").split("/")
    tail = "s?" if endings == ["s"] else f"(?:{'|'.join(endings)})?" if endings else ""  # making the former is far quicker
    return Node(re.escape(stem) + tail, _needs(stem, *(stem + ending for ending in endings)))


def _needs(*words: str) -> tuple[Need, ...]:
    """What one word needs. A word with a full stop in it is two words to whoever looks for them; the first is looked for."""
    looked_for = frozenset(word.split(".")[0] + ("*" if "." in word else "") for word in words)
    return (Need(sum(_how_common(word) for word in looked_for), looked_for),)


def _how_common(word: str) -> int:
    """How often a word is likely to stand in a text, as far as one can tell from the word."""
    if word in _COMMON or (word.startswith("*") and len(word) < 5):
        return 40
    return 3 if len(word) < 6 else 1


def _commonness(need: Need) -> int:
    return need.commonness


def _sequence(parts: Sequence[Node]) -> Node:
    """Parts that follow each other. What may be left out takes its blank with it."""
    if not parts or parts[0].gap or parts[-1].gap or all(part.optional or part.anchor for part in parts):
        raise PatternError("alternatives that begin and end with a word and hold one that must be there")
    if len(parts) == 1 and not parts[0].glued:
        return parts[0]
    source, blank = "", False
    for part in parts:
        if part.anchor:
            source += part.source
        elif part.gap:
            source, blank = source + (" " if blank else "") + part.source, False
        elif part.glued and source:
            source, blank = source + part.source, True
        elif part.optional:
            source += f"(?: {part.source})?" if blank else f"(?:{part.source} )?"
        else:
            source, blank = source + (" " if blank else "") + part.source, True
    needs: list[Need] = []
    steps: list[tuple[frozenset[str], int]] = []
    blanks, last = sum([part.blanks for part in parts]) + len(parts) - 1, 0
    begin = 0  # the most blanks before the part
    for part in parts:
        if part.needs and not part.optional:
            steps.append((part.needs[0].words, begin + part.needs[0].before - last))
            last = begin + part.blanks - part.needs[0].after
            rest = blanks - begin - part.blanks
            needs += [Need(need[0], need[1], begin + need.before, rest + need.after) for need in part.needs]
        begin += part.blanks + 1
    needs.sort(key=_commonness)
    gaps = sum([part.gaps for part in parts])
    return Node(source, tuple(needs[:MOST_NEEDS]), gaps=gaps, blanks=blanks, steps=tuple(steps))
