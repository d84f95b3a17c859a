"""The rows that the acts of `rights` write. Always under the case's lock, like `facts`."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from casework.engine import budgets
from casework.engine.acts import RESPONDENT, Context
from casework.engine.budgets import Budget
from casework.engine.reckoning import calendar_since

from .facts import clear_table, party_unit, write_proposal
from .matters import is_report

if TYPE_CHECKING:
    from .models import Complaint


# --- sending elsewhere, merging ---------------------------------------------------------------------------------------
def write_transfer(ctx: Context) -> None:
    """Whoever took it is asked after, until it has answered."""
    ctx.start_ask("BodyAnswer")


def write_merge(ctx: Context) -> None:
    ctx.facts["into"] = ctx.other.number
    ctx.act_on_other("absorb", number=ctx.case.number)


def write_unmerge(ctx: Context) -> None:
    """The other case is told after commit: its lock would come too late here."""
    into = [event["facts"]["into"] for event in ctx.case.history if event["name"] == "merge"][-1]
    from .models import Complaint

    ctx.promise("release", case=Complaint.objects.get(number=into), number=ctx.case.number)


# --- more time --------------------------------------------------------------------------------------------------------
def write_extension_asked(ctx: Context) -> None:
    ctx.start_ask("Extension")


def extend_clocks(ctx: Context) -> None:
    """The investigation's clock until the day that was granted, and the outer limit by as many days."""
    until: dt.date = ctx.details["until"]
    clock = ctx.board.live("investigation")
    last = budgets.last_day(clock.due_at)
    ctx.board.extend(clock, _workdays_between(last, until, ctx))
    outer = ctx.board.live("outer_limit")
    if outer is not None:
        ctx.board.extend(outer, (until - last).days)


def _workdays_between(last: dt.date, until: dt.date, ctx: Context) -> int:
    days = [last + dt.timedelta(days=n) for n in range(1, (until - last).days + 1)]
    return sum(ctx.board.calendar.is_workday(day) for day in days)


# --- the remedy, as the complainant sees it ---------------------------------------------------------------------------
def write_received(ctx: Context) -> None:
    _write_word(ctx, "yes")


def write_not_received(ctx: Context) -> None:
    _write_word(ctx, "no")


def write_no_word(ctx: Context) -> None:
    _write_word(ctx, "unsaid")


def _write_word(ctx: Context, received: str) -> None:
    remedy = ctx.case.last_remedy
    remedy.received = received
    remedy.save(update_fields=["received"])


# --- the review -------------------------------------------------------------------------------------------------------
def write_review(ctx: Context) -> None:
    from .models import Review

    side = "complainant" if ctx.actor.person is None else RESPONDENT
    Review.objects.create(case_id=ctx.case.pk, asked_by=side, unit=ctx.unit, asked_at=ctx.now, asked_seq=ctx.seq)


def write_review_proposed(ctx: Context) -> None:
    """Another finding in the place of the first is a proposal like any other."""
    said, review = ctx.details, ctx.case.last_review
    review.outcome, review.opinion = said["outcome"], said["opinion"]
    review.by, review.at = ctx.actor.person, ctx.now
    review.proposal = write_proposal(ctx) if said["outcome"] == "change" else None
    review.save()


def write_review_decided(ctx: Context) -> None:
    review = ctx.case.last_review
    review.decided_by, review.decided_at = ctx.actor.person, ctx.now
    review.save(update_fields=["decided_by", "decided_at"])
    proposal = review.proposal
    if proposal is not None:
        proposal.approved_at, proposal.approved_by = ctx.now, ctx.actor.person
        proposal.save(update_fields=["approved_at", "approved_by"])
    if ctx.case.remedy_by:
        ctx.case.involve([party_unit(ctx.case, ctx.case.remedy_by)], ctx.now)
    ctx.facts |= {"outcome": review.outcome, "finding": ctx.case.finding, "remedy_by": ctx.case.remedy_by}
    if proposal is not None and proposal.settlement_id:
        ctx.facts["settlement"] = proposal.settlement_id


def take_over_review(case: Complaint) -> None:
    """The other finding becomes the case's."""
    proposal = case.last_review.proposal
    case.finding, case.remedy_by = proposal.finding, proposal.remedy_by
    clear_table(case)


def latest_investigation_day(case: Complaint, clock: Any) -> dt.date:
    """The last day to which more time can be given: so many days (信访工作条例 art. 34) after the present one; for a
    report so many working days (投诉举报办法 art. 23)."""
    last = budgets.last_day(clock.due_at)
    if not is_report(case):
        return last + dt.timedelta(days=case.campaign.outer_extension_days)
    more, counted_from = Budget(case.campaign.report_extension_days, "workdays"), clock.due_at - dt.timedelta(seconds=1)
    return budgets.last_day(budgets.due(counted_from, more, [], calendar_since(counted_from)).at)
