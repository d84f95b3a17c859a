"""A finding as it is proposed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from casework.engine.forms import ActForm

from .categories import BY_CODE, THE_PARTY
from .evidence import evidence_choices
from .fields import text
from .joins import requests_heard
from .matters import is_report
from .models import Complaint, Proposal
from .settling import agreed_terms, why_not_settled


class ProposalForm(ActForm):
    """A finding with its facts, the evidence relied on, the rule, and what is to be done about it."""

    conditional = ("because", "evidence", "rule", "remedy")

    # What only a dispute of one's own has.
    OF_A_DISPUTE = ("remedy_by", "remedy")

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
        help_text=_("Needed if the %(matter)s is upheld in full or in part."),
    )
    rule = forms.ChoiceField(
        label=_("Rule"),
        required=False,
        choices=(),
        help_text=_("Needed if the %(matter)s is upheld in full or in part."),
    )
    remedy_by = forms.ChoiceField(label=_("Who must remedy it"), required=False, choices=())
    remedy = text(_("What must be done"), required=False, limit=1000, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].choices = [("", "—"), *self._reasons()]
        self.fields["evidence"].choices = evidence_choices(self.case, self.actor)
        self.fields["rule"].choices = [("", "—"), *_rules(self.case.topic)]
        roles = [party.role for party in self.case.party_list] if self.case.pk else []
        self.fields["remedy_by"].choices = [("", _("Nobody")), *((role, THE_PARTY[role]) for role in roles)]
        reports = is_report(self.case)
        for name in self.OF_A_DISPUTE if reports else ():
            del self.fields[name]
        self.agreed = agreed_terms(self.case) if self.case.pk and not reports else None
        if self.agreed is None:
            self._leave_out_settled(reports=reports)

    def _leave_out_settled(self, *, reports: bool) -> None:
        """ "Settled" may be found only once both sides agreed to the same terms; until then the form says what is
        missing (issue 5 §1). A report has no sides."""
        finding, settled = self.fields["finding"], Proposal.Finding.SETTLED
        finding.choices = [choice for choice in finding.choices if choice[0] != settled]
        if not reports:
            missing = why_not_settled(self.case) if self.case.pk else ""
            finding.help_text = _("“%(settled)s” cannot be chosen now. %(missing)s") % {
                "settled": settled.label,
                "missing": missing,
            }
            finding.error_messages["invalid_choice"] = missing

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
        said["settlement"] = self.agreed if finding == Proposal.Finding.SETTLED else None
        if said["settlement"] is not None:
            said["remedy"], said["remedy_by"] = self.agreed.terms, self.agreed.owed_by
        if said.get("remedy_by"):
            self._need(said, "remedy", _("Say what must be done."))
        self._need_answers(said)
        return said

    def _need(self, said: dict[str, Any], name: str, message: Any) -> None:
        if not said.get(name):
            self.add_error(name, message)

    def _need_answers(self, said: dict[str, Any]) -> None:
        """Each asked party has answered, is silent past its date, or was withdrawn from, here or in the leading case.
        Two findings need none, and of a report only one that holds a violation: whoever is found to have broken a rule
        was heard first (R37)."""
        finding = said.get("finding")
        on_its_face = (finding, said.get("because")) == ("not_upheld", "on_its_face")
        unheard = is_report(self.case) and finding not in (Proposal.Finding.UPHELD, Proposal.Finding.PARTLY)
        if finding == Proposal.Finding.SETTLED or on_its_face or unheard:
            return
        asked = requests_heard(self.case, self.actor)
        waiting = asked.waiting().select_related("unit").first()
        if waiting is not None:
            raise ValidationError(
                _("%(unit)s has not answered yet and still has time. Wait, or withdraw the request and say why."),
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
