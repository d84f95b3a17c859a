"""Rights while it is investigated: more time, asked of a lead and granted or refused (issue 5 §1)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import COMPLAINANT, HANDLER, HANDLING, LEAD, TASK, Context, act
from casework.engine.windows import OnceIn

from . import afterwards, guards
from .states import INVESTIGATING, OURS_AND_THE_COMPLAINANT


class MoreTimeActs(models.Model):
    """More time for an investigation: asked of a lead, once, before it is over, the complainant told why."""

    class Meta:
        abstract = True

    @act(
        INVESTIGATING,
        label=_("Ask for more time"),
        done=_("asked for more time"),
        by=(HANDLER,),
        tells=(LEAD,),
        form="ExtensionForm",
        guards=(OnceIn("ask_extension", _("More time can be asked for once.")), guards.NotOver("investigation")),
        writes=afterwards.write_extension_asked,
        jointly=True,
        icon="calendar2-week",
    )
    def ask_extension(self, ctx: Context) -> None:
        """An ask to a lead."""

    @act(
        INVESTIGATING,
        label=_("Grant more time"),
        done=_("granted more time"),
        by=(TASK,),
        tells=(HANDLER, COMPLAINANT),
        public=_("The investigation needs more time; the reasons are below."),
        words_to=OURS_AND_THE_COMPLAINANT,
        form="GrantExtensionForm",
        writes=afterwards.extend_clocks,
        apart_from=(HANDLING,),
        jointly=True,
        icon="calendar2-week",
    )
    def grant_extension(self, ctx: Context) -> None:
        """The investigation's clock, and the outer limit by as much."""

    @act(
        INVESTIGATING,
        label=_("Refuse more time"),
        done=_("refused more time"),
        by=(TASK,),
        tells=(HANDLER,),
        form="ReasonForm",
        apart_from=(HANDLING,),
        jointly=True,
        icon="calendar2-week",
    )
    def refuse_extension(self, ctx: Context) -> None:
        """The dates stay."""
