"""The asks of a complaint, beside its procedures."""

from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import Budget
from casework.engine.flows import (
    COMPLAINANT,
    HANDLER,
    LEAD,
    RESPONDENT,
    AskFlow,
    End,
    Join,
    Split,
    Start,
    Work,
    case_of_activation,
    this,
)
from casework.engine.stages import CLOSED

from .flows import answer_time, party


class FurtherAnswer(AskFlow):
    """A further question to one party, beside the procedure."""

    single = False

    start = Start().Next(this.answer_further)
    answer_further = Work(
        role=RESPONDENT,
        due=answer_time,
        label=_("Answer a further question"),
        acts=("answer", "fall_silent", "drop_request"),
        on_due="fall_silent",
    ).Next(this.end)
    end = End()


class LateAnswer(AskFlow):
    """A party that was silent may still answer while the investigation goes on."""

    single = False

    start = Start().Next(this.answer_late)
    answer_late = Work(role=RESPONDENT, label=_("You may still answer"), acts=("answer", "drop_request")).Next(this.end)
    end = End()


def settlement_time(case) -> Budget:
    return Budget(case.campaign.settlement_days, "workdays")


def consent_of(side: str):
    """The word that this side is asked for; its id is the task's subject."""

    def find(case) -> int | None:
        return next((row.pk for row in case.consents if row.side == side), None)

    return find


def is_a_side(side: str):
    def holds(activation) -> bool:
        return consent_of(side)(case_of_activation(activation)) is not None

    return holds


def agreeing(side: str) -> Work:
    """What this side says to the terms on the table."""
    theirs = {"role": COMPLAINANT} if side == COMPLAINANT else {"role": RESPONDENT, "unit": party(side)}
    return Work(
        subject=consent_of(side),
        due=settlement_time,
        label=_("Say whether you agree to the terms"),
        acts=("agree_settlement", "decline_settlement", "leave_settlement_unsaid", "record_consent"),
        on_due="leave_settlement_unsaid",
        **theirs,
    )


class Consenting(AskFlow):
    """Each side that the terms on the table name says whether it agrees to them, or nothing. One ask with a task for
    each: they are asked at once, and about the same terms."""

    single = False

    start = Start().Next(this.split)
    split = (
        Split()
        .Next(this.ask_complainant)
        .Next(this.ask_cinema, case=is_a_side("cinema"))
        .Next(this.ask_platform, case=is_a_side("platform"))
        .Next(this.ask_body, case=is_a_side("body"))
    )
    ask_complainant = agreeing("complainant").Next(this.join)
    ask_cinema = agreeing("cinema").Next(this.join)
    ask_platform = agreeing("platform").Next(this.join)
    ask_body = agreeing("body").Next(this.join)
    join = Join().Next(this.end)
    end = End()


class RemedyOverdue(AskFlow):
    """The remedy is overdue: the handler must do something about it."""

    start = Start().Next(this.press)
    press = Work(role=HANDLER, label=_("The remedy is overdue"), acts=("urge_respondent", "offer_remedy")).Next(
        this.end
    )
    end = End()


class Extension(AskFlow):
    """The handler asks a lead for more time."""

    start = Start().Next(this.decide_time)
    decide_time = Work(role=LEAD, label=_("Decide on more time"), acts=("grant_extension", "refuse_extension")).Next(
        this.end
    )
    end = End()


class BodyAnswer(AskFlow):
    """The body that took the matter is asked after, until it has answered."""

    lasts = CLOSED

    start = Start().Next(this.follow_up)
    follow_up = Work(role=HANDLER, label=_("Obtain the other body's answer"), acts=("record_body_answer",)).Next(
        this.end
    )
    end = End()
