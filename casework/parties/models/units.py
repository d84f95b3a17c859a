"""Organisations that sign in, and who of them does what."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, FilteredRelation, Q, Value
from django.db.models.functions import Concat, Substr
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.parties.identifiers import UsccField
from casework.parties.names import NameField, PersonNameField
from casework.parties.phones import ServicePhoneField

from .divisions import Division
from .users import User


class UnitQuerySet(models.QuerySet):
    def active(self) -> "UnitQuerySet":
        return self.filter(active=True)

    def under(self, unit: "Unit") -> "UnitQuerySet":
        """The unit and all that it supervises, by path; where they lie is another question."""
        return self.filter(path__startswith=unit.path) if unit.path else self.none()

    def in_division(self, division: Division) -> "UnitQuerySet":
        """Units seated in the division or in a part of it; who supervises them is another question."""
        return self.filter(division__code__startswith=division.prefix)

    def provincial(self, kind: "Unit.Kind") -> "UnitQuerySet":
        """Units of the kind that are seated in the province as a whole: the association, not a city's."""
        return self.filter(kind=kind, division__level=Division.Level.PROVINCE)

    def plant(self, units: "list[Unit]") -> "list[Unit]":
        """Write many new units at once, with their paths; their parents must be there already. Three statements."""
        created = self.bulk_create(units)
        parents = self.in_bulk({unit.parent_id for unit in created if unit.parent_id})
        for unit in created:
            unit.path = parents[unit.parent_id].path_of_child(unit.pk) if unit.parent_id else f"/{unit.pk}/"
        self.bulk_update(created, ["path"])
        return created


