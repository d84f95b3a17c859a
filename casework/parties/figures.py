"""Figures of a campaign: numbers with a unit and a source, so that every page can say where a number comes from."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class FigureSource(models.TextChoices):
    """Who fixed a figure. `campaign` is shown as "campaign default" wherever the figure is shown."""

    LAW = "law", _("Law")
    NOTICE = "notice", _("Campaign notice")
    CAMPAIGN = "campaign", _("Campaign default")


class FigureUnit(models.TextChoices):
    WORKING_DAYS = "working_days", _("Working days")
    DAYS = "days", _("Calendar days")
    MONTHS = "months", _("Months")
    YEARS = "years", _("Years")
    HOURS = "hours", _("Hours")
    CLOCK_HOUR = "clock_hour", _("Hour of the day")
    PERCENT = "percent", _("Percent")
    PERSONS = "persons", _("Persons")
    COUNT = "count", pgettext_lazy("figure unit", "Number")
    YUAN = "yuan", _("Yuan")
    YES_NO = "yes_no", _("Yes or no")
    NAME = "name", pgettext_lazy("figure unit", "Name")


LIMITS = {FigureUnit.PERCENT: 100, FigureUnit.CLOCK_HOUR: 24}


class FigureMixin:
    """A number, or a name, that knows its unit (FigureUnit), its source (FigureSource) and the passage that says so."""

    def __init__(self, *args, unit="", source="", reference="", **kwargs):
        self.unit, self.source, self.reference = unit, source, reference
        if unit and "help_text" not in kwargs:
            kwargs["help_text"] = format_lazy(
                _("{unit}. Source: {source}, {reference}."),
                unit=FigureUnit(unit).label,
                source=FigureSource(source).label,
                reference=reference,
            )
        if unit in LIMITS and "validators" not in kwargs:
            kwargs["validators"] = [MaxValueValidator(LIMITS[unit])]
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        # To the database a figure is a plain value: migrations need neither its words nor this class.
        name, _path, args, kwargs = super().deconstruct()
        for words in ("verbose_name", "help_text", "validators"):
            kwargs.pop(words, None)
        return name, f"django.db.models.{self.get_internal_type()}", args, kwargs


class Figure(FigureMixin, models.PositiveSmallIntegerField):
    pass


class MoneyFigure(FigureMixin, models.DecimalField):
    pass


class RuleFigure(FigureMixin, models.BooleanField):
    """A rule that one campaign has and another has not."""


class NameFigure(FigureMixin, models.CharField):
    """What an office outside is called, where it is called otherwise elsewhere or after a reform."""


def by_law(name, default: int, unit: FigureUnit, reference) -> Figure:
    """A figure that a law or regulation gives, or gives for the like."""
    return Figure(name, default=default, unit=unit, source=FigureSource.LAW, reference=reference)


def by_notice(name, default: int, unit: FigureUnit, reference) -> Figure:
    """A figure that the campaign's own notice gives."""
    return Figure(name, default=default, unit=unit, source=FigureSource.NOTICE, reference=reference)


def by_campaign(name, default: int, unit: FigureUnit, reference) -> Figure:
    """A figure that no rule gives: the campaign's own choice."""
    return Figure(name, default=default, unit=unit, source=FigureSource.CAMPAIGN, reference=reference)
