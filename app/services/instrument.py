"""Which instrument an appraisal uses, and which are there to choose from."""

from app.domain.appraisal import Appraisal
from app.domain.instrument import Instrument
from app.outside.markers import find_instrument
from app.settings import get_settings

DEFAULT = "scr-2016"


def get_instrument(instrument_id: str = DEFAULT, version: str | None = None) -> Instrument:
    """This instrument, in its newest version where none is named. Raises NotFoundError or InstrumentError."""
    return find_instrument(get_settings().markers_dir, instrument_id, version)


def instrument_of(appraisal: Appraisal) -> Instrument:
    """The instrument and version with which this appraisal was started."""
    return get_instrument(appraisal.instrument, appraisal.instrument_version)
