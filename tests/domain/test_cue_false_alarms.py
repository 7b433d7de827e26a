"""False alarms that were found when real papers were read with the cues, as sentences of our own of the same make."""

from pathlib import Path

import pytest

from app.domain.cue import CueKind
from app.domain.cues import kinds_in
from app.outside.cue_patterns import load_cue_patterns

PATTERNS = load_cue_patterns(Path(__file__).parents[2] / "markers" / "cues" / "1.0")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Putting in place a second rota took the trust a year.", CueKind.BIAS_TECHNIQUE),
        ("The closure put the wards in a difficult position.", CueKind.BIAS_TECHNIQUE),
        ("The panel met forty bereaved families in the town hall.", CueKind.FAMILY_VOICE),
        ("Mother in the garden while a neighbour spoke at the door.", CueKind.FAMILY_VOICE),
        ("There was a failure to take timely and effective action.", CueKind.GOOD_PRACTICE),
        ("The council is committed to improving its front door.", CueKind.GOOD_PRACTICE),
        ("Father was not seen.", CueKind.JUDGEMENT),
        ("The forum joined people who are concerned with the same streets.", CueKind.JUDGEMENT),
        ("A third of the homes were rated as inadequate or requires improvement.", CueKind.JUDGEMENT),
        ("The school promoted the welfare of the child.", CueKind.CONTEXT),
        ("The crew was trained in high-rise firefighting.", CueKind.CONTEXT),
        ("Deaths in the winter were assumed to be inevitable.", CueKind.HINDSIGHT),
        ("The illness has kept a predictable rate for years.", CueKind.HINDSIGHT),
        ("A plan which was broad and had a range of steps would have been easier to read.", CueKind.OUTCOME),
        ("I thank the clerks, without whose hard work this report would not have been possible.", CueKind.OUTCOME),
        ("Other incidents that may result in harm are listed below.", CueKind.OUTCOME),
        ("The base is being widened, so the progress made is not lost.", CueKind.EXPLAINS),
    ],
)
def test_wording_of_another_meaning_is_left_unmarked(sentence: str, kind: CueKind) -> None:
    assert kind not in kinds_in(sentence, PATTERNS)


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The panel put itself in the position of the night nurse.", CueKind.BIAS_TECHNIQUE),
        ("Reviewers tried to put themselves in the practitioner's shoes.", CueKind.BIAS_TECHNIQUE),
        ("Bereaved families told the panel that nobody had rung.", CueKind.FAMILY_VOICE),
        ("The mother of the twins said that nobody had rung.", CueKind.FAMILY_VOICE),
        ("The officer took timely and effective action.", CueKind.GOOD_PRACTICE),
        ("Staff were committed to the boy and rang him every week.", CueKind.GOOD_PRACTICE),
        ("The letter was not shared.", CueKind.JUDGEMENT),
        ("We are concerned about the long waits.", CueKind.JUDGEMENT),
        ("Nobody had thought of the wellbeing of the night staff.", CueKind.CONTEXT),
        ("The team was firefighting from week to week.", CueKind.CONTEXT),
        ("His fall was entirely predictable.", CueKind.HINDSIGHT),
        ("The papers were there, and had the letter been read, he would have been saved.", CueKind.OUTCOME),
        ("The delay resulted in his death.", CueKind.OUTCOME),
        ("The bus had gone, so the visit was put off.", CueKind.EXPLAINS),
    ],
)
def test_wording_of_the_kind_beside_it_is_still_marked(sentence: str, kind: CueKind) -> None:
    assert kind in kinds_in(sentence, PATTERNS)
