"""One row per person and event: the row is the notification."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

# Ids are taken at insert and shown at commit, so a reader who knows id 900 may still be owed 880. Whoever asks
# "what is new" looks this far back and drops what it already has (PITFALLS, live 6).
OVERLAP_IDS = 200
OVERLAP_TIME = timedelta(minutes=2)


class NotificationQuerySet(models.QuerySet):
    def told_to(self, address: str) -> "NotificationQuerySet":
        return self.filter(address=address)

    def unread(self) -> "NotificationQuerySet":
        return self.loud().filter(read_at=None)

    def loud(self) -> "NotificationQuerySet":
        """What a person is told; the others only bring their open pages up to date."""
        return self.filter(quiet=False)

    def since(self, last_id: int) -> "NotificationQuerySet":
        """Rows after `last_id`, with the overlap: the caller merges by id."""
        return self.filter(Q(id__gt=last_id - OVERLAP_IDS) | Q(created_at__gte=timezone.now() - OVERLAP_TIME))

    def newest_first(self) -> "NotificationQuerySet":
        return self.order_by("-id")


class Notification(models.Model):
    """`address` is "user:<pk>" or "seat:<case pk>:complainant"; words are made when it is read (describers.py).

    quiet: an open page is rung and patched, and that is all; such rows are forgotten after a day.
    event_no: the event it tells of; negative for a notice that is about none (its topic says what the number means).
    """

    address = models.CharField(max_length=80)
    event_no = models.BigIntegerField()
    case_no = models.CharField(max_length=32)
    topic = models.CharField(max_length=64)
    urgent = models.BooleanField(default=False)
    quiet = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event_no", "address"], name="notification_once_per_event")]
        indexes = [
            models.Index(fields=["address", "id"], name="notification_since"),
            models.Index(fields=["address", "created_at"], name="notification_recent"),
            models.Index(fields=["address", "-id"], condition=Q(read_at=None, quiet=False), name="notification_unread"),
            models.Index(fields=["created_at"], condition=Q(quiet=True), name="notification_quiet"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.topic} {self.case_no}"
