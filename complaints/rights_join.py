"""Joining (并案办理): complaints of different people about the same matter, linked to a leading one (issue 5 §1).

Each keeps its state, clocks, finding, remedy and rights; what those complained of answered in the leading case counts
for all. Nobody outside ever reads of another complainant.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import COMPLAINANT, ENGINE, HANDLER, LEAD, OFFICE, Context, act
from casework.engine.stages import CLOSED

from . import guards, joins
from .states import AWAITING_SUPPLEMENT, INVESTIGATING, OURS_AND_THE_COMPLAINANT, SUBMITTED

# Until a finding is proposed: afterwards it rests on what was found out together.
BEFORE_A_FINDING = (SUBMITTED, AWAITING_SUPPLEMENT, INVESTIGATING)


class JoinActs(models.Model):
    """An act on the case that is joined; the leading one's record has a line of its own for each."""

    class Meta:
        abstract = True

    @act(
        *BEFORE_A_FINDING,
        label=_("Join to another case"),
        done=_("joined the case to a leading one"),
        by=(HANDLER, LEAD),
        tells=(COMPLAINANT,),
        public=_(
            "Your %(matter)s is being handled together with others about the same matter. It gets "
            "its own finding, and you keep all your rights."
        ),
        words_to=(OFFICE,),
        form="JoinForm",
        other=lambda details: int(details["leading"]),
        guards=(guards.stands_alone,),
        writes=joins.write_join,
        icon="diagram-3",
    )
    def join(self, ctx: Context) -> None:
        self.leading_id = ctx.other.pk

    @act(
        label=_("Lead another case"),
        done=_("leads another case"),
        by=(ENGINE,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        words_to=(OFFICE,),
        public=_("Another %(matter)s about the same matter is handled together with yours."),
        form="OtherCaseForm",
        writes=joins.tell_whose_it_is,
        hidden=True,
        icon="diagram-3",
    )
    def lead_join(self, ctx: Context) -> None:
        """The other end of a join."""

    @act(
        *BEFORE_A_FINDING,
        label=_("Handle on its own again"),
        done=_("took the case out of the joint handling"),
        by=(HANDLER, LEAD),
        tells=(COMPLAINANT,),
        public=_("Your %(matter)s is now handled separately again."),
        words_to=(OFFICE,),
        form="ReasonForm",
        guards=(guards.is_joined,),
        writes=joins.write_leave,
        icon="dash-lg",
    )
    def leave_join(self, ctx: Context) -> None:
        self.leading = None

    @act(
        label=_("Stop leading it"),
        done=_("no longer leads the other case"),
        by=(ENGINE,),
        shown_to=OURS_AND_THE_COMPLAINANT,
        words_to=(OFFICE,),
        public=_("A %(matter)s that was handled together with yours is now handled separately again."),
        form="OtherCaseForm",
        writes=joins.tell_whose_it_is,
        lasts=CLOSED,
        hidden=True,
        icon="dash-lg",
    )
    def lead_leave(self, ctx: Context) -> None:
        """The other end of leaving."""

    @act(
        label=_("Continue on its own"),
        done=_("continues on its own: the leading case has ended"),
        by=(ENGINE,),
        writes=joins.tell_who_goes_on,
        hidden=True,
        icon="signpost",
    )
    def go_on_alone(self, ctx: Context) -> None:
        """However the leading case ended. What was found out together still counts here."""
