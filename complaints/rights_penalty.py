"""A violation that was found becomes a proposed decision about whoever committed it (issue 9 §2, R36-R41)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from blacklist.services import propose
from casework.engine.acts import HANDLING, OFFICE, Context, act

from . import guards
from .states import CLOSED, DECIDED


def write_proposed(ctx: Context) -> None:
    said = {name: ctx.details[name] for name in ("unit", "violation", "happened_on", "facts")}
    propose(ctx, **said)


class PenaltyActs(models.Model):
    """Once it is decided, and after the end; the complaint itself goes its way. What is decided about the party, the
    complainant reads on the public pages like everybody."""

    class Meta:
        abstract = True

    @act(
        DECIDED,
        CLOSED,
        label=_("Propose a penalty decision"),
        done=_("proposed a penalty decision"),
        by=(OFFICE,),
        shown_to=(OFFICE,),
        form="ProposeDecisionForm",
        guards=(guards.is_upheld, guards.somebody_can_be_decided_about),
        writes=write_proposed,
        duty=HANDLING,
        icon="exclamation-octagon",
    )
    def propose_decision(self, ctx: Context) -> None:
        """About one act of one party; of each that was found, one by one."""
