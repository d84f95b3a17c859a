"""The public-welfare screening, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind
from casework.engine.models import Event

from ..models import Screening
from ..money import yuan
from . import stages, states
from .flows import LateReport


def search_texts(case: Screening) -> Mapping[str, str]:
    names = f"{case.union.name} {case.union.short_name} {case.cinema.name}"
    return {"number": case.number, "parties": names, "film": case.film}


def notice(event: Event) -> str:
    """What became of the money."""
    if event.name == "set_aside":
        return gettext("%(yuan)s yuan set aside") % {"yuan": yuan(event.facts["set_aside"])}
    if event.name in ("settle_screening", "correct_spending"):
        said = {name: yuan(event.facts[fact]) for name, fact in (("spent", "spent_fen"), ("back", "back"))}
        return gettext("%(spent)s yuan spent, %(back)s back to the pool") % said
    return ""


SCREENING = Kind(
    name="screening",
    label=_("Public-welfare screening"),
    prefix="GY",
    model=Screening,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(*STANDARD_ASKS, LateReport),
    forms=("casework.vouchers.screenings.forms",),
    opens_with="propose_screening",
    track=stages.TRACK,
    party_roles={states.PROPOSER: _("Union that proposes"), BODY: _("Organiser")},
    respondents=_("the union"),
    search_texts=search_texts,
    notice=notice,
)
