"""What must hold of every case at every moment (DESIGN §1), as a command, a test, and a number to look at."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from .flows import PROCESS
from .kinds import kind_named
from .models import Case, Procedure, WorkTask
from .models.procedures import UNFINISHED, WAITING


def violations(cases: QuerySet[Case] | None = None) -> Iterator[str]:
    """What does not hold, in sentences, five hundred cases at a time: open ⇔ holder and exactly the procedure its stage
    names; closed and final: no procedure but asks that outlive; no task without a running procedure, and no running
    procedure that waits for nobody."""
    found = (Case.objects.all() if cases is None else cases).order_by("pk")
    batch: list[Case] = []
    for case in found.iterator(chunk_size=500):
        batch.append(case)
        if len(batch) == 500:
            yield from _of_batch(batch)
            batch = []
    yield from _of_batch(batch)
    orphans = WorkTask.objects.exclude(process__status=PROCESS.NEW).filter(status__in=UNFINISHED)
    yield from (f"task {pk} waits in a procedure that is over" for pk in orphans.values_list("pk", flat=True))
    stuck = Procedure.objects.filter(status=PROCESS.NEW).exclude(task_set__status__in=WAITING)
    yield from (f"procedure {pk} runs and waits for nobody" for pk in stuck.values_list("pk", flat=True))


def _of_batch(cases: list[Case]) -> Iterator[str]:
    running: dict[int, list[Procedure]] = {}
    for procedure in Procedure.objects.filter(case__in=cases, status=PROCESS.NEW):
        running.setdefault(procedure.case_id, []).append(procedure)
    for case in cases:
        yield from (f"{case.number}: {fault}" for fault in faults_of(case, running.get(case.pk, [])))


def faults_of(case: Case, running: list[Procedure]) -> list[str]:
    """What is wrong with one case, given its running procedures."""
    stage = kind_named(case.kind).stage_by_state.get(case.state)
    if stage is None:
        return [f"its state {case.state!r} is none of its kind's"]
    faults = []
    if stage.is_open != case.is_open:
        faults.append("it is open without a holder" if stage.is_open else "it is over and still held")
    main = [p.flow_class for p in running if p.main]
    expected = [stage.procedure] if stage.procedure else []
    if main != expected:
        faults.append(f"it runs {main}, its stage names {expected}")
    if not stage.is_open and any(p.main or not p.flow_class.goes_on_in(stage.category) for p in running):
        faults.append("it is over and something still runs")
    return faults
