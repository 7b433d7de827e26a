"""Cues in a list, sentence by sentence."""

from datetime import UTC, datetime

from app.domain.cue import Cue, CueDecision, CueKind, CueMark
from app.services.cue import MarkedCue
from app.web.cue_lines import Piece, sentences_of

SENTENCE = "They failed to ring, and they failed to visit, because nobody was there."
RING = Cue(1, 105, 114, CueKind.JUDGEMENT, "failed to", SENTENCE)
VISIT = Cue(1, 131, 140, CueKind.JUDGEMENT, "failed\nto", SENTENCE)
WHY = Cue(1, 148, 155, CueKind.EXPLAINS, "because", SENTENCE)


def marked(*cues: Cue) -> list[MarkedCue]:
    return [MarkedCue(cue) for cue in cues]


def test_a_sentence_with_several_cues_stands_there_once_with_each_of_them_marked_at_its_place() -> None:
    [line] = sentences_of(marked(RING, VISIT, WHY))
    assert [one.cue for one in line.cues] == [RING, VISIT, WHY]
    judgement = (CueKind.JUDGEMENT,)
    assert line.pieces == (
        Piece("They "),
        Piece("failed to", judgement),
        Piece(" ring, and they "),
        Piece("failed to", judgement),
        Piece(" visit, "),
        Piece("because", (CueKind.EXPLAINS,)),
        Piece(" nobody was there."),
    )
    assert "".join(piece.text for piece in line.pieces) == SENTENCE


def test_the_words_tell_apart_cues_of_one_kind_in_a_sentence_and_long_ones_are_shortened() -> None:
    long = Cue(1, 100, 145, CueKind.JUDGEMENT, SENTENCE[:45], SENTENCE)
    [line] = sentences_of(marked(long, VISIT, WHY))
    assert [line.words_of(one) for one in line.cues] == ["They failed to ring, and they failed to…", "failed to", ""]


def test_the_second_of_two_equal_wordings_is_marked_where_its_cue_stands_alone_with_another() -> None:
    early = Cue(1, 100, 104, CueKind.HINDSIGHT, "They", SENTENCE)
    [line] = sentences_of(marked(early, VISIT))
    assert [piece.text for piece in line.pieces][:3] == ["They", " failed to ring, and they ", "failed to"]


def test_words_under_two_cues_are_of_both_kinds() -> None:
    wide = Cue(1, 105, 119, CueKind.OUTCOME, "failed to ring", SENTENCE)
    [line] = sentences_of(marked(wide, RING))
    assert line.pieces[1:3] == (
        Piece("failed to", (CueKind.OUTCOME, CueKind.JUDGEMENT)),
        Piece(" ring", (CueKind.OUTCOME,)),
    )


def test_the_same_words_at_another_place_are_a_sentence_of_their_own() -> None:
    again = Cue(1, 2105, 2114, CueKind.JUDGEMENT, "failed to", SENTENCE)
    other_page = Cue(7, 105, 114, CueKind.JUDGEMENT, "failed to", SENTENCE)
    assert [len(line.cues) for line in sentences_of(marked(RING, again, other_page))] == [1, 1, 1]


def test_a_sentence_over_the_end_of_a_page_is_one() -> None:
    after = Cue(2, 3, 10, CueKind.EXPLAINS, "because", SENTENCE)
    [line] = sentences_of(marked(RING, after))
    assert line.page == 1
    assert Piece("because", (CueKind.EXPLAINS,)) in line.pieces


def test_a_cue_whose_words_are_not_in_its_sentence_leaves_the_sentence_as_it_is() -> None:
    odd = Cue(1, 105, 114, CueKind.JUDGEMENT, "fail- ed", SENTENCE)
    [line] = sentences_of(marked(odd))
    assert line.pieces == (Piece(SENTENCE),)


def test_a_sentence_is_dismissed_when_all_its_cues_are() -> None:
    mark = CueMark("p", RING.key, CueDecision.DISMISSED, "denied", "", "alice", "Alice", datetime(2026, 1, 1, tzinfo=UTC))
    assert sentences_of([MarkedCue(RING, mark)])[0].is_dismissed
    assert not sentences_of([MarkedCue(RING, mark), MarkedCue(WHY)])[0].is_dismissed
