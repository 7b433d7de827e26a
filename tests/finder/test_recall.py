"""The evidence finder on the labelled pairs of the worked example."""

from pathlib import Path

import pytest
import yaml

from app.data import appraisal as appraisals
from app.data import review as reviews
from app.data.session import Session, work
from app.domain.account import Person
from app.domain.skeleton import skeleton
from app.domain.word import words_in
from app.services import account
from app.services.finder import suggest_passages
from app.services.instrument import get_instrument
from app.settings import ROOT, Settings
from tests.finder.measure import AT, measure_finder, papers_by_key, read_pairs, read_words

WORDS = ROOT / "markers" / "finder" / "scr-2016" / "1.0"


def of_the_example(db: Session) -> tuple[Person, str]:
    """Bob of the worked example, and the id of its review with all its papers."""
    bob = next(person for person in account.list_everybody(db) if person.email == "bob@wexcombe.example")
    lines, _ = reviews.list_reviews(db, bob.board.id, search="WX-2016-03")
    return bob, lines[0].id


def test_the_labelled_passages_are_among_the_first_five(example_settings: Settings) -> None:
    with work(example_settings.database, writes=False) as db:
        bob, review = of_the_example(db)
        result = measure_finder(db, bob.board.id, review, get_instrument())
    assert len(result.pairs) >= 50
    assert len({result.marker_of[pair.prompt] for pair in result.pairs}) >= 15
    assert result.recall >= 0.85, result.missed
    assert min(result.by_prompt, result.by_marker) >= 0.85, result.missed


def test_each_label_stands_in_its_paper(example_settings: Settings) -> None:
    with work(example_settings.database, writes=False) as db:
        bob, review = of_the_example(db)
        texts = read_words(db, bob.board.id, review)
        keys = papers_by_key(db, bob.board.id, review)
    places = [place for pair in read_pairs() for place in pair.places]
    assert [place for place in places if skeleton(place.words) not in texts[keys[place.paper]]] == []


def test_the_page_suggests_what_was_measured(example_settings: Settings) -> None:
    with work(example_settings.database, writes=False) as db:
        bob, review = of_the_example(db)
        draft = next(found for found in appraisals.list_appraisals(db, bob.board.id, review) if found.appraiser == bob.id)
        found = suggest_passages(bob, db, draft.id, "analysis", "qm13-q6")
    assert any("hindsight" in passage.suggestion.text.lower() for passage in found.passages[:AT])
    assert found.not_searched == ()
    assert found.can_use


@pytest.mark.parametrize("path", sorted(WORDS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_words_are_not_copied_from_the_labelled_passages(path: Path) -> None:
    """Long sequences would be. Those of the trade that the example uses too are named here."""
    trade = {
        "members of the board", "purpose of the review", "reported to the board", "could not be traced",
    }  # fmt: skip
    labelled = [[word.stem for word in words_in(place.words)] for pair in read_pairs() for place in pair.places]
    loaded = yaml.safe_load(path.read_text(encoding="utf-8"))
    lists = [group["words"] for group in loaded.get("groups", ())]
    lists += [idea["any"] for prompt in loaded.get("prompts", ()) for idea in prompt["ideas"]]
    copied = []
    for phrase in {str(phrase) for words in lists for phrase in words}:
        stems = [word.stem for word in words_in(phrase)]
        stands = any(words[at : at + len(stems)] == stems for words in labelled for at in range(len(words)))
        if len(stems) > 3 and stands and phrase not in trade:
            copied.append(phrase)
    assert copied == []
