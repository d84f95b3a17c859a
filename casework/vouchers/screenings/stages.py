"""What each state of a screening means, and its clocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .flows import AnswerFlow, ApproveFlow, CheckFlow, ReportFlow

CLOCKS = (
    ClockSpec("approval", _("decide on the screening"), "screening_approve_days", "workdays", whose="bodies"),
    ClockSpec(
        "answer",
        _("answer the organisers' questions"),
        "screening_answer_days",
        "workdays",
        whose="theirs",
        tells=(states.PROPOSER,),
        on_due=lambda case: "leave_unanswered",
    ),
    ClockSpec(
        "report",
        _("report on the screening"),
        "screening_report_days",
        "workdays",
        whose="theirs",
        tells=(states.PROPOSER,),
        counts_from=lambda case: case.starts_at,
        overdue_ask="LateReport",
    ),
    ClockSpec("check", _("check the report"), "screening_check_days", "workdays"),
)

TRACK = (
    ("proposed", pgettext_lazy("screening", "Proposed")),
    ("planned", _("Approved, money set aside")),
    ("reported", _("Held and reported")),
    ("settled", pgettext_lazy("screening", "Settled")),
)

STAGES = (
    Stage(
        states.PROPOSED,
        _("With the organisers, to approve"),
        _("The union federation and the film bureau decide, each for itself; it needs both."),
        procedure=ApproveFlow,
        runs=("approval",),
        stops=("answer",),
        icon="people",
        tone="info",
        place="proposed",
    ),
    Stage(
        states.ANSWERING,
        _("Questions to the union"),
        _("The union answers what the organisers ask."),
        procedure=AnswerFlow,
        runs=("answer",),
        stops=("approval",),
        icon="question-circle",
        tone="warn",
        place="proposed",
    ),
    Stage(
        states.PLANNED,
        pgettext_lazy("screening", "Approved"),
        _("The money is set aside; the union holds the screening and reports on it."),
        procedure=ReportFlow,
        runs=("report",),
        stops=("approval", "check"),
        icon="calendar-event",
        tone="info",
        place="planned",
    ),
    Stage(
        states.REPORTED,
        _("Reported"),
        _("The association checks the report."),
        procedure=CheckFlow,
        runs=("check",),
        stops=("report",),
        apart_from=(states.PROPOSING, states.APPROVING),
        icon="clipboard-check",
        tone="info",
        place="reported",
    ),
    Stage(
        states.SETTLED,
        pgettext_lazy("screening", "Settled"),
        _("What was spent is published; the rest is back in the pool."),
        CLOSED,
        icon="check-circle",
        tone="ok",
        place="settled",
    ),
    Stage(
        states.REFUSED,
        pgettext_lazy("screening", "Refused"),
        _("The screening does not take place."),
        FINAL,
        icon="x-circle",
        tone="warn",
        place="settled",
    ),
    Stage(
        states.CANCELLED,
        _("Cancelled"),
        _("The screening does not take place; what was set aside is back in the pool."),
        FINAL,
        icon="calendar-x",
        place="settled",
    ),
)
