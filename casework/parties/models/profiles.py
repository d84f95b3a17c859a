"""Platforms and cinemas: profiles of a unit, and their right to take part in a campaign."""

import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.parties.identifiers import prefecture_of_cinema_code, validate_cinema_code
from casework.parties.names import NameField, PersonNameField
from casework.parties.phones import ServicePhoneField
from casework.ui.text import half_width

from .campaigns import Campaign
from .divisions import Division, DivisionAlias
from .units import Unit


def running(day: datetime.date) -> Q:
    """Rows with `since` and `until` that have begun and not ended on the day."""
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


class QualificationQuerySet(models.QuerySet):
    def on(self, day: datetime.date) -> "QualificationQuerySet":
        """Qualifications of any campaign that count on the day: begun, not ended, not suspended."""
        return self.filter(running(day), suspended=False)

    def in_force(self, campaign: Campaign, day: datetime.date | None = None) -> "QualificationQuerySet":
        """Qualifications for the campaign that count on the day (today)."""
        return self.on(day or timezone.localdate()).filter(campaign=campaign)


class Qualification(models.Model):
    """A unit's right to take part in a campaign."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="qualifications", verbose_name=_("unit"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="qualifications", verbose_name=_("campaign"))
    since = models.DateField(_("in force since"))
    until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day; empty: no end."))
    suspended = models.BooleanField(_("suspended"), default=False)
    # The decision by which it is; empty where somebody suspended it by hand. Both numbers are text, no keys: the rooms
    # of the cases that decided lie above this one.
    suspended_by = models.CharField(_("suspended by decision"), max_length=24, blank=True)
    deciding_case = models.CharField(_("decided in case"), max_length=24, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification")
        verbose_name_plural = _("qualifications")
        ordering = ["campaign", "unit", "since"]
        indexes = [models.Index(fields=["campaign", "unit"], name="qualification_campaign_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="qualification_dates_in_order",
                violation_error_message=_("A qualification cannot end before it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.campaign}"


class ProfileQuerySet(models.QuerySet):
    def active(self):
        return self.filter(unit__active=True)

    def qualified(self, campaign: Campaign, day: datetime.date | None = None):
        """Those that take part in the campaign on the day (today), with their units and `since` when, by name."""
        rights = Qualification.objects.in_force(campaign, day).filter(unit=OuterRef("unit"))
        found = self.active().filter(Exists(rights)).select_related("unit").order_by("unit__name")
        return found.annotate(since=Subquery(rights.order_by("since").values("since")[:1]))

    def without_extension_channel(self):
        """Those that state no way to extend or pool vouchers: a deficiency (R16)."""
        return self.filter(extension_channel="")


class Profile(models.Model):
    """What platforms and cinemas share: a unit, and a stated way for extension and pooling (R16)."""

    kind: Unit.Kind

    unit = models.OneToOneField(
        Unit, models.PROTECT, primary_key=True, related_name="%(class)s", verbose_name=_("unit")
    )
    extension_channel = models.TextField(
        _("extension channel"),
        blank=True,
        help_text=_("Where and how to ask for an extension, and what becomes of balances; shown publicly (R16)."),
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.unit.name

    @property
    def name(self) -> str:
        return self.unit.name

    def clean(self) -> None:
        if self.unit_id and self.unit.kind != self.kind:
            raise ValidationError(
                {"unit": _("This unit is of the kind “%(kind)s”.") % {"kind": self.unit.get_kind_display()}}
            )


class Platform(Profile):
    kind = Unit.Kind.PLATFORM

    service_phone = ServicePhoneField(_("service phone"), blank=True)
    # The file's number, no key: files and the case that it came with lie in a room above this one.
    manual = models.UUIDField(
        _("operation manual"),
        null=True,
        blank=True,
        help_text=_("The number of the file in the platform's application; its copy is shown to everybody (R29)."),
    )

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform")
        verbose_name_plural = _("platforms")
        ordering = ["unit__name"]


class CinemaQuerySet(ProfileQuerySet):
    def with_places(self) -> "CinemaQuerySet":
        """With unit, county and prefecture in the same statement."""
        return self.select_related("unit__division__parent")

    def search(self, text: str, division: Division | None = None) -> "CinemaQuerySet":
        """Cinemas for the filing form: each word is in the name, the code, the place or another name of the place.

        Ordered: the exact code, names that start with the text, the others; within each by code. Only active ones.
        """
        found = self.active().with_places()
        if division is not None:
            found = found.filter(unit__division__code__startswith=division.prefix)
        for word in text.split():
            found = found.filter(_has_word(word) | _has_word(half_width(word)))
        text = half_width(text)
        rank = Case(When(code=text, then=0), When(unit__name__istartswith=text, then=1), default=2)
        return found.order_by(rank, "code")


def _has_word(word: str) -> Q:
    aliases = DivisionAlias.objects.filter(name__icontains=word)
    places = aliases.values("division")
    return (
        Q(unit__name__icontains=word)
        | Q(unit__short_name__icontains=word)
        | Q(code__startswith=word)
        | Q(unit__division__name__icontains=word)
        | Q(unit__division__parent__name__icontains=word)
        | Q(unit__division__in=places)
        | Q(unit__division__parent__in=places)
        # Of some cinemas only the prefecture is known: they may lie in the zone that was named.
        | Q(unit__division__in=aliases.values("division__parent"), unit__division__level=Division.Level.PREFECTURE)
    )


class Cinema(Profile):
    kind = Unit.Kind.CINEMA

    code = models.CharField(_("cinema code"), max_length=8, unique=True, validators=[validate_cinema_code])
    chain = NameField(_("cinema chain"), max_length=40, blank=True)
    address = models.CharField(_("address"), max_length=120, blank=True)
    duty_manager = PersonNameField(_("duty manager"), max_length=40, blank=True)
    duty_phone = ServicePhoneField(_("duty manager's phone"), blank=True)

    objects = CinemaQuerySet.as_manager()

    class Meta:
        verbose_name = _("cinema")
        verbose_name_plural = _("cinemas")
        ordering = ["code"]

    @property
    def county(self) -> Division | None:
        """The county it is seated in, or None where only the prefecture is known."""
        division = self.unit.division
        return division if division and division.level == Division.Level.COUNTY else None

    @property
    def prefecture(self) -> Division | None:
        division = self.unit.division
        if division is None or division.level == Division.Level.PROVINCE:
            return None
        return division if division.level == Division.Level.PREFECTURE else division.parent

    @property
    def place(self) -> str:
        """Prefecture, county and street, as far as they are known."""
        names = [division.name for division in (self.prefecture, self.county) if division]
        if names and self.address.startswith(names[-1]):
            names.pop()
        return "".join(names) + self.address


def cinema_warnings(cinema: Cinema) -> list[str]:
    """What looks wrong about a cinema and is no reason to refuse it (LAW §8), in words for the administrator."""
    expected = prefecture_of_cinema_code(cinema.code)
    if expected is None:
        return [gettext("Digits 3-4 of the cinema code are none of the film system's prefecture numbers.")]
    prefecture = cinema.prefecture
    if prefecture is None:
        return [gettext("No prefecture is known for this cinema.")]
    if prefecture.code == expected:
        return []
    return [
        gettext("The cinema code belongs to %(expected)s, the cinema is entered in %(entered)s.")
        % {"expected": Division.objects.get(code=expected).name, "entered": prefecture.name}
    ]
