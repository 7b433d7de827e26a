"""Letters through a real mail server: encrypted, signed in, as plain text; and every mood of a server as a sentence."""

import socket
import time
from pathlib import Path

import pytest

from app.domain.letter import Letter
from app.outside.mail import MailError, MailServer, send, write
from tests.mail_server import PASSWORD, USER, make_certificate, serving_mail, silent_server

LETTER = Letter("gina@marsh.example", "Invitation to Wexcombe", "Dear Gina,\n\nthe café – and “more”.\n")


def server(port: int, **changes: object) -> MailServer:
    given = {
        "host": "127.0.0.1", "port": port, "user": "", "password": "", "security": "none",
        "sender": "plumbline@wexcombe.example", "timeout": 5.0,
    }  # fmt: skip
    return MailServer(**{**given, **changes})  # type: ignore[arg-type]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return make_certificate(tmp_path)


def encrypted(port: int, **changes: object) -> MailServer:
    return server(port, **{"security": "starttls", "user": USER, "password": PASSWORD, **changes})


def test_a_letter_arrives_as_plain_text_with_its_headers() -> None:
    with serving_mail() as post:
        send(server(post.port), LETTER)
    (letter,) = post.letters
    assert post.envelopes == [("plumbline@wexcombe.example", ["gina@marsh.example"])]
    assert letter["subject"] == LETTER.subject
    assert letter["from"] == "Plumbline <plumbline@wexcombe.example>"
    assert letter["auto-submitted"] == "auto-generated"
    assert letter["message-id"].endswith("@wexcombe.example>")
    assert letter.get_content_type() == "text/plain"
    assert letter.get_content().replace("\r\n", "\n") == LETTER.text


def test_a_letter_goes_encrypted_and_signed_in(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_mail(certificate) as post:
        send(encrypted(post.port), LETTER)
    assert post.encrypted == [True]


def test_a_wrong_password_is_told_and_not_repeated(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with serving_mail(certificate) as post, pytest.raises(MailError, match="did not accept the user name") as refused:
        send(encrypted(post.port, password="nearly right"), LETTER)
    assert not refused.value.is_final, "somebody may put the settings right"
    assert "nearly right" not in refused.value.sentence
    assert post.letters == []


def test_a_certificate_that_nobody_vouches_for_stops_the_letter_and_the_password(certificate: Path) -> None:
    with serving_mail(certificate) as post, pytest.raises(MailError, match="certificate could not be verified"):
        send(encrypted(post.port), LETTER)
    assert post.letters == []


def test_a_certificate_of_another_name_stops_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_certificate(tmp_path, name="elsewhere.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with serving_mail(other) as post, pytest.raises(MailError, match="certificate could not be verified"):
        send(encrypted(post.port), LETTER)


def test_a_password_is_never_sent_in_the_open() -> None:
    with serving_mail() as post, pytest.raises(MailError, match="never sent without encryption"):
        send(encrypted(post.port, security="none"), LETTER)
    assert post.letters == []


def test_a_server_without_encryption_gets_nothing_where_encryption_is_asked_for() -> None:
    with serving_mail() as post, pytest.raises(MailError, match="cannot do what the settings ask for"):
        send(encrypted(post.port), LETTER)
    assert post.letters == []


def test_an_address_that_the_server_does_not_know_is_not_tried_again() -> None:
    with (
        serving_mail(refused=frozenset({LETTER.address})) as post,
        pytest.raises(MailError, match=r"refused the address \(550\)") as no,
    ):
        send(server(post.port), LETTER)
    assert no.value.is_final


@pytest.mark.parametrize(("answer", "final"), [("451 try later", False), ("554 spam", True)])
def test_a_letter_that_is_refused_now_may_be_taken_later_and_one_refused_for_good_is_not(answer: str, final: bool) -> None:
    with serving_mail(answers=[answer]) as post, pytest.raises(MailError, match=f"refused the letter .{answer[:3]}") as refused:
        send(server(post.port), LETTER)
    assert refused.value.is_final is final


def test_a_server_that_says_nothing_is_given_up_in_time() -> None:
    began = time.monotonic()
    with silent_server() as port, pytest.raises(MailError, match=r"did not answer in time \(0\.3 s\)"):
        send(server(port, timeout=0.3), LETTER)
    assert time.monotonic() - began < 3


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with pytest.raises(MailError, match="could not be reached"):
        send(server(port), LETTER)


@pytest.mark.parametrize(
    "letter",
    [
        Letter("gina@marsh.example\r\nBcc: all@marsh.example", "A", "B"),
        Letter("gina@marsh.example, all@marsh.example", "A", "B"),
        Letter("gina@marsh.example", "A\nBcc: all@marsh.example", "B"),
        Letter("gina@marsh.example", "A\rBcc: all@marsh.example", "B"),
        Letter("", "A", "B"),
        Letter("Gina <gina@marsh.example>", "A", "B"),
    ],
)
def test_nothing_typed_can_become_a_header_or_another_address(letter: Letter) -> None:
    with pytest.raises(MailError, match="not one that a letter can be sent to"):
        write("plumbline@wexcombe.example", letter)


def test_words_that_look_like_headers_stay_in_the_text() -> None:
    message = write("plumbline@wexcombe.example", Letter("a@b.example", "A", "Bcc: all@b.example\n\n.\nQUIT\n"))
    assert message["bcc"] is None
    assert "Bcc: all@b.example" in message.get_content()
