"""Complaints at the desk: with what their forms begin, and what others will read of what is typed into them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.engine.acts import Act
from casework.engine.forms import ActForm
from complaints import letters
from complaints.facts import approved_proposal
from complaints.rights_join import BEFORE_A_FINDING

from . import together
from .complaint_approval import ComplaintApproval
from .complaint_panels import ComplaintPanels
from .kind_pages import KindPage
from .previews import Line, Preview, mirror
from .terms_panel import suggested_terms

if TYPE_CHECKING:
    from casework.engine.models import Case
    from casework.engine.present import CaseView

    from .panes import CasePane
    from .people import Reader

_NOBODY = gettext_lazy("What you write stands in each of them as it is: please name nobody in it.")
ALSO_HINTS = {
    "not_accept": _NOBODY,
    "propose": _NOBODY,
    "transfer": _NOBODY,
    "grant_extension": _NOBODY,
    "request_answers": gettext_lazy(
        "Each is asked by a letter of its own: its day, place and matter are put in. Files go only with this one."
    ),
}


class ComplaintPage(KindPage):
    parties_at = "respondent"
    answers = ("answer", "agree_settlement")
    puts_right = ("report_remedy",)
    template = "complaints/desk/panels.html"
    about_template = "complaints/desk/price.html"
    approval_template = "complaints/desk/approval.html"
    unspoken = {"propose": ("evidence", "rule", "remedy_by")}

    def panels(self, view: CaseView) -> ComplaintPanels:
        return ComplaintPanels(view)

    def approval(self, pane: CasePane) -> ComplaintApproval:
        return ComplaintApproval(pane, self.panels(pane.view))

    def initial(self, view: CaseView, act: str) -> dict[str, Any]:
        if act == "request_answers":
            return _questions(view)
        if act == "propose":
            return _last_proposal(self.panels(view))
        if act == "propose_review":
            return _standing_finding(view)
        if act == "grant_extension":
            return _asked_until(view)
        if act == "offer_settlement":
            return suggested_terms(view)
        return {}

    def form_template(self, act: str) -> str:
        own = {"request_answers", "propose", "propose_review"}
        return f"complaints/desk/{act}.html" if act in own else super().form_template(act)

    def form_context(self, view: CaseView, act: str) -> dict[str, Any]:
        if act == "request_answers":
            return {"showing": letters.showing_words(view.case)}
        if act == "propose":
            return {"price": bool(_price_fact(self.panels(view)))}
        return {}

    def gists(self, cases: Sequence[Case], act: str) -> dict[int, str]:
        if not cases:
            return {}
        return together.proposed(cases) if act in ("approve", "send_back") else together.told(cases)

    def also_hint(self, act: str) -> Any:
        return ALSO_HINTS.get(act, "")

    def marks(self, reader: Reader, cases: Sequence[Case]) -> dict[int, str]:
        return together.marks(reader, cases)

    def likes(self, view: CaseView) -> bool:
        return view.case.state in BEFORE_A_FINDING

    def previews(self, view: CaseView, spec: Act, form: ActForm | None) -> list[Preview]:
        own = {"request_answers": _asked, "propose": _proposed, "reply": _replied, "propose_review": _reviewed}
        own |= {"propose_decision": _to_be_decided}
        own |= {"offer_settlement": _offered, "offer_remedy": _offered, "drop_settlement": _offered}
        special = own.get(spec.name)
        if special is not None:
            return special(view, spec, form)
        if spec.name == "approve":
            lines = [Line(view.says(spec.public)), *(Line(text, label) for label, text in self.panels(view).finding)]
            return [Preview(view.says(_("The %(filer)s and those complained of will read:")), lines)]
        return super().previews(view, spec, form)

    def next_words(self, view: CaseView, spec: Act) -> str:
        if spec.name in ("request_answers", "ask_further"):
            days = view.case.campaign.answer_days
            text = ngettext("They have %(days)d working day.", "They have %(days)d working days each.", days)
            return text % {"days": days}
        if spec.name == "approve" and not _owes(view):
            return _("Nothing is to be remedied, so the case closes at once.")
        return super().next_words(view, spec)


def _owes(view: CaseView) -> bool:
    proposal = ComplaintPanels(view).proposal
    return bool(proposal and proposal.remedy_by)


def _questions(view: CaseView) -> dict[str, str]:
    place = next((p.unit.name for p in view.parties if p.role == "cinema"), "")
    place = place or next((p.unit.name for p in view.parties), "")
    return {party.role: letters.question_for(view.case, party.role, place) for party in view.parties}


def _last_proposal(panels: ComplaintPanels) -> dict[str, Any]:
    last = panels.proposal
    if last is None:
        return {"facts_found": _price_fact(panels)}
    names = ("finding", "because", "evidence", "rule", "remedy_by", "remedy")
    return {name: getattr(last, name) for name in names} | {"facts_found": last.facts}


def _standing_finding(view: CaseView) -> dict[str, Any]:
    """A review begins with the finding as it stands; only what is wrong in it need be written anew."""
    last = approved_proposal(view.case)
    names = ("finding", "because", "evidence", "rule", "remedy_by")
    return {name: getattr(last, name) for name in names} | {"facts_found": last.facts, "remedy": last.order}


def _asked_until(view: CaseView) -> dict[str, Any]:
    """The day that was asked for; less can be granted."""
    asked = next((event for event in reversed(view.events) if event.name == "ask_extension"), None)
    return {"until": asked.facts["until"]} if asked else {}


def _price_fact(panels: ComplaintPanels) -> str:
    """For the first proposal only: what was returned begins with the handler's own words."""
    return panels.price.fact if panels.price and panels.proposal is None else ""


def _asked(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    """Each party reads its own question and nothing else; the complainant reads all of them."""
    found = [
        Preview(_("%(unit)s will read:") % {"unit": party.unit.name}, mirror(form, party.role, labelled=False))
        for party in view.parties
    ]
    questions = mirror(form, *(party.role for party in view.parties))
    return [*found, Preview(view.says(_("The %(filer)s will read:")), [Line(view.says(spec.public)), *questions])]


def _proposed(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    finding = mirror(form, "finding", "because", "facts_found", "rule", "remedy")
    return [
        Preview(view.says(_("The %(filer)s will read now:")), [Line(view.says(spec.public))]),
        Preview(view.says(_("When it is approved, the %(filer)s and those complained of will read:")), finding),
    ]


def _reviewed(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    shown = mirror(form, "outcome", "opinion", "finding", "because", "facts_found", "rule", "remedy")
    return [Preview(view.says(_("When a lead has decided, the %(filer)s and those complained of will read:")), shown)]


def _offered(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    """The complainant and the parties that the terms name read the same."""
    shown = [Line(str(spec.public)), *mirror(form, "terms", "owed_by", "reason")]
    return [Preview(_("The complainant and whoever is asked to agree will read:"), shown)]


def _to_be_decided(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    """Nobody outside reads that it was proposed; the facts go into the draft of the decision."""
    words = _("The party will read, once it is notified and unless the draft is changed:")
    return [Preview(words, mirror(form, "violation", "happened_on", "facts"))]


def _replied(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    return [Preview(_("The one you write to will read:"), mirror(form, "message", labelled=False))]
