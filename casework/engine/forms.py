"""The form of an act: what may be said with it. The door cleans every act's details with it, whoever calls."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Membership, Unit, User
from casework.ui.lengths import OWN_WORDS, limit_lengths
from casework.ui.text import clean_text, one_line

from .acts import unit_role

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
    optional. What fields named in `internal` say is read by the office alone, whoever reads the rest. `recorded_as`
    has the words of the record for fields whose label speaks to whoever fills them in; None for what stands elsewhere.

    Text is cleaned before it is checked (`ui.text`), whoever calls; a field of one line also of double, unbreakable and
    full-width spaces. Lengths are counted as a person sees them.

    `read_back`: what was read of many answers at once, where it must be looked at before it is sent; else None.
    """

    private: ClassVar[tuple[str, ...]] = ()
    unsearched: ClassVar[tuple[str, ...]] = ()
    conditional: ClassVar[tuple[str, ...]] = ()
    internal: ClassVar[tuple[str, ...]] = ()
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


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays in the record; colleagues read it."),
    )


class HandOverForm(ActForm):
    to = forms.ModelChoiceField(
        queryset=None,
        label=_("Hand over to"),
        error_messages={"invalid_choice": _("This person has the case already, or may not handle it.")},
    )
    note = forms.CharField(
        label=_("What they should know"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues(self.case)
        self.fields["to"].label_from_instance = lambda user: user.name


def colleagues(case: Case) -> QuerySet:
    """The people of the case's office who may handle it: active, not recused, not the present handler (P16), and
    where the stage is for people who took no part, none who did."""
    members = Membership.objects.in_force(unit=case.office_id, role__in=("handler", "lead"))
    found = User.objects.filter(pk__in=members.values("user")).exclude(pk__in=case.recused)
    return found.exclude(pk__in=case.barred).exclude(pk=case.handler_id).order_by("name")


class MessageForm(ActForm):
    message = forms.CharField(label=_("Your message"), max_length=OWN_WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    attachments = AttachmentsField(label=_("Photos or files"), required=False)


class EvidenceForm(ActForm):
    attachments = AttachmentsField(label=_("Photos or files"))
    caption = forms.CharField(label=_("What they show"), required=False, max_length=200)


class ReplyForm(ActForm):
    to = forms.ChoiceField(label=_("To whom"), widget=forms.RadioSelect)
    message = forms.CharField(label=_("Your answer"), max_length=OWN_WORDS, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = sides(self.case)


def sides(case: Case) -> list[tuple[str, Any]]:
    """Those outside whom one can write to: the complainant, and every party that is involved."""
    from .kinds import THE_FILER, kind_of, matter_of, phrase

    words = kind_of(case).party_roles
    involved = [party for party in case.party_list if party.involved_at is not None]
    found = [(unit_role(p.unit_id), f"{words.get(p.role, p.role)} {p.unit.name}") for p in involved]
    if not hasattr(case, "contact"):
        return found
    return [("complainant", capfirst(phrase(THE_FILER, matter_of(case)))), *found]


class NoteForm(ActForm):
    note = forms.CharField(label=_("Note"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))


class UrgeForm(ActForm):
    words = forms.CharField(
        label=_("Anything to add"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )


class ContactForm(ActForm):
    way = forms.ChoiceField(
        label=_("How"), choices=[("phone", _("By phone")), ("message", _("By message")), ("in_person", _("In person"))]
    )
    reached = forms.TypedChoiceField(
        label=_("Reached"),
        coerce=lambda value: value == "yes",
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label=_("What was said"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RecuseForm(ReasonForm):
    field_order = ("person", "reason")

    person = forms.ModelChoiceField(queryset=None, label=_("Who steps aside"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = Membership.objects.in_force(unit=self.case.office_id, role__in=("handler", "lead"))
        people = User.objects.filter(pk__in=members.values("user")).exclude(pk__in=self.case.recused)
        self.fields["person"].queryset = people.order_by("name")
        self.fields["person"].label_from_instance = lambda user: user.name


class AskRecusalForm(ActForm):
    reason = forms.CharField(
        label=_("Why someone should not handle it"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )


class AnswerRecusalForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever asked for it reads this."),
    )


class PassOnForm(ReasonForm):
    field_order = ("unit", "reason")

    unit = forms.ModelChoiceField(queryset=None, label=_("To which unit"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from .kinds import kind_of

        super().__init__(*args, **kwargs)
        offices = kind_of(self.case).offices
        found = offices(self.case) if offices else Unit.objects.none()
        self.fields["unit"].queryset = found.exclude(pk=self.case.office_id)
        self.fields["unit"].label_from_instance = lambda unit: unit.label


class ReachedForm(ActForm):
    way = forms.ChoiceField(
        label=_("How"), choices=[("page", _("Opened the page of the case")), ("delivery", _("A message was delivered"))]
    )


class LookForm(ActForm):
    what = forms.ChoiceField(choices=[("contact", _("Contact details")), ("file", _("A sealed or sensitive file"))])
    file = forms.UUIDField(required=False)


class AwaitedForm(ActForm):
    """Of an act that follows when another case is over: which one; empty where it could not be opened."""

    awaited = forms.SlugField(label=_("Awaited case"), required=False)


class ClockForm(ActForm):
    clock = forms.SlugField()
    due = forms.DateTimeField(required=False)


class TaskForm(ActForm):
    task = forms.IntegerField()
    node = forms.SlugField()
