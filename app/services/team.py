"""The team of a review: who appraises and moderates it, until when, and who no longer takes part. `reminder.py` reminds them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from app.data import account as accounts
from app.data import appraisal as appraisals
from app.data import letter as letters
from app.data import review as reviews
from app.data import round as rounds
from app.data import team
from app.data.session import Session
from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal, AppraisalState
from app.domain.audit import AuditEvent, event
from app.domain.clock import day_of, now
from app.domain.errors import InvalidError, InvalidFieldsError, NotAllowedError, NotFoundError
from app.domain.letter import Delivery, LetterKind
from app.domain.permission import check_manage_team, check_see_team
from app.domain.review import Review
from app.domain.round import Round
from app.domain.team import Declaration, Member, Part, Standing, next_mask, standing_of
from app.domain.visibility import as_shown_to
from app.services import notice
from app.services.notice import Post
from app.services.team_look import check_review_open

LONGEST_REASON = 2000
ROLE_OF = {Part.APPRAISER: Role.APPRAISER, Part.MODERATOR: Role.MODERATOR}


@dataclass(frozen=True)
class Mate:
    """A member of the team with how far they have come. `reminder` tells of the newest letter to them, where there was one."""

    member: Member
    standing: Standing
    is_late: bool
    reminder: Delivery | None = None

    @property
    def is_awaited(self) -> bool:
        """An appraiser whose appraisal is still to come."""
        return self.member.part is Part.APPRAISER and self.standing in (Standing.ASKED, Standing.DECLARED, Standing.BEGUN)


@dataclass(frozen=True)
class OpenTeam:
    """The team of a review. `others` began an appraisal without being on the team."""

    review: Review
    round: Round
    mates: tuple[Mate, ...]
    others: tuple[Appraisal, ...] = ()

    def mate(self, member_id: str) -> Mate:
        """The member of this id. Raises NotFoundError."""
        found = next((mate for mate in self.mates if mate.member.id == member_id), None)
        if found is None:
            raise NotFoundError(team.MISSING)
        return found


@dataclass(frozen=True)
class OpenMember:
    """One member with everything that they declared, newest first."""

    review: Review
    mate: Mate
    declared: tuple[Declaration, ...] = field(default=())


def open_team(person: Person, db: Session, review_id: str) -> OpenTeam:
    """The team, with names as this person may know them. Raises NotAllowedError and NotFoundError."""
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id)
    round_ = rounds.get_round(db, person.board.id, review_id)
    check_see_team(person, round_)
    shown = as_shown_to(person, round_)
    reminders = letters.deliveries(db, person.board.id, LetterKind.REMINDER, [member.id for member in shown.members])
    mates = mates_of(shown, day_of(now()), reminders)
    on_team = {member.person for member in shown.appraisers}
    return OpenTeam(review, shown, mates, tuple(found for found in shown.appraisals if found.appraiser not in on_team))


def mates_of(round_: Round, today: date, reminders: dict[str, Delivery] | None = None) -> tuple[Mate, ...]:
    """The members of the team of this round with how far they have come on this day."""
    mates = []
    for member in round_.members:
        own = round_.own(member.person)
        submitted = own is not None and own.state is AppraisalState.SUBMITTED
        standing = standing_of(member, has_begun=own is not None, has_submitted=submitted)
        mate = Mate(member, standing, is_late=False, reminder=(reminders or {}).get(member.id))
        late = mate.is_awaited and member.due is not None and member.due < today
        mates.append(Mate(member, standing, late, mate.reminder))
    return tuple(mates)


def open_member(person: Person, db: Session, review_id: str, member_id: str) -> OpenMember:
    """One member of the team, for whoever may change it. Raises NotAllowedError and NotFoundError."""
    check_manage_team(person)
    opened = open_team(person, db, review_id)
    mate = opened.mate(member_id)
    declared = team.list_declarations(db, review_id, mate.member.person)
    return OpenMember(opened.review, mate, tuple(reversed(declared)))


def choices(person: Person, db: Session, review_id: str) -> tuple[tuple[Part, Person], ...]:
    """Who could be put on the team, and as what: people of the board who hold the role and have no such part yet."""
    check_manage_team(person)
    check_review_open(person, db, review_id)
    taken = {(member.part, member.person) for member in team.list_members(db, person.board.id, review_id)}
    people = accounts.people_of(db, person.board.id)
    return tuple((part, one) for part in Part for one in people if one.has(ROLE_OF[part]) and (part, one.id) not in taken)


def put_on_team(
    person: Person,
    db: Session,
    review_id: str,
    chosen: Sequence[tuple[str, str]],
    due: date | None,
    post: Post | None = None,
) -> int:
    """Give people parts: pairs of a part and the id of a person. The due date is for the appraisers among them. Gives how many.
    They are told by `post`.

    Raises InvalidFieldsError (people, due).
    """
    check_manage_team(person)
    appraisals.wait_for_turn(db, review_id)
    reviews.get_review(db, person.board.id, review_id, lists=False)
    possible = {(part.value, one.id): (part, one) for part, one in choices(person, db, review_id)}
    wanted = [possible[pair] for pair in dict.fromkeys(chosen) if pair in possible]
    problems = {"due": problem} if (problem := _due_problem(due)) else {}
    if not wanted:
        problems = {"people": "Choose at least one person."} | problems
    if problems:
        raise InvalidFieldsError(problems)
    for part, one in wanted:
        mask = next_mask(team.list_members(db, person.board.id, review_id)) if part is Part.APPRAISER else ""
        audit = _event(person, "put on the team", review_id, one.id, part)
        until = due if part is Part.APPRAISER else None
        team.add_member(db, review_id, one.id, part, mask=mask, due=until, by=person.id, audit=audit)
    put = {(part, one.id) for part, one in wanted}
    for member in team.list_members(db, person.board.id, review_id):
        if (member.part, member.person) in put:
            notice.tell_put_on_team(person, db, post, member)
    return len(wanted)


def set_due_date(person: Person, db: Session, review_id: str, member_id: str, due: date | None, post: Post | None = None) -> None:
    """Change by when this member is expected to be done; None takes the date away. Raises InvalidError (due)."""
    member = open_member(person, db, review_id, member_id).mate.member
    if problem := _due_problem(due):
        raise InvalidError(problem, "due")
    if member.due != due:
        audit = _event(person, "due date set", review_id, member.person, member.part)
        team.set_due(db, review_id, member.person, member.part, due, audit)
        notice.tell_due_date(person, db, post, replace(member, due=due))


def withdraw(person: Person, db: Session, review_id: str, member_id: str, reason: str, post: Post | None = None) -> None:
    """Take a member off the work: from then on nobody waits for them, and they look at the review no longer. What they wrote is
    kept. Raises InvalidError (reason).
    """
    member = open_member(person, db, review_id, member_id).mate.member
    if not reason:
        raise InvalidError("Say why this person no longer takes part.", "reason")
    if len(reason) > LONGEST_REASON:
        raise InvalidError(f"Shorten the reason to {LONGEST_REASON:,} characters or fewer.", "reason")
    if member.withdrawn_at is None:
        audit = _event(person, "withdrawn from the team", review_id, member.person, member.part)
        team.withdraw_member(db, review_id, member.person, member.part, reason=reason, by=person.id, audit=audit)
        notice.tell_withdrawn(person, db, post, member)


def take_up_again(person: Person, db: Session, review_id: str, member_id: str, post: Post | None = None) -> None:
    """Let a member who was withdrawn take part again, with the same mask and due date.

    Raises NotAllowedError where they no longer hold the role.
    """
    member = open_member(person, db, review_id, member_id).mate.member
    if member.withdrawn_at is None:
        return
    found = accounts.person_on_board(db, member.person, person.board.id)
    if found is None or not found.has(ROLE_OF[member.part]):
        raise NotAllowedError(f"This person no longer has the role of {member.part.value}. Ask your board's administrator.")
    audit = _event(person, "taken up again on the team", review_id, member.person, member.part)
    team.add_member(db, review_id, member.person, member.part, mask=member.mask, due=member.due, by=person.id, audit=audit)
    notice.tell_put_on_team(person, db, post, member)


def reminded_on(mate: Mate, day: datetime) -> bool:
    """Whether a letter of this day reminds them already."""
    return mate.reminder is not None and day_of(mate.reminder.asked_at) == day_of(day)


def _event(person: Person, action: str, review: str, subject: str, part: Part) -> AuditEvent:
    return event(person, action, "account", subject, review=review, detail=part.value)


def _due_problem(due: date | None) -> str:
    return "The due date must be today or later." if due is not None and due < day_of(now()) else ""
