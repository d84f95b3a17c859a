"""Service by public announcement, where nothing else reaches the party (民事诉讼法 art. 95, by analogy: 30 days)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import CLOCK, HANDLER, HANDLING, Context, act

from .deciding import ALL
from .guards import announced_and_over, not_announced
from .states import DECIDED, EVERYBODY, IN_FORCE, NOTIFIED, rows


class AnnouncingActs(models.Model):
    """Mixed into `Decision`. `announced_at`: since when the letter that is to be served now is announced; None: it is
    not."""

    announced_at = models.DateTimeField(_("announced"), null=True)

    class Meta:
        abstract = True

    @act(
        NOTIFIED,
        DECIDED,
        label=_("Announce it publicly"),
        done=_("announced the letter publicly: nothing else reached the party"),
        by=(HANDLER,),
        tells=ALL,
        public=_("The letter is announced publicly; it counts as served once the days of the announcement are over."),
        form="AnnounceForm",
        guards=(not_announced,),
        runs=("announcement",),
        pauses={"service": _("it is announced publicly"), "decision": _("it is announced publicly")},
        duty=HANDLING,
        icon="megaphone",
    )
    def announce(self, ctx: Context) -> None:
        """With proof of what was tried before. What the letter says stays in it: the page only tells to fetch it."""
        self.announced_at = ctx.now

    @act(
        NOTIFIED,
        label=_("The announcement of the notice is over"),
        done=_("served the notice: the days of the announcement are over"),
        by=(CLOCK,),
        tells=EVERYBODY,
        public=_("The notice counts as served; the days for the defence run."),
        form="ClockForm",
        guards=(announced_and_over,),
        runs=("defence", "decision"),
        stops=("announcement",),
        writes=lambda ctx: ctx.end_ask("ServeNotice"),
        hidden=True,
        icon="envelope-check",
    )
    def end_announcement_of_notice(self, ctx: Context) -> None:
        """The party's days run from here."""
        self.served_at, self.announced_at = ctx.now, None

    @act(
        DECIDED,
        to=IN_FORCE,
        label=_("The announcement of the decision is over"),
        done=_("served the decision: the days of the announcement are over"),
        by=(CLOCK,),
        tells=ALL,
        public=_("The decision counts as served and is in force."),
        form="ClockForm",
        guards=(announced_and_over,),
        writes=lambda ctx: rows().take_effect(ctx),
        hidden=True,
        icon="envelope-check",
    )
    def end_announcement_of_decision(self, ctx: Context) -> None:
        """Measures run from here."""
        self.in_force_at, self.announced_at = ctx.now, None
