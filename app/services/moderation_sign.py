"""Signing the consensus off: those present sign what it says now, the moderator first; then it is locked. Opening it again."""

from dataclasses import dataclass

from app.data import appraisal as appraisals
from app.data import entry as entries
from app.data import evidence as evidences
from app.data import moderation as moderations
from app.data.session import Session
from app.domain.account import Person
from app.domain.appraisal import Appraisal, AppraisalState, check_transition
from app.domain.audit import event
from app.domain.consensus import SignOff, counting, digest_of
from app.domain.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.domain.judgement import Gap, gaps
from app.domain.permission import check_moderate
from app.services.moderation import Moderation, open_moderation

LONGEST_REASON = 2000
CHANGED = "The consensus was changed since you opened this page. Read it again, then sign."


@dataclass(frozen=True)
class Signing:
    """How far signing has come. `signed` has whoever signed, or is excused, for what the consensus says now (`digest`);
    `present` those who are named as present at one marker or more, by id.
    """

    found: Moderation
    digest: str
    signed: dict[str, SignOff]
    present: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def awaited(self) -> tuple[str, ...]:
        """Those who were present and have neither signed nor been excused."""
        return tuple(one for one in self.present if one not in self.signed)

    @property
    def is_begun(self) -> bool:
        """Whether a moderator has signed: then the others can."""
        return bool(self.signed)

    def may_sign(self, person: Person) -> bool:
        """Whether this person can sign now."""
        if self.found.consensus is None or self.found.consensus.submitted_at or self.gaps or person.id in self.signed:
            return False
        return self.found.may_write or (self.is_begun and person.id in self.present)


def open_signing(person: Person, db: Session, review_id: str) -> Signing:
    """How far signing has come, for those who may see the consensus."""
    found = open_moderation(person, db, review_id)
    if found.consensus is None:
        return Signing(found, "", {}, (), ())
    evidence = evidences.list_evidence(db, found.consensus.id)
    digest = digest_of(entries.newest_entries(db, found.consensus.id), evidence)
    states = appraisals.list_states(db, found.consensus.id)
    since = next((state.at for state in reversed(states) if state.state is AppraisalState.DRAFT), None)
    signed = counting(moderations.list_sign_offs(db, found.consensus.id), digest, since)
    missing = tuple(gap for marker in found.instrument.markers for gap in gaps(marker, found.judgements[marker.id]))
    present = tuple(dict.fromkeys(one for there in found.present.values() for one in there.people))
    return Signing(found, digest, signed, present, missing)


def sign_consensus(person: Person, db: Session, review_id: str, seen: str) -> bool:
    """Sign what the page had shown (`seen` is its digest); returns whether the consensus is locked by it.

    The first signature is a moderator's. Raises NotAllowedError, ConflictError where the consensus says something else now.
    """
    signing = open_signing(person, db, review_id)
    consensus = _draft(signing)
    if signing.gaps:
        raise NotAllowedError("Some markers are not complete yet, so that the consensus cannot be signed.")
    if not signing.found.may_write:
        if person.id not in signing.present:
            raise NotAllowedError("Only those who were present sign the consensus.")
        if not signing.is_begun:
            raise NotAllowedError("The moderator signs first.")
    if seen != signing.digest:
        raise ConflictError(CHANGED, "", "", 0)
    if person.id not in signing.signed:
        audit = event(person, "consensus signed", "appraisal", consensus.id, review=review_id)
        moderations.add_sign_off(db, consensus.id, person.id, signing.digest, person.id, audit)
    return _lock_if_done(person, db, review_id)


def excuse_signature(person: Person, db: Session, review_id: str, who: str, reason: str) -> bool:
    """Say why somebody who was present has not signed; returns whether the consensus is locked by it. Raises InvalidError."""
    signing = open_signing(person, db, review_id)
    check_moderate(person, signing.found.round)
    consensus = _draft(signing)
    if not signing.is_begun:
        raise NotAllowedError("The moderator signs first.")
    if who not in signing.awaited:
        raise NotFoundError("Nobody is waiting for that signature.")
    _check_reason(reason, f"excuse-{who}", "Say why this person has not signed.")
    audit = event(person, "signature excused", "appraisal", consensus.id, review=review_id)
    moderations.add_sign_off(db, consensus.id, who, signing.digest, person.id, audit, excuse=reason)
    return _lock_if_done(person, db, review_id)


def reopen_consensus(person: Person, db: Session, review_id: str, reason: str) -> None:
    """Take a signed consensus back to change it; what was signed stays readable. Raises InvalidError without a reason."""
    found = open_moderation(person, db, review_id)
    check_moderate(person, found.round)
    if found.consensus is None or found.consensus.submitted_at is None:
        raise NotAllowedError("The consensus has not been signed off, so it can be changed as it is.")
    _check_reason(reason, "reason", "Say why the consensus is opened again.")
    check_transition(found.consensus.state, AppraisalState.DRAFT)
    audit = event(person, "consensus opened again", "appraisal", found.consensus.id, review=review_id)
    appraisals.add_state(db, found.consensus, AppraisalState.DRAFT, person.id, audit, reason=reason)


def _lock_if_done(person: Person, db: Session, review_id: str) -> bool:
    db.flush()
    signing = open_signing(person, db, review_id)
    consensus = _draft(signing)
    if signing.awaited:
        return False
    check_transition(consensus.state, AppraisalState.SUBMITTED)
    audit = event(person, "consensus signed off", "appraisal", consensus.id, review=review_id)
    appraisals.add_state(db, consensus, AppraisalState.SUBMITTED, person.id, audit)
    return True


def _draft(signing: Signing) -> Appraisal:
    consensus = signing.found.consensus
    if consensus is None:
        raise NotAllowedError("There is no consensus yet.")
    if consensus.submitted_at is not None:
        raise NotAllowedError("The consensus has been signed off already.")
    return consensus


def _check_reason(reason: str, field: str, sentence: str) -> None:
    if not reason:
        raise InvalidError(sentence, field)
    if len(reason) > LONGEST_REASON:
        raise InvalidError(f"Shorten the reason to {LONGEST_REASON:,} characters or fewer.", field)
