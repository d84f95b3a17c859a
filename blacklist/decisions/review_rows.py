"""What the acts after the decision write: the review, the early end and its undoing, the referral."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from ..models import Decision, Measure, Referral, Vote
from ..speaking import place_of, the_bodies, whose_word
from . import papers
from .fund_rows import telling_the_fund
from .measures import DECIDES, kinds_of, settle_rights
from .rows import keep, last_day
from .states import ENDED

if TYPE_CHECKING:
    from casework.engine.acts import Context


def suspend(ctx: Context) -> None:
    held = [one for one in ctx.case.measure_list if one.agreed and not one.revoked_at]
    with telling_the_fund(ctx):
        for one in held:
            one.suspended = True
        Measure.objects.bulk_update(held, ["suspended"])
    settle_rights(ctx.case.unit, timezone.localdate(ctx.now))


def keep_review_vote(ctx: Context) -> None:
    whose = whose_word(ctx)
    kept = kinds_of(place_of(whose["body"]), ctx.details["kept"])
    said = {"word": Vote.Word.REVIEW, "agreed": kept, "months": ctx.details["months"]}
    keep(ctx, **whose, **said, reasons=ctx.details["reasons"])


def kept_on_review(case: Decision) -> dict[str, int | None]:
    """Measures that every body which decided them keeps in this round, each with the shortest term that one of them
    named (months; None where it has none). Silence keeps nothing."""
    named = the_bodies()
    said = {vote.body_id: vote for vote in case.votes_now}
    kept: dict[str, int | None] = {}
    for one in case.at_issue:
        words = [said.get(named[body].pk) for body in DECIDES[one.kind]]
        if all(word is not None and one.kind in word.agreed for word in words):
            terms = [one.months, *(word.months for word in words if word is not None)]
            kept[one.kind] = min(term for term in terms if term) if one.months else None
    return kept


def settle_review(ctx: Context) -> None:
    """What came of the review."""
    with telling_the_fund(ctx):
        _settle_review(ctx)


def _settle_review(ctx: Context) -> None:
    """What is not kept is revoked, a shorter term ends sooner, and nothing stays suspended."""
    kept, today = kept_on_review(ctx.case), timezone.localdate(ctx.now)
    for one in ctx.case.at_issue:
        one.suspended = False
        if one.kind not in kept:
            one.revoked_at = ctx.now
        elif one.months and one.starts and kept[one.kind] != one.months:
            one.months = kept[one.kind]
            one.ends = last_day(one.starts, one.months)
    Measure.objects.bulk_update(ctx.case.at_issue, ["suspended", "revoked_at", "months", "ends"])
    ctx.facts["kept"] = list(kept)
    settle_rights(ctx.case.unit, today)


def end_early(ctx: Context) -> None:
    """What holds now is over from today on."""
    today = timezone.localdate(ctx.now)
    with telling_the_fund(ctx):
        for one in ctx.case.at_issue:
            if one.months and not one.is_over(today):
                one.ended_on = max(today, one.starts)
                one.save(update_fields=["ended_on"])
    settle_rights(ctx.case.unit, today)


def restore(ctx: Context) -> None:
    """What ended early holds from today on, for its whole term."""
    today = timezone.localdate(ctx.now)
    with telling_the_fund(ctx):
        for one in ctx.case.at_issue:
            if one.ended_on is not None and one.months and not one.revoked_at:
                one.ended_on, one.starts, one.ends = None, today, last_day(today, one.months)
                one.save(update_fields=["ended_on", "starts", "ends"])
    settle_rights(ctx.case.unit, today)
    if ctx.case.state == ENDED:
        ctx.promise("take_up_again", case=ctx.case)


def change(ctx: Context) -> None:
    """What a review left of it, and the letter that says so; before the one to the fund's office, which names it."""
    with telling_the_fund(ctx):
        _settle_review(ctx)
        papers.decision_anew(ctx.case, ctx.now)


def refer(ctx: Context) -> None:
    said = {name: ctx.details[name] for name in ("authority", "grounds")}
    Referral.objects.create(case=ctx.case, referred_at=ctx.now, **said)


def record_authority(ctx: Context) -> None:
    row = ctx.details["referral"]
    row.result, row.number, row.answered_at = ctx.details["result"], ctx.details["number"], ctx.now
    row.save(update_fields=["result", "number", "answered_at"])
