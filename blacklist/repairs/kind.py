"""Credit repair, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.models import CaseDuty

from ..decisions.rows import sources_of
from ..decisions.states import DECIDING
from ..models import Decision, Repair, RepairWord
from ..violations import BY_CODE
from . import stages, states


def search_texts(case: Repair) -> Mapping[str, str]:
    unit = case.about.unit
    return {"number": f"{case.number} {case.about.number}", "parties": f"{unit.name} {unit.short_name}"}


def barred_by(case: Repair) -> QuerySet[CaseDuty]:
    """It is checked by somebody who did not decide."""
    return case.about.duties.filter(duty=DECIDING)


REPAIR = Kind(
    name="repair",
    label=_("Credit repair"),
    prefix="XF",
    model=Repair,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=STANDARD_ASKS,
    forms=("blacklist.repairs.forms",),
    opens_with="apply_for_repair",
    topics={code: violation.label for code, violation in BY_CODE.items()},
    track=stages.TRACK,
    party_roles={states.PARTY: _("Party"), BODY: _("Body that decides with others")},
    respondents=_("the party"),
    search_texts=search_texts,
    barred_by=barred_by,
    nameless=lambda case: sources_of(case.about),
    needed_by=lambda case: Decision.objects.opened().filter(pk=case.about_id),
    written={RepairWord: ("reasons",)},
)
