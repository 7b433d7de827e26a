"""What moderation gives to the report on a consensus, and to its adequacy page: appraisers, signatures, other views."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.data import account as accounts
from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import moderation as moderations
from app.data import round as rounds
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.adequacy import Assessment, MarkerGrade, assess
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.clock import day_of
from app.domain.consensus import counting, digest_of, minorities, presents
from app.domain.entry import judgements_from
from app.domain.permission import can_see_agreement, can_see_appraisal
from app.domain.report import MinorityEntry, Signature
from app.domain.report_consensus import ConsensusSources
from app.services.appraisal import OpenAppraisal
from app.services.moderation import names_of

SIGNED, APART = "Signed the consensus", "Appraised apart"


@dataclass(frozen=True)
class OwnAssessment:
    """What one appraiser's own judgements would have given. `name` is the one to show."""

    name: str
    assessment: Assessment


def own_assessments(person: Person, db: Session, opened: OpenAppraisal) -> tuple[OwnAssessment, ...]:
    """For a consensus, what each appraiser's own judgements would have given: of those whose appraisals the person may see."""
    if opened.round is None:
        return ()
    found = []
    for own in opened.round.submitted:
        if own.instrument == opened.appraisal.instrument and can_see_appraisal(person, own, opened.round):
            judged = judgements_from(opened.instrument.markers, entries.newest_entries(db, own.id), ())
            grades = [MarkerGrade(m.id, judged[m.id].grade, judged[m.id].recorded_reason) for m in opened.instrument.markers]
            found.append(OwnAssessment(opened.round.name_of(own.appraiser), assess(opened.instrument, grades)))
    return tuple(sorted(found, key=lambda one: one.name))


def appraisers_of(person: Person, db: Session, opened: OpenAppraisal) -> list[Signature]:
    """Who appraised, with post and day: one person, or for a consensus all who did so apart.

    Where names are masked, a report on a consensus has all who appraised by name in the order of the alphabet for commissioners,
    who issue it, and all the masks for others; one on a single appraisal has its mask, for a name there would tell whose letter
    it is. Neither has the days, by which one could tell who is who.
    """
    board = person.board.id
    round_ = opened.round or rounds.get_round(db, board, opened.review.id)
    several = len({*(own.appraiser for own in round_.appraisals), *(member.person for member in round_.appraisers)}) > 1
    if opened.round is None and round_.settings.masked and several:
        return [Signature(round_.name_of(opened.appraisal.appraiser), "", "Appraised by")]
    if opened.round is not None and round_.settings.masked and several:
        if not person.has(Role.COMMISSIONER):
            return [Signature(name, "", APART) for name in sorted(round_.name_of(own.appraiser) for own in round_.submitted)]
        named = [replace(_signature(db, board, own, APART), on=None) for own in round_.submitted]
        return sorted(named, key=lambda signature: signature.name)
    if opened.round is None:
        return [replace(_signature(db, board, opened.appraisal, "Appraised by"), name=opened.appraisal.appraiser_name)]
    return [_signature(db, board, own, APART) for own in round_.submitted]


def others_apart(person: Person, db: Session, opened: OpenAppraisal) -> int:
    """How many others appraised the review apart from the one whose appraisal is reported on, as far as this person may know."""
    round_ = opened.round or rounds.get_round(db, person.board.id, opened.review.id)
    if opened.round is not None or not can_see_agreement(person, round_):
        return 0
    return sum(own.id != opened.appraisal.id for own in round_.submitted)


def _signature(db: Session, board: str, appraisal: Appraisal, part: str) -> Signature:
    account = accounts.person_on_board(db, appraisal.appraiser, board)
    post = account.post if account else ""
    day = day_of(appraisal.submitted_at) if appraisal.submitted_at else None
    return Signature(appraisal.appraiser_name, post or "Appraiser", part, day)


def consensus_sources(person: Person, db: Session, opened: OpenAppraisal) -> ConsensusSources | None:
    """What the report says of moderation; None for the report on one person's appraisal."""
    if opened.round is None:
        return None
    minority, present = minorities(opened.entries), presents(opened.entries)
    people = {view.person for views in minority.values() for view in views}
    people |= {one for there in present.values() for one in there.people}
    names = names_of(person, db, opened.round, people)
    signed, unsigned = _signatures(person, db, opened, names)
    return ConsensusSources(
        moderator=opened.appraisal.appraiser_name,
        minority={
            marker: tuple(MinorityEntry(names[view.person], view.grade, view.reason.strip()) for view in views)
            for marker, views in minority.items()
        },
        present={
            marker: (*(names[one] for one in there.people), *filter(None, [there.others])) for marker, there in present.items()
        },
        signed=signed,
        unsigned=unsigned,
    )


def _signatures(
    person: Person, db: Session, opened: OpenAppraisal, names: dict[str, str]
) -> tuple[Sequence[Signature], Sequence[tuple[str, str]]]:
    """Who signed what the consensus says now, and who was present and did not, with the reason."""
    consensus = opened.appraisal
    digest = digest_of(entries.newest_entries(db, consensus.id), evidences.list_evidence(db, consensus.id))
    states = appraisals.list_states(db, consensus.id)
    since = next((state.at for state in reversed(states) if state.state is AppraisalState.DRAFT), None)
    found = counting(moderations.list_sign_offs(db, consensus.id), digest, since)
    assert opened.round is not None
    shown = {**names_of(person, db, opened.round, set(found)), **names}
    board = person.board.id
    signed = [
        Signature(shown[one.person], _post_of(db, board, one.person, shown[one.person]), SIGNED, day_of(one.at))
        for one in found.values()
        if not one.excuse
    ]
    return signed, [(shown[one.person], one.excuse) for one in found.values() if one.excuse]


def _post_of(db: Session, board: str, person: str, shown: str) -> str:
    """The post of whoever signed; none where a mask is shown, as it could tell who is behind it."""
    account = accounts.person_on_board(db, person, board)
    return account.post if account and account.name == shown else ""
