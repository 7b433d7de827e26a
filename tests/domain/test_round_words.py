"""What a list says of a review: where the round stands, and what waits for whoever looks."""

from dataclasses import replace

import pytest

from app.domain.appraisal import AppraisalKind
from app.domain.round import Round, Step
from app.domain.round_words import what_waits, where_it_stands
from app.domain.team import Declaration, Part
from tests.domain.test_round import DRAFT, SUBMITTED, WHEN, appraisal, member, round_of, step

DECLARED = Declaration(WHEN, "", takes_part=True)
TEAM = (member("alice", declaration=DECLARED), member("bob", "B", declaration=DECLARED))
BOTH = (appraisal("alice", SUBMITTED), appraisal("bob", SUBMITTED))
ONE = (appraisal("alice", SUBMITTED), appraisal("bob", DRAFT))
BEGUN, SIGNED = (appraisal("carol", state, AppraisalKind.CONSENSUS) for state in (DRAFT, SUBMITTED))


@pytest.mark.parametrize(
    ("round_", "words"),
    [
        (round_of(), ""),
        (round_of(members=(TEAM[0], member("bob", "B"))), "Team chosen: 1 of 2 has declared interests"),
        (round_of(members=TEAM), "Team chosen: 2 of 2 have declared interests"),
        (round_of(*ONE, members=TEAM), "Appraising, each apart: 1 of 2 sent in"),
        (round_of(*ONE[1:], members=TEAM), "Appraising, each apart: 0 of 2 sent in"),
        (round_of(*BOTH[:1]), "One appraisal, submitted"),
        (round_of(*BOTH, members=TEAM), "Ready for moderation"),
        (round_of(*ONE, members=TEAM, steps=(step(Step.OPENED),)), "One appraisal, submitted"),
        (round_of(*BOTH, members=TEAM, consensus=BEGUN), "Moderation under way"),
        (round_of(*ONE, members=TEAM, consensus=BEGUN, steps=(step(Step.SECOND),)), "Second round, each apart: 1 of 2 sent in"),
        (round_of(*BOTH, members=TEAM, consensus=SIGNED), "Consensus signed off"),
    ],
)
def test_where_a_round_stands_is_told_by_how_many_and_never_by_a_grade(round_: Round, words: str) -> None:
    assert where_it_stands(round_) == words


def test_nobody_counts_whoever_no_longer_takes_part() -> None:
    gone = (TEAM[0], replace(TEAM[1], withdrawn_at=WHEN))
    assert where_it_stands(round_of(appraisal("alice", DRAFT), members=gone)) == "Appraising, each apart: 0 of 1 sent in"
    assert where_it_stands(round_of(members=gone[1:])) == ""


@pytest.mark.parametrize(
    ("round_", "words"),
    [
        (round_of(), ""),
        (round_of(members=(member("bob", "B"),)), "Waits for you: declare your interests"),
        (round_of(members=(member("bob", "", part=Part.MODERATOR),)), "Waits for you: declare your interests"),
        (round_of(members=(member("bob", "", part=Part.MODERATOR, declaration=DECLARED),)), ""),
        (round_of(members=TEAM), "Waits for you: begin your appraisal"),
        (round_of(*ONE, members=TEAM), "Waits for you: your appraisal, begun"),
        (round_of(*ONE), "Waits for you: your appraisal, begun"),
        (round_of(*ONE, members=TEAM, steps=(step(Step.SECOND),)), "Waits for you: the second round"),
        (round_of(*BOTH, members=TEAM), "You have submitted your appraisal"),
        (round_of(*BOTH, members=(TEAM[0], replace(TEAM[1], withdrawn_at=WHEN))), "You no longer take part"),
    ],
)
def test_whoever_takes_part_is_told_what_waits_for_them(round_: Round, words: str) -> None:
    assert what_waits(round_, "bob") == words
