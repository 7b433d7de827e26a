"""The page that shows an instrument as it is: markers, descriptors, areas and rules."""

from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.domain.instrument import Instrument
from app.services.instrument import get_instrument
from app.web.deps import SignedIn, WorkRoute
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@dataclass(frozen=True)
class InstrumentPage:
    """One version of an instrument."""

    instrument: Instrument


@router.get("/instruments/{instrument_id}/{version}")
def instrument_page(request: Request, person: SignedIn, instrument_id: str, version: str) -> Response:  # noqa: ARG001
    """What the markers ask, what the grades mean and by which rules areas and the whole are proposed."""
    return show(request, "instrument/page.html", InstrumentPage(get_instrument(instrument_id, version)))
