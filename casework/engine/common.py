"""Acts that every kind of case has: taking it over, talking, evidence, urging.

Inherited by `Case`, so this module knows no rows; what must be read is read through the case.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from . import reach
from .acts import CLOCK, COMPLAINANT, ENGINE, HANDLER, LEAD, OFFICE, RESPONDENT, TASK, Context, NotOffered, act
from .stages import CLOSED, FINAL

PARTIES = (COMPLAINANT, RESPONDENT)


def nobody_has_it(case: Any, actor: Any, now: dt.datetime) -> object | None:
    if case.handler_id is None:
        return BARRED if actor.person is not None and actor.person.pk in case.barred else None
    if actor.person is not None and case.handler_id == actor.person.pk:
        return NotOffered(_("This case is already yours."))
    return _("%(name)s has claimed this case.") % {"name": case.handler.name}


BARRED = _(
    "You took part in this case, or in the one that it is about. Someone who did not must handle it at this stage."
)


def somebody_can_be_called(case: Any, actor: Any, now: dt.datetime) -> object | None:
    from .kinds import can_be_told

    return None if can_be_told(case) else NotOffered(_("Nobody can be called: no name was given."))


def once_a_day(case: Any, actor: Any, now: dt.datetime) -> object | None:
    """Urging is heard once a day; more would only bury it."""
    since = now - dt.timedelta(days=1)
    urged = [event for event in case.history if event["name"] == "urge" and event["at"] > since]
    units = {membership.unit_id for membership in actor.memberships}
    if any(e["unit_id"] in units if actor.person else e["actor_role"] == actor.seat_name for e in urged):
        return _("You reminded us within the last day. We have heard you.")
    return None


class CommonActs(models.Model):
    """Mixed into `Case`. Each is a step: it moves no state."""

    class Meta:
        abstract = True

    @act(
        label=_("Claim"),
        done=_("took over the case"),
        by=(OFFICE,),
        tells=(COMPLAINANT,),
        guards=(nobody_has_it,),
        public=_("Someone is now handling your case."),
        jointly=True,
        icon="person-check",
    )
    def claim(self, ctx: Context) -> None:
        self.handler = ctx.actor.person

    @act(
        label=_("Hand over"),
        done=_("handed the case over"),
        by=(HANDLER, LEAD),
        tells=(HANDLER, COMPLAINANT),
        form="HandOverForm",
        words_to=(OFFICE,),
        public=_("Someone else at the same office is now handling your case."),
        jointly=True,
        icon="person-plus",
    )
    def hand_over(self, ctx: Context) -> None:
        self.handler = ctx.details["to"]

    @act(
        label=_("Put back"),
        done=_("put the case back into the queue"),
        by=(HANDLER,),
        tells=(OFFICE,),
        form="ReasonForm",
        icon="arrow-return-left",
    )
    def put_back(self, ctx: Context) -> None:
        self.handler = None

    @act(
        label=_("Send a message"),
        done=_("wrote"),
        by=PARTIES,
        tells=(HANDLER,),
        form="MessageForm",
        heard=True,
        writes=lambda ctx: ctx.start_ask("ReadMessage"),
        icon="chat",
    )
    def message(self, ctx: Context) -> None:
        """A party's words; they raise one ask, "read and answer"."""

    @act(
        label=_("Add evidence"),
        done=_("added evidence"),
        by=(*PARTIES, HANDLER),
        tells=(HANDLER,),
        form="EvidenceForm",
        heard=True,
        icon="paperclip",
    )
    def evidence(self, ctx: Context) -> None:
        """Photos or files, from whoever has them."""

    @act(
        label=_("Answer"),
        done=_("answered"),
        by=(HANDLER,),
        form="ReplyForm",
        direct=True,
        icon="reply",
        writes=lambda ctx: ctx.also_tell.append(ctx.details["to"]),
    )
    def reply(self, ctx: Context) -> None:
        """The handler's words to one side; they settle an unread message."""

    @act(label=_("Mark as read"), done=_("read the message"), by=(TASK,), icon="check")
    def mark_read(self, ctx: Context) -> None:
        """Nothing to answer."""

    @act(label=_("Internal note"), done=_("noted"), by=(OFFICE,), form="NoteForm", icon="lock")
    def note(self, ctx: Context) -> None:
        """For colleagues only."""

    @act(
        label=_("Urge"),
        done=_("urged"),
        by=PARTIES,
        guards=(once_a_day,),
        form="UrgeForm",
        icon="megaphone",
        writes=lambda ctx: answer_urging(ctx),
    )
    def urge(self, ctx: Context) -> None:
        """Heard by the handler and the lead when something of ours is due; else answered at once with the day."""

    @act(
        label=_("Record a contact"),
        done=_("contacted the %(filer)s"),
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        form="ContactForm",
        words_to=(OFFICE,),
        guards=(somebody_can_be_called,),
        stops=("first_contact",),
        direct=True,
        writes=lambda ctx: reach.contacted(ctx),
        public=_("We have contacted you."),
        icon="telephone",
    )
    def record_contact(self, ctx: Context) -> None:
        """A call, with its result: it stops the first contact's clock, and they know what they had to know when they
        were spoken to, or called in vain on two days."""

    @act(
        label=_("Reached"),
        done=_("was reached"),
        by=(COMPLAINANT, RESPONDENT, ENGINE),
        form="ReachedForm",
        writes=lambda ctx: reach.reached(ctx),
        guards=(lambda case, actor, now: reach.why_no_news(case, actor),),
        keeps_version=True,
        lasts=CLOSED,
        hidden=True,
        icon="eye",
    )
    def be_reached(self, ctx: Context) -> None:
        """Somebody outside opened the page, or a delivery came to them; their windows run from here (DESIGN §5)."""

    @act(
        label=_("Not reached"),
        done=_("found that the %(filer)s had not been reached"),
        by=(CLOCK,),
        tells=(HANDLER,),
        writes=lambda ctx: reach.ask_to_call(ctx),
        guards=(lambda case, actor, now: reach.why_not_yet(case, now),),
        lasts=CLOSED,
        hidden=True,
        icon="telephone",
    )
    def stay_unreached(self, ctx: Context) -> None:
        """Some days after something they must know: somebody of ours is asked to call."""

    @act(
        label=_("Look"),
        done=_("looked at sealed data"),
        by=(OFFICE,),
        form="LookForm",
        lasts=FINAL,
        hidden=True,
        icon="eye",
    )
    def look(self, ctx: Context) -> None:
        """That somebody opened contact details, an original or a sensitive file."""

    @act(
        label=_("Start the procedure again"),
        done=_("started the procedure again"),
        by=(LEAD,),
        tells=(HANDLER,),
        form="ReasonForm",
        icon="arrow-repeat",
        restarts=True,
    )
    def restart_procedure(self, ctx: Context) -> None:
        """The one repair: cancel what runs, and start again from the facts."""


def answer_urging(ctx: Context) -> None:
    """If something of ours is due today or over, the handler and the lead hear it; else the record says the day."""
    due = ctx.case.due_at
    tonight = ctx.now + dt.timedelta(days=1)
    if due is not None and due <= tonight:
        ctx.also_tell += [HANDLER, LEAD]
    elif due is not None:
        ctx.facts["due"] = due.isoformat()
