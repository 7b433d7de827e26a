"""Signing the consensus off: not before it is whole, each under their own account; then it stays until it is opened again."""

from dataclasses import dataclass

import pytest

from app.data.audit import list_events
from app.domain.consensus import MinorityView, Present, write_minority, write_present
from app.domain.entry import key_of
from app.domain.errors import InvalidError, NotAllowedError, NotFoundError
from app.domain.instrument import Grade
from app.services import evidence as evidences
from app.services import moderation, moderation_save, second_round
from app.services import moderation_sign as signing
from app.services.appraisal_save import Typed, save_field
from app.services.moderation import open_moderation
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_appraisal, make_review

SECRET = "quartzite"
OPEN_AGAIN = "signed off. Open it again first"


@dataclass(frozen=True)
class Case:
    """Alice and Bob differ on the analysis; everything else is taken as agreed, with Carol and Bob present."""

    review: str
    consensus: str


@pytest.fixture
def case(stored: Stored, people: People) -> Case:
    there = Present((people.carol.id, people.bob.id), "The clerk")
    with stored() as db:
        review = make_review(db, people.erin).id
        for person, grade in ((people.alice, "inadequate"), (people.bob, "good")):
            make_appraisal(db, person, review, {"analysis": grade})
        seen = [one.seen for one in moderation_save.agreed_ones(open_moderation(people.carol, db, review))]
        moderation_save.take_agreed(people.carol, db, review, seen, present=there, looked=True)
        consensus = open_moderation(people.carol, db, review).consensus
        assert consensus
    return Case(review, consensus.id)


def complete(stored: Stored, people: People, case: Case) -> None:
    """Write the marker that is left, with Alice's minority view."""
    values = {
        "grade": "good",
        "reasons": f"Agreed in the room: {SECRET}.",
        "no_evidence": "yes",
        "where_looked": "In all papers.",
        "present": write_present(Present((people.carol.id, people.bob.id))),
        "minority": write_minority([MinorityView(people.alice.id, Grade.INADEQUATE, f"The school was left out: {SECRET}.")]),
    }
    with stored() as db:
        fields = [Typed(key_of("analysis", name), value, 0) for name, value in values.items()]
        moderation_save.save_consensus(people.carol, db, case.review, "analysis", fields)


def sign_by_all(stored: Stored, people: People, case: Case) -> None:
    for person in (people.carol, people.bob):
        with stored() as db:
            signing.sign_consensus(person, db, case.review, signing.open_signing(person, db, case.review).digest)


def words(html: str) -> str:
    return " ".join("".join(parse(html).itertext()).split())


def test_nobody_signs_while_a_marker_has_no_consensus(client_for: ClientFor, stored: Stored, people: People, case: Case) -> None:
    page = words(client_for(people.carol).get(urls.consensus_sign(case.review)).text)
    assert "These markers are not complete yet" in page
    assert "13. Analysis: Choose a grade." in page
    with stored() as db:
        digest = signing.open_signing(people.carol, db, case.review).digest
        with pytest.raises(NotAllowedError, match="not complete yet"):
            signing.sign_consensus(people.carol, db, case.review, digest)


def test_each_of_those_present_signs_under_their_own_account_and_the_last_one_locks_it(
    client_for: ClientFor, stored: Stored, people: People, case: Case
) -> None:
    complete(stored, people, case)
    with stored() as db:
        digest = signing.open_signing(people.carol, db, case.review).digest
        assert not signing.sign_consensus(people.carol, db, case.review, digest)
        for other in (people.alice, people.erin):
            with pytest.raises(NotAllowedError, match="Only those who were present sign"):
                signing.sign_consensus(other, db, case.review, digest)
        assert not signing.sign_consensus(people.carol, db, case.review, digest), "nobody signs for somebody else"
        assert signing.sign_consensus(people.bob, db, case.review, digest)
    page = words(client_for(people.erin).get(urls.consensus_sign(case.review)).text)
    assert "It cannot be changed unless it is opened again." in page
    assert f"{people.bob.name}Signed" in page
    assert f"{people.carol.name}Signed" in page


