"""Studying the text of papers in the background, and having it studied at once. Run by `app/jobs`; nobody acts but Plumbline.

A paper is ready before it is studied, and stays so whatever becomes of that.
"""

import logging
from datetime import timedelta

from app.data import document_study as studying
from app.data.document_study import StudyClaim
from app.data.session import work
from app.domain.clock import now
from app.domain.study import Study
from app.outside.study import DEFAULT, StudyFailedError, StudyLimits, current_version, newest_patterns, study_pages
from app.settings import Settings

MOST_ATTEMPTS = 3
GRACE = timedelta(seconds=60)

log = logging.getLogger("plumbline")


def study_paper(settings: Settings, document_id: str, *, limits: StudyLimits = DEFAULT) -> bool:
    """Study one paper that waits for it and keep what came out. False when it does not wait, or it did not come to an end."""
    version = version_now(settings)
    with work(settings.database) as db:
        claim = studying.claim_study(db, document_id, version)
        pages, outline = studying.text_of(db, claim) if claim else ((), ())
    if claim is None:
        return False
    try:
        study = study_pages(pages, outline, newest_patterns(settings.markers_dir), limits=limits)
        if study.version != version:
            raise StudyFailedError("the patterns were changed meanwhile")
    except StudyFailedError as error:
        log.warning("a paper could not be studied, attempt %d: %s", claim.attempt, error)
        _put_back(settings, claim)
        return False
    return _keep(settings, claim, study)


def _keep(settings: Settings, claim: StudyClaim, study: Study) -> bool:
    with work(settings.database) as db:
        return studying.keep_study(db, claim, study)


def _put_back(settings: Settings, claim: StudyClaim) -> None:
    with work(settings.database) as db:
        if claim.attempt >= MOST_ATTEMPTS:
            studying.give_up(db, claim)
        else:
            studying.release_study(db, claim, count=True)


def waiting_papers(settings: Settings) -> tuple[str, ...]:
    """The ids of all papers that wait to be studied in the current version, newest first."""
    version = version_now(settings)
    if not version:
        return ()
    with work(settings.database, writes=False) as db:
        return studying.to_study(db, version)


def take_up_studies(settings: Settings, *, alone: bool) -> None:
    """Put back the papers whose student is gone. Those that broke it three times are given up in this version.

    `alone`: nobody studies, so that every claim is that of one that is gone. Otherwise time tells.
    """
    since = None if alone else now() - timedelta(seconds=DEFAULT.seconds) - GRACE
    with work(settings.database) as db:
        claims = studying.abandoned_studies(db, since)
    for claim in claims:
        _put_back(settings, claim)


def put_down_studies(settings: Settings) -> None:
    """Give back what is being studied, because the worker was asked to stop. That counts as no attempt."""
    with work(settings.database) as db:
        for claim in studying.abandoned_studies(db):
            studying.release_study(db, claim, count=False)


def version_now(settings: Settings) -> str:
    """The version in which papers are studied now; empty where there are no patterns to study them with."""
    try:
        return current_version(settings.markers_dir)
    except StudyFailedError:
        return ""
