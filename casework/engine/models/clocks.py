"""Clocks: named budgets of time that stages run, pause and stop."""

from django.db import models

from .cases import Case


class Clock(models.Model):
    """One round of a clock. Everything in it can be worked out again from the events (`engine.clocks.replay`).

    `amount` is in `unit` (workdays, days, duty_hours, months). `pauses` is a list of
    {"from": iso, "to": iso or null, "reason": words key}. `due_at` is the end of the last day (midnight after it),
    or the instant for hours. `rung` counts how far the overdue ladder was climbed, `next_at` is its next rung.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clocks")
    name = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField(default=1)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    pauses = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    overdue_at = models.DateTimeField(null=True)
    rung = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "name", "round"], name="clock_round_once")]
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(next_at__isnull=False), name="clock_next"),
            models.Index(
                fields=["id"], condition=models.Q(provisional=True, ended_at__isnull=True), name="clock_provisional"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} of case {self.case_id}, round {self.round}"

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1]["to"] is None

    @property
    def running(self) -> bool:
        return self.ended_at is None and not self.paused
