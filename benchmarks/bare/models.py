"""The baseline's two tables. No migration: `benchmarks.inside` makes them in the measured database."""

from django.db import models
from django.utils import timezone


class Complaint(models.Model):
    text = models.CharField(max_length=500)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.text


class History(models.Model):
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE)
    what = models.CharField(max_length=40)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.what
