"""The questions of a checklist: how each is answered, and which answers are a violation of what."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .checklists import PLACE, ChecklistVersion, Frozen, FrozenQuerySet, Section, last_place, lines

YES, NO, NOT_APPLICABLE = "yes", "no", "na"
CODE_TAKEN = _("Another question of this version has this code.")
# As long as a button on a phone may be.
LONGEST_CHOICE = 40


class Item(Frozen):
    class Kind(models.TextChoices):
        YES_NO = "yes_no", _("Yes, no or not applicable")
        NUMBER = "number", _("A number")
        MONEY = "money", _("An amount in yuan")
        TEXT = "text", _("A text")
        PHOTO = "photo", _("A photo")
        CHOICE = "choice", _("One of several answers")

    class Violation(models.TextChoices):
        NEVER = "", _("Neither")
        YES = YES, pgettext_lazy("answer", "Yes")
        NO = NO, pgettext_lazy("answer", "No")

    class Photo(models.TextChoices):
        NEVER = "never", _("Not needed")
        ON_VIOLATION = "violation", _("Needed on a violation")
        ALWAYS = "always", _("Always needed")

    class Needed(models.TextChoices):
        ALWAYS = "always", _("Must be answered")
        OR_REASON = "reason", _("Must be answered, or the note says why not")
        NO = "no", _("May be left empty")

    section = models.ForeignKey(Section, models.CASCADE, related_name="items", verbose_name=_("section"))
    # The section's, written by settle(), so that the database holds that a code is there once.
    version = models.ForeignKey(ChecklistVersion, models.CASCADE, related_name="+", editable=False)
    order = models.PositiveSmallIntegerField(_("position"), blank=True, help_text=PLACE)
    code = models.SlugField(
        _("code"), max_length=40, help_text=_("Once in a version, and the same from version to version.")
    )
    question = models.CharField(_("question"), max_length=80)
    guidance = models.TextField(
        _("guidance"), max_length=500, blank=True, help_text=_("What the inspector does: where, with whom, with what.")
    )
    rule = models.CharField(
        _("rule"),
        max_length=3,
        blank=True,
        validators=[RegexValidator(r"^R[1-9][0-9]?\Z", _("A rule is written as R33."))],
        help_text=_("Its number, such as R33; empty where no rule is asked about."),
    )
    words = models.CharField(
        _("the rule's words"), max_length=120, blank=True, help_text=_("As the notice has them, never in other words.")
    )
    kind = models.CharField(_("kind of answer"), max_length=10, choices=Kind, default=Kind.YES_NO)
    choices = models.TextField(
        _("answers to choose from"), max_length=1000, blank=True, help_text=_("Of one of several answers: one a line.")
    )
    violation_on = models.CharField(
        _("violation is"),
        max_length=3,
        choices=Violation,
        blank=True,
        default=Violation.NEVER,
        help_text=_("Of yes or no."),
    )
    bad_choices = models.TextField(
        _("those that are violations"),
        max_length=1000,
        blank=True,
        help_text=_("One a line, as written in the answers to choose from."),
    )
    more_than = models.SlugField(
        _("violation if more than"),
        max_length=40,
        blank=True,
        help_text=_("Of an amount: the code of another amount that it must not exceed."),
    )
    film = models.SlugField(
        _("price of the film in"),
        max_length=40,
        blank=True,
        help_text=_(
            "Of what a ticket for an ordinary hall cost: the code of the question that names the film. Whoever "
            "verifies the report then reads what the table of lowest release prices says of it."
        ),
    )
    photo = models.CharField(_("photo"), max_length=10, choices=Photo, default=Photo.NEVER)
    needed = models.CharField(_("whether it must be answered"), max_length=10, choices=Needed, default=Needed.ALWAYS)

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["section", "order", "pk"]
        constraints = [models.UniqueConstraint(fields=["version", "code"], name="checklist_item_code_once")]

    def __str__(self) -> str:
        return self.question

    @property
    def answers(self) -> list[str]:
        """The values that may be chosen; none where something is written instead."""
        if self.kind == self.Kind.YES_NO:
            return [YES, NO, NOT_APPLICABLE]
        return lines(self.choices) if self.kind == self.Kind.CHOICE else []

    @property
    def violations(self) -> list[str]:
        """Those of `answers` that are violations."""
        if self.kind == self.Kind.YES_NO:
            return [self.violation_on] if self.violation_on else []
        return lines(self.bad_choices) if self.kind == self.Kind.CHOICE else []

    def settle(self) -> None:
        self.version_id = self.section.version_id
        if self.order is None:
            self.order = last_place(self.section.items)

    def clean(self) -> None:
        faults = {**self._kind_faults(), **self._choice_faults()}
        others = Item.objects.filter(version=self.section.version_id).exclude(pk=self.pk)
        if others.filter(code=self.code).exists():
            faults["code"] = CODE_TAKEN
        if not self.rule and (self.violations or self.more_than):
            faults["rule"] = _("Say which rule is broken.")
        if self.photo == self.Photo.ON_VIOLATION and not (self.violations or self.more_than):
            faults["photo"] = _("None of the answers is a violation.")
        if faults:
            raise ValidationError(faults)

    def _kind_faults(self) -> dict[str, Any]:
        """What is filled in of another sort of answer would say nothing, and whoever filled it in would not know."""
        belongs = {
            "choices": self.Kind.CHOICE,
            "bad_choices": self.Kind.CHOICE,
            "violation_on": self.Kind.YES_NO,
            "more_than": self.Kind.MONEY,
            "film": self.Kind.MONEY,
        }
        wrong = _("This answer is of another sort: leave it empty.")
        return {name: wrong for name, kind in belongs.items() if getattr(self, name) and self.kind != kind}

    def _choice_faults(self) -> dict[str, Any]:
        if self.kind != self.Kind.CHOICE:
            return {}
        faults, offered = {}, self.answers
        if len(set(offered)) < 2 or len(set(offered)) < len(offered):
            faults["choices"] = _("Two different answers at least, none of them twice.")
        elif max(map(len, offered)) > LONGEST_CHOICE:
            faults["choices"] = _("An answer has at most %(limit)d characters.") % {"limit": LONGEST_CHOICE}
        if not set(self.violations) <= set(offered):
            faults["bad_choices"] = _("Each of them must be one of the answers to choose from.")
        return faults
