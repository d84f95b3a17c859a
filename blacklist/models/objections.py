"""What is wrong with an entry of the list, in the eyes of its party or of anybody (issue 9 §3; 公示规定 art. 12)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.models import Case

from ..objections.states import ObjectionActs
from .decisions import Decision


class EntryObjection(ObjectionActs, Case):
    """`about`: the decision whose entry is meant. `by_public`: by somebody without an account; else by the party, which
    has no part in what others object. `finding`: why the entry stays as it is, once that was found."""

    class Wrong(models.TextChoices):
        """What the case is about (`Case.topic`)."""

        NAME = "name_or_code", _("Name or code")
        FACTS = "act_or_facts", _("The act or what is said of it")
        MEASURES = "measures_or_dates", _("Measures or dates")
        NOT_US = "not_us", _("It is about somebody else")
        OVER = "no_longer", _("It should not be on the list any more")
        OTHER = "other", pgettext_lazy("entry", "Something else")

    class Finding(models.TextChoices):
        NONE = "", _("Nothing yet")
        RIGHT = "right", _("The entry is right")
        REVIEW = "review", _("It is about whether the measures should hold: that belongs to a review")

        @classmethod
        def given(cls) -> list[tuple[str, object]]:
            """Those that somebody may come to."""
            return [(one.value, one.label) for one in (cls.RIGHT, cls.REVIEW)]

    about = models.ForeignKey(Decision, models.PROTECT, related_name="objections", verbose_name=_("decision"))
    by_public = models.BooleanField(_("by the public"), default=False)
    finding = models.CharField(_("what was found"), max_length=10, choices=Finding, blank=True, default=Finding.NONE)

    class Meta:
        verbose_name = _("objection to an entry")
        verbose_name_plural = _("objections to entries")
