"""The pages of the trail: checking it, taking it away, verifying that without us, and what it never tells."""

import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.domain.account import Person, Role
from app.domain.appraisal import Appraisal
from app.domain.entry import key_of
from app.domain.instrument import LABELS, Grade, Lens
from app.services import appraisal as appraisals
from app.services import appraisal_save
from app.services import evidence as evidences
from app.services import instrument as instruments
from app.services import round as rounds
from app.services.appraisal_save import Typed
from app.settings import Settings
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.data.test_audit import disarm
from tests.factories import People, fill_appraisal, make_paper, make_person, make_review
from tests.house.tree import ROOT

DOCUMENT = (ROOT / "docs" / "trail.md").read_text()
SECRET = "quartzite"


def words(html: str) -> str:
    """The words of a page."""
    return " ".join("".join(parse(html).itertext()).split())


def edit(settings: Settings, statement: str) -> None:
    """What somebody does who goes round the application."""
    with closing(sqlite3.connect(settings.var_dir / "plumbline.db")) as connection:
        disarm(connection)
        connection.execute(statement)
        connection.commit()


def newest_on(page: str) -> tuple[str, str]:
    """Number and hash as the page tells them."""
    found = re.search(r"Newest row\s*(\d+)\s*Its hash\s*([0-9a-f]{64})", words(page))
    assert found
    return found[1], found[2]


def test_the_page_says_that_every_row_fits_and_what_to_note_down(client_for: ClientFor, people: People, stored: Stored) -> None:
    with stored() as db:
        make_review(db, people.erin)
    browser = client_for(people.erin)
    assert urls.trail_check() in browser.get(urls.trail()).text
    page = browser.get(urls.trail_check()).text
    assert "Every row fits, from row 1 to row" in words(page)
    number, digest = newest_on(page)
    with stored() as db:
        make_review(db, people.dave, "TM-1")
    again = browser.get(urls.trail_check(), params={"number": number, "hash": digest})
    assert "The row that was noted stands as it was noted." in words(again.text)


def test_the_page_names_the_row_that_was_edited_behind_the_application_and_nothing_of_its_content(
    client_for: ClientFor, people: People, stored: Stored, settings: Settings
) -> None:
    with stored() as db:
        make_review(db, people.dave, "TM-1")
    browser = client_for(people.erin)
    number, _ = newest_on(browser.get(urls.trail_check()).text)
    edit(settings, f"UPDATE audit_event SET actor_name = 'Mallory' WHERE id = {int(number) - 1}")
    page = words(browser.get(urls.trail_check()).text)
    assert f"The trail does not fit. Row {int(number) - 1} was changed after it was written" in page
    assert "Mallory" not in page
    assert "Every row fits" not in page


def test_an_end_that_was_cut_off_shows_by_what_was_noted(
    client_for: ClientFor, people: People, stored: Stored, settings: Settings
) -> None:
    with stored() as db:
        make_review(db, people.erin)
    browser = client_for(people.erin)
    number, digest = newest_on(browser.get(urls.trail_check()).text)
    edit(settings, f"DELETE FROM audit_event WHERE id >= {number}")
    assert "Every row fits" in words(browser.get(urls.trail_check()).text)
    page = words(browser.get(urls.trail_check(), params={"number": number, "hash": digest}).text)
    assert "which was noted, is not there" in page


@pytest.mark.parametrize(
    ("number", "digest", "said"),
    [
        ("x", "a" * 64, "Give the number of the row"),
        ("1", "<script>", "Give the hash that was noted"),
        ("", "a" * 64, "Give the number of the row"),
    ],
)
def test_what_cannot_have_been_noted_is_refused_with_what_was_typed_kept(
    client_for: ClientFor, people: People, number: str, digest: str, said: str
) -> None:
    answer = client_for(people.erin).get(urls.trail_check(), params={"number": number, "hash": digest})
    assert answer.status_code == 422
    assert said in words(answer.text)
    assert "<script>" not in answer.text


def script(folder: Path) -> Path:
    """The script as the document prints it."""
    (code,) = re.findall(r"```python\n(.*?)```", DOCUMENT, re.DOTALL)
    assert len(code.splitlines()) <= 32
    path = folder / "verify.py"
    path.write_text(code)
    return path


