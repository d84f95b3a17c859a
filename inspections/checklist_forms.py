"""Forms of the administration for checklists and their questions."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from casework.parties.models import Unit

from .models import Checklist, Item, Section
from .models.items import CODE_TAKEN


class ChecklistForm(forms.ModelForm):
    for_kinds = forms.MultipleChoiceField(
        label=_("for inspecting"), choices=Unit.Kind, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = Checklist
        fields = ["code", "name", "for_kinds"]


class ItemForm(forms.ModelForm):
    move_to = forms.ModelChoiceField(
        label=_("move to another section"), queryset=Section.objects.none(), required=False
    )

    class Meta:
        model = Item
        fields = [
            *("order", "code", "question", "guidance", "rule", "words"),
            *("kind", "choices", "bad_choices", "violation_on", "more_than", "film", "photo", "needed"),
        ]
        widgets = {
            "question": forms.TextInput(attrs={"size": 60}),
            "words": forms.TextInput(attrs={"size": 60}),
            "guidance": forms.Textarea(attrs={"rows": 3, "cols": 60}),
            "choices": forms.Textarea(attrs={"rows": 4, "cols": 30}),
            "bad_choices": forms.Textarea(attrs={"rows": 4, "cols": 30}),
        }

    def save(self, commit: bool = True) -> Item:
        if section := self.cleaned_data["move_to"]:
            self.instance.section, self.instance.order = section, None
        return super().save(commit)


class ItemFormSet(BaseInlineFormSet):
    """The questions of one section."""

    @cached_property
    def other_sections(self) -> list[Section]:
        return list(self.instance.version.sections.exclude(pk=self.instance.pk))

    def add_fields(self, form: ItemForm, index: int | None) -> None:
        super().add_fields(form, index)
        field = form.fields["move_to"]
        field.queryset = Section.objects.filter(pk__in=[section.pk for section in self.other_sections])
        # Looked up once, not for every question.
        field.choices = [("", "-"), *((section.pk, section.title) for section in self.other_sections)]

    def clean(self) -> None:
        """Two new questions are not in the database yet, where each looks whether its code is taken."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            code = form.cleaned_data.get("code") if form.is_valid() and not form.cleaned_data.get("DELETE") else None
            if code in seen:
                form.add_error("code", ValidationError(CODE_TAKEN))
            seen |= {code} if code else set()
