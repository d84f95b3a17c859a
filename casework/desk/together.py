"""Cases handled together, as the desk says it: on their pages, and in lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Count, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.engine import access
from casework.engine.models import EventText
from complaints.models import Complaint, Proposal

if TYPE_CHECKING:
    from casework.engine.models import Case

    from .people import Reader

FIRST_LINE = 60


def told(cases: Sequence[Case]) -> dict[int, str]:
    """The first line of what was told with each."""
    texts = EventText.objects.filter(event__case__in=[case.pk for case in cases], event__seq=1)
    return {pk: _first_line(said) for pk, said in texts.values_list("event__case", "values")}


def _first_line(said: Mapping[str, Any]) -> str:
    lines = str(said.get("story") or said.get("summary") or "").strip().splitlines()
    return lines[0][:FIRST_LINE] if lines else ""


def proposed(cases: Sequence[Case]) -> dict[int, str]:
    """The finding that waits for approval in each: nobody approves what they have not read."""
    found = Proposal.objects.filter(case__in=[case.pk for case in cases]).order_by("pk")
    return {proposal.case_id: _finding(proposal) for proposal in found}


def _finding(proposal: Proposal) -> str:
    parts = [proposal.get_finding_display(), proposal.facts, proposal.order]
    return " · ".join(str(part) for part in parts if part)


def marks(reader: Reader) -> dict[str, Any]:
    """For rows of a list: the number of the leading case, and how many open ones a case leads, of those that the reader
    sees."""
    others = access.visible_cases if reader.audits else access.readable_cases
    seen = others(reader.actor, Complaint.objects.all()).exclude(recusals__user=reader.person).order_by()
    led = seen.opened().filter(leading=OuterRef("pk")).values("leading").annotate(count=Count("pk")).values("count")
    return {"leading_number": Subquery(seen.filter(joined=OuterRef("pk")).values("number")[:1]), "leads": Subquery(led)}


def mark(case: Case) -> str:
    """Of a row with these marks."""
    if case.leading_number:
        return _("joined to %(number)s") % {"number": case.leading_number}
    count = case.leads or 0
    return ngettext("leads %(count)d other", "leads %(count)d others", count) % {"count": count} if count else ""
