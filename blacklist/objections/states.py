"""An objection to an entry of the list, from who objects to what was found."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import ANYONE, COMPLAINANT, HANDLING, OFFICE, RESPONDENT, TASK, Context, act

from .guards import had_no_duty_in_the_decision, only_who_is_on_the_list

CHECKING, SUSTAINED, REJECTED, WITHDRAWN = "checking", "sustained", "rejected", "withdrawn"

PARTY = "party"
# Of these, a case has the party where the party objects, and somebody without an account where anybody else does.
ALL = (OFFICE, RESPONDENT, COMPLAINANT)


class ObjectionActs(models.Model):
    """Mixed into `EntryObjection`; methods change its own fields, `rows` writes who objects and what follows."""

    class Meta:
        abstract = True

    @act(
        "",
        to=CHECKING,
        label=_("Object to an entry"),
        done=_("objected to an entry of the list"),
        public=_("The objection came in; the entry says that it is being checked."),
        by=(ANYONE,),
        opens_as=COMPLAINANT,
        opens_for=PARTY,
        tells=(OFFICE,),
        shown_to=ALL,
        form="PublicObjectionForm",
        staff_form="PartyObjectionForm",
        guards=(only_who_is_on_the_list,),
        writes=lambda ctx: rows().remember_who_objects(ctx),
        icon="flag",
    )
    def object_to_entry(self, ctx: Context) -> None:
        """By the party at its desk, or by anybody from the entry's public page; it changes nothing by itself."""
        rows().fill_in(self, ctx)

    @act(
        CHECKING,
        to=SUSTAINED,
        label=_("Something is wrong: correct it"),
        done=_("found the objection right"),
        public=_("The objection is right; what was wrong is corrected at once."),
        by=(TASK,),
        tells=ALL,
        form="SustainForm",
        guards=(had_no_duty_in_the_decision,),
        duty=HANDLING,
        writes=lambda ctx: rows().correct(ctx),
        icon="check2-circle",
    )
    def sustain_objection(self, ctx: Context) -> None:
        """The decision's words are corrected by its own act, with a new letter (公示规定 art. 12)."""

    @act(
        CHECKING,
        to=REJECTED,
        label=_("The entry stays as it is"),
        done=_("found that the entry stays as it is"),
        public=_("The entry stays as it is; the reasons stand with it."),
        by=(TASK,),
        tells=ALL,
        form="RejectForm",
        guards=(had_no_duty_in_the_decision,),
        duty=HANDLING,
        icon="x-circle",
    )
    def reject_objection(self, ctx: Context) -> None:
        """It is right, or whether a measure should hold is meant, which only a review decides."""
        self.finding = ctx.details["finding"]

    @act(
        CHECKING,
        to=WITHDRAWN,
        label=_("Withdraw the objection"),
        done=_("withdrew the objection"),
        public=_("The objection was withdrawn."),
        by=(PARTY, COMPLAINANT),
        tells=(OFFICE,),
        shown_to=ALL,
        direct=True,
        icon="archive",
    )
    def withdraw_objection(self, ctx: Context) -> None:
        """By who objected; another may follow."""


def rows() -> Any:
    """The models need the acts, and what the acts write needs the models."""
    from . import rows as found

    return found
