"""The procedures of a decision, and the ask beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import (
    BODY,
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

from ..models import Vote
from .measures import ASSOCIATION, BUREAU, FEDERATION, bodies_for
from .rows import agreed_kinds, the_bodies


def party(case):
    return case.unit


def body(place: str):
    return lambda case: the_bodies()[place]


def has_said(place: str):
    """Whether the body has no word to give here, or gave it already in this round."""

    def said(activation) -> bool:
        case = case_of_activation(activation)
        needed = place in bodies_for(one.kind for one in case.measure_list)
        return not needed or the_bodies()[place].pk in {vote.body_id for vote in case.votes_now}

    return said


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
    by_association = Work(
        role=BODY, unit=body(ASSOCIATION), label=_("Decide on the measures: association"), acts=("vote",)
    ).Next(this.join)
    by_federation = Work(
        role=BODY, unit=body(FEDERATION), label=_("Decide on the measures: union"), acts=("vote",)
    ).Next(this.join)
    by_bureau = Work(role=BODY, unit=body(BUREAU), label=_("Decide on the measures: film bureau"), acts=("vote",)).Next(
        this.join
    )
    join = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        case = procedure.case.decision
        if any(vote.word == Vote.Word.RETURN for vote in case.votes_now):
            return "return_jointly"
        return "decide" if agreed_kinds(case) else "drop_jointly"


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
