"""Acts: the named steps that people take, declared beside the states they lead from and to.

    @act("submitted", to="investigating", label=_("Accept"), done=_("accepted the complaint"), by=(HANDLER,), …)
    def accept(self, ctx): ...

The method is the FSM transition: pure, it changes the case's own fields only. Rows of the case that the act brings (an
answer request, a proposal) are written by `writes`. What may be said in the details is the act's form. Everything else
(who is told, who may read it, which clocks turn) stands in the declaration.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .fsm import transition_method
from .stages import OPEN

if TYPE_CHECKING:
    from casework.parties.models import Unit

    from .actors import Actor
    from .attachments.held import Place
    from .budgets import Budget
    from .clocks import ClockBoard
    from .models import Case, WorkTask

# Who may act, who is told, who may read. A party's own role name (`cinema`, `platform`) is also a role.
COMPLAINANT = "complainant"
RESPONDENT = "respondent"
HANDLER = "handler"
OFFICE = "office"
LEAD = "lead"
AUDITOR = "auditor"
CLOCK = "clock"
ENGINE = "engine"
ANYONE = "anyone"
# Where the office gives the work out (`field`): the unit that has it now, its leads, the units above it, which read
# what it reads, and the people named to do it on the spot, of whatever unit; who was so before others were (FORMER)
# knows that, and reads only what they did themselves.
FIELD = "field"
FIELD_LEAD = "field_lead"
FIELD_ABOVE = "field_above"
INSPECTOR = "inspector"
FORMER = "former_inspector"
FIELD_ROLES = (FIELD, FIELD_LEAD, FIELD_ABOVE, INSPECTOR)
# Who works in the chain above a unit that was inspected: reads what came of it, once it is over.
PARTY_ABOVE = "party_above"
# Units of ours that decide something together with the office, itself among them: each is asked, reads all, and gives
# an opinion of its own (`bodies`).
BODY = "joint_body"
# Not a role, but whom the clock tells: those of them that have not given theirs, which nobody else learns.
STILL_ASKED = "still_asked"
# Not a role: the unit and person whose task is being completed.
TASK = "task"
# Names that mean something to the engine, whatever a kind calls its parties.
_OURS = (HANDLER, OFFICE, LEAD, AUDITOR, BODY, STILL_ASKED, PARTY_ABOVE, FORMER)
RESERVED = frozenset((COMPLAINANT, RESPONDENT, CLOCK, ENGINE, ANYONE, *_OURS, *FIELD_ROLES))
# Those who are no office of ours: what waits for them is theirs to say.
OUTSIDE = (RESPONDENT, COMPLAINANT)

# The duty of whoever had a case, for good (four eyes).
HANDLING = "handling"

UNIT = "unit:"


def unit_role(unit_id: int) -> str:
    """The role of one unit among the parties, where not all of its kind are meant: "unit:7"."""
    return f"{UNIT}{unit_id}"


Guard = Callable[["Case", "Actor", dt.datetime], object | None]


@dataclass
class Context:
    """What an act's method, `writes` and `opens` are given: the case as it is under the lock, and what was said."""

    case: Case
    actor: Actor
    now: dt.datetime
    details: Mapping[str, Any]
    act: Act
    unit: Unit | None = None
    task: WorkTask | None = None
    other: Case | None = None
    # When a budget that begins now is over.
    due: Callable[[Budget], dt.datetime] | None = None
    # The case's clocks, under its lock.
    board: ClockBoard | None = None
    # The number that this act's event will have in the record; rows refer to it.
    seq: int = 0
    # Where the draft of its form is kept, with the files that came so far.
    draft: Place | None = None
    # Asks that this act starts, as (flow class name, keyword arguments of `procedures.start`).
    asks: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # Acts promised on other cases, performed after commit; acts done on `other` in the same transaction.
    promises: list[dict[str, Any]] = field(default_factory=list)
    on_other: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    # What else the record should hold of this act, closed-list values only.
    facts: dict[str, Any] = field(default_factory=dict)
    # Roles told beside the declared ones, for acts whose audience depends on the case.
    also_tell: list[str] = field(default_factory=list)
    # Asks that this act answers or makes pointless, by name.
    needless: list[str] = field(default_factory=list)

    def start_ask(self, name: str, **kwargs: Any) -> None:
        """Begin one of the kind's asks when this act is done (see `procedures.start` for the arguments)."""
        self.asks.append((name, kwargs))

    def end_ask(self, name: str) -> None:
        """What was asked need not be done any more; where no such ask runs, nothing happens."""
        self.needless.append(name)

    def promise(self, act: str, *, case: Case, **details: Any) -> None:
        """An act on another case after commit, as its own act; kept until done."""
        self.promises.append({"act": act, "case": case, "kind": "", "details": details})

    def promise_case(self, kind: str, *, then: str = "", **details: Any) -> None:
        """A case of `kind` opened after commit. `then`: this case waits for it, and does that act when it is over, or
        where it could not be opened."""
        self.promises.append({"act": then, "case": None, "kind": kind, "details": details})

    def act_on_other(self, act: str, **details: Any) -> None:
        """An act on the second case of an act on two, in this same transaction."""
        self.on_other.append((act, details))


