"""A new access code for somebody who lost theirs (DESIGN §4): given out by staff to whoever names two facts of the
filing.

The facts are typed in as told and compared, never ticked (`recognise`). Which ones were named stands in the record,
never what was said. A try that does not fit is a line of its own there that does not say what was wrong; after three of
them nothing is given out for a day.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.ui.times import deadline_words, moment_words

from .acts import COMPLAINANT, ENGINE, HANDLER, LEAD, OFFICE, Context, NotOffered, act
from .stages import CLOSED

if TYPE_CHECKING:
    from .actors import Actor
    from .models import ContactDetails

# Wrong tries in one case, by whomever, within a day: four figures cannot be guessed so, and a slip of the tongue can
# be mended.
MOST_WRONG = 3
A_DAY = dt.timedelta(days=1)
# The page comes by itself; who closed the browser before gives out another code.
SHOWN_WITHIN = dt.timedelta(minutes=10)


def somebody_can_be_told(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Whoever left no way to be reached cannot be told from others who know of the matter, nor told of a new code."""
    from .kinds import can_be_told

    if can_be_told(case):
        return None
    return NotOffered(_("The person who filed this left nothing by which they could be recognised."))


def theirs_or_nobodys(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Whoever handles it, and leads; while nobody does, anybody of the office."""
    from .access import roles_of

    if case.handler_id is None or roles_of(actor, case) & {HANDLER, LEAD}:
        return None
    return _("Only %(name)s, who handles the case, or a lead can do this.") % {"name": case.handler.name}


def not_too_often(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    wrong = [event["at"] for event in case.history if event["name"] == "refuse_code" and event["at"] > now - A_DAY]
    if len(wrong) < MOST_WRONG:
        return None
    when = {"when": deadline_words(wrong[-MOST_WRONG] + A_DAY)}
    said = _(
        "What was named did not match several times, so no new code is issued before %(when)s. "
        "The link in any of our e-mails still opens the case."
    )
    return said % when


def nobody_else_just_did(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    """Two people at once: a second code would end the first while that is read out to somebody."""
    given = [e["seq"] for e in case.history if e["name"] == "reissue_code" and e["at"] > now - SHOWN_WITHIN]
    if not given or actor.person is None:
        return None
    event = case.events.select_related("actor").get(seq=given[-1])
    if event.actor_id == actor.person.pk:
        return None
    when = {"name": event.actor.name, "when": moment_words(event.at)}
    return _("%(name)s issued a new code at %(when)s. Please ask them before you issue another one.") % when


class CodeActs(models.Model):
    """Mixed into `Case`. Each is a step: it moves no state."""

    class Meta:
        abstract = True

    @act(
        label=_("Issue a new access code"),
        done=_("issued a new access code"),
        by=(HANDLER, LEAD, OFFICE),
        tells=(COMPLAINANT,),
        form="NewCodeForm",
        words_to=(OFFICE,),
        public=_(
            "A new access code was issued for your case; the earlier code and all links sent before "
            "no longer work. If you did not ask for it, please call us at once."
        ),
        guards=(somebody_can_be_told, theirs_or_nobodys, not_too_often, nobody_else_just_did),
        otherwise="refuse_code",
        # Whoever did not ask for it must hear at once, at night too.
        urgent=True,
        writes=lambda ctx: new_round(ctx),
        lasts=CLOSED,
        icon="key",
    )
    def reissue_code(self, ctx: Context) -> None:
        """What was named fits: from now on only the new code opens the case."""

    @act(
        label=_("Refuse a new access code"),
        done=_("issued no new access code: what was named did not match"),
        by=(ENGINE,),
        form="NewCodeForm",
        hint=_(
            "What was named does not match this case, so no new code was issued; the attempt is in "
            "the record. Please ask the caller again, or ask for something else."
        ),
        lasts=CLOSED,
        hidden=True,
        icon="shield-exclamation",
    )
    def refuse_code(self, ctx: Context) -> None:
        """Something that was named does not fit: recorded in the place of `reissue_code`."""


def new_round(ctx: Context) -> None:
    """Ends the code, every seat taken under it, every signed link and every bell's token at once (`codes`, `seats`)."""
    from .models import ContactDetails

    ContactDetails.objects.filter(case=ctx.case.pk).update(code_round=models.F("code_round") + 1)


def show_once(case: Any, actor: Actor, now: dt.datetime) -> ContactDetails | None:
    """What the new code is made of, for whoever has just given it out: the first time they ask, and never again."""
    from .models import ContactDetails

    given = case.events.filter(name="reissue_code").order_by("-seq").first()
    mine = given is not None and actor.person is not None and given.actor_id == actor.person.pk
    if not mine or given.at < now - SHOWN_WITHIN:
        return None
    fresh = ContactDetails.objects.filter(case=case.pk, shown_round__lt=models.F("code_round"))
    return ContactDetails.objects.get(case=case.pk) if fresh.update(shown_round=models.F("code_round")) else None
