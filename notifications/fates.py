"""What became of a delivery, in words for the desk."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.ui.times import moment_words

from .models import Delivery, Reason

# How the desk marks it: chip's icon and tone.
MARKS = {
    Delivery.State.WAITING: ("clock", ""),
    Delivery.State.SENDING: ("send", ""),
    Delivery.State.SENT: ("check2", "ok"),
    Delivery.State.FAILED: ("exclamation-octagon-fill", "urgent"),
    Delivery.State.DROPPED: ("slash-circle", ""),
}


def fate(delivery: Delivery, now: datetime) -> str:
    """ "sent 16:08", "failed: the mailbox does not exist", "waits for office hours: tomorrow 9:00"."""
    if delivery.state == Delivery.State.SENT:
        return _("sent %(when)s") % {"when": moment_words(delivery.ended_at)}
    if delivery.state == Delivery.State.FAILED:
        return _("failed: %(reason)s") % {"reason": reason_words(delivery)}
    if delivery.state == Delivery.State.DROPPED:
        return _("not sent: %(reason)s") % {"reason": reason_words(delivery)}
    if delivery.state == Delivery.State.SENDING:
        return _("is being sent") if delivery.due_at > now else _("was interrupted and is sent again shortly")
    return _waiting(delivery, now)


def reason_words(delivery: Delivery) -> str:
    """The reason, with the other side's code for whoever asks its administrator."""
    words = str(Reason(delivery.reason).label)
    return _("%(reason)s (%(code)s)") % {"reason": words, "code": delivery.reply} if delivery.reply else words


def _waiting(delivery: Delivery, now: datetime) -> str:
    when = {"when": moment_words(delivery.due_at)}
    if not delivery.attempts:
        waits = delivery.due_at > now
        return _("waits for office hours, until %(when)s") % when if waits else _("is sent in a moment")
    tried = ngettext("tried %(count)d time", "tried %(count)d times", delivery.attempts) % {"count": delivery.attempts}
    parts = {"tried": tried, "reason": reason_words(delivery), **when}
    return _("%(tried)s: %(reason)s; again %(when)s") % parts
