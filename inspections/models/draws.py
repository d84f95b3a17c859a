"""A draw, as anybody can make it again: what it was made from, and what came of it (docs/draws.md)."""

from django.conf import settings
from django.db import models

from .plans import Plan


class Draw(models.Model):
    """One draw of a plan. The hash of `secret` stands in the record since the plan's approval, that of `snapshot` since
    it was taken; then a second person entered `digits`. `result`: what `drawing.draw` makes of these.

    Nobody is shown the secret before the digits are there. A draw that was made void stays.
    """

    case = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="draws")
    number = models.PositiveSmallIntegerField()
    secret = models.CharField(max_length=64)
    secret_hash = models.CharField(max_length=64)
    snapshot = models.JSONField(null=True)
    snapshot_hash = models.CharField(max_length=64, blank=True)
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    digits = models.CharField(max_length=40, blank=True)
    drawn_at = models.DateTimeField(null=True)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    result = models.JSONField(null=True)
    voided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="draw_number_once")]

    def __str__(self) -> str:
        return f"draw {self.number} of plan {self.case_id}"
