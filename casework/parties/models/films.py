"""Films, and the lowest price at which each was released, by period (R10): a voucher redeems at no more than that."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.parties.names import NameField

# Some single signs become several letters when compared.
KEY_LENGTH = 200
# Signs that people put around a title.
_MARKS = str.maketrans("", "", "《》〈〉<>“”\"'")


class Hall(models.TextChoices):
    """The sort of hall that a ticket was for; a special one may cost more where the campaign says so."""

    ORDINARY = "ordinary", _("An ordinary hall")
    SPECIAL = "special", _("A special hall (IMAX, giant screen and the like)")


def film_key(text: str) -> str:
    """A title for comparing: one width and case of letters, no spaces, none of the marks around it."""
    plain = unicodedata.normalize("NFKC", text).translate(_MARKS)
    return "".join(plain.split()).casefold()[:KEY_LENGTH]


class Film(models.Model):
    title = NameField(_("title"), max_length=60)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)
    code = models.CharField(
        _("national film code"), max_length=20, blank=True, help_text=_("As the ticketing system has it, if known.")
    )

    class Meta:
        verbose_name = _("film")
        verbose_name_plural = _("films and their lowest release prices")
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code=""),
                name="film_code_once",
                violation_error_message=_("Another film has this national code."),
            )
        ]

    def __str__(self) -> str:
        return f"《{self.title}》"

    def save(self, *args, **kwargs) -> None:
        self.key = film_key(self.title)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.key = film_key(self.title)
        refuse_shared_name(self.key, self.pk)


class FilmAlias(models.Model):
    """Another name under which people know a film."""

    film = models.ForeignKey(Film, models.CASCADE, related_name="aliases", verbose_name=_("film"))
    name = NameField(_("other title"), max_length=60)
    key = models.CharField(max_length=KEY_LENGTH, unique=True, editable=False)

    class Meta:
        verbose_name = _("other title")
        verbose_name_plural = _("other titles")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        self.key = film_key(self.name)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.key = film_key(self.name)
        refuse_shared_name(self.key, self.film_id)


def refuse_shared_name(key: str, film_id: int | None) -> None:
    """A name belongs to one film, else no complaint that names it could be compared. Raises ValidationError."""
    if not key:
        raise ValidationError(_("A title needs at least one letter or figure."))
    other = Film.objects.filter(Q(key=key) | Q(aliases__key=key)).exclude(pk=film_id).first()
    if other is not None:
        raise ValidationError(
            _("%(film)s has this name already. Add the year to tell the two apart."), params={"film": str(other)}
        )


class ReleasePriceQuerySet(models.QuerySet):
    def on(self, day: dt.date) -> ReleasePriceQuerySet:
        """The prices that hold on the day, first and last day included."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class ReleasePrice(models.Model):
    """A film's lowest release price, yuan, over a period. No two periods of a film share a day.

    Neither SQLite nor PostgreSQL without an extension can hold that as a constraint; what both can is below, the rest
    is checked here, in the administration's form and in the import (`refuse_overlap`).
    """

    film = models.ForeignKey(Film, models.CASCADE, related_name="prices", verbose_name=_("film"))
    since = models.DateField(_("price from"))
    until = models.DateField(_("price until"), null=True, blank=True, help_text=_("The last day; empty: no end."))
    lowest = models.DecimalField(
        _("lowest release price, yuan"), max_digits=6, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    source = models.CharField(
        _("source"), max_length=120, blank=True, help_text=_("The notice or document that says so.")
    )

    # The film's other periods, where they are changed in one go with this one; None: read them.
    beside: Iterable[ReleasePrice] | None = None

    objects = ReleasePriceQuerySet.as_manager()

    class Meta:
        verbose_name = _("lowest release price")
        verbose_name_plural = _("lowest release prices")
        ordering = ["film", "since"]
        constraints = [
            models.UniqueConstraint(fields=["film", "since"], name="release_price_starts_once"),
            models.UniqueConstraint(fields=["film"], condition=Q(until__isnull=True), name="release_price_open_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="release_price_days_in_order",
                violation_error_message=_("A price cannot end before it begins."),
            ),
            models.CheckConstraint(
                condition=Q(lowest__gt=0),
                name="release_price_above_nothing",
                violation_error_message=_("A price must be above zero."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lowest:.2f} {self.since} – {self.until or ''}"

    def clean(self) -> None:
        if self.film_id is None or self.since is None:
            return
        stored = ReleasePrice.objects.filter(film=self.film_id).exclude(pk=self.pk)
        refuse_overlap([self, *(stored if self.beside is None else self.beside)])


class Period(Protocol):
    """Anything with a first and a last day (None: no end)."""

    since: dt.date
    until: dt.date | None


def overlaps(periods: Iterable[Period]) -> Iterator[tuple[Period, Period]]:
    """Pairs of one film's periods that share a day, the earlier one first; where any do, there is at least one pair."""
    ordered = sorted(periods, key=lambda period: period.since)
    return ((one, two) for one, two in pairwise(ordered) if one.until is None or one.until >= two.since)


def refuse_overlap(periods: Iterable[Period]) -> None:
    """Raises ValidationError naming both periods."""
    for clash in overlaps(periods):
        one, two = (period_words(period) for period in clash)
        raise ValidationError(
            _("The periods %(one)s and %(two)s share days: end the first the day before the second begins."),
            code="overlap",
            params={"one": one, "two": two},
        )


def period_words(period: Period) -> str:
    """2026-03-01 – 2026-04-30; the end is left out where there is none."""
    return f"{period.since} – {period.until}" if period.until else f"{period.since} –"
