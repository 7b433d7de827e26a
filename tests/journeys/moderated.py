"""Reviews in moderation, for the journeys that look at its pages: one to be signed, one in its second round."""

from dataclasses import dataclass

from sqlmodel import Session

from app.domain.account import Person
from app.domain.consensus import MinorityView, Present, write_minority, write_present
from app.domain.entry import key_of
from app.domain.instrument import Grade
from app.domain.review import Review
from app.services import moderation, moderation_save, moderation_sign, second_round
from app.services.appraisal import start_appraisal, submit_appraisal
from app.services.appraisal_save import Typed
from tests.factories import fill_appraisal, make_paper, make_review


@dataclass(frozen=True)
class Moderated:
    """Ids: the review whose consensus waits for Bob's signature, and Bob's appraisal in a second round of another."""

    review: str
    in_second_round: str


def moderate(db: Session, erin: Person, alice: Person, bob: Person, carol: Person) -> Moderated:
    """Make both."""
    review, _ = _appraised(db, erin, alice, bob, "PL-2017-05")
    found = moderation.open_moderation(carol, db, review.id)
    there = Present((carol.id, bob.id), "The clerk")
    seen = [one.seen for one in moderation_save.agreed_ones(found)]
    moderation_save.take_agreed(carol, db, review.id, seen, present=there, looked=True)
    values = {
        "grade": "inadequate",
        "reasons": "The school was never asked.",
        "no_evidence": "yes",
        "where_looked": "In all papers.",
        "present": write_present(there),
        "minority": write_minority([MinorityView(bob.id, Grade.GOOD, "Six others were asked.")]),
    }
    fields = [Typed(key_of("analysis", name), value, 0) for name, value in values.items()]
    moderation_save.save_consensus(carol, db, review.id, "analysis", fields)
    moderation.add_post(alice, db, review.id, "analysis", "The gap at the school is the whole case.")
    digest = moderation_sign.open_signing(carol, db, review.id).digest
    moderation_sign.sign_consensus(carol, db, review.id, digest)
    other, appraisal = _appraised(db, erin, alice, bob, "PL-2017-06")
    second_round.ask_second_round(carol, db, other.id, "Was the school asked?", ["analysis"])
    return Moderated(review.id, appraisal)


def _appraised(db: Session, erin: Person, alice: Person, bob: Person, reference: str) -> tuple[Review, str]:
    review = make_review(db, erin, reference)
    make_paper(db, erin, review.id, "The panel met eight times.")
    drafts = [(person, start_appraisal(person, db, review.id)) for person in (alice, bob)]
    for (person, draft), grade in zip(drafts, ("inadequate", "good"), strict=True):
        fill_appraisal(db, person, draft, {"analysis": grade})
        submit_appraisal(person, db, draft.id)
    return review, drafts[1][1].id