def test_what_is_signed_off_is_changed_by_nobody(client_for: ClientFor, stored: Stored, people: People, case: Case) -> None:
    complete(stored, people, case)
    sign_by_all(stored, people, case)
    carol = client_for(people.carol)
    one = {"field": "grade", "grade": "adequate", "v:grade": "1"}
    by_field = carol.post(urls.moderation_field(case.review, "analysis"), data=one, headers={"hx-request": "true"})
    assert by_field.status_code == 403
    assert "Open it again first" in words(by_field.text)
    whole = carol.post(urls.moderation_marker(case.review, "analysis"), data={"reasons": "Other words.", "v:reasons": "1"})
    assert whole.status_code == 403
    assert "Other words." in whole.text, "what was typed can be copied"
    with stored() as db:
        for change in (
            lambda: save_field(people.carol, db, case.consensus, Typed("analysis/grade", "adequate", 1)),
            lambda: save_field(people.carol, db, case.consensus, Typed("lens/why", "Something.", 0)),
            lambda: evidences.add_other(
                people.carol,
                db,
                case.consensus,
                "analysis",
                kind="letter",
                description="x",
                dated="",
                bearing="supports",
                note="",
            ),
        ):
            with pytest.raises(NotAllowedError, match=OPEN_AGAIN):
                change()
        with pytest.raises(NotAllowedError, match="Open it again before you ask for a second round"):
            second_round.ask_second_round(people.carol, db, case.review, "Again.", [])
        with pytest.raises(NotAllowedError, match="signed off already"):
            signing.excuse_signature(people.carol, db, case.review, people.bob.id, "Away.")


def test_it_is_opened_again_for_a_reason_and_all_sign_anew(stored: Stored, people: People, case: Case) -> None:
    complete(stored, people, case)
    sign_by_all(stored, people, case)
    with stored() as db:
        for reason in ("", "x" * 2001):
            with pytest.raises(InvalidError):
                signing.reopen_consensus(people.carol, db, case.review, reason)
        with pytest.raises(NotAllowedError, match="Only a moderator"):
            signing.reopen_consensus(people.bob, db, case.review, "I think again.")
        signing.reopen_consensus(people.carol, db, case.review, "A letter came.")
    with stored() as db:
        now = signing.open_signing(people.carol, db, case.review)
        assert now.signed == {}
        assert set(now.awaited) == {people.carol.id, people.bob.id}


def test_a_signature_is_excused_for_a_reason_and_for_nobody_who_was_not_there(stored: Stored, people: People, case: Case) -> None:
    complete(stored, people, case)
    with stored() as db:
        with pytest.raises(NotAllowedError, match="The moderator signs first"):
            signing.excuse_signature(people.carol, db, case.review, people.bob.id, "Away.")
        signing.sign_consensus(people.carol, db, case.review, signing.open_signing(people.carol, db, case.review).digest)
        with pytest.raises(InvalidError, match="Say why"):
            signing.excuse_signature(people.carol, db, case.review, people.bob.id, "")
        with pytest.raises(NotFoundError, match="Nobody is waiting"):
            signing.excuse_signature(people.carol, db, case.review, people.alice.id, "Away.")
        assert signing.excuse_signature(people.carol, db, case.review, people.bob.id, "He has left the board.")


def test_all_of_it_stands_on_the_trail_and_no_word_of_it(stored: Stored, people: People, case: Case) -> None:
    complete(stored, people, case)
    with stored() as db:
        moderation.add_post(people.alice, db, case.review, "analysis", f"Look at {SECRET}.")
        signing.sign_consensus(people.carol, db, case.review, signing.open_signing(people.carol, db, case.review).digest)
        signing.excuse_signature(people.carol, db, case.review, people.bob.id, f"Away with {SECRET}.")
        signing.reopen_consensus(people.carol, db, case.review, f"Because of {SECRET}.")
        second_round.ask_second_round(people.carol, db, case.review, f"Look at {SECRET} again.", ["analysis"])
    with stored() as db:
        told = [found.event for found in list_events(db, people.erin.board.id)]
    actions = {one.action for one in told}
    assert {
        "discussed", "consensus signed", "signature excused", "consensus signed off", "consensus opened again",
        "second round asked for", "appraisal reopened for a second round",
    } <= actions  # fmt: skip
    assert [one.action for one in told if SECRET in repr(one)] == []
