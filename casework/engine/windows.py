"""Windows: how long, after they were told of something, a side may still do something about it; and doing it once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from casework.ui.times import deadline_words

from . import budgets
from .budgets import Budget
from .reach import told_at

if TYPE_CHECKING:
    from .actors import Actor


@dataclass(frozen=True)
class Window:
    """A guard: open from the newest of the acts `after` until `figure` (a campaign field) of `unit` after this side was
    told of it. Before they were told it cannot end (LAW §9; DESIGN §5)."""

    figure: str
    unit: str
    after: tuple[str, ...]

    def ends(self, case: Any, actor: Actor) -> dt.datetime | None:
        """The moment it is over; None while they have not been told, or nothing happened that opens it."""
        began = [event["seq"] for event in case.history if event["name"] in self.after]
        told = told_at(case, actor, began[-1]) if began else None
        if told is None:
            return None
        from .reckoning import calendar_since, duty_hours

        return budgets.due(told, self.budget(case), [], calendar_since(told), duty_hours(case)).at

    def budget(self, case: Any) -> Budget:
        """How long it is open, once they are told."""
        return Budget(getattr(case.campaign, self.figure), self.unit)

    def __call__(self, case: Any, actor: Actor, now: dt.datetime) -> object | None:
        end = self.ends(case, actor)
        if end is None or now < end:
            return None
        return _("The time for this ended on %(when)s.") % {"when": deadline_words(end)}


@dataclass(frozen=True)
class Once:
    """A guard: each side may do `act` once; `why` is said afterwards."""

    act: str
    why: Any

    def __call__(self, case: Any, actor: Actor, now: dt.datetime) -> object | None:
        return self.why if any(self._is_theirs(event, actor) for event in case.history) else None

    def _is_theirs(self, event: dict[str, Any], actor: Actor) -> bool:
        if event["name"] != self.act:
            return False
        if actor.person is None:
            return event["actor_role"] == (actor.seat_name or actor.automatic)
        return event["unit_id"] in {membership.unit_id for membership in actor.memberships}


@dataclass(frozen=True)
class OnceIn:
    """A guard: `act` happens once in a case, whoever does it."""

    act: str
    why: Any

    def __call__(self, case: Any, actor: Actor, now: dt.datetime) -> object | None:
        return self.why if any(event["name"] == self.act for event in case.history) else None
