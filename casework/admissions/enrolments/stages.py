"""What each state of an enrolment means, and its clocks."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .checkers import above
from .flows import CheckFlow, DecideFlow, FillInFlow, SupplementFlow


def when_nobody_checks(case) -> str:
    return "ask_office_above" if above(case.field_unit) is not None else "leave_unchecked"


CLOCKS = (
    ClockSpec(
        "check",
        _("confirm the facts"),
        "enrolment_check_days",
        "workdays",
        whose="field",
        on_due=when_nobody_checks,
    ),
    ClockSpec(
        "supplement",
        _("send what is missing"),
        "enrolment_supplement_days",
        "workdays",
        whose="theirs",
        on_due=lambda case: "leave_unsupplied",
    ),
    ClockSpec("decision", _("decide on the enrolment"), "enrolment_decide_days", "workdays"),
)

TRACK = (
    ("draft", _("Filled in")),
    ("checked", _("Facts confirmed")),
    ("decided", _("Decided")),
    ("over", _("Over")),
)

STAGES = (
    Stage(
        states.DRAFT,
        _("Being filled in"),
        _("The cinema fills in what it states, and sends it."),
        procedure=FillInFlow,
        no_clock=_("The cinema takes the time that it needs; what was never sent ends with the campaign."),
        icon="pencil-square",
        place="draft",
    ),
    Stage(
        states.CHECKING,
        _("With the film office"),
        _("The film office of the county confirms the facts."),
        procedure=CheckFlow,
        runs=("check",),
        stops=("supplement",),
        icon="search",
        tone="info",
        place="checked",
    ),
    Stage(
        states.AWAITING,
        _("Waiting for the cinema"),
        _("The cinema was asked for what is missing."),
        procedure=SupplementFlow,
        runs=("supplement",),
        stops=("check", "decision"),
        icon="pause-circle",
        tone="warn",
        place="checked",
    ),
    Stage(
        states.DECIDING,
        _("To be decided"),
        _("The association decides whether the cinema takes part."),
        procedure=DecideFlow,
        runs=("decision",),
        stops=("check", "supplement"),
        apart_from=(states.ENROLLING, states.CHECKED),
        icon="pencil-square",
        tone="info",
        place="decided",
    ),
    Stage(
        states.QUALIFIED,
        _("Takes part"),
        _("The cinema takes part, until the campaign's last day to redeem."),
        CLOSED,
        icon="check-circle",
        tone="ok",
        place="decided",
    ),
    Stage(
        states.REFUSED,
        pgettext_lazy("cinema enrolment", "Refused"),
        _("The cinema was not enrolled. It can enrol again once the reason is gone."),
        FINAL,
        icon="x-circle",
        place="over",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("The cinema does not take part any more, or never did. It can enrol again."),
        FINAL,
        icon="x-circle",
        place="over",
    ),
    Stage(
        states.REPLACED,
        _("Replaced"),
        _("A later enrolment of the cinema stands in its place."),
        FINAL,
        icon="arrow-repeat",
        place="over",
    ),
    Stage(
        states.EXPIRED,
        _("Over"),
        _("The campaign is over. For the next one a cinema enrols anew."),
        FINAL,
        icon="calendar2-week",
        place="over",
    ),
)
