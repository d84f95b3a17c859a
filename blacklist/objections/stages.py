"""What each state of an objection means, and its clock."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.stages import FINAL, ClockSpec, Stage

from . import states
from .flows import CheckFlow

CLOCKS = (ClockSpec("check", _("check the objection"), "entry_objection_days", "workdays"),)

TRACK = (
    ("checking", _("Being checked")),
    ("over", pgettext_lazy("objection", "Answered")),
)

STAGES = (
    Stage(
        states.CHECKING,
        _("Being checked"),
        _("Somebody who took no part in the decision checks whether the entry is right."),
        procedure=CheckFlow,
        runs=("check",),
        icon="search",
        tone="info",
        place="checking",
    ),
    Stage(
        states.SUSTAINED,
        pgettext_lazy("objection", "Corrected"),
        _("The objection is right; what was wrong is corrected."),
        FINAL,
        icon="check-circle",
        tone="ok",
        place="over",
    ),
    Stage(
        states.REJECTED,
        pgettext_lazy("objection", "Entry stays"),
        _("The entry stays as it is; the reasons stand with it."),
        FINAL,
        icon="x-circle",
        tone="warn",
        place="over",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("The objection was withdrawn."),
        FINAL,
        icon="archive",
        place="over",
    ),
)
