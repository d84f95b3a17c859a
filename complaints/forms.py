"""What may be said with each act of a complaint. The engine's door cleans every act's details with these."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.models import Attachment, AttachmentGrant
from casework.parties.models import Unit

from .categories import BODY, CINEMA, PLATFORM
from .fields import text
from .matters import is_report
from .models import AnswerRequest, Complaint

ASK = {CINEMA: _("Ask the cinema"), PLATFORM: _("Ask the platform"), BODY: _("Ask the body concerned")}
# Kinds of unit that answer in the role `BODY`.
BODIES = [Unit.Kind.ASSOCIATION, Unit.Kind.UNION]


class AcceptForm(ActForm):
    remark = text(_("A word to the %(filer)s"), required=False, limit=500, rows=2)


class NotAcceptForm(ActForm):
    """Reasons of LAW §1 (投诉举报办法 art. 15), and the other ways (P15)."""

    BECAUSE = (
        ("not_ours", _("Not a matter of this campaign")),
        ("elsewhere", _("Already before a court, an authority or another body")),
        ("no_dispute", _("No dispute with the one complained of is shown")),
        ("too_old", _("More than three years have passed")),
        ("incomplete", _("What is needed to handle it is missing")),
        ("repeat", _("The same matter is already being handled")),
    )

    # Of a report nobody need have a dispute.
    OF_A_DISPUTE = ("no_dispute",)

    because = forms.ChoiceField(label=_("Reason"), choices=BECAUSE, widget=forms.RadioSelect)
    reason = text(_("Explain it to the %(filer)s"), limit=1000, rows=3)
    other_ways = text(
        _("Other ways"), limit=500, rows=2, help_text=_("Where they can go instead, with phone number or address.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_report(self.case):
            self.fields["because"].choices = [choice for choice in self.BECAUSE if choice[0] not in self.OF_A_DISPUTE]


class WithdrawForm(ActForm):
    reason = text(_("Why"), required=False, limit=500, rows=2)


class RequestAnswersForm(ActForm):
    """One question for each party; an empty one is not asked. Prefilled by `letters.question_for`, never from what
    the complainant wrote."""

    unsearched = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parties = [(party.role, party.unit_id) for party in self.case.party_list] if self.case.pk else []
        self.roles = [role for role, _unit in parties]
        prepared = _prepared(self.case) if parties else {}
        for role, unit in parties:
            self.fields[role] = text(ASK[role], required=False, limit=2000, rows=5)
            self.fields[f"files_{role}"] = forms.TypedMultipleChoiceField(
                label=_("Files that go with it"),
                required=False,
                coerce=int,
                choices=prepared.get(unit, []),
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["questions"] = {role: said[role] for role in self.roles if said.get(role)}
        said["files"] = {role: said.get(f"files_{role}") or [] for role in said["questions"]}
        if not said["questions"]:
            raise ValidationError(_("Write a question to at least one of them."))
        return said


def _prepared(case: Complaint) -> dict[int, list[tuple[int, str]]]:
    """By unit: the copies that were opened in the redaction view and may be ticked (DESIGN §4), under the names that
    files have in the case. Two statements."""
    ready = list(AttachmentGrant.objects.prepared().filter(attachment__case=case.pk).select_related("attachment"))
    names = Attachment.objects.of_case(case.pk).values_list("pk", flat=True) if ready else []
    numbers = {pk: number for number, pk in enumerate(names, 1)}
    found: dict[int, list[tuple[int, str]]] = {}
    for grant in sorted(ready, key=lambda grant: numbers[grant.attachment_id]):
        found.setdefault(grant.unit_id, []).append((grant.pk, grant.attachment.title(numbers[grant.attachment_id])))
    return found


class FurtherQuestionForm(ActForm):
    unit = forms.ModelChoiceField(queryset=None, label=_("Whom"))
    question = text(_("Question"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [Unit.Kind.CINEMA, Unit.Kind.PLATFORM]
        if BODY in {party.role for party in self.case.party_list}:
            kinds += BODIES
        self.fields["unit"].queryset = Unit.objects.active().filter(kind__in=kinds).order_by("pk")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("unit"):
            said["role"] = BODY if said["unit"].kind in BODIES else said["unit"].kind
        return said


class AnswerForm(ActForm):
    OFFERS = (
        ("redeem", _("Redeem the tickets")),
        ("refund", _("Refund the difference")),
        ("explain", _("Explain in writing")),
        ("apologise", _("Apologise")),
        ("train", _("Train the staff")),
    )

    admits = forms.ChoiceField(
        label=_("Is it true?"),
        choices=AnswerRequest.Admits.choices,
        widget=forms.RadioSelect,
        help_text=_("Choose one; you can explain below."),
    )
    account = text(_("What happened?"), help_text=_("When, who was on duty, why it went as it did."))
    attachments = AttachmentsField(label=_("Please add evidence"), required=False)
    offers = forms.MultipleChoiceField(
        label=_("How would you settle it?"),
        required=False,
        choices=OFFERS,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("What you choose is told to the complainant. If both sides agree the case can be settled."),
    )


class DropRequestForm(ActForm):
    request = forms.ModelChoiceField(queryset=None, label=_("Which request"))
    reason = text(_("Reason"), limit=500, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        open_ones = AnswerRequest.objects.filter(case_id=self.case.pk, status__in=("asked", "silent"))
        self.fields["request"].queryset = open_ones.select_related("unit")
        self.fields["request"].label_from_instance = lambda request: request.unit.name


class ApproveForm(ActForm):
    remark = text(_("Remark"), required=False, limit=500, rows=2)


class ReasonForPartyForm(ActForm):
    reason = text(_("What is missing"), limit=1000, rows=3, help_text=_("The other side reads this."))


class UrgeRespondentForm(ActForm):
    reason = text(_("What they are reminded of"), limit=1000, rows=3, help_text=_("The other side reads this."))


class RemedyForm(ActForm):
    account = text(_("What was done"), limit=1000)
    attachments = AttachmentsField(label=_("Proof"))
