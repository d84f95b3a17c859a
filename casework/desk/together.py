"""Cases handled together, as the desk says it: on their pages, and in lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db.models import Value
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


def marks(reader: Reader, cases: Sequence[Case]) -> dict[int, str]:
    """For rows of a list, by case: the number of the leading case, or how many open ones it leads, of those that the
    reader sees. One statement, of a few keys each, whatever the planner believes of the tables."""
    pks = [case.pk for case in cases]
    others = access.visible_cases if reader.audits else access.readable_cases
    seen = others(reader.actor, Complaint.objects.all()).exclude(recusals__user=reader.person).order_by()
    leading = seen.filter(joined__in=pks).values_list("joined", "number")
    led = seen.opened().filter(leading__in=pks).values_list("leading", Value(""))
    found: dict[int, str] = {}
    leads = Counter[int]()
    for pk, number in leading.union(led, all=True):
        if number:
            found[pk] = _("joined to %(number)s") % {"number": number}
        else:
            leads[pk] += 1
    counted = {
        pk: ngettext("leads %(count)d other", "leads %(count)d others", count) % {"count": count}
        for pk, count in leads.items()
    }
    return counted | found
