"""Evidence and newer versions: what is found again, changed or lost, what a person decides, and that nothing is dropped."""

import pytest

from app.data import document as documents
from app.data import evidence as stored_evidence
from app.data import evidence_move as moves
from app.data.audit import list_events
from app.data.session import Session, work
from app.data.tables import DocumentPageRow
from app.domain.account import Person
from app.domain.appraisal import Appraisal
from app.domain.document import Document
from app.domain.errors import ConflictError, InvalidError, NotAllowedError, NotFoundError
from app.domain.judgement import Evidence
from app.domain.passage import Found
from app.domain.relocation import MoveOutcome
from app.services import document_read, document_version, evidence
from app.services import evidence_move as moving
from app.services.appraisal import get_own_draft, open_appraisal, reopen_appraisal, start_appraisal, submit_appraisal
from app.services.report import prepare_report
from app.settings import Settings
from tests import files
from tests.conftest import Stored
from tests.factories import People, fill_appraisal, make_review
from tests.papers import add_file, send

SAME, WAS, GONE = (
    "The family was told on the Monday",
    "The school was never asked about it",
    "Two visits were missed in the spring",
)
NOW = "The school was hardly ever asked about it"
FIRST = files.pdf(f"{SAME}. Then the panel met.\n\n{WAS}, and nobody minded.\n#pagebreak()\n{GONE} and one in autumn.")
SECOND = files.pdf(f"A foreword that is new.\n#pagebreak()\n{SAME}. Then the panel met.\n\n{NOW}, and nobody minded.")
THIRD = files.pdf(f"{SAME}. Then the panel met.\n#pagebreak()\nHardly anything else is left in this third version of it.")


@pytest.fixture
def paper(stored: Stored, settings: Settings, people: People) -> Document:
    with stored() as db:
        added = add_file(db, settings, people.erin, make_review(db, people.erin), content=FIRST)
    document_read.read_paper(settings, added.id)
    return added


@pytest.fixture
def draft(stored: Stored, people: People, paper: Document) -> Appraisal:
    """Alice's draft with three pieces of evidence: one that stays, one whose words change, one that goes."""
    with stored() as db:
        return cite(db, people.alice, start_appraisal(people.alice, db, paper.review))


def cite(db: Session, person: Person, appraisal: Appraisal) -> Appraisal:
    for marker, words in (("analysis", SAME), ("publication", WAS), ("analysis", GONE)):
        found = evidence.look_for_quote(person, db, appraisal.id, words)
        assert isinstance(found, Found)
        evidence.add_found(person, db, appraisal.id, marker, found.passages[0], "supports", "A note")
    return appraisal


def replace_by(
    stored: Stored, settings: Settings, people: People, paper: Document, content: bytes, *, move: bool = True
) -> Document:
    with stored() as db:
        sent = send(settings, ("newer.pdf", content))
        made = document_version.replace_paper(people.erin, db, paper.review, paper.id, sent, settings.files_dir, lambda _: None)
    assert isinstance(made, Document)
    document_read.read_paper(settings, made.id)
    if move:
        moving.move_evidence(settings, made.id)
    return made


def listed(stored: Stored, appraisal: Appraisal) -> dict[str, Evidence]:
    """The evidence as it is cited now, by the words as they were added."""
    with stored() as db:
        by_id = {item.id: item for item in stored_evidence.list_evidence(db, appraisal.id)}
        originals = stored_evidence.original_evidence(db, appraisal.id)
        return {item.passage.words: by_id[item.id] for item in originals if item.passage}


def place(item: Evidence) -> tuple[str, str, str, str]:
    assert item.passage
    assert item.move
    return item.move.outcome, item.passage.document, item.passage.place, item.passage.words


def title(item: Evidence) -> str:
    assert item.passage
    return item.passage.document_title


def test_each_piece_is_found_again_or_told_as_changed_or_lost_and_none_is_dropped(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND)
    now = listed(stored, draft)
    assert place(now[SAME]) == ("found", newer.id, "page 2", SAME)
    assert place(now[WAS]) == ("changed", paper.id, "page 1", WAS)
    assert place(now[GONE]) == ("lost", paper.id, "page 2", GONE)
    assert [title(now[SAME])[-11:], title(now[GONE])[-11:]] == ["(version 2)", "(version 1)"]
    with stored() as db:
        moved = moving.open_moved(people.alice, db, draft.id)
    assert (moved.found, moved.changed, moved.lost, moved.open, moved.waiting) == (1, 1, 1, 2, 0)
    changed = moved.with_outcome(MoveOutcome.CHANGED)[0]
    assert changed.move
    assert changed.move.passage
    assert (changed.move.passage.words.rstrip(","), changed.same_words) == (NOW, False)
    assert next(step.document for step in changed.changes if step.kind != "same") == "hardly ever"


def test_evidence_is_looked_for_once_however_often_the_job_runs_and_wherever_it_was_broken_off(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND, move=False)
    with stored() as db:
        waiting = moving.open_moved(people.alice, db, draft.id)
    assert (len(waiting.items), waiting.waiting, waiting.open) == (3, 3, 0)
    monkeypatch.setattr(moving, "BATCH", 1)
    real = moves.add_found_again
    killed: list[int] = []

    def add_move(*args: object, **named: object) -> None:
        if len(killed) == 1:
            raise KeyboardInterrupt
        killed.append(1)
        real(*args, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as broken:
        broken.setattr(moves, "add_found_again", add_move)
        with pytest.raises(KeyboardInterrupt):
            moving.move_evidence(settings)
    assert moving.move_evidence(settings, newer.id) == 2
    assert moving.move_evidence(settings) == 0
    with stored() as db:
        assert sorted(len(found) for found in moves.moves_of(db, draft.id).values()) == [1, 1, 1]


def test_what_was_lost_is_looked_for_again_when_the_newer_version_gets_more_text(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND)
    assert moving.move_evidence(settings, newer.id, again=True) == 0
    with stored() as db:
        row = db.get(DocumentPageRow, (newer.id, 1))
        assert row
        row.text = f"Read off a picture now: {GONE} and one in autumn."
        db.add(row)
    assert moving.move_evidence(settings, newer.id) == 0
    assert moving.move_evidence(settings, newer.id, again=True) == 1
    assert place(listed(stored, draft)[GONE])[:3] == ("found", newer.id, "page 1")


def test_what_is_added_to_an_older_version_later_is_looked_for_too(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND)
    with stored() as db:
        found = evidence.look_for_quote(people.alice, db, draft.id, "and one in autumn", paper.id)
        assert isinstance(found, Found)
        evidence.add_found(people.alice, db, draft.id, "publication", found.passages[0], "weakens", "")
    assert moving.move_evidence(settings) == 1
    assert place(listed(stored, draft)["and one in autumn"])[:2] == ("lost", paper.id)
    assert newer.version == 2


def test_submitted_work_keeps_citing_the_version_it_was_made_on_until_it_is_reopened(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
        submit_appraisal(people.alice, db, draft.id)
    newer = replace_by(stored, settings, people, paper, SECOND)
    assert {item.passage.document for item in listed(stored, draft).values() if item.passage} == {paper.id}
    with stored() as db:
        moved = moving.open_moved(people.carol, db, draft.id)
        assert (moved.frozen, moved.found, moved.open) == (True, 1, 2)
        with pytest.raises(NotAllowedError):
            moving.keep_older(people.alice, db, draft.id, moved.items[0].evidence.id, "Because", seen=1)
        reopen_appraisal(people.alice, db, draft.id, "A page was missed.")
    assert place(listed(stored, draft)[SAME])[:2] == ("found", newer.id)
    with stored() as db:
        submit_appraisal(people.alice, db, draft.id)
    assert place(listed(stored, draft)[SAME])[:2] == ("found", newer.id), "made on the newer version now"


def test_reports_name_the_version_that_they_cite_and_say_where_a_newer_one_exists(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    with stored() as db:
        fill_appraisal(db, people.alice, draft)
        submit_appraisal(people.alice, db, draft.id)
        before = prepare_report(people.alice, db, draft.id).data
    newer = replace_by(stored, settings, people, paper, SECOND)
    with stored() as db:
        after = prepare_report(people.alice, db, draft.id).data
    assert {quote.document_title for quote in before.quotes} == {"Overview report"}
    assert {(quote.document, quote.document_title) for quote in after.quotes} == {(paper.id, "Overview report (version 1)")}
    assert [(one.id, one.title) for one in after.papers] == [
        (paper.id, "Overview report (version 1)"),
        (newer.id, "Overview report (version 2)"),
    ]
    assert any(limit.startswith("Overview report (version 1) was replaced by a newer version on ") for limit in after.limits)
    with stored() as db:
        reopen_appraisal(people.alice, db, draft.id, "A page was missed.")
        for item in moving.open_moved(people.alice, db, draft.id).items:
            if item.is_open:
                evidence.remove_evidence(people.alice, db, draft.id, item.evidence.id)
        again = prepare_report(people.alice, db, draft.id).data
    assert [one.title for one in again.papers] == ["Overview report (version 2)"]
    assert {quote.document for quote in again.quotes} == {newer.id}


def decide(db: Session, person: Person, draft: Appraisal, words: str) -> moving.MovedEvidence:
    return next(item for item in moving.open_moved(person, db, draft.id).items if item.before.words == words)


def test_the_appraiser_accepts_places_by_hand_keeps_or_removes(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND)
    alice = people.alice
    with stored() as db:
        changed, gone = decide(db, alice, draft, WAS), decide(db, alice, draft, GONE)
        assert changed.move
        assert gone.move
        moving.accept_changed(alice, db, draft.id, changed.evidence.id, seen=changed.move.id)
        with pytest.raises(InvalidError, match="Say why"):
            moving.keep_older(alice, db, draft.id, gone.evidence.id, "", seen=gone.move.id)
        moving.keep_older(alice, db, draft.id, gone.evidence.id, "It was true then.", seen=gone.move.id)
        with pytest.raises(NotAllowedError, match="no changed words"):
            moving.accept_changed(alice, db, draft.id, gone.evidence.id, seen=decide_again(db, alice, draft, gone))
    now = listed(stored, draft)
    assert place(now[WAS])[:3] == ("accepted", newer.id, "page 2")
    assert place(now[GONE])[:2] == ("kept", paper.id)
    kept = now[GONE].move
    assert kept
    assert (kept.note, kept.by) == ("It was true then.", alice.id)
    with stored() as db:
        outcome = moving.look_in_newer(alice, db, draft.id, now[GONE].id, "A foreword that is new")
        assert isinstance(outcome, Found)
        seen = decide_again(db, alice, draft, gone)
        moving.place_by_hand(alice, db, draft.id, now[GONE].id, outcome.passages[0], seen=seen)
        events = [entry.event for entry in list_events(db, alice.board.id, review=paper.review)]
        assert moving.open_moved(alice, db, draft.id).open == 0
    # Not how: the trail is read by others before the appraisal is submitted.
    assert [event.detail for event in events if event.action == "moved evidence decided"] == ["", "", ""]
    assert place(listed(stored, draft)[GONE]) == ("placed", newer.id, "page 1", "A foreword that is new")
    with stored() as db:
        evidence.remove_evidence(alice, db, draft.id, now[GONE].id)
        assert len(moving.open_moved(alice, db, draft.id).items) == 2


def decide_again(db: Session, person: Person, draft: Appraisal, item: moving.MovedEvidence) -> int:
    _, found = moving.get_moved(person, db, draft.id, item.evidence.id)
    assert found.move
    return found.move.id


def test_a_decision_on_something_that_was_decided_meanwhile_is_refused(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    replace_by(stored, settings, people, paper, SECOND)
    with stored() as db:
        changed = decide(db, people.alice, draft, WAS)
        assert changed.move
        moving.keep_older(people.alice, db, draft.id, changed.evidence.id, "I know why.", seen=changed.move.id)
        with pytest.raises(ConflictError, match="in the meantime"):
            moving.accept_changed(people.alice, db, draft.id, changed.evidence.id, seen=changed.move.id)


def test_a_third_version_is_looked_in_from_where_each_piece_is_cited_and_what_was_kept_stays_kept(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    second = replace_by(stored, settings, people, paper, SECOND)
    with stored() as db:
        gone = decide(db, people.alice, draft, GONE)
        assert gone.move
        moving.keep_older(people.alice, db, draft.id, gone.evidence.id, "It was true then.", seen=gone.move.id)
    third = replace_by(stored, settings, people, second, THIRD)
    now = listed(stored, draft)
    assert place(now[SAME])[:3] == ("found", third.id, "page 1")
    assert place(now[WAS])[:2] == ("lost", paper.id)
    assert place(now[GONE])[:2] == ("kept", paper.id)


def test_nobody_learns_what_moved_in_an_appraisal_that_they_may_not_see(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    replace_by(stored, settings, people, paper, SECOND)
    with stored() as db:
        for person in (people.erin, people.bob, people.carol):
            with pytest.raises(NotAllowedError):
                moving.open_moved(person, db, draft.id)
        with pytest.raises(NotFoundError):
            moving.open_moved(people.dave, db, draft.id)
        said = [entry.event for entry in list_events(db, people.erin.board.id, review=paper.review)]
    since = [one.action for one in said][: [one.action for one in said].index("paper replaced")]
    assert since == [], "the trail, which others read, does not tell how many pieces there were"


def test_copies_are_made_of_the_place_where_evidence_is_cited_now(
    stored: Stored, settings: Settings, people: People, paper: Document, draft: Appraisal
) -> None:
    newer = replace_by(stored, settings, people, paper, SECOND)
    item = listed(stored, draft)[SAME]
    with work(settings.database) as db:
        assert get_own_draft(people.alice, db, draft.id)
        evidence.copy_evidence(people.alice, db, draft.id, item.id, ["publication"])
        copies = open_appraisal(people.alice, db, draft.id).judgements["publication"].evidence
        assert documents.get_document(db, people.erin.board.id, paper.review, paper.id).replaced_by == newer.id
    assert [copy.passage.document for copy in copies if copy.passage and copy.passage.words == SAME] == [newer.id]
