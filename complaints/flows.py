"""The procedures of a complaint. They start from the case's rows, so a second start asks nobody twice."""

from django.utils.translation import gettext_lazy as _

from casework.engine.budgets import Budget
from casework.engine.flows import (
    COMPLAINANT,
    HANDLER,
    LEAD,
    RESPONDENT,
    CaseFlow,
    End,
    If,
    Join,
    Split,
    Start,
    Work,
    case_of_activation,
    decision_of,
    this,
)

from . import facts


def answer_time(case) -> Budget:
    return Budget(case.campaign.answer_days, "workdays")


def request_to(role: str):
    """The open request to the party of `role`, from the case; its id is the task's subject."""

    def find(case) -> int | None:
        request = facts.open_request(case, role)
        return request.pk if request else None

    return find


def party(role: str):
    def find(case):
        return facts.party_unit(case, role)

    return find


def is_open_to(role: str):
    def holds(activation) -> bool:
        return facts.open_request(case_of_activation(activation), role) is not None

    return holds


def answering(role: str) -> Work:
    """The answer to the request of the first round to the party in `role`."""
    return Work(
        role=RESPONDENT,
        unit=party(role),
        subject=request_to(role),
        due=answer_time,
        label=_("Answer"),
        acts=("answer", "fall_silent", "drop_request"),
        on_due="fall_silent",
    )


class TriageFlow(CaseFlow):
    """Decide whether a complaint is accepted."""

    outcomes = ("accept", "not_accept", "ask_supplement")

    start = Start().Next(this.triage)
    triage = Work(
        role=HANDLER, label=_("Decide whether to accept"), acts=("accept", "not_accept", "ask_supplement")
    ).Next(this.end)
    end = End()


class SupplementFlow(CaseFlow):
    """Whoever filed it adds what is missing, or lets the time pass."""

    outcomes = ("supplement", "lapse", "go_on_without")

    start = Start().Next(this.add)
    add = Work(role=COMPLAINANT, label=_("Add what is missing"), acts=("supplement", "lapse", "go_on_without")).Next(
        this.end
    )
    end = End()


def was_asked(activation) -> bool:
    return bool(case_of_activation(activation).first_round)


def awaits_answers(activation) -> bool:
    return any(r.status == r.Status.ASKED for r in case_of_activation(activation).first_round)


class InvestigationFlow(CaseFlow):
    """Ask all sides at once, wait for their answers, propose a finding."""

    outcomes = ("propose",)

    start = Start().Next(this.check_asked)
    check_asked = If(was_asked).Then(this.check_waiting).Else(this.request)
    request = Work(role=HANDLER, label=_("Ask for answers"), acts=("request_answers",)).Next(this.check_waiting)
    check_waiting = If(awaits_answers).Then(this.split).Else(this.finding)
    split = (
        Split()
        .Next(this.answer_cinema, case=is_open_to("cinema"))
        .Next(this.answer_platform, case=is_open_to("platform"))
        .Next(this.answer_body, case=is_open_to("body"))
    )
    answer_cinema = answering("cinema").Next(this.join)
    answer_platform = answering("platform").Next(this.join)
    answer_body = answering("body").Next(this.join)
    join = Join().Next(this.finding)
    finding = Work(role=HANDLER, label=_("Propose a finding"), acts=("propose",)).Next(this.end)
    end = End()


class ApprovalFlow(CaseFlow):
    """A second person approves the finding or returns it."""

    outcomes = ("approve", "send_back")

    start = Start().Next(this.approval)
    approval = Work(role=LEAD, label=_("Approve or return the finding"), acts=("approve", "send_back")).Next(this.end)
    end = End()


def owes_remedy(activation) -> bool:
    return bool(case_of_activation(activation).remedy_by)


def lacks_report(activation) -> bool:
    """Nothing was reported of what is owed now, or what was reported was not enough."""
    last = case_of_activation(activation).last_remedy
    return last is None or last.verdict == last.Verdict.NOT_ENOUGH


def awaits_verdict(activation) -> bool:
    last = case_of_activation(activation).last_remedy
    return last.verdict == last.Verdict.OPEN


def was_confirmed(activation) -> bool:
    return decision_of(activation) == "confirm_remedy"


def awaits_word(activation) -> bool:
    last = case_of_activation(activation).last_remedy
    return last.received == last.Received.OPEN


def has_arrived(activation) -> bool:
    last = case_of_activation(activation).last_remedy
    return last.received == last.Received.YES


def was_taken(activation) -> bool:
    return decision_of(activation) == "hold_performed"


def owing_unit(case):
    return facts.party_unit(case, case.remedy_by)


def word_time(case) -> Budget:
    return Budget(case.campaign.received_days, "workdays")


class RemedyFlow(CaseFlow):
    """The respondent carries out the remedy, the handler verifies it, the complainant says whether it arrived; with
    none due it is done as it starts. Started again, it asks for nothing that is there already."""

    outcomes = ("close",)

    start = Start().Next(this.check_due)
    check_due = If(owes_remedy).Then(this.check_report).Else(this.end)
    check_report = If(lacks_report).Then(this.remedy).Else(this.check_verdict)
    check_verdict = If(awaits_verdict).Then(this.verify).Else(this.check_word)
    remedy = Work(
        role=RESPONDENT, unit=owing_unit, label=_("Carry out the remedy and prove it"), acts=("report_remedy",)
    ).Next(this.verify)
    verify = Work(role=HANDLER, label=_("Verify the remedy"), acts=("confirm_remedy", "remedy_not_enough")).Next(
        this.check_confirmed
    )
    check_confirmed = If(was_confirmed).Then(this.check_word).Else(this.remedy)
    check_word = If(awaits_word).Then(this.ask_word).Else(this.check_arrived)
    ask_word = Work(
        role=COMPLAINANT,
        due=word_time,
        label=_("Say whether you got it"),
        acts=("confirm_received", "deny_received", "leave_unsaid"),
        on_due="leave_unsaid",
    ).Next(this.check_arrived)
    check_arrived = If(has_arrived).Then(this.end).Else(this.settle)
    settle = Work(
        role=HANDLER,
        label=_("Decide whether the remedy was carried out"),
        acts=("hold_performed", "remedy_not_enough"),
    ).Next(this.check_taken)
    check_taken = If(was_taken).Then(this.end).Else(this.remedy)
    end = End()

    @classmethod
    def outcome(cls, procedure) -> str:
        return "close"


def was_returned(activation) -> bool:
    return decision_of(activation) == "return_review"


class ReviewFlow(CaseFlow):
    """Somebody who took no part looks at the finding, a lead who took none decides."""

    outcomes = ("uphold", "change_finding")

    start = Start().Next(this.assess)
    assess = Work(role=HANDLER, label=_("Review the finding"), acts=("propose_review",)).Next(this.decide)
    decide = Work(role=LEAD, label=_("Decide on the review"), acts=("uphold", "change_finding", "return_review")).Next(
        this.check_returned
    )
    check_returned = If(was_returned).Then(this.assess).Else(this.end)
    end = End()


class ContestFlow(CaseFlow):
    """A lead who took no part looks at how the case ended."""

    outcomes = ("redo", "explain", "accept_after_all", "confirm_refusal")

    start = Start().Next(this.look)
    look = Work(
        role=LEAD,
        label=_("Look at what is contested"),
        acts=("redo", "explain", "accept_after_all", "confirm_refusal"),
    ).Next(this.end)
    end = End()
