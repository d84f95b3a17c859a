"""Rights while a remedy is owed: "did you get it?", another remedy, closing without one (issue 5 §1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import (
    CLOCK,
    COMPLAINANT,
    HANDLER,
    HANDLING,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)

from . import afterwards, guards, settling
from .facts import clear_table
from .matters import OWN_DISPUTE
from .states import (
    CLOSED,
    DECIDED,
    OURS_AND_THE_COMPLAINANT,
)


class RemedyActs(models.Model):
    """After the papers were checked: did the complainant get it? Nobody is closed on unpaid but by a lead's word."""

    class Meta:
        abstract = True

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Yes, I got it"),
        done=_("confirmed that it arrived"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You have confirmed that you got it."),
        writes=afterwards.write_received,
        icon="hand-thumbs-up",
    )
    def confirm_received(self, ctx: Context) -> None:
        """The procedure ends and closes the case."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("No, I did not get it"),
        done=_("said that it has not arrived"),
        by=(TASK,),
        tells=(HANDLER,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        public=_("You have said that you did not get it; the handler looks into it."),
        form="NotReceivedForm",
        writes=afterwards.write_not_received,
        heard=True,
        icon="x-circle",
    )
    def deny_received(self, ctx: Context) -> None:
        """Back to the handler, in the same procedure."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("No reply"),
        done=_("did not say whether it arrived"),
        by=(CLOCK,),
        tells=(HANDLER,),
        writes=afterwards.write_no_word,
        hidden=True,
        icon="hourglass-bottom",
    )
    def leave_unsaid(self, ctx: Context) -> None:
        """Silence is never consent: the handler decides, from the proof."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Accept as carried out"),
        done=_("accepted the remedy as carried out"),
        by=(TASK,),
        tells=(COMPLAINANT, RESPONDENT),
        public=_("From the proof the remedy was carried out; the case is closed."),
        form="ReasonForm",
        words_to=(OFFICE,),
        guards=(guards.nobody_said_no,),
        icon="check2",
    )
    def hold_performed(self, ctx: Context) -> None:
        """Where the complainant said nothing and the proof suffices."""

    @act(
        DECIDED,
        matters=OWN_DISPUTE,
        label=_("Replace the remedy as agreed"),
        done=_("replaced the remedy by what both sides agreed on"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public=_("Both sides agreed on another remedy: it takes the place of what was ordered; its days begin anew."),
        guards=(guards.owes_remedy, guards.both_agreed),
        writes=settling.write_replaced,
        rounds=("remedy",),
        restarts=True,
        icon="arrow-left-right",
    )
    def replace_remedy(self, ctx: Context) -> None:
        """With both sides' recorded consent to its terms."""

    @act(
        DECIDED,
        to=CLOSED,
        matters=OWN_DISPUTE,
        label=_("Close without the remedy"),
        done=_("closed the case without a performed remedy"),
        by=(LEAD,),
        tells=(COMPLAINANT, RESPONDENT, HANDLER),
        public=_(
            "The case was closed although the remedy is not confirmed; the reasons and what else you can do are below."
        ),
        form="CloseUnperformedForm",
        guards=(guards.owes_remedy,),
        direct=True,
        apart_from=(HANDLING,),
        serves=True,
        icon="lock",
    )
    def close_unperformed(self, ctx: Context) -> None:
        """Only a lead, with reasons, naming the other ways."""
        self.unperformed = True
        clear_table(self)
