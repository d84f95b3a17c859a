"""Checklists, edited by the association. What a report answers is a published version, and that never changes again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

# Between two neighbours there is room to write another.
STEP = 10
FROZEN = _("This version is published and stays as it is. Make a new version from it.")
ONE_DRAFT = _("This checklist has a draft already. Publish it or delete it first.")
PLACE = _("The smallest number stands first; leave it empty for the last place.")


def refuse_published(version_ids: Iterable[int | None]) -> None:
    """Raise ValidationError if one of them is published. Inside a transaction none can be until it ends."""
    versions = ChecklistVersion.objects.select_for_update().filter(pk__in=set(version_ids))
    if any(published_at for published_at in versions.values_list("published_at", flat=True)):
        raise ValidationError(FROZEN, code="published")


def lines(text: str) -> list[str]:
    """What stands one a line, without empty lines."""
    return [line for line in map(str.strip, text.splitlines()) if line]


class UnpublishedOnly(models.QuerySet):
    """Rows of versions: written or deleted many at a time they are refused like one at a time."""

    version_field = "version_id"

    def update(self, **values: Any) -> int:
        with transaction.atomic(using=self.db):
            refuse_published(self._version_ids())
            return super().update(**values)

    update.alters_data = True

    def delete(self) -> tuple[int, dict[str, int]]:
        with transaction.atomic(using=self.db):
            refuse_published(self._version_ids())
            return super().delete()

    delete.alters_data = True
    delete.queryset_only = True

    def _version_ids(self) -> list[int]:
        return list(self.values_list(self.version_field, flat=True))


class FrozenQuerySet(UnpublishedOnly):
    def update(self, **values: Any) -> int:
        if values.keys() & {"version", "version_id", "section", "section_id"}:
            raise TypeError("Rows are moved one at a time: save() looks at where they go.")
        return super().update(**values)

    update.alters_data = True

    def bulk_create(self, objs: Iterable[Frozen], *args: Any, **kwargs: Any) -> list[Frozen]:
        rows = list(objs)
        for row in rows:
            row.settle()
        with transaction.atomic(using=self.db):
            refuse_published(row.version_id for row in rows)
            return super().bulk_create(rows, *args, **kwargs)

    bulk_create.alters_data = True


class Frozen(models.Model):
    """A row of a version, written while that is a draft only."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        with transaction.atomic():
            self.refuse_published()
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            self.refuse_published()
            return super().delete(*args, **kwargs)

    def settle(self) -> None:
        """Whatever follows from where the row is put."""

    def refuse_published(self) -> None:
        """Where the row is and where it is put; in hand it may be older than what is stored."""
        stored = type(self).objects.filter(pk=self.pk).values_list("version_id", flat=True)
        refuse_published([*stored, self.version_id])


class Checklist(models.Model):
    code = models.SlugField(_("code"), max_length=40, unique=True, help_text=_("Letters, figures and hyphens."))
    name = models.CharField(_("name"), max_length=60)
    # Values of Unit.Kind.
    for_kinds = models.JSONField(_("for inspecting"), default=list)

    class Meta:
        verbose_name = _("checklist")
        verbose_name_plural = _("checklists")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.suits_only(Unit.Kind.values):
            raise ValidationError({"for_kinds": _("Say which kinds of units are inspected with it.")})

    def suits_only(self, kinds: Iterable[str]) -> bool:
        """Whether it is for some of these kinds and no others."""
        chosen = self.for_kinds
        return isinstance(chosen, list) and bool(chosen) and all(kind in kinds for kind in chosen)

    def suits(self, unit: Unit) -> bool:
        """Whether the unit may be inspected with it."""
        return unit.kind in self.for_kinds


class VersionQuerySet(UnpublishedOnly):
    version_field = "id"

    def drafts(self) -> VersionQuerySet:
        return self.filter(published_at__isnull=True)

    def published(self) -> VersionQuerySet:
        return self.filter(published_at__isnull=False)

    def whole(self) -> VersionQuerySet:
        """With checklist, sections and items, in three statements."""
        return self.select_related("checklist").prefetch_related("sections__items")


class ChecklistVersion(models.Model):
    """A draft until it is published (publishing.py); from then on neither it nor its sections and items change."""

    checklist = models.ForeignKey(Checklist, models.PROTECT, related_name="versions", verbose_name=_("checklist"))
    # Counted by save().
    number = models.PositiveSmallIntegerField(_("version"), editable=False)
    published_at = models.DateTimeField(_("published on"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("published by"),
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a checklist")
        verbose_name_plural = _("versions of checklists")
        ordering = ["checklist__name", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["checklist", "number"], name="checklist_version_once"),
            models.UniqueConstraint(
                fields=["checklist"],
                condition=Q(published_at__isnull=True),
                name="checklist_one_draft",
                violation_error_message=ONE_DRAFT,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.checklist} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            refuse_published([self.pk])
            if self.number is None:
                self.number = (self.checklist.versions.aggregate(last=Max("number"))["last"] or 0) + 1
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        with transaction.atomic():
            refuse_published([self.pk])
            return super().delete(*args, **kwargs)

    @property
    def published(self) -> bool:
        return self.published_at is not None

    def clean(self) -> None:
        # The constraint's condition is on a field that no form has, so a form does not ask it.
        drafts = ChecklistVersion.objects.drafts().filter(checklist=self.checklist_id).exclude(pk=self.pk)
        if not self.published and drafts.exists():
            raise ValidationError({"checklist": ONE_DRAFT})


class Section(Frozen):
    version = models.ForeignKey(
        ChecklistVersion, models.CASCADE, related_name="sections", verbose_name=_("version of a checklist")
    )
    order = models.PositiveSmallIntegerField(_("position"), blank=True, help_text=PLACE)
    title = models.CharField(_("heading"), max_length=40)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["version", "order", "pk"]

    def __str__(self) -> str:
        return self.title

    def settle(self) -> None:
        if self.order is None:
            self.order = last_place(self.version.sections)


def last_place(rows: Any) -> int:
    """The place after all of them."""
    return (rows.aggregate(last=Max("order"))["last"] or 0) + STEP


def space_out(rows: models.Manager) -> None:
    """Number the rows anew, so that there is room between any two of them again."""
    ordered = list(rows.order_by("order", "pk"))
    for place, row in enumerate(ordered, start=1):
        row.order = place * STEP
    rows.bulk_update(ordered, ["order"])
