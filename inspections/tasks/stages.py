"""What each state of an inspection means, and its clocks."""

from django.utils.translation import gettext_lazy as _

from casework.engine.stages import CLOSED, ClockSpec, Stage, the_field

from . import states
from .flows import (
    DispatchFlow,
    PrepareFlow,
    RecheckFlow,
    RectifyFlow,
    ReturnedFlow,
    VerifyFlow,
    VisitFlow,
)

CLOCKS = (
    ClockSpec("acknowledgement", _("acknowledge the inspection"), "acknowledge_days", "workdays", whose="field"),
    ClockSpec("redispatch", _("give out again or cancel"), "inspection_redispatch_days", "workdays"),
    ClockSpec(
        "visit",
        _("make the visit and report"),
        "inspection_visit_days",
        "days",
        own=lambda case: case.visit_days,
        whose="field",
    ),
    ClockSpec("verification", _("verify the report"), "inspection_verify_days", "workdays"),
    ClockSpec(
        "rectification",
        _("put right what was ordered"),
        "inspection_rectify_days",
        "workdays",
        own=lambda case: case.rectify_days,
        whose="theirs",
        on_due=lambda case: "lapse",
    ),
    ClockSpec(
        "recheck",
        _("check again"),
        "inspection_recheck_days",
        "workdays",
        own=lambda case: case.recheck_days,
        whose="field",
    ),
)

TRACK = (
    ("out", _("Given out")),
    ("visit", _("Visited")),
    ("verified", _("Verified")),
    ("rectified", _("Put right")),
    ("closed", _("Over")),
)

STAGES = (
    Stage(
        states.DISPATCHED,
        _("Given out"),
        _("The inspection was given out to a unit in the field."),
        holder=the_field,
        procedure=DispatchFlow,
        runs=("acknowledgement",),
        stops=("redispatch", "visit"),
        icon="send",
        tone="info",
        place="out",
    ),
    Stage(
        states.RETURNED,
        _("Sent back"),
        _("The inspection was sent back and is given out again."),
        procedure=ReturnedFlow,
        runs=("redispatch",),
        stops=("acknowledgement", "visit"),
        icon="arrow-return-left",
        tone="warn",
        place="out",
    ),
    Stage(
        states.ACKNOWLEDGED,
        _("Acknowledged"),
        _("The unit is preparing the visit."),
        holder=the_field,
        procedure=PrepareFlow,
        runs=("visit",),
        stops=("acknowledgement",),
        icon="check2-square",
        tone="info",
        place="out",
    ),
    Stage(
        states.VISITING,
        _("Being inspected"),
        _("Inspectors are there."),
        holder=the_field,
        procedure=VisitFlow,
        runs=("visit",),
        stops=("verification",),
        icon="geo-alt",
        tone="info",
        place="visit",
    ),
    Stage(
        states.REPORTED,
        _("Reported"),
        _("The report is being verified."),
        procedure=VerifyFlow,
        runs=("verification",),
        stops=("visit", "rectification", "recheck"),
        icon="search",
        tone="info",
        place="verified",
    ),
    Stage(
        states.RECTIFYING,
        _("Being put right"),
        _("What was found is being put right."),
        procedure=RectifyFlow,
        runs=("rectification",),
        stops=("verification", "recheck"),
        icon="tools",
        tone="info",
        place="rectified",
    ),
    Stage(
        states.RECHECKING,
        _("Being checked again"),
        _("What was put right is being checked."),
        holder=the_field,
        procedure=RecheckFlow,
        runs=("recheck",),
        stops=("rectification",),
        icon="arrow-repeat",
        tone="info",
        place="rectified",
    ),
    Stage(
        states.CLOSED,
        _("Concluded"),
        _("The inspection is over."),
        CLOSED,
        icon="check-circle",
        tone="ok",
        place="closed",
    ),
    Stage(
        states.CANCELLED, _("Cancelled"), _("The inspection was cancelled."), CLOSED, icon="x-circle", place="closed"
    ),
)