@dataclass(frozen=True, eq=False)
class Act:
    """A named act; each is made once, where it is declared. Lazily translated words: `label` is the button, `done`
    follows the doer's name in the record.

    by: roles that may do it.
    tells: roles that get a notification (the doer never does).
    shown_to: roles that read it in the record; those told always do.
    posts_to: roles of parties whose own systems are told as well, where they have named an address (`Kind.posted`).
    words_to: roles that also read what was written with it, where these are fewer than those who read that it happened.
    matters: which of the kind's matters have it (none named: all).
    opens_as: for an opening act, the seat that its doer takes. opens_for: or the role among the parties of the unit for
        which its doer speaks, as the form says in its field `unit` (`forms.OwnUnitForm`); by kind of unit, where units
        of several may open one. An act with both takes the one from whoever comes without an account, the other from
        whoever signed in.
    public: the sentence for everyone outside the office; "" where they read nothing of it.
    form: name of a form class in the kind's forms module; "" for no details.
    staff_form: the form of whoever signed in: with what only staff are asked, where they do it for somebody else (it
        extends `form`), or as a unit outside fills it in for itself.
    guards: each returns the reason why not, or None; shown beside the greyed button.
    direct: may also be done while no task of the actor's waits for it (see `flows.Work.acts`); what still runs in a
        stage that it leaves is cancelled.
    duty / apart_from: the duty that doing this lays on a person for good; the duties that bar from it (four eyes).
    restarts: the stage's procedure is cancelled and started again from the facts.
    rounds / stops / runs: clocks that begin anew, that this act stops, that it starts or resumes within the stage.
    pauses: clocks that it pauses within the stage, with the reason shown; they go on where an act `runs` them again.
    subject: name of the detail that says which row a task must be about, where an act finishes somebody else's task.
    writes: rows of the case, written in the same transaction, before flows look at them.
    otherwise: name of the step that is recorded in its place where its form says that what was told does not hold
        (`ActForm.holds`): a try that failed is in the record like one that did not, in the same transaction.
    other: for an act on two cases: finds the second one's id in the details; both are locked, ascending.
    jointly: what is said with it means the same in every case handled together with this one (`Kind.companions`), so
        its form offers to do it there as well.
    heard: a party said something here (see `errors.Unread`).
    serves: the complainant must come to know of it: their windows run from then, and until then somebody of ours sees
        that they are reached (see `reach`).
    keeps_version: whatever it does to clocks, no form that somebody has open is overtaken by it.
    parts: by it people may lose the right to read the case; their open pages are rung once more, and find it gone.
    lasts: for a step in any state: the last class of states in which it is still possible; FINAL is for what concerns
        the keeping of the case alone, and for the clock's word that what outlived it is overdue: nothing else can be
        done any more.
    sealed: what is said stays in an envelope until everybody who is asked for it in the procedure has said theirs; then
        all are done at once, in the order in which they were given (`envelopes`).
    shared_draft: its form is filled in by a unit together, over days: what was typed so far is kept, with a version of
        its own and the files added so far (`drafts`), until the act is done.
    at_hand: a step that its stage is there for, though no task asks for it: offered before what only ends the waiting.
    seen: done by itself as soon as an open page has the case before the eyes of somebody who may do it; the button is
        for browsers without scripts.
    hidden: never offered as a button (the clock's, the engine's, and what has a page of its own).
    """

    label: Any
    done: Any
    by: tuple[str, ...]
    tells: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = (OFFICE,)
    posts_to: tuple[str, ...] = ()
    words_to: tuple[str, ...] | None = None
    matters: tuple[str, ...] = ()
    opens_as: str = ""
    opens_for: str | Mapping[str, str] = ""
    public: Any = ""
    form: str = ""
    staff_form: str = ""
    hint: Any = ""
    icon: str = "record"
    guards: tuple[Guard, ...] = ()
    direct: bool = False
    subject: str = ""
    otherwise: str = ""
    duty: str = ""
    apart_from: tuple[str, ...] = ()
    rounds: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    pauses: Mapping[str, Any] = field(default_factory=dict)
    writes: Callable[[Context], None] | None = None
    other: Callable[[Mapping[str, Any]], int] | None = None
    restarts: bool = False
    urgent: bool = False
    jointly: bool = False
    heard: bool = False
    serves: bool = False
    keeps_version: bool = False
    parts: bool = False
    sealed: bool = False
    shared_draft: bool = False
    at_hand: bool = False
    seen: bool = False
    lasts: str = OPEN
    hidden: bool = False
    name: str = ""
    sources: tuple[str, ...] = ()
    target: str | None = None

    @property
    def is_step(self) -> bool:
        """A step is recorded within a state and moves nothing."""
        return self.target is None

    def is_for(self, matter: str) -> bool:
        """Whether cases of this matter have the act."""
        return not self.matters or matter in self.matters

    def role_of_opener(self, unit: Unit) -> str:
        """The role among the parties of the unit for which a case is opened by this act."""
        return self.opens_for if isinstance(self.opens_for, str) else self.opens_for[unit.kind]

    def readers(self) -> frozenset[str]:
        """Roles that read this act in the record: those it is shown to, and whoever is told of it."""
        return frozenset(self.shown_to) | frozenset(self.tells)


class NotOffered(str):
    """A guard's reason why an act makes no sense here at all: the button is left out instead of greyed."""


ANY_STATE = "*"


def act(*sources: str, to: str | None = None, **declared: Any) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a method as an act from the states `sources` (none: any open state) to the state `to` (None: a step)."""

    def decorate(method: Callable[..., None]) -> Callable[..., None]:
        spec = Act(name=method.__name__, sources=sources or (ANY_STATE,), target=to, **declared)
        return transition_method(sources=spec.sources, target=to, spec=spec, method=method)

    return decorate
