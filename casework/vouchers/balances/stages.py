"""What each state of an unused balance means, and its clocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.acts import RESPONDENT
from casework.engine.stages import CLOSED, ClockSpec, Stage

from . import states
from .flows import ConfirmFlow, DeclareFlow

CLOCKS = (
    ClockSpec(
        "declaration",
        _("declare the unused balance"),
        "balance_declare_days",
        "workdays",
        whose="theirs",
        overdue_ask="PressPlatform",
        tells=(RESPONDENT,),
    ),
    ClockSpec("confirmation", _("confirm the unused balance"), "balance_confirm_days", "workdays", whose="bodies"),
)

TRACK = (
    ("asked", pgettext_lazy("unused balance", "Asked for")),
    ("declared", _("Declared")),
    ("pooled", _("In the pool")),
)

STAGES = (
    Stage(
        states.DECLARING,
        _("To be declared"),
        _("The platform declares its unused balance, by union."),
        procedure=DeclareFlow,
        runs=("declaration",),
        stops=("confirmation",),
        icon="clipboard-plus",
        tone="info",
        place="asked",
    ),
    Stage(
        states.CONFIRMING,
        _("With the organisers"),
        _("Both organisers look at what was declared."),
        procedure=ConfirmFlow,
        runs=("confirmation",),
        stops=("declaration",),
        icon="search",
        tone="info",
        place="declared",
    ),
    Stage(
        states.POOLED,
        _("In the pool"),
        _("The balance is in the pool, for public-welfare screenings. A mistake can still be corrected."),
        CLOSED,
        icon="cash-coin",
        tone="ok",
        place="pooled",
    ),
)
