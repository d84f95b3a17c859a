"""Terms that both sides may agree on, and what each says to them: read, and written by the acts of `rights_settle`.

Only a recorded yes is consent, and only to the terms that it was said to (issue 5 §1). Always under the case's lock,
like `facts`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from casework.engine.acts import COMPLAINANT, LEAD, Context, unit_role
from casework.engine.budgets import Budget
from casework.parties.models import Unit

from .facts import approved_proposal, clear_table, party_unit

if TYPE_CHECKING:
    from casework.engine.actors import Actor

    from .models import Complaint, Consent, Settlement

ASK = "Consenting"


# --- reading ----------------------------------------------------------------------------------------------------------
def both_agree(consents: Iterable[Consent]) -> bool:
    """Whether the complainant and somebody complained of have agreed, and nobody of those asked has not."""
    rows = list(consents)
    sides = {row.side for row in rows if row.said == row.Said.YES}
    return COMPLAINANT in sides and len(sides) > 1 and len(sides) == len(rows)


def consents_of(case: Complaint) -> list[Consent]:
    from .models import Consent

    rows = Consent.objects.filter(settlement__case=case.pk)
    return list(rows.select_related("settlement__by", "unit", "by").order_by("pk"))


def consents_to(case: Complaint, settlement_id: int | None) -> list[Consent]:
    """What each side said to these terms; no statement where there are none."""
    found = case.every_consent if settlement_id is not None else []
    return [row for row in found if row.settlement_id == settlement_id]


def whose(row: Consent) -> str:
    """The side in words."""
    return row.unit.label if row.unit else _("the complainant")


def why_not_agreed(consents: list[Consent]) -> str | None:
    """Why the terms are no settlement yet, in words; None once both sides have agreed to them."""
    if not consents:
        return _("A settlement needs the consent of both sides to the same terms. Offer a settlement first.")
    if both_agree(consents):
        return None
    missing = next(row for row in consents if row.said != row.Said.YES)
    reasons = {
        "": _("%(who)s has not said yes or no yet. You can ask by phone and record the answer."),
        "no": _("%(who)s does not agree. You can offer other terms or carry on without a settlement."),
        "unsaid": _("%(who)s did not reply, and silence is not consent. You can ask by phone and record the answer."),
        "withdrawn": _("%(who)s has withdrawn its consent."),
    }
    reason = reasons[missing.said] % {"who": whose(missing)}
    return _("Both sides must agree: %(reason)s") % {"reason": reason}


def own_consents(case: Complaint, actor: Actor) -> list[Consent]:
    """What this actor's side says to the terms on the table; of somebody who speaks for several units, each one's."""
    if actor.person is None:
        return [row for row in case.consents if row.side == actor.seat_name]
    units = {membership.unit_id for membership in actor.memberships}
    return [row for row in case.consents if row.unit_id in units]


def agreed_terms(case: Complaint) -> Settlement | None:
    """The terms on which a finding "settled" may rest: those on the table once both sides agreed to them; in a review,
    whose sides are asked nothing anew, those of the settled finding that stands."""
    if case.state == "under_review":
        standing = approved_proposal(case)
        settled = standing is not None and standing.finding == standing.Finding.SETTLED
        return (standing.instead or standing.settlement) if settled else None
    return case.consents[0].settlement if both_agree(case.consents) else None


def why_not_settled(case: Complaint) -> str | None:
    """Where there are no agreed terms: why, in words."""
    if case.state == "under_review":
        return _("In a review only a finding that is settled can stay so.")
    return why_not_agreed(case.consents)


# --- writing ----------------------------------------------------------------------------------------------------------
def write_offer(ctx: Context) -> None:
    """Every side that the terms name is asked; whoever was complained of and not told yet learns of the case by it."""
    said = ctx.details
    units = {role: party_unit(ctx.case, role) for role in said["parties"]}
    _put_on_the_table(ctx, said["terms"], said["owed_by"], units)


def write_other_remedy(ctx: Context) -> None:
    """Other terms for the remedy that was ordered: between the complainant and whoever owes it."""
    role = ctx.case.remedy_by
    _put_on_the_table(ctx, ctx.details["terms"], role, {role: party_unit(ctx.case, role)})


def _put_on_the_table(ctx: Context, terms: str, owed_by: str, units: dict[str, Unit]) -> None:
    from .models import Consent, Settlement

    case = ctx.case
    if case.settlement_id is not None:
        ctx.end_ask(ASK)
    case.involve(units.values(), ctx.now)
    row = Settlement(case_id=case.pk, terms=terms, owed_by=owed_by, seq=ctx.seq, by=ctx.actor.person, at=ctx.now)
    row.due_at = ctx.due(Budget(case.campaign.settlement_days, "workdays"))
    row.save()
    sides = {COMPLAINANT: None, **units}
    case.settlement = row
    case.consents = Consent.objects.bulk_create(Consent(settlement=row, side=s, unit=u) for s, u in sides.items())
    ctx.start_ask(ASK)
    ctx.facts["settlement"] = row.pk
    _tell_sides(ctx)


def write_agreed(ctx: Context) -> None:
    from .models import Consent

    _write_own_word(ctx, Consent.Said.YES)


def write_declined(ctx: Context) -> None:
    from .models import Consent

    _write_own_word(ctx, Consent.Said.NO)


def _write_own_word(ctx: Context, said: str) -> None:
    mine = own_consents(ctx.case, ctx.actor)
    asked = [row for row in mine if ctx.task is not None and row.pk == ctx.task.subject_id]
    row = next(iter([*asked, *(row for row in mine if row.said != said)]))
    _write_word(ctx, row, said, way=row.Way.PAGE)


def write_unsaid(ctx: Context) -> None:
    """No word in time, and no consent."""
    row = next(row for row in ctx.case.consents if row.pk == ctx.task.subject_id)
    _write_word(ctx, row, row.Said.UNSAID)


def write_withdrawn(ctx: Context) -> None:
    for row in own_consents(ctx.case, ctx.actor):
        if row.said == row.Said.YES:
            _write_word(ctx, row, row.Said.WITHDRAWN, way=row.Way.PAGE)
    _tell_who_approves(ctx)


def write_recorded(ctx: Context) -> None:
    """As told to the handler; a no after a yes takes it back."""
    said = ctx.details
    row = next(row for row in ctx.case.consents if row.pk == said["consent"].pk)
    takes_back = said["said"] == row.Said.NO and row.said == row.Said.YES
    word = row.Said.WITHDRAWN if takes_back else said["said"]
    _write_word(ctx, row, word, way=said["way"], told_on=said["told_on"])
    _tell_who_approves(ctx)


def _write_word(ctx: Context, row: Consent, said: str, *, way: str = "", told_on: Any = None) -> None:
    row.said, row.way, row.by = said, way, ctx.actor.person
    row.at, row.seq, row.told_on = ctx.now, ctx.seq, told_on or timezone.localdate(ctx.now)
    row.save()
    ctx.facts |= {"settlement": row.settlement_id, "side": row.side, "word": said}
    _tell_sides(ctx)


def write_dropped(ctx: Context) -> None:
    """Off the table; nobody is asked any more."""
    row = ctx.case.consents[0].settlement
    row.dropped_because = ctx.details["reason"]
    row.save(update_fields=["dropped_because"])
    ctx.facts["settlement"] = row.pk
    _tell_sides(ctx)
    ctx.end_ask(ASK)
    clear_table(ctx.case)


def write_replaced(ctx: Context) -> None:
    """The order that was approved stays in the record; what both agreed on in its place is owed from now on."""
    proposal = approved_proposal(ctx.case)
    proposal.instead = ctx.case.consents[0].settlement
    proposal.save(update_fields=["instead"])
    ctx.case.remedies.filter(proposal=proposal).update(replaced=True)
    ctx.case.__dict__.pop("last_remedy", None)
    ctx.facts["settlement"] = proposal.instead_id
    _tell_sides(ctx)
    clear_table(ctx.case)


def _tell_sides(ctx: Context) -> None:
    """Those whom the terms name, and no other party of the case."""
    ctx.also_tell += [unit_role(row.unit_id) for row in ctx.case.consents if row.unit_id]


def _tell_who_approves(ctx: Context) -> None:
    if ctx.case.state == "awaiting_approval":
        ctx.also_tell.append(LEAD)
