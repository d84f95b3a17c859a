"""The address of a webhook, as a platform or an administrator types it."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from . import outgoing
from .models import Reason
from .ways import NotSent


class AddressField(forms.URLField):
    """Only what would be talked to, as far as can be seen now."""

    def __init__(self, **options: object) -> None:
        said = {
            "label": _("Address of your system"),
            "max_length": 500,
            "assume_scheme": "https",
            "error_messages": {"invalid": _("This is no web address. It begins with https://.")},
            "widget": forms.URLInput(attrs={"placeholder": "https://", "spellcheck": "false", "autocomplete": "off"}),
        }
        super().__init__(**(said | options))

    def clean(self, value: str) -> str:
        url = super().clean(value)
        if url:
            _refuse_unreachable(url)
        return url


class AddressForm(forms.Form):
    url = AddressField(required=False, help_text=_("https only, on a public server. Empty: nothing is sent."))


def _refuse_unreachable(url: str) -> None:
    try:
        outgoing.check(url)
    except NotSent as error:
        if error.reason == Reason.NOT_PUBLIC:
            raise ValidationError(
                _("It must begin with https:// and lead to a server on the public internet.")
            ) from error
        raise ValidationError(_("There is no server of this name. Please check the address.")) from error
