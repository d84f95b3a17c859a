"""What may be said with the acts of a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine import bodies
from casework.engine.acts import BODY
from casework.engine.forms import ActForm, AttachmentsField, OldestForm, in_words
from casework.engine.models import Case
from casework.engine.procedures import waiting_tasks
from casework.parties.models import Campaign, Unit
from casework.ui.times import day_words

from ..decidable import check_day, parties
from ..models import Decision, Measure, Severity, Vote
from ..speaking import place_of, speaks_for
from ..tariff import TERMS, Graveness, graveness
from ..violations import BY_CODE, CHOICES
from .measures import WITH_A_TERM, kinds_of
from .rows import decided_about, earlier_decisions, told_of

SHIFT = {Decision.Circumstances.MITIGATING: -1, Decision.Circumstances.AGGRAVATING: 1}
# How a letter comes to somebody.
WAYS = [("post", _("By post")), ("email", _("By e-mail")), ("hand", _("Handed over"))]
WORDS = [(word.value, word.label) for word in (Vote.Word.DECIDE, Vote.Word.RETURN)]


class SourceField(forms.CharField):
    """The number of a case in which it was found; "" for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Found in case (number)"), max_length=24, **kwargs)

    def clean(self, value: Any) -> str:
        number = super().clean(value).strip().upper()
        if number and not Case.objects.filter(number=number).exists():
            raise forms.ValidationError(_("No case has this number."))
        return number


class OpenDecisionForm(ActForm):
    """Which act of whom; one act is decided about once."""

    unit = forms.ModelChoiceField(queryset=None, label=_("Party"))
    campaign = forms.ModelChoiceField(queryset=None, label=_("Campaign"), empty_label=None)
    violation = forms.ChoiceField(label=_("Violation"), choices=[("", "—"), *CHOICES])
    happened_on = forms.DateField(label=_("Day of the violation"), widget=forms.DateInput(attrs={"type": "date"}))
    showing = forms.CharField(
        label=_("Showing"), max_length=80, required=False, help_text=_("Where there were several that day: film, hour.")
    )
    facts = in_words(pgettext_lazy("penalty", "What was found"), _("Where, when, what, and by what evidence."), rows=6)
    source = SourceField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = parties().order_by("division", "name")
        self.fields["campaign"].queryset = Campaign.objects.order_by("-starts_on")

    def clean_happened_on(self) -> dt.date:
        check_day(self.cleaned_data["happened_on"], self.now)
        return self.cleaned_data["happened_on"]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            running = decided_about(**{name: said[name] for name in ("unit", "violation", "happened_on", "showing")})
            if running is not None:
                words = _("This act is decided about in %(number)s already; add your case to it there.")
                self.add_error("violation", words % {"number": running.number})
        return said


class SourceForm(ActForm):
    source = SourceField()


