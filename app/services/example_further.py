"""The further reviews of the worked example: a team, blind appraisals, a second round and a consensus, as far as each has come.

Papers and registration are in `example.py`. Everybody acts for themselves, so that the trail is as it would be in earnest.
"""

from collections.abc import Mapping
from datetime import timedelta

from app.data import appraisal as appraisals
from app.data import team as teams
from app.data.session import Session
from app.domain.account import Person
from app.domain.clock import day_of, now
from app.domain.consensus import MINORITY, PRESENT, MinorityView, Present, write_minority, write_present
from app.domain.entry import key_of
from app.domain.team import Part
from app.example.further import ExampleConsensus, ExampleModeration, ExampleSecondRound, FurtherReview
from app.services import declaration, moderation, moderation_save, moderation_sign, team
from app.services.appraisal import submit_appraisal
from app.services.appraisal_save import Typed
from app.services.example_steps import issue_example, write_appraisal, write_down
from app.services.report import Render
from app.services.round_settings import mask_names
from app.services.second_round import ask_second_round

People = Mapping[str, Person]


def tell_further(
    person: Person,
    db: Session,
    review_id: str,
    further: FurtherReview,
    people: People,
    papers: dict[str, str],
    render_html: Render,
) -> None:
    """Do everything that was done on this review, unless it has been. The person is its commissioner."""
    if not further.team or teams.list_members(db, person.board.id, review_id):
        return
    mask_names(person, db, review_id, masked=further.masked)
    _appoint(person, db, review_id, further, people)
    for own in further.appraisals:
        write_appraisal(people[own.who], db, review_id, own.appraisal, papers, submits=own.submits)
        db.flush()
    if further.second:
        _second_round(people, db, review_id, further.second, papers)
    if further.moderation:
        _moderate(people, db, review_id, further.moderation)
        if further.moderation.adequacy:
            consensus = moderation.open_moderation(people["carol"], db, review_id).consensus
            assert consensus
            issue_example(people["carol"], person, db, consensus.id, further.moderation.adequacy, render_html)


def _appoint(erin: Person, db: Session, review_id: str, further: FurtherReview, people: People) -> None:
    due = day_of(now()) + timedelta(days=further.due_in_days)
    for member in further.team:
        until = due if member.part is Part.APPRAISER else None
        team.put_on_team(erin, db, review_id, [(member.part.value, people[member.who].id)], until)
    for member in further.team:
        if member.declares is not None:
            declaration.declare_interests(
                people[member.who], db, review_id, has_any=bool(member.declares), interests=member.declares, takes_part="yes"
            )


def _second_round(people: People, db: Session, review_id: str, second: ExampleSecondRound, papers: dict[str, str]) -> None:
    ask_second_round(people["carol"], db, review_id, second.reason, second.markers)
    for own in second.changed:
        person = people[own.who]
        appraisal = appraisals.own_appraisal(db, person.board.id, review_id, person.id)
        assert appraisal
        write_down(person, db, appraisal, own.appraisal, papers)
        if own.submits:
            submit_appraisal(person, db, appraisal.id)


def _moderate(people: People, db: Session, review_id: str, content: ExampleModeration) -> None:
    carol = people["carol"]
    present = Present(tuple(people[who].id for who in content.present), content.others)
    for said in content.markers:
        for who, words in said.posts:
            moderation.add_post(people[who], db, review_id, said.marker, words)
    if content.takes_agreed:
        agreed = moderation_save.agreed_ones(moderation.open_moderation(carol, db, review_id))
        moderation_save.take_agreed(carol, db, review_id, [one.seen for one in agreed], present=present, looked=True)
    for said in content.markers:
        if said.entries:
            _consensus(people, db, review_id, said, present)
    if content.signed:
        _sign(people, db, review_id, content)


def _consensus(people: People, db: Session, review_id: str, said: ExampleConsensus, present: Present) -> None:
    carol = people["carol"]
    minority = [MinorityView(people[view.who].id, view.grade, view.reason) for view in said.minority]
    found = moderation.open_compared(carol, db, review_id, said.marker).compared[said.marker]
    # Answers to prompts that all share are taken over; what is written here goes before them.
    values = {key_of(said.marker, name): value for name, value in moderation_save.common_answers(found).items() if value}
    values |= dict(said.entries)
    values[key_of(said.marker, PRESENT)] = write_present(present)
    values[key_of(said.marker, MINORITY)] = write_minority(minority)
    fields = [Typed(key, value, 0) for key, value in values.items()]
    of = {people[who].id for who in said.evidence_of}
    views = [view for view in found.views if view.person in of]
    ticked = [item.id for view in views for item in view.judgement.evidence]
    saved = moderation_save.save_consensus(carol, db, review_id, said.marker, fields, ticked=ticked)
    if saved.conflicts or saved.problems:
        raise RuntimeError(f"the example's consensus on {said.marker} cannot be saved")


def _sign(people: People, db: Session, review_id: str, content: ExampleModeration) -> None:
    db.flush()
    for who in content.signed:
        digest = moderation_sign.open_signing(people[who], db, review_id).digest
        moderation_sign.sign_consensus(people[who], db, review_id, digest)
    for who, reason in content.excused.items():
        moderation_sign.excuse_signature(people["carol"], db, review_id, people[who].id, reason)
