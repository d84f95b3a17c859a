"""The kinds of case. A kind registers itself; nothing in the engine knows its name."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from .acts import ANY_STATE, Act
from .fsm import declared_transitions
from .stages import CLASSES, ClockSpec, Stage

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet

    from casework.parties.models import Unit

    from .actors import Actor
    from .forms import ActForm
    from .models import Case, CaseDuty, Event


@dataclass(frozen=True)
class Matter:
    """One of the things that cases of a kind may be; each act says for which of them it exists.

    noun, filer: the words for it and for whoever brings it, within a sentence ("your complaint", "the complainant").
    told_within: the campaign figure, in working days, within which that person is told of a decision; "" for none.
    """

    label: Any
    noun: Any
    filer: Any
    prefix: str
    told_within: str = ""


THOSE_COMPLAINED_OF = _("those complained of")
THE_COMPLAINANT = _("complainant")


@dataclass(frozen=True, eq=False)
class Kind:
    """Everything the engine and the pages need to know of a kind of case.

    opens_with: the act that brings a case into being, from the state "" (not yet born).
    matters: the things that its cases may be, by `Case.matter`; none where all are of one sort.
    topics: words for what a case may be about, by `Case.topic`.
    track: the public's steps as (place, label), at most six; a stage names its place.
    detours: places shown among the public's steps only while the case is there.
    titled: how a case is called whose topic is a name, with that as %(topic)s.
    party_roles: words for each role a party may have; respondents: for all of them who are not of ours.
    noun, filer: as of a `Matter`, in a kind that has none. seated: whether somebody outside has a seat in this case,
        where units open such cases in their own name as well.
    given_out: its work is given out to units of ours, and people are named to do it on the spot (`Case.give_out`).
    reachable: whether somebody outside can be told and called (nobody who filed without a name can).
    offices: the units of ours that may hold a case, to pass it from one to another (None: one office alone).
    companions: cases handled together with this one, as somebody with these roles in it is offered them: acts that are
        done `jointly` can be done in each of them as well, one by one.
    carried_over: what was said with such an act, as it is said of a companion; raises Refused where it would not be
        true there.
    search_texts: what of a case is searched for beside its words, {part: text}, without personal data.
    written: what people wrote into rows of a case, {model: names of fields}; erased with the words of its record.
    notice: what a notification says beyond who did what, of an event and in the reader's language; "" for nothing.
    posted: what a party's own system is told of an event with `Act.posts_to`, as JSON knows it, without personal data.
    needed_by: open cases that need what was said in this one, though it is over (`retention`).
    barred_by: duties in another case that bar from handling this one at any stage, beside those of its own that a stage
        names (`Stage.apart_from`).
    nameless: cases whose filers no words of ours may name that a party reads (`unnamed`).
    there_already: where a promised case could not be opened, as there is one about the same: that one's id, the act by
        which it takes in what was promised, and with what; None where there is none.
    """

    name: str
    label: Any
    prefix: str
    model: type[Case]
    stages: tuple[Stage, ...]
    clocks: tuple[ClockSpec, ...]
    asks: tuple[type, ...]
    forms: tuple[str, ...]
    opens_with: str
    matters: Mapping[str, Matter] = field(default_factory=dict)
    topics: Mapping[str, Any] = field(default_factory=dict)
    track: tuple[tuple[str, Any], ...] = ()
    detours: tuple[tuple[str, Any], ...] = ()
    titled: Any = "%(topic)s"
    noun: Any = ""
    filer: Any = THE_COMPLAINANT
    seated: Callable[[Case], bool] = lambda case: True
    party_roles: Mapping[str, Any] = field(default_factory=dict)
    respondents: Any = THOSE_COMPLAINED_OF
    given_out: bool = False
    reachable: Callable[[Case], bool] = lambda case: False
    offices: Callable[[Case], QuerySet[Unit]] | None = None
    companions: Callable[[Case, frozenset[str]], Iterable[Case]] = lambda case, roles: ()
    carried_over: Callable[[Act, Case, Mapping[str, Any], Case], Mapping[str, Any]] = lambda act, case, said, other: (
        said
    )
    search_texts: Callable[[Case], Mapping[str, str]] = lambda case: {}
    written: Mapping[type[Model], tuple[str, ...]] = field(default_factory=dict)
    notice: Callable[[Event], str] = lambda event: ""
    posted: Callable[[Event], Mapping[str, Any]] = lambda event: {}
    needed_by: Callable[[Case], QuerySet[Case]] = lambda case: type(case).objects.none()
    barred_by: Callable[[Case], QuerySet[CaseDuty]] | None = None
    nameless: Callable[[Case], QuerySet[Case]] | None = None
    there_already: Callable[[Mapping[str, Any]], tuple[int, str, Mapping[str, Any]] | None] = lambda details: None

    @cached_property
    def acts(self) -> dict[str, Act]:
        """Every act by name."""
        return {spec.name: spec for _, _, _, spec in declared_transitions(self.model)}

    def matter(self, name: str) -> Matter:
        """The matter of this name; of a kind that has none, the kind itself in its place."""
        return self.matters.get(name) or Matter(self.label, self.noun or self.label, self.filer, self.prefix)

    @property
    def prefixes(self) -> tuple[str, ...]:
        """Of the numbers of its cases."""
        return tuple(matter.prefix for matter in self.matters.values()) or (self.prefix,)

    @cached_property
    def seals(self) -> bool:
        """Whether any of its acts is done under seal."""
        return any(spec.sealed for spec in self.acts.values())

    @cached_property
    def stage_by_state(self) -> dict[str, Stage]:
        return {stage.state: stage for stage in self.stages}

    @cached_property
    def clock_by_name(self) -> dict[str, ClockSpec]:
        return {clock.name: clock for clock in self.clocks}

    @cached_property
    def flows(self) -> tuple[type, ...]:
        """The flows of its stages and its asks."""
        return (*(stage.procedure for stage in self.stages if stage.procedure), *self.asks)

    def work_nodes(self) -> list[Any]:
        """Every task that any of its flows may bring."""
        return [node for flow in self.flows for node in flow.work_nodes()]

    @property
    def opening(self) -> Act:
        return self.acts[self.opens_with]

    def acts_from(self, state: str, matter: str) -> tuple[Act, ...]:
        """Acts that cases of `matter` have in `state`; those for any state where it is open, a few also later."""
        return _acts_from(self, state, matter)

    def form_class(self, spec: Act, actor: Actor | None = None) -> type[ActForm] | None:
        """The form of an act, as this actor fills it in: from the kind's own form modules, else from the engine's."""
        staff = spec.staff_form and actor is not None and actor.person is not None
        name = spec.staff_form if staff else spec.form
        return self.form_named(name) if name else None

    def recorded_fields(self, spec: Act) -> Mapping[str, Any]:
        """Every field that an event of this act may hold, by name, whoever did it."""
        forms = [self.form_named(name) for name in (spec.form, spec.staff_form) if name]
        order = [name for form in reversed(forms) for name in form.base_fields]
        return {name: next(f.base_fields[name] for f in forms if name in f.base_fields) for name in order}

    def internal_fields(self, spec: Act) -> frozenset[str]:
        """Fields of the act that only the office reads, whoever reads the rest."""
        forms = [self.form_named(name) for name in (spec.form, spec.staff_form) if name]
        return frozenset(name for form in forms for name in form.internal)

    def form_named(self, name: str) -> type[ActForm]:
        """Raises LookupError where neither the kind nor the engine has it."""
        for module in (*self.forms, "casework.engine.common_forms", "casework.engine.recognise"):
            found = getattr(importlib.import_module(module), name, None)
            if found is not None:
                return found
        raise LookupError(f"{self.name}: no form {name}")


# Every button asks for it, and a kind does not change.
@cache
def _acts_from(kind: Kind, state: str, matter: str) -> tuple[Act, ...]:
    stage = kind.stage_by_state.get(state)
    return tuple(
        spec
        for spec in kind.acts.values()
        if spec.is_for(matter)
        and (state in spec.sources or (stage is not None and ANY_STATE in spec.sources and _lasts(spec, stage)))
    )


def _lasts(spec: Act, stage: Stage) -> bool:
    return CLASSES.index(stage.category) <= CLASSES.index(spec.lasts)


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Called once by its room's AppConfig.ready()."""
    if kind.name in _kinds and _kinds[kind.name].model is not kind.model:
        raise ValueError(f"two kinds are called {kind.name}")
    _kinds[kind.name] = kind
    return kind


def all_kinds() -> list[Kind]:
    return list(_kinds.values())


def kind_named(name: str) -> Kind:
    return _kinds[name]


def kind_of(case: Case) -> Kind:
    return _kinds[case.kind]


def stage_of(case: Case) -> Stage:
    return kind_of(case).stage_by_state[case.state]


def can_be_told(case: Case) -> bool:
    """Whether whoever filed it can be told and called; no more once their data are masked (`retention`)."""
    return not case.kept and kind_of(case).reachable(case)


def has_a_seat(case: Case) -> bool:
    """Whether somebody outside, without an account, has a seat in it."""
    kind = kind_of(case)
    return bool(kind.opening.opens_as) and kind.seated(case)


def matter_of(case: Case) -> Matter:
    return kind_of(case).matter(case.matter)


THE_FILER = _("the %(filer)s")


def phrase(text: Any, matter: Matter) -> str:
    """Words that may name the matter and who brought it, as %(matter)s and %(filer)s, in the reader's language."""
    said = str(text)
    return said % {"matter": matter.noun, "filer": matter.filer} if "%(" in said else said
