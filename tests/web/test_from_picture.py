"""Words that were read off a picture by machine are said to be so wherever a page quotes them."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from app.data import study as studies
from app.domain.appraisal import Appraisal
from app.domain.cue import Cue, CueKind
from app.domain.document import Document, Page
from app.domain.study import Part, StudiedParagraph, Study
from app.services.appraisal import start_appraisal
from app.settings import Settings
from app.web import urls
from tests.browsing import parse
from tests.conftest import ClientFor, Stored
from tests.factories import People, make_review
from tests.papers import add_read

OWN = "With hindsight the author told nobody of the outcome in advance, and Jocasta Thornquill was not asked about it."
MARKER, PROMPT = "analysis", "qm13-q6"


class Desk(NamedTuple):
    """Alice's draft, with a paper of one page."""

    draft: Appraisal
    paper: Document


PLACES: dict[str, Callable[[Desk], str]] = {
    "search in a review": lambda desk: urls.papers_search(desk.draft.review, "outcome"),
    "search in the board": lambda _: urls.search(q="outcome"),
    "search beside a marker": lambda desk: urls.marker(desk.draft.id, MARKER, q="outcome"),
    "cues of a paper": lambda desk: urls.paper_cues(desk.paper.review, desk.paper.id, "H"),
    "cues beside a lens": lambda desk: urls.lens(desk.draft.id, "hindsight"),
    "likely passages": lambda desk: urls.passages(desk.draft.id, MARKER, PROMPT),
    "personal data": lambda desk: urls.paper_identifiers(desk.paper.review, desk.paper.id),
}


@pytest.mark.parametrize("is_pictured", [True, False], ids=["a picture", "text of its own"])
@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_words_read_off_a_picture_are_said_to_be_so_and_others_are_not(
    client_for: ClientFor, stored: Stored, settings: Settings, people: People, place: Callable[[Desk], str], is_pictured: bool
) -> None:
    with stored() as db:
        paper = add_read(db, settings, people.erin, make_review(db, people.erin), [Page(1, OWN, from_picture=is_pictured)])
        cue = Cue(1, 0, 14, CueKind.HINDSIGHT, "With hindsight", OWN)
        paragraph = StudiedParagraph(1, 0, len(OWN), OWN, Part.ANALYSIS)
        studies.save_study(db, paper.id, Study("1.0/1", (cue,), paragraphs=(paragraph,)))
        desk = Desk(start_appraisal(people.alice, db, paper.review), paper)
    page = parse(client_for(people.alice).get(place(desk)).text)
    tags = [node.text for node in page.iter("strong") if "app-read-off" in (node.get("class") or "")]
    assert tags == (["Read from a picture"] if is_pictured else [])
