"""A decided appraisal that quotes a paper and writes about a person, a school and a day, in many places. All are invented."""

from app.data import document as documents
from app.data.session import Session
from app.domain.appraisal import Appraisal
from app.domain.judgement import Bearing
from app.domain.passage import Found, find_quote
from app.services import adequacy as adequacies
from app.services import appraisal as appraisals
from app.services import evidence
from app.services.appraisal_save import Typed, save_field
from tests.factories import People, fill_appraisal, make_paper, make_review

NAME, SCHOOL, DAY = "Jocasta Thornquill", "Penhallow Primary School", "9 May 2014"
QUOTES = (f"On {DAY} the boy was seen by {NAME} of {SCHOOL}, who was worried", "wrote, on 09/05/2014, that")
PAPER = f"Before that {NAME} had rung. {QUOTES[0]} and said so. Later {NAME.upper()} {QUOTES[1]} Jocasta\nThornquill knew."
SECRETS = (NAME, "Thornquill", "Jocasta", SCHOOL, "Penhallow", DAY, "09/05/2014", "2014-05-09")


def make_identifying(db: Session, people: People) -> Appraisal:
    """The appraisal, submitted by Alice and decided by Carol, ready to be issued but for its answers."""
    review = make_review(db, people.erin)
    make_paper(db, people.erin, review.id, PAPER, title=f"Notes of {NAME}")
    appraisal = appraisals.start_appraisal(people.alice, db, review.id)
    fill_appraisal(db, people.alice, appraisal)
    for words in QUOTES:
        place = find_quote(documents.pages_of(db, people.erin.board.id, review.id), words)
        assert isinstance(place, Found)
        note = f"{NAME} says it, as does “Thornquill”."
        evidence.add_found(people.alice, db, appraisal.id, "analysis", place.passages[0], Bearing.SUPPORTS, note)
    save_field(people.alice, db, appraisal.id, Typed("analysis/reasons", f"{NAME}’s account of {DAY} is told.", 1))
    save_field(people.alice, db, appraisal.id, Typed("analysis/strengths", f"It hears {NAME}.", 0))
    save_field(people.alice, db, appraisal.id, Typed("analysis/improve", f"Ask {SCHOOL} too.", 0))
    save_field(people.alice, db, appraisal.id, Typed("analysis/no_evidence", "", 1))
    appraisals.submit_appraisal(people.alice, db, appraisal.id)
    adequacy = adequacies.open_adequacy(people.carol, db, appraisal.id)
    seen = {area.id: str(area.proposal) for area in adequacy.assessment.areas}
    adequacies.confirm_areas(people.carol, db, appraisal.id, seen)
    adequacies.decide(people.carol, db, appraisal.id, "overall", grade=str(adequacy.assessment.proposal), reason="", based_on=0)
    text = f"It is good.\n{NAME} and {SCHOOL} say so."
    adequacies.write_text(people.carol, db, appraisal.id, "text/reasons", text=text, based_on=0)
    return adequacy.opened.appraisal
