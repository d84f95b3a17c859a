"""What was asked about a decision since: credit repairs and objections to its entry, as far as one may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse

from casework.engine import access
from casework.engine.kinds import kind_named

if TYPE_CHECKING:
    from blacklist.models import Decision
    from casework.engine.present import CaseView


def cases_about(decision: Decision, view: CaseView, desk: str) -> list[dict[str, Any]]:
    """The newest first, each with its stage as a chip and its address at this desk. The party sees its own, and not
    what others object. One statement; none before the decision was served."""
    if decision.in_force_at is None:
        return []
    about = Q(repair__about=decision.pk) | Q(entryobjection__about=decision.pk)
    found = access.visible_cases(view.actor).filter(about).order_by("-pk")
    return [_as_line(*row, desk) for row in found.values_list("kind", "number", "state")]


def _as_line(kind_name: str, number: str, state: str, desk: str) -> dict[str, Any]:
    kind = kind_named(kind_name)
    stage = kind.stage_by_state[state]
    return {
        "label": kind.label,
        "number": number,
        "url": reverse(f"{desk}:case", args=[number]),
        "look": (stage.label, stage.icon, stage.tone),
    }
