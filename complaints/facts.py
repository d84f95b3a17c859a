"""The rows that a complaint's acts write, and how flows and forms read them back. Always under the case's lock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.engine import codes
from casework.engine.acts import Context
from casework.engine.budgets import Budget
from casework.engine.models import CaseParty, ContactDetails
from casework.parties.models import Unit

if TYPE_CHECKING:
    from .models import AnswerRequest, Complaint, Proposal


# --- reading ----------------------------------------------------------------------------------------------------------
def requests_of(case: Complaint) -> Any:
    """The requests of the first round, which the procedure waits for; further questions run beside it."""
    from .models import AnswerRequest

    return AnswerRequest.objects.filter(case_id=case.pk, further=False)


def open_request(case: Complaint, role: str) -> AnswerRequest | None:
    return requests_of(case).waiting().filter(role=role).first()


def party_unit(case: Complaint, role: str) -> Unit:
    """The unit that is the case's party in `role`. Raises CaseParty.DoesNotExist."""
    return CaseParty.objects.select_related("unit").get(case_id=case.pk, role=role).unit


def last_proposal(case: Complaint) -> Proposal | None:
    from .models import Proposal

    return Proposal.objects.filter(case_id=case.pk).select_related("by", "approved_by").last()


def association() -> Unit:
    """The provincial association, which holds the complaint queue (R2)."""
    return Unit.objects.provincial(Unit.Kind.ASSOCIATION).get()


# --- filing -----------------------------------------------------------------------------------------------------------
def fill_in(case: Complaint, ctx: Context) -> None:
    """The case's own fields, from the filing form."""
    said = ctx.details
    case.office = association()
    case.campaign = said["campaign"]
    case.topic = said["category"]
    case.urgent = said["at_the_cinema"]
    case.happened_on, case.happened_at = said["happened_on"], said["happened_at"]
    case.price_paid, case.proof_shown = said["price_paid"], said["proof_shown"]


def write_filing(ctx: Context) -> None:
    """Who it is about, who filed it, and the seed of the access code."""
    said = ctx.details
    parties = [
        CaseParty(case_id=ctx.case.pk, unit=said[role].unit, role=role) for role in ("cinema", "platform") if said[role]
    ]
    CaseParty.objects.bulk_create(parties)
    ContactDetails.objects.create(
        case_id=ctx.case.pk,
        name=said["name"],
        phone=said["phone"],
        phone_digest=codes.phone_digest(said["phone"]),
        email=said["email"],
        code_seed=codes.new_seed(),
    )


# --- asking and answering ---------------------------------------------------------------------------------------------
def write_requests(ctx: Context) -> None:
    """One request for each party that the handler chose; from now on it sees its request, and nothing else."""
    for role, question in ctx.details["questions"].items():
        _ask(ctx, party_unit(ctx.case, role), role, question, further=False)
        ctx.also_tell.append(role)


def write_further_request(ctx: Context) -> None:
    """A question to one party, answered beside the procedure. A unit that was no party becomes one."""
    unit, role = ctx.details["unit"], ctx.details["role"]
    CaseParty.objects.get_or_create(case_id=ctx.case.pk, unit=unit, defaults={"role": role})
    request = _ask(ctx, unit, role, ctx.details["question"], further=True)
    ctx.also_tell.append(role)
    ctx.start_ask("FurtherAnswer", unit=unit, subject_id=request.pk)


def _ask(ctx: Context, unit: Unit, role: str, question: str, *, further: bool) -> AnswerRequest:
    from .models import AnswerRequest

    CaseParty.objects.filter(case_id=ctx.case.pk, unit=unit, involved_at__isnull=True).update(involved_at=ctx.now)
    return AnswerRequest.objects.create(
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


def write_silence(ctx: Context) -> None:
    """The clock: silent is a fact and no consent; the door stays open for a late answer."""
    from .models import AnswerRequest

    request = request_of_task(ctx)
    request.status = AnswerRequest.Status.SILENT
    request.save(update_fields=["status"])
    ctx.facts |= {"request": request.pk, "role": request.role}
    ctx.also_tell.append(request.role)
    ctx.start_ask("LateAnswer", unit=request.unit, subject_id=request.pk)


def write_dropped(ctx: Context) -> None:
    from .models import AnswerRequest

    request = request_of_task(ctx)
    request.status, request.dropped_because = AnswerRequest.Status.DROPPED, ctx.details["reason"]
    request.save(update_fields=["status", "dropped_because"])
    ctx.also_tell.append(request.role)


# --- deciding and remedying -------------------------------------------------------------------------------------------
def write_proposal(ctx: Context) -> None:
    from .models import Proposal

    said = ctx.details
    Proposal.objects.create(
        case_id=ctx.case.pk,
        seq=ctx.seq,
        by=ctx.actor.person,
        at=ctx.now,
        finding=said["finding"],
        because=said["because"],
        facts=said["facts"],
        evidence=said["evidence"],
        rule=said["rule"],
        remedy=said["remedy"],
        remedy_by=said["remedy_by"],
        consents=said["consents"],
    )


def take_over_finding(case: Complaint) -> None:
    """What was proposed becomes the case's finding."""
    proposal = last_proposal(case)
    case.finding, case.remedy_by = proposal.finding, proposal.remedy_by


def write_decision(ctx: Context) -> None:
    proposal = last_proposal(ctx.case)
    proposal.approved_at, proposal.approved_by = ctx.now, ctx.actor.person
    proposal.save(update_fields=["approved_at", "approved_by"])
    ctx.facts |= {"finding": proposal.finding, "remedy_by": proposal.remedy_by}


def write_remedy(ctx: Context) -> None:
    from .models import Remedy

    Remedy.objects.create(
        case_id=ctx.case.pk, seq=ctx.seq, unit=ctx.unit, by=ctx.actor.person, at=ctx.now, account=ctx.details["account"]
    )
