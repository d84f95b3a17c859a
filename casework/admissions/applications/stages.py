"""What each state of an application means, and its clocks."""

from django.utils.translation import gettext_lazy as _

from casework.engine.acts import RESPONDENT
from casework.engine.stages import FINAL, ClockSpec, Stage

from . import states
from .flows import CheckFlow, FillInFlow, ReviewFlow, SupplyFlow


def end_of_notice(case) -> str:
    """What the last day of the public notice brings."""
    if case.objections.sustained(case.review_round).exists():
        return "review_again"
    return "hold_notice" if case.objections.open().exists() else "qualify"


CLOCKS = (
    ClockSpec("check", _("check whether it is complete"), "application_check_days", "workdays"),
    ClockSpec(
        "supplement",
        _("supply what is missing"),
        "supplement_answer_days",
        "workdays",
        whose="theirs",
        tells=(RESPONDENT,),
    ),
    ClockSpec("joint_review", _("give the opinions"), "joint_review_days", "workdays", whose="bodies"),
    ClockSpec(
        "public_notice", _("public notice"), "public_notice_days", "workdays", whose="theirs", on_due=end_of_notice
    ),
    ClockSpec(
        "coverage",
        _("mend the coverage"),
        "coverage_mend_days",
        "workdays",
        whose="theirs",
        tells=(RESPONDENT,),
    ),
)

TRACK = (
    ("draft", _("Application")),
    ("checking", _("Checked for completeness")),
    ("review", _("Joint review")),
    ("notice", _("Public notice")),
    ("qualified", _("Qualified")),
    ("ended", _("Ended")),
)

STAGES = (
    Stage(
        states.DRAFT,
        _("Draft"),
        _("The platform fills in its application."),
        procedure=FillInFlow,
        no_clock=_("the platform takes the time it needs"),
        icon="pencil",
        place="draft",
    ),
    Stage(
        states.CHECKING,
        _("Checked for completeness"),
        _("The association checks whether everything is there."),
        procedure=CheckFlow,
        runs=("check",),
        stops=("supplement",),
        icon="search",
        tone="info",
        place="checking",
    ),
    Stage(
        states.AWAITING_SUPPLEMENT,
        _("Something is missing"),
        _("The platform supplies what is missing."),
        procedure=SupplyFlow,
        runs=("supplement",),
        stops=("check", "joint_review"),
        icon="question-circle",
        place="checking",
    ),
    Stage(
        states.JOINT_REVIEW,
        _("Joint review"),
        _("Union, film bureau and association review it at the same time, none knowing what the others say."),
        procedure=ReviewFlow,
        runs=("joint_review",),
        stops=("check", "public_notice"),
        icon="people",
        tone="info",
        place="review",
    ),
    Stage(
        states.PUBLIC_NOTICE,
        _("Public notice"),
        _("Everybody may read the application and object."),
        waits_for=_("the end of the public notice"),
        for_a_day=True,
        runs=("public_notice",),
        stops=("joint_review",),
        icon="megaphone",
        tone="info",
        place="notice",
    ),
    Stage(
        states.QUALIFIED,
        _("Qualified"),
        _("The platform takes part in the campaign."),
        waits_for=_("the campaign's last day to redeem"),
        for_a_day=True,
        stops=("public_notice",),
        no_clock=_("it lasts until the campaign's last day to redeem"),
        icon="patch-check",
        tone="ok",
        place="qualified",
    ),
    Stage(
        states.EXPIRED,
        _("Expired"),
        _("The campaign is over, and with it the platform's part in it."),
        FINAL,
        icon="calendar3",
        place="ended",
    ),
    Stage(
        states.REFUSED,
        _("Refused"),
        _("The application was refused; the platform may apply again."),
        FINAL,
        icon="x-circle",
        tone="urgent",
        place="ended",
    ),
    Stage(
        states.WITHDRAWN,
        _("Withdrawn"),
        _("The platform has withdrawn, or left the campaign."),
        FINAL,
        icon="x-circle",
        place="ended",
    ),
)
