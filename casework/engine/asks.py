"""Asks that every kind may use."""

from django.utils.translation import gettext_lazy as _

from .flows import HANDLER, AskFlow, End, Start, Work, this


class ReadMessage(AskFlow):
    """A party wrote: the handler reads and answers, also after the case has left the state, or is closed."""

    outlives = True

    start = Start().Next(this.read)
    read = Work(role=HANDLER, label=_("Read and answer a message"), acts=("reply", "mark_read")).Next(this.end)
    end = End()


STANDARD_ASKS = (ReadMessage,)
