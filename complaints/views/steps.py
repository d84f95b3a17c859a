"""The pages of a filing: what each asks, and which of them one complaint needs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.utils import ErrorDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.actors import Actor
from complaints.categories import ROLES
from complaints.filing_forms import FilingForm
from complaints.models import Complaint

from .answers import Answers


@dataclass(frozen=True)
class Step:
    """One page: its address, the word for it in the header, and the fields it asks."""

    name: str
    label: Any
    fields: tuple[str, ...] = ()


WHAT = Step("what", _("What happened"), ("category", "at_the_cinema"))
WHERE = Step("where", pgettext_lazy("page of a filing", "Where"), ROLES)
WHEN = Step("when", _("When"), ("happened_on", "happened_at", "film", "hall", "price_paid", "service_fee"))
PROOF = Step("proof", _("What was shown"), ("proof_shown",))
STORY = Step("story", _("In your own words"), ("story", "wish"))
EVIDENCE = Step("evidence", _("Photos and papers"), ("attachments",))
WHO = Step("who", _("Who you are"), ("anonymous", "name", "phone", "email"))
CHECK = Step("check", _("Check and send"))

STEPS = {step.name: step for step in (WHAT, WHERE, WHEN, PROOF, STORY, EVIDENCE, WHO, CHECK)}

# The keyboard that fits the field, and what the phone knows already.
KEYBOARDS = {
    "name": {"autocomplete": "name"},
    "phone": {"inputmode": "tel", "autocomplete": "tel"},
    "email": {"inputmode": "email", "autocomplete": "email"},
    "price_paid": {"inputmode": "decimal", "step": "any"},
    "service_fee": {"inputmode": "decimal", "step": "any"},
}


# What is said beside an empty field, instead of "this field is required".
MISSING = {
    "category": _("Please choose the closest match."),
    "happened_on": _("Please enter the day."),
}


def path_of(answers: Answers) -> list[Step]:
    """The pages of this filing. At the counter only three: what, which cinema, a phone number."""
    if answers.at_the_cinema:
        return [WHAT, WHERE, WHO]
    proof = [PROOF] if answers.category and answers.category.proof and not answers.reports else []
    return [WHAT, WHERE, WHEN, *proof, STORY, EVIDENCE, WHO, CHECK]


def fields_of(step: Step, answers: Answers) -> tuple[str, ...]:
    """The fields that the page asks in this filing: film and price only if it is about price, parties as needed."""
    if step is WHERE:
        return answers.parties
    if step is WHEN and not (answers.category and answers.category.price):
        return ("happened_on", "happened_at")
    left_out = ("wish",) if answers.reports else ("anonymous",)
    return tuple(name for name in step.fields if name not in left_out)


def asked_in(answers: Answers) -> list[str]:
    """Every field that this filing asks, and which matter it is; at the counter also the day, which is today."""
    asked = ["matter", *(name for step in path_of(answers) for name in fields_of(step, answers))]
    return [*asked, "happened_on"] if answers.at_the_cinema else asked


def neighbour(step: Step, answers: Answers, by: int) -> Step:
    path = path_of(answers)
    here = path.index(step) if step in path else 0
    return path[max(0, min(here + by, len(path) - 1))]


def bound_form(answers: Answers) -> FilingForm:
    """The filing form with everything answered so far: the one truth of what is right."""
    form = FilingForm(answers.data, case=Complaint(), actor=Actor.filer(), now=timezone.now())
    for name, words in MISSING.items():
        form.fields[name].error_messages["required"] = words
    return form


def page_form(step: Step, answers: Answers, *, checked: bool) -> FilingForm:
    """The form as this page shows it: with the faults of its own fields if it was `checked`, else without any."""
    form = bound_form(answers)
    shown = fields_of(step, answers)
    faults = dict(form.errors) if checked else {}
    form._errors = ErrorDict({name: faults[name] for name in shown if name in faults})
    if step is WHERE and not form._errors:
        # What is missing may be said of a party that this page does not ask for: then it is said of the first it asks.
        form._errors.update([(shown[0], faults[name]) for name in step.fields if name in faults])
    _dress(form, answers)
    return form


def _dress(form: FilingForm, answers: Answers) -> None:
    """What the pages add to the fields' looks; after the check, so that it changes nothing of what is right."""
    for name, attrs in KEYBOARDS.items():
        form.fields[name].widget.attrs.update(attrs)
    form.fields["happened_on"].widget.attrs["max"] = timezone.localdate().isoformat()
    form.fields["proof_shown"].widget = forms.RadioSelect(choices=Complaint.Proof.choices)
    for name in ("phone",) if answers.at_the_cinema else ("phone", "story", "name", "proof_shown", "anonymous"):
        form.fields[name].required = True


def first_fault(answers: Answers, faulty: Iterable[str]) -> Step | None:
    """The first page of this filing on which something is not right yet."""
    faulty = set(faulty)
    return next((step for step in path_of(answers) if faulty & set(step.fields)), None)
