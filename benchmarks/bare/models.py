"""The baseline's one table. No migration: `benchmarks.inside` makes it in the measured database."""

from django.db import models
from django.utils import timezone


class Line(models.Model):
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text
