"""What each state of a plan means."""

from django.utils.translation import gettext_lazy as _

from casework.engine.stages import FINAL, Stage

from . import states
from .flows import DraftFlow, DrawFlow

TRACK = (("drafting", _("Drafted")), ("drawing", _("Drawn")), ("out", _("Inspected")), ("closed", _("Over")))

STAGES = (
    Stage(
        states.DRAFTING,
        _("Being drafted"),
        _("The plan is being drafted."),
        procedure=DraftFlow,
        no_clock=_("A plan has no day of its own before it is drawn."),
        icon="pencil",
        tone="info",
        place="drafting",
    ),
    Stage(
        states.APPROVED,
        _("To be drawn"),
        _("The plan is approved; the draw is next."),
        procedure=DrawFlow,
        no_clock=_("A plan has no day of its own before it is drawn."),
        icon="shuffle",
        tone="info",
        place="drawing",
    ),
    Stage(
        states.DRAWN,
        _("Given out"),
        _("The inspections are drawn and given out."),
        waits_for=_("the inspections of the plan"),
        no_clock=_("Each inspection has its own days."),
        icon="clipboard-check",
        tone="info",
        place="out",
    ),
    Stage(
        states.CLOSED,
        _("All inspections over"),
        _("All inspections of the plan are over."),
        FINAL,
        icon="check-circle",
        tone="ok",
        place="closed",
    ),
    Stage(states.CANCELLED, _("Cancelled"), _("The plan was cancelled."), FINAL, icon="x-circle", place="closed"),
)
