"""Asks that every kind may use."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext_lazy as _

from .budgets import Budget, due
from .flows import HANDLER, LEAD, AskFlow, End, Start, Work, this
from .kinds import matter_of
from .reckoning import calendar_since
from .stages import CLOSED, FINAL, OPEN


class ReadMessage(AskFlow):
    """A party wrote: the handler reads and answers, also after the case has left the state, or is closed."""

    lasts = FINAL

    start = Start().Next(this.read)
    read = Work(role=HANDLER, label=_("Read and answer a message"), acts=("reply", "mark_read")).Next(this.end)
    end = End()


def told_time(case) -> dt.datetime | None:
    """The end of the days within which whoever brought such a matter is told of a decision; None where none are set."""
    figure = matter_of(case).told_within
    if not figure:
        return None
    decided = next(event["at"] for event in case.history if event["seq"] == case.unreached_seq)
    return due(decided, Budget(getattr(case.campaign, figure), "workdays"), [], calendar_since(decided)).at


class NotReached(AskFlow):
    """Somebody outside does not know yet what they must know: the handler calls, and records how it went."""

    lasts = CLOSED

    start = Start().Next(this.call)
    call = Work(role=HANDLER, due=told_time, label=_("Not reached yet: call them"), acts=("record_contact",)).Next(
        this.end
    )
    end = End()


def acknowledge_time(case) -> Budget:
    return Budget(case.campaign.acknowledge_days, "workdays")


class Recusing(AskFlow):
    """A party asks that whoever handles the case steps out: a lead decides."""

    start = Start().Next(this.decide_recusal)
    decide_recusal = Work(
        role=LEAD, label=_("Decide whether someone must step aside"), acts=("grant_recusal", "refuse_recusal")
    ).Next(this.end)
    end = End()


class Acknowledging(AskFlow):
    """A unit that was passed a case confirms that it has it, or sends it back."""

    lasts = OPEN

    start = Start().Next(this.acknowledge)
    acknowledge = Work(
        role=LEAD,
        due=acknowledge_time,
        label=_("Confirm that we have the case"),
        acts=("acknowledge", "send_back_unit"),
    ).Next(this.end)
    end = End()


STANDARD_ASKS = (ReadMessage, NotReached, Recusing, Acknowledging)
