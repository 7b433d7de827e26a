"""Cues: their letters, their keys, and their sentences."""

import pytest

from app.domain.cue import FIRST_KINDS, LENS_KINDS, Cue, CueKind, kinds_of_letters, letters_of, read_key
from app.domain.errors import NotFoundError
from app.domain.instrument import Lens


def test_each_kind_has_a_letter_of_its_own_that_leads_back_to_it() -> None:
    letters = [kind.letter for kind in CueKind]
    assert len(set(letters)) == len(CueKind)
    assert all(kinds_of_letters(kind.letter) == (kind,) for kind in CueKind)


@pytest.mark.parametrize(("letters", "kinds"), [("-", ()), ("", ()), ("JH?<h", (CueKind.HINDSIGHT, CueKind.JUDGEMENT))])
def test_letters_are_read_whatever_their_order_and_what_stands_between(letters: str, kinds: tuple[CueKind, ...]) -> None:
    assert kinds_of_letters(letters) == kinds


def test_choosing_nothing_can_be_written_down_too() -> None:
    assert letters_of(()) == "-"
    assert letters_of(FIRST_KINDS) == "HOJE"


def test_every_lens_but_impact_has_cues_beside_it() -> None:
    assert [lens for lens in Lens if not LENS_KINDS[lens]] == [Lens.IMPACT]


def test_a_key_leads_back_to_kind_and_place() -> None:
    cue = Cue(12, 340, 352, CueKind.GOOD_PRACTICE, "good practice", "This was good practice.")
    assert read_key(cue.key) == (CueKind.GOOD_PRACTICE, 12, 340, 352)


@pytest.mark.parametrize(
    "key", ["", "hindsight", "hindsight.1.2", "foresight.1.2.3", "hindsight.0.1.2", "hindsight.1.2.٣", "a" * 900]
)
def test_what_is_no_key_is_not_found(key: str) -> None:
    with pytest.raises(NotFoundError):
        read_key(key)


def test_a_sentence_is_told_apart_from_the_words_in_it_also_over_line_ends() -> None:
    cue = Cue(1, 5, 19, CueKind.HINDSIGHT, "With\nhindsight", "So: with it. With hindsight, yes.")
    assert cue.split_sentence == ("So: with it. ", "With hindsight", ", yes.")
    lost = Cue(1, 0, 4, CueKind.HINDSIGHT, "gone", "Nothing of it.")
    assert lost.split_sentence == ("Nothing of it.", "", "")
    assert Cue(1, 0, 1, CueKind.HINDSIGHT, " ", "Nothing.").split_sentence == ("Nothing.", "", "")
