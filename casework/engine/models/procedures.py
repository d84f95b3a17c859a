"""Procedures and their tasks: viewflow's process and task, with a case, a unit and a due day."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask
from viewflow.workflow.status import PROCESS, STATUS

from casework.parties.models import Unit

from .cases import Case

UNFINISHED = (STATUS.NEW, STATUS.ASSIGNED, STATUS.STARTED, STATUS.SCHEDULED, STATUS.ERROR)
WAITING = (STATUS.NEW, STATUS.ASSIGNED)


class Procedure(AbstractProcess):
    """A flow that runs for a case: its stage's main procedure, or an ask beside it."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="procedures")
    stage = models.CharField(max_length=50)
    main = models.BooleanField(default=False)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        # viewflow adds "manage" when a flow class is made; said here so that migrations do not depend on imports.
        default_permissions = ("add", "change", "delete", "view", "manage")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(main=True, status=PROCESS.NEW), name="one_main_procedure"
            )
        ]

    @property
    def running(self) -> bool:
        return self.status == PROCESS.NEW


class WorkTask(AbstractTask):
    """One piece of work: of which unit, for whom in it, by when. The inbox of everybody is this one table.

    `role` is the role in `unit` that may do it; `subject_id` names the row of the case that it is about.
    """

    process = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="task_set")
    # Deactivating a person must not delete work: viewflow's own key cascades.
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    subject_id = models.BigIntegerField(null=True)
    due_at = models.DateTimeField(null=True)
    due_noticed_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("task")
        verbose_name_plural = _("tasks")
        indexes = [
            models.Index(fields=["unit", "status", "due_at"], name="task_unit_queue"),
            models.Index(fields=["owner", "status", "due_at"], name="task_inbox"),
            models.Index(
                fields=["due_at"],
                condition=Q(status__in=[STATUS.NEW, STATUS.ASSIGNED], due_noticed_at__isnull=True),
                name="task_due",
            ),
        ]

    @property
    def waiting(self) -> bool:
        return self.status in WAITING


class Decision(models.Model):
    """What was decided by finishing a task: the fact from which a flow computes its outcome."""

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="decisions")
    node = models.CharField(max_length=40)
    decision = models.CharField(max_length=40)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.node}: {self.decision}"
