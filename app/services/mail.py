"""Letters by e-mail: asking for one, which holds nobody up, and sending what waits. The worker sends; what waits stands in the
database.
"""

from collections.abc import Callable
from datetime import timedelta

from app.data import account as accounts
from app.data import invitation as invitations
from app.data import letter as letters
from app.data import sign_in as sign_ins
from app.data.letter import Waiting
from app.data.session import Session, after_commit, work
from app.domain import letter as writing
from app.domain.account import Person
from app.domain.audit import event, system_event
from app.domain.clock import now
from app.domain.invitation import LASTS, InvitationState
from app.domain.letter import Letter, LetterKind, next_attempt
from app.outside.mail import MailError, MailServer, send
from app.outside.passwords import hash_token, new_token
from app.settings import Settings

NOT_NEEDED = "It was not needed any more."


def send_later(
    person: Person, db: Session, kind: LetterKind, subject_id: str, letter: Letter, ring: Callable[[], None], *, review: str = ""
) -> None:
    """Have a letter sent by the worker, once this work is kept. `subject_id` is what the letter is about, and what
    `data.letter.deliveries` is asked by; `ring` wakes the worker (`app.jobs.queue_letters(settings)`).

    Call it only where `settings.sends_letters`. Asking again replaces a letter of the same kind and subject that still waits.
    """
    told = event(person, f"{kind} to be sent", kind, subject_id, review=review or None)
    letters.add_letter(db, person.board.id, kind, subject_id, letter, asked_by=person.id, audit=told)
    after_commit(db, ring)


def server_of(settings: Settings) -> MailServer:
    """The mail server of the settings."""
    return MailServer(
        host=settings.smtp_host,
        port=settings.smtp_port,
        user=settings.smtp_user,
        password=settings.smtp_password,
        security=settings.smtp_security,
        sender=settings.smtp_sender,
        timeout=settings.smtp_seconds,
    )


def invitation_address(settings: Settings, token: str) -> str:
    """The whole address of an invitation."""
    return f"{settings.address}/invitations/{token}"


def link_address(settings: Settings, token: str) -> str:
    """The whole address of a one-time link to sign in."""
    return f"{settings.address}/sign-in/link/{token}"


def send_waiting(settings: Settings) -> float | None:
    """Send every letter whose attempt is due. Gives the seconds until the next attempt, None while no letter waits."""
    if not settings.sends_letters:
        return None
    while _send_one(settings):
        continue
    with work(settings.database, writes=False) as db:
        due = letters.next_due(db)
    return None if due is None else max(0.0, (due - now()).total_seconds())


def _send_one(settings: Settings) -> bool:
    """False when no attempt is due."""
    with work(settings.database, writes=False) as db:
        due = letters.next_due(db)
    if due is None or due > now():
        return False
    with work(settings.database) as db:
        waiting = letters.claim_letter(db)
        letter = _write(db, settings, waiting) if waiting else None
    if waiting is None:
        return False
    problem, final = NOT_NEEDED, True
    if letter is not None:
        try:
            send(server_of(settings), letter)
        except MailError as error:
            problem, final = error.sentence, error.is_final
        else:
            with work(settings.database) as db:
                letters.note_sent(db, waiting.id)
            return True
    with work(settings.database) as db:
        letters.note_failed(db, waiting.id, problem, None if final else next_attempt(waiting.attempt, now()))
    return True


def _write(db: Session, settings: Settings, waiting: Waiting) -> Letter | None:
    """The letter with its link, which is made here and kept as a hash alone. None where it is not needed any more."""
    if waiting.kind is LetterKind.INVITATION:
        return _write_invitation(db, settings, waiting)
    if waiting.kind is LetterKind.SIGN_IN_LINK:
        return _write_link(db, settings, waiting)
    return waiting.letter


def _write_invitation(db: Session, settings: Settings, waiting: Waiting) -> Letter | None:
    found = invitations.find_invitation(db, invitation=waiting.subject_id)
    if found is None or found.state(now()) in (InvitationState.ACCEPTED, InvitationState.WITHDRAWN):
        return None
    token, expires = new_token(), now() + LASTS
    invitations.set_token(db, found.id, hash_token(token), expires, None)
    link = invitation_address(settings, token)
    return writing.invitation(found.email, found.name, found.board, found.roles, found.invited_by_name, link, expires)


def _write_link(db: Session, settings: Settings, waiting: Waiting) -> Letter | None:
    person = accounts.person_on_board(db, waiting.subject_id, waiting.board)
    if person is None:
        return None
    token = new_token()
    told = system_event("sign-in link created", "account", person.id, board=waiting.board)
    sign_ins.add_link(db, person.id, hash_token(token), now() + timedelta(minutes=settings.link_minutes), told)
    return writing.sign_in_link(person.email, person.name, link_address(settings, token), settings.link_minutes)
