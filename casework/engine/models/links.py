"""Two cases: who waits for whom, and what must be done to one because of the other."""

from django.db import models

from .cases import Case


class CaseLink(models.Model):
    """`waiting` waits for `awaited`: when that one is closed, `act` is performed on the waiting case."""

    waiting = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waits")
    awaited = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="awaited_by")
    act = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["waiting", "awaited"], condition=models.Q(ended_at__isnull=True), name="link_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.waiting_id} waits for {self.awaited_id}"


class FollowUp(models.Model):
    """An act on another case that this transaction promised, or a case to be opened. `tick` performs it, if the process
    that promised died, or promised more than it keeps at once."""

    cause = models.ForeignKey("engine.Event", on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, null=True, related_name="+")
    # For a case that is to be opened; `act` is then what the cause's case does when that one is over ("": nothing).
    kind = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=40)
    key = models.CharField(max_length=80, unique=True)
    details = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    refused = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=models.Q(done_at__isnull=True), name="follow_up_due")]

    def __str__(self) -> str:
        return f"{self.act} because of event {self.cause_id}"
