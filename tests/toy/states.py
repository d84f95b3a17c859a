"""A petition to a toy office: sorted, weighed by two people at once, parked behind another, merged, appealed."""

from django.db import models

from casework.engine import bodies
from casework.engine.acts import (
    ANYONE,
    BODY,
    COMPLAINANT,
    ENGINE,
    HANDLER,
    LEAD,
    OFFICE,
    TASK,
    Context,
    NotOffered,
    act,
)
from casework.engine.codes import new_seed
from casework.engine.links import wait_for
from casework.engine.models import CaseParty, ContactDetails

FILED, WEIGHED, PARKED, JUDGED, ASKED = "filed", "weighed", "parked", "judged", "asked"
NEIGHBOUR = "neighbour"
MERGED, DECLINED, FINISHED = "merged", "declined", "finished"


def the_other(details) -> int:
    return int(details["into"])


def the_awaited(details) -> int:
    return int(details["awaited"])


def take_seat(ctx: Context) -> None:
    """Somebody outside whom one can write to."""
    ContactDetails.objects.create(case_id=ctx.case.pk, code_seed=new_seed())


def petition_on(ctx: Context) -> None:
    """An office that is none cannot be petitioned."""
    office, campaign = ctx.case.office_id, ctx.case.campaign_id
    said = {"office": office if ctx.details["wish"] != "impossible" else 0, "campaign": campaign}
    ctx.promise_case("toy", then="resume", wish=ctx.details["wish"], **said)


def nobody_is_asked(case, actor, now) -> object | None:
    return "People are being asked." if case.asked_around else None


def somebody_is_asked(case, actor, now) -> object | None:
    return None if case.asked_around else "Nobody is being asked."


def somebody_is_above(case, actor, now) -> object | None:
    return None if case.office.parent_id else NotOffered("Nobody is above the office.")


def ask_unit(ctx: Context) -> None:
    unit = ctx.details["unit"]
    if unit.pk not in {party.unit_id for party in ctx.case.party_list}:
        ctx.case.add_parties([CaseParty(case=ctx.case, unit=unit, role=NEIGHBOUR, involved_at=ctx.now)])


def call_in(ctx: Context) -> None:
    bodies.ask(ctx.case, [ctx.case.office, ctx.case.office.parent], ctx.now)


