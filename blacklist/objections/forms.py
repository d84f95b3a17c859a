"""What may be said with the acts of an objection."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.access import speaks_for
from casework.engine.forms import ActForm, AttachmentsField, OwnUnitForm, in_words
from casework.engine.models import Case
from casework.engine.unnamed import check_names_nobody
from casework.parties.phones import as_e164
from casework.ui.text import person_name

from ..decidable import PARTIES
from ..listing.entries import on_the_list
from ..models import Decision, EntryObjection
from ..remedies import way_to_a_review
from .rows import can_be_corrected


class EntryField(forms.ModelChoiceField):
    """A decision on the list, by its number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=None, to_field_name="number", label=_("Entry"), empty_label=None, **kwargs)
        self.error_messages["invalid_choice"] = _("This entry is not on the list any more.")

    def label_from_instance(self, decision: Decision) -> str:
        return f"{decision.number} · {decision.get_violation_display()}"


class SaidOfAnEntry(ActForm):
    """What everybody says who objects."""

    decision = EntryField()
    wrong = forms.ChoiceField(label=_("What is wrong"), choices=EntryObjection.Wrong, widget=forms.RadioSelect)
    why = in_words(_("What is not so, and how it really is"), rows=5)
    attachments = AttachmentsField(label=_("Evidence"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = self.entries(timezone.localdate(self.now))

    def entries(self, day: dt.date) -> QuerySet[Decision]:
        """To which entries whoever fills it in may object."""
        return on_the_list(day)


class PublicObjectionForm(SaidOfAnEntry):
    """Of anybody, without an account. Who they are is for the office alone."""

    private = ("name", "phone", "email")

    name = forms.CharField(label=_("Your name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    phone = forms.CharField(
        label=_("Mobile phone"),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Every step is sent there. Without it, come back with number and access code."),
    )

    def clean_name(self) -> str:
        return person_name(self.cleaned_data["name"])

    def clean_phone(self) -> str:
        return as_e164(self.cleaned_data["phone"])


class PartyObjectionForm(OwnUnitForm, SaidOfAnEntry):
    """Of whoever is on the list."""

    own_kinds = PARTIES
    field_order = ("unit", "decision", "wrong", "why", "attachments")

    def entries(self, day: dt.date) -> QuerySet[Decision]:
        return on_the_list(day).filter(unit__in=speaks_for(self.actor, self.own_kinds))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        decision, unit = said.get("decision"), said.get("unit")
        if decision is not None and unit is not None and decision.unit_id != unit.pk:
            self.add_error("decision", _("This decision is about another unit of yours."))
        return said


class SustainForm(ActForm):
    """The corrected facts are for the office here: the party reads them in its decision, and whoever else objected
    reads no more of it than the entry says."""

    internal = told = ("facts",)

    found = in_words(
        _("What was wrong, and what was put right"),
        _("Whoever objected reads this. Leave out what the public entry does not say."),
        rows=4,
    )
    facts = in_words(
        _("Facts of the decision, as they should read"),
        _(
            "A new letter goes out with these words, and the earlier one is marked as replaced. Leave them as they "
            "are, or empty, where only data of the party were wrong: correct those in the administration first. The "
            "measures stay as they are; whether they should hold is decided on a review only."
        ),
        required=False,
        rows=8,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"facts": self.case.about.facts, **self.initial}

    def clean_facts(self) -> str:
        facts = self.cleaned_data["facts"]
        if facts and facts != self.case.about.facts and not can_be_corrected(self.case.about):
            raise forms.ValidationError(_("The decision is not in force any more, so its words stay as they are."))
        # Whoever objected is one more whom the party must not find there.
        check_names_nobody(facts, Case.objects.filter(pk=self.case.pk))
        return facts


class RejectForm(ActForm):
    finding = forms.ChoiceField(
        label=pgettext_lazy("objection", "What was found"),
        choices=EntryObjection.Finding.given,
        widget=forms.RadioSelect,
    )
    reasons = in_words(
        _("Reasons"),
        _("Whoever objected reads this. Leave out what the public entry does not say."),
        rows=5,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].help_text = way_to_a_review(self.case.about, self.now)
