"""The record: append-only, hash-chained; and the receipts that make sending twice harmless."""

from django.conf import settings
from django.db import models

from casework.parties.models import Unit

from .cases import Case


class Event(models.Model):
    """One act or step of a case, as it happened. Triggers refuse to change or delete it.

    `facts` hold closed-list values only (choices, numbers, dates, ids). What people wrote is in `EventText`, of
    which the chain holds an HMAC under a random key that is erased with the text.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor_role = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+")
    source = models.CharField(max_length=50, blank=True)
    target = models.CharField(max_length=50, blank=True)
    version = models.PositiveIntegerField()
    facts = models.JSONField(default=dict)
    effects = models.JSONField(default=dict)
    told = models.JSONField(default=list)
    text_digest = models.CharField(max_length=64, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["case", "seq"]
        constraints = [models.UniqueConstraint(fields=["case", "seq"], name="event_seq_once")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.seq} {self.name}"


class EventText(models.Model):
    """The words that belong to an event, and the key of their HMAC. Erasing this row erases both."""

    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="text")
    values = models.JSONField()
    key = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"words of event {self.event_id}"


class Receipt(models.Model):
    """That an actor's one-time key was used, for what, and what came of it (P1)."""

    actor = models.CharField(max_length=80)
    key = models.CharField(max_length=80)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    # None: it is in an envelope, and not done yet.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="receipt_once")]

    def __str__(self) -> str:
        return f"{self.actor} {self.key}"
