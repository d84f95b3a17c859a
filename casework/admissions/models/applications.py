"""A platform's application: what it says, what the three bodies think of it, what the public objects (R23-R30)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.models import Case
from casework.parties.identifiers import UsccField
from casework.parties.models import Unit
from casework.parties.phones import ServicePhoneField

from ..applications.amending import AmendingActs
from ..applications.reviewing import ReviewActs
from ..applications.states import PLATFORM, ApplicationActs
from .cinema_sheets import CinemaSheet

OWN_WORDS = 2000


class PlatformApplication(ApplicationActs, ReviewActs, AmendingActs, Case):
    """What was last submitted; what a qualified platform changes later is in its amendments, and here once accepted."""

    uscc = UsccField(_("unified social credit code"), blank=True)
    licence_until = models.DateField(_("licence valid until"), null=True)
    service_phone = ServicePhoneField(_("service phone"), blank=True)
    extension_channel = models.TextField(_("extension and pooling"), blank=True)
    # Whom to call, by `UnitContact.Level`: {"province": {"name", "phone"}, …} (R30).
    contacts = models.JSONField(default=dict)
    # The numbers of the files, by the field of the form with which they came.
    papers = models.JSONField(default=dict)
    cinema_sheet = models.ForeignKey(
        CinemaSheet, models.PROTECT, null=True, related_name="+", verbose_name=_("list of cinemas")
    )
    # The older file from which it was begun.
    begun_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name=_("begun from"))
    # How often the bodies were asked: each entry into the joint review is a round of its own.
    review_round = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("platform application")
        verbose_name_plural = _("platform applications")

    @property
    def platform(self) -> Unit:
        """Who applies."""
        return next(party.unit for party in self.party_list if party.role == PLATFORM)

    def paper(self, name: str) -> str | None:
        """The number of the file that came in this field; of several the first."""
        return next(iter(self.papers.get(name, ())), None)

    @property
    def last_opinions(self) -> list[Opinion]:
        """What the bodies said last in this round, once all had; in the order in which it was opened."""
        said = list(self.opinions.filter(round=self.review_round).select_related("body", "by").order_by("pk"))
        return [one for one in said if one.turn == said[-1].turn]


class Opinion(models.Model):
    """What one body thinks of the application, in one round of the joint review and one turn of it. A row is there only
    once all three have said theirs: until then it lies in an envelope (R27; `engine.envelopes`)."""

    class Word(models.TextChoices):
        AGREES = "agrees", pgettext_lazy("opinion", "Agrees")
        LACKS = "lacks", _("Agrees only once something is supplied")
        REFUSES = "refuses", pgettext_lazy("opinion", "Refuses")

    case = models.ForeignKey(PlatformApplication, models.PROTECT, related_name="opinions")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("body"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    turn = models.PositiveSmallIntegerField()
    word = models.CharField(_("opinion"), max_length=10, choices=Word)
    reasons = models.TextField(_("reasons"), blank=True, max_length=OWN_WORDS)
    # The event with which it was opened.
    seq = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [models.UniqueConstraint(fields=["case", "body", "round", "turn"], name="opinion_once_a_turn")]

    def __str__(self) -> str:
        return f"{self.body_id} {self.word}"


class ObjectionQuerySet(models.QuerySet):
    def open(self) -> ObjectionQuerySet:
        return self.filter(verdict="")

    def sustained(self, round: int) -> ObjectionQuerySet:
        """Those that were found right in this round."""
        return self.filter(verdict=Objection.Verdict.SUSTAINED, round=round)


class Objection(models.Model):
    """What somebody has against a platform in public notice, with name and reason; and what came of it (R28).

    Who it is stands here alone: the office reads it, the platform and the public never do.
    """

    class Verdict(models.TextChoices):
        OPEN = "", _("Being looked at")
        DISMISSED = "dismissed", _("Does not stand")
        SUSTAINED = "sustained", _("Stands: the bodies review again")

    case = models.ForeignKey(PlatformApplication, models.PROTECT, related_name="objections")
    name = models.CharField(_("name"), max_length=60, blank=True)
    contact = models.CharField(_("phone or e-mail"), max_length=120, blank=True)
    reason = models.TextField(_("reason"), max_length=OWN_WORDS)
    round = models.PositiveSmallIntegerField()
    received_at = models.DateTimeField(_("received"))
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, blank=True, default=Verdict.OPEN)
    answer = models.TextField(_("answer"), blank=True, max_length=OWN_WORDS)
    answered_at = models.DateTimeField(_("answered"), null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        indexes = [models.Index(fields=["case"], condition=Q(verdict=""), name="objection_open")]

    def __str__(self) -> str:
        return f"objection {self.pk} in case {self.case_id}"


class Amendment(models.Model):
    """A version of what a qualified platform says of itself: only what it changes. In force once accepted."""

    class Outcome(models.TextChoices):
        OPEN = "", _("Being looked at")
        ACCEPTED = "accepted", pgettext_lazy("amendment", "Accepted")
        DECLINED = "declined", pgettext_lazy("amendment", "Not accepted")

    case = models.ForeignKey(PlatformApplication, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("version"))
    service_phone = ServicePhoneField(_("service phone"), blank=True)
    extension_channel = models.TextField(_("extension and pooling"), blank=True)
    contacts = models.JSONField(default=dict)
    papers = models.JSONField(default=dict)
    cinema_sheet = models.ForeignKey(
        CinemaSheet, models.PROTECT, null=True, related_name="+", verbose_name=_("list of cinemas")
    )
    why = models.TextField(_("why"), max_length=OWN_WORDS)
    proposed_at = models.DateTimeField(_("proposed"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True, default=Outcome.OPEN)
    reason = models.TextField(_("reason"), blank=True, max_length=OWN_WORDS)
    decided_at = models.DateTimeField(_("decided"), null=True)

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="amendment_once")]

    def __str__(self) -> str:
        return f"amendment {self.number} in case {self.case_id}"

    def decide(self, outcome: str, reason: str, at: dt.datetime) -> None:
        self.outcome, self.reason, self.decided_at = outcome, reason, at
        self.save(update_fields=["outcome", "reason", "decided_at"])

    @property
    def changes(self) -> dict[str, Any]:
        """What it says anew, by the application's own fields."""
        names = ("service_phone", "extension_channel", "contacts", "cinema_sheet")
        return {name: value for name in names if (value := getattr(self, name))}
