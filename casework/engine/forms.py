"""The form of an act: what may be said with it. The door cleans every act's details with it, whoever calls."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit
from casework.ui.lengths import limit_lengths
from casework.ui.text import clean_text, one_line

if TYPE_CHECKING:
    from .actors import Actor
    from .models import Attachment, Case


class AttachmentsField(forms.Field):
    """Files already stored, by id. The widget is the picker (templates/engine/attachments/picker.html).

    stored_as: how they are kept: `sensitive`, papers of a person; `sheet`, where nothing but a sheet is asked for.
    """

    widget = forms.MultipleHiddenInput
    picker = "engine/attachments/picker.html"

    def __init__(self, *, stored_as: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        self.stored_as = dict(stored_as or {})
        super().__init__(**kwargs)

    def look_into(self, files: list[Attachment], form: ActForm) -> tuple[list[Attachment], list[str]]:
        """What of the files that were posted the form goes on with, and a sentence for each that is of no use. Asked
        once they are stored, before the act and outside its transaction: it may take seconds."""
        return files, []

    def clean(self, value: Any) -> list[uuid.UUID]:
        try:
            ids = [uuid.UUID(str(item)) for item in (value or [])]
        except ValueError as error:
            raise ValidationError(_("One of the files is not known here. Please add it again.")) from error
        if self.required and not ids:
            raise ValidationError(self.error_messages["required"])
        return list(dict.fromkeys(ids))


def _what_is_missing(field: forms.Field) -> str:
    """Names the field, so that a summary of errors is no list of the same sentence."""
    match field:
        case AttachmentsField():
            said = _("Please add: %(label)s")
        case forms.ChoiceField() | forms.ModelChoiceField():
            said = _("Please choose: %(label)s")
        case _:
            said = _("Please fill in: %(label)s")
    return said % {"label": field.label}


class ActForm(forms.Form):
    """Base of all acts' forms.

    Choices, numbers, dates and rows become *facts* of the record; text becomes *words*, kept beside it and erasable;
    fields named in `private` become neither (they go into `ContactDetails`); fields named in `unsearched` are words
    that the search never reads. Fields named in `conditional` become necessary by other answers: no page calls them
    optional. What fields named in `internal` say is read by the office alone, whoever reads the rest; what those named
    in `told` say, parties read in another place than the record. `recorded_as`
    has the words of the record for fields whose label speaks to whoever fills them in; None for what stands elsewhere.

    Text is cleaned before it is checked (`ui.text`), whoever calls; a field of one line also of double, unbreakable and
    full-width spaces. Lengths are counted as a person sees them.

    `read_back`: what was read of many answers at once, where it must be looked at before it is sent; else None.
    """

    private: ClassVar[tuple[str, ...]] = ()
    unsearched: ClassVar[tuple[str, ...]] = ()
    conditional: ClassVar[tuple[str, ...]] = ()
    internal: ClassVar[tuple[str, ...]] = ()
    told: ClassVar[tuple[str, ...]] = ()
    recorded_as: ClassVar[dict[str, Any]] = {}
    read_back: Any = None

    def __init__(self, *args: Any, case: Case, actor: Actor, now: dt.datetime, **kwargs: Any) -> None:
        self.case, self.actor, self.now = case, actor, now
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            self._name_who_filed(field)

    def full_clean(self) -> None:
        """Asked late: some forms have fields that only the case calls for."""
        if self.is_bound:
            self.data = self._tidied()
        for field in self.fields.values():
            limit_lengths(field)
            if field.required and field.error_messages["required"] is forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _what_is_missing(field)
        super().full_clean()

    def _tidied(self) -> Mapping[str, Any]:
        tidied = self.data.copy()
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and isinstance(typed := tidied.get(name), str):
                tidied[name] = clean_text(typed) if isinstance(field.widget, forms.Textarea) else one_line(typed)
        return tidied

    def _name_who_filed(self, field: forms.Field) -> None:
        """Labels and hints may have %(filer)s and %(matter)s in them."""
        from .kinds import matter_of, phrase

        for name in ("label", "help_text"):
            if "%(" in str(getattr(field, name)):
                setattr(field, name, phrase(getattr(field, name), matter_of(self.case)))

    def facts(self) -> dict[str, Any]:
        return {name: _fact(value) for name, value in self._recorded() if not self._is_text(name)}

    def words(self) -> dict[str, str]:
        return {name: value for name, value in self._recorded() if self._is_text(name) and value}

    def holds(self) -> bool:
        """Whether what was told is so, for an act that has an `otherwise`; asked of a valid form."""
        return True

    def file_fields(self) -> list[str]:
        return [name for name, field in self.fields.items() if isinstance(field, AttachmentsField)]

    def _recorded(self) -> Iterable[tuple[str, Any]]:
        for name, field in self.fields.items():
            if name in self.private or isinstance(field, AttachmentsField):
                continue
            value = self.cleaned_data.get(name)
            if value not in (None, "", []):
                yield name, value

    def _is_text(self, name: str) -> bool:
        return type(self.fields[name]) is forms.CharField


def _fact(value: Any) -> Any:
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, QuerySet | list | tuple):
        return [_fact(item) for item in value]
    return value


class OwnUnitForm(ActForm):
    """Of an act by which a unit outside brings a case into being (`Act.opens_for`): for which of their units its doer
    speaks. Where that can only be one, nobody is asked. `own_kinds`: the kinds of unit that may."""

    own_kinds: ClassVar[tuple[str, ...]] = ()
    # Whoever did it stands in the record anyway.
    recorded_as: ClassVar[dict[str, Any]] = {"unit": None}

    unit = forms.ModelChoiceField(queryset=None, label=_("For which unit"), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .access import speaks_for

        super().__init__(*args, **kwargs)
        field, own = self.fields["unit"], speaks_for(self.actor, self.own_kinds)
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in own]).order_by("name")
        self.only_unit = own[0] if len(own) == 1 else None
        if self.only_unit is not None:
            field.required, field.widget = False, forms.HiddenInput()

    def clean_unit(self) -> Unit:
        return self.cleaned_data["unit"] or self.only_unit


def in_words(
    label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3, limit: int = 2000
) -> forms.CharField:
    """A field for a few sentences."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=limit, widget=area)


class OldestForm(ActForm):
    """About the oldest row that waits: whoever sends it has read that one. `about`: the field that names it."""

    about: ClassVar[str]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, oldest = self.fields[self.about], self.waiting().order_by("pk").first()
        field.queryset = self.waiting().filter(pk=oldest.pk if oldest else None)
        field.initial = oldest.pk if oldest else None
        if oldest:
            # What it is about stands above the first thing that is asked of it.
            next(one for name, one in self.fields.items() if name != self.about).help_text = self.words_of(oldest)
        field.error_messages["invalid_choice"] = _("This one has been looked at meanwhile. Please open the form again.")

    def waiting(self) -> QuerySet:
        """The rows that nobody has answered yet."""
        raise NotImplementedError

    def words_of(self, row: Any) -> str:
        """What the row says."""
        raise NotImplementedError
