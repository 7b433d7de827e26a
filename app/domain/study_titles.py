"""What the title of a section tells of its part, by the words that reviews and inquiries use in titles."""

import re

from app.domain.study import Part

MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_DATED = re.compile(rf"\b{MONTH}\b.{{0,24}}\b(?:19|20)\d\d\b|^(?:19|20)\d\d\b")
_GLOSSARY = re.compile(r"\b(?:glossary|abbreviations?|acronyms?)\b", re.IGNORECASE)

# Tried from top to bottom; the first that stands in the title tells. Small letters match capitals too.
_WORDS: tuple[tuple[Part, tuple[str, ...]], ...] = (
    (Part.HEADING, (r"^(?:table of )?contents$", r"^list of (?:figures|tables)")),
    (
        Part.OTHER,
        (
            r"glossary", r"abbreviations?", r"acronyms?", r"references$", r"bibliography", r"endnotes", r"foreword", r"witnesses",
            r"acknowledge?ments?", r"formal minutes", r"published written evidence", r"list of reports", r"further information",
            r"contact details", r"genogram", r"^(?:\d+\.? )?the (?:family|agencies|services?)(?: and [\w ]+)?$",
        ),
    ),
    (
        Part.METHOD,
        (
            r"method(?:s|ology)?", r"terms of reference", r"scope", r"sources", r"purpose", r"objectives", r"limitations",
            r"how (?:the|this) (?:review|report|work|inquiry|analysis|inspection)", r"about this (?:report|review|inquiry)",
            r"our inquiry", r"conduct of (?:the|this)", r"the (?:review )?panel", r"panel members", r"review team", r"authors?",
            r"process of (?:the|this) review", r"review process", r"reasons? for (?:the|this|conducting)", r"why this review",
            r"what this (?:report|review) cannot", r"listening to", r"agency reports", r"time taken", r"timescales?",
            r"timetable",
            r"(?:involving|involvement of|contribution of|contact with) (?:the )?(?:family|families|practitioners|parents|staff)",
            r"family (?:involvement|contribution|engagement)", r"parallel (?:processes|proceedings|investigations)",
            r"names and", r"confidentiality", r"what a serious case review", r"legal framework", r"independence",
            r"core participants", r"^(?:\d+\.? )?publication$",
        ),
    ),
    (
        Part.FINDINGS,
        (r"findings?", r"lessons?", r"learning(?! event| disabilit| from)"),
    ),
    (
        Part.RECOMMENDATIONS,
        (
            r"recommendations?", r"recommended", r"action plan", r"actions? (?:taken|agreed|required|arising)", r"next steps",
            r"what (?:should|must|will) (?:change|be done)", r"what we have (?:done|changed)", r"what .* will do",
            r"what has been done", r"implementation", r"improvement plan",
        ),
    ),
    (
        Part.ANALYSIS,
        (
            r"analy(?:sis|tical|ses?)", r"why", r"key (?:practice )?episodes?", r"episode \d+", r"appraisal of", r"evaluation",
            r"themes?", r"critical", r"was (?:this|it|that) the right", r"flaws?", r"reflections?", r"missed opportunit(?:y|ies)",
            r"discussion", r"stress-testing", r"assessment of practice", r"professional practice", r"compliance with", r"impact",
            r"value of", r"lack of",
        ),
    ),
    (
        Part.FINDINGS,
        (
            r"conclu(?:sions?|ding)", r"what the review found", r"what (?:this|it) tells us", r"good practice", r"done well",
            r"strengths", r"is it still so",
        ),
    ),
    (
        Part.CHRONOLOGY,
        (
            r"chronolog(?:y|ies|ical)", r"timeline", r"narrative", r"what happened", r"key events", r"the facts", r"background",
            r"(?:summary|account|sequence|course) of (?:the )?(?:key |significant )?(?:events?|contacts?|facts|case|agency)",
            r"involvement with the family", r"history", r"past", r"the disorder", r"outbreaks?",
            r"^the (?:\w+ )?(?:attendances?|visits?|contacts?|incidents?)$",
        ),
    ),
)  # fmt: skip
_TITLES = tuple(
    (part, re.compile("|".join(rf"(?:\b|^)(?:{word})(?:\b|$)" for word in words), re.IGNORECASE)) for part, words in _WORDS
)


def part_of_title(title: str) -> Part | None:
    """What a section of this title is for, where its title tells."""
    return next((part for part, pattern in _TITLES if pattern.search(title)), None)


def is_dated(title: str) -> bool:
    """Whether a title is or has a date, as sections that tell what happened have."""
    return _DATED.search(title) is not None


def is_glossary(title: str) -> bool:
    """Whether a section of this title explains words or abbreviations."""
    return _GLOSSARY.search(title) is not None
