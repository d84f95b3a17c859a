"""Every kind's life is sound; each way of being unsound is refused by name; docs/lifecycles.md is current."""

import dataclasses
from pathlib import Path

import pytest
from django.conf import settings

from casework.engine import kinds, lifecycles, lint
from casework.engine.flows import COMPLAINANT, HANDLER, RESPONDENT, CaseFlow, End, Join, Split, Start, Work, this
from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage
from tests.toy.kind import TOY

PRODUCT_KINDS = [kind for kind in kinds.all_kinds() if kind is not TOY]


@pytest.mark.parametrize("kind", kinds.all_kinds(), ids=lambda kind: kind.name)
def test_every_registered_kind_is_sound(kind):
    assert lint.faults(kind) == []


def stages_with(state: str, **changes):
    return tuple(dataclasses.replace(s, **changes) if s.state == state else s for s in TOY.stages)


def acts_with(name: str, **changes):
    return {**TOY.acts, name: dataclasses.replace(TOY.acts[name], **changes)}


class UnlockedFlow(CaseFlow):
    """Its lock is not the case's."""

    lock_impl = None
    outcomes = ("weigh", "decline")
    start = Start().Next(this.sort)
    sort = Work(role=HANDLER, label="Sort", acts=("weigh", "decline")).Next(this.end)
    end = End()


class SilentFlow(CaseFlow):
    """Names no outcome, and a task that leads nowhere and that no act of the state finishes."""

    start = Start().Next(this.sort)
    sort = Work(role=HANDLER, label="Sort", acts=("agree",), on_due="weigh")


class MovingAsk(CaseFlow):
    """An ask that would move the case."""

    single = True
    start = Start().Next(this.sort)
    sort = Work(role=HANDLER, label="Sort", acts=("weigh",)).Next(this.end)
    end = End()


class SilentMove(CaseFlow):
    """Who says nothing is decided on."""

    outcomes = ("weigh", "decline")
    start = Start().Next(this.ask)
    ask = Work(role=RESPONDENT, label="Ask", acts=("weigh", "decline"), on_due="weigh").Next(this.end)
    end = End()


class TakenForYes(CaseFlow):
    """Who says nothing has agreed."""

    outcomes = ("weigh", "decline")
    start = Start().Next(this.ask)
    ask = Work(role=COMPLAINANT, label="Ask", acts=("agree", "object"), on_due="agree").Next(this.sort)
    sort = Work(role=HANDLER, label="Sort", acts=("weigh", "decline")).Next(this.end)
    end = End()


class EndsInSilence(CaseFlow):
    """Where nothing was said it is over, and nobody has looked."""

    outcomes = ("weigh", "decline")
    start = Start().Next(this.split)
    split = Split().Next(this.ask).Next(this.sort)
    ask = Work(role=RESPONDENT, label="Ask", acts=("weigh", "agree"), on_due="agree").Next(this.join)
    sort = Work(role=HANDLER, label="Sort", acts=("weigh", "decline")).Next(this.join)
    join = Join().Next(this.end)
    end = End()


class WaitsOutside(CaseFlow):
    """The complainant adds something."""

    outcomes = ("weigh", "decline")
    start = Start().Next(this.add)
    add = Work(role=COMPLAINANT, label="Add", acts=("weigh", "decline")).Next(this.end)
    end = End()


def ended_by_the_clock(**changes):
    """The toy where the first stage waits for the complainant and is declined by a clock on its day."""
    clock = ClockSpec("sorting", "sort it", "triage_days", "workdays", whose="theirs", on_due=lambda case: "decline")
    stages = stages_with("filed", procedure=WaitsOutside)
    acts = acts_with("decline", by=("clock",), **changes)
    return {"stages": stages, "acts": acts, "clocks": (clock, TOY.clocks[1])}


