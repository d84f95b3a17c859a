"""A clock as the public reads it: what is due, the day, what is left, and the way that led to this day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.engine.clock_views import ClockView
from casework.engine.kinds import Kind
from casework.engine.time_words import clock_state, source_words, why_rows
from casework.ui.times import deadline_words, rest_words


@dataclass(frozen=True)
class ClockCard:
    """As the `clock` component draws it; `what`: what is due; `due`: the day in words, "" while it is paused; `ours`:
    our own part; `over`: the day has passed."""

    name: str
    what: str
    label: str
    due: str
    text: str
    note: str
    state: str
    why: list[dict[str, Any]]
    source: str
    ours: bool
    over: bool


def clock_card(clock: ClockView, kind: Kind) -> ClockCard:
    due = deadline_words(clock.due_at) if clock.due_at and clock.tone != "paused" else ""
    state = clock_state(clock.tone, provisional=clock.provisional)
    return ClockCard(
        name=clock.clock.name,
        what=str(clock.label),
        label=_("Deadline: %(what)s") % {"what": clock.label},
        due=due,
        text=due or str(_("Paused: %(reason)s") % {"reason": clock.paused_for}),
        note=_note(clock),
        state=state,
        why=why_rows(clock.why),
        source=source_words(clock.figure, clock.amount),
        ours=kind.clock_by_name[clock.clock.name].whose == "ours",
        over=clock.tone == "red",
    )


def _note(clock: ClockView) -> str:
    if clock.left is None or clock.tone == "paused":
        return ""
    if clock.unit == "workdays":
        return rest_words(clock.left)
    if clock.unit == "days" and clock.left > 0:
        return ngettext("%(count)d day left", "%(count)d days left", clock.left) % {"count": clock.left}
    return ""
