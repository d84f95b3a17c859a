"""Complaints at the desk: what was asked and answered side by side, the proposal, and their forms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from casework.engine.acts import Act
from casework.engine.forms import ActForm
from casework.engine.kinds import phrase
from casework.ui.words import listed
from complaints import letters
from complaints.categories import THE_PARTY
from complaints.evidence import ACCOUNT
from complaints.facts import approved_proposal
from complaints.forms import AnswerForm
from complaints.models import AnswerRequest, Proposal, Remedy
from complaints.price import Price, price_of
from complaints.rights_join import BEFORE_A_FINDING

from . import together
from .complaint_approval import ComplaintApproval
from .kind_pages import KindPage
from .previews import Line, Preview, mirror
from .rights_panels import LOOKED_AT_AGAIN, RightsPanels
from .terms_panel import TermsPanel, suggested_terms

if TYPE_CHECKING:
    from casework.engine.models import Case
    from casework.engine.present import CaseView

    from .panes import CasePane
    from .people import Reader

STATUS_CHIPS = {
    AnswerRequest.Status.ASKED: ("clock-fill", "warn"),
    AnswerRequest.Status.ANSWERED: ("check-circle-fill", "ok"),
    AnswerRequest.Status.LATE: ("check-circle-fill", "warn"),
    AnswerRequest.Status.SILENT: ("hourglass-bottom", "urgent"),
    AnswerRequest.Status.DROPPED: ("x-circle", ""),
}


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


@dataclass
class ComplaintPanels:
    """Rows of one complaint, each sort read once, when its panel is drawn."""

    view: CaseView

    @cached_property
    def requests(self) -> list[dict[str, Any]]:
        """Every request with its answer, in the order in which they were asked."""
        if self.view.case.state == "submitted":
            return []
        rows = AnswerRequest.objects.filter(case_id=self.view.case.pk).select_related("unit", "answered_by")
        return [self._request(row) for row in rows]

    def _request(self, row: AnswerRequest) -> dict[str, Any]:
        icon, tone = STATUS_CHIPS[row.status]
        offers = dict(AnswerForm.OFFERS)
        files = self.view.files
        return {
            "row": row,
            "role": self.view.kind.party_roles.get(row.role, ""),
            "icon": icon,
            "tone": tone,
            "offers": listed(str(offers.get(code, code)) for code in row.offers),
            "files": [
                (n, file) for n, file in enumerate(files, 1) if row.answered_seq and file.event_seq == row.answered_seq
            ],
        }

    @cached_property
    def proposals(self) -> list[Proposal]:
        """Every finding that was proposed, oldest first."""
        if self.view.case.state == "submitted":
            return []
        return self.view.case.proposal_list

    @property
    def proposal(self) -> Proposal | None:
        """The finding as it stands; while one is worked on, as it was proposed last."""
        approved = [proposal for proposal in self.proposals if proposal.approved_at]
        settled = self.view.case.state in ("decided", "contested", "closed") and approved
        return (approved if settled else self.proposals or [None])[-1]

    @cached_property
    def price(self) -> Price | None:
        """What was paid against the film's lowest release price (R10), where the complaint is about that."""
        opening = next((event for event in self.view.events if event.seq == 1), None)
        text = getattr(opening, "text", None)
        return price_of(self.view.case, text.values.get("film", "") if text else "")

    @cached_property
    def terms(self) -> TermsPanel:
        return TermsPanel(self.view, self.proposal)

    @cached_property
    def rights(self) -> RightsPanels:
        return RightsPanels(self.view, self.proposals)

    @property
    def who_remedies(self) -> Any:
        """Who owes the remedy that the finding names."""
        return THE_PARTY.get(self.proposal.remedy_by, "")

    @property
    def of_before(self) -> bool:
        """The finding of a round that is over: the case is investigated again."""
        again = self.view.case.state in ("investigating", "awaiting_approval")
        return again and self.proposal is not None and self.proposal.approved_at is not None

    @property
    def returned(self) -> bool:
        """Proposed before, and sent back: what was written then is where the next proposal begins."""
        return self.proposal is not None and self.view.case.state == "investigating"

    @property
    def finding(self) -> list[tuple[Any, str]]:
        return letters.finding_lines(self.proposal) if self.proposal else []

    @property
    def evidence_names(self) -> dict[str, Any]:
        """What a finding may rest on, under the names that the page gives to files and answers."""
        names = {"account": phrase(ACCOUNT, self.view.matter)}
        for request in self.requests:
            row = request["row"]
            names[f"answer:{row.pk}"] = _("Answer of %(unit)s") % {"unit": row.unit.name}
        return names | {f"file:{file.pk}": file.title(number) for number, file in enumerate(self.view.files, 1)}

    @property
    def relied_on(self) -> str:
        """What the proposal rests on."""
        return self.words_for(self.proposal.evidence)

    def words_for(self, evidence: list[str]) -> str:
        names = self.evidence_names
        found = [str(names[ref]) for ref in evidence if ref in names]
        shared = self.shared(len(evidence) - len(found))
        return listed([*found, shared] if shared else found)

    def shared(self, count: int) -> str:
        """So many things of the leading case, which has them on its own page."""
        if not count or not self.rights.joined_to:
            return ""
        words = ngettext(
            "%(count)d thing from the leading case %(number)s",
            "%(count)d things from the leading case %(number)s",
            count,
        )
        return words % {"count": count, "number": self.rights.joined_to}

    @cached_property
    def remedies(self) -> list[Remedy]:
        if self.view.case.state not in LOOKED_AT_AGAIN or not self.view.case.remedy_by:
            return []
        return list(Remedy.objects.filter(case_id=self.view.case.pk).select_related("unit", "by"))


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


def _replied(view: CaseView, spec: Act, form: ActForm) -> list[Preview]:
    return [Preview(_("The one you write to will read:"), mirror(form, "message", labelled=False))]
