"""A penalty decision: what is alleged of whom, what the party says to it, and what was decided (R36-R41)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.models import Case
from casework.parties.models import Unit

from ..decisions.announcing import AnnouncingActs
from ..decisions.deciding import DecidingActs
from ..decisions.hearing import HearingActs
from ..decisions.publishing import PublishingActs
from ..decisions.referring import ReferringActs
from ..decisions.reviewing import ReviewActs
from ..decisions.states import DecisionActs
from ..decisions.telling_fund import TellingFundActs
from ..violations import CHOICES, DISQUALIFY, RECORD, RECTIFY, SUBSIDY, WARNING
from .tariff import Severity


class Decision(
    DecisionActs,
    AnnouncingActs,
    HearingActs,
    DecidingActs,
    PublishingActs,
    ReviewActs,
    ReferringActs,
    TellingFundActs,
    Case,
):
    """`live`: whether it is the one decision about these facts; False once nothing is decided about them. `showing`:
    which showing, where the day alone does not say it. `earlier`: decisions of the two years before, as counted when it
    was proposed. `departure`: why it departs from the table, or leaves a measure out. `round`: of notice and opinions.
    `served_at`: when the notice of this round came to the party; None while it has not."""

    class Circumstances(models.TextChoices):
        NONE = "none", _("None that matter")
        MITIGATING = "mitigating", _("Mitigating")
        AGGRAVATING = "aggravating", _("Aggravating")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="decisions", verbose_name=_("party"))
    violation = models.CharField(_("violation"), max_length=30, choices=CHOICES)
    happened_on = models.DateField(_("day of the violation"))
    showing = models.CharField(_("showing"), max_length=80, blank=True)
    live = models.BooleanField(default=True)
    facts = models.TextField(_("facts"), blank=True)
    circumstances = models.CharField(
        _("circumstances"), max_length=12, choices=Circumstances, default=Circumstances.NONE
    )
    earlier = models.PositiveSmallIntegerField(_("earlier decisions within two years"), default=0)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity, blank=True)
    departure = models.TextField(_("why it departs from the table"), blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    served_at = models.DateTimeField(_("notice served"), null=True)
    decided_on = models.DateField(_("decided on"), null=True)
    in_force_at = models.DateTimeField(_("decision served"), null=True)

    class Meta:
        verbose_name = _("penalty decision")
        verbose_name_plural = _("penalty decisions")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "violation", "happened_on", "showing"],
                condition=Q(live=True),
                name="decision_one_about_one_act",
            )
        ]
        indexes = [
            models.Index(fields=["unit", "decided_on"], name="decision_of_unit"),
            models.Index(
                fields=["in_force_at"],
                condition=Q(published_at=None, in_force_at__isnull=False),
                name="decision_unpublished",
            ),
        ]

    @cached_property
    def measure_list(self) -> list[Measure]:
        """Its measures, in the order of their kinds; read once for each loading."""
        return sorted(self.measures.all(), key=lambda one: Measure.Kind.values.index(one.kind))

    @property
    def at_issue(self) -> list[Measure]:
        """The measures that the bodies speak about: those that are intended, or on a review those that were decided."""
        return self.measure_list if self.decided_on is None else [one for one in self.measure_list if one.agreed]

    @property
    def notice_round(self) -> int:
        """The round in which the party was heard last; that of a review comes after it."""
        return self.round - 1 if self.review_asked_at else self.round

    @cached_property
    def votes_now(self) -> list[Vote]:
        """What the bodies said in this round; read once for each loading."""
        return list(self.votes.filter(round=self.round).select_related("body", "above").order_by("pk"))

    @property
    def unanswered(self) -> bool:
        """Whether something the party said waits for an answer in writing."""
        return self.defences.filter(answer="").exists()


class Source(models.Model):
    """A case in which the violation was found: its number alone, for its room lies above this one."""

    case = models.ForeignKey(Decision, models.PROTECT, related_name="sources")
    number = models.CharField(_("found in case"), max_length=24)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="decision_source_once")]

    def __str__(self) -> str:
        return self.number


class MeasureQuerySet(models.QuerySet):
    def in_force(self, day: dt.date) -> MeasureQuerySet:
        """Those that hold on the day, by their rows alone: agreed, begun, not over, neither suspended nor revoked."""
        begun = self.filter(agreed=True, starts__lte=day, suspended=False, revoked_at__isnull=True)
        return begun.filter(Q(ends=None) | Q(ends__gte=day), Q(ended_on=None) | Q(ended_on__gt=day))


class Measure(models.Model):
    """One measure of a decision. Whether it is in force is computed from its row, never from a state.

    months: the term of measures that have one, whole months; later: whether whoever is disqualified may not take part
    in campaigns either that begin after that of the decision, while the term runs; words: what must be done, and by
    when `due`, of those that ask for something. agreed: whether every body that decides it did; None before. starts,
    ends: first and last day; ended_on: the first day on which it no longer holds, where it ended early; performed_at:
    when it was done.
    """

    class Kind(models.TextChoices):
        WARNING = WARNING, _("Talk and written warning")
        RECTIFY = RECTIFY, _("Order to rectify, refund")
        DISQUALIFY = DISQUALIFY, _("Disqualified from the campaign")
        SUBSIDY = SUBSIDY, _("Disqualified from subsidies")
        RECORD = RECORD, _("Dishonesty record")

    case = models.ForeignKey(Decision, models.PROTECT, related_name="measures")
    kind = models.CharField(_("measure"), max_length=12, choices=Kind)
    months = models.PositiveSmallIntegerField(_("months"), null=True)
    later = models.BooleanField(_("later campaigns too"), default=False)
    words = models.TextField(_("what is to be done"), blank=True)
    due = models.DateField(_("to be done by"), null=True)
    agreed = models.BooleanField(_("decided"), null=True)
    starts = models.DateField(_("from"), null=True)
    ends = models.DateField(_("until"), null=True)
    ended_on = models.DateField(null=True)
    performed_at = models.DateTimeField(_("done"), null=True)
    suspended = models.BooleanField(default=False)
    revoked_at = models.DateTimeField(null=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], name="measure_once"),
            models.CheckConstraint(condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="measure_days"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.case_id}"

    def holds(self, day: dt.date) -> bool:
        """What `MeasureQuerySet.in_force` asks of a row."""
        begun = bool(self.agreed) and self.starts is not None and self.starts <= day
        return begun and not self.suspended and not self.is_over(day)

    @property
    def last_day(self) -> dt.date | None:
        """The last day on which it holds, by its term or because it was ended before."""
        early = self.ended_on - dt.timedelta(days=1) if self.ended_on else None
        return min(filter(None, (self.ends, early)), default=None)

    def is_over(self, day: dt.date) -> bool:
        """Whether nothing of it is left to be done or to run out on the day."""
        if not self.agreed or self.revoked_at or self.performed_at:
            return True
        if self.ended_on is not None and self.ended_on <= day:
            return True
        return self.ends is not None and self.ends < day


class Defence(models.Model):
    """What the party says to what is alleged and intended, and the answer in writing that each point gets."""

    case = models.ForeignKey(Decision, models.PROTECT, related_name="defences")
    round = models.PositiveSmallIntegerField()
    seq = models.PositiveIntegerField()
    words = models.TextField()
    said_at = models.DateTimeField()
    answer = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"defence {self.seq} in {self.case_id}"


class Vote(models.Model):
    """What a body says of the measures that it decides on, in one round. above: the unit above that spoke for it, where
    nobody of it was free; None else. agreed: kinds of measures. months: on a review, the shorter term that it names for
    those that stay."""

    class Word(models.TextChoices):
        DECIDE = "decide", pgettext_lazy("vote", "Decide")
        RETURN = "return", pgettext_lazy("vote", "Return with questions")
        REVIEW = "review", pgettext_lazy("vote", "Review")

    case = models.ForeignKey(Decision, models.PROTECT, related_name="votes")
    body = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    above = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField()
    word = models.CharField(max_length=10, choices=Word)
    agreed = models.JSONField(default=list)
    months = models.PositiveSmallIntegerField(null=True)
    reasons = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "body", "round"], name="vote_once")]

    def __str__(self) -> str:
        return f"vote of {self.body_id} in {self.case_id}"


class Referral(models.Model):
    """What was referred to the film authority, which alone imposes administrative penalties. result: "" until it is
    known; number: of the authority's document."""

    class Result(models.TextChoices):
        PENALTY = "penalty", _("Administrative penalty")
        NONE = "none", _("No penalty")
        NOT_TAKEN = "not_taken", _("Not taken up")

    case = models.ForeignKey(Decision, models.PROTECT, related_name="referrals")
    authority = models.CharField(_("authority"), max_length=80)
    grounds = models.TextField()
    referred_at = models.DateTimeField()
    result = models.CharField(max_length=10, choices=Result, blank=True)
    number = models.CharField(max_length=60, blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.authority} · {self.case_id}"
