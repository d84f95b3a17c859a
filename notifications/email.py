"""E-mail: the first outside way. One connection for each mail: a server that hangs up between two costs nothing."""

import re
import smtplib
import socket
from contextlib import contextmanager, suppress
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from .bounded import within
from .letters import compose, letters_of
from .models import Delivery, Reason
from .recipients import EMAIL, Recipient, masked
from .ways import Away, NotSent, Refused, TryLater

# Each step of talking to the server may take settings.EMAIL_TIMEOUT; all of them together, looking its name up and a
# server that answers a letter a second included, no longer than this.
LONGEST = 15
_ENHANCED = re.compile(rb"\b[245]\.\d{1,3}\.\d{1,3}\b")
_NO_SUCH_MAILBOX = (550, 551, 553)
_FULL = 552


class Email:
    name = EMAIL
    label = _("by e-mail")
    at_any_hour = False

    def place(self, recipient: Recipient) -> str:
        return recipient.email

    def masked(self, place: str) -> str:
        return masked(place)

    def send(self, delivery: Delivery, recipient: Recipient, now: datetime) -> None:
        if not settings.MAIL_IS_SET_UP:
            raise Refused(Reason.NO_SERVER)
        try:
            validate_email(recipient.email)
        except ValidationError as error:
            raise Refused(Reason.BAD_ADDRESS) from error
        message = compose(delivery, recipient, letters_of(delivery, recipient, now))
        message.connection = get_connection(fail_silently=False)
        with failures_in_words():
            within(LONGEST, lambda: _send(message), lambda: _cut(message.connection))


def _send(message: EmailMultiAlternatives) -> None:
    try:
        message.send()
    except BaseException:
        # Django leaves a line open whose greeting or sign-in failed.
        with suppress(smtplib.SMTPException, OSError):
            message.connection.close()
        raise


def _cut(connection: object) -> None:
    line = getattr(getattr(connection, "connection", None), "sock", None)
    if line is not None:
        with suppress(OSError):
            line.shutdown(socket.SHUT_RDWR)


@contextmanager
def failures_in_words():
    """Turn what goes wrong between us and a mail server into `NotSent`, by whose matter it is."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _of_recipient(*next(iter(error.recipients.values()))) from error
    except smtplib.SMTPSenderRefused as error:
        # Not this mail's fault: every other would meet the same.
        raise Away(Reason.OUR_SERVER, _reply(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPDataError as error:
        refusal = Refused if error.smtp_code >= 500 else TryLater
        reason = Reason.REFUSED if error.smtp_code >= 500 else Reason.LATER
        raise refusal(reason, _reply(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        # Greeting, sign-in: the server does not let us in.
        raise Away(Reason.OUR_SERVER, _reply(error.smtp_code, error.smtp_error)) from error
    except TimeoutError as error:
        raise Away(Reason.SLOW) from error
    except smtplib.SMTPServerDisconnected as error:
        raise Away(Reason.SLOW if isinstance(error.__context__, TimeoutError) else Reason.AWAY) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Away(Reason.OUR_SERVER) from error
    except OSError as error:
        raise Away(Reason.AWAY) from error
    except UnicodeError as error:
        raise Refused(Reason.BAD_ADDRESS) from error


def _of_recipient(code: int, text: bytes) -> NotSent:
    reply = _reply(code, text)
    enhanced = reply.partition(" ")[2]
    if code < 500:
        return TryLater(Reason.LATER, reply)
    if code == _FULL or enhanced == "5.2.2":
        return Refused(Reason.FULL, reply)
    if code in _NO_SUCH_MAILBOX and (not enhanced or enhanced.startswith(("5.1.", "5.2.1"))):
        return Refused(Reason.NO_MAILBOX, reply)
    return Refused(Reason.REFUSED, reply)


def _reply(code: int, text: bytes | str) -> str:
    """The server's code and, where it gives one, its enhanced code; its words repeat the address and stay outside."""
    words = text.encode() if isinstance(text, str) else text
    enhanced = _ENHANCED.search(words)
    return f"{code} {enhanced.group().decode()}" if enhanced else str(code)