def verify(path: Path, export: str, *noted: str) -> tuple[int, str]:
    file = path.with_name("trail.jsonl")
    file.write_text(export)
    done = subprocess.run([sys.executable, "-I", path, file, *noted], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, (done.stdout + done.stderr).strip()


def test_an_export_is_verified_by_the_script_that_the_document_prints(
    client_for: ClientFor, people: People, stored: Stored, settings: Settings, tmp_path: Path
) -> None:
    with stored() as db:
        for number in range(3):
            make_review(db, people.erin, f"WX-{number}")
            make_review(db, people.dave, f"TM-{number}")
    browser = client_for(people.erin)
    number, digest = newest_on(browser.get(urls.trail_check()).text)
    answer = browser.get(urls.trail_export())
    assert answer.headers["content-disposition"] == 'attachment; filename="plumbline-trail.jsonl"'
    export, path = answer.text, script(tmp_path)
    assert "TM-" not in export
    assert verify(path, export) == (0, f"Every row fits. The newest is row {number}, its hash {digest}")
    assert verify(path, export, number, digest)[0] == 0
    assert verify(path, export, number, "0" * 64) == (1, f"Row {number} is not there as it was noted.")
    lines = export.splitlines(keepends=True)
    own = next(place for place, line in enumerate(lines) if "WX-1" in line)
    closed = next(place for place, line in enumerate(lines) if place > own and "number" not in json.loads(line))
    renamed = [*lines[:own], lines[own].replace("WX-1", "WX-9"), *lines[own + 1 :]]
    assert verify(path, "".join(renamed)) == (1, f"Row {own + 1} was changed: its content does not give its hash.")
    for gone in (own, closed):
        code, said = verify(path, "".join(lines[:gone] + lines[gone + 1 :]))
        assert code == 1
        assert "does not follow the row before it" in said
    assert verify(path, "".join(lines[:-1]), number, digest)[0] == 1
    assert list(settings.var_dir.glob("tmp*")) == [], "nothing stays behind"


def test_an_export_of_a_trail_that_is_older_than_the_chain_is_verified_too(tmp_path: Path) -> None:
    from app.domain.audit_chain import exported
    from tests.domain.test_audit_chain import CHAINED, TRAIL, chain, event, system_event

    rows = chain(event("d3"), event("d7"), system_event(CHAINED, TRAIL, "7"), event("d9"), numbers=(3, 7, 8, 9))
    path = script(tmp_path)
    assert verify(path, "".join(f"{exported(row)}\n" for row in rows))[0] == 0
    code, said = verify(path, "".join(f"{exported(row)}\n" for row in rows[:2]))
    assert (code, said) == (1, "Row 3 stands where row 1 should.")


def write(db: object, person: Person, appraisal: Appraisal, key: str, text: str) -> None:
    """Save over whatever the field holds."""
    for version in (0, 1):
        try:
            appraisal_save.save_field(person, db, appraisal.id, Typed(key, text, version))
            return
        except appraisal_save.ConflictError:
            continue


def write_everywhere(db: object, people: People, review_id: str, paper_id: str) -> Appraisal:
    """Alice's appraisal, with the secret word in everything that she types."""
    made = appraisals.start_appraisal(people.alice, db, review_id)
    fill_appraisal(db, people.alice, made)
    for marker in instruments.instrument_of(made).markers:
        notes = [f"note:{prompt.id}" for prompt in marker.prompts]
        for name in ("reasons", "strengths", "improve", "where_looked", "recorded_reason", *notes):
            write(db, people.alice, made, key_of(marker.id, name), f"{SECRET} {name}")
    for lens in Lens:
        write(db, people.alice, made, key_of("lens", lens), f"{SECRET} {lens}")
    mark = evidences.Mark(paper_id, 1, 0, 20)
    (piece,) = evidences.add_passages(people.alice, db, made.id, ["analysis"], mark, "supports", f"{SECRET} note")
    said = {"kind": "interview", "description": f"{SECRET} source", "dated": SECRET, "bearing": "weakens", "note": SECRET}
    other = evidences.add_other(people.alice, db, made.id, "analysis", **said)
    evidences.change_evidence(people.alice, db, made.id, piece.id, "weakens", f"{SECRET} again", seen=piece.fingerprint)
    evidences.remove_evidence(people.alice, db, made.id, other.id)
    evidences.look_for_quote(people.alice, db, made.id, f"{SECRET} which nobody wrote in any paper")
    return made


def test_the_trail_carries_no_word_of_a_judgement_and_does_not_tell_how_a_marker_was_judged(
    client_for: ClientFor, people: People, stored: Stored
) -> None:
    with stored() as db:
        review = make_review(db, people.erin)
        paper = make_paper(db, people.erin, review.id, "The panel asked why each agency acted as it did.")
        made = write_everywhere(db, people, review.id, paper.id)
        appraisals.submit_appraisal(people.alice, db, made.id)
    with stored() as db:
        appraisals.start_appraisal(people.bob, db, review.id)
        rounds.open_round(people.carol, db, review.id, f"{SECRET} is why")
    browser = client_for(people.erin)
    pages = [browser.get(urls.trail(number)).text for number in range(1, 12)]
    export = browser.get(urls.trail_export()).text
    assert "Alice Hartwell" in export, "the commissioner, who assigns, reads names"
    for text in (*pages, export):
        assert SECRET not in text
    told = [json.loads(line) for line in export.splitlines()]
    of_appraisal = [row for row in told if row.get("review") == review.id and row["subject_kind"] in ("appraisal", "evidence")]
    markers = {marker.id for marker in instruments.instrument_of(made).markers}
    assert {row["detail"] for row in of_appraisal} <= {"", "lens", *markers}
    assert {row["detail"] for row in of_appraisal} >= markers
    grades = {*LABELS, *LABELS.values(), "supports", "weakens", "where_looked", "partly"}
    assert [row for row in of_appraisal if grades & set(row["action"].split())] == []


def test_the_trail_looks_the_same_whatever_grade_was_given(client_for: ClientFor, people: People, stored: Stored) -> None:
    seen = []
    for grade in Grade:
        with stored() as db:
            review = make_review(db, people.erin, f"WX-{grade}")
            made = appraisals.start_appraisal(people.alice, db, review.id)
            write(db, people.alice, made, key_of("analysis", "grade"), grade)
        lines = client_for(people.erin).get(urls.trail_export()).text.splitlines()
        saved = [row for row in map(json.loads, lines) if row.get("review") == review.id and row["action"] == "saved"]
        seen.append([(row["action"], row["subject_kind"], row["detail"]) for row in saved])
    assert seen == [[("saved", "appraisal", "analysis")]] * len(Grade)


def test_a_commissioner_who_appraises_blind_reads_of_that_review_what_they_did_themselves_alone(
    client_for: ClientFor, stored: Stored, people: People
) -> None:
    with stored() as db:
        gwen = make_person(db, "Gwen Pike", Role.COMMISSIONER, Role.APPRAISER)
        review, other = make_review(db, people.erin), make_review(db, people.erin, "WX-2")
        theirs = appraisals.start_appraisal(people.alice, db, review.id)
        elsewhere = appraisals.start_appraisal(people.alice, db, other.id)
    browser = client_for(gwen)
    assert "Alice Hartwell" in browser.get(urls.trail()).text
    with stored() as db:
        own = appraisals.start_appraisal(gwen, db, review.id)

    def told() -> list[dict[str, object]]:
        return [row for row in map(json.loads, browser.get(urls.trail_export()).text.splitlines()) if "number" in row]

    page = browser.get(urls.trail()).text
    assert "until your own appraisal is submitted" in words(page)
    assert own.id in page
    assert elsewhere.id in page
    assert theirs.id not in page
    assert words(page).count("Review registered") == 1, "nor what the commissioner did"
    assert {row["actor"] for row in told() if row["review"] == review.id} == {gwen.id}
    assert people.alice.id in {row["actor"] for row in told() if row["review"] == other.id}
    with stored() as db:
        fill_appraisal(db, gwen, own)
        appraisals.submit_appraisal(gwen, db, own.id)
    assert people.alice.id in {row["actor"] for row in told() if row["review"] == review.id}
    assert "until your own appraisal is submitted" not in words(browser.get(urls.trail()).text)
