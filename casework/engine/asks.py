"""Asks that every kind may use."""

from django.utils.translation import gettext_lazy as _

from .flows import HANDLER, AskFlow, End, Start, Work, this


class ReadMessage(AskFlow):
    """A party wrote: the handler reads and answers, also after the case has left the state, or is closed."""

    outlives = True

    start = Start().Next(this.read)
    read = Work(role=HANDLER, label=_("Read and answer a message"), acts=("reply", "mark_read")).Next(this.end)
    end = End()


class NotReached(AskFlow):
    """Somebody outside does not know yet what they must know: the handler calls, and records how it went."""

    outlives = True

    start = Start().Next(this.call)
    call = Work(role=HANDLER, label=_("Not reached yet: call the complainant"), acts=("record_contact",)).Next(this.end)
    end = End()


STANDARD_ASKS = (ReadMessage, NotReached)
