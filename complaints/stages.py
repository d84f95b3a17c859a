"""What each state of a complaint means, and its clocks."""

from django.utils.translation import gettext_lazy as _

from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .flows import (
    ApprovalFlow,
    ContestFlow,
    InvestigationFlow,
    RemedyFlow,
    ReviewFlow,
    SupplementFlow,
    TriageFlow,
)
from .matters import REPORT
from .rights import NO_PART


def is_urgent(case) -> bool:
    return case.urgent


def remedy_is_due(case) -> bool:
    return bool(case.remedy_by)


CLOCKS = (
    ClockSpec("triage", _("decide whether to accept"), "triage_days", "workdays"),
    ClockSpec(
        "first_contact",
        _("first contact"),
        "first_contact_hours",
        "duty_hours",
        applies=is_urgent,
        overdue=_("Someone may be standing at the counter."),
    ),
    ClockSpec(
        "investigation", _("give a finding"), "investigation_days", "workdays", figures={REPORT: "report_check_days"}
    ),
    ClockSpec("outer_limit", _("the whole case"), "outer_limit_days", "days"),
    ClockSpec("approval", _("approve the finding"), "approval_days", "workdays"),
    ClockSpec(
        "supplement",
        _("add what is missing"),
        "supplement_answer_days",
        "workdays",
        whose="theirs",
        on_due=lambda case: "go_on_without" if case.anonymous else "lapse",
        from_reached=True,
    ),
    ClockSpec("review", _("decide on the review"), "review_days", "days"),
    ClockSpec("contest", _("look at what is contested"), "redo_days", "workdays"),
    ClockSpec(
        "remedy",
        _("carry out the remedy"),
        "remedy_days",
        "workdays",
        whose="theirs",
        applies=remedy_is_due,
        overdue_ask="RemedyOverdue",
    ),
)

TRACK = (
    ("received", _("Received")),
    ("accepted", _("Accepted")),
    ("investigating", _("Investigation")),
    ("deciding", _("Finding")),
    ("closed", _("Closed")),
)

DETOURS = (("again", _("Looked at again")),)

STAGES = (
    Stage(
        states.SUBMITTED,
        _("To be accepted"),
        _("We have your %(matter)s and are deciding whether we can handle it."),
        procedure=TriageFlow,
        runs=("triage", "first_contact"),
        stops=("supplement",),
        icon="inbox",
        tone="info",
        place="received",
    ),
    Stage(
        states.AWAITING_SUPPLEMENT,
        _("Something is missing"),
        _("Something is missing. Please add it; then we decide whether to accept the case."),
        procedure=SupplementFlow,
        runs=("supplement",),
        pauses={"triage": _("what is missing has not come yet")},
        icon="question-circle",
        tone="warn",
        place="received",
    ),
    Stage(
        states.INVESTIGATING,
        _("Investigation"),
        _("We are asking those concerned and checking the facts."),
        procedure=InvestigationFlow,
        runs=("investigation", "outer_limit"),
        stops=("triage", "approval", "contest"),
        icon="search",
        tone="info",
        place="investigating",
    ),
    Stage(
        states.AWAITING_APPROVAL,
        _("To be approved"),
        _("A finding has been proposed; a second person is checking it."),
        procedure=ApprovalFlow,
        runs=("approval", "outer_limit"),
        pauses={"investigation": _("the proposed finding is being checked")},
        icon="pen",
        tone="info",
        place="deciding",
    ),
    Stage(
        states.DECIDED,
        _("Finding made"),
        _("A finding has been made; what was ordered is being carried out."),
        procedure=RemedyFlow,
        runs=("remedy",),
        stops=("investigation", "outer_limit", "approval", "first_contact", "review"),
        icon="clipboard-check",
        tone="info",
        place="deciding",
        no_clock=_("Where nothing is to be remedied the case closes at once."),
    ),
    Stage(
        states.UNDER_REVIEW,
        _("Under review"),
        _("People who took no part are reviewing the finding."),
        procedure=ReviewFlow,
        runs=("review",),
        pauses={"remedy": _("the finding is being reviewed")},
        apart_from=NO_PART,
        icon="arrow-repeat",
        tone="info",
        place="again",
    ),
    Stage(
        states.CONTESTED,
        _("Contested"),
        _("A lead who took no part is looking at how the case ended."),
        procedure=ContestFlow,
        runs=("contest",),
        icon="flag",
        tone="info",
        place="again",
    ),
    Stage(states.CLOSED, _("Closed"), _("The case is closed."), CLOSED, icon="check-circle", tone="ok", place="closed"),
    Stage(
        states.NOT_ACCEPTED,
        _("Not accepted"),
        _("The %(matter)s was not accepted; the reason and where else you can go are stated."),
        CLOSED,
        icon="slash-circle",
        place="closed",
    ),
    Stage(
        states.TRANSFERRED,
        _("Sent elsewhere"),
        _("The matter was sent to the body that can decide it; we ask it for its answer."),
        CLOSED,
        icon="box-arrow-right",
        place="closed",
    ),
    Stage(
        states.MERGED,
        _("Merged"),
        _("The matter is handled under the number of your earlier case."),
        CLOSED,
        icon="link-45deg",
        place="closed",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("You withdrew the complaint."),
        FINAL,
        icon="arrow-counterclockwise",
        place="closed",
    ),
)