BROKEN = {
    "state lost cannot be reached": {"stages": (*TOY.stages, Stage("lost", "Lost", "Lost.", CLOSED, place="out"))},
    "which has no stage": {"stages": tuple(s for s in TOY.stages if s.state != "parked")},
    "open state parked has no way out": {"acts": acts_with("resume", sources=("filed",))},
    "open state parked has neither a procedure nor anybody it waits for": {
        "stages": stages_with("parked", waits_for="")
    },
    "open state parked runs no clock and states no reason": {"stages": stages_with("parked", no_clock="", pauses={})},
    "open state filed has no rule for its holder": {"stages": stages_with("filed", holder=None)},
    "closed state weighed runs a procedure": {"stages": stages_with("weighed", category=CLOSED)},
    "final state declined still has acts: appeal": {"stages": stages_with("declined", category=FINAL)},
    "closed state merged turns a clock": {"stages": stages_with("merged", runs=("sorting",))},
    "names the clock sorting, which the kind has not": {"clocks": (TOY.clocks[1],)},
    "opens the ask Nothing, which the kind has not": {
        "clocks": (*TOY.clocks, ClockSpec("x", "x", "triage_days", "workdays", overdue_ask="Nothing"))
    },
    "party role office means something else to the engine": {"party_roles": {"office": "Office"}},
    "act weigh has no label": {"acts": acts_with("weigh", label="")},
    "act weigh can be done by nobody": {"acts": acts_with("weigh", by=())},
    "act agree has no audience": {"acts": acts_with("agree", shown_to=())},
    "act weigh moves the case and tells nobody": {"acts": acts_with("weigh", tells=())},
    "act weigh moves the case and has no words for the public": {"acts": acts_with("weigh", public="")},
    "act park may become nothing, no act of the kind": {"acts": acts_with("park", otherwise="nothing")},
    "act park has no form Missing": {"acts": acts_with("park", form="Missing")},
    "act park is offered for other cases too, which no such act can be": {"acts": acts_with("park", jointly=True)},
    "act weigh is done under seal, which only a step can be that finishes a task and brings no files": {
        "acts": acts_with("weigh", sealed=True)
    },
    "act weigh keeps a draft of its form, which must be one that brings files by the picker only": {
        "acts": acts_with("weigh", shared_draft=True)
    },
    "act park finishes a task, but no task names it": {"acts": acts_with("park", by=("task",))},
    "act park also brings a case into being": {"acts": acts_with("park", sources=("", "weighed"))},
    "UnlockedFlow does not use the one lock": {"stages": stages_with("filed", procedure=UnlockedFlow)},
    "SilentFlow names no outcome": {"stages": stages_with("filed", procedure=SilentFlow)},
    "task sort of SilentFlow names agree, no act of state filed": {
        "stages": stages_with("filed", procedure=SilentFlow)
    },
    "task sort of SilentFlow leads to no end": {"stages": stages_with("filed", procedure=SilentFlow)},
    "finished on its day by weigh, which it does not name": {"stages": stages_with("filed", procedure=SilentFlow)},
    "WeighFlow may end with finish, no act that leaves state weighed": {
        "acts": acts_with("finish", sources=("filed",))
    },
    "WeighFlow ends with finish, which its end cannot do": {"acts": acts_with("finish", by=("handler",))},
    "ask MovingAsk names weigh, which moves the case": {"asks": (*TOY.asks, MovingAsk)},
    "task ask of TakenForYes is finished in silence by agree, with which people answer": {
        "stages": stages_with("filed", procedure=TakenForYes)
    },
    "task ask of SilentMove is finished in silence by weigh, which moves the case": {
        "stages": stages_with("filed", procedure=SilentMove),
        "acts": acts_with("weigh", by=("clock",)),
    },
    "task ask of TakenForYes is finished in silence by agree, which says something": {
        "stages": stages_with("filed", procedure=TakenForYes),
        "acts": acts_with("agree", by=("clock",), form="ReasonForm"),
    },
    "task ask of EndsInSilence ends the procedure in silence, seen by nobody of ours": {
        "stages": stages_with("filed", procedure=EndsInSilence)
    },
    "state filed may be ended by decline for people who were not reached": ended_by_the_clock(serves=True),
    "act decline ends in silence what waits for people who need not come to know of it": ended_by_the_clock(),
    "state parked may be ended by resume for people who were not reached": {
        "stages": stages_with("parked", runs=("sorting",)),
        "clocks": ended_by_the_clock()["clocks"],
        "acts": acts_with("resume", by=("clock",)),
    },
    "state filed stands at no public step": {"stages": stages_with("filed", place="nowhere")},
    "state filed has no words": {"stages": stages_with("filed", public="")},
    "has more than six public steps": {"track": tuple((str(n), str(n)) for n in range(7))},
}


@pytest.mark.parametrize("fault", BROKEN)
def test_an_unsound_kind_is_refused_by_name(fault):
    changes = dict(BROKEN[fault])
    acts = changes.pop("acts", None)
    kind = dataclasses.replace(TOY, **changes)
    if acts is not None:
        kind.__dict__["acts"] = acts
    assert any(fault in found for found in lint.faults(kind)), lint.faults(kind)


def test_what_waits_for_a_day_is_ended_by_the_clock_and_nobodys_silence_with_it():
    changes = ended_by_the_clock()
    acts = changes.pop("acts")
    for for_a_day in (False, True):
        waits = {"procedure": None, "waits_for": "the last day", "for_a_day": for_a_day}
        kind = dataclasses.replace(TOY, **{**changes, "stages": stages_with("filed", **waits)})
        kind.__dict__["acts"] = acts
        ends = [found for found in lint.faults(kind) if "in silence" in found or "not reached" in found]
        assert bool(ends) is not for_a_day, ends


def test_whatever_people_write_into_rows_of_a_case_is_erased_with_it_or_the_kind_is_refused():
    """PIPL 47: a column that somebody adds later is not kept for ever by being forgotten."""
    forgetful = dataclasses.replace(kinds.kind_named("complaint"), written={})
    assert "complaint: what is written in Proposal.facts is never erased" in lint.faults(forgetful)


def test_what_lasts_into_final_states_may_keep_and_look_but_not_move():
    kind = dataclasses.replace(TOY)
    kind.__dict__["acts"] = acts_with("hold_data", target="filed")
    assert any("still has acts: hold_data" in found for found in lint.faults(kind)), lint.faults(kind)


def test_the_lifecycles_in_the_docs_are_current():
    path = Path(settings.BASE_DIR) / "docs" / "lifecycles.md"
    assert path.read_text(encoding="utf-8") == lifecycles.render(PRODUCT_KINDS), "run manage.py lifecycles"
