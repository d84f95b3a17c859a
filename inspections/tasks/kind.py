"""The inspection, as the engine and the pages know it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blacklist.services import decisions_from
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.models import Event
from casework.ui.times import day_words

from ..models import Answer, Inspection, Report, Signature
from ..natures import Nature
from . import flows, stages


def search_texts(case: Inspection) -> Mapping[str, str]:
    names = " ".join(f"{party.unit.name} {party.unit.short_name}" for party in case.party_list)
    return {"number": case.number, "about": str(case.get_nature_display()), "parties": names}


def notice(event: Event) -> str:
    """The eve of a holiday is said where work is given out."""
    rest = event.facts.get("rest_days")
    if not rest:
        return ""
    by = day_words(dt.date.fromisoformat(event.facts["acknowledge_by"]))
    return gettext("%(days)d days of rest begin tomorrow; please acknowledge by %(by)s") % {"days": rest, "by": by}


INSPECTION = Kind(
    name="inspection",
    label=_("Inspection"),
    prefix="JC",
    model=Inspection,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(*STANDARD_ASKS, flows.MoreTime, flows.Publishing),
    forms=("inspections.tasks.forms", "inspections.tasks.report_forms", "inspections.tasks.after_forms"),
    opens_with="give_out_task",
    topics=dict(Nature.choices),
    track=stages.TRACK,
    party_roles={"inspected": _("Inspected unit"), "field": _("Unit in the field")},
    respondents=_("the inspected unit"),
    given_out=True,
    search_texts=search_texts,
    notice=notice,
    needed_by=lambda case: decisions_from(case).opened(),
    written={
        Report: ("account", "party_words", "key"),
        Answer: ("value", "note"),
        Signature: ("name", "refused"),
    },
)
