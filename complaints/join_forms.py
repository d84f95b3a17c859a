"""What may be said with the acts of `rights_join`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.engine.access import office_cases
from casework.engine.forms import ActForm
from casework.engine.models import CaseParty
from casework.ui.times import day_words

from .fields import text
from .models import Complaint

if TYPE_CHECKING:
    from casework.engine.actors import Actor


class JoinForm(ActForm):
    """To an open case of somebody else about the same party."""

    leading = forms.ModelChoiceField(
        queryset=None,
        label=_("Leading case"),
        error_messages={
            "invalid_choice": _(
                "This case cannot lead: it has ended, is joined itself, concerns nobody of these, or was filed by the "
                "same person (then merge them). Please choose another one."
            )
        },
    )
    reason = text(
        _("Why they are handled together"),
        limit=500,
        rows=2,
        help_text=_("Stays in the record; colleagues read it. Outside nobody reads more than that it is so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["leading"].queryset = possible_leads(self.case, self.actor)
        self.fields["leading"].label_from_instance = lambda case: (
            f"{case.number} {case.title} {day_words(case.happened_on)}"
        )


def possible_leads(case: Complaint, actor: Actor) -> QuerySet[Complaint]:
    """Open cases of the same office and matter, as far as this actor sees them, that share a party and are joined to
    none; the same person's are merged instead."""
    if not case.pk:
        return Complaint.objects.none()
    shared = CaseParty.objects.filter(case=OuterRef("pk"), unit__in=[party.unit_id for party in case.party_list])
    same = {"office": case.office_id, "matter": case.matter, "leading": None}
    found = office_cases(actor, Complaint.objects.opened()).filter(Exists(shared), **same)
    digest = case.contact.phone_digest if hasattr(case, "contact") else ""
    others = found.exclude(contact__phone_digest=digest) if digest else found
    return others.exclude(pk=case.pk).order_by("-opened_at")
