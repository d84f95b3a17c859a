"""Whose case it is: stepping out of one, and passing one to another unit of ours (DESIGN §4; R42: one holder, named).

A case whose office has nobody left who may work on it goes to the unit above; the record says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from .acts import COMPLAINANT, HANDLER, HANDLING, LEAD, OFFICE, RESPONDENT, TASK, Context, NotOffered, act

if TYPE_CHECKING:
    from casework.parties.models import Unit, User

    from .actors import Actor


def can_be_passed_on(case: Any, actor: Actor, now: Any) -> object | None:
    from .kinds import kind_of

    return None if kind_of(case).offices is not None else NotOffered(_("No other unit holds cases of this kind."))


def somebody_handles_it(case: Any, actor: Actor, now: Any) -> object | None:
    return NotOffered(_("Nobody handles it yet.")) if case.handler_id is None else None


class OfficeActs(models.Model):
    """Mixed into `Case`. Each is a step: it moves no state."""

    class Meta:
        abstract = True

    @act(
        label=_("Step aside from the case"),
        done=_("stepped aside from the case"),
        by=(OFFICE,),
        tells=(LEAD,),
        form="ReasonForm",
        words_to=(OFFICE,),
        public=_("Someone with an interest in the case stepped aside."),
        writes=lambda ctx: step_out(ctx, ctx.actor.person),
        parts=True,
        icon="box-arrow-right",
    )
    def recuse(self, ctx: Context) -> None:
        """One's own interest (回避): from now on the case does not exist for this person."""
        leave_handler(self, ctx.actor.person)

    @act(
        label=_("Have someone step aside"),
        done=_("had someone step aside from the case"),
        by=(LEAD,),
        tells=(LEAD,),
        form="RecuseForm",
        words_to=(OFFICE,),
        public=_("Someone with an interest in the case stepped aside."),
        writes=lambda ctx: step_out(ctx, ctx.details["person"]),
        parts=True,
        icon="person-x",
    )
    def recuse_other(self, ctx: Context) -> None:
        """By a lead."""
        leave_handler(self, ctx.details["person"])

    @act(
        label=_("Ask for someone to step aside"),
        done=_("asked that someone step aside"),
        by=(COMPLAINANT, RESPONDENT),
        tells=(LEAD,),
        form="AskRecusalForm",
        guards=(somebody_handles_it,),
        words_to=(OFFICE,),
        writes=lambda ctx: ctx.start_ask("Recusing"),
        heard=True,
        icon="person-x",
    )
    def ask_recusal(self, ctx: Context) -> None:
        """A party thinks that whoever handles it has an interest; a lead decides."""

    @act(
        label=_("Leave them in the case"),
        done=_("saw no reason to step aside"),
        by=(TASK,),
        form="AnswerRecusalForm",
        apart_from=(HANDLING,),
        writes=lambda ctx: tell_who_asked(ctx),
        public=_("The lead sees no conflict of interest; the same person continues. The reasons are below."),
        icon="person-check",
    )
    def refuse_recusal(self, ctx: Context) -> None:
        """With reasons, to whoever asked."""

    @act(
        label=_("Agree: they step aside"),
        done=_("had the handler step aside from the case"),
        by=(TASK,),
        tells=(LEAD,),
        form="ReasonForm",
        words_to=(OFFICE,),
        writes=lambda ctx: grant_recusal(ctx),
        apart_from=(HANDLING,),
        public=_("The person handling the case stepped aside; someone else takes over."),
        parts=True,
        icon="person-x",
    )
    def grant_recusal(self, ctx: Context) -> None:
        ctx.facts["person"] = self.handler_id
        self.handler = None

    @act(
        label=_("Pass to another unit"),
        done=_("passed the case to another unit"),
        by=(HANDLER, LEAD),
        tells=(OFFICE, COMPLAINANT),
        form="PassOnForm",
        words_to=(OFFICE,),
        guards=(can_be_passed_on,),
        writes=lambda ctx: pass_on(ctx),
        public=_("Another office is handling the case from now on."),
        parts=True,
        icon="building",
    )
    def pass_on(self, ctx: Context) -> None:
        """That unit confirms that it has it, or sends it back."""

    @act(
        label=_("Confirm that we have it"),
        done=_("confirmed that it has the case"),
        by=(TASK,),
        tells=(COMPLAINANT,),
        public=_("The unit has confirmed that it has your case."),
        icon="check2-square",
    )
    def acknowledge(self, ctx: Context) -> None:
        """签收."""

    @act(
        label=_("Send it back"),
        done=_("sent the case back"),
        by=(TASK,),
        tells=(OFFICE, COMPLAINANT),
        form="ReasonForm",
        words_to=(OFFICE,),
        writes=lambda ctx: send_back_to(ctx),
        public=_("The unit that had your case before handles it again."),
        parts=True,
        icon="arrow-return-left",
    )
    def send_back_unit(self, ctx: Context) -> None:
        """With reasons, to the unit it came from."""


def leave_handler(case: Any, person: User) -> None:
    if case.handler_id == person.pk:
        case.handler = None


def step_out(ctx: Context, person: User) -> None:
    """Out of every list, count and page; the case goes back to the unit, or up where nobody is left."""
    from .models import Recusal

    reason = ctx.details.get("reason", "")
    Recusal.objects.get_or_create(case_id=ctx.case.pk, user=person, defaults={"reason": reason, "since": ctx.now})
    ctx.case.__dict__.pop("recused", None)
    ctx.facts["person"] = person.pk
    if ctx.case.handler_id is None:
        ctx.also_tell.append(COMPLAINANT)
        _go_up_if_nobody_is_left(ctx)


def grant_recusal(ctx: Context) -> None:
    from casework.parties.models import User

    if ctx.facts["person"]:
        step_out(ctx, User.objects.get(pk=ctx.facts["person"]))
    tell_who_asked(ctx)


def tell_who_asked(ctx: Context) -> None:
    """The side whose request this answers."""
    from .acts import unit_role

    asked = [event for event in ctx.case.history if event["name"] == "ask_recusal"][-1]
    ctx.also_tell.append(COMPLAINANT if asked["actor_role"] == COMPLAINANT else unit_role(asked["unit_id"]))


def pass_on(ctx: Context) -> None:
    ctx.facts["from"] = ctx.case.office_id
    move(ctx, ctx.details["unit"])
    ctx.start_ask("Acknowledging")


def send_back_to(ctx: Context) -> None:
    from casework.parties.models import Unit

    came = [event for event in ctx.case.history if event["name"] == "pass_on"][-1]
    move(ctx, Unit.objects.get(pk=came["facts"]["from"]))


def move(ctx: Context, unit: Unit) -> None:
    """From now on it is this unit's case; what waits for the office waits there, for nobody yet."""
    from .flows import STATUS
    from .models import WorkTask
    from .models.procedures import WAITING

    case = ctx.case
    ctx.facts["office"] = unit.pk
    waiting = WorkTask.objects.filter(process__case=case.pk, status__in=WAITING, unit=case.office_id)
    waiting.update(unit=unit, owner=None, status=STATUS.NEW)
    case.office, case.handler = unit, None
    case.holder = unit if case.is_open else None


def _go_up_if_nobody_is_left(ctx: Context) -> None:
    from casework.parties.models import Membership

    case = ctx.case
    people = Membership.objects.in_force(unit=case.office_id, role__in=("handler", "lead"))
    if people.exclude(user__in=case.recused | case.barred).exists() or case.office.parent is None:
        return
    move(ctx, case.office.parent)
