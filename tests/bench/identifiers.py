"""Measures finding what may identify a person: planted ones missed and false alarms on texts of our own, and its time."""

import re
import time
from collections import Counter

from app.domain.identifier import Identifier
from app.domain.identifier_find import find_in_texts
from app.outside.identifier_words import find_identifier_words
from app.settings import get_settings
from tests.bench.measure import Measure, plain
from tests.identifiers.planted import Planted, planted_pages

MISSED, FALSE = "Planted identifiers missed, of 100", "False alarms beside them, in 10 pages"
TIMES = 20


def measure_identifiers() -> list[Measure]:
    """On the ten pages with planted identifiers, and how long a page of them takes."""
    words = find_identifier_words(get_settings().markers_dir)
    pages, labels = planted_pages()
    found = find_in_texts(pages, words)
    missed = [label for label in labels if not _is_whole(label, found[label.page - 1])]
    false = [item for number, items in enumerate(found, start=1) for item in items if not _is_planted(item, number, labels)]
    kinds = ", ".join(f"{kind} {number}" for kind, number in sorted(Counter(label.kind for label in labels).items()))
    seconds = []
    for _ in range(TIMES):
        started = time.process_time()
        find_in_texts(pages, words)
        seconds.append((time.process_time() - started) * 1000 / len(pages))
    note = f"{len(labels)} planted: {kinds}. Missed in part: {'; '.join(label.text for label in missed) or 'none'}"
    return [
        plain(MISSED, [100 * len(missed) / len(labels)], "", 5, note),
        plain(FALSE, [10 * len(false) / len(pages)], "", 5, "; ".join(item.text for item in false)),
        plain("Looking for identifiers, a page", seconds, "ms", 20, "processor time"),
    ]


def _is_whole(planted: Planted, found: tuple[Identifier, ...]) -> bool:
    taken = {place for item in found for place in range(item.start, item.end)}
    return all(planted.start + letter.start() in taken for letter in re.finditer(r"\w", planted.text))


def _is_planted(item: Identifier, page: int, labels: list[Planted]) -> bool:
    return any(label.page == page and item.start < label.end and label.start < item.end for label in labels)
