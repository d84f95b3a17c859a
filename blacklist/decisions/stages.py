"""What each state of a decision means, and its clocks."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.engine.acts import RESPONDENT
from casework.engine.stages import CLOSED, FINAL, ClockSpec, Stage

from . import states
from .flows import DeliberateFlow, DraftFlow, HearingFlow, LegalReviewFlow, NoticeFlow, ReviewFlow, ServeFlow
from .publishing import is_for_the_list


def days_for_both(case) -> int | None:
    """The party's days end with the later of two: to state its defence, to ask for a hearing. None: the first."""
    asks = case.campaign.hearing_ask_days
    return asks if asks > case.campaign.defence_days else None


CLOCKS = (
    ClockSpec("decision", _("decide"), "decision_days", "days"),
    ClockSpec("legal_review", _("review the draft"), "legal_review_days", "workdays"),
    ClockSpec(
        "defence",
        _("state the defence"),
        "defence_days",
        "workdays",
        whose="theirs",
        tells=(RESPONDENT,),
        own=days_for_both,
        on_due=lambda case: "end_terms_of_defence",
    ),
    ClockSpec("deliberation", _("give the words on the measures"), "deliberation_days", "workdays", whose="bodies"),
    ClockSpec(
        "announcement",
        _("the public announcement"),
        "announcement_days",
        "days",
        whose="theirs",
        on_due=lambda case: f"end_announcement_of_{'notice' if case.state == states.NOTIFIED else 'decision'}",
    ),
    ClockSpec("service", _("serve the decision"), "decision_serve_days", "workdays"),
    ClockSpec("review", _("review the decision"), "decision_review_days", "days", whose="bodies"),
    ClockSpec("publish", _("publish the decision"), "decision_publish_days", "workdays", applies=is_for_the_list),
)

TRACK = (
    ("draft", _("Being prepared")),
    ("heard", _("You are heard")),
    ("deliberation", _("Deliberation")),
    ("decided", pgettext_lazy("penalty", "Decided")),
    ("ended", _("Ended")),
)

STAGES = (
    Stage(
        states.DRAFTING,
        pgettext_lazy("penalty", "Draft"),
        _("A decision is being prepared."),
        procedure=DraftFlow,
        runs=("decision",),
        stops=("legal_review", "deliberation"),
        apart_from=(states.DECIDING,),
        icon="pencil",
        place="draft",
    ),
    Stage(
        states.LEGAL_REVIEW,
        _("Legal review"),
        _("A decision is being prepared."),
        procedure=LegalReviewFlow,
        runs=("decision", "legal_review"),
        apart_from=(states.DECIDING,),
        icon="search",
        tone="info",
        place="draft",
    ),
    Stage(
        states.NOTIFIED,
        _("Notified"),
        _("What is alleged and intended was told to the party, which states its defence."),
        procedure=NoticeFlow,
        runs=("decision",),
        stops=("legal_review",),
        apart_from=(states.DECIDING,),
        icon="envelope",
        tone="warn",
        place="heard",
    ),
    Stage(
        states.HEARING,
        _("Hearing"),
        _("The party asked for a hearing; day and place are told to it."),
        procedure=HearingFlow,
        pauses={"decision": _("a hearing is held"), "defence": _("a hearing is held")},
        no_clock=_("the hearing has its own day"),
        apart_from=(states.DECIDING,),
        icon="people",
        tone="warn",
        place="heard",
    ),
    Stage(
        states.DELIBERATION,
        _("Deliberation"),
        _("The bodies that decide on the measures deliberate."),
        procedure=DeliberateFlow,
        runs=("decision", "deliberation"),
        stops=("defence",),
        apart_from=(states.DECIDING,),
        icon="people",
        tone="info",
        place="deliberation",
    ),
    Stage(
        states.DECIDED,
        pgettext_lazy("penalty", "Decided"),
        _("The decision is being served; it takes effect then."),
        procedure=ServeFlow,
        runs=("service", "publish"),
        stops=("decision", "deliberation"),
        icon="journal-text",
        tone="warn",
        place="decided",
    ),
    Stage(
        states.IN_FORCE,
        _("In force"),
        _("The decision is in force."),
        waits_for=_("the end of its terms"),
        for_a_day=True,
        runs=("publish",),
        stops=("service", "announcement", "review"),
        no_clock=_("each measure has its own last day"),
        icon="exclamation-octagon",
        tone="urgent",
        place="decided",
    ),
    Stage(
        states.UNDER_REVIEW,
        _("Under review"),
        _("People who took no part in the decision review it; its measures hold meanwhile, unless they are suspended."),
        procedure=ReviewFlow,
        runs=("review",),
        icon="arrow-repeat",
        tone="warn",
        place="decided",
    ),
    Stage(
        states.ENDED,
        _("Ended"),
        _("Every measure of the decision is over."),
        CLOSED,
        icon="calendar-event",
        tone="ok",
        place="ended",
    ),
    Stage(
        states.REVOKED,
        pgettext_lazy("penalty", "Revoked"),
        _("The decision was revoked; nothing of it stands."),
        FINAL,
        icon="x-circle",
        place="ended",
    ),
    Stage(
        states.DROPPED,
        pgettext_lazy("penalty", "Dropped"),
        _("Nothing was decided against the party."),
        FINAL,
        icon="x-circle",
        place="ended",
    ),
)
