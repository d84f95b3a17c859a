"""What a state means: who holds the case, which procedure runs, which clocks turn, what the public reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .budgets import Budget

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .models import Case

OPEN, CLOSED, FINAL = "open", "closed", "final"
# In the order in which a case passes through them.
CLASSES = (OPEN, CLOSED, FINAL)


def the_office(case: Case) -> Unit:
    """The usual holder: the unit of ours whose case it is."""
    return case.office


def the_field(case: Case) -> Unit:
    """The unit to which the office gave the work out (`field`)."""
    return case.field_unit


@dataclass(frozen=True)
class ClockSpec:
    """A clock that a kind's stages may run.

    budget: how much time, from the case's campaign. applies: whether this case has the clock at all.
    figure: the campaign field the budget comes from, so that pages can name its source; `figures`: other ones, by
        matter. own: how much this very case has, where it was said in it; None: the figure's.
    whose: "ours" counts towards the case's due day; "field" is the time of whoever the work was given out to;
        "bodies" that of the units that decide together, counted like ours; "theirs" is a party's own window and is
        never shortened.
    overdue: what is said when it is over. overdue_ask: the ask that opens then, by name. on_due: the act that the clock
        does then, where the day ends the stage.
    from_reached: a window of somebody outside, which begins only when they were reached.
    counts_from: a stated later moment (when something takes place) from which it counts, though it is seen to run
        before; None, or one that is past: as it begins. tells: roles that hear of its rungs beside who always does.
    """

    name: str
    label: Any
    figure: str
    unit: str
    overdue: Any = ""
    overdue_ask: str = ""
    on_due: Callable[[Case], str] | None = None
    from_reached: bool = False
    whose: str = "ours"
    applies: Callable[[Case], bool] = lambda case: True
    figures: Mapping[str, str] = field(default_factory=dict)
    own: Callable[[Case], int | None] = lambda case: None
    counts_from: Callable[[Case], dt.datetime | None] = lambda case: None
    tells: tuple[str, ...] = ()

    def figure_of(self, case: Case) -> str:
        return self.figures.get(case.matter, self.figure)

    def budget(self, case: Case) -> Budget:
        return Budget(self.own(case) or getattr(case.campaign, self.figure_of(case)), self.unit)


@dataclass(frozen=True)
class Stage:
    """A state as people see it.

    label: words at the desk; public: the sentence for those outside, with what they may expect.
    category: open (somebody works or a stated party or day is awaited), closed (a window may be open), final.
    procedure: the flow that runs while the case stays here; or waits_for: whom or what it waits for, in words.
    for_a_day: it waits for a day and for nobody, so that the clock that ends it ends nobody's silence.
    runs, pauses, stops: clock names; pauses maps to the reason shown. no_clock: why an open stage has none.
    apart_from: duties that bar from becoming the handler here (a review is for people who took no part).
    place: which of the public's few steps this is (see `Kind.track`).
    """

    state: str
    label: Any
    public: Any
    category: str = OPEN
    holder: Callable[[Case], Unit] = the_office
    procedure: type | None = None
    waits_for: Any = ""
    for_a_day: bool = False
    runs: tuple[str, ...] = ()
    pauses: Mapping[str, Any] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    no_clock: Any = ""
    apart_from: tuple[str, ...] = ()
    icon: str = "hourglass"
    tone: str = "calm"
    place: str = ""

    @property
    def is_open(self) -> bool:
        return self.category == OPEN
