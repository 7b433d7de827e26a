"""Routes of moderation over all markers: the list, taking the agreed ones, signing off, and a second round."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.domain.account import Person
from app.domain.errors import ConflictError, InvalidError
from app.domain.permission import check_moderate
from app.jobs import queue_letters
from app.services import moderation as moderations
from app.services import moderation_save, second_round
from app.services import moderation_sign as signing
from app.services import review as reviews
from app.services.moderation import Moderation
from app.services.notice import Post
from app.web import urls
from app.web.deps import Db, FormOf, SettingsOf, SignedIn, WorkRoute
from app.web.forms import Form
from app.web.moderation_form import last_present, person_ticks, read_people
from app.web.moderation_pages import (
    AgreedLine,
    AgreedPage,
    FirstRoundPage,
    MarkerGap,
    MarkerLine,
    ModerationPage,
    SecondRoundPage,
    SignerLine,
    SignPage,
)
from app.web.render import show

router = APIRouter(route_class=WorkRoute)


@router.get("/reviews/{review_id}/moderation")
def moderation_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """The markers, the widest disagreement first."""
    found = moderations.open_moderation(person, db, review_id)
    lines = tuple(
        MarkerLine(found.marker(one.marker), one, found.judgements[one.marker].grade, len(found.minority.get(one.marker, ())))
        for one in found.ordered
    )
    page = ModerationPage(
        review=found.review,
        round=found.round,
        lines=lines,
        appraisers=_appraisers(found),
        consensus=found.consensus,
        done=sum(line.grade is not None for line in lines),
        agreed=len(found.agreed),
        can_change=found.can_change,
        may_write=found.may_write,
        second=second_round.last_second_round(found.round),
        opened=second_round.last_early_opening(found.round),
    )
    return show(request, "moderation/page.html", page)


def _appraisers(found: Moderation) -> tuple[str, ...]:
    return tuple(sorted(found.round.name_of(one.appraiser) for one in found.round.submitted))


@router.get("/reviews/{review_id}/consensus/agreed")
def agreed_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """The markers on which all agree, to be looked at and taken together."""
    found = moderations.open_all_compared(person, db, review_id)
    check_moderate(person, found.round)
    return show(request, "moderation/agreed.html", _agreed_page(person, found, None))


def _agreed_page(person: Person, found: Moderation, form: Form | None, errors: dict[str, str] | None = None) -> AgreedPage:
    ticked = form.texts("take") if form else None
    present = last_present(found, person.id)
    return AgreedPage(
        found.review,
        tuple(
            AgreedLine(found.marker(one.compared.marker), one, ticked is None or one.seen in ticked)
            for one in moderation_save.agreed_ones(found)
        ),
        person_ticks(found, form.texts("present") if form else present.people),
        form.text("others") if form else present.others,
        errors or {},
    )


@router.post("/reviews/{review_id}/consensus/agreed")
def take_agreed(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Write the consensus of those that were ticked."""
    try:
        moderation_save.take_agreed(
            person, db, review_id, form.texts("take"), present=read_people(form), looked=form.ticked("looked")
        )
    except InvalidError as error:
        found = moderations.open_all_compared(person, db, review_id)
        page = _agreed_page(person, found, form, {error.field: error.sentence})
        return show(request, "moderation/agreed.html", page, status=422)
    return RedirectResponse(urls.moderation(review_id), status_code=303)


@router.get("/reviews/{review_id}/consensus")
def sign_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """What is missing, who has signed, and signing."""
    return show(request, "moderation/sign.html", _sign_page(person, db, review_id))


