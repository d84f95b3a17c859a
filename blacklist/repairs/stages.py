"""What each state of a credit repair means, and its clocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .flows import AcceptFlow, RepairFlow

CLOCKS = (
    ClockSpec("acceptance", _("accept the application, or not"), "repair_accept_days", "workdays"),
    ClockSpec("repair", _("decide on the repair"), "repair_decide_days", "workdays", whose="bodies"),
)

TRACK = (
    ("applied", _("Applied for")),
    ("verifying", _("Being checked")),
    ("over", pgettext_lazy("repair", "Decided")),
)

STAGES = (
    Stage(
        states.APPLIED,
        _("Applied for"),
        _("The association says within days whether it accepts the application."),
        procedure=AcceptFlow,
        runs=("acceptance",),
        icon="inbox",
        place="applied",
    ),
    Stage(
        states.VERIFYING,
        _("Being checked"),
        _("What the party proves is checked; then the bodies that decided give their word."),
        procedure=RepairFlow,
        runs=("repair",),
        stops=("acceptance",),
        icon="search",
        tone="info",
        place="verifying",
    ),
    Stage(
        states.GRANTED,
        pgettext_lazy("repair", "Granted"),
        _("The decision's measures ended, and its entry was taken down."),
        CLOSED,
        icon="check-circle",
        tone="ok",
        place="over",
    ),
    Stage(
        states.REFUSED,
        pgettext_lazy("repair", "Refused"),
        _("The decision stays as it is; another application may follow."),
        FINAL,
        icon="x-circle",
        tone="warn",
        place="over",
    ),
    Stage(
        states.DECLINED,
        _("Not accepted"),
        _("The application was not accepted; another may follow."),
        FINAL,
        icon="x-circle",
        place="over",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("The application was withdrawn; another may follow."),
        FINAL,
        icon="archive",
        place="over",
    ),
    Stage(
        states.UNDONE,
        pgettext_lazy("repair", "Undone"),
        _("It was got by false material; the decision's measures hold again."),
        FINAL,
        icon="exclamation-octagon",
        tone="urgent",
        place="over",
    ),
)
