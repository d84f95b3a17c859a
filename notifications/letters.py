"""A letter as a mail: subject, plain text and page, headers by which programs know a thread and an automatic sender.

It says no more than the bell does, and who it is for only by where it goes: whoever reads over a shoulder, and every
server on the way, learns that there is a case of this number.
"""

from datetime import datetime
from email.utils import formataddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from . import outside
from .models import Delivery, Reason
from .outside import Letter
from .recipients import Recipient, sign_wish
from .ways import Needless

CHINESE = "zh-hans"
# How mail programs are told a language.
TAGS = {CHINESE: "zh-Hans", "en": "en"}


def compose(delivery: Delivery, recipient: Recipient, letters: list[tuple[str, Letter]]) -> EmailMultiAlternatives:
    """The mail of a delivery, ready to be sent."""
    stop = public(reverse("notifications:wish", args=[sign_wish(delivery.address)]))
    subject, sender = _subject(delivery, letters[0][1])
    said = {"number": delivery.case_no, "stop": stop}
    parts = [said | _part(language, letter) for language, letter in letters]
    page = {"parts": parts, "subject": subject, "language": parts[0]["tag"]}
    message = EmailMultiAlternatives(
        subject=subject,
        body="\n\n".join(render_part("txt", part).strip() for part in parts) + "\n",
        from_email=sender,
        to=[recipient.email],
        headers=_headers(delivery, stop, [part["tag"] for part in parts]),
    )
    html = [render_part("html", part) for part in parts]
    message.attach_alternative(render_to_string("notifications/mail/page.html", page | {"pages": html}), "text/html")
    return message


def letters_of(delivery: Delivery, recipient: Recipient, now: datetime) -> list[tuple[str, Letter]]:
    """The letter in each of the recipient's languages. Raises Needless where it is no longer theirs to read."""
    found = []
    for language in recipient.languages:
        with translation.override(language):
            letter = outside.letter(delivery.notification, now)
        if letter is None:
            raise Needless(Reason.NOT_THEIRS)
        found.append((language, letter))
    return found


def public(path: str) -> str:
    return settings.PUBLIC_URL.rstrip("/") + path


def render_part(form: str, part: dict[str, Any]) -> str:
    """The letter in one language, as "txt" or "html"."""
    with translation.override(part["language"]):
        return render_to_string(f"notifications/mail/letter.{form}", part)


def _part(language: str, letter: Letter) -> dict[str, Any]:
    return {"language": language, "tag": TAGS[language], "letter": letter, "url": public(letter.url)}


def _subject(delivery: Delivery, letter: Letter) -> tuple[str, str]:
    """Subject and sender, both in Chinese. The subject is the same for all mails of a case, which is how QQ Mail and
    Gmail keep them together."""
    with translation.override(CHINESE):
        site = str(settings.SITE_NAME)
        parts = {"site": site, "number": delivery.case_no}
        subject = _("%(site)s: news of %(number)s") % parts if delivery.case_no else _("%(site)s: a notice") % parts
        if delivery.urgent:
            subject = _("[Urgent] %(subject)s") % {"subject": subject}
    sender = settings.DEFAULT_FROM_EMAIL
    return subject, sender if "<" in sender else formataddr((site, sender))


def _headers(delivery: Delivery, stop: str, languages: list[str]) -> dict[str, str]:
    thread = _message_id("thread", f"{delivery.case_no} {delivery.address}")
    return {
        "Message-ID": message_id_of(delivery),
        # Nobody ever got the first mail of the thread; that all others name it is what holds them together.
        "In-Reply-To": thread,
        "References": thread,
        "Content-Language": ", ".join(languages),
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }


def message_id_of(delivery: Delivery) -> str:
    """What the mail of a delivery is known by, on every attempt."""
    return _message_id("delivery", str(delivery.pk))


def _message_id(what: str, name: str) -> str:
    """The same for the same thing, so that a mail sent twice is known as one; it gives nothing away."""
    mark = salted_hmac(f"notifications.{what}", name, algorithm="sha256").hexdigest()[:32]
    return f"<{what}.{mark}@{urlsplit(settings.PUBLIC_URL).hostname}>"
