"""The rows that a complaint's acts write, and how flows and forms read them back. Always under the case's lock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from casework.engine import codes
from casework.engine.acts import COMPLAINANT, Context, unit_role
from casework.engine.attachments.redact import grant
from casework.engine.attachments.store import NotYours, veil
from casework.engine.budgets import Budget
from casework.engine.errors import Refused
from casework.engine.models import CaseParty, ContactDetails
from casework.parties.models import Unit

from .categories import BODY, BY_CODE, ROLES
from .joins import heard_in_leading

if TYPE_CHECKING:
    from .models import AnswerRequest, Complaint, Proposal


# --- reading ----------------------------------------------------------------------------------------------------------
def open_request(case: Complaint, role: str) -> AnswerRequest | None:
    """The request of the first round that still waits for the party in `role`."""
    return next((r for r in case.first_round if r.role == role and r.status == r.Status.ASKED), None)


def party_unit(case: Complaint, role: str) -> Unit:
    """The unit that is the case's party in `role`: the one complained of, not one asked later. Raises StopIteration."""
    return next(party.unit for party in case.party_list if party.role == role)


def approved_proposal(case: Complaint) -> Proposal | None:
    """The decision as it stands: the newest finding that was approved."""
    from .models import Proposal

    approved = Proposal.objects.filter(case_id=case.pk, approved_at__isnull=False)
    return approved.select_related("settlement", "instead").last()


def association() -> Unit:
    """The provincial association, which holds the complaint queue (R2)."""
    return Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()


# --- filing -----------------------------------------------------------------------------------------------------------
def fill_in(case: Complaint, ctx: Context) -> None:
    """The case's own fields, from the filing form."""
    said = ctx.details
    case.matter, case.anonymous = said["matter"], said["anonymous"]
    case.origin = said.get("origin")
    case.office = _office(said)
    case.campaign = said["campaign"]
    case.topic = said["category"]
    case.source = said.get("source") or case.source
    case.outside_no = said.get("outside_no") or ""
    case.urgent = said["at_the_cinema"]
    case.happened_on, case.happened_at = said["happened_on"], said["happened_at"]
    case.price_paid, case.service_fee, case.hall = said["price_paid"], said["service_fee"], said["hall"]
    case.proof_shown = said["proof_shown"]


def _office(said: Mapping[str, Any]) -> Unit:
    """The association's; what is about itself or a union is the film bureau's, above it (DESIGN §4)."""
    ours = association()
    return ours.parent if said[BODY] else ours


def write_filing(ctx: Context) -> None:
    """Who it is about, who filed it, and the seed of the access code."""
    said, origin = ctx.details, ctx.case.origin
    units = {role: said[role] if role == BODY else said[role].unit for role in ROLES if said[role]}
    ctx.case.add_parties([CaseParty(case_id=ctx.case.pk, unit=unit, role=role) for role, unit in units.items()])
    person = {name: said.get(name) or "" for name in ("name", "phone", "email", "address")}
    if origin is not None and not ctx.case.anonymous:
        person = {name: getattr(origin.contact, name) for name in person}
    ContactDetails.objects.create(
        case_id=ctx.case.pk,
        phone_digest=codes.phone_digest(person["phone"]),
        code_seed=codes.new_seed(),
        **person,
    )
    if origin is not None and origin.is_open:
        ctx.promise("split_off", case=origin, number=ctx.case.number)
    if BY_CODE[said["category"]].proof and said["attachments"]:
        veil(attachments=said["attachments"], uploader=ctx.actor.uploader)
    if ctx.actor.person is not None:
        # Staff typed it in: whoever told them hears that it is filed, by the way they left.
        ctx.also_tell.append(COMPLAINANT)


# --- asking and answering ---------------------------------------------------------------------------------------------
def write_requests(ctx: Context) -> None:
    """One request for each party that the handler chose; from now on it sees its request and the copies given with it,
    and nothing else."""
    from .models import AnswerRequest

    questions = ctx.details["questions"]
    units = {role: party_unit(ctx.case, role) for role in questions}
    ctx.case.involve(units.values(), ctx.now)
    asked = [_request(ctx, units[role], role, question, further=False) for role, question in questions.items()]
    ctx.case.first_round = AnswerRequest.objects.bulk_create(asked)
    _give_files(ctx, {unit: ctx.details["files"][role] for role, unit in units.items()})
    ctx.also_tell += [unit_role(unit.pk) for unit in units.values()]


def _give_files(ctx: Context, prepared: dict[Unit, list[int]]) -> None:
    try:
        grant(prepared=prepared, case=ctx.case, event_seq=ctx.seq)
    except NotYours as error:
        raise Refused(
            _("One of the files was prepared anew meanwhile. Please look at it and tick it again.")
        ) from error


def write_further_request(ctx: Context) -> None:
    """A question to one party, answered beside the procedure. A unit that was no party becomes one."""
    unit, role = ctx.details["unit"], ctx.details["role"]
    if unit.pk not in {party.unit_id for party in ctx.case.party_list}:
        ctx.case.add_parties([CaseParty(case_id=ctx.case.pk, unit=unit, role=role, involved_at=ctx.now)])
    ctx.case.involve([unit], ctx.now)
    request = _request(ctx, unit, role, ctx.details["question"], further=True)
    request.save()
    ctx.also_tell.append(unit_role(unit.pk))
    ctx.start_ask("FurtherAnswer", unit=unit, subject_id=request.pk)


def _request(ctx: Context, unit: Unit, role: str, question: str, *, further: bool) -> AnswerRequest:
    from .models import AnswerRequest

    return AnswerRequest(
        case_id=ctx.case.pk,
        unit=unit,
        role=role,
        question=question,
        further=further,
        asked_at=ctx.now,
        asked_seq=ctx.seq,
        due_at=ctx.due(Budget(ctx.case.campaign.answer_days, "workdays")),
    )


