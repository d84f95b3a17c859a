"""Forms of the engine's own acts, which every kind of case has: reasons, messages, notes, stepping aside, passing on.

`Kind.form_named` finds them here by name, where the kind has none of that name itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Membership, Unit, User
from casework.ui.lengths import OWN_WORDS

from .acts import unit_role
from .forms import ActForm, AttachmentsField

if TYPE_CHECKING:
    from .models import Case


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
    told = ("message",)

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
