from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .flows import JudgeFlow, SortFlow, WeighFlow
from .models import Toy

STAGES = (
    Stage(states.FILED, "Filed", "Received.", procedure=SortFlow, runs=("sorting",), stops=("weighing",), place="in"),
    Stage(
        states.WEIGHED,
        "Weighed",
        "Being weighed.",
        procedure=WeighFlow,
        runs=("weighing",),
        stops=("sorting",),
        place="in",
    ),
    Stage(
        states.PARKED,
        "Parked",
        "Waiting.",
        waits_for="another petition",
        pauses={"weighing": "it waits for another"},
        no_clock="the awaited petition has its own",
        place="in",
    ),
    Stage(
        states.JUDGED, "Judged", "Being judged.", procedure=JudgeFlow, runs=("judging",), stops=("sorting",), place="in"
    ),
    Stage(
        states.ASKED,
        "Asked",
        "A neighbour is asked.",
        waits_for="the neighbour",
        stops=("weighing",),
        no_clock="it is asked for in peace",
        place="in",
    ),
    Stage(states.MERGED, "Merged", "Merged.", CLOSED, place="out"),
    Stage(states.DECLINED, "Declined", "Declined.", CLOSED, place="out"),
    Stage(states.FINISHED, "Finished", "Finished.", FINAL, place="out"),
)

TOY = Kind(
    name="toy",
    label="Toy petition",
    prefix="TY",
    model=Toy,
    stages=STAGES,
    clocks=(
        ClockSpec("sorting", "sort it", "triage_days", "workdays"),
        ClockSpec("weighing", "weigh it", "investigation_days", "workdays"),
        ClockSpec("judging", "judge it", "approval_days", "workdays", whose="bodies"),
    ),
    asks=STANDARD_ASKS,
    forms=("tests.toy.forms",),
    opens_with="petition",
    topics={"toy": "A toy"},
    party_roles={states.NEIGHBOUR: "Neighbour"},
    track=(("in", "In"), ("out", "Out")),
)