def _sign_page(
    person: Person, db: Db, review_id: str, errors: dict[str, str] | None = None, *, excuse: str = "", reason: str = ""
) -> SignPage:
    now = signing.open_signing(person, db, review_id)
    missing = now.gaps if now.found.consensus else ()
    by_marker = {one.marker: tuple(gap.sentence for gap in missing if gap.marker == one.marker) for one in missing}
    people = dict.fromkeys([*now.present, *now.signed])
    return SignPage(
        review=now.found.review,
        consensus=now.found.consensus,
        gaps=tuple(MarkerGap(now.found.marker(marker), words) for marker, words in by_marker.items()),
        signers=tuple(SignerLine(one, now.found.names.get(one, "A moderator"), now.signed.get(one)) for one in people),
        nobody_named=not now.present,
        digest=now.digest,
        may_sign=now.may_sign(person),
        may_write=now.found.may_write,
        is_begun=now.is_begun,
        excuse=excuse,
        reason=reason,
        errors=errors or {},
    )


@router.post("/reviews/{review_id}/consensus")
def sign(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Sign."""
    try:
        signing.sign_consensus(person, db, review_id, form.text("digest"))
    except ConflictError as error:
        page = _sign_page(person, db, review_id, {"sign": error.sentence})
        return show(request, "moderation/sign.html", page, status=409)
    return RedirectResponse(urls.consensus_sign(review_id), status_code=303)


@router.post("/reviews/{review_id}/consensus/excuse")
def excuse(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Say why a signature is missing."""
    who, reason = form.text("person"), form.text("excuse")
    try:
        signing.excuse_signature(person, db, review_id, who, reason)
    except InvalidError as error:
        page = _sign_page(person, db, review_id, {error.field: error.sentence}, excuse=reason)
        return show(request, "moderation/sign.html", page, status=422)
    return RedirectResponse(urls.consensus_sign(review_id), status_code=303)


@router.post("/reviews/{review_id}/consensus/reopen")
def reopen(request: Request, db: Db, person: SignedIn, form: FormOf, review_id: str) -> Response:
    """Open a signed consensus again."""
    try:
        signing.reopen_consensus(person, db, review_id, form.text("reason"))
    except InvalidError as error:
        page = _sign_page(person, db, review_id, {error.field: error.sentence}, reason=form.text("reason"))
        return show(request, "moderation/sign.html", page, status=422)
    return RedirectResponse(urls.moderation(review_id), status_code=303)


@router.get("/reviews/{review_id}/second-round")
def second_round_page(request: Request, db: Db, person: SignedIn, review_id: str) -> Response:
    """What a second round means, and asking for it."""
    return show(request, "moderation/second_round.html", _second_round_page(person, db, review_id, Form()))


def _second_round_page(
    person: Person, db: Db, review_id: str, form: Form, errors: dict[str, str] | None = None
) -> SecondRoundPage:
    found = moderations.open_moderation(person, db, review_id)
    check_moderate(person, found.round)
    return SecondRoundPage(
        found.review,
        found.instrument,
        tuple(one.marker for one in found.ordered if one.triggers),
        _appraisers(found),
        form.text("reason"),
        tuple(form.texts("marker")),
        errors or {},
    )


@router.post("/reviews/{review_id}/second-round")
def ask_second_round(request: Request, db: Db, person: SignedIn, settings: SettingsOf, form: FormOf, review_id: str) -> Response:
    """Send the appraisals back for a second round."""
    try:
        post = Post(settings, queue_letters(settings))
        second_round.ask_second_round(person, db, review_id, form.text("reason"), form.texts("marker"), post)
    except InvalidError as error:
        page = _second_round_page(person, db, review_id, form, {error.field: error.sentence})
        return show(request, "moderation/second_round.html", page, status=422)
    return RedirectResponse(urls.review(review_id), status_code=303)


@router.get("/appraisals/{appraisal_id}/first-round")
def first_round_page(request: Request, db: Db, person: SignedIn, appraisal_id: str) -> Response:
    """How the first round fell, beside one's own grades."""
    first = second_round.open_first_round(person, db, appraisal_id)
    review = reviews.get_review(person, db, first.appraisal.review)
    return show(request, "moderation/first_round.html", FirstRoundPage(review, first))
