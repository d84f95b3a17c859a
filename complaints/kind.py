"""The complaint, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from blacklist.services import decisions_from
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind, register
from casework.engine.models import Case
from casework.parties.models import Unit

from . import asks, joins, stages
from .categories import BODY, BY_CODE
from .matters import MATTERS, somebody_can_be_told
from .models import AnswerRequest, Complaint, Proposal, Remedy, Review, Settlement


def search_texts(case: Complaint) -> Mapping[str, str]:
    """Numbers, category as people say it, and the parties; the story is found as the words of the filing."""
    names = " ".join(f"{party.unit.name} {party.unit.short_name}" for party in case.party_list)
    category = BY_CODE[case.topic]
    about = f"{category.label} {category.plain}"
    return {"number": f"{case.number} {case.outside_no}".strip(), "about": about, "parties": names}


def complaint_offices(case: Complaint) -> QuerySet[Unit]:
    """The association and the film bureau above it hold complaints (R2); those about the association or a union the
    bureau alone (DESIGN §4)."""
    association = Unit.objects.provincial(Unit.Kind.ASSOCIATION)
    ours = Q(pk__in=association.values("parent"))
    if all(party.role != BODY for party in case.party_list):
        ours |= Q(pk__in=association.values("pk"))
    return Unit.objects.active().filter(ours).order_by("pk")


def needed_by(case: Complaint) -> QuerySet[Case]:
    """Those handled together with it, merged with it, or opened out of it, either way, and decisions about what was
    found in it, that are still open."""
    others = Q(pk__in=[pk for pk in (case.leading_id, case.merged_into_id, case.origin_id) if pk])
    others |= Q(leading=case.pk) | Q(merged_into=case.pk) | Q(origin=case.pk)
    joined, decided = Complaint.objects.filter(others).values("pk"), decisions_from(case).values("pk")
    return Case.objects.opened().filter(Q(pk__in=joined) | Q(pk__in=decided))


WRITTEN = {
    AnswerRequest: ("question", "account", "dropped_because"),
    Settlement: ("terms", "dropped_because"),
    Proposal: ("facts", "remedy"),
    Remedy: ("account",),
    Review: ("opinion",),
}

COMPLAINT = Kind(
    name="complaint",
    label=_("Complaint"),
    prefix="TS",
    model=Complaint,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(
        *STANDARD_ASKS,
        asks.FurtherAnswer,
        asks.LateAnswer,
        asks.Consenting,
        asks.RemedyOverdue,
        asks.Extension,
        asks.BodyAnswer,
    ),
    forms=(
        "complaints.filing_forms",
        "complaints.intake_forms",
        "complaints.code_forms",
        "complaints.forms",
        "complaints.finding_forms",
        "complaints.rights_forms",
        "complaints.settle_forms",
        "complaints.join_forms",
        "complaints.inspection_forms",
        "complaints.penalty_forms",
    ),
    opens_with="file",
    matters=MATTERS,
    topics={code: category.label for code, category in BY_CODE.items()},
    track=stages.TRACK,
    detours=stages.DETOURS,
    reachable=somebody_can_be_told,
    offices=complaint_offices,
    party_roles={"cinema": _("Cinema"), "platform": _("Payment platform"), "body": _("Association or union")},
    search_texts=search_texts,
    written=WRITTEN,
    needed_by=needed_by,
    companions=joins.companions,
    carried_over=joins.carried_over,
)


def register_kind() -> None:
    register(COMPLAINT)
