"""What may be said with a change of what a qualified platform says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField, OldestForm, in_words

from ..list_field import CinemaListForm
from ..models import Amendment
from .papers import ContactsForm, PapersForm, ServicePhoneInput

# What a change may say anew.
CHANGES = ("service_phone", "extension_channel", "manual", "contacts", "cinema_sheet")


class AmendForm(CinemaListForm, ContactsForm):
    """Only what changes; whatever is left empty stays as it is."""

    all_levels = False
    private = PapersForm.private
    # What is new is the version's own; the record says that there is one, and why.
    recorded_as = {"extension_channel": None}

    why = in_words(_("What changes, and from when on"))
    service_phone = ServicePhoneInput(label=_("Service phone"), max_length=32, required=False)
    extension_channel = in_words(_("Extension and pooling: where and how"), required=False)
    manual = AttachmentsField(label=_("Operation manual"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cinema_list"].required = False

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors and not any(said[name] for name in CHANGES):
            raise ValidationError(_("Please say anew what changes; what you leave empty stays as it is."))
        return said


class OnAmendmentForm(OldestForm):
    """About the change that has waited longest."""

    about = "amendment"
    recorded_as = {"amendment": None}

    amendment = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput())

    def waiting(self) -> QuerySet:
        return self.case.amendments.filter(outcome="")

    def words_of(self, row: Amendment) -> str:
        return f"{row.number}: {row.why}"


class AcceptForm(OnAmendmentForm):
    note = in_words(_("Note"), required=False)


class DeclineForm(OnAmendmentForm):
    reason = in_words(_("Why it is not accepted"), _("The platform reads this."))


class CoverageForm(ActForm):
    agreed = in_words(_("What was agreed, and by when"), _("The platform reads this."))
