"""Credit repair, from the party's application to the early end of its decision's measures."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import ANYONE, BODY, ENGINE, HANDLING, LEAD, OFFICE, RESPONDENT, TASK, Context, act

from .guards import one_person_for_one_body, only_a_party_applies, took_no_part_in_the_decision

APPLIED, VERIFYING = "applied", "verifying"
GRANTED, REFUSED, DECLINED = "granted", "refused", "declined"
WITHDRAWN, UNDONE = "withdrawn", "undone"

PARTY = "party"
# Whoever gave the word of a body.
AGREEING = "agreeing"
ALL = (OFFICE, BODY, RESPONDENT)


class RepairActs(models.Model):
    """Mixed into `Repair`; methods change its own fields, `rows` writes the bodies' words and what follows.

    `asked`: whether it still waits for an answer, so that there is one at a time.
    """

    asked = models.BooleanField(default=True)

    class Meta:
        abstract = True

    @act(
        "",
        to=APPLIED,
        label=_("Apply for credit repair"),
        done=_("applied for credit repair"),
        public=_("The application came in; whether it is accepted is said within days."),
        by=(ANYONE,),
        opens_for=PARTY,
        tells=(OFFICE,),
        shown_to=ALL,
        form="ApplyForm",
        guards=(only_a_party_applies,),
        icon="arrow-counterclockwise",
    )
    def apply_for_repair(self, ctx: Context) -> None:
        """After the shortest term, with proof that what was ordered was done, and an undertaking; it costs nothing."""
        rows().fill_in(self, ctx)

    @act(
        APPLIED,
        to=VERIFYING,
        label=_("Accept the application"),
        done=_("accepted the application"),
        public=_("The application was accepted; what it proves is being checked."),
        by=(TASK,),
        tells=ALL,
        guards=(took_no_part_in_the_decision,),
        duty=HANDLING,
        icon="check2-square",
    )
    def accept_repair(self, ctx: Context) -> None:
        """It is complete, and the time has come."""

    @act(
        APPLIED,
        to=DECLINED,
        label=_("Do not accept it"),
        done=_("did not accept the application"),
        public=_("The application was not accepted; the reason stands with it, and another may follow."),
        by=(TASK,),
        tells=ALL,
        form="DeclineForm",
        guards=(took_no_part_in_the_decision,),
        duty=HANDLING,
        icon="x-circle",
    )
    def decline_repair(self, ctx: Context) -> None:
        """With the reason; the party may apply again."""
        self.asked = False

    @act(
        VERIFYING,
        label=_("Say what was found"),
        done=_("said whether what the party proves holds"),
        by=(TASK,),
        tells=(OFFICE, BODY),
        form="VerifyForm",
        guards=(took_no_part_in_the_decision,),
        duty=HANDLING,
        writes=lambda ctx: rows().ask_bodies(ctx),
        icon="clipboard-check",
    )
    def verify_repair(self, ctx: Context) -> None:
        """By somebody who did not decide: performed, made good, nothing of the kind since."""
        self.confirmed = ctx.details["confirmed"]

    @act(
        VERIFYING,
        label=_("Give our word on the repair"),
        done=_("gave its word on the repair"),
        by=(TASK,),
        tells=(OFFICE, BODY),
        form="WordForm",
        guards=(one_person_for_one_body,),
        apart_from=(HANDLING,),
        duty=AGREEING,
        writes=lambda ctx: rows().keep_word(ctx),
        icon="check2-circle",
    )
    def say_on_repair(self, ctx: Context) -> None:
        """By each body that decided on a measure that is to end."""

    @act(
        VERIFYING,
        to=GRANTED,
        label=_("Grant the repair"),
        done=_("granted the repair: every body agrees"),
        public=_("The repair was granted; the decision's measures end and the entry is taken down."),
        by=(ENGINE,),
        tells=ALL,
        writes=lambda ctx: rows().grant(ctx),
        hidden=True,
        icon="check2-all",
    )
    def grant_repair(self, ctx: Context) -> None:
        """Off the list everywhere at once."""
        self.asked = False

    @act(
        VERIFYING,
        to=REFUSED,
        label=_("Refuse the repair"),
        done=_("refused the repair: not every body agrees"),
        public=_("The repair was refused; the reasons stand with it, and another application may follow."),
        by=(ENGINE,),
        tells=ALL,
        hidden=True,
        icon="x-circle",
    )
    def refuse_repair(self, ctx: Context) -> None:
        self.asked = False

    @act(
        APPLIED,
        VERIFYING,
        to=WITHDRAWN,
        label=_("Withdraw the application"),
        done=_("withdrew the application"),
        public=_("The application was withdrawn."),
        by=(PARTY,),
        tells=(OFFICE, BODY),
        shown_to=ALL,
        direct=True,
        icon="archive",
    )
    def withdraw_repair(self, ctx: Context) -> None:
        """Another may follow at any time."""
        self.asked = False

    @act(
        GRANTED,
        to=UNDONE,
        label=_("Undo it: the material was false"),
        done=_("undid the repair: it was got by false material"),
        public=_("The repair was got by false material and undone; the measures hold again, for their whole term."),
        by=(LEAD,),
        tells=ALL,
        form="FalseForm",
        apart_from=(HANDLING,),
        writes=lambda ctx: rows().undo(ctx),
        icon="exclamation-octagon",
    )
    def undo_repair(self, ctx: Context) -> None:
        """The terms start again (SAMR order 44 art. 21, by analogy)."""


def rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows as found

    return found
