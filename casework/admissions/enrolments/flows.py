"""The procedures of an enrolment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.engine.flows import (
    FIELD,
    HANDLER,
    RESPONDENT,
    CaseFlow,
    End,
    If,
    Start,
    Work,
    case_of_activation,
    this,
)


def cinema(case):
    return case.cinema


def somebody_is_asked(activation) -> bool:
    return case_of_activation(activation).field_unit is not None


class FillInFlow(CaseFlow):
    """The cinema fills in what it states, several of its people over days, and sends it."""

    outcomes = ("submit_enrolment",)

    start = Start().Next(this.fill_in)
    fill_in = Work(role=RESPONDENT, unit=cinema, label=_("Fill in and send"), acts=("submit_enrolment",)).Next(this.end)
    end = End()


class CheckFlow(CaseFlow):
    """A film office says whether the facts hold. Where there is none, the association goes on at once; where it is
    silent, the clock of the stage goes on."""

    outcomes = ("check_facts", "leave_unchecked")

    start = Start().Next(this.is_anybody_there)
    is_anybody_there = If(somebody_is_asked).Then(this.check).Else(this.end)
    check = Work(role=FIELD, label=_("Confirm the facts of the cinema"), acts=("check_facts",)).Next(this.end)
    end = End()

    @classmethod
    def outcome(cls, procedure):
        if procedure.task_set.filter(role=FIELD).exists():
            return super().outcome(procedure)
        return "leave_unchecked"


class SupplementFlow(CaseFlow):
    """The cinema sends what was missing. Where it does not, the clock of the stage goes on."""

    outcomes = ("supply_missing",)

    start = Start().Next(this.supply)
    supply = Work(role=RESPONDENT, unit=cinema, label=_("Send what is missing"), acts=("supply_missing",)).Next(
        this.end
    )
    end = End()


class DecideFlow(CaseFlow):
    """The association qualifies, refuses, or asks once for what is missing."""

    outcomes = ("qualify_cinema", "refuse_enrolment", "ask_for_supplement")

    start = Start().Next(this.decide)
    decide = Work(role=HANDLER, label=_("Decide on the enrolment"), acts=outcomes).Next(this.end)
    end = End()
