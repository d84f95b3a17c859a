"""A cinema's enrolment: what it states, whose vouchers it takes, and what came of it (R16, R31-R35)."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.models import Case
from casework.parties.models import Campaign, Division, Platform, Unit
from casework.parties.names import PersonNameField
from casework.parties.phones import ServicePhoneField

from ..enrolments.ending import EndingActs
from ..enrolments.states import AWAITING, CHECKING, CINEMA, DECIDING, DRAFT, PROPOSER, EnrolmentActs

UNDER_WAY = (DRAFT, CHECKING, AWAITING, DECIDING)


class EnrolmentQuerySet(models.QuerySet):
    def of(self, cinema: Unit, campaign: Campaign) -> EnrolmentQuerySet:
        """The enrolments of a cinema for a campaign, the latest first."""
        return self.of_cinemas([cinema.pk], campaign)

    def of_cinemas(self, cinemas: list[int], campaign: Campaign) -> EnrolmentQuerySet:
        """The same of several, by the ids of their units."""
        return self.filter(campaign=campaign, parties__role=CINEMA, parties__unit__in=cinemas).order_by("-pk")

    def under_way(self) -> EnrolmentQuerySet:
        """Those not decided, withdrawn or over."""
        return self.filter(state__in=UNDER_WAY)


class Enrolment(EnrolmentActs, EndingActs, Case):
    """`word`: what a film office says of the facts, `wrong` which of them do not hold (`Fact`). `earlier`: the number
    of the enrolment from whose file this one was begun."""

    class Word(models.TextChoices):
        NONE = "", _("Has not said yet")
        CONFIRMED = "confirmed", pgettext_lazy("facts of a cinema", "The facts hold")
        DOUBTED = "doubted", _("Said that some do not hold")
        SILENT = "silent", _("Nobody said it")

    class Fact(models.TextChoices):
        OPEN = "open", _("It is open and shows films")
        PLACE = "place", _("County and address")
        NAME = "name", _("Name and code")
        MANAGER = "manager", _("The duty manager and the phone")
        OTHER = "other", pgettext_lazy("facts of a cinema", "Something else")

    word = models.CharField(_("what the film office says"), max_length=10, choices=Word, default=Word.NONE, blank=True)
    wrong = models.JSONField(default=list)
    supplemented = models.BooleanField(_("a supplement was asked for"), default=False)
    earlier = models.CharField(_("begun from"), max_length=24, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("cinema enrolment")
        verbose_name_plural = _("cinema enrolments")

    @property
    def cinema(self) -> Unit:
        """Whose enrolment it is."""
        return next(party.unit for party in self.party_list if party.role == CINEMA)

    @property
    def proposer(self) -> Unit | None:
        """The platform that proposed it; None where the cinema began it itself."""
        return next((party.unit for party in self.party_list if party.role == PROPOSER), None)


class CinemaStatement(models.Model):
    """What the cinema states of itself, as it was last sent."""

    case = models.OneToOneField(Enrolment, models.PROTECT, related_name="statement")
    county = models.ForeignKey(Division, models.PROTECT, related_name="+", verbose_name=_("county"))
    address = models.CharField(_("address"), max_length=120)
    duty_manager = PersonNameField(_("duty manager"), max_length=40)
    duty_phone = ServicePhoneField(_("duty manager's phone"))
    extension_channel = models.TextField(_("extension channel"), max_length=1000)

    def __str__(self) -> str:
        return f"statement of case {self.case_id}"


class EnrolmentTerms(models.Model):
    """With one platform: how its vouchers are redeemed, and within how many days it settles. Before the cinema sends
    them they are the platform's proposal; once it is qualified they are an `Agreement` (R31)."""

    case = models.ForeignKey(Enrolment, models.PROTECT, related_name="terms")
    platform = models.ForeignKey(Platform, models.PROTECT, related_name="+", verbose_name=_("platform"))
    procedure = models.TextField(_("redemption procedure"), max_length=1000, blank=True)
    settlement_days = models.PositiveSmallIntegerField(
        _("settlement, days"), null=True, blank=True, validators=[MinValueValidator(1)]
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "platform"], name="enrolment_terms_once")]

    def __str__(self) -> str:
        return f"{self.platform} in case {self.case_id}"
