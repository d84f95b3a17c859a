"""The procedures of an application, and the asks beside them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine import bodies
from casework.engine.budgets import Budget
from casework.engine.flows import (
    BODY,
    HANDLER,
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
from casework.engine.models import Procedure

from ..models import Opinion

Word = Opinion.Word
# Their places among the bodies, in the order in which they are asked (`rows.the_bodies`).
UNION, BUREAU, ASSOCIATION = range(3)


def platform(case):
    return case.platform


def body(place: int):
    return lambda case: bodies.asked(case)[place]


def all_agree(activation) -> bool:
    return _word(case_of_activation(activation)) == Word.AGREES


def have_heard(activation) -> bool:
    """Whether the three have read each other's opinions of this round already."""
    return bool(case_of_activation(activation).last_opinions)


def objection_time(case) -> Budget:
    return Budget(case.campaign.objection_days, "workdays")


def _word(case) -> str:
    """What three opinions come to: the hardest of them."""
    said = {opinion.word for opinion in case.last_opinions}
    return next(word for word in (Word.REFUSES, Word.LACKS, Word.AGREES) if word in said)


class FillInFlow(CaseFlow):
    """The people of the platform fill the application in, for as long as they need."""

    outcomes = ("submit",)

    start = Start().Next(this.fill_in)
    fill_in = Work(role=RESPONDENT, unit=platform, label=_("Fill in and submit"), acts=("submit",)).Next(this.end)
    end = End()


class CheckFlow(CaseFlow):
    """Whether it is complete, by the association."""

    outcomes = ("find_complete", "ask_supplement", "not_accept")

    start = Start().Next(this.check)
    check = Work(
        role=HANDLER,
        label=_("Check whether it is complete"),
        acts=("find_complete", "ask_supplement", "not_accept"),
    ).Next(this.end)
    end = End()


class SupplyFlow(CaseFlow):
    """The platform sends what is missing."""

    outcomes = ("supply",)

    start = Start().Next(this.supply)
    supply = Work(role=RESPONDENT, unit=platform, label=_("Supply what is missing"), acts=("supply",)).Next(this.end)
    end = End()


class ReviewFlow(CaseFlow):
    """Three opinions at once, each under seal until all are given (R27). Where one does not agree, the three read all
    of them and give a second one, under seal again."""

    outcomes = ("agree_jointly", "refuse_jointly", "return_jointly")

    start = Start().Next(this.heard)
    # Started once more, it goes on where the three had come to.
    heard = If(have_heard).Then(this.split_again).Else(this.split)
    split = Split().Next(this.union).Next(this.bureau).Next(this.association)
    union = Work(role=BODY, unit=body(UNION), label=_("Opinion of the union"), acts=("give_opinion",)).Next(this.join)
    bureau = Work(role=BODY, unit=body(BUREAU), label=_("Opinion of the film bureau"), acts=("give_opinion",)).Next(
        this.join
    )
    association = Work(
        role=BODY, unit=body(ASSOCIATION), label=_("Opinion of the association"), acts=("give_opinion",)
    ).Next(this.join)
    join = Join().Next(this.agreed)
    agreed = If(all_agree).Then(this.end).Else(this.split_again)
    split_again = Split().Next(this.union_again).Next(this.bureau_again).Next(this.association_again)
    union_again = Work(
        role=BODY, unit=body(UNION), label=_("Second opinion of the union"), acts=("give_opinion",)
    ).Next(this.join_again)
    bureau_again = Work(
        role=BODY, unit=body(BUREAU), label=_("Second opinion of the film bureau"), acts=("give_opinion",)
    ).Next(this.join_again)
    association_again = Work(
        role=BODY, unit=body(ASSOCIATION), label=_("Second opinion of the association"), acts=("give_opinion",)
    ).Next(this.join_again)
    join_again = Join().Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure: Procedure) -> str:
        ends = {Word.AGREES: "agree_jointly", Word.REFUSES: "refuse_jointly", Word.LACKS: "return_jointly"}
        return ends[_word(procedure.case.platformapplication)]


class AnswerObjection(AskFlow):
    """Somebody of the association who gave no opinion looks at an objection."""

    single = False

    start = Start().Next(this.look)
    look = Work(role=BODY, due=objection_time, label=_("Answer an objection"), acts=("answer_objection",)).Next(
        this.end
    )
    end = End()


class ReviewAmendment(AskFlow):
    """The association looks at what a qualified platform wants to change."""

    single = False

    start = Start().Next(this.look)
    look = Work(
        role=HANDLER,
        due=lambda case: Budget(case.campaign.amendment_days, "workdays"),
        label=_("Look at a change"),
        acts=("accept_amendment", "decline_amendment"),
    ).Next(this.end)
    end = End()


class LookAtCoverage(AskFlow):
    """Coverage fell below the floor: the association looks at it, while the platform has its days to mend it."""

    start = Start().Next(this.look)
    look = Work(role=HANDLER, label=_("Coverage below the floor: talk to the platform"), acts=("note_coverage",)).Next(
        this.end
    )
    end = End()
