"""A platform's application, from its draft to its qualification and the end of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.access import speaks_for
from casework.engine.acts import (
    ANYONE,
    BODY,
    HANDLER,
    HANDLING,
    LEAD,
    OFFICE,
    RESPONDENT,
    TASK,
    Context,
    act,
)
from casework.engine.windows import OnceIn
from casework.parties.models import Unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

DRAFT, CHECKING, AWAITING_SUPPLEMENT = "draft", "checking", "awaiting_supplement"
JOINT_REVIEW, PUBLIC_NOTICE, QUALIFIED = "joint_review", "public_notice", "qualified"
REFUSED, WITHDRAWN, EXPIRED = "refused", "withdrawn", "expired"
BEFORE_QUALIFIED = (DRAFT, CHECKING, AWAITING_SUPPLEMENT, JOINT_REVIEW, PUBLIC_NOTICE)

PLATFORM = "platform"
BODIES_AND_PLATFORM = (OFFICE, BODY, RESPONDENT)
# Whoever gave an opinion answers no objection.
OPINING = "opining"
WHO_APPLIES = (Unit.Kind.PLATFORM,)


# --- guards -----------------------------------------------------------------------------------------------------------
def only_a_platform_applies(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    return None if speaks_for(actor, WHO_APPLIES) else _("Only a payment platform applies.")


def time_is_over(case: Any, actor: Actor, now: dt.datetime) -> object | None:
    over = any(c.name == "supplement" and c.due_at and c.due_at <= now for c in case.live_clocks)
    return None if over else _("The platform still has time for this.")


class ApplicationActs(models.Model):
    """Mixed into `PlatformApplication`; methods change its own fields, `rows` writes what comes with it."""

    class Meta:
        abstract = True

    # --- until it is complete -----------------------------------------------------------------------------------------
    @act(
        "",
        to=DRAFT,
        label=_("Apply as a platform"),
        done=_("began an application"),
        by=(ANYONE,),
        opens_for=PLATFORM,
        tells=(RESPONDENT,),
        public=_("An application was begun; it is sent once it is complete."),
        form="BeginForm",
        guards=(only_a_platform_applies,),
        icon="file-earmark-text",
    )
    def begin_application(self, ctx: Context) -> None:
        """A draft that everybody of the platform fills in."""
        _rows().begin(self, ctx)

    @act(
        DRAFT,
        to=CHECKING,
        label=_("Submit the application"),
        done=_("submitted the application"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The application was submitted; the association checks whether it is complete."),
        form="ApplicationForm",
        shared_draft=True,
        icon="send",
    )
    def submit(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx)

    @act(
        CHECKING,
        to=JOINT_REVIEW,
        label=_("Complete"),
        done=_("found the application complete"),
        by=(TASK,),
        tells=BODIES_AND_PLATFORM,
        public=_("The application is complete; three bodies review it, each by itself."),
        form="CompleteForm",
        duty=HANDLING,
        writes=lambda ctx: _rows().ask_bodies(ctx),
        icon="check2-square",
    )
    def find_complete(self, ctx: Context) -> None:
        self.review_round += 1

    @act(
        CHECKING,
        to=AWAITING_SUPPLEMENT,
        label=_("Ask for what is missing"),
        done=_("asked for what is missing"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("Something is missing; the platform supplies it."),
        form="MissingForm",
        guards=(OnceIn("ask_supplement", _("What is missing was asked for once already.")),),
        duty=HANDLING,
        icon="question-circle",
    )
    def ask_supplement(self, ctx: Context) -> None:
        """Once, and everything at once."""

    @act(
        CHECKING,
        to=REFUSED,
        label=_("Not accept"),
        done=_("did not accept the application"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The application was not accepted. The platform may apply again."),
        form="RefuseForm",
        duty=HANDLING,
        icon="x-circle",
    )
    def not_accept(self, ctx: Context) -> None:
        """It is none that could be reviewed."""

    @act(
        AWAITING_SUPPLEMENT,
        to=CHECKING,
        label=_("Send what was missing"),
        done=_("sent what was missing"),
        by=(TASK,),
        tells=(OFFICE, RESPONDENT),
        public=_("The platform has supplied what was missing; the association checks it."),
        form="SupplementForm",
        shared_draft=True,
        icon="send",
    )
    def supply(self, ctx: Context) -> None:
        _rows().fill_in(self, ctx)

    @act(
        AWAITING_SUPPLEMENT,
        to=REFUSED,
        label=_("End it: nothing came in time"),
        done=_("ended the application: nothing came in time"),
        by=(HANDLER, LEAD),
        tells=(OFFICE, RESPONDENT),
        public=_("What was missing did not come in time. The platform may apply again."),
        form="LapseForm",
        guards=(time_is_over,),
        duty=HANDLING,
        icon="hourglass-bottom",
    )
    def let_lapse(self, ctx: Context) -> None:
        """By people, never by the clock: silence is only theirs to judge who know that the platform was told."""

    @act(
        *BEFORE_QUALIFIED,
        to=WITHDRAWN,
        label=_("Withdraw the application"),
        done=_("withdrew the application"),
        by=(PLATFORM,),
        tells=BODIES_AND_PLATFORM,
        public=_("The application was withdrawn."),
        icon="x-circle",
    )
    def withdraw_application(self, ctx: Context) -> None:
        """Until it is qualified; afterwards it leaves."""


def _rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows

    return rows
