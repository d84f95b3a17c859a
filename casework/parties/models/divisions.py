"""The province, its prefectures and counties (GB/T 2260), and the names people use for places that are neither."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class DivisionQuerySet(models.QuerySet):
    def within(self, division: "Division") -> "DivisionQuerySet":
        """The division itself and all that lies in it."""
        return self.filter(code__startswith=division.prefix)

    def prefectures(self) -> "DivisionQuerySet":
        return self.filter(level=Division.Level.PREFECTURE)

    def counties(self) -> "DivisionQuerySet":
        return self.filter(level=Division.Level.COUNTY)

    def by_prefecture(self) -> "list[tuple[Division, list[Division]]]":
        """The prefectures, each with its counties, by code. One statement."""
        rows = list(self.filter(level__in=(Division.Level.PREFECTURE, Division.Level.COUNTY)).order_by("code"))
        tops = [row for row in rows if row.level == Division.Level.PREFECTURE]
        return [(top, [row for row in rows if row.parent_id == top.pk]) for top in tops]


class Division(models.Model):
    class Level(models.IntegerChoices):
        PROVINCE = 1, _("Province")
        PREFECTURE = 2, _("Prefecture")
        COUNTY = 3, _("County")

    code = models.CharField(
        _("division code"),
        max_length=6,
        primary_key=True,
        validators=[RegexValidator(r"^\d{6}\Z", _("A division code has 6 digits."))],
    )
    name = models.CharField(_("name"), max_length=40)
    level = models.PositiveSmallIntegerField(_("level"), choices=Level)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )

    objects = DivisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("division")
        verbose_name_plural = _("divisions")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def prefix(self) -> str:
        """The digits that all codes within share: 2 for the province, 4 for a prefecture, 6 for a county."""
        return self.code[: 2 * self.level]


class DivisionAlias(models.Model):
    """A place that people name and the division codes do not know, such as 云龙示范区."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    division = models.ForeignKey(Division, models.PROTECT, related_name="aliases", verbose_name=_("lies in"))

    class Meta:
        verbose_name = _("other place name")
        verbose_name_plural = _("other place names")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
