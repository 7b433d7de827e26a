"""Looking at moderation: what the appraisers said side by side, where they differ, and the consensus so far.

Writing the consensus is in `moderation_save.py`, signing it in `moderation_sign.py`, a second round in `second_round.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.data import account as accounts
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import moderation as moderations
from app.data import review as reviews
from app.data import round as rounds
from app.data.audit import add_look
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, Entry
from app.domain.audit import event
from app.domain.consensus import MinorityView, Present, minorities, presents
from app.domain.entry import judgements_from
from app.domain.errors import InvalidError, NotFoundError
from app.domain.instrument import Instrument, Marker
from app.domain.judgement import Evidence, Judgement
from app.domain.moderation import Compared, Post, View, by_disagreement, compare
from app.domain.permission import can_moderate, check_read_moderation
from app.domain.review import Review
from app.domain.round import Round
from app.domain.team import Part
from app.outside.triggers import load_triggers
from app.services.instrument import instrument_of
from app.services.outcome_hold import changed_after_opening
from app.services.team_look import check_review_open
from app.settings import get_settings

LONGEST_POST = 2000


@dataclass(frozen=True)
class Moderation:
    """Everything that moderation shows. `compared` has the markers that were asked for, in the instrument's order.

    `entries`, `judgements`, `present` and `minority` are what the consensus holds so far; empty before it was begun.
    `taken_over` is the evidence of the consensus as it was taken over, before newer versions of papers moved it. `names` says how
    each person involved is called on the page, by id.
    """

    review: Review
    round: Round
    instrument: Instrument
    compared: Mapping[str, Compared]
    consensus: Appraisal | None
    entries: Mapping[str, Entry]
    judgements: Mapping[str, Judgement]
    names: Mapping[str, str]
    may_write: bool
    present: Mapping[str, Present] = field(default_factory=dict)
    minority: Mapping[str, tuple[MinorityView, ...]] = field(default_factory=dict)
    taken_over: tuple[Evidence, ...] = ()

    @property
    def ordered(self) -> tuple[Compared, ...]:
        """The widest disagreement first."""
        return by_disagreement(self.compared.values())

    @property
    def can_change(self) -> bool:
        """Whether this person may write the consensus now: it has not been signed off."""
        return self.may_write and (self.consensus is None or self.consensus.submitted_at is None)

    @property
    def takes_part(self) -> tuple[str, ...]:
        """Ids of those who may be named as present: appraisers who count, moderators, and whoever was named before."""
        gone = {appraisal.appraiser for appraisal in self.round.appraisals} - {one.appraiser for one in self.round.counted}
        gone |= {member.person for member in self.round.appraisers if member.is_missing}
        named = {person for present in self.present.values() for person in present.people}
        return tuple(person for person in self.names if person not in gone or person in named)

    @property
    def agreed(self) -> tuple[Marker, ...]:
        """Markers on which all agree and that have no consensus yet: they can be taken together after a look."""
        open_ones = (marker for marker in self.instrument.markers if self.judgements[marker.id].grade is None)
        return tuple(marker for marker in open_ones if self.compared[marker.id].is_agreed)

    def marker(self, marker_id: str) -> Marker:
        """The marker with this id. Raises NotFoundError."""
        try:
            return self.instrument.marker(marker_id)
        except KeyError:
            raise NotFoundError("We could not find that marker.") from None


def open_moderation(person: Person, db: Session, review_id: str) -> Moderation:
    """All markers, as the people who may see the appraisals see them. Raises NotAllowedError, NotFoundError."""
    return _open(person, db, review_id, "")


def find_compared(person: Person, db: Session, review_id: str, marker_id: str) -> Moderation:
    """One marker side by side, to work with: what others wrote is not shown by it, so that it is no look."""
    found = _open(person, db, review_id, marker_id)
    found.marker(marker_id)
    return found


def open_compared(person: Person, db: Session, review_id: str, marker_id: str) -> Moderation:
    """One marker side by side. It quotes the papers, so that this is a look."""
    found = find_compared(person, db, review_id, marker_id)
    add_look(db, event(person, "appraisals compared", "review", review_id, review=review_id, detail=marker_id))
    return found


def open_all_compared(person: Person, db: Session, review_id: str) -> Moderation:
    """All markers with what they quote, which is a look."""
    found = _open(person, db, review_id, "")
    add_look(db, event(person, "appraisals compared", "review", review_id, review=review_id, detail="all that agree"))
    return found


def _open(person: Person, db: Session, review_id: str, marker_id: str) -> Moderation:
    check_review_open(person, db, review_id)
    review = reviews.get_review(db, person.board.id, review_id, lists=False)
    round_ = rounds.get_round(db, person.board.id, review.id)
    check_read_moderation(person, round_)
    instrument = instrument_of(round_.consensus or round_.submitted[0])
    markers = [marker for marker in instrument.markers if marker_id in ("", marker.id)]
    views = _views(person, db, round_, markers, marker_id)
    triggers = load_triggers(get_settings().markers_dir, instrument.id, instrument.version)
    saved: dict[str, Entry] = {}
    evidence: tuple[Evidence, ...] = ()
    taken_over: tuple[Evidence, ...] = ()
    if round_.consensus:
        saved = entries.newest_entries(db, round_.consensus.id)
        evidence = evidences.list_evidence(db, round_.consensus.id, marker_id)
        taken_over = evidences.original_evidence(db, round_.consensus.id)
    minority, present = minorities(saved), presents(saved)
    named = {view.person for views in minority.values() for view in views} | {p for one in present.values() for p in one.people}
    return Moderation(
        review=review,
        round=round_,
        instrument=instrument,
        compared={marker.id: compare(marker.id, views[marker.id], triggers) for marker in markers},
        consensus=round_.consensus,
        entries=saved,
        judgements=judgements_from(markers, saved, evidence),
        names=names_of(person, db, round_, named),
        may_write=can_moderate(person, round_),
        present=present,
        minority=minority,
        taken_over=taken_over,
    )


def _views(person: Person, db: Session, round_: Round, markers: list[Marker], marker_id: str) -> dict[str, tuple[View, ...]]:
    """What each appraiser said, by marker. What was judged by another instrument is left out."""
    instrument = (round_.consensus or round_.submitted[0]).instrument
    prefix = f"{marker_id}/" if marker_id else ""
    found: dict[str, list[View]] = {marker.id: [] for marker in markers}
    for appraisal in round_.submitted:
        if appraisal.instrument == instrument:
            saved = entries.newest_entries(db, appraisal.id, prefix)
            judged = judgements_from(markers, saved, evidences.list_evidence(db, appraisal.id, marker_id))
            name = round_.name_of(appraisal.appraiser)
            changed = changed_after_opening(person, db, appraisal, round_.settings)
            for marker in markers:
                said = judged[marker.id]
                found[marker.id].append(View(appraisal.id, appraisal.appraiser, name, said, marker.id in changed))
    return {marker: tuple(sorted(views, key=lambda view: view.name)) for marker, views in found.items()}


def names_of(person: Person, db: Session, round_: Round, more: set[str]) -> dict[str, str]:
    """How the people who take part are called, by id: appraisers, moderators, whoever looks, and `more`."""
    moderators = [member.person for member in round_.members if member.part is Part.MODERATOR and not member.is_missing]
    known = [*(appraisal.appraiser for appraisal in round_.appraisals), *(member.person for member in round_.appraisers)]
    names = {one: round_.name_of(one) for one in [*known, *moderators]}
    if can_moderate(person, round_):
        names.setdefault(person.id, person.name)
    for one in more - set(names):
        found = accounts.person_on_board(db, one, person.board.id)
        names[one] = found.name if found else "Somebody who has left the board"
    return names


def list_posts(person: Person, db: Session, found: Moderation, marker_id: str) -> tuple[tuple[str, Post], ...]:
    """The discussion of a marker, each post with the name to show."""
    check_read_moderation(person, found.round)
    posts = moderations.list_posts(db, found.review.id, marker_id)
    names = names_of(person, db, found.round, {post.by for post in posts})
    return tuple((names[post.by], post) for post in posts)


def add_post(person: Person, db: Session, review_id: str, marker_id: str, text: str) -> None:
    """Say something about a marker. The trail holds that it happened, and no word of it. Raises InvalidError."""
    found = _open(person, db, review_id, marker_id)
    found.marker(marker_id)
    if not text:
        raise InvalidError("Write what you want to say.", "post")
    if len(text) > LONGEST_POST:
        raise InvalidError(f"Shorten this to {LONGEST_POST:,} characters or fewer.", "post")
    audit = event(person, "discussed", "review", review_id, review=review_id, detail=marker_id)
    moderations.add_post(db, review_id, marker_id, text, person.id, audit)
