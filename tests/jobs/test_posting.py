"""The worker sends letters by itself, beside reading, as soon as one is asked for."""

import threading
import time

from app.domain.account import Person, Role
from app.jobs import jobs_of, queue_letters
from app.jobs.posting import Postman
from app.services import invitation as invitations
from app.services.invitation import Guest
from app.settings import Settings
from tests.conftest import Stored
from tests.mail_server import serving_mail, wait_for

GINA = Guest("Gina Marsh", "gina@marsh.example", "", frozenset({Role.APPRAISER}))


def test_a_letter_goes_as_soon_as_the_worker_is_rung(stored: Stored, settings: Settings, erin: Person) -> None:
    with serving_mail() as post:
        changes = {"smtp_host": "127.0.0.1", "smtp_port": post.port, "smtp_security": "none", "smtp_sender": "p@w.example"}
        using = settings.model_copy(update=changes)
        woken = threading.Event()
        postman = Postman(using, woken)
        postman.start()
        try:
            time.sleep(0.2)
            with stored() as db:
                invitations.invite(erin, db, using, GINA, woken.set)
            assert wait_for(post, 1)
        finally:
            postman.end()
            postman.join(10)
    assert not postman.is_alive()


def test_ringing_puts_a_job_on_the_queue_that_wakes_the_postman(settings: Settings) -> None:
    queue_letters(settings)()
    jobs = jobs_of(settings)
    task = jobs.huey.dequeue()
    jobs.huey.execute(task)
    assert jobs.letters_wait.is_set()