class ToyActs(models.Model):
    class Meta:
        abstract = True

    @act(
        "",
        to=FILED,
        label="Petition",
        done="petitioned",
        by=(ANYONE, OFFICE, ENGINE),
        tells=(OFFICE,),
        shown_to=(OFFICE, COMPLAINANT),
        opens_as=COMPLAINANT,
        public="Received.",
        form="OpenForm",
        writes=take_seat,
    )
    def petition(self, ctx: Context) -> None:
        self.office, self.campaign, self.topic = ctx.details["office"], ctx.details["campaign"], "toy"

    @act(FILED, to=WEIGHED, label="Weigh", done="took it up", by=(TASK,), tells=(COMPLAINANT,), public="Taken up.")
    def weigh(self, ctx: Context) -> None:
        self.weighings += 1

    @act(
        FILED,
        to=DECLINED,
        label="Decline",
        done="declined",
        by=(TASK,),
        tells=(COMPLAINANT,),
        public="Declined.",
        form="ReasonForm",
        duty="handling",
    )
    def decline(self, ctx: Context) -> None:
        """No."""

    @act(
        FILED,
        to=MERGED,
        label="Merge",
        done="merged it",
        by=(HANDLER,),
        tells=(COMPLAINANT,),
        public="Merged.",
        form="MergeForm",
        other=the_other,
        writes=lambda ctx: ctx.act_on_other("absorb"),
    )
    def merge(self, ctx: Context) -> None:
        """One act on two cases, in one transaction."""

    @act(label="Absorb", done="took in another petition", by=(ENGINE,), form="AbsorbForm", hidden=True)
    def absorb(self, ctx: Context) -> None:
        self.absorbed += 1

    @act(MERGED, to=FILED, label="Unmerge", done="unmerged", by=(OFFICE,), tells=(COMPLAINANT,), public="On its own.")
    def unmerge(self, ctx: Context) -> None:
        """Undone."""

    @act(WEIGHED, label="Agree", done="agreed", by=(TASK,))
    def agree(self, ctx: Context) -> None:
        """One of two opinions."""

    @act(WEIGHED, label="Object", done="objected", by=(TASK,))
    def object(self, ctx: Context) -> None:
        """One of two opinions."""

    @act(
        FILED,
        to=JUDGED,
        label="Call in",
        done="called in the unit above",
        by=(HANDLER,),
        tells=(COMPLAINANT, BODY),
        public="Two judge it.",
        guards=(somebody_is_above,),
        writes=call_in,
    )
    def call_in(self, ctx: Context) -> None:
        self.objections = 0

    @act(
        JUDGED,
        label="Judge",
        done="judged",
        by=(TASK,),
        tells=(COMPLAINANT, HANDLER),
        form="JudgeForm",
        sealed=True,
    )
    def judge(self, ctx: Context) -> None:
        self.objections += ctx.details["verdict"] == "no"

    @act(
        WEIGHED,
        JUDGED,
        to=FINISHED,
        label="Finish",
        done="finished",
        by=(ENGINE,),
        tells=(COMPLAINANT,),
        public="Done.",
        hidden=True,
    )
    def finish(self, ctx: Context) -> None:
        """Both agreed."""

    @act(
        WEIGHED,
        JUDGED,
        to=FILED,
        label="Back",
        done="sent it back",
        by=(ENGINE,),
        tells=(HANDLER,),
        public="Again.",
        hidden=True,
    )
    def back(self, ctx: Context) -> None:
        """Somebody objected."""

    @act(
        WEIGHED,
        to=PARKED,
        label="Park",
        done="parked it",
        by=(HANDLER, LEAD),
        tells=(COMPLAINANT,),
        public="Waiting for another petition.",
        form="ParkForm",
        other=the_awaited,
        writes=lambda ctx: wait_for(ctx, act="resume"),
    )
    def park(self, ctx: Context) -> None:
        """Until the other one is over."""

    @act(PARKED, to=WEIGHED, label="Resume", done="resumed", by=(ENGINE, HANDLER), tells=(HANDLER,), public="Going on.")
    def resume(self, ctx: Context) -> None:
        """The other one is over, or nobody wants to wait."""

    @act(
        WEIGHED,
        to=PARKED,
        label="Petition on",
        done="petitioned on",
        by=(HANDLER, LEAD),
        tells=(COMPLAINANT,),
        public="Waiting for a petition that follows from it.",
        form="WishForm",
        writes=petition_on,
    )
    def petition_on(self, ctx: Context) -> None:
        """A petition that is opened because of this one, and waited for."""

    @act(
        WEIGHED,
        to=ASKED,
        label="Ask the neighbour",
        done="asked the neighbour",
        by=(HANDLER,),
        tells=(COMPLAINANT, NEIGHBOUR),
        public="The neighbour is asked.",
        form="AskForm",
        writes=ask_unit,
    )
    def ask_neighbour(self, ctx: Context) -> None:
        """A unit outside fills in a form, over days."""

    @act(
        ASKED,
        to=WEIGHED,
        label="Report",
        done="reported",
        by=(NEIGHBOUR,),
        tells=(HANDLER,),
        public="The neighbour has reported.",
        form="NeighbourForm",
        shared_draft=True,
    )
    def report(self, ctx: Context) -> None:
        """What several of its people put together."""

    @act(
        WEIGHED,
        label="Ask around",
        done="asked around",
        by=(HANDLER,),
        guards=(nobody_is_asked,),
        pauses={"weighing": "people are being asked"},
    )
    def ask_around(self, ctx: Context) -> None:
        """The clock stands still, and the petition where it is."""
        self.asked_around = True

    @act(
        WEIGHED,
        label="Heard",
        done="heard what they say",
        by=(HANDLER,),
        guards=(somebody_is_asked,),
        runs=("weighing",),
    )
    def hear(self, ctx: Context) -> None:
        self.asked_around = False

    @act(
        DECLINED,
        to=WEIGHED,
        label="Appeal",
        done="appealed",
        by=(COMPLAINANT,),
        tells=(HANDLER, LEAD),
        public="Looked at again.",
        rounds=("weighing",),
    )
    def appeal(self, ctx: Context) -> None:
        """A new round of the clock."""
