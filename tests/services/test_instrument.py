"""Which instrument an appraisal uses: the newest when it starts, and that same one ever after."""

from dataclasses import replace

import pytest

from app.data.session import Session
from app.domain.errors import NotFoundError
from app.outside.markers import find_instrument
from app.services import instrument as instruments
from app.services.appraisal import start_appraisal
from app.settings import get_settings
from tests.factories import People, make_review


def test_the_eighteen_markers_are_used_unless_another_is_named() -> None:
    found = instruments.get_instrument()
    assert (found.id, len(found.markers)) == ("scr-2016", 18)
    assert instruments.get_instrument("scr-2016", found.version) == found


def test_an_appraisal_keeps_the_version_with_which_it_was_started(db: Session, people: People) -> None:
    draft = start_appraisal(people.alice, db, make_review(db, people.erin).id)
    used = instruments.instrument_of(draft)
    assert (used.id, used.version) == (draft.instrument, draft.instrument_version)
    assert used == find_instrument(get_settings().markers_dir, draft.instrument, draft.instrument_version)
    with pytest.raises(NotFoundError):
        instruments.instrument_of(replace(draft, instrument_version="0.1"))


@pytest.mark.parametrize(
    ("instrument", "version"),
    [
        ("nothing", None),
        ("", None),
        ("../markers", None),
        ("scr-2016", "9.9"),
        ("scr-2016", ""),
        ("scr-2016", "1.0/.."),
        ("\0", "1"),
    ],
)
def test_an_instrument_that_is_not_installed_is_not_found(instrument: str, version: str | None) -> None:
    with pytest.raises(NotFoundError):
        instruments.get_instrument(instrument, version)
