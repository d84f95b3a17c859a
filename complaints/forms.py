"""What may be said with each act of a complaint. The engine's door cleans every act's details with these."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm, AttachmentsField
from casework.engine.models import Attachment, AttachmentGrant
from casework.parties.models import Unit

from .categories import BY_CODE
from .fields import text
from .joins import requests_heard
from .models import AnswerRequest, Complaint, Proposal


class AcceptForm(ActForm):
    remark = text(_("A word to the complainant"), required=False, limit=500, rows=2)


class NotAcceptForm(ActForm):
    """Reasons of LAW §1 (投诉举报办法 art. 15), and the other ways (P15)."""

    BECAUSE = (
        ("not_ours", _("Not a matter of this campaign")),
        ("elsewhere", _("Already before a court, an authority or another body")),
        ("no_dispute", _("No dispute with the one complained of is shown")),
        ("too_old", _("More than three years have passed")),
        ("incomplete", _("What is needed to handle it is missing")),
        ("repeat", _("The same complaint is already being handled")),
    )

    because = forms.ChoiceField(label=_("Reason"), choices=BECAUSE, widget=forms.RadioSelect)
    reason = text(_("Explain it to the complainant"), limit=1000, rows=3)
    other_ways = text(
        _("Other ways"), limit=500, rows=2, help_text=_("Where they can go instead, with phone number or address.")
    )


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
            label = _("Ask the cinema") if role == "cinema" else _("Ask the platform")
            self.fields[role] = text(label, required=False, limit=2000, rows=5)
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
        self.fields["unit"].queryset = Unit.objects.active().filter(kind__in=("cinema", "platform")).order_by("pk")

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("unit"):
            said["role"] = said["unit"].kind
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


class ProposalForm(ActForm):
    """A finding with its facts, the evidence relied on, the rule, and what is to be done about it."""

    conditional = ("because", "evidence", "rule", "remedy", "consents")

    finding = forms.ChoiceField(label=_("Finding"), choices=Proposal.Finding.choices, widget=forms.RadioSelect)
    because = forms.ChoiceField(
        label=_("Why it is not upheld"), required=False, choices=[("", "—"), *Proposal.Because.choices]
    )
    facts_found = text(_("Facts found"), limit=3000)
    evidence = forms.MultipleChoiceField(
        label=_("Evidence relied on"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Needed where the complaint is upheld, also in part."),
    )
    rule = forms.ChoiceField(
        label=_("Rule"),
        required=False,
        choices=(),
        help_text=_("Needed where the complaint is upheld, also in part."),
    )
    remedy_by = forms.ChoiceField(label=_("Who must remedy it"), required=False, choices=())
    remedy = text(_("What must be done"), required=False, limit=1000, rows=2)
    consents = text(
        _("Consent of both sides"),
        required=False,
        limit=500,
        rows=2,
        help_text=_("For a settlement: who agreed, when, and how it was recorded."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from .evidence import evidence_choices

        self.fields["because"].choices = [("", "—"), *self._reasons()]
        self.fields["evidence"].choices = evidence_choices(self.case, self.actor)
        self.fields["rule"].choices = [("", "—"), *_rules(self.case.topic)]
        roles = [party.role for party in self.case.party_list] if self.case.pk else []
        names = {"cinema": _("The cinema"), "platform": _("The platform")}
        self.fields["remedy_by"].choices = [("", _("Nobody")), *((role, names[role]) for role in roles)]

    def _reasons(self) -> list[tuple[str, Any]]:
        """R22: no "valid reason" may be offered for a model worker whose proof was complete."""
        forbidden = self.case.topic == "model_worker" and self.case.proof_shown == Complaint.Proof.COMPLETE
        valid = Proposal.Because.VALID_REASON
        return [choice for choice in Proposal.Because.choices if not (forbidden and choice[0] == valid)]

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        said["facts"] = said.get("facts_found", "")
        finding = said.get("finding")
        if finding in (Proposal.Finding.UPHELD, Proposal.Finding.PARTLY):
            self._need(said, "rule", _("Say which rule was broken."))
            self._need(said, "evidence", _("Choose the evidence that this rests on."))
        if finding == Proposal.Finding.NOT_UPHELD:
            self._need(said, "because", _("Say why it is not upheld."))
        if finding == Proposal.Finding.SETTLED:
            self._need(said, "consents", _("A settlement needs the recorded consent of both sides."))
        if said.get("remedy_by"):
            self._need(said, "remedy", _("Say what must be done."))
        self._need_answers(said)
        return said

    def _need(self, said: dict[str, Any], name: str, message: Any) -> None:
        if not said.get(name):
            self.add_error(name, message)

    def _need_answers(self, said: dict[str, Any]) -> None:
        """Each asked party has answered, is silent past its date, or was withdrawn from, here or in the leading case;
        two findings need none."""
        on_its_face = (said.get("finding"), said.get("because")) == ("not_upheld", "on_its_face")
        if said.get("finding") == Proposal.Finding.SETTLED or on_its_face:
            return
        asked = requests_heard(self.case, self.actor)
        waiting = asked.waiting().select_related("unit").first()
        if waiting is not None:
            raise ValidationError(
                _("%(unit)s has not answered yet and still has time. Wait, or withdraw the request with a reason."),
                params={"unit": waiting.unit.name},
            )
        if not asked.exists():
            raise ValidationError(_("Nobody has been asked yet. Ask those concerned first."))


def _rules(topic: str) -> list[tuple[str, str]]:
    """The rules a finding may rest on, the category's own first, in the notice's own words."""
    own = BY_CODE.get(topic)
    ordered = sorted(BY_CODE.values(), key=lambda category: category is not own)
    found = {category.rule: f"{category.words} · {category.label}" for category in ordered}
    return list(found.items())


class ApproveForm(ActForm):
    remark = text(_("Remark"), required=False, limit=500, rows=2)


class ReasonForPartyForm(ActForm):
    reason = text(_("What is missing"), limit=1000, rows=3, help_text=_("The other side reads this."))


class UrgeRespondentForm(ActForm):
    reason = text(_("What they are reminded of"), limit=1000, rows=3, help_text=_("The other side reads this."))


class RemedyForm(ActForm):
    account = text(_("What was done"), limit=1000)
    attachments = AttachmentsField(label=_("Proof"))
