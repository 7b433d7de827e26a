"""How two texts differ word by word, to show a changed paragraph. Which paragraphs answer one another is in `comparison.py`."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from app.domain.nearly import KINDS, Change

MOST_WORDS = 600  # of each text; comparing longer ones could take seconds


def word_changes(old: str, new: str) -> tuple[Change, ...]:
    """The steps from old words to new ones: `document` has the new words, `quote` the old ones.

    The words of all steps in order make up either text. In very long texts only what stands between the first and the last
    difference is told apart.
    """
    ours, theirs = new.split(), old.split()
    if max(len(ours), len(theirs)) > MOST_WORDS:
        return tuple(_middle(ours, theirs))
    steps = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    return tuple(
        Change("same" if kind == "equal" else KINDS[kind], " ".join(ours[a:b]), " ".join(theirs[c:d]))
        for kind, a, b, c, d in steps
    )


def _middle(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Change]:
    shortest = min(len(ours), len(theirs))
    head = next((at for at in range(shortest) if ours[at] != theirs[at]), shortest)
    tail = next((at for at in range(shortest - head) if ours[-1 - at] != theirs[-1 - at]), shortest - head)
    new, old = " ".join(ours[head : len(ours) - tail]), " ".join(theirs[head : len(theirs) - tail])
    kind = "changed" if new and old else "only-document" if new else "only-quote"
    for change in (_same(ours[:head]), Change(kind, new, old), _same(ours[len(ours) - tail :])):
        if change.document or change.quote:
            yield change


def _same(words: Sequence[str]) -> Change:
    return Change("same", " ".join(words), " ".join(words))
