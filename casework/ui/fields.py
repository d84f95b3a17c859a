"""One form field as people meet it: label, hint, error beside it, and a widget that tells readers about both."""

from dataclasses import dataclass, field

from django import forms
from django.forms import BoundField

# Of radios or of checkboxes: Django's CheckboxSelectMultiple is a RadioSelect too.
GROUP = forms.RadioSelect


@dataclass(frozen=True)
class Choice:
    """One choice of a group, as a tap target."""

    id: str
    name: str
    value: str
    label: str
    checked: bool
    hint: str = ""


@dataclass(frozen=True)
class Face:
    """What the template needs to draw a bound field."""

    bound: BoundField
    label: str
    hint: str
    style: str
    errors: list[str]
    optional: bool
    choices: list[Choice] = field(default_factory=list)

    @property
    def id(self) -> str:
        return self.bound.auto_id

    @property
    def target(self) -> str:
        """The id that an error summary links to: the first choice of a group, else the input."""
        return self.choices[0].id if self.choices else self.bound.id_for_label or self.bound.auto_id

    @property
    def described_by(self) -> str:
        return " ".join(filter(None, (self.hint and f"{self.id}-hint", self.errors and f"{self.id}-wrong")))

    @property
    def type(self) -> str:
        """The type of each input of a group."""
        return "checkbox" if isinstance(self.bound.field.widget, forms.CheckboxSelectMultiple) else "radio"

    def widget(self) -> str:
        """The input itself, with its classes and what describes it."""
        # A browser cuts what is pasted, counts its own way and says nothing: the form counts (ui.lengths).
        attrs = {"class": self._classes(), "maxlength": False}
        if self.described_by:
            attrs["aria-describedby"] = self.described_by
        if self.errors:
            attrs["aria-invalid"] = "true"
        return self.bound.as_widget(attrs=attrs)

    def _classes(self) -> str:
        widget = self.bound.field.widget
        if isinstance(widget, forms.CheckboxInput):
            kind = "form-check-input"
        else:
            kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
        return " ".join(filter(None, (widget.attrs.get("class"), kind, self.errors and "is-wrong")))


def face(
    bound: BoundField, *, label: str = "", hint: str | None = None, style: str = "", hints: dict | None = None
) -> Face:
    """Prepare a bound field for drawing.

    ``style`` is "list" (cards), "inline" or "seg" for groups; "check" and "input" follow from the widget.
    ``hint`` replaces the field's help text ("" for none); ``hints`` gives a choice a second line: value → text.
    """
    return Face(
        bound=bound,
        label=label or bound.label,
        hint=bound.help_text if hint is None else hint,
        style=_style(bound, style),
        errors=list(bound.errors),
        optional=_is_optional(bound),
        choices=_choices(bound, hints or {}),
    )


def _is_optional(bound: BoundField) -> bool:
    """Not where some answers make it necessary (`conditional` names of the form): it would say what is not true."""
    if bound.field.required or isinstance(bound.field.widget, forms.CheckboxInput):
        return False
    return bound.name not in getattr(bound.form, "conditional", ())


def _style(bound: BoundField, wished: str) -> str:
    if isinstance(bound.field.widget, GROUP):
        return wished or "list"
    return "check" if isinstance(bound.field.widget, forms.CheckboxInput) else "input"


def _choices(bound: BoundField, hints: dict) -> list[Choice]:
    if not isinstance(bound.field.widget, GROUP):
        return []
    return [
        Choice(
            id=part.id_for_label,
            name=part.data["name"],
            value=part.data["value"],
            label=part.choice_label,
            checked=part.data["selected"],
            hint=hints.get(part.data["value"], ""),
        )
        for part in bound.subwidgets
    ]
