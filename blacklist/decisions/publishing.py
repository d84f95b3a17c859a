"""A decision comes onto the public list: recorded by the clock, in the moment in which it finds it in force."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, CLOCK, HANDLER, OFFICE, RESPONDENT, Context, act

from ..violations import RECORD
from .states import IN_FORCE

if TYPE_CHECKING:
    from casework.engine.actors import Actor


def is_for_the_list(case: Any) -> bool:
    """Whether the dishonesty record was decided, and the public does not know it yet: the list claims no more than the
    notice gives it (R40, R41)."""
    return case.published_at is None and any(one.kind == RECORD and one.agreed for one in case.measure_list)


def it_is_in_force_and_unpublished(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    if case.published_at is not None:
        return _("It is published already.")
    day = timezone.localdate(now)
    in_force = case.measures.in_force(day).filter(kind=RECORD).exists()
    return None if in_force else _("No dishonesty record is in force that could be published.")


class PublishingActs(models.Model):
    """Mixed into `Decision`, beside `DecidingActs`. `published_at`: since when the public may know of it; whether it is
    on the list today is what its measures say (`listing.entries`)."""

    published_at = models.DateTimeField(_("published"), null=True)

    class Meta:
        abstract = True

    @act(
        IN_FORCE,
        label=_("Publish the decision"),
        done=_("published the decision on the list"),
        by=(CLOCK,),
        tells=(HANDLER, RESPONDENT),
        shown_to=(OFFICE, BODY, RESPONDENT),
        public=_("The decision is on the public list for as long as it is in force."),
        guards=(it_is_in_force_and_unpublished,),
        stops=("publish",),
        hidden=True,
        icon="megaphone",
    )
    def publish_decision(self, ctx: Context) -> None:
        """As soon as it is in force, and within the days of the campaign after it was decided (公示规定 art. 9)."""
        self.published_at = ctx.now