def request_of_task(ctx: Context) -> AnswerRequest:
    from .models import AnswerRequest

    return AnswerRequest.objects.get(pk=ctx.task.subject_id)


def write_answer(ctx: Context) -> None:
    from .models import AnswerRequest

    request = request_of_task(ctx)
    late = request.status == AnswerRequest.Status.SILENT
    request.status = AnswerRequest.Status.LATE if late else AnswerRequest.Status.ANSWERED
    request.answered_at, request.answered_by, request.answered_seq = ctx.now, ctx.actor.person, ctx.seq
    request.admits, request.account = ctx.details["admits"], ctx.details["account"]
    request.offers = ctx.details["offers"]
    request.save()
    ctx.facts["request"] = request.pk
    ctx.also_tell.append(unit_role(request.unit_id))


def write_silence(ctx: Context) -> None:
    """The clock: silent is a fact and no consent; the door stays open for a late answer."""
    from .models import AnswerRequest

    request = request_of_task(ctx)
    request.status = AnswerRequest.Status.SILENT
    request.save(update_fields=["status"])
    ctx.facts |= {"request": request.pk, "role": request.role}
    ctx.also_tell.append(unit_role(request.unit_id))
    ctx.start_ask("LateAnswer", unit=request.unit, subject_id=request.pk)


def reopen_requests(ctx: Context) -> None:
    """The finding came back: asks about requests that are still open ended with the stage, and begin again."""
    from .models import AnswerRequest

    for request in AnswerRequest.objects.filter(case_id=ctx.case.pk).select_related("unit"):
        if request.status == AnswerRequest.Status.SILENT:
            ctx.start_ask("LateAnswer", unit=request.unit, subject_id=request.pk)
        elif request.further and request.status == AnswerRequest.Status.ASKED:
            request.due_at = ctx.due(Budget(ctx.case.campaign.answer_days, "workdays"))
            request.save(update_fields=["due_at"])
            ctx.start_ask("FurtherAnswer", unit=request.unit, subject_id=request.pk)


def write_dropped(ctx: Context) -> None:
    from .models import AnswerRequest

    request = request_of_task(ctx)
    request.status, request.dropped_because = AnswerRequest.Status.DROPPED, ctx.details["reason"]
    request.save(update_fields=["status", "dropped_because"])
    ctx.also_tell.append(unit_role(request.unit_id))


# --- deciding and remedying -------------------------------------------------------------------------------------------
def write_proposal(ctx: Context) -> Proposal:
    from .models import Proposal

    said = ctx.details
    if said["settlement"] is not None:
        ctx.facts["settlement"] = said["settlement"].pk
    ctx.case.__dict__.pop("proposal_list", None)
    return Proposal.objects.create(
        case_id=ctx.case.pk,
        seq=ctx.seq,
        by=ctx.actor.person,
        at=ctx.now,
        finding=said["finding"],
        because=said["because"],
        facts=said["facts"],
        evidence=said["evidence"],
        rule=said["rule"],
        remedy=said.get("remedy", ""),
        remedy_by=said.get("remedy_by", ""),
        settlement=said["settlement"],
    )


def take_over_finding(case: Complaint) -> None:
    """What was proposed becomes the case's finding; terms that it does not rest on are on offer no more."""
    proposal = case.last_proposal
    case.finding, case.remedy_by = proposal.finding, proposal.remedy_by
    clear_table(case)


def clear_table(case: Complaint) -> None:
    """The terms on the table are on offer no more; what was said to them is part of a finding, or of nothing."""
    case.settlement = None
    case.__dict__.pop("consents", None)


def write_decision(ctx: Context) -> None:
    from .models import Proposal

    newest = Proposal.objects.filter(case_id=ctx.case.pk).order_by("-pk").values("pk")[:1]
    Proposal.objects.filter(pk__in=newest).update(approved_at=ctx.now, approved_by=ctx.actor.person)
    if ctx.case.remedy_by:
        # Whoever owes a remedy sees its part of the case, also where nobody was asked.
        ctx.case.involve([party_unit(ctx.case, ctx.case.remedy_by)], ctx.now)
    # So does whoever was heard for this case in the leading one.
    ctx.case.involve(heard_in_leading(ctx.case), ctx.now)
    ctx.facts |= {"finding": ctx.case.finding, "remedy_by": ctx.case.remedy_by}
    settlement = ctx.case.last_proposal.settlement_id
    if settlement is not None:
        ctx.facts["settlement"] = settlement


def write_confirmed(ctx: Context) -> None:
    from .models import Remedy

    _write_verdict(ctx, Remedy.Verdict.CONFIRMED)


def write_not_enough(ctx: Context) -> None:
    from .models import Remedy

    _write_verdict(ctx, Remedy.Verdict.NOT_ENOUGH)


def _write_verdict(ctx: Context, verdict: str) -> None:
    remedy = ctx.case.last_remedy
    remedy.verdict = verdict
    remedy.save(update_fields=["verdict"])
    tell_who_owes(ctx)


def tell_who_owes(ctx: Context) -> None:
    """Whoever must remedy it hears of it; the other party does not."""
    if ctx.case.remedy_by:
        ctx.also_tell.append(unit_role(party_unit(ctx.case, ctx.case.remedy_by).pk))


def write_remedy(ctx: Context) -> None:
    from .models import Remedy

    ctx.case.last_remedy = Remedy.objects.create(
        case_id=ctx.case.pk,
        proposal=approved_proposal(ctx.case),
        seq=ctx.seq,
        unit=ctx.unit,
        by=ctx.actor.person,
        at=ctx.now,
        account=ctx.details["account"],
    )
    tell_who_owes(ctx)