class DraftForm(ActForm):
    """Facts, severity and measures. Whatever departs from the table, or leaves a measure out, has its reasons."""

    conditional = ("months", "later", "to_do", "due", "departure", "new_facts")
    told = ("facts", "to_do")

    facts = in_words(_("Facts"), _("The party reads this word for word."), rows=8)
    circumstances = forms.ChoiceField(
        label=_("Circumstances"), choices=Decision.Circumstances.choices, widget=forms.RadioSelect
    )
    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, widget=forms.RadioSelect)
    measures = forms.MultipleChoiceField(
        label=_("Measures"), choices=Measure.Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    months = forms.IntegerField(
        label=_("Months"), min_value=1, required=False, help_text=_("Of measures with a term, the same for all.")
    )
    later = forms.BooleanField(label=_("Disqualified from later campaigns too, while the term runs"), required=False)
    to_do = in_words(_("What is to be put right or refunded"), required=False)
    due = forms.DateField(label=_("To be done by"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    departure = in_words(
        _("Why it departs from the table, or leaves a measure out"), _("The bodies read this first."), required=False
    )
    new_facts = in_words(
        _("New facts, where something heavier is intended than before"),
        _("What the party said for itself makes nothing heavier. The facts above say it to the party."),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.case.round == 1:
            del self.fields["new_facts"]
        table = self._table(Decision.Circumstances.NONE)
        began = self.case.measure_list if self.case.severity else ()
        self.initial = {
            "facts": self.case.facts,
            "circumstances": self.case.circumstances,
            "severity": self.case.severity or table.severity,
            "measures": [one.kind for one in began] or list(BY_CODE[self.case.violation].measures),
            "months": next((one.months for one in began if one.months), table.months),
            "later": any(one.later for one in began),
            "to_do": next((one.words for one in began if one.words), ""),
            "due": next((one.due for one in began if one.due), None),
            "departure": self.case.departure,
            **self.initial,
        }

    def _table(self, circumstances: str) -> Graveness:
        day = timezone.localdate(self.now)
        earlier = earlier_decisions(self.case.unit, day, self.case.pk)
        return graveness(self.case.campaign, self.case.violation, earlier, SHIFT.get(circumstances, 0))

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.errors:
            self._check_term(said)
            self._check_order(said)
            self._check_departure(said)
            self._check_heavier(said)
        return said

    def _check_term(self, said: Mapping[str, Any]) -> None:
        """国办发〔2025〕22号: each class has its shortest and longest term."""
        if not set(said["measures"]) & set(WITH_A_TERM):
            return
        shortest, longest = TERMS[Severity(said["severity"])]
        if said["months"] is None or not shortest <= said["months"] <= longest:
            words = _("A term of this class has between %(shortest)d and %(longest)d months.")
            self.add_error("months", words % {"shortest": shortest, "longest": longest})

    def _check_order(self, said: Mapping[str, Any]) -> None:
        if Measure.Kind.RECTIFY not in said["measures"]:
            return
        if not said["to_do"]:
            self.add_error("to_do", _("Please say what is to be put right or refunded."))
        first = timezone.localdate(self.now) + dt.timedelta(days=1)
        if said["due"] is None or said["due"] < first:
            self.add_error("due", _("Please choose a day from %(day)s on.") % {"day": day_words(first)})

    def _check_departure(self, said: Mapping[str, Any]) -> None:
        """R38-R40: the measures of the notice are cumulative; leaving one out is a departure, with reasons."""
        table = self._table(said["circumstances"])
        departs = said["severity"] != table.severity
        departs = departs or not set(BY_CODE[self.case.violation].measures) <= set(said["measures"])
        if departs and not said["departure"]:
            self.add_error("departure", _("This departs from the table: please say why."))

    def _check_heavier(self, said: Mapping[str, Any]) -> None:
        """行政处罚法 art. 45, by analogy: a defence makes nothing heavier; new facts may, in a new round."""
        if "new_facts" not in self.fields or said["new_facts"]:
            return
        kinds, months, later = told_of(self.case)
        longer = bool(set(said["measures"]) & set(WITH_A_TERM)) and said["months"] > months
        wider = said["later"] and Measure.Kind.DISQUALIFY in said["measures"] and not later
        if longer or wider or set(said["measures"]) - kinds:
            self.add_error(
                "new_facts", _("This is heavier than what the party was told: please say on what new facts.")
            )


class DropForm(ActForm):
    reason = in_words(_("Why nothing is decided about it"))


class ClearForm(ActForm):
    opinion = in_words(_("What was looked at: facts, evidence, rule, procedure"))


class ReturnForm(ActForm):
    reason = in_words(_("What must be put right first"))


class ServiceForm(ActForm):
    """How it came to the party."""

    way = forms.ChoiceField(label=_("How it was served"), choices=WAYS, widget=forms.RadioSelect)
    attachments = AttachmentsField(label=_("Proof of service"))


class AnnounceForm(ActForm):
    """What was tried before in vain, with proof: an announcement is the last resort."""

    account = in_words(_("What was tried before, and why it did not reach the party"))
    attachments = AttachmentsField(label=_("Proof of the attempts"))


class DefenceForm(ActForm):
    account = in_words(_("What you say to it"), _("Each point is answered in writing before anybody decides."), rows=8)
    attachments = AttachmentsField(label=_("Evidence"), required=False)


class AnswerDefenceForm(OldestForm):
    about = "defence"
    told = ("answer",)
    recorded_as = {"defence": None}

    defence = forms.ModelChoiceField(queryset=None, widget=forms.HiddenInput())
    answer = in_words(_("Answer to each point"), rows=5)

    def waiting(self) -> QuerySet:
        return self.case.defences.filter(answer="")

    def words_of(self, row: Any) -> str:
        return row.words


class OfOurBody(ActForm):
    """Of the measures at issue, the field `about` offers those that the speaker's body decides."""

    about = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body, asked = self._body()
        at_issue = [one.kind for one in self.case.at_issue]
        ours = kinds_of(place_of(body), at_issue) if body else []
        field = self.fields[self.about]
        field.choices = [choice for choice in Measure.Kind.choices if choice[0] in ours]
        if body and body.pk != asked.pk:
            words = _("You speak for %(unit)s, of which nobody is free of interest.") % {"unit": body.label}
            field.help_text = f"{words} {field.help_text}".strip()

    def _body(self) -> tuple[Unit | None, Unit | None]:
        """The body for which the speaker gives a word, and the unit of theirs that is asked for it."""
        mine = self.actor.units_with(*bodies.AT_THE_DESK)
        for task in waiting_tasks(self.case):
            if task.role == BODY and task.unit_id in mine:
                return speaks_for(self.case, task.unit, task.subject_id), task.unit
        return None, None


class VoteForm(OfOurBody):
    """A body says of each measure that it decides whether it stands; without its word none does."""

    about = "agreed"
    conditional = ("agreed",)

    word = forms.ChoiceField(label=_("Our word"), choices=WORDS, widget=forms.RadioSelect)
    agreed = forms.MultipleChoiceField(
        label=_("Measures that we agree to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reasons = in_words(_("Reasons, or questions"))


class PerformedForm(ActForm):
    account = in_words(_("What was done"))
    attachments = AttachmentsField(label=_("Proof"), required=False)
