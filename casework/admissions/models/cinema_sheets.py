"""A platform's list of cooperating cinemas as it was read: what every row came to, and what a person decided (R24)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.models import Attachment, Case
from casework.parties.models import Campaign, Cinema, Division


class CinemaSheetQuerySet(models.QuerySet):
    def held(self) -> CinemaSheetQuerySet:
        """Those on which something rests: a row of a case, by whatever protected key."""
        rests = Q(pk__in=())
        for relation in filter(_holds, CinemaSheet._meta.get_fields(include_hidden=True)):
            rows, key = relation.related_model.objects, relation.field.name
            rests |= Q(pk__in=rows.filter(**{f"{key}__isnull": False}).values(key))
        return self.filter(rests)


def _holds(relation: Any) -> bool:
    return relation.one_to_many and relation.auto_created and relation.on_delete is models.PROTECT


class CinemaSheet(models.Model):
    """One reading of one file. Written only by `sheets.services`. Whatever rests on it holds it by a protected key;
    one that nothing rests on is swept after some days (`list_field.sweep`).

    The file may go when the law says so; what was read of it is a list of cinemas, names nobody, and stays with the
    application that rests on it.
    """

    attachment = models.ForeignKey(
        Attachment, models.SET_NULL, null=True, related_name="cinema_sheets", verbose_name=_("file")
    )
    # The case for which it was read; whether it was sent there, its file says.
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="cinema_sheets", verbose_name=_("case"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("campaign"))
    read_at = models.DateTimeField(_("read at"))
    # Of each sheet of the book, in its order: {"number", "name", "hidden", "heading", "titles", "width"}.
    tabs = models.JSONField(default=list)
    # Distinct cinemas and counties that count, and how many rows came to each outcome.
    cinemas = models.PositiveIntegerField(_("cinemas"), default=0)
    counties = models.PositiveIntegerField(_("counties"), default=0)
    outcomes = models.JSONField(default=dict)

    objects = CinemaSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of cinemas")
        verbose_name_plural = _("lists of cinemas")

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def covers_counties(self) -> bool:
        """“Over 90 %” includes the figure: 110 of 122 (R24)."""
        return self.counties >= self.campaign.counties_needed

    @property
    def has_cinemas(self) -> bool:
        return self.cinemas >= self.campaign.cinema_minimum

    @property
    def meets_figures(self) -> bool:
        return self.covers_counties and self.has_cinemas

    def count(self, outcome: str) -> int:
        """How many rows came to this."""
        return self.outcomes.get(outcome, 0)

    @property
    def to_look_at(self) -> int:
        """Rows that name a cinema and count for nothing, until a person has looked at them."""
        return sum(self.count(outcome) for outcome in SheetLine.OPEN)

    def tab_name(self, number: int) -> str:
        """What a sheet of the book is called; "" where there is one without a name (CSV)."""
        return next((tab["name"] for tab in self.tabs if tab["number"] == number), "")

    def tab_label(self, number: int) -> str:
        """The same, for a sentence about a row; "" where there is one sheet only."""
        return self.tab_name(number) if len(self.tabs) > 1 else ""


class SheetLineQuerySet(models.QuerySet):
    def about_cinemas(self) -> SheetLineQuerySet:
        """Without titles, totals and notes."""
        return self.exclude(outcome=SheetLine.Outcome.ASIDE)

    def open(self) -> SheetLineQuerySet:
        """Those that a person has to look at."""
        return self.filter(outcome__in=SheetLine.OPEN)


class SheetLine(models.Model):
    """One row of the file, as it stands there, and what it came to. Written only by `sheets.services`."""

    class Outcome(models.TextChoices):
        COUNTED = "counted", _("Counted")
        DUPLICATE = "duplicate", _("Duplicate")
        DOUBTFUL = "doubtful", _("Doubtful")
        NOT_FOUND = "not_found", _("Not found")
        CLOSED = "closed", _("Cinema is closed")
        DISQUALIFIED = "disqualified", _("Cinema is not qualified")
        CONTRADICTION = "contradiction", _("Code and name contradict each other")
        UNREADABLE = "unreadable", _("Not readable")
        DISMISSED = "dismissed", _("Set aside by a person")
        ASIDE = "aside", _("No row of a cinema")

    class Decision(models.TextChoices):
        NONE = "", _("Nobody")
        CHOSEN = "chosen", pgettext_lazy("row of a sheet", "A cinema was chosen")
        DISMISSED = "dismissed", pgettext_lazy("row of a sheet", "Set aside")

    OPEN = (Outcome.DOUBTFUL, Outcome.NOT_FOUND, Outcome.CONTRADICTION, Outcome.UNREADABLE)
    # Of these the cinema is known; which row of it counts is a question of order.
    OF_A_CINEMA = (Outcome.COUNTED, Outcome.DUPLICATE)

    sheet = models.ForeignKey(CinemaSheet, models.CASCADE, related_name="lines", verbose_name=_("list of cinemas"))
    tab = models.PositiveSmallIntegerField(_("sheet of the book"))
    row = models.PositiveIntegerField(_("row"))
    cells = models.JSONField(default=list)
    outcome = models.CharField(_("outcome"), max_length=16, choices=Outcome)
    cinema = models.ForeignKey(Cinema, models.PROTECT, null=True, related_name="+", verbose_name=_("cinema"))
    # Of a line that is not counted: the one its row names.
    county = models.ForeignKey(Division, models.PROTECT, null=True, related_name="+", verbose_name=_("county"))
    # A key of `sheets.words.REASONS`, and what its sentence names: column, what was read, what was expected.
    reason = models.CharField(max_length=24, blank=True)
    details = models.JSONField(default=dict)
    decision = models.CharField(_("decided"), max_length=12, choices=Decision, blank=True)
    # An actor's address, as in the record.
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)

    objects = SheetLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("row of a list of cinemas")
        verbose_name_plural = _("rows of lists of cinemas")
        ordering = ["sheet", "tab", "row"]
        constraints = [models.UniqueConstraint(fields=["sheet", "tab", "row"], name="sheet_line_once")]
        indexes = [
            models.Index(fields=["sheet", "outcome", "tab", "row"], name="sheet_line_outcome"),
            models.Index(fields=["sheet", "cinema"], name="sheet_line_cinema"),
        ]

    def __str__(self) -> str:
        return f"{self.tab}:{self.row} {self.outcome}"

    @property
    def candidates(self) -> list[dict[str, Any]]:
        """Cinemas that may be meant: {"cinema": its id, "code", "name", "score": letters in common in percent}, the
        closest first. None is chosen."""
        return self.details.get("candidates", [])
