"""What each state of a request means, and its clocks."""

from django.utils.translation import gettext_lazy as _

from casework.engine.stages import FINAL, ClockSpec, Stage

from . import states
from .flows import ConfirmFlow, DecideFlow

CLOCKS = (
    ClockSpec(
        "confirmation",
        _("check the vouchers"),
        "voucher_confirm_days",
        "workdays",
        whose="theirs",
        on_due=lambda case: "leave_unconfirmed",
    ),
    ClockSpec(
        "decision",
        _("decide on the extension"),
        "extension_decide_days",
        "workdays",
    ),
)

TRACK = (("asked", _("Asked for")), ("confirmed", _("Checked by the platform")), ("decided", _("Decided")))

STAGES = (
    Stage(
        states.CONFIRMING,
        _("With the platform"),
        _("The platform checks the numbers and what is left on the vouchers."),
        procedure=ConfirmFlow,
        runs=("confirmation",),
        icon="search",
        tone="info",
        place="asked",
    ),
    Stage(
        states.DECIDING,
        _("To be decided"),
        _("The association decides on each voucher."),
        procedure=DecideFlow,
        runs=("decision",),
        stops=("confirmation",),
        apart_from=(states.ASKING, states.CHECKING),
        icon="pencil-square",
        tone="info",
        place="confirmed",
    ),
    Stage(
        states.DECIDED,
        _("Decided"),
        _("It is decided which vouchers are extended, and until when."),
        FINAL,
        icon="check-circle",
        tone="ok",
        place="decided",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("The request was withdrawn; the vouchers can be asked for again."),
        FINAL,
        icon="x-circle",
        place="decided",
    ),
)
