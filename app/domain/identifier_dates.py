"""Finds dates of birth, and exact dates that stand near a child. A month or a year alone is no exact date."""

import re
from collections.abc import Iterable

from app.domain.identifier import Identifier, IdentifierKind
from app.domain.identifier_day import days_in

BIRTH = re.compile(
    r"(?:\bborn(?: (?:at|in) [^.;\n]{1,40})?,? ?(?:on|in)?|\bd\.?\s?o\.?\s?b\.?\s?(?:is|was)?"
    r"|\bdate of birth(?: is| was| of [^.;\n]{1,30} is)?"
    r"|\bbirthday(?: is| was)?(?: on)?|\bbirth date)[\s:,–—(|]{0,4}$",
    re.IGNORECASE,
)
# What stands right before a date within this many characters can make it a date of birth.
BEFORE_BIRTH = 90
# How near a child's day must be told for the date to be one of its life, whatever else the sentence is about.
NEAR = 70
LONGEST_SENTENCE = 300
CHILD = re.compile(
    r"\b(?:(?<!serious )child(?!\s(?:protection|and|care|health|development|abuse|sexual|in need|death|safety"
    r"|practice|psycho|exploitation|welfare|poverty|benefit|support|safeguarding)|['’]s\s(?:services|plan))(?:['’]s)?"
    r"|baby(?! clinic)(?:['’]s)?|babies|infant"
    r"|newborn|toddler|bo(?:y|ys)|girls?|grandson|granddaughter|"
    r"(?:half-?|step)?(?:son|daughter|sibling)s?|twins?|pupil|aged?\s(?:\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|"
    r"twelve|thirteen|fourteen|fifteen|sixteen|seventeen)|(?:days|weeks|months|years) old"
    r"|\d{1,2} (?:months|weeks|days)\)|mummy)\b",
    re.IGNORECASE,
)
HAPPENED = re.compile(
    r"\b(?:born|births?(?: was)? registered|\bdied\b|death of (?:the |a )?(?:child|baby|boy|girl|infant)|"
    r"(?:he|she|they|baby|child|boy|girl)(?: was| were| had been)(?: \w+)? (?:taken|admitted|seen|discharged"
    r"|brought|found|placed|removed|injured|examined|weighed|moved|returned|rushed|accommodated|immunised|killed|presented))\b",
    re.IGNORECASE,
)
PROCESS = re.compile(
    r"\b(?:panel|review(?:ed)?|report|published?|publication|meetings?|minutes|terms of reference|commission\w*"
    r"|guidance|inspect\w*|Board|learning event|letters?|policy|protocol|regulations?|version|draft|agreed|appointed"
    r"|deadline|timetable|hearing|plea|pleaded|sentenc\w+|convict\w+)\b"
)
STOP = re.compile(r"[.!?]['”’)]?\s+(?=[A-Z“‘\"(\d])|\n\s*\n|\n(?=\s*(?:\d{1,2}\.\d|[•\-–]\s))")
NEXT_ENTRY = re.compile(r"\n(?=\s*\n|\d{1,4}[./ -])")
ABBREVIATED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|St|Prof|No|no|nr|approx|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)|\b[A-Z])$")


def find_dates(text: str, children: Iterable[str] = ()) -> Iterable[Identifier]:
    """Dates of birth and exact dates near a child. `children` are names by which the text calls children."""
    called = [name for name in children if name]
    names = re.compile(rf"\b(?:{'|'.join(map(re.escape, called))})\b") if called else None
    sentences = _sentences(text)
    at = 0
    for start, end, _ in days_in(text):
        while at < len(sentences) - 1 and sentences[at][1] <= start:
            at += 1
        first, last = (start, _end_of_entry(text, end)) if _heads_an_entry(text, start) else sentences[at]
        if BIRTH.search(text[max(0, start - BEFORE_BIRTH) : start]):
            yield Identifier(IdentifierKind.DATE_OF_BIRTH, start, end, text[start:end], "A date after “born” or “date of birth”.")
            continue
        sentence = text[max(first, start - LONGEST_SENTENCE) : min(last, end + LONGEST_SENTENCE)]
        near = text[max(first, start - NEAR) : min(last, end + NEAR)]
        if why := _why_near_a_child(sentence, near, names):
            yield Identifier(IdentifierKind.DATE, start, end, text[start:end], why)


def _why_near_a_child(sentence: str, near: str, names: re.Pattern[str] | None) -> str:
    """The reason why a date in this sentence is one of a child's life; empty where it is not."""
    if found := HAPPENED.search(near):
        return f"An exact date beside “{' '.join(found[0].split())}”."
    child = CHILD.search(sentence) or (names.search(sentence) if names else None)
    if child and not PROCESS.search(sentence):
        return f"An exact date in a sentence about “{' '.join(child[0].split())}”."
    return ""


def _heads_an_entry(text: str, start: int) -> bool:
    """Whether a date stands at the beginning of its line, as in a chronology."""
    return start == 0 or text[start - 1] == "\n"


def _end_of_entry(text: str, start: int) -> int:
    """Where the next entry of a chronology begins, or the paragraph ends."""
    following = NEXT_ENTRY.search(text, start, start + LONGEST_SENTENCE)
    return following.start() if following else min(len(text), start + LONGEST_SENTENCE)


def _sentences(text: str) -> list[tuple[int, int]]:
    """Spans of sentences, roughly: enough to say what stands in the same one."""
    spans, start = [], 0
    for stop in STOP.finditer(text):
        if stop[0][0] == "." and ABBREVIATED.search(text[max(start, stop.start() - 6) : stop.start()]):
            continue
        spans.append((start, stop.end()))
        start = stop.end()
    return [*spans, (start, len(text) + 1)]
