"""One row per person and event: the row is the notification. Outside ways are other readers of these rows."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

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

    def to_pass_on(self) -> "NotificationQuerySet":
        """What no outside way has looked at yet, oldest first."""
        return self.loud().filter(passed_on=False).order_by("id")

    def newest_first(self) -> "NotificationQuerySet":
        return self.order_by("-id")


class Notification(models.Model):
    """`address` is "user:<pk>", "seat:<case pk>:complainant", or "unit:<pk>" for a unit's own system; words are made
    when it is read (describers.py).

    quiet: an open page is rung and patched, and that is all; such rows are forgotten after a day.
    event_no: the event it tells of; negative for a notice that is about none (its topic says what the number means).
    passed_on: it was asked which outside ways it goes (passing_on.py).
    """

    address = models.CharField(max_length=80)
    event_no = models.BigIntegerField()
    case_no = models.CharField(max_length=32)
    topic = models.CharField(max_length=64)
    urgent = models.BooleanField(default=False)
    quiet = models.BooleanField(default=False)
    passed_on = models.BooleanField(default=False)
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
            models.Index(fields=["id"], condition=Q(passed_on=False, quiet=False), name="notification_to_pass_on"),
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.topic} {self.case_no}"

    @property
    def goes_at_once(self) -> bool:
        """Whether it is told outside at any hour: what is urgent, and what its reader has just done or read."""
        return self.urgent or self.read_at is not None


class Wish(models.Model):
    """What somebody said about one outside way; who said nothing has what `recipients.py` takes for granted."""

    class Wants(models.TextChoices):
        ALL = "all", _("Every message")
        URGENT = "urgent", _("Only what is urgent")
        NOTHING = "nothing", _("No e-mail at all")

    address = models.CharField(max_length=80)
    way = models.CharField(max_length=20)
    wants = models.CharField(max_length=10, choices=Wants)
    said_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "way"], name="wish_once")]

    def __str__(self) -> str:
        return f"{self.address} {self.way} {self.wants}"


class Hook(models.Model):
    """Where a unit's own system is told (`hooks`); `url` "" for nowhere. `seed` and `round` derive its secret,
    `renewed_at` is when the present one replaced another."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    url = models.URLField(_("address"), max_length=500, blank=True)
    seed = models.CharField(max_length=32, editable=False)
    round = models.PositiveIntegerField(default=0, editable=False)
    renewed_at = models.DateTimeField(_("secret renewed"), null=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    changed_at = models.DateTimeField(_("changed"), editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return f"{self.unit} {self.url}"


class Reason(models.TextChoices):
    """Why a delivery did not arrive, or was not sent at all, as the desk reads it."""

    NO_MAILBOX = "no_mailbox", _("the mailbox does not exist")
    BAD_ADDRESS = "bad_address", _("this is no e-mail address")
    FULL = "full", _("the mailbox is full")
    REFUSED = "refused", _("the other side does not take our mail")
    LATER = "later", _("the other side asks to try later")
    AWAY = "away", _("the mail server cannot be reached")
    SLOW = "slow", _("the mail server does not answer")
    OUR_SERVER = "our_server", _("our mail server does not accept us: the administrator must look at its settings")
    NO_SERVER = "no_server", _("no mail server is set up: the administrator must name one")
    FAULT = "fault", _("a fault of this system: the administrator finds it in the log")
    INTERRUPTED = "interrupted", _("sending was interrupted")
    READ = "read", _("it was read here before")
    NOT_THEIRS = "not_theirs", _("the case is no longer theirs to see")
    UNWANTED = "unwanted", _("they do not want e-mail")
    NO_ADDRESS = "no_address", _("there is no address any more")
    NOT_PUBLIC = "not_public", _("the address is not that of a public https server")
    NOT_THERE = "not_there", _("their server cannot be reached")
    NO_ANSWER = "no_answer", _("their server does not answer in time")
    CERTIFICATE = "certificate", _("their server's certificate is not valid")
    ANSWERED = "answered", _("their server did not take it")


class DeliveryQuerySet(models.QuerySet):
    def due(self, moment: datetime) -> "DeliveryQuerySet":
        """What waits for its next attempt, and what a process that died left under way."""
        return self.filter(due_at__lte=moment).order_by("due_at", "pk")

    def to_report(self) -> "DeliveryQuerySet":
        return self.filter(state=Delivery.State.SENT, reported_at=None).order_by("pk")

    def of_case(self, case_no: str) -> "DeliveryQuerySet":
        """Newest first, with the people in them and what they tell of: one statement for a page."""
        rows = self.filter(case_no=case_no).select_related("user", "asked_by", "notification")
        return rows.order_by("-pk")


class Delivery(models.Model):
    """One loud notification on one outside way. What is sent is put together anew for each attempt and kept nowhere.

    round: 0 as it came about; from 1 on somebody had it sent again, as a delivery of its own.
    asked_by, asked_at: who had it sent, now or again; no office hours hold that back.
    due_at: when something is to be done about it; none when its fate is final. While it is under way, the moment from
        which whoever took it counts as dead.
    sent_to: where it went, masked: enough to see a wrong one. reply: the server's code, never its words (they repeat
        the address).
    reported_at: whoever asked to hear of what arrived (`deliveries.on_delivered`) has heard.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        DROPPED = "dropped"

    notification = models.ForeignKey(Notification, on_delete=models.PROTECT, related_name="deliveries")
    way = models.CharField(max_length=20)
    round = models.PositiveSmallIntegerField(default=0)
    address = models.CharField(max_length=80)
    case_no = models.CharField(max_length=32)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    urgent = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    state = models.CharField(max_length=10, default=State.WAITING)
    due_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=20, blank=True)
    reply = models.CharField(max_length=20, blank=True)
    sent_to = models.CharField(max_length=260, blank=True)
    reported_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "way", "round"], name="delivery_once_per_way")]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(due_at__isnull=False), name="delivery_due"),
            models.Index(fields=["id"], condition=Q(state="sent", reported_at=None), name="delivery_to_report"),
            models.Index(fields=["case_no", "-id"], name="delivery_of_case"),
        ]

    def __str__(self) -> str:
        return f"{self.way} to {self.address}: {self.state}"

    @property
    def final(self) -> bool:
        return self.due_at is None
