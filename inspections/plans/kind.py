"""The plan, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind

from ..models import Plan, PlanExclusion
from . import stages


def search_texts(case: Plan) -> Mapping[str, str]:
    return {"number": case.number, "about": case.topic}


PLAN = Kind(
    name="plan",
    label=_("Inspection plan"),
    prefix="JH",
    model=Plan,
    stages=stages.STAGES,
    clocks=(),
    asks=STANDARD_ASKS,
    forms=("inspections.plans.forms",),
    opens_with="draft_plan",
    track=stages.TRACK,
    search_texts=search_texts,
    written={PlanExclusion: ("reason",)},
)
