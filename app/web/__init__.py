"""The thin layer: parse, ask a service, show a page. The routers of all nouns, in one list."""

from app.web import (
    adequacy,
    appraisal,
    cue,
    document,
    document_read,
    evidence,
    home,
    instrument,
    marker,
    report,
    review,
    review_edit,
    sign_in,
)

ROUTERS = (
    home.router,
    sign_in.router,
    document.router,
    document_read.router,
    cue.router,
    review.router,
    review_edit.router,
    appraisal.router,
    marker.router,
    evidence.router,
    instrument.router,
    adequacy.router,
    report.router,
)