class Unit(models.Model):
    class Kind(models.TextChoices):
        ORGANISER = "organiser", _("Organiser")
        ASSOCIATION = "association", _("Film association")
        FILM_OFFICE = "film_office", _("Film authority")
        UNION = "union", _("Trade union")
        GRASSROOTS_UNION = "grassroots_union", _("Grass-roots union")
        PLATFORM = "platform", _("Payment platform")
        CINEMA = "cinema", _("Cinema")
        CHAIN = "chain", _("Cinema chain")

    kind = models.CharField(_("kind of unit"), max_length=20, choices=Kind)
    name = NameField(_("name"), max_length=80)
    short_name = NameField(_("short name"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("supervised by"),
        help_text=_("Who supervises this unit. It need not follow the map."),
    )
    # '/1/5/': the ids from the root down to this unit. Written by save() and plant() only.
    path = models.CharField(_("path of supervision"), max_length=200, db_index=True, editable=False)
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        verbose_name=_("seated in"),
        help_text=_("The county if it is known, else the prefecture or the province."),
    )
    uscc = UsccField(_("unified social credit code"), blank=True)
    phone = ServicePhoneField(_("phone"), blank=True)
    active = models.BooleanField(_("active"), default=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["kind", "name"]
        indexes = [models.Index(fields=["kind", "name"], name="unit_kind_name")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Write the unit; when its parent changed, the paths of all below it move along."""
        with transaction.atomic():
            self.path = "" if self._state.adding else self._stored_path(self.pk)
            above = self._path_above()
            self._refuse_own_descendant(above)
            super().save(*args, **kwargs)
            fields = kwargs.get("update_fields")
            if fields is None or "parent" in fields:
                self._move_to(f"{above}{self.pk}/")

    @property
    def label(self) -> str:
        """The name for narrow places."""
        return self.short_name or self.name

    def path_of_child(self, pk: int) -> str:
        return f"{self.path}{pk}/"

    def supervises(self, other: "Unit") -> bool:
        """Whether the other is this unit or below it, by path."""
        return bool(self.path) and other.path.startswith(self.path)

    def clean(self) -> None:
        self.uscc = self.uscc.upper()
        self._refuse_own_descendant(self._path_above())

    @staticmethod
    def _stored_path(pk: int) -> str:
        # Read again: the instance in hand may be older than a move of one of its ancestors.
        return Unit.objects.values_list("path", flat=True).get(pk=pk)

    def _path_above(self) -> str:
        return self._stored_path(self.parent_id) if self.parent_id else "/"

    def _refuse_own_descendant(self, above: str) -> None:
        if self.pk and f"/{self.pk}/" in above:
            raise ValidationError({"parent": _("A unit cannot be supervised by itself or by a unit below it.")})

    def _move_to(self, path: str) -> None:
        if path == self.path:
            return
        if self.path:
            rest = Substr("path", len(self.path) + 1)
            Unit.objects.filter(path__startswith=self.path).update(path=Concat(Value(path), rest))
        else:
            Unit.objects.filter(pk=self.pk).update(path=path)
        self.path = path


class UnitContact(models.Model):
    """Whom to call in a unit; platforms name one for each level of the unions (R30)."""

    class Level(models.TextChoices):
        PROVINCE = "province", _("Province")
        PREFECTURE = "prefecture", _("Prefecture")
        COUNTY = "county", _("County")
        GRASSROOTS = "grassroots", _("Grass-roots")

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="contacts", verbose_name=_("unit"))
    name = PersonNameField(_("full name"), max_length=40)
    post = models.CharField(_("post held"), max_length=40, blank=True)
    phone = ServicePhoneField(_("phone"))
    level = models.CharField(_("for the level"), max_length=12, choices=Level, blank=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["unit", "pk"]

    def __str__(self) -> str:
        return f"{self.name} {self.phone}"


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day: datetime.date | None = None, **of: Any) -> "MembershipQuerySet":
        """Memberships that count on the day (today), and fit: active, inside their dates, person and unit active."""
        day = day or timezone.localdate()
        running = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(running, active=True, since__lte=day, user__is_active=True, unit__active=True, **of)

    def with_stand_in_for(self, user_id: int | None) -> "MembershipQuerySet":
        """Each with `stand_in`: who stands in for that person in the unit today, None for nobody. No more rows: nobody
        has two absences at once."""
        if user_id is None:
            return self.annotate(stand_in=Value(None, models.IntegerField()))
        today = timezone.localdate()
        away = Q(unit__absences__user=user_id, unit__absences__since__lte=today, unit__absences__until__gte=today)
        return self.annotate(away=FilteredRelation("unit__absences", condition=away), stand_in=F("away__stand_in"))


class Membership(models.Model):
    class Role(models.TextChoices):
        HANDLER = "handler", _("Handler")
        LEAD = "lead", pgettext_lazy("role", "Lead")
        INSPECTOR = "inspector", _("Inspector")
        AUDITOR = "auditor", _("Auditor")
        ADMINISTRATOR = "administrator", _("Administrator")

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="memberships", verbose_name=_("unit"))
    role = models.CharField(_("role"), max_length=16, choices=Role)
    active = models.BooleanField(_("active"), default=True)
    since = models.DateField(_("in force since"), default=timezone.localdate)
    until = models.DateField(_("in force until"), null=True, blank=True, help_text=_("The last day; empty: no end."))

    objects = MembershipQuerySet.as_manager()

    # Ids of those in this unit for whom the person stands in today; filled in by `memberships_of`.
    stands_in_for: tuple[int, ...] = ()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["unit", "role", "pk"]
        constraints = [models.UniqueConstraint(fields=["user", "unit", "role"], name="membership_once")]
        indexes = [models.Index(fields=["unit", "role"], name="membership_unit_role")]

    def __str__(self) -> str:
        return f"{self.user} · {self.unit} · {self.get_role_display()}"


# Who may handle cases, and so stand in for somebody who does.
HANDLING_ROLES = (Membership.Role.HANDLER, Membership.Role.LEAD)


def memberships_of(user) -> list[Membership]:
    """What the person may act as today, with units selected, and whom they stand in for there; in one statement.
    Nothing for who is not signed in."""
    if user is None or user.pk is None:
        return []
    today = timezone.localdate()
    asked = Q(unit__absences__stand_in=user.pk, unit__absences__since__lte=today, unit__absences__until__gte=today)
    rows = Membership.objects.in_force(user_id=user.pk).select_related("unit").order_by("unit", "role")
    rows = rows.annotate(away=FilteredRelation("unit__absences", condition=asked), absent=F("away__user"))
    found: dict[int, Membership] = {}
    for row in rows:
        found.setdefault(row.pk, row)
        if row.absent is not None and row.role in HANDLING_ROLES:
            found[row.pk].stands_in_for += (row.absent,)
    return list(found.values())
