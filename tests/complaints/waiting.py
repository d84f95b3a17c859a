"""What a complaint waits for: the tasks that somebody has to do, and the clocks that run meanwhile."""

from __future__ import annotations

from casework.engine.models import Clock, WorkTask
from casework.engine.models.procedures import WAITING
from tests.engine.world import Line


def waits(line: Line) -> list[str]:
    """The names of the tasks that wait in a case."""
    tasks = WorkTask.objects.filter(process__case=line.pk, status__in=WAITING).order_by("pk")
    return [task.flow_task.name for task in tasks]


def clock(line: Line, name: str) -> Clock | None:
    """The clock of this name that has not ended, if there is one."""
    return Clock.objects.filter(case=line.pk, name=name, ended_at__isnull=True).first()
