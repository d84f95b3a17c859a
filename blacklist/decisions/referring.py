"""What only the film authority may punish is referred to it, and what came of it is recorded (issue 9 §1; LAW §0)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY, HANDLER, LEAD, OFFICE, Context, act
from casework.engine.stages import CLOSED

from .guards import a_referral_waits


class ReferringActs(models.Model):
    """Mixed into `Decision`. An administrative penalty is no measure of ours; nothing here depends on it."""

    class Meta:
        abstract = True

    @act(
        label=_("Refer it to the film authority"),
        done=_("referred the matter to the film authority"),
        by=(HANDLER,),
        tells=(LEAD,),
        shown_to=(OFFICE, BODY),
        form="ReferForm",
        writes=lambda ctx: rows().refer(ctx),
        lasts=CLOSED,
        icon="send",
    )
    def refer(self, ctx: Context) -> None:
        """With the evidence; the association imposes no administrative penalty, and says so."""

    @act(
        label=_("Record what the authority decided"),
        done=_("recorded what the authority decided"),
        by=(HANDLER,),
        tells=(LEAD,),
        shown_to=(OFFICE, BODY),
        form="AuthorityForm",
        guards=(a_referral_waits,),
        writes=lambda ctx: rows().record_authority(ctx),
        lasts=CLOSED,
        icon="building",
    )
    def record_authority(self, ctx: Context) -> None:
        """With the number of its document; or that it took up nothing."""


def rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import review_rows as found

    return found
