"""Routes of the trail: who did what and when, checking its chain, and taking it away."""

import tempfile
from collections.abc import Iterator
from typing import IO

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse
from starlette.datastructures import FormData

from app.domain.audit_chain import read_noted
from app.domain.errors import InvalidFieldsError
from app.domain.permission import check_read_trail
from app.services import audit
from app.web.deps import Db, SettingsOf, SignedIn, WorkRoute
from app.web.forms import Form
from app.web.render import show
from app.web.trail_pages import TrailCheckPage, TrailPage

router = APIRouter(route_class=WorkRoute)

BLOCK = 1 << 16


@router.get("/trail")
def trail(request: Request, db: Db, person: SignedIn, page: int = 1) -> Response:
    """Who did what, and when."""
    entries, has_more = audit.list_trail(person, db, page)
    known = audit.references(person, db, entries)
    is_blind = bool(audit.blind_reviews(person, db))
    return show(request, "trail/page.html", TrailPage(entries, known, max(1, page), has_more, is_blind))


@router.get("/trail/check")
def check(request: Request, db: Db, person: SignedIn) -> Response:
    """Check the chain now, with a row that was noted down where one is given."""
    check_read_trail(person)
    form = Form(FormData(dict(request.query_params)))
    number, digest = form.text("number"), form.text("hash")
    try:
        noted = read_noted(number, digest)
    except InvalidFieldsError as error:
        return show(request, "trail/check.html", TrailCheckPage(None, number, digest, error.fields), status=422)
    return show(request, "trail/check.html", TrailCheckPage(audit.check_trail(person, db, noted), number, digest))


@router.get("/trail/export.jsonl")
def export(db: Db, person: SignedIn, settings: SettingsOf) -> Response:
    """The trail as a file, which can be verified without Plumbline."""
    check_read_trail(person)
    # In a file without a name: the trail may be longer than what fits into memory, and the file goes by itself.
    written = tempfile.TemporaryFile("w+", encoding="ascii", newline="\n", dir=settings.var_dir)  # noqa: SIM115
    try:
        audit.export_trail(person, db, written.write)
        written.seek(0)
    except BaseException:
        written.close()
        raise
    headers = {"Content-Disposition": 'attachment; filename="plumbline-trail.jsonl"'}
    return StreamingResponse(_blocks(written), media_type="application/x-ndjson", headers=headers)


def _blocks(written: IO[str]) -> Iterator[str]:
    with written:
        while block := written.read(BLOCK):
            yield block
