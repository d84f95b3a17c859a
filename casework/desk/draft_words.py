"""What stands in a form, in words: a colleague's draft to read, and where it differs from one's own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.forms import Field
from django.utils.translation import gettext as _

from casework.engine.attachments.held import readable
from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.models import Attachment
from casework.ui.views import Kept
from casework.ui.words import listed


@dataclass(frozen=True)
class Difference:
    """One field that somebody else filled in otherwise."""

    label: str
    theirs: str
    mine: str


def in_words(form: ActForm, details: Mapping[str, Any]) -> list[Kept]:
    """What was typed, field by field, with the words of what was chosen; files are shown by themselves."""
    found = [(field, details.get(name)) for name, field in form.fields.items() if name not in form.file_fields()]
    return [Kept(str(field.label), _text(field, value, {})) for field, value in found if value]


def differences(form: ActForm, theirs: Mapping[str, Any], mine: Mapping[str, Any]) -> list[Difference]:
    """The fields that are not the same in both; files by name. One statement where there are any."""
    names = _names(form, theirs, mine)
    shown = [name for name in form.fields if name in form.file_fields() or not form[name].is_hidden]
    found = [(form.fields[name], theirs.get(name), mine.get(name)) for name in shown]
    return [
        Difference(str(field.label), _text(field, one, names), _text(field, other, names))
        for field, one, other in found
        if _values(one) != _values(other)
    ]


def _names(form: ActForm, *said: Mapping[str, Any]) -> Mapping[str, str]:
    ids = [pk for details in said for name in form.file_fields() for pk in details.get(name) or ()]
    named = Attachment.objects.filter(pk__in=readable(ids)) if ids else []
    return {str(file.pk): file.name for file in named}


def _text(field: Field, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(field, AttachmentsField):
        return listed(names.get(one, _("a file that is gone")) for one in _values(value))
    choices = {str(key): str(label) for key, label in getattr(field, "choices", [])}
    choices.setdefault("True", _("Yes"))
    return listed(choices.get(one, one) for one in _values(value))


def _values(value: Any) -> list[str]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        value = [value]
    # A browser sends line ends of its own.
    return [str(one).replace("\r\n", "\n") for one in value if one not in (None, "", False)]
