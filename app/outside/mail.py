"""Sending one letter through the organisation's mail server, as plain text. Knows nothing of accounts or reviews."""

import smtplib
import ssl
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid

from app.domain.letter import Letter

STARTTLS, TLS, PLAIN = "starttls", "ssl", "none"


@dataclass(frozen=True)
class MailServer:
    """Where letters go. `security`: starttls, ssl (from the first byte) or none. `timeout` in seconds, for each step."""

    host: str
    port: int
    user: str
    password: str
    security: str
    sender: str
    timeout: float


class MailError(Exception):
    """A letter was not sent. The sentence is for a page; `is_final`: trying again would not help."""

    def __init__(self, sentence: str, *, is_final: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_final = is_final


def send(server: MailServer, letter: Letter) -> None:
    """Hand the letter to the server. Raises MailError with a sentence that names neither the password nor what was written."""
    message = write(server.sender, letter)
    try:
        with _connect(server) as connection:
            if server.user:
                connection.login(server.user, server.password)
            connection.send_message(message)
    except ssl.SSLCertVerificationError as error:
        raise MailError("The mail server’s certificate could not be verified, so nothing was sent.") from error
    except smtplib.SMTPAuthenticationError as error:
        raise MailError("The mail server did not accept the user name and password of this service.") from error
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise MailError(
            f"The mail server refused the address ({codes[0]}).", is_final=all(code >= 500 for code in codes)
        ) from error
    except smtplib.SMTPNotSupportedError as error:
        raise MailError("The mail server cannot do what the settings ask for, such as encryption or signing in.") from error
    except smtplib.SMTPResponseException as error:
        raise MailError(f"The mail server refused the letter ({error.smtp_code}).", is_final=error.smtp_code >= 550) from error
    except (OSError, smtplib.SMTPException) as error:
        # The library tells of a time that is up in the words of its own kind of error.
        if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
            raise MailError(f"The mail server did not answer in time ({server.timeout:g} s).") from error
        raise MailError("The mail server could not be reached, or broke off.") from error


def write(sender: str, letter: Letter) -> EmailMessage:
    """The letter as a message. Raises MailError where an address or a header could not be one."""
    message = EmailMessage(policy=SMTP)
    try:
        address = Address(addr_spec=sender)
        message["From"] = Address("Plumbline", addr_spec=sender)
        message["To"] = Address(addr_spec=letter.address)
        message["Subject"] = letter.subject
        message["Message-ID"] = make_msgid(domain=address.domain)
        # Says to other machines that no machine should answer.
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
    except (ValueError, MessageError, IndexError) as error:
        raise MailError("The address is not one that a letter can be sent to.", is_final=True) from error
    return message


def _connect(server: MailServer) -> smtplib.SMTP:
    # Named after the sender's domain: asking the system for the name of this machine may take long and tells more than needed.
    own_name = server.sender.rpartition("@")[2] or "localhost"
    if server.security == TLS:
        return smtplib.SMTP_SSL(server.host, server.port, own_name, timeout=server.timeout, context=ssl.create_default_context())
    if server.security == PLAIN and server.user:
        raise MailError("A password is never sent without encryption. Set PLUMBLINE_SMTP_SECURITY to starttls or ssl.")
    connection = smtplib.SMTP(server.host, server.port, own_name, timeout=server.timeout)
    if server.security == STARTTLS:
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection
