"""The penalty decision, as the engine and the pages know it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from casework.engine.acts import BODY
from casework.engine.asks import STANDARD_ASKS
from casework.engine.kinds import Kind

from ..models import Decision, Defence, Measure, Referral, Vote
from ..violations import BY_CODE
from . import stages, states
from .flows import ServeNotice, TellFundOffice
from .rows import sources_of, there_already


def search_texts(case: Decision) -> Mapping[str, str]:
    sources = " ".join(case.sources.values_list("number", flat=True))
    return {"number": f"{case.number} {sources}".strip(), "parties": f"{case.unit.name} {case.unit.short_name}"}


FORM_MODULES = ("forms", "hearing_forms", "review_forms", "referral_forms", "fund_forms")
FORMS = tuple(f"blacklist.decisions.{name}" for name in FORM_MODULES)

PENALTY = Kind(
    name="penalty",
    label=_("Penalty decision"),
    prefix="CL",
    model=Decision,
    stages=stages.STAGES,
    clocks=stages.CLOCKS,
    asks=(*STANDARD_ASKS, ServeNotice, TellFundOffice),
    forms=FORMS,
    opens_with="open_decision",
    topics={code: violation.label for code, violation in BY_CODE.items()},
    track=stages.TRACK,
    party_roles={states.PARTY: _("Party"), BODY: _("Body that decides with others")},
    respondents=_("the party"),
    search_texts=search_texts,
    nameless=sources_of,
    there_already=there_already,
    written={Defence: ("words", "answer"), Measure: ("words",), Referral: ("grounds",), Vote: ("reasons",)},
)
