"""Which markers a second round leaves as they were: where it was asked for some, the others are read and not changed.

Asking for a second round, and how the first fell, are in `second_round.py`.
"""

from app.data import appraisal as appraisals
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.errors import NotAllowedError
from app.domain.instrument import Instrument
from app.domain.permission import check_read_papers
from app.domain.round import Step, keeps_marker, second_round_for

KEPT = "The second round was asked for other markers, so this one stays as you submitted it. You can read it, not change it."


def kept_markers(person: Person, db: Session, appraisal: Appraisal, instrument: Instrument) -> frozenset[str]:
    """The ids of the markers that stay as they were. Ask before whether the appraisal may be seen."""
    check_read_papers(person)
    if appraisal.is_consensus:
        return frozenset()
    steps = rounds.list_steps(db, appraisal.review)
    if not any(step.step is Step.SECOND and step.markers for step in steps):
        return frozenset()
    states = appraisals.list_states(db, appraisal.id)
    step = second_round_for(steps, states)
    return frozenset(marker.id for marker in instrument.markers if keeps_marker(step, states, marker.id))


def check_not_kept(person: Person, db: Session, appraisal: Appraisal, instrument: Instrument, marker: str) -> None:
    """Raise NotAllowedError where this marker stays as it was."""
    if marker in kept_markers(person, db, appraisal, instrument):
        raise NotAllowedError(KEPT)
