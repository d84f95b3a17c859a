"""The procedures of a decision, and the ask beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import Budget
from casework.engine.flows import (
    HANDLER,
    LEAD,
    RESPONDENT,
    AskFlow,
    CaseFlow,
    End,
    If,
    Join,
    Split,
    Start,
    Work,
    case_of_activation,
    this,
)
from casework.engine.nodes import run
from casework.engine.stages import FINAL

from ..models import Vote
from ..speaking import the_bodies, word_of
from .measures import ASSOCIATION, BUREAU, FEDERATION, bodies_for
from .review_rows import kept_on_review
from .rows import agreed_kinds


def party(case):
    return case.unit


def has_said(place: str):
    """Whether the body has no word to give here, or gave it already in this round."""

    def said(activation) -> bool:
        case = case_of_activation(activation)
        needed = place in bodies_for(one.kind for one in case.at_issue)
        return not needed or the_bodies()[place].pk in {vote.body_id for vote in case.votes_now}

    return said


def lies_ahead(activation) -> bool:
    """Whether the hearing was put off, and is still to come."""
    case = case_of_activation(activation)
    return case.hearing_at > run.get().at


def all_answered(activation) -> bool:
    return not case_of_activation(activation).unanswered


class DraftFlow(CaseFlow):
    """The handler sets out facts, severity and measures."""

    outcomes = ("submit_decision", "drop_decision")

    start = Start().Next(this.draft)
    draft = Work(role=HANDLER, label=_("Draft the decision"), acts=("submit_decision", "drop_decision")).Next(this.end)
    end = End()


class LegalReviewFlow(CaseFlow):
    """Somebody who took no part looks at facts, evidence, law and procedure."""

    outcomes = ("clear_decision", "return_draft")

    start = Start().Next(this.review)
    review = Work(role=LEAD, label=_("Review the draft"), acts=("clear_decision", "return_draft")).Next(this.end)
    end = End()


class NoticeFlow(CaseFlow):
    """The party has its days. Where it says nothing, the clock of the stage goes on."""

    outcomes = ("go_on",)

    start = Start().Next(this.hear)
    hear = Work(
        role=RESPONDENT, unit=party, label=_("State your defence on what is intended"), acts=("waive_defence",)
    ).Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        return "go_on"


class DeliberateFlow(CaseFlow):
    """What the party said is answered first; then each body that decides on a measure gives its word, side by side."""

    outcomes = ("decide", "drop_jointly", "return_jointly")

    start = Start().Next(this.check)
    check = If(all_answered).Then(this.split).Else(this.answer)
    answer = Work(role=HANDLER, label=_("Answer the defence in writing"), acts=("answer_defence",)).Next(this.check)
    split = Split().Next(this.check_association).Next(this.check_federation).Next(this.check_bureau)
    check_association = If(has_said(ASSOCIATION)).Then(this.join).Else(this.by_association)
    check_federation = If(has_said(FEDERATION)).Then(this.join).Else(this.by_federation)
    check_bureau = If(has_said(BUREAU)).Then(this.join).Else(this.by_bureau)
    by_association = word_of(ASSOCIATION, _("Decide on the measures: association"), "vote").Next(this.join)
    by_federation = word_of(FEDERATION, _("Decide on the measures: union"), "vote").Next(this.join)
    by_bureau = word_of(BUREAU, _("Decide on the measures: film bureau"), "vote").Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        case = procedure.case.decision
        if any(vote.word == Vote.Word.RETURN for vote in case.votes_now):
            return "return_jointly"
        return "decide" if agreed_kinds(case) else "drop_jointly"


class HearingFlow(CaseFlow):
    """Whoever will preside fixes day and place; afterwards it is recorded, or put off once."""

    outcomes = ("close_hearing",)

    start = Start().Next(this.fix)
    fix = Work(role=LEAD, label=_("Fix the hearing, and preside"), acts=("fix_hearing",)).Next(this.hold)
    hold = Work(role=LEAD, label=_("Hold the hearing"), acts=("hold_hearing", "move_hearing")).Next(this.check)
    check = If(lies_ahead).Then(this.hold).Else(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        return "close_hearing"


class ReviewFlow(CaseFlow):
    """Each body that decided says what stays, side by side, through people who took no part."""

    outcomes = ("uphold_decision", "change_decision", "revoke_decision")

    start = Start().Next(this.split)
    split = Split().Next(this.check_association).Next(this.check_federation).Next(this.check_bureau)
    check_association = If(has_said(ASSOCIATION)).Then(this.join).Else(this.by_association)
    check_federation = If(has_said(FEDERATION)).Then(this.join).Else(this.by_federation)
    check_bureau = If(has_said(BUREAU)).Then(this.join).Else(this.by_bureau)
    by_association = word_of(ASSOCIATION, _("Review the decision: association"), "vote_on_review").Next(this.join)
    by_federation = word_of(FEDERATION, _("Review the decision: union"), "vote_on_review").Next(this.join)
    by_bureau = word_of(BUREAU, _("Review the decision: film bureau"), "vote_on_review").Next(this.join)
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        case = procedure.case.decision
        kept = kept_on_review(case)
        if not kept:
            return "revoke_decision"
        return "uphold_decision" if kept == {one.kind: one.months for one in case.at_issue} else "change_decision"


class ServeFlow(CaseFlow):
    """The decision comes to the party, provably."""

    outcomes = ("serve_decision",)

    start = Start().Next(this.serve)
    serve = Work(role=HANDLER, label=_("Serve the decision"), acts=("serve_decision",)).Next(this.end)
    end = End()


class ServeNotice(AskFlow):
    """The notice comes to the party, provably; until then its days do not run."""

    start = Start().Next(this.serve)
    serve = Work(role=HANDLER, label=_("Serve the notice"), acts=("serve_notice",)).Next(this.end)
    end = End()


def serving_time(case) -> Budget:
    return Budget(case.campaign.decision_serve_days, "workdays")


class TellFundOffice(AskFlow):
    """The fund's office learns what holds of the subsidies, provably; of a decision that ended or was revoked, too."""

    lasts = FINAL

    start = Start().Next(this.tell)
    tell = Work(
        role=HANDLER, due=serving_time, label=_("Send the notice to the fund's office"), acts=("tell_fund_office",)
    ).Next(this.end)
    end = End()
